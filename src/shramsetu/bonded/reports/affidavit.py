"""The table for the Supreme Court: by district released, paid, unpaid, with the reason and the age of each."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext

from shramsetu.bonded.reports import words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.halfyear import total
from shramsetu.bonded.reports.people import Person, by_district, people
from shramsetu.bonded.rules.reports import age, why_unpaid
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.lib import clock

UNTOUCHED = frozenset({"no_certificate", "not_proposed", "no_account", "refused"})


def report(asked: Asked) -> Report:
    """Return the table, from the beginning until the day that was asked for."""
    persons = people(asked)
    sheets = [_districts(asked, persons), _reasons(asked, persons), unpaid_sheet(asked, persons)]
    return Report("affidavit", gettext("Released, paid and unpaid, by district"), asked, None, sheets)


def released(persons: Sequence[Person]) -> list[Person]:
    """Return who was found bonded, here or in an old register, with or without a certificate yet."""
    return [one for one in persons if one.is_freed]


def unpaid(persons: Sequence[Person]) -> list[Person]:
    """Return whose immediate assistance lacks in whole or in part, the oldest first: whom the daily list names."""
    waiting = [(one.freed_at, one.code, one) for one in persons if one.freed_at and one.paid_at is None]
    return [one for _at, _code, one in sorted(waiting, key=lambda found: found[:2])]


def reason(one: Person) -> str:
    """Return why somebody is unpaid."""
    why = why_unpaid(one.immediate_stage, state=one.history.state, has_account=one.has_account)
    return "waived" if one.waived and why in UNTOUCHED else why


def unpaid_sheet(asked: Asked, persons: Sequence[Person]) -> Sheet:
    """Return who is unpaid by code name, with the reason and the days since."""
    names = {place.pk: place.name_hi for place in asked.districts}
    lines: list[list[Cell]] = [
        [
            one.code,
            names.get(one.row.case.district_id or 0, ""),
            one.certificate,
            words.day(one.freed_at),
            (asked.on - clock.day(one.freed_at)).days if one.freed_at else None,
            str(words.REASONS[reason(one)]),
        ]
        for one in unpaid(persons)
    ]
    head = [
        gettext("Code name"),
        gettext("District"),
        gettext("Certificate"),
        gettext("Freed on"),
        gettext("Days since"),
        gettext("Why not paid"),
    ]
    return Sheet(gettext("Unpaid persons"), head, lines)


def _districts(asked: Asked, persons: Sequence[Person]) -> Sheet:
    sorted_out = by_district(persons)
    lines: list[list[Cell]] = []
    for place in asked.districts:
        freed = released(sorted_out.get(place.pk, []))
        waiting = unpaid(freed)
        ages = Counter(age(one.freed_at, clock.moment(asked.on)) for one in waiting if one.freed_at)
        lines.append(
            [place.name_hi, len(freed), len(freed) - len(waiting), len(waiting), *(ages[name] for name in words.AGES)]
        )
    head = [
        gettext("District"),
        gettext("Released"),
        gettext("Paid"),
        gettext("Unpaid"),
        *map(str, words.AGES.values()),
    ]
    return Sheet(gettext("Districts"), head, [*lines, total(lines)])


def _reasons(asked: Asked, persons: Sequence[Person]) -> Sheet:
    counts = Counter(
        (reason(one), age(one.freed_at, clock.moment(asked.on))) for one in unpaid(persons) if one.freed_at
    )
    lines: list[list[Cell]] = [
        [str(label), *(counts[name, span] for span in words.AGES), sum(counts[name, span] for span in words.AGES)]
        for name, label in words.REASONS.items()
    ]
    head = [gettext("Why not paid"), *map(str, words.AGES.values()), gettext("Total")]
    return Sheet(gettext("Reasons"), head, [*lines, total(lines)])
