"""Sentences that say what to do about too few or too many on duty."""

from collections.abc import Callable, Sequence
from math import inf

from django.utils.translation import gettext, ngettext

from shramsetu.helpline.queries import expected
from shramsetu.helpline.queries.rosters import Stretch
from shramsetu.helpline.rules.erlang import Answer, Seats
from shramsetu.lib.text import grouped

MOST = 3


def clock(slot: int) -> str:
    """Return the beginning of a half-hour; the last one ends at 24:00."""
    return expected.labels()[slot] if slot < len(expected.labels()) else "24:00"


def lacking(stretches: Sequence[Stretch]) -> list[str]:
    """Say where people are lacking, the worst first, and what to do."""
    return [
        ngettext(
            "%(first)s–%(last)s: %(people)s person is lacking. Put one more on, or move the breaks out of this time.",
            "%(first)s–%(last)s: %(people)s people are lacking. Put more on, or move the breaks out of this time.",
            one.people,
        )
        % {"first": clock(one.first), "last": clock(one.last), "people": grouped(one.people)}
        for one in stretches[:MOST]
    ]


def too_many(stretches: Sequence[Stretch]) -> list[str]:
    """Say where people are to spare, and what they could do."""
    return [
        gettext("%(first)s–%(last)s: %(people)s people to spare. They can make call-backs, or be trained.")
        % {"first": clock(one.first), "last": clock(one.last), "people": grouped(one.people)}
        for one in stretches[:MOST]
    ]


def needed(patient: Seats, impatient: Seats, *, room: int) -> str:
    """Say how many seats and people a load needs, by both formulas, and whether the house has that many."""
    said = gettext(
        "%(seats)s seats are enough: put %(people)s people on the roster. If no caller ever hung up it would take "
        "%(careful)s."
    ) % {
        "seats": grouped(impatient.at_phone),
        "people": grouped(impatient.rostered),
        "careful": grouped(patient.at_phone),
    }
    if impatient.at_phone <= room:
        return said
    more = gettext("The house has room for %(room)s: offer call-backs, or open another site.")
    return f"{said} {more % {'room': grouped(room)}}"


def how_it_goes(found: Answer, wanted: Seats) -> str:
    """Say how a number of seats will do, and how many are lacking."""
    said = gettext(
        "With %(seats)s seats %(level)s percent are answered in time and %(left)s percent hang up; "
        "operators are busy %(busy)s percent of the time."
    ) % {
        "seats": grouped(found.seats),
        "level": round(found.level * 100),
        "left": round(found.abandon_share * 100),
        "busy": round(found.occupancy * 100),
    }
    missing = wanted.at_phone - found.seats
    if missing <= 0:
        return said
    more = ngettext("%(count)s seat is lacking.", "%(count)s seats are lacking.", missing)
    return f"{said} {more % {'count': grouped(missing)}}"


def compared(patient: Answer, impatient: Answer, there: Sequence[Answer]) -> list[tuple[str, str, str, list[str]]]:
    """Return what the formulas say beside each other: answered in time, wait, hung up, busy."""
    ways: list[tuple[str, Callable[[Answer], str]]] = [
        (gettext("Answered in time (percent)"), lambda one: f"{100 * one.level:.1f}"),
        (gettext("Have to wait (percent)"), lambda one: f"{100 * one.wait_share:.1f}"),
        (gettext("Mean wait (seconds)"), lambda one: "∞" if one.wait_seconds == inf else f"{one.wait_seconds:.1f}"),
        (gettext("Hang up (percent)"), lambda one: f"{100 * one.abandon_share:.1f}"),
        (gettext("Busy (percent)"), lambda one: f"{100 * one.occupancy:.1f}"),
    ]
    return [(word, say(patient), say(impatient), [say(one) for one in there]) for word, say in ways]
