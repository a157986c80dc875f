"""What the clock does: the next level becomes holder and answerable, the lower one keeps a duty of its own."""

from shramsetu.casework import duties
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Duty
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Lapse
from shramsetu.offices import queries as offices


@effect("escalate", "grievance", "information", "demand", "suggestion")
def escalate(move: Move) -> To:
    """Pass a case whose time is over to the next level; at the top it stays, overdue, and is announced daily."""
    case = move.case
    _note_lapse(case, move)
    if case.level >= ways.TOP:
        return _stay(case)
    lower = case.holder
    to = ways.to_officer(case, case.level + 1, at=move.at)
    if to.holder == lower or to.holder is None:
        return _stay(case)
    duties.settle(case, Duty.Purpose.ENQUIRY, "drop", at=move.at)
    duties.settle(case, Duty.Purpose.LATE_REPORT, "drop", at=move.at)
    if lower is not None:
        due = ways.figure_due("escalation.lower_duty_days", at=move.at)
        duties.give(case, Duty.Purpose.LATE_REPORT, to=lower, due=due, text="", by=move.by, at=move.at)
        to.tells.append(Tell("officer-lapsed", "post", {"post": to.holder.short_hi}, post=lower))
        to.facts = {**to.facts, "lapsed": lower.pk}
    to.tells += [Tell("escalated-late", "complainant"), Tell("officer-arrival-late", "holder")]
    return to


def _stay(case: Case) -> To:
    """Keep an overdue case where it is: it keeps its due time and joins the daily announcement."""
    return To(case.state, changes={"warned": 100}, facts={"stays": True})


@effect("lapse", "grievance", "information", "demand", "suggestion")
def lapse(move: Move) -> To:
    """Pass what a desk or a deciding post left lying to the post above it; at the top it stays and is announced."""
    case = move.case
    _note_lapse(case, move)
    above = offices.above(case.holder, barred=ways.barred(case)) if case.holder else None
    if above is None:
        return _stay(case)
    due = ways.figure_due("escalation.desk_hours", at=move.at)
    facts: dict[str, object] = {"lapsed": case.holder_id}
    return To(case.state, holder=above, due=due, facts=facts, tells=[Tell("officer-arrival", "holder")])


def _note_lapse(case: Case, move: Move) -> None:
    if case.holder is None or case.due_at is None:
        return
    Lapse(
        case=case,
        post=case.holder,
        user_id=None if case.holder.is_desk else offices.incumbent_id(case.holder),
        level=case.level,
        due_at=case.due_at,
        at=move.at,
    ).save(force_insert=True)
