"""The decision on a police report (A8): registered, and the track that comes of it, or not and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shramsetu.bonded import powers
from shramsetu.bonded.actions import duties, tracks
from shramsetu.bonded.models import FirDecision, Survivor, Track
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor

FIR = "fir"
REASON_LEAST = 20


@dataclass(frozen=True)
class Decision:
    """What was decided for some persons: the track that begins with the report, or the reason why there is none."""

    persons: Sequence[Survivor]
    beginning: tracks.Beginning | None = None
    reason: str = ""


@transaction.atomic
def decide(one: Decision, *, by: Actor, at: datetime) -> Track | None:
    """Write the decision for each person and stop the clock; every offence of the Act is cognizable (section 22).

    Raises Refused where neither a report nor a reason is given, and for whom a report was registered before.
    """
    if one.beginning is None and len(one.reason.strip()) < REASON_LEAST:
        raise Refused(_("Every offence of this Act is cognizable. Write why no FIR is registered."), "reason")
    for person in one.persons:
        powers.need_here(by, *powers.of_person(person))
    held = Case.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk for person in one.persons])
    list(held.order_by("pk"))  # two officers, or one who presses twice, make one report
    known = FirDecision.objects.filter(survivor__in=one.persons, registered=True).select_related("survivor").first()
    if known is not None:
        raise Refused(_("An FIR is registered for %(code)s already.") % {"code": known.survivor.code})
    track = tracks.begin(one.beginning, by=by, at=at) if one.beginning else None
    for person in one.persons:
        _write(person, track, one.reason, by=by, at=at)
    return track


def _write(person: Survivor, track: Track | None, reason: str, *, by: Actor, at: datetime) -> None:
    case = person.case
    FirDecision(
        survivor=person,
        registered=track is not None,
        track=track,
        reason="" if track else sealing.veiled(case, reason),
        by=by.key,
        at=at,
    ).save(force_insert=True)
    facts: dict[str, object] = {"registered": track is not None, "track": track.case.number if track else ""}
    private = {} if track else {"reason": reason}
    casework.amend(case, "fir_decided", to=To(case.state, facts=facts, private=private), by=by, at=at)
    duties.done(case, FIR, at=at)
