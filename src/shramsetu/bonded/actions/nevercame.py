"""The bank says in a letter that a sum it had credited never reached the person: it is owed and sent again."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shramsetu.bonded import refusals
from shramsetu.bonded.actions import payments, statements
from shramsetu.bonded.models import BankEntry, Payment
from shramsetu.bonded.rules.bank import LETTER
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Letter:
    """What the bank wrote: its number, the paper, and in words where the money went."""

    number: str
    paper: UploadedFile
    reason: str


@transaction.atomic
def write(payment: Payment, letter: Letter, *, seen: int, by: Actor, at: datetime) -> None:
    """Take back that a sum was paid, by the bank's own letter; the fund has it again and its clock runs.

    Raises NotYours, NoPower, NotNow, Moved, and what files.actions.store raises.
    """
    payments.allow(by, payments.SANCTIONERS, payment.district_id)
    payments.need_power(by, payment.district, at=at)
    if payment.stage != Stage.PAID or payment.mode != Payment.Mode.BANK:
        raise refusals.NotNow
    if payment.seq != seen:
        raise refusals.Moved
    files.store(letter.paper, stream=payment.survivor.case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at)
    entry = BankEntry.objects.get(payment=payment, outcome=statements.PAID)
    BankEntry.objects.filter(pk=entry.pk).update(outcome=statements.RETURNED)
    words = f"{LETTER}{letter.number}"
    statements.came_back(payment, letter.reason, reference=words, attempt=entry.attempt, by=by, at=at)
