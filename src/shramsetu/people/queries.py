"""Named reads: a phone's key, the persons behind a phone or a name."""

from django.conf import settings
from django.db.models import QuerySet

from shramsetu.lib import names
from shramsetu.people import rules
from shramsetu.people.models import Person


def phone_key(phone: str) -> str:
    """Return the keyed hash by which a phone (E.164) is known where the number itself is not kept."""
    return rules.keyed(phone, settings.LOOKUP_KEY, "phone")


def with_phone(phone: str) -> QuerySet[Person]:
    """Return the persons who gave this phone (E.164), newest first."""
    return Person.objects.filter(phone=phone, erased_at=None).order_by("-made_at")


def language(phone: str) -> str:
    """Return the language other than Hindi in which the newest person of this phone is written to, else empty."""
    found = with_phone(phone).values_list("language", flat=True).first() or "hi"
    return "" if found == "hi" else found


def called(name: str) -> QuerySet[Person]:
    """Return the persons whose name sounds like every word of `name`, newest first."""
    return Person.objects.filter(keys__contains=names.keys(name), erased_at=None).order_by("-made_at")
