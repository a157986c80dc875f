"""Refusing a claim: notice with the condition that fails, a hearing, a reasoned order."""

from datetime import datetime, timedelta

from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.lib import clock
from shramsetu.lib import text as texts
from shramsetu.schemes import kept, looking, orders
from shramsetu.schemes.actions import ways
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.words import SAY


@effect("give_notice", "claim")
def give_notice(move: Move) -> To:
    """Tell the applicant which condition fails and when they are heard; nothing is refused without it.

    Who looked at the claim first does not hear it: the notice leads to the officer who sanctions.
    """
    claim = ways.of(move.case)
    found = looking.of_claim(claim)
    condition = _failing(move, found)
    heard_at = fixed(move, "heard_at")
    is_checker = not claim.checked_by
    ways.pause(claim, move, hearing_at=heard_at, hearing_place=move.text("place"), adjourned=0)
    if is_checker:
        Claim.objects.filter(pk=claim.pk).update(checked_by=ways.who(move.by))
    words = orders.Words(move.text("reason"), condition, hearing_at=heard_at, hearing_place=move.text("place"))
    to = To("noticed", due=day_of(heard_at), same_clock=True)
    if is_checker:
        to.holder = ways.to_sanction(move, claim).holder
        to.level = 2
    to.facts, to.private = {"condition": condition, "heard_at": heard_at}, ways.words(move, "reason")
    to.tells = [Tell("claim-notice", "complainant", hearing_words(heard_at)), Tell("officer-arrival", "holder")]
    to.after.append(lambda: orders.write(claim, Order.Kind.NOTICE, found, words, by=move.by, at=move.at))
    return to


def _failing(move: Move, found: Outcome) -> str:
    slugs = [one.condition.slug for one in found.failed]
    if not slugs:
        raise Refused(SAY["no_failure"], "condition")
    if move.text("condition") not in slugs:
        raise Refused(SAY["holds"], "condition")
    return move.text("condition")


def fixed(move: Move, name: str) -> datetime:
    """Return when the hearing is; raise Refused where it lies too near or too far."""
    heard_at = move.when(name)
    least = rules.figure("claims.notice_days", move.at)
    most = rules.figure("claims.hearing_days_most", move.at)
    if heard_at is None or clock.day(heard_at) < clock.day(move.at) + timedelta(days=least):
        raise Refused(SAY["hearing_soon"] % {"days": least}, name)
    if clock.day(heard_at) > clock.day(move.at) + timedelta(days=most):
        raise Refused(SAY["hearing_far"] % {"days": most}, name)
    return heard_at


def day_of(heard_at: datetime) -> Due:
    """Return the end of the day of a hearing: until then nothing is asked of anybody."""
    return Due(clock.bounds(clock.day(heard_at))[1], "claims.hearing_days_most")


def hearing_words(heard_at: datetime) -> dict[str, str]:
    """Return day and hour of a hearing as a message says them."""
    return {"date": f"{clock.day(heard_at):%d.%m.%Y}", "time": f"{clock.local(heard_at):%H:%M}"}


@effect("object", "claim")
def object_to(move: Move) -> To:
    """Take what the applicant says against the notice; the hearing stays."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    ways.take_in(ways.of(move.case), move)
    return To(move.case.state, private=ways.words(move, "text"), tells=[Tell("officer-answered", "holder")])


@effect("hearing_due", "claim")
def hearing_due(move: Move) -> To:
    """The day of the hearing is over: it is to be written down."""
    return To("to_hear", due=ways.due("claims.order_days", move.at))


@effect("hear", "claim")
def hear(move: Move) -> To:
    """Record the hearing, or put it off; who does not come is not heard, and that is written too."""
    claim = ways.of(move.case)
    ways.other_than_checker(claim, move)
    return heard(move, claim, waiting="noticed", after="heard")


def heard(move: Move, claim: Claim, *, waiting: str, after: str) -> To:
    """Record what was said at a hearing, which leads to `after`; or put it off, back to `waiting`.

    Raises Refused before the day, and where it was put off often enough or too far.
    """
    assert claim.hearing_at is not None
    if move.at < claim.hearing_at:
        raise Refused(SAY["hearing_waits"] % {"on": texts.dated(clock.day(claim.hearing_at), "hi")}, "text")
    if move.when("next_at") is not None:
        return _put_off(move, claim, waiting)
    notice = orders.last(claim, Order.Kind.NOTICE)
    assert notice is not None
    Order.objects.filter(pk=notice.pk).update(said=move.text("text"), result=move.text("came"))
    to = To(after, due=ways.due("claims.order_days", move.at))
    to.facts, to.private = {"came": move.text("came")}, ways.words(move, "text")
    return to


def _put_off(move: Move, claim: Claim, waiting: str) -> To:
    if claim.adjourned >= rules.figure("claims.adjournments_most", move.at):
        raise Refused(SAY["adjourned"], "next_at")
    next_at = move.when("next_at")
    most = rules.figure("claims.hearing_days_most", move.at)
    if next_at is None or not timedelta(0) < next_at - move.at <= timedelta(days=most):
        raise Refused(SAY["hearing_far"] % {"days": most}, "next_at")
    Claim.objects.filter(pk=claim.pk).update(hearing_at=next_at, adjourned=claim.adjourned + 1)
    to = To(waiting, due=day_of(next_at), same_clock=True)
    to.facts, to.private = {"heard_at": next_at}, ways.words(move, "text")
    to.tells = [Tell("claim-notice", "complainant", hearing_words(next_at))]
    return to


@effect("drop_notice", "claim")
def drop_notice(move: Move) -> To:
    """Take the notice back: what was heard convinced, and the claim is looked at on."""
    claim = ways.of(move.case)
    Claim.objects.filter(pk=claim.pk).update(checked_by="", hearing_at=None, **_UNPAUSED)
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.private = ways.words(move, "reason")
    return to


_UNPAUSED = {"paused_from": "", "paused_at": None, "paused_due": None}


@effect("refuse", "claim")
def refuse(move: Move) -> To:
    """Refuse by a reasoned order: a condition fails still, the applicant was heard, another officer had looked."""
    claim = ways.of(move.case)
    ways.other_than_checker(claim, move)
    found = looking.of_claim(claim)
    condition, reasons = _failing(move, found), move.text("reason")
    least = rules.figure("claims.reason_letters_least", move.at)
    if len(reasons) < least:
        raise Refused(SAY["reasons_short"] % {"letters": least}, "reason")
    until = rules.figure_due("claims.appeal_days", move.at).at
    notice = orders.last(claim, Order.Kind.NOTICE)
    said = notice.said if notice else ""
    words = orders.Words(reasons, condition, "refused", said, claim.hearing_at, claim.hearing_place, until)
    frozen = {**claim.outcome, "refused": kept.frozen(found, by=move.by.key, at=move.at)}
    changed = {"outcome": frozen, "decided_by": ways.who(move.by), "failed": condition, **_UNPAUSED}
    Claim.objects.filter(pk=claim.pk).update(**changed)
    to = To("refused", outcome="refused", rests_until=until)
    to.facts, to.private = {"condition": condition}, ways.words(move, "reason")
    to.tells = [Tell("claim-refused", "complainant", {"date": f"{clock.day(until):%d.%m.%Y}"})]
    to.after.append(lambda: orders.write(claim, Order.Kind.REFUSAL, found, words, by=move.by, at=move.at))
    return to
