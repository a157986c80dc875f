"""Ask the service: for one family when somebody waits, for the old ones by night."""

from datetime import datetime, timedelta

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, identity
from shramsetu.lib.identity import Kind
from shramsetu.workers.familyid import port
from shramsetu.workers.familyid.actions import taking
from shramsetu.workers.models import Family

BATCH = 500


def fetch(number: str, *, by: Actor, at: datetime) -> Family:
    """Ask for a family now and take it. Raises port.NoSuchFamily, port.NotReached, identity.BadIdentity."""
    written = identity.parse(Kind.FAMILY_ID, number, vouched=True).number
    told = port.service().family(written, at=at)
    try:
        return taking.take(told, source=Family.Source.SERVICE, by=by, at=at)
    except taking.Older:
        return Family.objects.get(number=written)
    except taking.NoFamily as error:
        raise port.NoSuchFamily from error


def ask_for_old(*, at: datetime) -> int:
    """Ask for families that nobody has confirmed for long or at all; return for how many. Raises port.NotReached.

    The answers come later and in any order. What was asked for stands in a letter, so that nothing else is taken.
    """
    days = rulebook.book().number("familyid.old_days", clock.day(at))
    rows = Family.objects.filter(as_of__lt=at - timedelta(days=days)) | Family.objects.filter(source=Family.Source.SAID)
    old = rows.filter(number__regex=r"^[0-9]{12}$", workers__isnull=False).order_by("as_of").distinct()
    numbers = list(old.values_list("number", flat=True)[:BATCH])
    if numbers:
        port.service().ask(numbers, at=at)
        port.service().listen(numbers, at=at)
    return len(numbers)
