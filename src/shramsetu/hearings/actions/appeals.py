"""Appeals against an award: written down; a stay stops every clock of the money, an award set aside ends it."""

from datetime import datetime, timedelta

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import FINAL, PAUSED, Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.hearings.actions import recovering, ways
from shramsetu.hearings.actions.awards import KIND
from shramsetu.hearings.models import Award, Matter, Recovery
from shramsetu.hearings.queries import forums
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.words import SAY
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

STAYED = "stay"  # behind the due time stands no rule but the word of a higher court


@effect("appeal", "hg_matter")
def appeal(move: Move) -> To:
    """Write down that an appeal was filed: before which court, under which number; it stops nothing by itself."""
    award = _award(move)
    filed_on = move.day("on")
    assert filed_on is not None
    ways.not_later(filed_on, "on", at=move.at)
    if filed_on < award.made_on:
        raise Refused(SAY["before_award"], "on")
    to = To(move.case.state, facts={"on": filed_on})
    to.private = ways.words(move, "court", "reference")
    return to


@effect("stay", "hg_matter")
def stay(move: Move) -> To:
    """Stop the clocks of the money until a day, because a higher court said so; the Collector recovers nothing then."""
    award, until = _award(move), move.day("until")
    assert until is not None
    if until <= clock.day(move.at):
        raise Refused(SAY["past_day"], "until")
    due = Due(forums.calendar(until).closes_at(until), STAYED)
    to = To("stayed", due=due, facts={"until": until}, private=ways.words(move, "court", "reason"))
    if running := balances.open_recovery(award):
        to.after.append(lambda: _system(running, "halt", move.at, until=due))
    return to


@effect("lift", "hg_matter")
def lift(move: Move) -> To:
    """Go on where the stay stopped it."""
    to = _go_on(move)
    to.private = ways.words(move, "reason")
    return to


@effect("stay_over", "hg_matter")
def stay_over(move: Move) -> To:
    """Go on where the stay stopped it: its day is over, and nobody wrote down another one."""
    return _go_on(move)


def _go_on(move: Move) -> To:
    matter, award, today = ways.of(move.case), _award(move), clock.day(move.at)
    if running := balances.open_recovery(award):
        to = To("recovering", due=ways.due("hearings.recovery_days", move.at))
        to.after.append(lambda: _system(running, "resume", move.at))
    elif award.comply_by > today:
        closes = forums.calendar(award.comply_by).closes_at(award.comply_by)
        to = To("awarded", due=Due(max(closes, move.at + timedelta(hours=1)), "hearings.comply_days"))
    else:
        to = To("unpaid", holder=matter.forum.post, due=ways.due("hearings.certify_days", move.at))
        to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("set_aside", "hg_matter")
def set_aside(move: Move) -> To:
    """End the matter: a higher court set the award aside. What was recovered must have left the treasury before."""
    award, on = _award(move), move.day("on")
    assert on is not None
    ways.not_later(on, "on", at=move.at)
    if on < award.made_on:
        raise Refused(SAY["before_award"], "on")
    if balances.standing(award, clock.day(move.at)).waiting > 0:
        raise Refused(SAY["give_back_first"])
    to = To("set_aside", outcome="set_aside", facts={"on": on}, private=ways.words(move, "court", "reason"))
    if running := balances.open_recovery(award):
        to.after.append(lambda: _system(running, "annul", move.at))
    return to


def _award(move: Move) -> Award:
    ways.of(move.case)
    return Award.objects.get(matter=move.case.pk)


def _system(recovery: Recovery, verb: str, at: datetime, *, until: Due | None = None) -> None:
    """Let the recovery of an award follow its matter."""
    case = Case.objects.select_related("holder", "district").get(pk=recovery.case_id)
    is_halted = case.phase == PAUSED
    if case.phase != FINAL and (verb == "annul" or is_halted == (verb == "resume")):
        casework.take(case, verb, seen=case.revision, by=SYSTEM, at=at, detail={"due": until})


@effect("halt", KIND)
def halt(move: Move) -> To:
    """Stop the clock of a recovery for as long as its matter is stayed."""
    due = move.detail.get("due")
    return To("halted", due=due if isinstance(due, Due) else ways.due("hearings.recovery_days", move.at))


@effect("resume", KIND)
def resume(move: Move) -> To:
    """Go on where the stay stopped it, with the whole time of that stage."""
    last = Entry.objects.filter(stream=move.case.stream, verb="halt").latest("seq")
    state = str(last.detail["from"])
    return To(state, due=ways.due(recovering.SPANS[state], move.at), tells=[Tell("officer-arrival", "holder")])


@effect("linger", KIND)
def linger(move: Move) -> To:
    """The stay goes on, as its matter says; its own clock ends it."""
    due = Matter.objects.select_related("case").get(award__recoveries=move.case.pk).case.due_at
    later = move.at + timedelta(days=1)
    return To("halted", due=Due(max(due, later) if due else later, STAYED))


@effect("annul", KIND)
def annul(move: Move) -> To:
    """End a recovery whose award was set aside."""
    recovering.end(recovering.of(move.case), move)
    return To("recalled", outcome="recalled")
