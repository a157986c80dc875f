"""A payment's way from due to sanctioned. Each step is one guarded update and one line that is never changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.bonded import entitled, powers, refusals, rehabilitation, standing
from shramsetu.bonded.actions import duties, gate, rest
from shramsetu.bonded.actions.lines import Note, allow, due, journal_change, move
from shramsetu.bonded.models import Account, Payment, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

PROPOSERS = frozenset({Role.OFFICER})
SANCTIONERS = frozenset({Role.DM, Role.MAGISTRATE})
PAYERS = PROPOSERS | SANCTIONERS
# The balance, whatever part of it: nothing of it is proposed before its gate is open.
GATED = frozenset({money.Kind.BALANCE, money.Kind.ANNUITY})
__all__ = [
    "Note",
    "account_of",
    "allow",
    "cancel",
    "check",
    "due",
    "journal_change",
    "move",
    "need_power",
    "note_due",
    "propose",
    "refuse",
    "sanction",
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a labour officer proposes: how much, how, from which head; why by cheque where there is no account."""

    amount_paise: int
    mode: str = Payment.Mode.BANK
    cheque_reason: str = ""
    head: str = ""


@transaction.atomic
def note_due(survivor: Survivor, kind: money.Kind, *, paise: int, by: Actor, at: datetime, key: str = "") -> Payment:
    """Let an officer note another sum as due; beside the scheme the District Magistrate's reason must bear it.

    Raises NotYours, Noted where the same is noted already.
    """
    allow(by, PAYERS, *powers.of_person(survivor))
    if Payment.objects.filter(survivor=survivor, kind=kind, key=key).exclude(stage=Stage.CANCELLED).exists():
        raise refusals.Noted
    noted = due(survivor, kind, paise=paise, by=by, at=at, key=key)
    noted.due_paise = 0  # an officer says so, no deed
    Payment.objects.filter(pk=noted.pk).update(due_paise=0)
    return noted


@transaction.atomic
def propose(payment: Payment, proposal: Proposal, *, seen: int, by: Actor, at: datetime) -> None:
    """Propose a payment for sanction. Raises NotYours, GateShut, NoAccount, NotNow, Moved."""
    allow(by, PROPOSERS, payment.district_id)
    if payment.kind in GATED and not rehabilitation.gate_of(payment.survivor).is_open:
        raise refusals.GateShut
    account = account_of(payment.survivor_id)
    by_cheque = proposal.mode == Payment.Mode.CHEQUE
    if (by_cheque and not proposal.cheque_reason.strip()) or (not by_cheque and account is None):
        raise refusals.NoAccount
    changes: dict[str, object] = {
        "amount_paise": proposal.amount_paise,
        "mode": proposal.mode,
        "account": None if by_cheque else account,
        "cheque_reason": sealing.veiled(payment.survivor.case, proposal.cheque_reason.strip()) if by_cheque else "",
        "head": proposal.head,
        "proposed_by_id": by.user_id,
        "sanctioned_by_id": None,
        "over_reason": "",
    }
    move(payment, Stage.PROPOSED, note=Note(changes=changes), seen=seen, by=by, at=at)
    if payment.kind in GATED and _is_proposed_whole(payment.survivor_id):
        duties.done(payment.survivor.case, gate.BALANCE, at=at, by=by)


def _is_proposed_whole(survivor_id: int) -> bool:
    """Tell whether all of a person's balance lies before who sanctions, its annuity with it, and not a rupee of it."""
    here = (Stage.DUE, Stage.REFUSED, Stage.PROPOSED)
    rows = Payment.objects.filter(survivor=survivor_id, kind__in=sorted(GATED), stage__in=here)
    return all(one.stage == Stage.PROPOSED and one.amount_paise >= one.due_paise for one in rows)


@transaction.atomic
def sanction(payment: Payment, number: str, *, seen: int, by: Actor, at: datetime, over_reason: str = "") -> None:
    """Sanction a proposed payment under an order's number; its account counts as checked by whoever sanctions.

    What a lesser sanction leaves of a sum of the scheme falls due at once. Raises NotYours, NoPower, GateShut,
    SamePerson, SameHand, Withdrawn, NotNow, Moved; OverEntitlement, UnderEntitlement or PaidThere where the
    DM's reason lacks.
    """
    allow(by, SANCTIONERS, payment.district_id)
    need_power(by, payment.district, at=at)
    # Two sanctions of one person wait for each other here: each sees what the other left.
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=payment.survivor_id)
    payment.refresh_from_db()
    if payment.stage == Stage.SENT:
        raise refusals.NotNow  # only the bank, or a file that it did not take, leads on from there
    if payment.proposed_by_id == by.user_id:
        raise refusals.SamePerson
    standing.need(survivor.pk)
    # the proofs may have been taken back since it was proposed
    if payment.kind in GATED and not rehabilitation.gate_of(survivor).is_open:
        raise refusals.GateShut
    broken = entitled.breaches(payment)
    if entitled.to_confirm().filter(survivor=survivor, kind=payment.kind).exists():
        broken = (*broken, "to_confirm")
    if broken and not (by.role == Role.DM and over_reason.strip()):
        raise _breach(broken)
    changes = {
        "sanctioned_by_id": by.user_id,
        "sanction_number": number,
        "over_reason": sealing.veiled(survivor.case, over_reason.strip()) if broken else "",
    }
    move(payment, Stage.SANCTIONED, note=Note(reference=number, changes=changes), seen=seen, by=by, at=at)
    if payment.account is not None and payment.account.checked_by_id is None:
        check(payment.account, by=by, at=at)
    _fall_due(payment, by=by, at=at)


def _breach(broken: tuple[str, ...]) -> refusals.OverEntitlement:
    if "to_confirm" in broken:
        return refusals.PaidThere()
    return refusals.UnderEntitlement() if broken == ("less",) else refusals.OverEntitlement()


@transaction.atomic
def refuse(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Send a proposal back with the reason; the balance is owed again. Raises NotYours, NoPower, NotNow, Moved."""
    allow(by, SANCTIONERS, payment.district_id)
    need_power(by, payment.district, at=at)
    move(payment, Stage.REFUSED, note=Note(reason=reason), seen=seen, by=by, at=at)
    if payment.kind in GATED:
        duties.start(payment.survivor.case, gate.BALANCE, from_at=at, by=by, at=at, district=payment.district)


@transaction.atomic
def cancel(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a payment back that did not go out: it was not due, or is paid in another way.

    What was sanctioned, and any sum of the scheme, is taken back by whoever may sanction; the scheme's falls due again
    unless the District Magistrate found that it cannot be paid. Raises NotYours, NoPower, NotNow, Moved.
    """
    is_theirs = payment.stage in {Stage.SANCTIONED, Stage.RETURNED} or payment.kind in money.WITHIN_TOTAL
    allow(by, SANCTIONERS if is_theirs else PAYERS, payment.district_id)
    if is_theirs:
        need_power(by, payment.district, at=at)
    move(payment, Stage.CANCELLED, note=Note(reason=reason), seen=seen, by=by, at=at)
    duties.drop(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)
    _fall_due(payment, by=by, at=at)


def need_power(by: Actor, *districts: Place | None, at: datetime) -> None:
    """Raise NoPower unless `by` may sanction in one of these districts."""
    if not any(powers.may(by, powers.SANCTION, one, at=at) for one in districts):
        raise refusals.NoPower


def _fall_due(payment: Payment, *, by: Actor, at: datetime) -> None:
    """Let fall due what is left of the kind of the scheme that a payment is of."""
    if payment.kind == money.Kind.IMMEDIATE:
        rest.immediate(payment.survivor, by=by, at=at)
    elif payment.kind in GATED:
        gate.look_at(payment.survivor.case, by=by, at=at)


def account_of(survivor_id: int) -> Account | None:
    """Return the account of a person that is in use."""
    return Account.objects.filter(survivor=survivor_id, ended_at=None).first()


@transaction.atomic
def check(account: Account, *, by: Actor, at: datetime) -> None:
    """Confirm an account as a second person who may sanction. Raises NotYours, NoPower, SameHand."""
    allow(by, SANCTIONERS, *powers.of_person(account.survivor))
    paying = Place.objects.filter(pk__in=Payment.objects.filter(survivor=account.survivor_id).values("district"))
    need_power(by, account.survivor.case.district, *paying, at=at)
    if account.added_by_id == by.user_id:
        raise refusals.SameHand
    Account.objects.filter(pk=account.pk, checked_by=None).update(checked_by_id=by.user_id, checked_at=at)
    journal.append(f"account:{account.pk}", "check_account", by=by, at=at, detail={"account": account.pk})
    gate.look_at(account.survivor.case, by=by, at=at)
