"""The steps of an application: what each changes beside the case."""

from datetime import date, datetime, timedelta
from functools import partial

from shramsetu.casework import rules
from shramsetu.casework.actions import TOLD_OVER, Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.workers import applicants, terms, ways
from shramsetu.workers.actions import boards, fees
from shramsetu.workers.models import Application, Fee, Spell
from shramsetu.workers.words import SAY

KINDS = ("wk_registration", "wk_renewal")


@effect("register", *KINDS)
def register(move: Move) -> To:
    """Register (or revive): age, days of work that somebody checked, and a paid fee; the card may be given out."""
    application = applicants.of(move.case)
    seen = bool(move.detail.get("work_seen"))
    _need(application, move, is_seen=seen)
    return _registered(application, move, seen=seen)


@effect("allow_appeal", *KINDS)
def allow_appeal(move: Move) -> To:
    """Allow the appeal: the secretary's word stands in the place of what the officer missed."""
    application = applicants.of(move.case)
    if fees.open_fee(applicants.membership(application)) is None:
        raise Refused(SAY["fee_first"])
    to = _registered(application, move, seen=False)
    to.facts = {**to.facts, "on_appeal": True}
    return to


@effect("ask", *KINDS)
def ask(move: Move) -> To:
    """Ask the worker; the officer's clock stands still until the answer, or until the wait is over."""
    application = applicants.of(move.case)
    if application.asks >= rules.figure("workers.asks_most", move.at):
        raise Refused(SAY["asked_enough"], "question")
    _pause(application, move)
    Application.objects.filter(pk=application.pk).update(asks=application.asks + 1)
    to = To("asked", due=ways.due("workers.answer_days", move.at), same_clock=True)
    to.private = {"question": move.text("question")}
    to.tells = [Tell("asked", "complainant")]
    return to


@possible("ask", *KINDS)
def _may_ask(case: Case) -> bool:
    return applicants.of(case).asks < rules.figure("workers.asks_most", case.level_at)


@effect("answer", *KINDS)
def answer(move: Move) -> To:
    """Take the answer; the clock goes on where it stood."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    to = _resumed(move)
    to.private = {"text": move.text("text")}
    to.tells = [Tell("officer-answered", "holder")]
    return to


@effect("resume", *KINDS)
def resume(move: Move) -> To:
    """No answer came: the officer decides with what there is."""
    return _resumed(move)


@effect("visit", *KINDS)
def visit(move: Move) -> To:
    """Send somebody to the place of work; whoever is sent holds it, the clock runs on."""
    post = move.detail.get("post")
    assert isinstance(post, Post)
    to = To("field", holder=post, private={"text": move.text("text")})
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("report_visit", *KINDS)
def report_visit(move: Move) -> To:
    """Bring back what was found; work found as stated counts as checked."""
    visited = move.when("visited_at")
    if visited is None or not move.case.opened_at <= visited <= move.at:
        raise Refused(SAY["visit_in_future"], "visited_at")
    application = applicants.of(move.case)
    found = bool(move.detail.get("work_found"))
    holder = ways.officer(application.board, _place(move.case), level=max(move.case.level, 1), at=move.at)
    to = To("checking", holder=holder, private={"text": move.text("text")})
    to.facts = {"visited_at": visited, "work_found": found}
    to.tells = [Tell("officer-arrival", "holder")]
    if found:
        to.after = [partial(_check_spells, application, move)]
    return to


@effect("notice", *KINDS)
def notice(move: Move) -> To:
    """Tell the worker why it is meant to be refused, and when to be heard; the clock waits for the hearing."""
    hearing_at = move.when("hearing_at")
    least = rules.figure("workers.notice_days", move.at)
    most = rules.figure("workers.hearing_days_most", move.at)
    if hearing_at is None or clock.day(hearing_at) < clock.day(move.at) + timedelta(days=least):
        raise Refused(SAY["hearing_too_soon"] % {"days": least}, "hearing_at")  # type: ignore[operator]
    if clock.day(hearing_at) > clock.day(move.at) + timedelta(days=most):
        raise Refused(SAY["hearing_too_far"] % {"days": most}, "hearing_at")  # type: ignore[operator]
    application = applicants.of(move.case)
    _pause(application, move)
    Application.objects.filter(pk=application.pk).update(
        ground=move.text("ground"), hearing_at=hearing_at, heard_at=None
    )
    to = To("noticed", due=Due(clock.bounds(clock.day(hearing_at))[1], "workers.notice_days"), same_clock=True)
    to.facts = {"ground": move.text("ground"), "hearing_at": hearing_at}
    to.private = {"text": move.text("text"), "place": move.text("hearing_place")}
    to.tells = [Tell("wk-notice", "complainant", {"date": f"{clock.day(hearing_at):%d.%m.%Y}"})]
    return to


@effect("hear", *KINDS)
def hear(move: Move) -> To:
    """Record what the worker said, or that nobody came; from here the order is due."""
    application = applicants.of(move.case)
    if application.hearing_at is None or move.at < application.hearing_at:
        raise Refused(SAY["hearing_to_come"])
    Application.objects.filter(pk=application.pk).update(heard_at=move.at)
    to = To("heard", due=ways.due("workers.order_days", move.at))
    to.facts, to.private = {"came": bool(move.detail.get("came"))}, {"text": move.text("text")}
    return to


@effect("hearing_over", *KINDS)
def hearing_over(move: Move) -> To:
    """The day of hearing has passed and nothing was recorded: it is with the officer again, to be recorded first."""
    return To("heard", due=ways.due("workers.order_days", move.at), facts={"not_recorded": True})


@effect("refuse", *KINDS)
def refuse(move: Move) -> To:
    """Refuse by a reasoned order: only who was given notice and heard; an appeal is open for the days of the Act."""
    application = applicants.of(move.case)
    if application.heard_at is None:
        raise Refused(SAY["hear_first"])
    Application.objects.filter(pk=application.pk).update(ground=move.text("ground"), decided_by=move.by.key)
    to = To("refused", outcome="refused")
    to.rests_until = ways.due("workers.appeal_days", move.at).at
    to.facts, to.private = {"ground": move.text("ground")}, {"text": move.text("text")}
    to.tells = [Tell("wk-refused", "complainant", {"date": f"{clock.day(to.rests_until):%d.%m.%Y}"})]
    return to


@effect("appeal", *KINDS)
def appeal(move: Move) -> To:
    """Appeal to the board's secretary, whose decision is final."""
    application = applicants.of(move.case)
    to = To("appealed", holder=ways.secretary(application.board), level=ways.TOP, outcome="")
    to.due = ways.due("workers.appeal_decide_days", move.at)
    to.private = {"text": move.text("text")}
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("dismiss_appeal", *KINDS)
def dismiss_appeal(move: Move) -> To:
    """Dismiss the appeal by a reasoned order; nothing follows here."""
    to = To("upheld", outcome="refused", private={"text": move.text("text")})
    to.tells = [Tell("wk-appeal-dismissed", "complainant")]
    return to


@effect("withdraw", *KINDS)
def withdraw(move: Move) -> To:
    """The worker takes the application back."""
    return To("withdrawn", outcome="withdrawn", private={"text": move.text("text")})


@effect("finalise", *KINDS)
def finalise(move: Move) -> To:
    """Nobody appealed in time: the order stands."""
    del move
    return To("upheld")


@effect("escalate", *KINDS)
def escalate(move: Move) -> To:
    """Pass what ran out of time to the next level of the board's ladder; at the top it stays and is announced."""
    case = move.case
    if case.state != "appealed" and (to := _next_level(case, move.at)):
        to.tells = [Tell("escalated-late", "complainant"), Tell("officer-arrival-late", "holder")]
        to.facts = {"lapsed": case.holder_id}
        return to
    return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})


def _next_level(case: Case, at: datetime) -> To | None:
    application = applicants.of(case)
    state = "checking" if case.state == "field" else case.state
    for level in range(case.level + 1, ways.TOP + 1):
        holder = ways.officer(application.board, _place(case), level=level, at=at)
        if holder.pk != case.holder_id:
            return To(state, holder=holder, level=level, due=ways.due("workers.level_days", at))
    above = offices.above(case.holder) if case.holder and case.level < ways.TOP else None
    return To(state, holder=above, level=ways.TOP, due=ways.due("workers.level_days", at)) if above else None


def _registered(application: Application, move: Move, *, seen: bool) -> To:
    Application.objects.filter(pk=application.pk).update(decided_by=move.by.key)
    to = To("registered", outcome="registered", private={"text": move.text("text")} if move.text("text") else {})
    to.facts = {"board": application.board, "worker": application.worker.number}
    if seen:
        to.after.append(partial(_check_spells, application, move))
    until = _until(application, clock.day(move.at))
    to.after.append(partial(_begin, application, until, move))
    values = {"worker": application.worker.number, "date": f"{until:%d.%m.%Y}"}
    to.tells = [Tell("wk-registered", "complainant", values)]
    return to


def _until(application: Application, on: date) -> date:
    return terms.paid_until(on, application.years)


def _begin(application: Application, until: date, move: Move) -> None:
    """Let it run from today; whoever was revived keeps the first day, whoever was registered anew begins again."""
    membership, on = applicants.membership(application), clock.day(move.at)
    first = membership.registered_on if move.case.kind == "wk_renewal" else None
    boards.begin(membership, application.years, first=first or on, on=on, by=move.by, at=move.at)
    Fee.objects.filter(membership=membership, until=None).update(until=until)


def _need(application: Application, move: Move, *, is_seen: bool) -> None:
    """Raise Refused while something that the Act asks for is lacking."""
    on, board, worker = clock.day(move.at), application.board, application.worker
    age, least, ends = applicants.age(worker, on), terms.age_least(board, on), terms.limits(board, on).ceases_age
    if age < least:
        raise Refused(SAY["too_young"] % {"age": age, "least": least})  # type: ignore[operator]
    if age >= ends:
        raise Refused(SAY["too_old"] % {"age": ends})  # type: ignore[operator]
    if needed := terms.days_least(board, on):
        days = applicants.days(worker, clock.day(application.counts_from), only_checked=not is_seen)
        if days < needed:
            words = SAY["days_lacking"] % {"days": days, "least": needed}  # type: ignore[operator]
            raise Refused(words, "work_seen")
    if fees.open_fee(applicants.membership(application)) is None:
        raise Refused(SAY["fee_first"])


def _check_spells(application: Application, move: Move) -> None:
    Spell.objects.filter(worker=application.worker, checked_by="").update(checked_by=move.by.key, checked_at=move.at)


def _pause(application: Application, move: Move) -> None:
    Application.objects.filter(pk=application.pk).update(paused_at=move.at, due_before_pause=move.case.due_at)


def _resumed(move: Move) -> To:
    application = applicants.of(move.case)
    assert application.due_before_pause is not None
    assert application.paused_at is not None
    due = rules.extended(application.due_before_pause, application.paused_at, move.at, urgent=False)
    Application.objects.filter(pk=application.pk).update(paused_at=None, due_before_pause=None)
    return To("checking", due=Due(due, move.case.limit_key, move.case.limit_from), same_clock=True)


def _place(case: Case) -> Place:
    place = case.place or case.district
    assert place is not None
    return place
