"""The old backlog: those of earlier registers, by year of release, and how many are paid, unpaid or not traced."""

from collections import defaultdict

from django.utils.translation import gettext

from shramsetu.bonded.reports import affidavit
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.halfyear import total
from shramsetu.bonded.reports.people import Person, by_district, people
from shramsetu.bonded.rules.reports import GONE
from shramsetu.casework.sheets import Cell, Sheet


def report(asked: Asked) -> Report:
    """Return the persons who came in from old registers until the day that was asked for."""
    persons = [one for one in people(asked) if one.row.is_imported]
    years: dict[str, list[Person]] = defaultdict(list)
    for one in persons:
        years[f"{one.freed_at:%Y}" if one.freed_at else ""].append(one)
    by_year = [[year or gettext("Year not known"), *_counts(years[year])] for year in sorted(years)]
    sorted_out = by_district(persons)
    by_place = [[place.name_hi, *_counts(sorted_out[place.pk])] for place in asked.districts if place.pk in sorted_out]
    sheets = [
        Sheet(gettext("By year of release"), [gettext("Year"), *_head()], [*by_year, total(by_year)]),
        Sheet(gettext("By district"), [gettext("District"), *_head()], [*by_place, total(by_place)]),
        affidavit.unpaid_sheet(asked, persons),
    ]
    return Report("backlog", gettext("Old backlog by age"), asked, None, sheets)


def _head() -> list[str]:
    return [gettext("Released"), gettext("Paid"), gettext("Unpaid"), gettext("Cannot be traced"), gettext("Died")]


def _counts(persons: list[Person]) -> list[Cell]:
    paid = [one for one in persons if one.paid_at is not None]
    states = [GONE.get(one.history.state) for one in persons if one.paid_at is None]
    gone = [sum(state == name for state in states) for name in ("untraceable", "died")]
    return [len(persons), len(paid), len(persons) - len(paid) - sum(gone), *gone]
