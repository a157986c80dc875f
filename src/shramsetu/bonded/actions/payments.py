"""A payment's way from due to sanctioned. Each step is one guarded update and one line that is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.bonded import entitled, powers, refusals
from shramsetu.bonded.actions import duties, gate
from shramsetu.bonded.models import Account, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage, WrongStage, step
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

PROPOSERS = frozenset({Role.OFFICER})
SANCTIONERS = frozenset({Role.DM, Role.MAGISTRATE})
PAYERS = PROPOSERS | SANCTIONERS
PROMISED = Payment.Kind.IMMEDIATE


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a labour officer proposes: how much, how, from which head; why by cheque where there is no account."""

    amount_paise: int
    mode: str = Payment.Mode.BANK
    cheque_reason: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a line says beside its stage. `changes` are further columns of the payment."""

    reference: str = ""
    value_on: date | None = None
    reason: str = ""
    changes: Mapping[str, object] | None = None


@transaction.atomic
def due(
    survivor: Survivor,
    kind: money.Kind,
    *,
    paise: int,
    by: Actor,
    at: datetime,
    key: str = "",
    district: Place | None = None,
) -> Payment:
    """Note that a sum is due to a person; the same kind and `key` again gives the payment there is.

    `district` is which pays: that of the rescue, unless another one is named.
    """
    Survivor.objects.select_for_update().get(pk=survivor.pk)
    running = Payment.objects.filter(survivor=survivor, kind=kind, key=key).exclude(stage=Stage.CANCELLED).first()
    if running is not None:
        return running
    payment = Payment(
        survivor=survivor,
        district=district or survivor.case.district,
        kind=kind,
        key=key,
        source=money.source_of(kind),
        amount_paise=paise,
        seq=1,
        due_at=at,
        stage_at=at,
    )
    payment.save(force_insert=True)
    _write(payment, Note(), by=by, at=at)
    return payment


@transaction.atomic
def note_due(survivor: Survivor, kind: money.Kind, *, paise: int, by: Actor, at: datetime, key: str = "") -> Payment:
    """Let an officer note another sum as due. Raises NotYours, Noted where the same is noted already."""
    allow(by, PAYERS)
    if Payment.objects.filter(survivor=survivor, kind=kind, key=key).exclude(stage=Stage.CANCELLED).exists():
        raise refusals.Noted
    return due(survivor, kind, paise=paise, by=by, at=at, key=key)


@transaction.atomic
def propose(payment: Payment, proposal: Proposal, *, seen: int, by: Actor, at: datetime) -> None:
    """Propose a payment for sanction. Raises NotYours, NoAccount, NotNow, Moved."""
    allow(by, PROPOSERS)
    account = Account.objects.filter(survivor=payment.survivor_id, ended_at=None).first()
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
    if payment.kind in {money.Kind.BALANCE, money.Kind.ANNUITY}:
        duties.done(payment.survivor.case, "balance-to-state", at=at)


@transaction.atomic
def sanction(payment: Payment, number: str, *, seen: int, by: Actor, at: datetime, over_reason: str = "") -> None:
    """Sanction a proposed payment under an order's number; its account counts as checked by whoever sanctions.

    Raises NotYours, NoPower, SamePerson, SameHand, NotNow, Moved; OverEntitlement where the DM's reason lacks.
    """
    allow(by, SANCTIONERS)
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
    allow(by, SANCTIONERS)
    move(payment, Stage.REFUSED, note=Note(reason=reason), seen=seen, by=by, at=at)


@transaction.atomic
def cancel(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a payment back that did not go out: it was not due, or is paid in another way.

    What was sanctioned is taken back by whoever may sanction. Raises NotYours, NotNow, Moved.
    """
    was_sanctioned = payment.stage in {Stage.SANCTIONED, Stage.RETURNED}
    allow(by, SANCTIONERS if was_sanctioned else PAYERS)
    move(payment, Stage.CANCELLED, note=Note(reason=reason), seen=seen, by=by, at=at)
    duties.drop(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)


@transaction.atomic
def check(account: Account, *, by: Actor, at: datetime) -> None:
    """Confirm an account as a second person. Raises NotYours, SameHand."""
    allow(by, SANCTIONERS)
    if account.added_by_id == by.user_id:
        raise refusals.SameHand
    Account.objects.filter(pk=account.pk, checked_by=None).update(checked_by_id=by.user_id, checked_at=at)
    journal.append(f"account:{account.pk}", "check_account", by=by, at=at, detail={"account": account.pk})
    gate.look_at(account.survivor.case, by=by, at=at)


def move(payment: Payment, there: Stage, *, note: Note, seen: int, by: Actor, at: datetime) -> None:
    """Take a payment to a stage: the row, guarded by what was seen of it, its line, its entry. In a transaction.

    Raises NotNow where the stage does not follow, Moved where somebody was quicker.
    """
    try:
        step(Stage(payment.stage), there)
    except WrongStage:
        raise (refusals.NotNow if payment.seq == seen else refusals.Moved) from None
    changes = dict(note.changes or {})
    won = Payment.objects.filter(pk=payment.pk, seq=seen, stage=payment.stage).update(
        stage=there, seq=seen + 1, stage_at=at, **changes
    )
    if not won:
        raise refusals.Moved
    payment.refresh_from_db()
    _write(payment, note, by=by, at=at)


def journal_change(payment: Payment, verb: str, *, by: Actor, at: datetime) -> None:
    """Write an entry of what changed in a payment beside its stage."""
    journal.append(f"payment:{payment.pk}", verb, by=by, at=at, detail={"payment": payment.pk, "seq": payment.seq})


def allow(by: Actor, roles: frozenset[Role]) -> None:
    """Raise NotYours unless `by` acts in person for a post of one of `roles`."""
    if by.assists or by.role not in roles or by.user_id is None:
        raise refusals.NotYours


def _write(payment: Payment, note: Note, *, by: Actor, at: datetime) -> None:
    PaymentLine(
        payment=payment,
        seq=payment.seq,
        stage=payment.stage,
        amount_paise=payment.amount_paise,
        attempt=payment.attempts,
        reference=note.reference,
        value_on=note.value_on,
        reason=sealing.veiled(payment.survivor.case, note.reason),
        by=by.key,
        at=at,
    ).save(force_insert=True)
    detail = {
        "payment": payment.pk,
        "kind": payment.kind,
        "stage": payment.stage,
        "seq": payment.seq,
        "paise": payment.amount_paise,
        "attempt": payment.attempts,
        "reference": note.reference,
        "value_on": note.value_on,
    }
    journal.append(f"payment:{payment.pk}", f"payment_{payment.stage}", by=by, at=at, detail=detail)
