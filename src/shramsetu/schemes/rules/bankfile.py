"""What goes to the bank for a batch, and what comes back: text with fixed columns, every sum proved twice.

No specification of the state's payment system is public, so the file is our own, in the manner of PFMS: a head, a line
for each credit, a tail with count, sum and digest. The answer has a line for each reference with a code of NPCI.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shramsetu.lib import banks
from shramsetu.lib.banks import UTR, rupees
from shramsetu.lib.text import csv_safe

VERSION = "1"
BACK = ("REFERENCE", "STATUS", "CODE", "UTR", "VALUE_DATE", "AMOUNT")
REPORT = ("ROW", *BACK, "RESULT", "WHAT_TO_DO")
BOM = "\ufeff"
REFERENCE = re.compile(r"^S[0-9]{11}T[0-9]{2}$")
CODE = re.compile(r"^[0-9A-Z]{1,3}$")
OTHER = "zz"  # the rulebook's row for a code that it does not know
NO_REASON = frozenset({"", "0", "00"})


class BadBatch(ValueError):
    """A file for the bank does not agree with itself."""


class Result(StrEnum):
    """What became of one line of an answer."""

    MATCHED = "matched"
    SEEN = "seen"  # the very same was read before: harmless
    DUPLICATE = "duplicate"  # it is settled, and this says something else of it
    UNKNOWN = "unknown"  # nothing has this reference
    WRONG_AMOUNT = "wrong_amount"
    UTR_USED = "utr_used"  # another credit has this bank reference
    UNREADABLE = "unreadable"
    PAID_UNTAKEN = "paid_untaken"  # credited out of a file that, as was said here, the bank did not take
    PAID_TWICE = "paid_twice"  # credited although another attempt is paid or on its way
    RECOVERED = "recovered"  # what went out a second time came back


SETTLING = frozenset({Result.MATCHED, Result.PAID_UNTAKEN, Result.PAID_TWICE, Result.RECOVERED})


@dataclass(frozen=True, slots=True)
class Head:
    """Whose file it is: the batch, its board, its kind, the day on which it was made."""

    batch: str
    board: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Order:
    """One credit of a file. It shows itself without name and account."""

    reference: str
    name: str
    account: str
    ifsc: str
    paise: int
    remark: str

    def __repr__(self) -> str:
        return f"Order({self.reference}, {self.paise})"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer. `wrong` names the first column that cannot be read; the texts are those of the file."""

    row: int
    cells: Mapping[str, str]
    reference: str = ""
    is_paid: bool = False
    code: str = ""
    utr: str = ""
    value_on: date | None = None
    paise: int = 0
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of the attempt that a reference stands for. `outcome` is empty while the bank has not answered."""

    paise: int
    made_on: date
    outcome: str = ""  # paid, returned, dropped, untaken, excess
    code: str = ""
    utr: str = ""
    value_on: date | None = None
    has_other: bool = False  # another attempt at the same due is paid, or lies at the bank


def reference(due: int, attempt: int) -> str:
    """Return the reference under which the bank knows one attempt at one due: 15 signs, as NEFT takes them."""
    return f"S{due:011d}T{attempt:02d}"


def written(head: Head, orders: Sequence[Order]) -> bytes:
    """Return the file for the bank: H, then D for each order, then T with count, sum and the digest of the D lines."""
    total = rupees(sum(one.paise for one in orders))
    body = _lines(
        ("D", str(seq), one.reference, one.name, one.account, one.ifsc, rupees(one.paise), one.remark)
        for seq, one in enumerate(orders, 1)
    )
    first = ("H", VERSION, head.batch, head.board, head.kind, head.on.isoformat(), str(len(orders)), total)
    last = ("T", str(len(orders)), total, sha256(body).hexdigest())
    return _lines([first]) + body + _lines([last])


def proved(content: bytes) -> tuple[int, int]:
    """Return count and paise of a file, proved against its head, its tail and its digest; raises BadBatch."""
    lines = content.splitlines(keepends=True)
    if len(lines) < 2:
        raise BadBatch("no head and tail")
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    first, *body, last = rows
    count, total = len(body), sum(banks.paise(row[6]) for row in body)
    said = (first[0], first[6], first[7], *last)
    digest = sha256(b"".join(lines[1:-1])).hexdigest()
    if said != ("H", str(count), rupees(total), "T", str(count), rupees(total), digest):
        raise BadBatch(f"head and tail do not fit {count} lines")
    return count, total


def read(content: bytes) -> list[Line]:
    """Return the lines of an answer, those that cannot be read too; raises banks.BadFile."""
    return [_line(row, cells, has_more=has_more) for row, cells, has_more in banks.table(content, BACK)]


def judged(line: Line, known: Known | None, *, utr_is_used: bool, on: date) -> Result:
    """Return what a line means for the attempt that it names. `on` is the day on which it is read."""
    if line.wrong or (line.value_on is not None and line.value_on > on):
        return Result.UNREADABLE
    if known is None:
        return Result.UNKNOWN
    if line.paise != known.paise:
        return Result.WRONG_AMOUNT
    if _says_the_same(line, known):
        return Result.SEEN
    if line.value_on is not None and line.value_on < known.made_on:
        return Result.UNREADABLE
    if line.is_paid:
        return _paid(known, utr_is_used=utr_is_used)
    return _returned(known)


def _says_the_same(line: Line, known: Known) -> bool:
    if line.is_paid:
        return known.outcome in {"paid", "excess"} and (known.utr, known.value_on) == (line.utr, line.value_on)
    return known.outcome == "returned" and known.code == line.code


def _paid(known: Known, *, utr_is_used: bool) -> Result:
    if known.outcome not in {"", "untaken"}:
        return Result.DUPLICATE
    if utr_is_used:
        return Result.UTR_USED
    if known.has_other:
        return Result.PAID_TWICE
    return Result.MATCHED if known.outcome == "" else Result.PAID_UNTAKEN


def _returned(known: Known) -> Result:
    if known.outcome == "excess":
        return Result.RECOVERED
    # what was credited can come back days later; nothing else follows an answer
    return Result.MATCHED if known.outcome in {"", "paid"} else Result.DUPLICATE


def report(judgements: Iterable[tuple[Mapping[str, str], int, str, str]]) -> bytes:
    """Return the lines that did not match as a CSV: cells, row, result, what to do."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(REPORT)
    for cells, row, result, advice in judgements:
        lines.writerow([row, *(csv_safe(cells.get(name, "")) for name in BACK), result, csv_safe(advice)])
    return (BOM + out.getvalue()).encode()


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        lines.writerow([csv_safe(" ".join(cell.split())) for cell in row])
    return out.getvalue().encode()


def _line(row: int, cells: Mapping[str, str], *, has_more: bool) -> Line:
    name, status, utr = (cells[column].upper().replace(" ", "") for column in ("REFERENCE", "STATUS", "UTR"))
    code = cells["CODE"].upper().lstrip("0")
    code = code.zfill(2) if code else ""
    paise, value_on = banks.paise(cells["AMOUNT"]), banks.day(cells["VALUE_DATE"])
    is_paid, is_returned = status in banks.PAID, status in banks.RETURNED
    wrong = {
        "REFERENCE": not name,
        "AMOUNT": not paise or has_more,
        "STATUS": not (is_paid or is_returned),
        "CODE": (is_returned and not CODE.match(code)) or (is_paid and bool(code)),
        "UTR": (is_paid or bool(utr)) and not UTR.match(utr),
        "VALUE_DATE": value_on is None and (is_paid or bool(cells["VALUE_DATE"])),
    }
    return Line(
        row,
        cells,
        reference=name,
        is_paid=is_paid,
        code=code,
        utr=utr,
        value_on=value_on,
        paise=paise,
        wrong=next((column for column, is_wrong in wrong.items() if is_wrong), ""),
    )
