"""The gate of the balance: the DM's finding, the state's sanction, and what happens when it opens (A16)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import entitled, powers, rehabilitation
from shramsetu.bonded.actions import duties, rest
from shramsetu.bonded.models import Payment, Proof, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.rules.money import STANDING, Kind
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role

BALANCE, IMMEDIATE = "balance-to-state", "immediate-assistance"
# The DM finds; the state or the ministry sanctions, by its commissioner or principal secretary.
WHO = {
    Proof.Kind.DM_PROOF: frozenset({Role.DM}),
    Proof.Kind.SANCTION: frozenset({Role.HEAD, Role.PRINCIPAL_SECRETARY}),
    Proof.Kind.CONSENT: frozenset({Role.OFFICER, Role.MAGISTRATE, Role.DM}),
    Proof.Kind.NO_IMMEDIATE: frozenset({Role.DM}),
    Proof.Kind.NO_BALANCE: frozenset({Role.DM}),
}


@dataclass(frozen=True)
class Deciding:
    """A decision on the balance: what kind, which way, by which order, and why."""

    kind: str
    holds: bool
    order_number: str
    order_on: date
    reasons: str


@transaction.atomic
def decide(survivor: Survivor, one: Deciding, *, by: Actor, at: datetime) -> Proof:
    """Record the DM's finding of proof of bondage, or the sanction; a new one replaces the one in force.

    Raises NotAllowed for who may not decide it, Refused without order or reasons and for a sanction without a finding.
    """
    if by.assists or by.role not in WHO[Proof.Kind(one.kind)]:
        raise NotAllowed(one.kind)
    powers.need_here(by, *powers.of_person(survivor))
    if one.order_on > clock.day(at):
        raise Refused(_("This day has not come yet."), "order_on")
    if not one.reasons.strip():
        raise Refused(_("Write the reasons."), "reasons")
    found = rehabilitation.proof_in_force(survivor, Proof.Kind.DM_PROOF)
    if one.kind == Proof.Kind.SANCTION and not (found and found.holds):
        raise Refused(_("The District Magistrate has not found bondage proved yet."), "kind")
    Proof.objects.filter(survivor=survivor, kind=one.kind, replaced_at=None).update(replaced_at=at)
    proof = Proof(
        survivor=survivor,
        kind=one.kind,
        holds=one.holds,
        order_number=one.order_number,
        order_on=one.order_on,
        reasons=sealing.veiled(survivor.case, one.reasons),
        by=by.key,
        at=at,
    )
    proof.save(force_insert=True)
    facts: dict[str, object] = {"proof": one.kind, "holds": one.holds, "order": one.order_number, "on": one.order_on}
    to = To(survivor.case.state, facts=facts, private={"reasons": one.reasons})
    casework.amend(survivor.case, "balance_decided", to=to, by=by, at=at)
    if one.kind == Proof.Kind.NO_IMMEDIATE:
        _immediate(survivor, owed=not one.holds, by=by, at=at)
    look(survivor, by=by, at=at)
    return proof


def _immediate(survivor: Survivor, *, owed: bool, by: Actor, at: datetime) -> None:
    """Stop the clock of a sum that cannot be paid; let it run anew where it can after all."""
    if not owed:
        duties.drop(survivor.case, IMMEDIATE, at=at, by=by)
        return
    rest.immediate(survivor, by=by, at=at)
    if entitled.immediate_left(survivor):
        duties.start(survivor.case, IMMEDIATE, from_at=at, by=by, at=at)


def look(survivor: Survivor, *, by: Actor, at: datetime) -> bool:
    """Tell whether the gate is open; what is left of the balance then falls due, with its proposal (A16).

    Called by every verb that can open it (certificate, account, consent, decision, judgment) or that changes what is
    left: another entitlement, a lesser sanction, a payment taken back.
    """
    if not rehabilitation.gate_of(survivor).is_open:
        return False
    if not rest.waived(survivor, Proof.Kind.NO_BALANCE):
        district = rehabilitation.claimant(survivor)
        before = _is_due(survivor)
        for kind, paise in _left(survivor).items():
            rest.fit(survivor, kind, whole=paise, by=by, at=at, district=district)
        if _is_due(survivor) - before:
            duties.start(survivor.case, BALANCE, from_at=at, by=by, at=at, district=district)
    return True


def _is_due(survivor: Survivor) -> set[tuple[int, int]]:
    """Return which sums of the balance wait for their proposal, and how much each is."""
    rows = Payment.objects.filter(survivor=survivor, kind__in=(Kind.BALANCE, Kind.ANNUITY), stage=Stage.DUE)
    return set(rows.values_list("pk", "amount_paise"))


def look_at(case: Case, *, by: Actor, at: datetime) -> bool:
    """Look at the gate of the person of a case."""
    survivor = Survivor.objects.get(pk=case.pk)
    survivor.case = case
    return look(survivor, by=by, at=at)


def _left(survivor: Survivor) -> dict[Kind, int]:
    """Return what of the entitlement is for its annuity, and what for the bank, beside the immediate assistance.

    What an old register says was paid of it is not due a second time, nor what was sanctioned as assistance beyond it.
    """
    found = entitled.of(survivor)
    if found is None:
        return {}
    given = Payment.objects.filter(survivor=survivor, kind=Kind.IMMEDIATE, stage__in=STANDING)
    immediate = max(found.immediate_paise, sum(given.values_list("amount_paise", flat=True)))
    left = max(0, found.total_paise - immediate - entitled.paid_before(survivor, Kind.BALANCE))
    annuity = min(found.annuity_least_paise, left)
    return {Kind.BALANCE: left - annuity, Kind.ANNUITY: annuity}
