"""Waiting for the complainant's answer or for a hearing: when the clock stands still, how often, and for how long."""

from datetime import datetime, timedelta

from django.utils import timezone

from shramsetu.casework import queries as cases
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Grievance
from shramsetu.grievances.words import SAY
from shramsetu.lib import clock
from shramsetu.prepared import Rows

_ASKED = Rows(lambda case: Grievance.objects.filter(pk=case).values_list("asked_levels", "pauses"), case=int)


@possible("ask", "grievance")
def may_ask(case: Case) -> bool:
    """Tell whether this level has not asked yet, and the clock may stop once more."""
    levels, pauses = _ASKED.first(case=case.pk) or ([], 0)
    return levels.count(case.level) < rules.figure("grievances.asks_per_level", timezone.now()) and _may_pause(pauses)


@possible("refer", "grievance")
def may_refer(case: Case) -> bool:
    """Tell whether the clock may stop once more."""
    return _may_pause((_ASKED.first(case=case.pk) or ([], 0))[1])


def _may_pause(pauses: int) -> bool:
    return pauses < rules.figure("grievances.pauses_max", timezone.now())


@effect("ask", "grievance")
def ask(move: Move) -> To:
    """Ask the complainant, once per level and for days at the most; the officer's clock stands still meanwhile."""
    case = move.case
    grievance = Grievance.objects.get(pk=case.pk)
    if grievance.asked_levels.count(case.level) >= rules.figure("grievances.asks_per_level", move.at):
        raise Refused(SAY["asked_before"], "question")
    contacted = move.when("contacted_at")
    if contacted is None or contacted > move.at:
        raise Refused(SAY["contact_in_future"], "contacted_at")
    if contacted < case.opened_at:
        raise Refused(SAY["contact_before_case"], "contacted_at")
    due = _answer_due(case, move.at)
    _pause(case, grievance, move, asked_levels=[*grievance.asked_levels, case.level])
    return To(
        "asked",
        due=due,
        same_clock=True,
        private={"question": move.text("question")},
        facts={"contacted_at": contacted},
        tells=[Tell("asked", "complainant")],
    )


def _answer_due(case: Case, at: datetime) -> Due:
    """Return until when the answer is awaited: the longest wait, or what is left of the days a case may wait in all."""
    due = ways.figure_due("grievances.ask_days_max", at=at, case=case)
    left = timedelta(days=rules.figure("grievances.pause_days_max", at)) - cases.paused_time(case, ("asked",), at)
    if left <= timedelta(0):
        raise Refused(SAY["paused_too_long"], "question")
    return due if due.at <= at + left else Due(at + left, "grievances.pause_days_max", due.from_on, due.source)


def _pause(case: Case, grievance: Grievance, move: Move, **changes: object) -> None:
    """Stop the clock, if it may stop once more."""
    _count(case, grievance, move)
    Grievance.objects.filter(pk=case.pk).update(asked_at=move.at, due_before_pause=case.due_at, **changes)


def _count(case: Case, grievance: Grievance, move: Move) -> None:
    if grievance.pauses >= rules.figure("grievances.pauses_max", move.at):
        raise Refused(SAY["paused_too_often"], move.step.needs[0].name)
    Grievance.objects.filter(pk=case.pk).update(pauses=grievance.pauses + 1)


@effect("answer", "grievance")
def answer(move: Move) -> To:
    """Take the complainant's answer. "Nobody asked me" takes the waiting time back from the officer."""
    not_asked = bool(move.detail.get("not_asked"))
    if not not_asked and not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    to = _resume(move.case, move, counts=not not_asked)
    to.facts = {"not_asked": not_asked}
    to.private = {"text": move.text("text")}
    to.tells = [Tell("officer-nobody-asked" if not_asked else "officer-answered", "holder")]
    return to


@effect("resume", "grievance")
def resume(move: Move) -> To:
    """Stop waiting: the awaited answer or hearing did not come in its time."""
    return _resume(move.case, move, counts=True)


def _resume(case: Case, move: Move, *, counts: bool) -> To:
    grievance = Grievance.objects.get(pk=case.pk)
    assert grievance.due_before_pause is not None
    assert grievance.asked_at is not None
    due = grievance.due_before_pause
    if counts:
        due = rules.extended(due, grievance.asked_at, move.at, urgent=case.urgent)
    Grievance.objects.filter(pk=case.pk).update(asked_at=None, due_before_pause=None)
    return To("with_officer", due=Due(due, case.limit_key, case.limit_from), same_clock=True)


@effect("refer", "grievance")
def refer(move: Move) -> To:
    """Record that the matter is before a labour authority: tracked with its number and next date, not excluded."""
    case = move.case
    due = _hearing_due(move)
    _pause(
        case,
        Grievance.objects.get(pk=case.pk),
        move,
        authority=move.text("authority"),
        authority_case=move.text("authority_case"),
        next_date=move.day("next_date"),
    )
    return To(
        "before_authority",
        due=due,
        same_clock=True,
        facts={"next_date": move.day("next_date")},
        tells=[Tell("before-authority", "complainant")],
    )


@effect("hear", "grievance")
def hear(move: Move) -> To:
    """Record a hearing: with a next date the wait goes on, as one more pause; without one the officer has it again."""
    private: dict[str, object] = {"text": move.text("text")}
    if move.day("next_date") is None:
        to = _resume(move.case, move, counts=True)
        to.private = private
        return to
    due = _hearing_due(move)
    _count(move.case, Grievance.objects.get(pk=move.case.pk), move)
    Grievance.objects.filter(pk=move.case.pk).update(next_date=move.day("next_date"))
    facts: dict[str, object] = {"next_date": move.day("next_date")}
    return To("before_authority", due=due, same_clock=True, private=private, facts=facts)


def _hearing_due(move: Move) -> Due:
    """Return the close of the next hearing's day; raise Refused for one that is past or too far off."""
    on = move.day("next_date")
    today = clock.day(move.at)
    if on is None or on < today:
        raise Refused(SAY["date_in_past"], "next_date")
    if (on - today).days > rules.figure("grievances.authority_days_max", move.at):
        raise Refused(SAY["date_too_far"], "next_date")
    return Due(clock.bounds(on)[1], "grievances.authority_days_max")
