"""What every form of the portal shares: phones, lengths, lists of people and places, the common sentences."""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import phone, text
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place

CHOOSE = {"required": _("Please choose one."), "invalid_choice": _("Please choose one from the list.")}
NEEDED = {"required": _("Please fill this in.")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def districts() -> list[tuple[str, str]]:
    """Return the districts by LGD code, in the language of the page and its order."""
    language = get_language() or "hi"
    return sorted(((str(one.lgd_code), one.name(language)) for one in places.districts()), key=lambda pair: pair[1])


def label(place: Place) -> str:
    """Write a place with what lies above it, so that two of one name can be told apart."""
    language = get_language() or "hi"
    above = [place.parent, place.district] if place.kind != Kind.DISTRICT else []
    names = dict.fromkeys(one.name(language) for one in (place, *above) if one)
    return f"{', '.join(names)} ({place.get_kind_display()})"


def companions(written: str) -> list[dict[str, str]]:
    """Read lines of name and mobile; raise ValidationError naming the line whose number is wrong."""
    found = []
    for line in filter(None, (one.strip() for one in written.splitlines())):
        parts = text.latin_digits(line).replace(",", " ").split()
        digits = [part for part in parts if part.strip("+-").isdigit()]
        name = " ".join(part for part in parts if part not in digits)
        found.append({"name": name or line, "phone": normal(" ".join(digits), line) if digits else ""})
    return found


def normal(written: str, line: str = "") -> str:
    """Return a phone number in E.164; raise ValidationError with the sentence that helps."""
    try:
        return phone.normalise(written)
    except phone.BadPhone as error:
        sentence = error.sentence(get_language() or "hi")
        raise ValidationError(f"{line}: {sentence}" if line else sentence) from error


def within(written: str, limit: int) -> str:
    """Return the text cleaned; raise ValidationError when it is longer than `limit`."""
    try:
        return text.clean(written, limit=limit)
    except text.TooLong as error:
        raise ValidationError(error.sentence(get_language() or "hi")) from error
