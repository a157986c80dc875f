"""What the bank paid of a file that was said not taken: it counts, a later attempt is stopped, twice is told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu.bonded import owners, refusals
from shramsetu.bonded.actions import duties, fund, payments
from shramsetu.bonded.models import BankEntry, FundLine, Payment
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.journal.rules import Actor
from shramsetu.messages import actions as messages
from shramsetu.offices import queries as offices
from shramsetu.offices.rules import NoPost

PAID, RETURNED = "paid", "returned"
TOLD = "bonded-paid-untaken"
Kind = FundLine.Kind


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line of a statement says of an entry: the bank's reference, and of which day."""

    entry: BankEntry
    utr: str
    value_on: date

    def write(self, outcome: str) -> None:
        """Write the answer into the entry."""
        self.entry.outcome, self.entry.utr, self.entry.value_on = outcome, self.utr, self.value_on
        BankEntry.objects.filter(pk=self.entry.pk).update(outcome=outcome, utr=self.utr, value_on=self.value_on)


def taken_after_all(credit: Credit, *, by: Actor, at: datetime) -> str:
    """Let an entry that was given up count as paid, or as paid beyond what was owed; return which.

    Nothing where the fund's book holds too little: the line stays open until somebody has put that right. The District
    Magistrate hears in any case. In a transaction; for `paid` the caller settles the payment.
    """
    _tell(credit.entry, by=by, at=at)
    try:
        with transaction.atomic():
            return _counted(credit, by=by, at=at)
    except (refusals.FundTooLow, refusals.NoFund):
        return ""


def paid_twice(credit: Credit, *, by: Actor, at: datetime) -> str:
    """Write that an attempt which was to be stopped was credited too. The fund paid it when it went out."""
    credit.write(bank.EXCESS)
    _tell(credit.entry, by=by, at=at)
    return bank.EXCESS


def recovered(credit: Credit, *, by: Actor, at: datetime) -> str:
    """Write that what went out a second time came back; the payment stays paid."""
    entry = credit.entry
    credit.write(RETURNED)
    fund.beside(entry.payment, Kind.GOT_BACK, paise=entry.amount_paise, reference=entry.reference, by=by, at=at)
    payments.journal_change(entry.payment, "excess_recovered", by=by, at=at)
    return RETURNED


def _counted(credit: Credit, *, by: Actor, at: datetime) -> str:
    entry = credit.entry
    payment, out = entry.payment, -entry.amount_paise
    if payment.stage in {Stage.SANCTIONED, Stage.RETURNED}:
        fund.beside(payment, Kind.TAKEN, paise=out, reference=entry.reference, by=by, at=at)
        note = payments.Note(reference=entry.file.number, attempt=entry.attempt)
        payments.move(payment, Stage.SENT, note=note, seen=payment.seq, by=by, at=at)
        duties.done(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)
        credit.write(PAID)
        return PAID
    fund.beside(payment, Kind.EXCESS, paise=out, reference=entry.reference, by=by, at=at)
    is_out_again = payment.stage == Stage.SENT
    if is_out_again:
        # the one on its way is stopped: before the file is taken by itself, after that with the bank
        BankEntry.objects.filter(payment=payment, outcome="").update(outcome=bank.RECALL)
    credit.write(PAID if is_out_again else bank.EXCESS)
    return entry.outcome


def _tell(entry: BankEntry, *, by: Actor, at: datetime) -> None:
    payment: Payment = entry.payment
    payments.journal_change(payment, "paid_untaken", by=by, at=at)
    try:
        post = owners.post("dm", payment.district)
    except NoPost:
        return
    user = offices.incumbent(post)
    if user is None or not user.phone:
        return
    messages.send(
        TOLD,
        to=messages.Recipient(user.phone, user.language),
        values={"code": payment.survivor.code},
        stream=payment.survivor.case.stream,
        key=f"{TOLD}:{entry.pk}:{payment.seq}",
        by=by,
        at=at,
    )
