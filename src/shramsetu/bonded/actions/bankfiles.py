"""What goes to the bank: one file a district, made and kept in one transaction with every line that says so.

A process that dies while making it leaves no file and no line; the next one takes the same payments. The database
holds at most one entry of a payment that the bank did not return.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from shramsetu.bonded import bound, counters, refusals, standing, vault
from shramsetu.bonded.actions import accounts, duties, fund, payments
from shramsetu.bonded.models import BankEntry, BankFile, FundLine, Payment
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

MOST = 500
OPEN = frozenset({"", bank.RECALL})  # entries that the bank has not answered


@transaction.atomic
def make(district: Place, *, by: Actor, at: datetime, only: Sequence[int] | None = None) -> BankFile:
    """Make the file of all that a district has sanctioned and not sent, longest waiting first; `only` names payments.

    What the fund cannot pay stays behind. Raises NotYours, NothingToSend.
    """
    payments.allow(by, payments.PAYERS, district.pk)
    file = BankFile(number=_number(district, at), district=district, count=0, total_paise=0, by=by.key, at=at)
    sent = [one for one in _ready(district, only) if _covered(one, by=by, at=at)]
    if not sent:
        raise refusals.NothingToSend
    content = bank.written([_order(one, file) for one in sent])
    closed = vault.shut({"csv": content.decode()}, bound_to=bound.bank_file(file))
    file.key_id, file.closed = closed.key_id, closed.closed
    file.count, file.total_paise = len(sent), sum(one.amount_paise for one in sent)
    file.sha256 = sha256(content).hexdigest()
    file.save(force_insert=True)
    for payment in sent:
        _send(payment, file, by=by, at=at)
    detail = {"file": file.number, "count": file.count, "paise": file.total_paise, "sha256": file.sha256}
    journal.append(f"bankfile:{file.number}", "make_bank_file", by=by, at=at, detail=detail)
    return file


@transaction.atomic
def take_out(file: BankFile, *, by: Actor, at: datetime, reason: str = "") -> bytes:
    """Return the file for the bank and write down who took it; a second time needs a reason.

    Raises NotYours, TakenBefore, NotNow where the bank was found not to have taken it, or one of it is paid already.
    """
    payments.allow(by, payments.PAYERS, file.district_id)
    row = BankFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if row.untaken_at is not None or row.entries.filter(outcome=bank.RECALL).exists():
        raise refusals.NotNow
    if row.taken and not reason.strip():
        raise refusals.TakenBefore
    BankFile.objects.filter(pk=row.pk).update(taken=F("taken") + 1, taken_at=row.taken_at or at)
    detail, private = {"time": row.taken + 1}, {"reason": reason.strip()} if reason.strip() else None
    journal.append(f"bankfile:{row.number}", "take_bank_file", by=by, at=at, detail=detail, private=private)
    return content(row)


@transaction.atomic
def untaken(file: BankFile, reason: str, *, by: Actor, at: datetime) -> bool:
    """Write that the bank did not take a file: all its payments are sanctioned again, and go into the next one.

    The word of who may sanction, with the reason; of a file that was downloaded somebody else has said so before.
    Return whether it is done, or waits for the second person. Raises NotYours, NoPower, SameWord; NotNow once the bank
    answered any of it.
    """
    row = BankFile.objects.select_for_update(of=("self",)).select_related("district").get(pk=file.pk)
    asks = bool(row.taken) and row.untaken_asked_by_id is None
    payments.allow(by, payments.PAYERS if asks else payments.SANCTIONERS, row.district_id)
    if row.taken and row.untaken_asked_by_id == by.user_id:
        raise refusals.SameWord
    if not asks:
        payments.need_power(by, row.district, at=at)
    rows = row.entries.select_for_update(of=("self",)).select_related("payment__survivor__case", "payment__district")
    entries = list(rows.order_by("pk"))
    if any(one.outcome not in OPEN for one in entries):
        raise refusals.NotNow
    verb = "ask_untaken_bank_file" if asks else "untaken_bank_file"
    detail = {"file": row.number, "count": len(entries)}
    journal.append(f"bankfile:{row.number}", verb, by=by, at=at, detail=detail, private={"reason": reason})
    if asks:
        BankFile.objects.filter(pk=row.pk).update(untaken_asked_by=by.user_id, untaken_asked_at=at)
        return False
    BankEntry.objects.filter(pk__in=[one.pk for one in entries]).update(outcome=bank.UNTAKEN)
    BankFile.objects.filter(pk=row.pk).update(untaken_at=at)
    for entry in entries:
        _give_up(entry, row, reason, by=by, at=at)
    return True


def _give_up(entry: BankEntry, row: BankFile, reason: str, *, by: Actor, at: datetime) -> None:
    payment = entry.payment
    if entry.outcome == bank.RECALL:  # paid by an earlier attempt: this one has gone nowhere
        fund.beside(payment, FundLine.Kind.GOT_BACK, paise=entry.amount_paise, reference=entry.reference, by=by, at=at)
    else:
        changes = {"account": payments.account_of(payment.survivor_id)}
        note = payments.Note(reference=row.number, reason=reason, changes=changes)
        payments.move(payment, Stage.SANCTIONED, note=note, seen=payment.seq, by=by, at=at)
        fund.give_back(payment, by=by, at=at)


def content(file: BankFile) -> bytes:
    """Return what a file holds; raises Unreadable."""
    found = vault.opened(file.key_id, bytes(file.closed), bound_to=bound.bank_file(file))
    return str(found["csv"]).encode()


def _ready(district: Place, only: Sequence[int] | None) -> list[Payment]:
    """Return and lock what can go out: sanctioned or returned, to the account in use, which two persons have seen.

    Whose certificate was cancelled waits for another one.
    """
    rows = Payment.objects.filter(
        district=district,
        stage__in=[Stage.SANCTIONED, Stage.RETURNED],
        mode=Payment.Mode.BANK,
        account__checked_by__isnull=False,
        account__ended_at=None,
    ).exclude(standing.withdrawn("survivor"))
    if only is not None:
        rows = rows.filter(pk__in=only)
    locked = rows.order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True)
    return list(locked.select_related("account__survivor", "survivor__case", "district")[:MOST])


def _covered(payment: Payment, *, by: Actor, at: datetime) -> bool:
    """Take the payment out of the fund, if it is the fund's; tell whether there was enough."""
    payment.attempts += 1
    try:
        fund.pay_out(payment, by=by, at=at)
    except (refusals.FundTooLow, refusals.NoFund):
        return False
    return True


def _order(payment: Payment, file: BankFile) -> bank.Order:
    assert payment.account is not None
    known = accounts.opened(payment.account)
    return bank.Order(
        reference=_reference(payment),
        name=str(known["name"]),
        account=str(known["number"]),
        ifsc=str(known["ifsc"]),
        paise=payment.amount_paise,
        remark=f"{payment.survivor.code} {file.number}",
    )


def _send(payment: Payment, file: BankFile, *, by: Actor, at: datetime) -> None:
    BankEntry(
        file=file,
        payment=payment,
        account=payment.account,
        attempt=payment.attempts,
        reference=_reference(payment),
        amount_paise=payment.amount_paise,
    ).save(force_insert=True)
    note = payments.Note(reference=file.number, changes={"attempts": payment.attempts})
    payments.move(payment, Stage.SENT, note=note, seen=payment.seq, by=by, at=at)
    duties.done(payment.survivor.case, "payment-returned", key=str(payment.pk), at=at)


def _reference(payment: Payment) -> str:
    return bank.reference(payment.district.lgd_code or 0, payment.pk, payment.attempts)


def _number(district: Place, at: datetime) -> str:
    year = clock.day(at).year
    return f"BF-{district.lgd_code}-{year}-{counters.following(f'bankfile:{district.lgd_code}:{year}'):04d}"
