"""Files of CPGRAMS, row by row: CSV or XLSX, in whatever encoding spreadsheet programs write, Kruti Dev made Hindi."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges.cpgrams import rules
from shramsetu.casework import tables
from shramsetu.casework.sheets import Sheet
from shramsetu.lib.krutidev import unicode_of
from shramsetu.rulebook.cpgrams import Cpgrams

TITLES_MOST = 10
IN_FONT = frozenset({"name", "address", "text", "remarks", "category", "office"})
OLD_EXCEL, PAGE = b"\xd0\xcf\x11\xe0", (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div", b"<style")


class Unusable(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number there, and its cells by column."""

    number: int
    cells: dict[str, str]


def lines(content: bytes, *, is_krutidev: bool, most: int) -> Iterator[Line]:
    """Yield the registrations of a file, empty lines left out. Raises Unusable."""
    _need_table(content)
    book = rulebook.book().cpgrams
    try:
        found = tables.lines(content)
        top = list(islice(found, TITLES_MOST))
        head, places = _head(top, book)
        for number, line in enumerate(chain(top[head + 1 :], found), head + 2):
            if number > most + head + 1:
                raise Unusable(_("The file has more than %(most)d lines. Send it in parts.") % {"most": most})
            cells = {key: line[at] for key, at in places.items() if at < len(line) and line[at]}
            if cells:
                yield Line(number, _hindi(cells) if is_krutidev else cells)
    except tables.Unreadable:
        raise Unusable(
            _("This is no XLSX and no CSV in UTF-8 or UTF-16. Open it in the spreadsheet program and save it so.")
        ) from None


def template() -> Sheet:
    """Return the table of registrations with one example, as the rulebook names its columns."""
    columns = rulebook.book().cpgrams.columns
    example = {
        "number": "PMOPG/E/2025/0012345",
        "received": "14-11-2025",
        "name": "सुनीता देवी",
        "state": "उत्तर प्रदेश",
        "district": "कानपुर नगर",
        "mobile": "99999 00077",
        "category": "Labour - Non payment of wages",
        "text": "तीन महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता।",
        "status": "Under process",
    }
    return Sheet("CPGRAMS", [one.title.hi for one in columns.values()], [[example.get(key, "") for key in columns]])


def heading(column: str) -> str:
    """Return what a column is called in Hindi; the key itself where it is none of the file's."""
    row = rulebook.book().cpgrams.columns.get(column)
    return row.title.hi if row else column


def _need_table(content: bytes) -> None:
    """Name the two things that portals call a spreadsheet and that are none."""
    begin = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begin.startswith(OLD_EXCEL):
        raise Unusable(_("This is an old XLS file. Open it in the spreadsheet program and save it as XLSX."))
    if begin.startswith(PAGE):
        raise Unusable(
            _("This is a web page under the name of a table. Open it in the spreadsheet program and save it as XLSX.")
        )


def _head(top: Sequence[Sequence[str]], book: Cpgrams) -> tuple[int, dict[str, int]]:
    """Return which line holds the headings, and where each column stands; titles may stand above. Raises Unusable."""
    found = [rules.headings(line, book) for line in top]
    best = max(range(len(found)), key=lambda at: len(found[at]), default=0)
    places = found[best] if found else {}
    if lacking := [one.title.hi for key, one in book.columns.items() if one.needed and key not in places]:
        raise Unusable(_("The headings are missing: %(needed)s.") % {"needed": ", ".join(lacking)})
    return best, places


def _hindi(cells: dict[str, str]) -> dict[str, str]:
    """Make Hindi of what is typed in Kruti Dev; what is English beside it stays."""
    return {key: unicode_of(cell) if key in IN_FONT and _is_typed(key, cell) else cell for key, cell in cells.items()}


def _is_typed(key: str, cell: str) -> bool:
    return rules.is_krutidev(cell) if key in ("category", "office") else True
