"""The money of freed persons: account, proposal, sanction, the bank's file and what the bank answers."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu.bonded.actions import accounts, bankfiles, cheques, payments, statements
from shramsetu.bonded.models import BankFile, Payment, Survivor
from shramsetu.bonded.rules import bank
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.demo.rescues.tale import DAY, HOUR, PAPER, Group, Tale, sits
from shramsetu.lib import clock
from shramsetu.places.models import Place

BACK_WHY = "ACCOUNT DOES NOT EXIST"
CHEQUE_WHY = "खाता खुलने में देर, परिवार के पास भोजन नहीं"


def open_accounts(tale: Tale, group: Group, at: datetime) -> None:
    """Write each person's account down; some have none yet."""
    if group.family.turn in ("no_account", "cheque"):
        return
    for one in group.fresh():
        known = accounts.Bank(_number(one), "SBIN0000123", one.code, name_matches=True)
        accounts.enter(one, known, by=tale.by("labour_officer"), at=at)


def propose(tale: Tale, group: Group, at: datetime) -> None:
    """Propose the immediate assistance."""
    for payment in _of(group, "immediate", Stage.DUE):
        if group.family.turn == "cheque":
            how = payments.Proposal(payment.amount_paise, mode=Payment.Mode.CHEQUE, cheque_reason=CHEQUE_WHY)
        elif group.family.turn == "no_account":
            continue
        else:
            how = payments.Proposal(payment.amount_paise)
        payments.propose(payment, how, seen=payment.seq, by=sits("labour_officer", payment.district), at=at)


def sanction(tale: Tale, group: Group, at: datetime) -> None:
    """Sanction what was proposed."""
    for payment in _of(group, "immediate", Stage.PROPOSED):
        number = f"स्वीकृति/{tale.index + 1}"
        payments.sanction(payment, number, seen=payment.seq, by=sits("sdm", payment.district), at=at)


def send(tale: Tale, group: Group, at: datetime) -> None:
    """Make the bank's file, or hand a cheque over against a receipt."""
    if group.family.turn == "cheque":
        for payment in _of(group, "immediate", Stage.SANCTIONED):
            _by_cheque(payment, at)
        return
    _file(_of(group, "immediate", Stage.SANCTIONED), at)


def answer(tale: Tale, group: Group, at: datetime) -> None:
    """Read the bank's answer: paid, or come back; what came back may be paid again to another account."""
    sent = _of(group, "immediate", Stage.SENT)
    back = group.family.turn in ("returned", "returned_paid")
    _answer(sent, at, back=back)
    if group.family.turn == "returned_paid":
        for one in group.fresh():
            known = accounts.Bank(_number(one, 7), "PUNB0123400", one.code, name_matches=True)
            accounts.enter(one, known, by=tale.by("labour_officer"), at=at + DAY)
            payments.check(one.accounts.get(ended_at=None), by=tale.by("sdm"), at=at + DAY)
        _file(_of(group, "immediate", Stage.RETURNED), at + 2 * DAY)
        _answer(_of(group, "immediate", Stage.SENT), at + 4 * DAY)


def pay_balance(tale: Tale, group: Group, at: datetime) -> None:
    """Pay what is left of the entitlement, its annuity with it, from the district that claims it."""
    for kind in ("balance", "annuity"):
        for payment in _of(group, kind, Stage.DUE):
            by = sits("labour_officer", payment.district)
            payments.propose(payment, payments.Proposal(payment.amount_paise), seen=payment.seq, by=by, at=at)
            by = sits("sdm", payment.district)
            payments.sanction(payment, f"शेष/{tale.index + 1}", seen=payment.seq, by=by, at=at + 6 * HOUR)
        _file(_of(group, kind, Stage.SANCTIONED), at + DAY)
        _answer(_of(group, kind, Stage.SENT), at + 3 * DAY)


def _of(group: Group, kind: str, stage: Stage) -> list[Payment]:
    rows = Payment.objects.filter(survivor__in=group.who, kind=kind, stage=stage)
    return list(rows.select_related("survivor__case", "district").order_by("pk"))


def _file(ready: list[Payment], at: datetime) -> None:
    by_place: dict[Place, list[int]] = {}
    for payment in ready:
        by_place.setdefault(payment.district, []).append(payment.pk)
    for place, only in by_place.items():
        by = sits("labour_officer", place)
        file: BankFile = bankfiles.make(place, by=by, at=at, only=only)
        bankfiles.take_out(file, by=by, at=at)


def _answer(sent: list[Payment], at: datetime, *, back: bool = False) -> None:
    """Read a statement of one line for each payment of a district."""
    by_place: dict[Place, list[Payment]] = {}
    for payment in sent:
        by_place.setdefault(payment.district, []).append(payment)
    for place, ones in by_place.items():
        lines = [",".join(bank.BACK), *(_line(one, at, back=back) for one in ones)]
        by = sits("sdm", place)  # who proposed does not read the answer
        statements.read_in("\r\n".join(lines).encode(), districts=[place.pk], by=by, at=at)


def _line(payment: Payment, at: datetime, *, back: bool) -> str:
    reference = payment.entries.get(attempt=payment.attempts).reference
    rupees = f"{payment.amount_paise / 100:.2f}"
    if back:
        return f"{reference},,{rupees},{clock.day(at)},RETURNED,{BACK_WHY}"
    return f"{reference},DEMO{payment.pk:08d}{payment.attempts:02d},{rupees},{clock.day(at)},PAID,"


def _by_cheque(payment: Payment, at: datetime) -> None:
    by, on = sits("labour_officer", payment.district), clock.day(at)
    cheques.issue(payment, f"{payment.pk:06d}", on=on, seen=payment.seq, by=by, at=at)
    payment.refresh_from_db()
    thumb = SimpleUploadedFile("receipt.pdf", PAPER, content_type="application/pdf")
    photo = SimpleUploadedFile("photo.pdf", PAPER + b"\n", content_type="application/pdf")
    second = sits("sdm", payment.district)  # who proposed does not hand over
    cheques.hand_over(payment, (thumb, photo), on=on, seen=payment.seq, by=second, at=at + HOUR)


def _number(survivor: Survivor, first: int = 3) -> str:
    return f"{first}000{survivor.pk:09d}"
