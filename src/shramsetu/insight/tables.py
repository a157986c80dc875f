"""Reports as tables: the head and the lines of what somebody built, and the same as a spreadsheet, text or PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import pdf, sheets
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.insight import measures, queries, rules
from shramsetu.insight.models import Shape
from shramsetu.insight.queries import Counts
from shramsetu.insight.scope import Scope
from shramsetu.lib import clock

FIRST_LEVEL = "first_level"


@dataclass(frozen=True, slots=True)
class Table:
    """A made report: its title, of which days, its head and its lines; the last line adds up where that makes sense."""

    title: str
    first: date
    last: date
    head: list[str]
    lines: list[list[Cell]]


def table(shape: Shape, scope: Scope, *, at: datetime) -> Table:
    """Return what `shape` asks for of `scope`, as it stands at `at`. Measures no longer known are left out."""
    period = rules.period(shape.period, clock.day(at))
    names = [name for name in shape.measures if name in measures.BY_NAME or name == FIRST_LEVEL]
    asked = sorted({*names, *measures.ENDS, "satisfied_first"} - {FIRST_LEVEL})
    rows = _rows(shape.group, scope, period, asked)
    head = [str(Shape.Group(shape.group).label), *map(heading, names)]
    lines = [[label, *(_cell(counts, name) for name in names)] for label, counts in rows]
    if lines:
        lines.append([gettext("Total"), *(_cell(_sum(counts for _, counts in rows), name) for name in names)])
    return Table(shape.title, period.first, period.last, head, lines)


def heading(name: str) -> str:
    """Return the word at the head of a column."""
    return gettext("Satisfied at first level (percent)") if name == FIRST_LEVEL else measures.label(name)


def written(made: Table, form: str) -> bytes:
    """Return the table as a file of `form`: xlsx, csv or pdf."""
    return {"xlsx": _xlsx, "csv": _csv, "pdf": _pdf}[form](made)


def _rows(group: str, scope: Scope, period: rules.Period, asked: Sequence[str]) -> list[tuple[str, Counts]]:
    if group == Shape.Group.TIME:
        found = queries.by_time(scope, period)
        return [(f"{on:%m-%Y}" if period.by_month else f"{on:%d-%m-%Y}", counts) for on, counts in found.items()]
    if group == Shape.Group.DISTRICT:
        by_place = queries.by_district(scope, period, asked)
        places = [place for place in queries.districts() if scope.is_state or place.pk in scope.districts]
        return [(place.name_hi, by_place.get(place.pk, {})) for place in places]
    if group == Shape.Group.DEPARTMENT:
        by_department = queries.by_department(scope, period, asked)
        return [(one.name_hi, by_department[one.pk]) for one in queries.departments() if one.pk in by_department]
    by_category = queries.by_category(scope, period, asked)
    titles = rulebook.book().categories
    return [(titles[slug].title.hi, by_category[slug]) for slug in sorted(by_category) if slug in titles]


def _sum(rows: Iterable[Mapping[str, int]]) -> Counts:
    total: Counts = {}
    for counts in rows:
        for name, amount in counts.items():
            total[name] = total.get(name, 0) + amount
    return total


def _cell(counts: Mapping[str, int], name: str) -> Cell:
    return rules.first_level(counts, measures.ENDS) if name == FIRST_LEVEL else counts.get(name, 0)


def _csv(made: Table) -> bytes:
    return sheets.csv(_sheet(made))


def _xlsx(made: Table) -> bytes:
    return sheets.xlsx([_sheet(made)], on=made.last)


def _sheet(made: Table) -> Sheet:
    return Sheet(gettext("Figures"), made.head, made.lines)


def _pdf(made: Table) -> bytes:
    return pdf.render("insight/table_print.html", {"table": made, "at": timezone.now()})
