"""Where there is no account: a cheque with its reason, handed over against a receipt with thumb and photo."""

import re
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from shramsetu.bonded import refusals, standing
from shramsetu.bonded.actions import duties, fund, payments, statements
from shramsetu.bonded.models import Payment, Receipt
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor
from shramsetu.lib.text import latin_digits


@transaction.atomic
def turn(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Let a sanctioned or returned payment go by cheque after all: the sanctioning officer's word, with the reason.

    Raises NotYours, NoPower, NotNow, Moved.
    """
    payments.allow(by, payments.SANCTIONERS, payment.district_id)
    payments.need_power(by, payment.district, at=at)
    if payment.stage not in {Stage.SANCTIONED, Stage.RETURNED}:
        raise refusals.NotNow
    veiled = sealing.veiled(payment.survivor.case, reason)
    won = Payment.objects.filter(pk=payment.pk, seq=seen, stage=payment.stage).update(
        mode=Payment.Mode.CHEQUE, account=None, cheque_reason=veiled
    )
    if not won:
        raise refusals.Moved
    payments.journal_change(payment, "turn_to_cheque", by=by, at=at)


@transaction.atomic
def issue(payment: Payment, number: str, *, on: date, seen: int, by: Actor, at: datetime) -> None:
    """Write a cheque out; the fund has paid from here on. No number is written twice in a district.

    Raises NotYours, NotNow, SameCheque, Withdrawn, FundTooLow, NoFund, Moved.
    """
    payments.allow(by, payments.PAYERS, payment.district_id)
    if payment.mode != Payment.Mode.CHEQUE:
        raise refusals.NotNow
    standing.need(payment.survivor_id)
    number = re.sub(r"\s", "", latin_digits(number))
    payment.attempts += 1
    note = payments.Note(reference=number, changes={"attempts": payment.attempts})
    payments.move(payment, Stage.SENT, note=note, seen=seen, by=by, at=at)
    fund.pay_out(payment, by=by, at=at)
    receipt = Receipt(
        payment=payment, attempt=payment.attempts, district=payment.district, cheque_number=number, cheque_on=on
    )
    try:
        with transaction.atomic():
            receipt.save(force_insert=True)
    except IntegrityError as error:
        raise refusals.SameCheque from error
    duties.done(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)


@transaction.atomic
def hand_over(
    payment: Payment, proof: tuple[UploadedFile, UploadedFile], *, on: date, seen: int, by: Actor, at: datetime
) -> None:
    """Keep the receipt with the thumb and the photo of the person with the cheque: the sum is paid.

    Somebody else than who proposed it says so, by two different pictures. Raises NotYours, NotNow, Moved, OwnCheque,
    SamePicture, and what files.actions.store raises.
    """
    payments.allow(by, payments.PAYERS, payment.district_id)
    receipt = Receipt.objects.filter(payment=payment, attempt=payment.attempts).first()
    if receipt is None or payment.stage != Stage.SENT:
        raise refusals.NotNow
    if payment.seq != seen:
        raise refusals.Moved
    if payment.proposed_by_id == by.user_id:
        raise refusals.OwnCheque
    stream, (thumb, photo) = payment.survivor.case.stream, proof
    if _content(thumb) == _content(photo):
        raise refusals.SamePicture
    kept = files.store(thumb, stream=stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at)
    seen_with = files.store(photo, stream=stream, purpose=Purpose.IDENTITY, by=by, at=at)
    Receipt.objects.filter(pk=receipt.pk).update(thumb=kept, photo=seen_with, handed_on=on)
    statements.settled(payment, receipt.cheque_number, value_on=on, by=by, at=at)


@transaction.atomic
def bounce(payment: Payment, reason: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Write that a cheque was not honoured or not handed over. Raises NotYours, NotNow, Moved."""
    payments.allow(by, payments.PAYERS, payment.district_id)
    if payment.mode != Payment.Mode.CHEQUE:
        raise refusals.NotNow
    if payment.seq != seen:
        raise refusals.Moved
    statements.came_back(payment, reason, by=by, at=at)


def _content(upload: UploadedFile) -> bytes:
    upload.seek(0)
    found: bytes = upload.read()
    upload.seek(0)
    return found
