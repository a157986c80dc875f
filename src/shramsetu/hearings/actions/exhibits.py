"""Exhibits: papers marked as evidence by the bench or its registry, originals given back to whom they belong."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.casework.moves import To
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Exhibit, Filing, Hearing, Matter
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock


@transaction.atomic
def mark(
    case: Case, what: str, *, claims: bool, original: str, filing: Filing | None, by: Actor, at: datetime
) -> Exhibit:
    """Mark a paper as evidence of a side, under the next number of that side; on the last date that was held."""
    matter = _of(case, by=by)
    if case.phase in (CLOSED, FINAL):
        raise Refused(SAY["is_over"])
    last = Exhibit.objects.filter(matter=matter, claims=claims).aggregate(last=Max("number"))["last"] or 0
    made = Exhibit(
        matter=matter,
        claims=claims,
        number=last + 1,
        what=sealing.veiled(case, what.strip()),
        filing=filing,
        hearing=Hearing.objects.filter(matter=matter, state=Hearing.State.DONE).order_by("seq").last(),
        original=original,
        marked_by=by.key,
        marked_at=at,
        marked_on=clock.day(at),
    )
    made.save(force_insert=True)
    facts = {"exhibit": made.number, "claims": claims, "original": original}
    casework.amend(case, "mark_exhibit", to=To(case.state, facts=facts), by=by, at=at)
    return made


@transaction.atomic
def give_back(exhibit: Exhibit, on: date, *, by: Actor, at: datetime) -> None:
    """Write down that an original that the forum kept went back to whom it belongs."""
    _of(exhibit.matter.case, by=by)
    ways.not_later(on, "on", at=at)
    kept = Exhibit.objects.filter(pk=exhibit.pk, original=Exhibit.Original.KEPT, returned_on=None, marked_on__lte=on)
    if not kept.update(returned_on=on, returned_by=by.key):
        raise Refused(SAY["not_kept"], "on")


def _of(case: Case, *, by: Actor) -> Matter:
    """Return the locked matter of a case; raise Refused for who does not work on it."""
    matter = ways.of(case)
    if by.post_id not in (matter.forum.registry_id, matter.forum.post_id) or by.assists:
        raise Refused(SAY["not_yours"])
    return matter
