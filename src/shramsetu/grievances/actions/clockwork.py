"""What the clock does: the next level becomes holder and answerable, the lower one keeps a duty of its own."""

from shramsetu.casework import actions as casework
from shramsetu.casework import duties
from shramsetu.casework import queries as cases
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Duty
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances.actions import transfers, ways
from shramsetu.grievances.models import Lapse
from shramsetu.offices import queries as offices


@effect("escalate", "grievance", "information", "demand", "suggestion")
def escalate(move: Move) -> To:
    """Pass a case whose time is over to the next level; at the top it stays, overdue, and is announced daily."""
    case = move.case
    if (to := transfers.deemed_accepted(move)) is not None:
        return to
    _note_lapse(case, move)
    to = _next_level(case, move)
    if to is None:
        return _stay(case)
    casework.drop_duties(case, at=move.at)
    lower = case.holder
    if lower is not None and to.holder is not None:
        due = ways.figure_due("escalation.lower_duty_days", at=move.at, case=case)
        duties.give(case, Duty.Purpose.LATE_REPORT, to=lower, due=due, text="", by=move.by, at=move.at)
        to.tells.append(Tell("officer-lapsed", "post", {"post": to.holder.short_hi}, post=lower))
        to.facts = {**to.facts, "lapsed": lower.pk}
    to.tells += [Tell("escalated-late", "complainant"), Tell("officer-arrival-late", "holder")]
    return to


def _next_level(case: Case, move: Move) -> To | None:
    """Return the way to the next level that another post answers for; where a post fills two levels, it is passed."""
    for level in range(case.level + 1, ways.TOP + 1):
        holder = ways.answerable(case, level, at=move.at)
        if case.holder is None or holder.pk != case.holder.pk:
            return To("unmarked", holder=holder, level=level, due=ways.level_due(case, level, at=move.at))
    return None


def _stay(case: Case) -> To:
    """Keep an overdue case where it is: it keeps its due time and joins the daily announcement."""
    return To(case.state, changes={"warned": 100}, facts={"stays": True})


@effect("lapse", "grievance", "information", "demand", "suggestion")
def lapse(move: Move) -> To:
    """Pass what a desk or a deciding post left lying to the post above it; at the top it stays and is announced."""
    case = move.case
    _note_lapse(case, move)
    above = offices.above(case.holder, barred=cases.barred(case)) if case.holder else None
    if above is None:
        return _stay(case)
    due = ways.figure_due("escalation.desk_hours", at=move.at, case=case)
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
