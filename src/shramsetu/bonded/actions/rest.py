"""What is left of a sum of the scheme stays due: after a lesser sanction, a payment taken back, more that is owed."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from shramsetu.bonded import entitled
from shramsetu.bonded.actions import lines
from shramsetu.bonded.models import Payment, Proof, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.rules.money import STANDING, Kind
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place


def immediate(survivor: Survivor, *, by: Actor, at: datetime) -> Payment | None:
    """See that the whole immediate assistance is paid, on its way or due; return what is due. In a transaction."""
    found = entitled.of(survivor)
    if found is None or waived(survivor, Proof.Kind.NO_IMMEDIATE):
        return None
    before = entitled.paid_before(survivor, Kind.IMMEDIATE)
    return fit(survivor, Kind.IMMEDIATE, whole=found.immediate_paise - before, by=by, at=at)


def fit(
    survivor: Survivor, kind: Kind, *, whole: int, by: Actor, at: datetime, district: Place | None = None
) -> Payment | None:
    """See that the payments of a kind come to `whole` paise by what is due of it; return what is due. In a transaction.

    Until its sanction a payment stands for what fell due, whatever is proposed of it.
    """
    Survivor.objects.select_for_update(of=("self",)).get(pk=survivor.pk)
    rows = list(
        Payment.objects.filter(survivor=survivor, kind=kind)
        .exclude(stage=Stage.CANCELLED)
        .select_related("survivor__case", "district")
        .order_by("pk")
    )
    waiting = next((one for one in rows if one.stage == Stage.DUE and _is_own(one)), None)
    left = whole - sum(_stands_for(one) for one in rows if one is not waiting)
    if waiting is None:
        key = _next_key(rows)
        return lines.due(survivor, kind, paise=left, key=key, by=by, at=at, district=district) if left > 0 else None
    if left <= 0:
        note = lines.Note(reason=gettext("Nothing of it is left to pay."))
        lines.move(waiting, Stage.CANCELLED, note=note, seen=waiting.seq, by=by, at=at)
        return None
    if left != waiting.amount_paise:
        waiting.amount_paise = waiting.due_paise = left
        rows_due = Payment.objects.filter(pk=waiting.pk, stage=Stage.DUE)
        rows_due.update(amount_paise=left, due_paise=left)
        lines.journal_change(waiting, "payment_fitted", by=by, at=at)
    return waiting


def waived(survivor: Survivor, kind: str) -> bool:
    """Tell whether the District Magistrate found that a sum cannot be paid."""
    return Proof.objects.filter(survivor=survivor, kind=kind, holds=True, replaced_at=None).exists()


def _stands_for(one: Payment) -> int:
    return one.amount_paise if one.stage in STANDING else max(one.amount_paise, one.due_paise)


def _is_own(one: Payment) -> bool:
    """Tell a sum that the scheme made due from one that an officer noted under a key of their own."""
    return one.key == "" or one.key.isdecimal()


def _next_key(rows: Sequence[Payment]) -> str:
    own = [int(one.key or 1) for one in rows if _is_own(one)]
    return str(max(own) + 1) if own else ""
