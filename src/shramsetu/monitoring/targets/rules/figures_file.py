"""The columns of a file of figures, and what its cells say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMBER = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its heading in our own files, and other headings by which it is known."""

    key: str
    heading: str
    others: tuple[str, ...] = ()
    is_needed: bool = True


FIGURES = (
    Column("district", "जनपद", ("जिला", "ज़िला", "district", "lgd", "एलजीडी कोड", "lgd code", "district code")),
    Column("source", "स्रोत विभाग", ("विभाग", "source", "source department", "department"), False),
    Column("on", "दिन", ("दिनांक", "तिथि", "date", "day", "event date", "तारीख़", "तारीख")),
    Column("number", "संख्या", ("पूर्ति", "number", "count", "achievement", "done")),
    Column("reported_on", "सूचना का दिन", ("सूचना दिनांक", "reported on", "report date"), False),
    Column("reason", "सुधार का कारण", ("कारण", "reason", "reason for correction"), False),
)
SHARES = (
    FIGURES[0],
    FIGURES[1],
    Column("number", "लक्ष्य", ("संख्या", "target", "number")),
)


class Unclear(ValueError):
    """A cell says nothing that can be taken; `args` hold which kind of thing it should be."""


def headings(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Return which cell of a line is the heading of which column."""
    known = {name.casefold(): one.key for one in columns for name in (one.heading, *one.others)}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = known.get(" ".join(cell.casefold().split()))
        if key and key not in found:
            found[key] = place
    return found


def lacking(found: dict[str, int], columns: Sequence[Column]) -> list[str]:
    """Return the headings of needed columns that a file does not have."""
    return [one.heading for one in columns if one.is_needed and one.key not in found]


def day(cell: str) -> date:
    """Return the day that a cell says, 21-11-2026 or 2026-11-21 in any digits; raises Unclear."""
    found = _DAY.fullmatch(_latin(cell))
    if found is None:
        raise Unclear("day")
    parts = [int(part) for part in found.groups() if part]
    try:
        return date(parts[2], parts[1], parts[0]) if found[1] else date(parts[0], parts[1], parts[2])
    except ValueError:
        raise Unclear("day") from None


def number(cell: str) -> int:
    """Return the whole number that a cell says, grouped or not, in any digits; raises Unclear. Empty is not 0."""
    plain = _latin(cell).replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        raise Unclear("number")
    return int(plain)


def _latin(cell: str) -> str:
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in cell.strip())
