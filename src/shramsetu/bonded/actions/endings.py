"""The end of a case whose person lives in another state: its authorities say in writing that they have the person.

Until then this state asks: the duty `home-state` runs from the day of coming home, and climbs.
"""

from datetime import datetime
from functools import partial

from shramsetu.bonded import halves, settling
from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Handed, Survivor
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, To
from shramsetu.journal.rules import Actor

CLOCK = "home-state"


def ask_home_state(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Begin to ask the home state for its word, unless it gave it already. In a transaction."""
    if survivor.native_state and not Handed.objects.filter(survivor=survivor, received_at__isnull=False).exists():
        duties.start(survivor.case, CLOCK, from_at=at, by=by, at=at)


@possible("hand_over", "bl_person")
def _lives_elsewhere(case: Case) -> bool:
    return Survivor.objects.filter(pk=case.pk).exclude(native_state="").exists()


@effect("hand_over", "bl_person")
def hand_over(move: Move) -> To:
    """The home state has the person, with proof, and all that was owed here is done; what is not is named."""
    halves.check(move.case, move.step.verb, move.by)
    survivor = Survivor.objects.select_related("case__district").get(pk=move.case.pk)
    if found := settling.before_handing_over(survivor, at=move.at):
        raise Refused(settling.words(found))
    ends = [partial(duties.end_with_person, move.case, at=move.at)]
    return To("handed_over", outcome="handed_over", after=[*ends])
