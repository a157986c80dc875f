"""The call before closing: only the complainant's own word closes a complaint, or sends it back."""

from datetime import datetime, time, timedelta

from shramsetu import rulebook
from shramsetu.casework import queries as cases
from shramsetu.casework import rules as clock_rules
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import queries, rules
from shramsetu.grievances.actions import conduct, masters, ways
from shramsetu.grievances.models import Feedback, Grievance
from shramsetu.grievances.words import SAY, SAY_TOO_EARLY, SAY_WAIT_FOR_ANSWER
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.people import actions as people
from shramsetu.prepared import Rows


@effect("record_feedback", "grievance")
def record_feedback(move: Move) -> To:
    """Record one attempt to hear the complainant, and go where their word leads.

    A complainant answering by themself needs no `answered_by`. A "yes" to misconduct opens a sealed case, and leaves
    no trace here: who is named in it must not learn of it.
    """
    case, result = move.case, move.text("result")
    answerer = _answerer(move, result)
    standing = _standing(case, move.at)
    if rules.is_vain(result, answerer):
        _refuse_early(case, standing, move.at)
    state = rules.after_feedback(result, answerer, standing, clock.day(move.at))
    if case.state == "unreached" and state in {"unreached", "awaiting_feedback"}:
        state = "still_unreached"
    words = move.text("text")
    if move.detail.get("misconduct"):
        conduct.open_misconduct(case, text=words, by=move.by, at=move.at)
        words = ""
    tried = state == "awaiting_feedback" and rules.is_vain(result, answerer)
    next_at = _next_attempt(case, move.at, standing) if tried else None
    _write(move, result, standing, answerer, words, next_at=next_at)
    to = _LEADS[state](case, move, standing)
    to.facts = {**to.facts, "result": result, "answered_by": answerer, "attempt": len(standing.tried_on) + 1}
    to.private = {"text": words} if words else {}
    return to


@effect("confirm", "grievance")
def confirm(move: Move) -> To:
    """Make a satisfied closure of an unconfirmed one on the complainant's late "yes"; a neighbour's is none."""
    case, answerer = move.case, _answerer(move, "satisfied")
    if answerer not in {"complainant", "representative"}:
        raise Refused(SAY["own_word_closes"], "answered_by")
    standing, words = _standing(case, move.at), move.text("text")
    _write(move, "satisfied", standing, answerer, words)
    to = _closed(case, move, standing)
    to.facts = {"result": "satisfied", "answered_by": answerer, "attempt": len(standing.tried_on) + 1}
    to.private = {"text": words} if words else {}
    return to


def _answerer(move: Move, result: str) -> str:
    """Return who spoke: of citizens by their part in the case, so that a filer's word is marked as such.

    Of several complainants the leading one is the complainant, each other one a fellow.
    """
    if move.by.person:
        if cases.speaks_for(move.case, move.by.person) != Party.Part.COMPLAINANT:
            return "representative"
        own = Party.objects.filter(cases.own_parties(move.by.person), case=move.case, part=Party.Part.COMPLAINANT)
        return "complainant" if own.filter(leads=True).exists() else "fellow"
    answerer = move.text("answered_by")
    if not answerer and result in {"satisfied", "dissatisfied"}:
        raise Refused(SAY["who_answered"], "answered_by")
    return answerer


_RETURNS = Rows(lambda case: Grievance.objects.filter(pk=case).values_list("returns", flat=True), case=int)


def _standing(case: Case, at: datetime) -> rules.Standing:
    return rules.Standing(
        level=queries.reported_level(case),
        returns=_RETURNS.first(case=case.pk) or 0,
        same_level=clock_rules.figure("grievances.same_level_reviews", at),
        tried_on=tuple(clock.day(when) for when in queries.attempts_since_report(case)),
        attempts_max=clock_rules.figure("feedback.attempts", at),
        days_min=clock_rules.figure("feedback.attempt_days", at),
    )


def _hours(case: Case, at: datetime) -> tuple[time, time]:
    key = "feedback.urgent_hours" if case.urgent else "feedback.hours"
    return rulebook.book().hours(key, clock.day(at))


def _refuse_early(case: Case, standing: rules.Standing, at: datetime) -> None:
    """Refuse an attempt that reached nobody and came too early: calls are spread over days and hours."""
    if not clock.is_between(at, *_hours(case, at)):
        raise Refused(SAY["outside_calling_hours"], "result")
    last = Feedback.objects.filter(case=case, next_at__gt=at).order_by("-at").first()
    if standing.tried_on and last is not None and last.next_at is not None:
        raise Refused(SAY_TOO_EARLY(last.next_at), "result")


def _next_attempt(case: Case, at: datetime, standing: rules.Standing) -> datetime:
    """Return when to try again: spaced, on another day every second time, in calling hours."""
    spacing = clock_rules.figure("feedback.attempt_spacing_hours", at)
    return rules.next_attempt(at, len(standing.tried_on) + 1, spacing, _hours(case, at))


def _write(
    move: Move, result: str, standing: rules.Standing, answerer: str, words: str, *, next_at: datetime | None = None
) -> None:
    Feedback(
        case=move.case,
        attempt=len(standing.tried_on) + 1,
        result=result,
        answered_by=answerer,
        text=sealing.veiled(move.case, words),
        level=move.case.level,
        by=move.by.key,
        at=move.at,
        next_at=next_at,
    ).save(force_insert=True)


def _closed(case: Case, move: Move, standing: rules.Standing) -> To:
    to = ways.at_rest("closed", "satisfied", at=move.at, window="grievances.reopen_days")
    to.level = standing.level
    to.tells = [Tell("closed-satisfied", "complainant")]
    if (reported := queries.reporting_post(case)) is not None:
        to.tells.append(Tell("officer-satisfied", "post", post=reported))
    to.after.append(lambda: masters.release(case, at=move.at))
    return to


def _again(case: Case, move: Move, standing: rules.Standing) -> To:
    return To("awaiting_feedback")


def _sent_back(case: Case, move: Move, standing: rules.Standing) -> To:
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    to = ways.to_officer(case, standing.level, at=move.at, state="with_officer")
    to.due = ways.figure_due("grievances.dissatisfied_review_days", at=move.at, case=case)
    to.tells = [Tell("sent-back", "complainant"), Tell("officer-dissatisfied", "holder")]
    to.facts = {"detached": case.master_id is not None}
    to.changes = {"master": None}
    return to


def _up(case: Case, move: Move, standing: rules.Standing) -> To:
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    to = ways.to_officer(case, standing.level + 1, at=move.at)
    to.tells = [Tell("escalated-dissatisfied", "complainant"), Tell("officer-dissatisfied", "holder")]
    to.changes = {"master": None}
    return to


def _review(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to one review by another officer than the one who reported: the department's head, or who stands above."""
    Grievance.objects.filter(pk=case.pk).update(returns=standing.returns + 1)
    due = ways.figure_due("grievances.l4_review_days", at=move.at, case=case)
    tells = [Tell("final-review", "complainant"), Tell("officer-arrival", "holder")]
    return To("review", holder=ways.reviewer(case), level=ways.TOP, due=due, tells=tells, changes={"master": None})


def _mending(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to the desk that registered the number, against which the mistake counts."""
    to = ways.to_desk(case, "mending", role=Role.OPERATOR, at=move.at, key="grievances.wrong_number_days")
    to.holder = to.holder if case.sealed else _registering_desk(case) or to.holder
    to.facts = {"registered_by": case.opened_by}
    to.tells = [Tell("officer-number-wrong", "holder")]
    return to


def _registering_desk(case: Case) -> Post | None:
    post_id = case.opened_by.partition("@")[2]
    try:
        post = offices.get(int(post_id)) if post_id.isdigit() and post_id != "0" else None
    except offices.NoPost:
        return None
    return post if post and post.role in {Role.OPERATOR, Role.CSC, Role.EDISTRICT} else None


def _unreached(case: Case, move: Move, standing: rules.Standing) -> To:
    """Lead to the second level or above, after a yes/no message; only they may close it as unconfirmed.

    Of a sealed case that is the post of its narrow chain.
    """
    level = max(case.level, clock_rules.figure("grievances.unconfirmed_level", move.at))
    holder = ways.answerable(case, level, at=move.at)
    due = ways.figure_due("feedback.close_unconfirmed_days", at=move.at, case=case)
    tells = [Tell("feedback-yes-no", "complainant"), Tell("officer-unconfirmed-decide", "holder")]
    return To("unreached", holder=holder, level=level, due=due, tells=tells)


def _still_unreached(case: Case, move: Move, standing: rules.Standing) -> To:
    """Leave the case with who decides; another vain call wins no time."""
    return To("unreached")


_LEADS = {
    "closed": _closed,
    "awaiting_feedback": _again,
    "with_officer": _sent_back,
    "unmarked": _up,
    "review": _review,
    "mending": _mending,
    "unreached": _unreached,
    "still_unreached": _still_unreached,
}


@effect("mend_contact", "grievance")
def mend_contact(move: Move) -> To:
    """Write the right phone number of the leading complainant; the call is tried again."""
    case, phone = move.case, move.text("phone")
    party = Party.objects.select_related("person").filter(case=case, part=Party.Part.COMPLAINANT).order_by("seat")[0]
    if party.phone_key and party.phone_key == queries.phone_key(phone):
        raise Refused(SAY["same_number"], "phone")
    if party.person:
        people.change_phone(party.person, phone=phone, by=move.by, at=move.at)
    elif case.sealed:
        known = sealing.identity(case)
        rows = known["complainants"]
        assert isinstance(rows, list)
        sealing.change_identity(case, {**known, "complainants": [{**rows[0], "phone": phone}, *rows[1:]]})
    Party.objects.filter(pk=party.pk).update(phone_key=queries.phone_key(phone))
    to = ways.to_desk(case, "awaiting_feedback", role=Role.FEEDBACK, at=move.at, key="feedback.days")
    to.private = {"reason": move.text("reason")}
    return to


@effect("close_unconfirmed", "grievance")
def close_unconfirmed(move: Move) -> To:
    """Close what nobody could confirm: its own class, never counted as disposed, reopened by any word for 30 days.

    Only once the complainant has had time to answer the yes/no message, whoever came to hold the case meanwhile.
    """
    case = move.case
    if case.level < clock_rules.figure("grievances.unconfirmed_level", move.at):
        raise NotAllowed("close_unconfirmed")
    asked_at = queries.asked_by_message_at(case) or case.level_at
    answered_by = asked_at + timedelta(hours=clock_rules.figure("feedback.answer_sms_hours", move.at))
    if move.at < answered_by:
        raise Refused(SAY_WAIT_FOR_ANSWER(answered_by))
    to = ways.at_rest("closed_unconfirmed", "unconfirmed", at=move.at, window="grievances.reopen_days")
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("unconfirmed", "complainant")]
    to.after.append(lambda: masters.release(case, at=move.at))
    return to
