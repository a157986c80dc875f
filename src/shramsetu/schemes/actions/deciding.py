"""Granting a claim: by one confirmation, by sanction, by a committee; and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.schemes import holders, kept, looking, orders, refusals
from shramsetu.schemes.actions import awards, ways
from shramsetu.schemes.actions.scrutiny import need_good
from shramsetu.schemes.models import Award, Claim, Order
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.words import SAY


@effect("confirm", "claim")
def confirm(move: Move) -> To:
    """Confirm a claim of the fast track: everything is still proved by verified data, looked at this moment."""
    claim = ways.of(move.case)
    found = looking.of_claim(claim)
    if not (found.whole and found.is_proved) or claim.track != Claim.Track.FAST:
        raise Refused(SAY["not_fast"])
    return granted(move, claim, found=found)


@effect("full_check", "claim")
def full_check(move: Move) -> To:
    """Have a claim of the fast track checked in full, for a reason."""
    claim = ways.of(move.case)
    Claim.objects.filter(pk=claim.pk).update(track=Claim.Track.FULL)
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.private = ways.words(move, "reason")
    return to


@effect("sanction", "claim")
def sanction(move: Move) -> To:
    """Sanction a claim that another officer recommended; where a committee decides, lay it before that."""
    claim = ways.of(move.case)
    ways.other_than_checker(claim, move)
    found = looking.of_claim(claim)
    need_good(claim, found)
    chair = holders.chair(found.edition, move.case.district) if move.case.district else None
    if chair is None:
        return granted(move, claim, found=found)
    to = To("committee", holder=chair, level=3, due=ways.due("claims.committee_days", move.at))
    to.private, to.tells = ways.words(move, "text"), [Tell("officer-arrival", "holder")]
    return to


@effect("approve", "claim")
def approve(move: Move) -> To:
    """Write down that the committee approved: on which day, by which resolution."""
    claim = ways.of(move.case)
    ways.other_than_checker(claim, move)
    met = move.day("met_on")
    if met is None or met > clock.day(move.at):
        raise Refused(SAY["not_later"], "met_on")
    if met < clock.day(move.case.opened_at):
        raise Refused(SAY["before_claim"], "met_on")
    found = looking.of_claim(claim)
    need_good(claim, found)
    Claim.objects.filter(pk=claim.pk).update(met_on=met, resolution=move.text("resolution"))
    to = granted(move, claim, found=found)
    to.facts = {**to.facts, "met_on": met, "resolution": move.text("resolution")}
    return to


@effect("send_back", "claim")
def send_back(move: Move) -> To:
    """Send a claim back to be looked at again."""
    claim = ways.of(move.case)
    Claim.objects.filter(pk=claim.pk).update(checked_by="")
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.private = ways.words(move, "reason")
    return to


@effect("pay", "claim")
def pay(move: Move) -> To:
    """Note that the first money of the claim has reached its payee; what is due later has clocks of its own."""
    return To("paid", outcome="paid", tells=[Tell("claim-paid", "complainant")])


def granted(move: Move, claim: Claim, *, found: Outcome) -> To:
    """Grant a claim: freeze what was answered, write the order, lay down what is owed, and hand it to the accounts.

    What brings no money is over with it.
    """
    if found.benefits.open:
        left = ", ".join(part.rule.title.hi for part in found.benefits.open)
        raise Refused(SAY["benefit_open"] % {"what": left})
    frozen = {**claim.outcome, "sanctioned": kept.frozen(found, by=move.by.key, at=move.at)}
    claim.sanctioned_on = clock.day(move.at)
    Claim.objects.filter(pk=claim.pk).update(
        decided_by=ways.who(move.by), sanctioned_on=claim.sanctioned_on, outcome=frozen
    )
    made = _awarded(move, claim, found)
    to = _to_accounts(move) if made else To("granted", outcome="granted")
    to.private = ways.words(move, "text")
    to.tells = [Tell("claim-sanctioned", "complainant")]
    words = orders.Words(move.text("text"), result="sanctioned")
    to.after.append(lambda: orders.write(claim, Order.Kind.SANCTION, found, words, by=move.by, at=move.at))
    return to


def _awarded(move: Move, claim: Claim, found: Outcome) -> list[Award]:
    """Grant the money: by the rule, or where the rule has words in place of a sum, by that of the order."""
    said = move.detail.get("rupees")
    left = [one for one in found.benefits.given if one.kind in Award.Kind and one.paise is None]
    if left and (len(left) > 1 or not isinstance(said, int) or said <= 0):
        what = ", ".join(one.part.rule.title.hi for one in left)
        raise Refused(SAY["benefit_open"] % {"what": what}, "rupees" if len(left) == 1 else "")
    sums = {one.part.rule.slug: said * money.PAISE for one in left if isinstance(said, int)}
    try:
        return awards.grant(claim, found, by=move.by, at=move.at, sums=sums)
    except refusals.NoSum as refused:
        raise Refused(refused.message) from refused


def _to_accounts(move: Move) -> To:
    desk = holders.accounts(move.case.department)
    return To("sanctioned", holder=desk, level=min(move.case.level, 4), due=ways.due("claims.payment_days", move.at))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one claim of many: sanctioned, or the sentence that says why not."""

    number: str
    is_done: bool
    words: str = ""


def sanction_many(numbers: Iterable[str], *, by: Actor, at: datetime, text: str = "") -> list[Done]:
    """Sanction claims, each behind a savepoint of its own; one that cannot be sanctioned holds up no other.

    A claim that was sanctioned before is done: a chunk may be run again. Confirms those of the fast track.
    """
    wanted = list(numbers)
    found = {case.number: case for case in Case.objects.filter(number__in=wanted, kind="claim").order_by("number")}
    return [_sanctioned(number, found.get(number), by=by, at=at, text=text) for number in wanted]


_VERBS = {"sanction": "sanction", "confirming": "confirm"}
_BEFORE = ("sanctioned", "granted", "paid", "committee")


def _sanctioned(number: str, case: Case | None, *, by: Actor, at: datetime, text: str) -> Done:
    if case is None:
        return Done(number, is_done=False, words=str(SAY["not_now"]))
    if case.state in _BEFORE:
        return Done(number, is_done=True)
    verb = _VERBS.get(case.state)
    if verb is None:
        return Done(number, is_done=False, words=str(SAY["not_now"]))
    try:
        with transaction.atomic():
            casework.take(case, verb, seen=case.revision, by=by, at=at, detail={"text": text} if text else {})
    except Refused as refused:
        return Done(number, is_done=False, words=str(refused.message))
    except (NotAllowed, Missing, Stale):
        return Done(number, is_done=False, words=str(SAY["not_now"]))
    return Done(number, is_done=True)
