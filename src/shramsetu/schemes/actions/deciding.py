"""Granting a claim: by one confirmation, by sanction, by a committee; and what follows from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.schemes import holders, looking, orders, papers, refusals
from shramsetu.schemes.actions import awards, payees, ways
from shramsetu.schemes.actions.payees import Seats
from shramsetu.schemes.actions.scrutiny import need_good
from shramsetu.schemes.models import Award, Claim, Order
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.words import SAY


@effect("confirm", "claim")
def confirm(move: Move) -> To:
    """Confirm a claim of the fast track: everything is still proved by verified data, looked at this moment."""
    return _written(move, confirmed(move, seeing(ways.of(move.case))))


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
    return _written(move, sanctioned(move, seeing(claim)))


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
    seen = seeing(claim)
    need_good(claim, seen.found, good=seen.papers)
    Claim.objects.filter(pk=claim.pk).update(met_on=met, resolution=move.text("resolution"))
    to = _written(move, grant(move, seen))
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
    return _written(move, grant(move, Seen(claim, found, (), payees.seats_of(claim), awards.awards_of(claim))))


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as it is decided: its row, what the scheme answers, the papers found good, whom it paid and what."""

    claim: Claim
    found: Outcome
    papers: Collection[str]
    seats: Seats
    there: list[Award]


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a decision leads and, where it grants the claim, what is to be written of it by `write`."""

    to: To
    plan: awards.Plan | None = None
    order: orders.To | None = None


def seeing(claim: Claim) -> Seen:
    """Return a claim as it is now; the caller has locked it."""
    found = looking.of_claim(claim)
    return Seen(claim, found, papers.good(claim), payees.seats_of(claim), awards.awards_of(claim))


def confirmed(move: Move, seen: Seen) -> Decided:
    """Return what confirming a claim of the fast track leads to; raise Refused. Writes nothing."""
    if not (seen.found.whole and seen.found.is_proved) or seen.claim.track != Claim.Track.FAST:
        raise Refused(SAY["not_fast"])
    if seen.claim.filed_by.partition("@")[0] == ways.who(move.by):
        raise Refused(SAY["filed_it"])
    return grant(move, seen)


def sanctioned(move: Move, seen: Seen) -> Decided:
    """Return what sanctioning a claim leads to: a grant, or the committee; raise Refused. Writes nothing."""
    ways.other_than_checker(seen.claim, move)
    need_good(seen.claim, seen.found, good=seen.papers)
    chair = holders.chair(seen.found.edition, move.case.district) if move.case.district else None
    if chair is None:
        return grant(move, seen)
    to = To("committee", holder=chair, level=3, due=ways.due("claims.committee_days", move.at))
    to.private, to.tells = ways.words(move, "text"), [Tell("officer-arrival", "holder")]
    return Decided(to)


def grant(move: Move, seen: Seen) -> Decided:
    """Return what granting a claim leads to and what is to be written with it; raise Refused. Writes nothing."""
    if seen.found.benefits.open:
        left = ", ".join(part.rule.title.hi for part in seen.found.benefits.open)
        raise Refused(SAY["benefit_open"] % {"what": left})
    plan = _plan(move, seen)
    to = _to_accounts(move) if plan.is_money else To("granted", outcome="granted")
    to.private = ways.words(move, "text")
    to.tells = [Tell("claim-sanctioned", "complainant")]
    words = orders.Words(move.text("text"), result="sanctioned")
    return Decided(to, plan, orders.To(seen.claim, seen.found, words))


def write(granted: Sequence[Decided], *, by: Actor, at: datetime) -> None:
    """Write what was granted, in as many statements for many claims as for one; their steps are taken."""
    plans = [one.plan for one in granted if one.plan is not None]
    told = [one.order for one in granted if one.order is not None]
    if not told:
        return
    awards.keep(plans, by=by, at=at)
    _freeze(orders.write_many(told, Order.Kind.SANCTION, by=by, at=at), by=by, at=at)


def _written(move: Move, decided: Decided) -> To:
    decided.to.after.append(lambda: write([decided], by=move.by, at=move.at))
    return decided.to


def _freeze(written: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """Keep with each claim who decided it when, and what was answered, as the order has it; earlier stages stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE schemes_claim c SET decided_by = %s, sanctioned_on = %s,"
            " outcome = c.outcome || jsonb_build_object('sanctioned', o.frozen -> 'outcome')"
            " FROM schemes_order o WHERE o.id = ANY(%s) AND c.case_id = o.claim_id",
            [ways.who(by), clock.day(at), [one.pk for one in written]],
        )
    for one in written:
        one.claim.decided_by, one.claim.sanctioned_on = ways.who(by), clock.day(at)


def _plan(move: Move, seen: Seen) -> awards.Plan:
    """Return the money: by the rule, or where the rule has words in place of a sum, by that of the order."""
    said = move.detail.get("rupees")
    left = [one for one in seen.found.benefits.given if one.kind in Award.Kind and one.paise is None]
    if left and (len(left) > 1 or not isinstance(said, int) or said <= 0):
        what = ", ".join(one.part.rule.title.hi for one in left)
        raise Refused(SAY["benefit_open"] % {"what": what}, "rupees" if len(left) == 1 else "")
    sums = {one.part.rule.slug: said * money.PAISE for one in left if isinstance(said, int)}
    try:
        return awards.plan(seen.seats, seen.found, there=seen.there, by=move.by, at=move.at, sums=sums)
    except (refusals.NoSum, refusals.OtherSum) as refused:
        raise Refused(refused.message) from refused


def _to_accounts(move: Move) -> To:
    desk = holders.accounts(move.case.department)
    return To("sanctioned", holder=desk, level=min(move.case.level, 4), due=ways.due("claims.payment_days", move.at))
