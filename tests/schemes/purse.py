"""Sanctioned claims with money to be paid, and the two people of the accounts desk who pay it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests import cast
from tests.schemes.golden import BOOK, cases
from tests.workers import room

from shramsetu.journal.rules import Actor
from shramsetu.lib import banks
from shramsetu.offices.models import Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.schemes.actions import answers, awards, batches
from shramsetu.schemes.models import Award, Batch, Claim, Transfer
from shramsetu.schemes.rules import bankfile
from shramsetu.schemes.rules.outcome import Outcome, outcome
from shramsetu.schemes.rules.stated import Stated
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account, Worker

AT = cast.MONDAY
LATER = AT + timedelta(days=3)
TODAY = date(2026, 11, 16)
WEDDING, DEATH, BIRTH, PENSION = "bocw-marriage-help", "bocw-death-help", "bocw-maternity-help", "bocw-pension-help"
ACCIDENT, INJURED = "uow-accident-help", {"loss": "disability", "disability_percent": 100}


def accounts(number: int = 0, board: str = "bocw") -> Actor:
    """Return a member of the accounts desk of a board."""
    return cast.seat(Post.objects.get(code__startswith=f"{board}.accounts"), number=number).actor


def answered(scheme: str, **changed: object) -> Outcome:
    """Return what a scheme gives in the first golden case of it, some facts changed."""
    stated = next(case.stated for case in cases() if case.scheme == scheme)
    told = stated | {name: Stated(value) for name, value in changed.items()}  # type: ignore[arg-type]
    return outcome(BOOK, scheme, told, on=date(2026, 11, 21))


def worker(number: int = 1, **changes: object) -> Worker:
    """Enter a worker with an account of their own, checked by a second person."""
    bank = NewAccount(f"304511{number:05d}", "SBIN0000123")
    found = room.worker(**{"account": bank, "key": f"purse:{number}", **changes})
    Account.objects.filter(worker=found).update(checked_by="user:0@0")
    return found


def claim(scheme: str = WEDDING, number: int = 1, of: Worker | None = None, **columns: object) -> Claim:
    """Return a claim as it stands when it is sanctioned."""
    values: dict[str, object] = {"edition_on": TODAY, "claimed_on": TODAY, "filed_by": "test", "subject": str(number)}
    case = cast.complaint(complainants=(replace(cast.RAMESH, phone=f"+9199999{number:05d}"),))
    row = Claim(case=case, worker=of or worker(number), scheme=scheme, **{**values, **columns})  # type: ignore[misc]
    row.save(force_insert=True)
    return row


def granted(scheme: str = WEDDING, number: int = 1, **facts: object) -> list[Award]:
    """Return the awards of a claim of worker `number`."""
    return awards.grant(claim(scheme, number), answered(scheme, **facts), by=room.registrar(), at=AT)


def awarded(number: int, scheme: str = WEDDING) -> list[Award]:
    """Return the awards of the claim there is of worker `number`."""
    claim = Claim.objects.get(subject=str(number))
    return awards.grant(claim, answered(scheme), by=room.registrar(), at=AT)


def kanpur() -> Place:
    """Return the district of the tests."""
    return places.district(cast.KANPUR)


def batch(kind: str = "per_event", *, at: datetime = AT) -> Batch:
    """Return a batch of what is due in Kanpur Nagar."""
    return batches.make("bocw", kind, district=kanpur(), by=accounts(), at=at)


def sent(kind: str = "per_event", *, at: datetime = AT) -> Batch:
    """Return a batch whose file is written."""
    made = batches.approve(batch(kind, at=at), by=accounts(1), at=at)
    batches.write(made, at=at)
    return made


def answer(*lines: str, at: datetime = LATER) -> answers.Reading:
    """Read an answer of the bank."""
    content = "\r\n".join([",".join(bankfile.BACK), *lines]).encode()
    return answers.read(content, board="bocw", by=accounts(), at=at)


def paid(one: Transfer, utr: int = 1, on: str = "2026-11-17") -> str:
    """Return the line of a credit."""
    return f"{one.reference},PAID,00,SBIN2261117{utr:05d},{on},{banks.rupees(one.paise)}"


def returned(one: Transfer, code: str = "53") -> str:
    """Return the line of a return."""
    return f"{one.reference},RETURNED,{code},,,{banks.rupees(one.paise)}"
