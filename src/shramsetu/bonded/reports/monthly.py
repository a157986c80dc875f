"""The sheet that a District Magistrate looks at each month: what is pending by clock, what was done, who is unpaid."""

from django.utils.translation import gettext, pgettext

from shramsetu import rulebook
from shramsetu.bonded.reports import affidavit, duties, words
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.people import Person, people, since
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.lib import clock


def report(asked: Asked) -> Report:
    """Return the month of the day that was asked for, until its end."""
    first = asked.on.replace(day=1)
    persons = people(asked)
    sheets = [_pending(asked), _month(asked, persons), affidavit.unpaid_sheet(asked, persons)]
    return Report("monthly", gettext("Monthly sheet of the district"), asked, first, sheets)


def _pending(asked: Asked) -> Sheet:
    counts = duties.by_clock(duties.owed(asked))
    done = duties.ended(asked, clock.bounds(asked.on.replace(day=1))[0])
    lines: list[list[Cell]] = []
    for slug, rule in rulebook.book().bonded.clocks.items():
        one = counts.get(slug)
        if one is None and not done.get(slug):
            continue
        open_now: list[Cell] = [one.open, one.late, one.paused, words.day(one.oldest)] if one else [0, 0, 0, None]
        lines.append([f"{rule.code} {rule.what.hi}", *open_now, done.get(slug, 0)])
    head = [
        gettext("Clock"),
        pgettext("count", "Open"),
        gettext("Late"),
        gettext("Standing still"),
        gettext("Oldest since"),
        gettext("Done this month"),
    ]
    return Sheet(gettext("Pending by clock"), head, lines)


def _month(asked: Asked, persons: list[Person]) -> Sheet:
    first = asked.on.replace(day=1)

    def entered(*states: str) -> int:
        return sum(any(since(one.history.entered.get(name), first) for name in states) for one in persons)

    lines: list[list[Cell]] = [
        [gettext("Identified"), sum(since(one.history.began_at, first) for one in persons)],
        [gettext("Found bonded"), entered("bonded")],
        [gettext("Found not bonded"), entered("not_bonded")],
        [gettext("Certificates"), sum(since(one.certified_at, first) for one in persons)],
        [gettext("Immediate assistance paid (persons)"), sum(since(one.paid_at, first) for one in persons)],
        [gettext("Reached home"), entered("home")],
        [gettext("Plans approved"), entered("planned")],
        [gettext("Bound again"), entered("rebonded")],
    ]
    return Sheet(gettext("The month"), [gettext("What"), gettext("Persons")], lines)
