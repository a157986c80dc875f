"""Duties as a table to take away: code names, clocks and dates, nothing of a person."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from shramsetu.bonded.models import BondedDuty
from shramsetu.bonded.queries import duties as queries
from shramsetu.bonded.queries.duties import Row
from shramsetu.bonded.rules.clocks import Light
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.lib import clock
from shramsetu.offices import words

MOST = 20_000


def of(duties: QuerySet[BondedDuty], *, at: datetime, language: str) -> Sheet:
    """Return the first lines of `duties` as a sheet; a note says where they are cut."""
    found = list(duties.select_related("case", *queries.BEHIND)[: MOST + 1])
    head = [
        gettext("Code name"),
        gettext("Clock"),
        gettext("What is owed"),
        gettext("District"),
        gettext("With"),
        gettext("Runs from"),
        gettext("Due"),
        gettext("Turns red"),
        gettext("Light"),
    ]
    lines = [_line(queries.row(one, at), language) for one in found[:MOST]]
    cut = [gettext("More than %(most)s lines fit; choose fewer.") % {"most": MOST}] if len(found) > MOST else []
    return Sheet(gettext("Duties"), head, [*lines, *([cut] if cut else [])])


def _line(row: Row, language: str) -> list[Cell]:
    case, duty = row.duty.case, row.duty
    return [
        row.code,
        row.clock,
        row.what.say(language),
        case.district.name(language) if case.district else "",
        words.title(case.holder) if case.holder else "",
        _moment(duty.from_at),
        _moment(case.due_at),
        _moment(duty.red_at),
        gettext("Stands still") if row.is_paused else light_word(row.light),
    ]


def light_word(light: Light) -> str:
    """Return the word for a light, in the language of the page."""
    return {Light.RED: gettext("Red"), Light.AMBER: gettext("Amber"), Light.GREEN: gettext("Green")}[light]


def _moment(at: datetime | None) -> str:
    return f"{clock.local(at):%d-%m-%Y %H:%M}" if at else ""
