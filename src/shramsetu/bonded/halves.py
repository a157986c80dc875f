"""Whose half is whose: each district takes its own steps, never those of the other."""

from collections.abc import Iterable

from shramsetu.bonded.models import Survivor
from shramsetu.bonded.rules.transfers import Half, Sides
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices

# Steps of a person that one half owns. What stands in neither list (a note, a death) either may write.
RESCUE_STEPS = frozenset({"secure", "record_statement", "find", "decide_review", "certify", "send_home", "hand_over"})
NATIVE_STEPS = frozenset({"receive_certificate", "chase_denied", "plan", "settle", "close"})


def districts(by: Actor) -> frozenset[int] | None:
    """Return the ids of the districts that the post of `by` answers for; None for the whole state."""
    return frozenset() if by.post_id is None else offices.scope_districts(offices.get(by.post_id))


def sides_of(survivor: Survivor, case: Case) -> Sides:
    """Return the two districts of a person; the case lies in that of the rescue, or at home if that was elsewhere."""
    rescue = None if survivor.rescue_state else case.district_id
    if survivor.native_state:
        return Sides(rescue, None)
    return Sides(rescue, survivor.native_district_id or case.district_id)


def check(case: Case, verb: str, by: Actor) -> None:
    """Raise Refused where `verb` belongs to the half of the other district."""
    half = Half.RESCUE if verb in RESCUE_STEPS else Half.NATIVE if verb in NATIVE_STEPS else None
    if half is None or by.post_id is None:
        return
    sides = sides_of(Survivor.objects.get(pk=case.pk), case)
    if sides.rescue == sides.native:
        return
    mine = districts(by)
    if mine is not None and half not in sides.acts_for(mine):
        raise Refused(SAY["other_half"])


def acts_for(sides: Sides, by: Actor) -> frozenset[Half]:
    """Return the halves whose steps `by` may write; the system may write both."""
    return frozenset(Half) if by.role == "system" else sides.acts_for(districts(by))


def need(sides: Sides, by: Actor, allowed: Iterable[Half]) -> None:
    """Raise Refused unless `by` acts for one of the halves."""
    if not acts_for(sides, by) & frozenset(allowed):
        raise Refused(SAY["other_half"])
