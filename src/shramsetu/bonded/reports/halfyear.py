"""The half-yearly report to the NHRC. A district that reports nobody must show a survey that visited sites."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import Survey
from shramsetu.bonded.reports import committees, registers, words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.committees import Standing
from shramsetu.bonded.reports.people import BALANCE, IMMEDIATE, Person, by_district, people, since
from shramsetu.bonded.reports.tracks import Trial, trials
from shramsetu.bonded.rules.reports import Nil, half_year, nil
from shramsetu.casework.sheets import Cell, Sheet

SLUG = "half-year-report"
NILS = {
    Nil.NOT: "",
    Nil.PROVED: _("None; survey attached"),
    Nil.NO_SURVEY: _("None reported without a survey: not acceptable"),
    Nil.OLD_SURVEY: _("None reported on a survey that is too old: not acceptable"),
    Nil.NO_SITES: _("None reported on a survey that visited no site: not acceptable"),
}


def report(asked: Asked) -> Report:
    """Return the half year up to the day that was asked for."""
    first, _last = half_year(asked.on)
    persons, proceedings = people(asked), trials(asked)
    done = registers.settled_lines(asked, persons)
    sorted_out, standing = by_district(persons), committees.standing(asked, first=first)
    surveys = committees.surveyed(asked)
    lines, refused = list[list[Cell]](), list[str]()
    for place in asked.districts:
        mine = sorted_out.get(place.pk, [])
        identified = sum(since(one.history.began_at, first) for one in mine)
        counts = [identified, *_counts(mine, first, done)]
        verdict = _nil(identified, surveys.get(place.pk), asked.on)
        tried = [one for one in proceedings if one.row.case.district_id == place.pk]
        line = [
            *_trials(tried, first),
            *_committee(standing[place.pk]),
            *_survey(surveys.get(place.pk)),
            str(NILS[verdict]),
        ]
        lines.append([place.name_hi, *counts, *line])
        if verdict not in {Nil.NOT, Nil.PROVED}:
            refused.append(f"{place.name_hi}: {NILS[verdict]}")
    title = gettext("Half-yearly report to the National Human Rights Commission")
    return Report(SLUG, title, asked, first, [Sheet(gettext("Half year"), _head(), [*lines, total(lines)])], refused)


def total(lines: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return the line that adds up: whole numbers of each column, nothing where a column has other things."""
    found: list[Cell] = [gettext("Total")]
    for column in range(1, len(lines[0]) if lines else 1):
        cells = [line[column] for line in lines]
        sums = all(isinstance(cell, int) for cell in cells)
        found.append(sum(cell for cell in cells if isinstance(cell, int)) if sums else "")
    return found


def _head() -> list[str]:
    return [
        gettext("District"),
        gettext("Identified"),
        gettext("Found bonded"),
        gettext("Found not bonded"),
        gettext("Certificates"),
        gettext("Sent to other states"),
        gettext("Immediate assistance paid (persons)"),
        gettext("Immediate assistance paid (₹)"),
        gettext("Balance paid (persons)"),
        gettext("Non-cash benefits given (persons)"),
        gettext("Proceedings begun"),
        gettext("Proceedings pending"),
        gettext("Convictions"),
        gettext("Other ends"),
        gettext("Committees"),
        gettext("Meetings held"),
        gettext("Last meeting"),
        gettext("Last survey"),
        gettext("Sites visited"),
        gettext("Remark"),
    ]


def _counts(persons: Sequence[Person], first: date, done: Mapping[tuple[int, str], Cell]) -> list[Cell]:
    def ever(one: Person, *states: str) -> bool:
        return any(since(one.history.entered.get(state), first) for state in states)

    paid = [one for one in persons if since(one.paid_at, first)]
    given = {pk for (pk, _head), on in done.items() if isinstance(on, date) and on >= first}
    return [
        sum(ever(one, "bonded") for one in persons),
        sum(ever(one, "not_bonded") for one in persons),
        sum(since(one.certified_at, first) for one in persons),
        sum(ever(one, "travelling") and bool(one.row.native_state) for one in persons),
        len(paid),
        words.rupees(sum(one.paid(IMMEDIATE) for one in paid)),
        sum(any(m.kind in BALANCE and m.stage == "paid" and since(m.at, first) for m in one.money) for one in persons),
        sum(one.row.pk in given for one in persons),
    ]


def _trials(tried: Sequence[Trial], first: date) -> list[Cell]:
    over = [one for one in tried if one.ended_at is not None]
    lately = [one for one in over if since(one.ended_at, first)]
    return [
        sum(since(one.began_at, first) for one in tried),
        len(tried) - len(over),
        sum(one.history.outcome == "convicted" for one in lately),
        sum(one.history.outcome != "convicted" for one in lately),
    ]


def _committee(one: Standing) -> list[Cell]:
    return [one.committees, len(one.held), one.last_held]


def _survey(one: Survey | None) -> list[Cell]:
    return [one.to_on, one.sites] if one else [None, None]


def _nil(identified: int, survey: Survey | None, on: date) -> Nil:
    return nil(identified, committees.counts_until(survey) if survey else None, on)
