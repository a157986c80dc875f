"""The call before closing: only the complainant's own word closes a complaint, or sends it back."""

from datetime import datetime, timedelta

from shramsetu.casework import rules as clock_rules
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.casework.queries import own_parties
from shramsetu.grievances import queries, rules
from shramsetu.grievances.actions import conduct, masters, ways
from shramsetu.grievances.models import Feedback, Grievance
from shramsetu.grievances.words import SAY
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.people import actions as people


@effect("record_feedback", "grievance")
def record_feedback(move: Move) -> To:
    """Record one attempt to hear the complainant, and go where their word leads.

    A complainant answering by themself needs no `answered_by`. A "yes" to misconduct opens a sealed case.
    """
    case = move.case
    result, answerer = move.text("result"), _answerer(move)
    standing = _standing(case, move.at)
    state = rules.after_feedback(result, answerer, standing)
    next_at = _next_attempt(case, move.at, standing.attempts) if state == "awaiting_feedback" else None
    _write(move, standing, answerer, next_at)
    if move.detail.get("misconduct"):
        conduct.open_misconduct(case, text=move.text("text"), by=move.by, at=move.at)
    to = _LEADS[state](case, move, standing)
    to.facts = {
        **to.facts,
        "result": result,
        "answered_by": answerer,
        "attempt": standing.attempts + 1,
        "misconduct": bool(move.detail.get("misconduct")),
    }
    if move.text("text"):
        to.private = {"text": sealing.veiled(case, move.text("text"))}
    return to


def _answerer(move: Move) -> str:
    if move.by.person:
        mine = Party.objects.filter(own_parties(move.by.person), case=move.case)
        return "complainant" if mine.filter(part=Party.Part.COMPLAINANT).exists() else "representative"
    answerer = move.text("answered_by")
    if not answerer and move.text("result") in {"satisfied", "dissatisfied"}:
        raise Refused(SAY["who_answered"], "answered_by")
    return answerer


def _standing(case: Case, at: datetime) -> rules.Standing:
    returns = Grievance.objects.values_list("returns", flat=True).get(pk=case.pk)
    most = clock_rules.figure("feedback.attempts", at)
    return rules.Standing(case.level, returns, queries.attempts_since_report(case), most)


def _next_attempt(case: Case, at: datetime, attempts: int) -> datetime:
    """Return when to try again: another day, and another part of the day than this time."""
    gap = clock_rules.figure("feedback.attempt_spacing_hours", at)
    shift = clock_rules.figure("feedback.shift_hours", at)
    return at + timedelta(hours=gap + shift * (1 if attempts % 2 == 0 else -1))


def _write(move: Move, standing: rules.Standing, answerer: str, next_at: datetime | None) -> None:
    misconduct = move.detail.get("misconduct")
    Feedback(
        case=move.case,
        attempt=standing.attempts + 1,
        result=move.text("result"),
        answered_by=answerer,
        misconduct=None if misconduct is None else bool(misconduct),
        text=sealing.veiled(move.case, move.text("text")),
        level=move.case.level,
        by=move.by.key,
        at=move.at,
        next_at=next_at,
    ).save(force_insert=True)


def _closed(case: Case, move: Move, standing: rules.Standing) -> To:
    to = ways.at_rest("closed", "satisfied", at=move.at, window="grievances.reopen_days")
    to.tells = [Tell("closed-satisfied", "complainant")]
    to.after.append(lambda: masters.release(case, at=move.at))
    return to


def _again(case: Case, move: Move, standing: rules.Standing) -> To:
    return To("awaiting_feedback")


def _sent_back(case: Case, move: Move, standing: rules.Standing) -> To:
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    to = ways.to_officer(case, case.level, at=move.at, state="with_officer")
    to.tells = [Tell("sent-back", "complainant"), Tell("officer-dissatisfied", "holder")]
    to.facts = {"detached": case.master_id is not None}
    to.changes = {"master": None}
    return to


def _up(case: Case, move: Move, standing: rules.Standing) -> To:
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    to = ways.to_officer(case, case.level + 1, at=move.at)
    to.tells = [Tell("escalated-dissatisfied", "complainant"), Tell("officer-dissatisfied", "holder")]
    to.changes = {"master": None}
    return to


def _review(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to one review by another officer than the one who reported: the department's head."""
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    assert case.department is not None
    holder = ways.above(case) if case.sealed else offices.department_head(case.department)
    due = ways.figure_due("grievances.l4_review_days", at=move.at)
    tells = [Tell("final-review", "complainant"), Tell("officer-arrival", "holder")]
    return To("review", holder=holder, due=due, tells=tells)


def _mending(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to the desk that registered the number, against which the mistake counts."""
    to = ways.to_desk(case, "mending", Role.OPERATOR, at=move.at, key="grievances.wrong_number_days")
    to.facts = {"registered_by": case.opened_by}
    return to


def _unreached(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to the second level or above, after a yes/no message; only they may close it as unconfirmed."""
    level = max(case.level, 2)
    holder = ways.above(case) or case.holder if case.sealed else ways.officer(case, level, at=move.at)
    due = ways.figure_due("feedback.close_unconfirmed_days", at=move.at)
    tells = [Tell("feedback-yes-no", "complainant"), Tell("officer-unconfirmed-decide", "holder")]
    return To("unreached", holder=holder, level=level, due=due, tells=tells)


_LEADS = {
    "closed": _closed,
    "awaiting_feedback": _again,
    "with_officer": _sent_back,
    "unmarked": _up,
    "review": _review,
    "mending": _mending,
    "unreached": _unreached,
}


@effect("mend_contact", "grievance")
def mend_contact(move: Move) -> To:
    """Write the right phone number of the leading complainant; the call is tried again."""
    case, phone = move.case, move.text("phone")
    party = Party.objects.select_related("person").filter(case=case, part=Party.Part.COMPLAINANT).order_by("seat")[0]
    people.change_phone(party.person, phone=phone, by=move.by, at=move.at) if party.person else None
    Party.objects.filter(pk=party.pk).update(phone_key=queries.phone_key(phone))
    return ways.to_desk(case, "awaiting_feedback", Role.FEEDBACK, at=move.at, key="feedback.days")


@effect("close_unconfirmed", "grievance")
def close_unconfirmed(move: Move) -> To:
    """Close what nobody could confirm: its own class, never counted as disposed, reopened by any word for 30 days."""
    to = ways.at_rest("closed_unconfirmed", "unconfirmed", at=move.at, window="grievances.reopen_days")
    to.private = {"reason": sealing.veiled(move.case, move.text("reason"))}
    to.tells = [Tell("unconfirmed", "complainant")]
    to.after.append(lambda: masters.release(move.case, at=move.at))
    return to
