"""The lines of payments: each step is one guarded update and one line that is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.bonded import powers, refusals
from shramsetu.bonded.models import Payment, PaymentLine, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage, WrongStage, step
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Note:
    """What a line says beside its stage. `changes` are further columns of the payment.

    `attempt` is which one it speaks of, where that is not the last.
    """

    reference: str = ""
    value_on: date | None = None
    reason: str = ""
    changes: Mapping[str, object] | None = None
    attempt: int | None = None


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
        due_paise=paise,
        seq=1,
        due_at=at,
        stage_at=at,
    )
    payment.save(force_insert=True)
    _write(payment, Note(), by=by, at=at)
    return payment


def move(payment: Payment, there: Stage, *, note: Note, seen: int, by: Actor, at: datetime) -> None:
    """Take a payment to a stage: the row, guarded by what was seen of it, its line, its entry. In a transaction.

    Raises NotNow where the stage does not follow, Moved where somebody was quicker.
    """
    try:
        step(Stage(payment.stage), there)
    except WrongStage:
        raise (refusals.NotNow if payment.seq == seen else refusals.Moved) from None
    _take(payment, there, note=note, seen=seen, by=by, at=at)


def again(payment: Payment, *, note: Note, seen: int, by: Actor, at: datetime) -> None:
    """Write another line at the stage where a payment stands: what was seen of it does not hold any more.

    In a transaction. Raises Moved where somebody was quicker.
    """
    _take(payment, Stage(payment.stage), note=note, seen=seen, by=by, at=at)


def _take(payment: Payment, there: Stage, *, note: Note, seen: int, by: Actor, at: datetime) -> None:
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


def allow(by: Actor, roles: frozenset[Role], *districts: int | None) -> None:
    """Raise NotYours unless `by` acts in person for a post of `roles`, Elsewhere unless in one of `districts`."""
    if by.assists or by.role not in roles or by.user_id is None:
        raise refusals.NotYours
    if districts and not powers.works_in(by, *districts):
        raise refusals.Elsewhere


def _write(payment: Payment, note: Note, *, by: Actor, at: datetime) -> None:
    attempt = payment.attempts if note.attempt is None else note.attempt
    PaymentLine(
        payment=payment,
        seq=payment.seq,
        stage=payment.stage,
        amount_paise=payment.amount_paise,
        attempt=attempt,
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
        "attempt": attempt,
        "reference": note.reference,
        "value_on": note.value_on,
    }
    journal.append(f"payment:{payment.pk}", f"payment_{payment.stage}", by=by, at=at, detail=detail)
