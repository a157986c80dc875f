"""What the NHRC asked of a national portal (December 2021): cash, kind, committees, surveys, pending cases."""

from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.bonded.reports import committees, registers, words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.halfyear import total
from shramsetu.bonded.reports.people import BALANCE, IMMEDIATE, by_district, people
from shramsetu.bonded.reports.tracks import trials
from shramsetu.casework.sheets import Cell, Sheet


def report(asked: Asked) -> Report:
    """Return the four tables, from the beginning until the day that was asked for."""
    sheets = [_rehabilitated(asked), _committees(asked), _surveys(asked), _pending(asked)]
    return Report("national-portal", gettext("Set for the national portal"), asked, None, sheets)


def _rehabilitated(asked: Asked) -> Sheet:
    heads = rulebook.book().bonded.heads
    persons = people(asked)
    done, sorted_out = registers.settled_lines(asked, persons), by_district(persons)
    lines: list[list[Cell]] = []
    for place in asked.districts:
        freed = [one for one in sorted_out.get(place.pk, []) if one.is_freed]
        certified = sum(one.certified_at is not None for one in freed)
        cash = [sum(one.paid(IMMEDIATE) for one in freed), sum(one.paid(*BALANCE) for one in freed)]
        paid = [sum(bool(one.paid(IMMEDIATE)) for one in freed), sum(bool(one.paid(*BALANCE)) for one in freed)]
        given = [sum((one.row.pk, slug) in done for one in freed) for slug in heads]
        lines.append([place.name_hi, certified, paid[0], words.rupees(cash[0]), paid[1], words.rupees(cash[1]), *given])
    head = [
        gettext("District"),
        gettext("Certificates"),
        gettext("Immediate assistance paid (persons)"),
        gettext("Immediate assistance paid (₹)"),
        gettext("Balance paid (persons)"),
        gettext("Balance paid (₹)"),
        *(one.title.hi for one in heads.values()),
    ]
    return Sheet(gettext("Rehabilitation"), head, [*lines, total(lines)])


def _committees(asked: Asked) -> Sheet:
    standing = committees.standing(asked)
    lines: list[list[Cell]] = [
        [
            place.name_hi,
            standing[place.pk].committees,
            standing[place.pk].subdivisions,
            standing[place.pk].seats - standing[place.pk].filled,
            len(standing[place.pk].held),
            standing[place.pk].last_held,
        ]
        for place in asked.districts
    ]
    head = [
        gettext("District"),
        gettext("Committees"),
        gettext("of these sub-divisional"),
        gettext("Vacant seats"),
        gettext("Meetings held"),
        gettext("Last meeting"),
    ]
    return Sheet(gettext("Vigilance committees"), head, lines)


def _surveys(asked: Asked) -> Sheet:
    found = committees.surveyed(asked)
    lines: list[list[Cell]] = []
    for place in asked.districts:
        one = found.get(place.pk)
        cells: list[Cell] = [None] * 7
        if one is not None:
            cost = words.rupees(one.cost_paise)
            cells = [one.from_on, one.to_on, one.sites, one.households, one.workers, one.found, cost]
        lines.append([place.name_hi, *cells])
    head = [
        gettext("District"),
        gettext("Survey from"),
        gettext("Survey until"),
        gettext("Sites visited"),
        gettext("Households"),
        gettext("Workers"),
        gettext("Found"),
        gettext("Cost (₹)"),
    ]
    return Sheet(gettext("Surveys"), head, lines)


def _pending(asked: Asked) -> Sheet:
    tracks = dict(rulebook.book().bonded.tracks)
    lines: list[list[Cell]] = [
        [
            one.row.case.number,
            one.row.case.district.name_hi if one.row.case.district else "",
            words.said(tracks, one.row.track),
            words.sections(one.row.sections),
            words.day(one.began_at),
            one.state,
            words.day(one.ended_at),
            one.outcome,
        ]
        for one in trials(asked)
    ]
    head = [
        gettext("Track"),
        gettext("District"),
        gettext("Proceeding"),
        gettext("Sections"),
        gettext("Began on"),
        gettext("State now"),
        gettext("Ended on"),
        gettext("Outcome"),
    ]
    return Sheet(gettext("Cases"), head, lines)
