"""A payment's way from due to sanctioned. Each step is one guarded update and one line that is never changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.bonded import entitled, powers, refusals, rehabilitation
from shramsetu.bonded.actions import duties, gate
from shramsetu.bonded.actions.lines import Note, allow, due, journal_change, move
from shramsetu.bonded.models import Account, Payment, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

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
    """Let an officer note another sum as due. Raises NotYours, Noted where the same is noted already."""
    allow(by, PAYERS, *powers.of_person(survivor))
    if Payment.objects.filter(survivor=survivor, kind=kind, key=key).exclude(stage=Stage.CANCELLED).exists():
        raise refusals.Noted
    return due(survivor, kind, paise=paise, by=by, at=at, key=key)


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
    if payment.kind in GATED:
        duties.done(payment.survivor.case, "balance-to-state", at=at)


@transaction.atomic
def sanction(payment: Payment, number: str, *, seen: int, by: Actor, at: datetime, over_reason: str = "") -> None:
    """Sanction a proposed payment under an order's number; its account counts as checked by whoever sanctions.

    Raises NotYours, NoPower, SamePerson, SameHand, NotNow, Moved; OverEntitlement where the DM's reason lacks.
    """
    allow(by, SANCTIONERS, payment.district_id)
    if not powers.may(by, powers.SANCTION, payment.district, at=at):
        raise refusals.NoPower
    # Two sanctions of one person wait for each other here: each sees what the other left.
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=payment.survivor_id)
    payment.refresh_from_db()
    if payment.proposed_by_id == by.user_id:
        raise refusals.SamePerson
    broken = entitled.breaches(payment)
    if broken and not (by.role == Role.DM and over_reason.strip()):
        raise refusals.OverEntitlement
    changes = {
        "sanctioned_by_id": by.user_id,
        "sanction_number": number,
        "over_reason": sealing.veiled(survivor.case, over_reason.strip()) if broken else "",
    }
    move(payment, Stage.SANCTIONED, note=Note(reference=number, changes=changes), seen=seen, by=by, at=at)
    if payment.account is not None and payment.account.checked_by_id is None:
        check(payment.account, by=by, at=at)


@transaction.atomic
def refuse(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Send a proposal back with the reason. Raises NotYours, NotNow, Moved."""
    allow(by, SANCTIONERS, payment.district_id)
    move(payment, Stage.REFUSED, note=Note(reason=reason), seen=seen, by=by, at=at)


@transaction.atomic
def cancel(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a payment back that did not go out: it was not due, or is paid in another way.

    What was sanctioned is taken back by whoever may sanction. Raises NotYours, NotNow, Moved.
    """
    was_sanctioned = payment.stage in {Stage.SANCTIONED, Stage.RETURNED}
    allow(by, SANCTIONERS if was_sanctioned else PAYERS, payment.district_id)
    move(payment, Stage.CANCELLED, note=Note(reason=reason), seen=seen, by=by, at=at)
    duties.drop(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)


def account_of(survivor_id: int) -> Account | None:
    """Return the account of a person that is in use."""
    return Account.objects.filter(survivor=survivor_id, ended_at=None).first()


@transaction.atomic
def check(account: Account, *, by: Actor, at: datetime) -> None:
    """Confirm an account as a second person. Raises NotYours, SameHand."""
    allow(by, SANCTIONERS, *powers.of_person(account.survivor))
    if account.added_by_id == by.user_id:
        raise refusals.SameHand
    Account.objects.filter(pk=account.pk, checked_by=None).update(checked_by_id=by.user_id, checked_at=at)
    journal.append(f"account:{account.pk}", "check_account", by=by, at=at, detail={"account": account.pk})
    gate.look_at(account.survivor.case, by=by, at=at)
