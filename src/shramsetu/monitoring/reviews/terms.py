"""The figures of the rulebook that reviews go by, and which review stands behind its words."""

from datetime import date, datetime

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.moves import Due
from shramsetu.lib import clock
from shramsetu.rulebook.reviews import Round

FROM = date(2025, 1, 1)  # from here the working days are counted by which regions and sections take turns


def figure(key: str, on: date) -> int:
    """Return a figure of the rulebook in force on a day."""
    return rulebook.book().number(key, on)


def offsets(on: date) -> tuple[int, ...]:
    """Return on which days from its date a decision is reminded of: -3, 0, 3."""
    return rulebook.book().numbers("reviews.remind_days", on)


def rounds(on: date) -> list[Round]:
    """Return the rounds in force on a day."""
    return [one for one in rulebook.book().reviews.rounds.values() if one.from_on <= on]


def sections(on: date) -> list[str]:
    """Return the sections of the office that are in force on a day, in their order."""
    return [slug for slug, one in rulebook.book().reviews.sections.items() if one.from_on <= on]


def sections_of(code: str) -> list[str]:
    """Return the sections of the office to which a post belongs."""
    return [slug for slug, one in rulebook.book().reviews.sections.items() if code in one.posts]


def is_working(on: date) -> bool:
    """Tell whether the office works on a day."""
    return rulebook.book().calendar(on).is_working(on)


def working_day(on: date) -> int:
    """Return the number of a working day since the counting began."""
    return rulebook.book().calendar(on).working_days_between(FROM, on)


def due(key: str, at: datetime) -> Due:
    """Return when the span `key` of the rulebook that begins at `at` is over."""
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def due_by(on: date) -> Due:
    """Return the due time of a decision that is due on a day: the close of office, moved to a working day."""
    calendar = rulebook.book().calendar(on)
    return Due(calendar.closes_at(calendar.working_on_or_after(on)), "reviews.decided")


def has_struck(key: str, at: datetime) -> bool:
    """Tell whether the time that the rulebook writes under `key` has come on the day of `at`."""
    today = clock.day(at)
    return at >= clock.moment(today, rulebook.book().time(key, today))
