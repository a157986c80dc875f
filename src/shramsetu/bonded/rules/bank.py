"""What goes to the bank and what comes back, as CSV with fixed columns; and what a line that came back means."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shramsetu.lib import banks
from shramsetu.lib.banks import UTR, rupees
from shramsetu.lib.text import csv_safe

OUT = ("REFERENCE", "NAME", "ACCOUNT", "IFSC", "AMOUNT", "REMARK")
BACK = ("REFERENCE", "UTR", "AMOUNT", "VALUE_DATE", "STATUS", "REASON")
REPORT = ("ROW", *BACK, "RESULT", "WHAT_TO_DO")
BOM = "\ufeff"
REFERENCE = re.compile(r"^BL[0-9]{3}P[0-9]{6}T[0-9]{2}$")
REASON_MOST = 200


class Result(StrEnum):
    """What became of one line of a statement."""

    MATCHED = "matched"
    SEEN = "seen"  # the very same was read before: harmless
    DUPLICATE = "duplicate"  # the payment is settled, and this says something else of it
    UNKNOWN = "unknown"  # no payment has this reference
    WRONG_AMOUNT = "wrong_amount"
    UTR_USED = "utr_used"  # another payment has this bank reference
    UNREADABLE = "unreadable"
    PAID_UNTAKEN = "paid_untaken"  # credited out of a file that, as was said here, the bank did not take
    PAID_TWICE = "paid_twice"  # credited although an earlier attempt was paid after all
    RECOVERED = "recovered"  # what went out a second time came back
    OWN_HAND = "own_hand"  # who reads it proposed the payment: somebody else says what the bank answered


@dataclass(frozen=True, slots=True)
class Order:
    """One line of a bank file."""

    reference: str
    name: str
    account: str
    ifsc: str
    paise: int
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement. `wrong` names the first column that cannot be read; the texts are those of the file."""

    row: int
    cells: Mapping[str, str]
    reference: str = ""
    utr: str = ""
    paise: int = 0
    value_on: date | None = None
    is_paid: bool = False
    reason: str = ""
    wrong: str = ""


# Before the number of the letter by which a bank takes back its word that it paid.
LETTER = "letter: "
# An entry beside the one that pays: given up here, stopped because an earlier one was paid, credited a second time.
UNTAKEN, RECALL, EXCESS = "untaken", "recall", "excess"
_BESIDE: Mapping[tuple[str, bool], Result] = {
    (UNTAKEN, True): Result.PAID_UNTAKEN,
    (RECALL, True): Result.PAID_TWICE,
    (RECALL, False): Result.RECOVERED,
    (EXCESS, False): Result.RECOVERED,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of the payment that a reference stands for. `outcome` is empty while the bank has not answered."""

    paise: int
    made_on: date
    outcome: str = ""  # paid or returned, or how it stands beside the entry that pays
    utr: str = ""
    value_on: date | None = None
    is_latest: bool = True  # no later attempt was sent


def reference(district: int, payment: int, attempt: int) -> str:
    """Return the reference under which the bank knows one attempt at one payment: 15 signs, as NEFT takes them."""
    return f"BL{district:03d}P{payment:06d}T{attempt:02d}"


def written(orders: Iterable[Order]) -> bytes:
    """Return the file for the bank."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(OUT)
    for one in orders:
        cells = (one.reference, one.name, one.account, one.ifsc, rupees(one.paise), one.remark)
        lines.writerow([csv_safe(cell) for cell in cells])
    return out.getvalue().encode()


def read(content: bytes) -> list[Line]:
    """Return the lines of a statement, those that cannot be read too; raises BadFile."""
    return [_line(row, cells, has_more=has_more) for row, cells, has_more in banks.table(content, BACK)]


def judged(line: Line, known: Known | None, *, utr_is_used: bool, on: date) -> Result:
    """Return what a line means for the payment that it names. `on` is the day on which it is read."""
    if line.wrong or (line.value_on is not None and line.value_on > on):
        return Result.UNREADABLE
    if known is None:
        return Result.UNKNOWN
    if line.paise != known.paise:
        return Result.WRONG_AMOUNT
    outcome = "paid" if line.is_paid else "returned"
    answered = "paid" if known.outcome == EXCESS else known.outcome
    if answered == outcome and (known.utr, known.value_on) == (line.utr, line.value_on):
        return Result.SEEN
    beside = _BESIDE.get((known.outcome, line.is_paid))
    # what was credited can come back days later; nothing else follows an answer
    comes_back = known.outcome == "paid" and outcome == "returned" and known.is_latest
    if known.outcome and not comes_back and beside is None:
        return Result.DUPLICATE
    if line.value_on is not None and line.value_on < known.made_on:
        return Result.UNREADABLE
    return Result.UTR_USED if line.is_paid and utr_is_used else beside or Result.MATCHED


def report(judgements: Iterable[tuple[Mapping[str, str], int, str, str]]) -> bytes:
    """Return the lines that did not match as a CSV: cells, row, result, what to do."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(REPORT)
    for cells, row, result, advice in judgements:
        lines.writerow([row, *(csv_safe(cells.get(name, "")) for name in BACK), result, csv_safe(advice)])
    return (BOM + out.getvalue()).encode()


def _line(row: int, cells: Mapping[str, str], *, has_more: bool) -> Line:
    name, utr, status = (cells[column].upper().replace(" ", "") for column in ("REFERENCE", "UTR", "STATUS"))
    paise, value_on = banks.paise(cells["AMOUNT"]), banks.day(cells["VALUE_DATE"])
    is_paid, is_returned = status in banks.PAID, status in banks.RETURNED
    wrong = {
        "REFERENCE": not name,
        "AMOUNT": not paise or has_more,
        "STATUS": not (is_paid or is_returned),
        "UTR": (is_paid or bool(utr)) and not UTR.match(utr),
        "VALUE_DATE": value_on is None,
        "REASON": is_returned and not cells["REASON"],
    }
    return Line(
        row,
        cells,
        reference=name,
        utr=utr,
        paise=paise,
        value_on=value_on,
        is_paid=is_paid,
        reason=cells["REASON"][:REASON_MOST],
        wrong=next((column for column, is_wrong in wrong.items() if is_wrong), ""),
    )
