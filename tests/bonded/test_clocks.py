"""The clocks A1 to A23: each row of the procedure's table, from one Monday morning on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shramsetu import rulebook
from shramsetu.bonded.rules.clocks import Light, after, times
from shramsetu.lib import clock
from shramsetu.rulebook.bonded import Span

BOOK = rulebook.book()
START = clock.moment(date(2026, 11, 30)) + timedelta(hours=11)  # a Monday, eleven in the morning
CALENDAR = BOOK.calendar(date(2026, 11, 30))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = 11 * HOUR  # from the first minute of that day
CLOSE = CALENDAR.closes_at(date(2026, 11, 30)) - START  # the office's close of that day


@pytest.mark.parametrize(
    ("slug", "code", "due", "amber", "red", "tells"),
    [
        ("inquiry", "A1", 24 * HOUR, 18 * HOUR, 24 * HOUR, [("dm", 24 * HOUR), ("commissioner", 48 * HOUR)]),
        ("rescue", "A2", 48 * HOUR, 36 * HOUR, 48 * HOUR, [("divisional_commissioner", 48 * HOUR)]),
        ("finding", "A3", 24 * HOUR, 18 * HOUR, 24 * HOUR, [("dm", 24 * HOUR), ("state_nodal", 48 * HOUR)]),
        ("certificate", "A4", 24 * HOUR, 20 * HOUR, 24 * HOUR, [("dm", 24 * HOUR), ("commissioner", 24 * HOUR)]),
        ("child-committee", "A5", 24 * HOUR, 12 * HOUR, 24 * HOUR,
         [("dm", 24 * HOUR), ("child_commission", 24 * HOUR)]),
        ("immediate-assistance", "A6", 24 * HOUR, 24 * HOUR, 72 * HOUR,
         [("dm", 24 * HOUR), ("commissioner", 72 * HOUR), ("principal_secretary", 7 * DAY)]),
        ("not-received", "A7", 3 * DAY + CLOSE, 2 * DAY + CLOSE, 3 * DAY + CLOSE, [("dm", 3 * DAY + CLOSE)]),
        ("payment-returned", "A7", 2 * DAY + CLOSE, DAY + CLOSE, 2 * DAY + CLOSE, [("dm", 2 * DAY + CLOSE)]),
        ("fir", "A8", 24 * HOUR, 24 * HOUR, 48 * HOUR, [("dm", 48 * HOUR), ("superintendent", 48 * HOUR)]),
        ("identity", "A9", 48 * HOUR, 36 * HOUR, 48 * HOUR, []),
        ("bank-account", "A9", 7 * DAY, 5 * DAY, 7 * DAY, []),
        ("wages", "A9", 3 * DAY, 2 * DAY, 3 * DAY, [("dm", 3 * DAY)]),
        ("native-acceptance", "A10", 48 * HOUR, 24 * HOUR, 48 * HOUR,
         [("both_dms", 48 * HOUR), ("commissioner", 48 * HOUR)]),
        ("home-state", "A10", 15 * DAY, 7 * DAY, 15 * DAY,
         [("dm", 15 * DAY), ("commissioner", 30 * DAY), ("principal_secretary", 60 * DAY)]),
        ("arrival", "A11", 24 * HOUR, HOUR, 24 * HOUR, [("native_officer", HOUR), ("both_dms", 24 * HOUR)]),
        ("plan", "A12", 30 * DAY, 21 * DAY, 30 * DAY, [("vigilance_committee", 30 * DAY), ("dm", 30 * DAY)]),
        ("trial-age", "A14", 90 * DAY, 60 * DAY, 90 * DAY, [("dm", 90 * DAY)]),
        ("hearing", "A15", 0 * DAY, -7 * DAY - MORNING, -2 * DAY - MORNING,
         [(who, day * DAY - MORNING) for day in (-7, -2, 0) for who in ("magistrate", "prosecutor", "survivor")]),
        ("balance-to-state", "A16", 15 * DAY, 10 * DAY, 15 * DAY, [("dm", 15 * DAY)]),
        ("balance-to-centre", "A16", 30 * DAY, 20 * DAY, 30 * DAY, [("principal_secretary", 30 * DAY)]),
        ("corpus", "A17", 7 * DAY, 3 * DAY, 7 * DAY, [("duty_owner", 0 * DAY), ("commissioner", 7 * DAY)]),
        ("committee-meeting", "A18", 90 * DAY, 75 * DAY, 90 * DAY, [("commissioner", 90 * DAY)]),
        ("committee-first", "A18", 30 * DAY, 20 * DAY, 30 * DAY,
         [("commissioner", 30 * DAY), ("principal_secretary", 60 * DAY)]),
        ("survey-first", "A19", 90 * DAY, 60 * DAY, 90 * DAY, [("commissioner", 90 * DAY)]),
        ("half-year-report", "A20", 30 * DAY, 20 * DAY, 30 * DAY, [("principal_secretary", 30 * DAY)]),
        ("risk-visit", "A21", 7 * DAY, 4 * DAY, 7 * DAY, [("dm", 7 * DAY)]),
        ("repeat-site", "A22", 7 * DAY, 24 * HOUR, 7 * DAY, [("labour_officer", 0 * HOUR)]),
        ("quiet-case", "A23", 15 * DAY, 15 * DAY, 30 * DAY, [("duty_owner", 15 * DAY), ("dm", 30 * DAY)]),
    ],
)  # fmt: skip
def test_each_clock_stands_as_the_procedure_says(
    slug: str, code: str, due: timedelta, amber: timedelta, red: timedelta, tells: list[tuple[str, timedelta]]
) -> None:
    found = times(BOOK.bonded.clock(slug, date(2026, 11, 30)), START, CALENDAR)
    assert BOOK.bonded.clocks[slug].code == code
    assert (found.due - START, found.amber - START, found.red - START) == (due, amber, red)
    assert [(rung.who, rung.at - START) for rung in found.tells] == tells


@pytest.mark.parametrize(
    ("slug", "due", "told"),
    [
        ("committee-term", datetime(2028, 11, 30, 5, 30, tzinfo=UTC), {"commissioner", "principal_secretary"}),
        ("survey", datetime(2029, 11, 30, 5, 30, tzinfo=UTC), {"commissioner"}),
    ],
)
def test_long_clocks_count_in_months(slug: str, due: datetime, told: set[str]) -> None:
    found = times(BOOK.bonded.clock(slug, date(2026, 11, 30)), START, CALENDAR)
    assert (found.due, {rung.who for rung in found.tells}) == (due, told)


def test_a_line_of_the_plan_turns_by_shares_of_its_own_limit() -> None:
    row = BOOK.bonded.clock("rehabilitation-line", date(2026, 11, 30))
    found = times(row, START, CALENDAR, whole=15 * DAY)
    assert (found.amber - START, found.red - START) == (12 * DAY, 15 * DAY)
    with pytest.raises(ValueError, match="share of what"):
        times(row, START, CALENDAR)


def test_what_is_told_in_lists_is_what_the_procedure_calls_a_list() -> None:
    lists = {
        (slug, rung.who): rung.list
        for slug, row in BOOK.bonded.clocks.items()
        for rung in row.values[-1].tells
        if rung.list
    }
    assert lists == {
        ("immediate-assistance", "commissioner"): "daily",
        ("immediate-assistance", "principal_secretary"): "daily",
        ("fir", "dm"): "daily",
        ("fir", "superintendent"): "daily",
        ("plan", "vigilance_committee"): "monthly",
        ("rehabilitation-line", "duty_owner"): "weekly",
        ("rehabilitation-line", "vigilance_committee"): "monthly",
        ("trial-age", "dm"): "monthly",
        ("corpus", "duty_owner"): "weekly",
        ("corpus", "commissioner"): "weekly",
    }


def test_every_code_from_1_to_23_has_a_clock() -> None:
    assert {row.code for row in BOOK.bonded.clocks.values()} == {f"A{number}" for number in range(1, 24)}


def test_a_recorded_pause_moves_everything_and_the_light_follows_the_clock() -> None:
    row = BOOK.bonded.clock("inquiry", date(2026, 11, 30))
    found = times(row, START, CALENDAR, paused=6 * HOUR)
    lights = [found.light(START + hours * HOUR) for hours in (0, 23, 24, 29, 30)]
    assert lights == [Light.GREEN, Light.GREEN, Light.AMBER, Light.AMBER, Light.RED]
    assert found.told_by(START + 30 * HOUR) == ("dm",)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    start = clock.moment(date(2026, 8, 31))
    assert clock.day(after(Span(months=6), start, CALENDAR)) == date(2027, 2, 28)


def test_each_rung_is_told_once_and_in_the_order_of_time() -> None:
    found = times(BOOK.bonded.clock("immediate-assistance", date(2026, 11, 30)), START, CALENDAR)
    told: list[str] = []
    heard = []
    for hours in (0, 23, 24, 25, 72, 73, 7 * 24, 8 * 24):
        rungs = found.untold(told, START + hours * HOUR)
        heard += [(hours, rung.who) for rung in rungs]
        told += [rung.name for rung in rungs]
    assert heard == [(24, "holder"), (24, "dm"), (72, "holder"), (72, "commissioner"), (168, "principal_secretary")]
    assert found.next_tell(told) is None
    assert found.next_tell(told[:-1]) == START + 7 * DAY


def test_a_reminder_tells_of_a_day_that_comes() -> None:
    reminders = {
        slug
        for slug, row in BOOK.bonded.clocks.items()
        if times(row.values[-1], START, CALENDAR, whole=DAY).is_reminder
    }
    assert reminders == {"hearing"}


@pytest.mark.parametrize("year", range(2016, 2027))
def test_no_day_of_release_finds_a_rule_missing(year: int) -> None:
    on = date(year, 6, 1)
    for slug in BOOK.bonded.clocks:
        BOOK.bonded.clock(slug, on)
    keys = [key for key in BOOK.figures if key.startswith("bonded.")]
    assert keys
    for key in keys:
        BOOK.value(key, on)
    BOOK.bonded.version(on)
    assert BOOK.number("bonded.wages_claim_days", date(2016, 1, 1)) == 90
