"""Registers and statistics as tables: what the page shows, and what goes into the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, pgettext

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.hearings import named, shown
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.models import Hearing, Matter
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.queries import registers
from shramsetu.hearings.rules import pendency
from shramsetu.lib import clock, money, numbers
from shramsetu.lib import text as texts

MOST = 2000


def all_of(rows: QuerySet[Matter], since: date, until: date, *, at: datetime) -> dict[str, Sheet]:
    """Return every table by its name in the address."""
    return {
        "pending": pending(rows, at=at),
        "adjourned": adjourned(rows, since, until),
        "listed": listed(rows, since, until),
        "orders": orders(rows, since, until),
        "awards": awards(rows, since, until, at=at),
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as the page shows it: every cell written out."""

    name: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]


def shown_all(sheets: Mapping[str, Sheet]) -> dict[str, Shown]:
    """Return tables as the page shows them."""
    return {
        name: Shown(one.name, one.head, [[said(cell) for cell in line] for line in one.lines])
        for name, one in sheets.items()
    }


def said(cell: Cell) -> str:
    """Write a cell out: money in rupees, days in words, numbers in Indian groups, nothing as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, Decimal):
        return money.rupees(int(cell * 100))
    if isinstance(cell, date):
        return texts.dated(cell, named.language())
    return texts.grouped(cell) if isinstance(cell, int) else str(cell)


def pending(rows: QuerySet[Matter], *, at: datetime) -> Sheet:
    """Return the pending matters by stage and age."""
    states, bounds = flow.flow_of(KIND).by_name, registers.ages_of(clock.day(at))
    head = [gettext("Stage"), *(_span(low, high) for low, high in pendency.spans(bounds)), gettext("All")]
    found = registers.pending(rows, at=at)
    lines: list[list[Cell]] = [[str(states[state].label), *counts, sum(counts)] for state, counts in found.items()]
    whole = [sum(column) for column in zip(*found.values(), strict=True)] if found else []
    if found:
        lines.append([gettext("All"), *whole, sum(whole)])
    return Sheet(gettext("Pending by age and stage"), head, lines)


def _span(low: int, high: int | None) -> str:
    if high is None:
        return ngettext("%(n)d day and more", "%(n)d days and more", low) % {"n": low}
    return gettext("%(low)d to %(high)d days") % {"low": low, "high": high - 1}


def adjourned(rows: QuerySet[Matter], since: date, until: date) -> Sheet:
    """Return how often each side had a date put off, and why."""
    law, sides, language = rulebook.book().law, dict(Hearing.Side.choices), named.language()
    lines: list[list[Cell]] = [
        [str(sides[side]), law.causes[cause].title.say(language) if cause in law.causes else cause, count]
        for side, cause, count in registers.causes(rows, since, until)
    ]
    head = [gettext("Put off because of"), gettext("Why it was put off"), gettext("How often")]
    return Sheet(gettext("Put off by side"), head, lines)


def listed(rows: QuerySet[Matter], since: date, until: date) -> Sheet:
    """Return what was listed and what was heard, by forum."""
    language = named.language()
    head = [
        gettext("Forum"),
        pgettext("dates", "Listed"),
        pgettext("dates", "Heard"),
        pgettext("dates", "Adjourned"),
        pgettext("dates", "Not reached"),
        pgettext("dates", "Moved"),
    ]
    lines: list[list[Cell]] = [
        [one.forum.name(language), one.listed, one.heard, one.adjourned, one.passed_over, one.moved]
        for one in registers.listed(rows, since, until)
    ]
    return Sheet(gettext("Listed and heard"), head, lines)


def orders(rows: QuerySet[Matter], since: date, until: date) -> Sheet:
    """Return how long orders took."""
    found = registers.ordered(rows, since, until)
    head = [
        gettext("Orders signed"),
        gettext("On the day of the hearing"),
        gettext("Hours to the signature (half took less)"),
    ]
    return Sheet(
        gettext("Hours to the order"), head, [[found.signed, found.same_day, found.hours]] if found.signed else []
    )


def awards(rows: QuerySet[Matter], since: date, until: date, *, at: datetime) -> Sheet:
    """Return the awards with what is in the worker's hand and in how many days."""
    today, language = clock.day(at), named.language()
    head = [
        gettext("Case"),
        gettext("Number of the forum"),
        gettext("Forum"),
        gettext("Order of"),
        gettext("Sum"),
        gettext("Owed today"),
        gettext("In the worker's hand"),
        gettext("Days from the award to the hand"),
    ]
    lines: list[list[Cell]] = []
    found = list(registers.awards(rows, since, until)[:MOST])
    standings = balances.standings(found, today)
    for one in found:
        standing = standings[one.pk]
        days = (one.satisfied_on - one.made_on).days if one.satisfied_on else None
        lines.append(
            [
                numbers.spaced(one.matter.case.number),
                shown.number(one.matter),
                one.matter.forum.name(language),
                one.made_on,
                money.in_rupees(one.total_paise),
                money.in_rupees(0 if one.satisfied_on else standing.owed.total),
                money.in_rupees(standing.in_hand),
                days,
            ]
        )
    return Sheet(gettext("From the award to the hand"), head, lines)
