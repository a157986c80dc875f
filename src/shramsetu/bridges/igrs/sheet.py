"""A file of states as IGRS hands it in: read line by line, every line that is none of the contract named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext as _
from pydantic import ValidationError

from shramsetu.bridges.igrs import contract
from shramsetu.bridges.igrs.contract import StateRow
from shramsetu.casework import tables
from shramsetu.lib import clock, numbers


class Unusable(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


class Fault(TypedDict):
    """A line that cannot be read: where it stands, its number if it has one, and which column is wrong in which way."""

    line: int
    number: str
    column: str
    why: str


@dataclass
class Read:
    """What a file says: its good lines, and its wrong ones in their order."""

    rows: list[StateRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Wrong(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(column, why)
        self.column, self.why = column, why


def read(content: bytes, *, most: int) -> Read:
    """Read a file. Raises Unusable."""
    found, seen = Read(), set[str]()
    try:
        lines = tables.lines(content)
        places = _head(next(lines, []))
        for number, cells in _told(lines, places):
            if len(found.rows) + len(found.faults) >= most:
                raise Unusable(_("The file has more than %(most)d lines. Send it in parts.") % {"most": most})
            try:
                found.rows.append(_row(cells, seen))
            except _Wrong as wrong:
                told = cells["number"] or cells["igrs_number"]
                found.faults.append(Fault(line=number, number=told[:60], column=wrong.column, why=wrong.why))
    except tables.Unreadable:
        raise Unusable(
            _("This is no XLSX and no CSV in UTF-8 or UTF-16. Open it in the spreadsheet program and save it so.")
        ) from None
    return found


def _head(line: Sequence[str]) -> dict[str, int]:
    places = {title.lower(): at for at, title in enumerate(line)}
    if lacking := [name for name in contract.STATES if name not in places]:
        raise Unusable(_("The headings are missing: %(needed)s.") % {"needed": ", ".join(lacking)})
    return places


def _told(lines: Iterator[list[str]], places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, 2):
        cells = {name: line[places[name]] if places[name] < len(line) else "" for name in contract.STATES}
        if any(cells.values()):
            yield number, cells


def _row(cells: Mapping[str, str], seen: set[str]) -> StateRow:
    if not cells["number"] and not cells["igrs_number"]:
        raise _Wrong("number", "empty")
    if cells["number"]:
        _need_case(cells)
    known_by = cells["number"] or f"?{cells['igrs_number']}"
    if known_by in seen:
        raise _Wrong("number", "twice")
    try:
        row = StateRow.model_validate({**cells, "last_step": cells["last_step"] or 0})
    except ValidationError as error:
        column = str(error.errors()[0]["loc"][0])
        raise _Wrong(column, column) from error
    seen.add(known_by)
    return row


def _need_case(cells: Mapping[str, str]) -> None:
    try:
        is_ours = numbers.parse(cells["number"]) == cells["number"]
    except numbers.BadNumber:
        is_ours = False
    if not is_ours:
        raise _Wrong("number", "number")
    if not cells["state"]:
        raise _Wrong("state", "state")
    if not (cells["last_step"].isascii() and cells["last_step"].isdigit() and int(cells["last_step"][:9]) > 0):
        raise _Wrong("last_step", "last_step")
    try:
        at = datetime.fromisoformat(cells["at"])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at.year not in clock.NAMED_YEARS:
        raise _Wrong("at", "at")
