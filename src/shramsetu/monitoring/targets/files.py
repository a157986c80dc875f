"""Files of figures and of shares: what their lines say, and what is wrong with them."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework import tables
from shramsetu.casework.sheets import Sheet
from shramsetu.monitoring.targets import terms, words
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.cells import Cells
from shramsetu.monitoring.targets.models import Delivery
from shramsetu.monitoring.targets.rules import figures_file as rules
from shramsetu.monitoring.targets.rules.figures_file import Column, Unclear
from shramsetu.monitoring.targets.spreading import Leaf
from shramsetu.places import queries as places
from shramsetu.places.models import Place
from shramsetu.places.rules import sound

TOP_MOST = 10
Fault = tuple[int, str]


class Unusable(Exception):
    """The file as a whole cannot be used; the message says why."""


class TooLong(Unusable):
    """The file has more lines than one file may have."""


@dataclass(slots=True)
class Given:
    """The shares that a file gives, and what is wrong with its lines."""

    shares: dict[Leaf, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """Which districts and sources a file may name, by code, name and sound."""

    districts: dict[str, Place]
    sources: dict[str, str]
    seen: frozenset[int] | None

    def district(self, cell: str) -> Place:
        """Return the district that a cell names; raises Unclear."""
        found = self.districts.get(cell.strip().casefold()) or self.districts.get(sound(cell))
        if found is None:
            raise Unclear(_("%(cell)s is no district.") % {"cell": cell or "–"})
        if self.seen is not None and found.pk not in self.seen:
            raise Unclear(_("%(cell)s is not a district of your office.") % {"cell": cell})
        return found

    def source(self, cell: str) -> str:
        """Return the source department that a cell names, empty for none; raises Unclear."""
        if not cell.strip() and not self.sources:
            return ""
        found = self.sources.get(cell.strip().casefold())
        if found is None:
            raise Unclear(_("%(cell)s is no source department of this indicator.") % {"cell": cell or "–"})
        return found


def known(indicator: str, seen: frozenset[int] | None) -> Known:
    """Return what a file of an indicator may name, for a post that sees these districts."""
    districts: dict[str, Place] = {}
    for one in places.districts():
        names = {str(one.lgd_code), one.name_hi.casefold(), one.name_en.casefold()}
        names |= {key for key in one.keys if not key.startswith("~")}
        districts |= dict.fromkeys(names, one)
    said = rulebook.book().watched.sources
    sources = {
        name.casefold(): slug
        for slug in terms.indicator(indicator).sources
        for name in (slug, said[slug].title.hi, said[slug].title.en)
    }
    return Known(districts, sources, seen)


def parcel(content: bytes, *, indicator: str, name: str, seen: frozenset[int] | None, today: date) -> Parcel:
    """Return the figures of a file; lines that cannot be read are among its faults. Raises Unusable.

    Its key is the file and the day: what is refused today, as a day to come, may be taken from the same file tomorrow.
    """
    may = known(indicator, seen)
    lines, faults = list[Line](), list[Fault]()

    def take(number: int, cells: Cells) -> None:
        district, source = cells.read("district", may.district), cells.read("source", may.source)
        on, count = cells.read("on", rules.day), cells.read("number", rules.number)
        told = cells.read("reported_on", rules.day) if cells.has("reported_on") else today
        if district is None or source is None or on is None or count is None or told is None:
            return
        lines.append(Line(number, district.pk, source, on, count, told, cells.text("reason")))

    _each(content, rules.FIGURES, take, faults, today=today)
    digest = hashlib.sha256(content).hexdigest()
    return Parcel(indicator, Delivery.Origin.FILE, f"{digest}/{today}", name, lines, faults, said=digest)


def shares(content: bytes, *, indicator: str, today: date) -> Given:
    """Return the shares of districts, or of source departments in them, that a file gives. Raises Unusable."""
    may, found = known(indicator, None), Given()

    def take(number: int, cells: Cells) -> None:
        district, source = cells.read("district", may.district), cells.read("source", may.source)
        count = cells.read("number", rules.number)
        if district is None or source is None or count is None:
            return
        if (district.pk, source) in found.shares:
            found.faults.append((number, _("This row stands twice.")))
        found.shares[district.pk, source] = count

    _each(content, rules.SHARES, take, found.faults, today=today)
    return found


def figures_template(indicator: str, *, today: date) -> Sheet:
    """Return the table of figures to be filled in, with one example."""
    sources = terms.indicator(indicator).sources
    example = ["157 या कानपुर नगर", words.source(sources[0]) if sources else "", f"{today:%d-%m-%Y}", "12"]
    return Sheet("पूर्ति", [one.heading for one in rules.FIGURES], [[*example, f"{today:%d-%m-%Y}", ""]])


def shares_template(indicator: str) -> Sheet:
    """Return the table of shares to be filled in: every district, and every source department in it."""
    sources = terms.indicator(indicator).sources or ("",)
    rows = [[one.name_hi, words.source(slug), None] for one in places.districts() for slug in sources]
    return Sheet("लक्ष्य", [one.heading for one in rules.SHARES], rows)


def _each(
    content: bytes, columns: Sequence[Column], take: Callable[[int, Cells], None], faults: list[Fault], *, today: date
) -> None:
    """Hand every line with something in it to `take`, and note what is unclear in it, cell by cell."""
    for number, cells in _rows(content, columns, most=terms.figure("targets.file_rows_most", today)):
        take(number, cells)
        faults += [(number, fault) for fault in cells.faults]


def _rows(content: bytes, columns: Sequence[Column], *, most: int) -> Iterator[tuple[int, Cells]]:
    try:
        found: dict[str, int] = {}
        head: list[str] = []
        for number, line in enumerate(tables.lines(content), 1):
            if number > most:
                raise TooLong(_("The file has more than %(most)d lines. Send it in parts.") % {"most": most})
            if not found and number <= TOP_MOST:
                named = rules.headings(line, columns)
                found, head = (named if not rules.lacking(named, columns) else {}), line
                continue
            if not found:
                break
            cells = Cells(line, found, head)
            if any(cells.has(key) for key in found):
                yield number, cells
    except tables.Unreadable:
        raise Unusable(_("This is no XLSX or CSV file that can be read.")) from None
    if not found:
        needed = ", ".join(one.heading for one in columns if one.is_needed)
        raise Unusable(_("The headings are missing: %(needed)s.") % {"needed": needed})
