"""The phones of freed persons, for messages: the outbox names whose, here it is told at the moment of sending."""

from shramsetu.bonded import persons
from shramsetu.bonded.models import Survivor
from shramsetu.casework import sealing
from shramsetu.lib import phone
from shramsetu.messages import sealed

KEEPER = "b"


def reference(survivor: Survivor) -> str:
    """Return what stands in the outbox instead of the phone."""
    return sealed.reference(KEEPER, survivor.pk)


def of(survivor: Survivor) -> str:
    """Return the phone on which it is safe to write to a person; nothing where there is none. Raises Unreadable."""
    if not survivor.safe_phone:
        return ""
    try:
        return phone.normalise(str(persons.identity(survivor).get("phone") or ""))
    except phone.BadPhone:
        return ""


def _told(pk: int) -> str:
    found = Survivor.objects.select_related("case__sealed_body").filter(pk=pk).first()
    try:
        return of(found) if found is not None else ""
    except sealing.Unreadable:
        return ""  # the alarm of the keys tells the administrator; the message is put aside


sealed.register(KEEPER, _told)
