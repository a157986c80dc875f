"""Money of the people of room.py: their accounts, a fund that can pay, the bank's answers."""

from datetime import datetime

from tests.bonded import room

from shramsetu.bonded.actions import accounts, bankfiles, certificates, fund, gate, payments, statements
from shramsetu.bonded.models import BankFile, Entitlement, Payment, Statement, Survivor
from shramsetu.bonded.rules import bank
from shramsetu.lib import clock
from shramsetu.places.models import Place

AT = room.AT
TODAY = clock.day(AT)
LAKH = 10_000_000
IMMEDIATE = 3_000_000
ORDER = "आदेश 12/2026"


def opened_fund(rupees: int = 10_00_000, where: Place | None = None) -> None:
    """Open the fund of a district."""
    fund.open_fund(where or room.district(), rupees * 100, on=TODAY, by=room.officer("dm"), at=AT)


def freed(number: int = 1, *, account: bool = True, **changes: object) -> Payment:
    """Return the immediate assistance, due, of a person freed today; `number` makes the account their own."""
    survivor = room.certified(**changes)
    if account:
        passbook(survivor, number)
    return Payment.objects.select_related("survivor__case").get(survivor=survivor, kind=Payment.Kind.IMMEDIATE)


def gate_opened(survivor: Survivor) -> None:
    """Let the DM find bondage proved, the commissioner sanction, the person agree to an annuity."""
    account = survivor.accounts.get(ended_at=None)
    payments.check(account, by=room.officer("sdm"), at=AT)
    for kind, who in (("annuity_consent", "dm"), ("dm_proof", "dm"), ("state_sanction", "commissioner")):
        one = gate.Deciding(kind, holds=True, order_number="9/2026", order_on=TODAY, reasons="प्रमाण पत्रावली में")
        survivor.case.refresh_from_db()
        gate.decide(survivor, one, by=room.officer(who), at=AT)


def certificate(survivor: Survivor) -> None:
    """See that the person holds a certificate."""
    certificates.issue(survivor, by=room.officer("sdm"), at=AT)


def passbook(survivor: Survivor, number: int = 1, *, at: datetime = AT, **changes: object) -> None:
    """Let the labour officer write down the person's account."""
    values = {"number": f"30012345{number:04d}", "ifsc": "SBIN0000123", "name": "सुखदेव कोल", "name_matches": True}
    found = accounts.Bank(**{**values, **changes})  # type: ignore[arg-type]
    where = survivor.case.district
    assert where is not None
    accounts.enter(survivor, found, by=room.officer("labour_officer", where.name_en), at=at)


def proposed(payment: Payment, paise: int = IMMEDIATE, *, at: datetime = AT, **changes: object) -> Payment:
    """Let the labour officer propose."""
    proposal = payments.Proposal(paise, **changes)  # type: ignore[arg-type]
    payments.propose(payment, proposal, seen=payment.seq, by=room.officer("labour_officer"), at=at)
    return payment


def sanctioned(payment: Payment, paise: int = IMMEDIATE, *, at: datetime = AT, **changes: object) -> Payment:
    """Let the labour officer propose and the magistrate sanction."""
    proposed(payment, paise, at=at, **changes)
    payments.sanction(payment, ORDER, seen=payment.seq, by=room.officer("sdm"), at=at)
    return payment


def sent(at: datetime = AT) -> BankFile:
    """Let the labour officer make the file of all that is ready in the district."""
    return bankfiles.make(room.district(), by=room.officer("labour_officer"), at=at)


def answer(*lines: tuple[str, str, str, str, str, str]) -> bytes:
    """Write a statement."""
    rows = [",".join(bank.BACK), *(",".join(line) for line in lines)]
    return "\r\n".join(rows).encode()


def credited(reference: str, utr: str = "SBIN22611160001", rupees: str = "30000.00", on: str = "2026-11-16") -> bytes:
    """Write a statement by which one sum was credited."""
    return answer((reference, utr, rupees, on, "PAID", ""))


def came_back(reference: str, reason: str = "ACCOUNT CLOSED", rupees: str = "30000.00") -> bytes:
    """Write a statement by which one sum came back."""
    return answer((reference, "", rupees, "2026-11-16", "RETURNED", reason))


def read(content: bytes, *, at: datetime = AT) -> Statement:
    """Let the magistrate, who proposed nothing, read a statement in."""
    by = room.officer("sdm")
    return statements.read_in(content, districts=[room.district().pk], by=by, at=at)[0]


def results(statement: Statement) -> list[str]:
    """Return what became of each line."""
    return list(statement.rows.order_by("row").values_list("result", flat=True))


def reference(payment: Payment) -> str:
    """Return the reference of the latest attempt."""
    return payment.entries.get(attempt=payment.attempts).reference


def entitlement(payment: Payment) -> Entitlement:
    """Return what the payment's person is entitled to."""
    found = payment.survivor.entitlements.order_by("-seq").first()
    assert found is not None
    return found
