"""The appeal against a refusal: to the post above, heard like the first time, decided by a reasoned order."""

from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.schemes import holders, looking, orders
from shramsetu.schemes.actions import hearing, ways
from shramsetu.schemes.actions.deciding import granted
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.words import SAY


@effect("appeal", "claim")
def appeal(move: Move) -> To:
    """Take an appeal: the post above the one that refused decides it."""
    claim = ways.of(move.case)
    order = orders.last(claim, Order.Kind.REFUSAL)
    assert order is not None
    holder = holders.above(order.post) or order.post
    blank = {"hearing_at": None, "hearing_place": "", "adjourned": 0}
    Claim.objects.filter(pk=claim.pk).update(appealed_at=move.at, decided_by="", **blank)
    to = To("appealed", holder=holder, level=3, due=ways.due("claims.appeal_decision_days", move.at), outcome="")
    to.private = ways.words(move, "reason")
    to.tells = [Tell("claim-appealed", "complainant"), Tell("officer-arrival", "holder")]
    return to


@effect("fix_appeal", "claim")
def fix_appeal(move: Move) -> To:
    """Fix the day on which the appeal is heard, and give notice of it; the clock stands until then."""
    claim = ways.of(move.case)
    found, heard_at = looking.of_claim(claim), hearing.fixed(move, "heard_at")
    Claim.objects.filter(pk=claim.pk).update(hearing_at=heard_at, hearing_place=move.text("place"), adjourned=0)
    words = orders.Words(
        condition=claim.failed, hearing_at=heard_at, hearing_place=move.text("place"), is_in_appeal=True
    )
    to = To("appeal_noticed", due=hearing.day_of(heard_at), same_clock=True)
    to.facts = {"heard_at": heard_at}
    to.tells = [Tell("claim-notice", "complainant", hearing.hearing_words(heard_at))]
    to.after.append(lambda: orders.write(claim, Order.Kind.NOTICE, found, words, by=move.by, at=move.at))
    return to


@effect("appeal_due", "claim")
def appeal_due(move: Move) -> To:
    """The day of the hearing in appeal is over: it is to be written down."""
    return To("appealed", due=ways.due("claims.order_days", move.at))


@effect("hear_appeal", "claim")
def hear_appeal(move: Move) -> To:
    """Record the hearing in appeal, or put it off. Refused where none was fixed, and for who signed the refusal."""
    claim = ways.of(move.case)
    if claim.hearing_at is None:
        raise Refused(SAY["no_hearing"], "text")
    _another_person(claim, move)
    return hearing.heard(move, claim, waiting="appeal_noticed", after="appeal_heard")


def _another_person(claim: Claim, move: Move) -> None:
    """Refuse where the person who decides the appeal signed the refusal, or looked at the claim before."""
    ways.other_than_checker(claim, move)
    order = orders.last(claim, Order.Kind.REFUSAL)
    if order is not None and order.by.partition("@")[0] == ways.who(move.by):
        raise Refused(SAY["same_person"])


@effect("allow_appeal", "claim")
def allow_appeal(move: Move) -> To:
    """Allow the appeal and grant the claim: what was found wrong has been put right among its facts."""
    claim = ways.of(move.case)
    _another_person(claim, move)
    found = looking.of_claim(claim)
    if found.failed:
        raise Refused(SAY["fails"])
    to = granted(move, claim, found=found)
    to.private = ways.words(move, "reason")
    Claim.objects.filter(pk=claim.pk).update(failed="")
    _order(to, move, claim, found, "allowed")
    return to


@effect("remand", "claim")
def remand(move: Move) -> To:
    """Have the claim looked at anew from the start; it can be appealed again."""
    claim = ways.of(move.case)
    found = looking.of_claim(claim)
    blank = {"checked_by": "", "failed": "", "appealed_at": None, "hearing_at": None}
    Claim.objects.filter(pk=claim.pk).update(**blank)
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.private = ways.words(move, "reason")
    to.tells = [*to.tells, Tell("claim-reopened", "complainant")]
    _order(to, move, claim, found, "remanded")
    return to


@effect("dismiss_appeal", "claim")
def dismiss_appeal(move: Move) -> To:
    """Dismiss the appeal after the hearing; the reasons are written, and the matter is over here."""
    claim = ways.of(move.case)
    _another_person(claim, move)
    found = looking.of_claim(claim)
    least = rules.figure("claims.reason_letters_least", move.at)
    if len(move.text("reason")) < least:
        raise Refused(SAY["reasons_short"] % {"letters": least}, "reason")
    Claim.objects.filter(pk=claim.pk).update(is_live=False, decided_by=ways.who(move.by))
    to = To("refused_final", outcome="refused", private=ways.words(move, "reason"))
    to.tells = [Tell("claim-appeal-dismissed", "complainant")]
    _order(to, move, claim, found, "dismissed")
    return to


def _order(to: To, move: Move, claim: Claim, found: Outcome, result: str) -> None:
    notice = orders.last(claim, Order.Kind.NOTICE) if claim.hearing_at else None
    said = notice.said if notice else ""
    words = orders.Words(move.text("reason"), claim.failed, result, said, claim.hearing_at, claim.hearing_place)
    to.facts = {**to.facts, "result": result}
    to.after.append(lambda: orders.write(claim, Order.Kind.APPEAL, found, words, by=move.by, at=move.at))
