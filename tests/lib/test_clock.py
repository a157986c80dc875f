from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.lib import clock
from shramsetu.lib.clock import IST, Calendar

HOLIDAYS = {
    date(2026, 11, 8): "दीपावली",
    date(2026, 11, 9): "गोवर्धन पूजा",
    date(2026, 11, 10): "भाई दूज",
    date(2026, 11, 24): "गुरु नानक जयंती",
}
OTHERWISE_WRITTEN = ("20261121", "2026-W47-6", "२०२६-११-२१", "2026-11-21 ", "2026-11-21T00:00", "-2026-11-21")
OFFICE = Calendar(holidays=HOLIDAYS)


def ist(day: int, hour: int = 11, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=IST)


def close(day: int, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, 18, tzinfo=IST)


def test_a_day_turns_at_18_30_utc() -> None:
    assert clock.day(datetime(2026, 11, 21, 18, 29, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert clock.day(datetime(2026, 11, 21, 18, 30, tzinfo=UTC)) == date(2026, 11, 22)


def test_the_bounds_of_a_day_are_its_instants() -> None:
    start, end = clock.bounds(date(2026, 11, 21))
    assert (start, end) == (datetime(2026, 11, 20, 18, 30, tzinfo=UTC), datetime(2026, 11, 21, 18, 30, tzinfo=UTC))
    assert clock.day(start) == date(2026, 11, 21)
    assert clock.day(end - timedelta(microseconds=1)) == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["1947-01-01", "2026-11-21", "2200-12-31"])
def test_an_address_names_a_day(text: str) -> None:
    found = clock.named(text, None)
    assert found is not None
    assert found.isoformat() == text
    assert [clock.day(one - timedelta(microseconds=1)) for one in clock.bounds(found)][1] == found


@pytest.mark.parametrize(
    "text",
    ["", "x", "0001-01-01", "1946-12-31", "2201-01-01", "9999-12-31", "2026-02-30", *OTHERWISE_WRITTEN],
)
def test_what_names_no_day_of_an_office_is_another(text: str) -> None:
    other = date(2026, 11, 21)
    assert (clock.named(text, other), clock.named(text, None)) == (other, None)


def test_an_instant_without_zone_is_refused() -> None:
    for verb in (clock.day, clock.local, lambda at: clock.add_hours(at, 1), OFFICE.arrival_day, OFFICE.is_open):
        with pytest.raises(clock.NaiveInstant):
            verb(datetime(2026, 11, 21, 12))


def test_due_times_come_out_in_utc() -> None:
    for unit in clock.UNITS:
        assert clock.span_due(ist(19), amount=2, unit=unit, calendar=OFFICE).tzinfo is UTC


def test_sunday_second_saturday_and_holiday_are_off() -> None:
    working = [day for day in range(1, 31) if OFFICE.is_working(date(2026, 11, day))]
    assert working == [2, 3, 4, 5, 6, 7, 11, 12, 13, 16, 17, 18, 19, 20, 21, 23, 25, 26, 27, 28, 30]


def test_second_saturday_is_the_second_whatever_day_the_month_begins() -> None:
    calendar = Calendar()
    off = [
        next(
            date(2026, month, day)
            for day in range(1, 31)
            if date(2026, month, day).weekday() == 5 and not calendar.is_working(date(2026, month, day))
        )
        for month in range(1, 13)
    ]
    assert [day.day for day in off] == [10, 14, 14, 11, 9, 13, 11, 8, 12, 10, 14, 12]


def test_a_calendar_may_keep_second_saturday_and_other_hours() -> None:
    calendar = Calendar(hours=(time(10), time(17)), second_saturday=False)
    assert calendar.add_working_days(ist(13), 1) == datetime(2026, 11, 14, 17, tzinfo=IST)


def test_the_office_is_open_from_half_past_nine_until_before_six() -> None:
    instants = (ist(20, 9, 29), ist(20, 9, 30), ist(20, 17, 59), ist(20, 18), ist(22, 12))
    assert [OFFICE.is_open(at) for at in instants] == [False, True, True, False, False]


def test_next_working_is_strictly_later() -> None:
    assert OFFICE.next_working(date(2026, 11, 7)) == date(2026, 11, 11)
    assert OFFICE.next_working(date(2026, 11, 18)) == date(2026, 11, 19)
    assert OFFICE.working_on_or_after(date(2026, 11, 18)) == date(2026, 11, 18)


def test_working_days_are_counted_from_the_day_after_arrival() -> None:
    assert OFFICE.add_working_days(ist(18, 9), 1) == close(19)
    assert OFFICE.add_working_days(ist(18, 17, 59), 1) == close(19)
    assert OFFICE.add_working_days(ist(20), 3) == close(25)  # Saturday 21, Monday 23, Wednesday 25


def test_at_the_close_of_office_it_counts_for_the_next_working_day() -> None:
    assert OFFICE.add_working_days(ist(18, 18), 1) == close(20)
    assert OFFICE.add_working_days(ist(21, 18), 1) == close(25)


def test_on_a_holiday_it_counts_for_the_next_working_day() -> None:
    assert OFFICE.add_working_days(ist(22), 1) == close(25)
    assert OFFICE.add_working_days(ist(8), 1) == OFFICE.add_working_days(ist(11), 1) == close(12)


def test_the_minute_before_and_at_midnight_of_kolkata() -> None:
    before = datetime(2026, 11, 18, 18, 29, tzinfo=UTC)
    after = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)
    assert OFFICE.add_working_days(before, 1) == OFFICE.add_working_days(after, 1) == close(20)
    assert OFFICE.add_calendar_days(before, 1) == close(19)
    assert OFFICE.add_calendar_days(after, 1) == close(20)
    assert clock.add_hours(before, 1) == datetime(2026, 11, 19, 0, 59, tzinfo=IST)


def test_no_working_days_end_with_the_day_of_arrival() -> None:
    assert OFFICE.add_working_days(ist(18), 0) == close(18)
    assert OFFICE.add_working_days(ist(18, 18), 0) == close(19)


def test_calendar_days_move_off_a_holiday() -> None:
    assert OFFICE.add_calendar_days(ist(18), 7) == close(25)
    assert OFFICE.add_calendar_days(ist(1), 7) == close(11)  # Diwali to Bhai Dooj
    assert OFFICE.add_calendar_days(ist(15, 23), 7) == close(23)


def test_no_calendar_days_after_the_close_end_with_the_next_close() -> None:
    assert OFFICE.add_calendar_days(ist(18, 18, 1), 0) == close(19)
    assert OFFICE.add_calendar_days(ist(18, 18), 0) == close(18)


def test_hours_run_over_nights_and_holidays() -> None:
    assert clock.span_due(ist(21, 20), amount=24, unit="hours", calendar=OFFICE) == ist(22, 20)


def test_another_unit_or_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="weeks"):
        clock.span_due(ist(21), amount=1, unit="weeks", calendar=OFFICE)  # type: ignore[arg-type]
    for unit in clock.UNITS:
        with pytest.raises(ValueError, match="negative"):
            clock.span_due(ist(21), amount=-1, unit=unit, calendar=OFFICE)


def test_warnings_stand_at_their_share_of_the_time() -> None:
    start, due = ist(18, 10), ist(20, 10)
    assert clock.warn_at(start, due, 0.5) == ist(19, 10)
    assert clock.warn_at(start, due, 0.8) == start + timedelta(hours=38, minutes=24)
    assert (clock.warn_at(start, due, 0), clock.warn_at(start, due, 1)) == (start, due)
    with pytest.raises(ValueError, match="share"):
        clock.warn_at(start, due, 80)


def test_a_pause_is_given_back() -> None:
    assert clock.extend(close(20), timedelta(days=2, hours=3)) == ist(22, 21)
    assert clock.extend(close(20), timedelta(days=2, hours=3), OFFICE) == close(23)
    assert clock.extend(close(20), timedelta(hours=1), OFFICE) == close(21)
    assert clock.extend(ist(22, 21), timedelta(0), OFFICE) == ist(22, 21)
    with pytest.raises(ValueError, match="pause"):
        clock.extend(close(20), timedelta(seconds=-1))


def test_working_days_between_leave_the_first_out() -> None:
    assert OFFICE.working_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 3
    assert OFFICE.working_days_between(date(2026, 11, 25), date(2026, 11, 25)) == 0
    assert OFFICE.working_days_between(date(2026, 11, 25), date(2026, 11, 20)) == -3


def test_working_time_counts_office_hours_only() -> None:
    assert OFFICE.working_time_between(ist(20, 17), ist(21, 10)) == timedelta(hours=1, minutes=30)
    assert OFFICE.working_time_between(ist(21, 19), ist(22, 23)) == timedelta(0)
    assert OFFICE.working_time_between(ist(21), ist(20)) == timedelta(0)


def test_quiet_hours_run_over_midnight() -> None:
    quiet = (time(21), time(8))
    assert [clock.is_between(ist(20, hour), *quiet) for hour in (20, 21, 0, 7, 8)] == [False, True, True, True, False]
    assert clock.next_at(ist(20, 22), time(8)) == ist(21, 8)
    assert clock.next_at(ist(20, 7), time(8)) == clock.next_at(ist(20, 8), time(8)) == ist(20, 8)


def test_a_calendar_without_working_day_is_refused() -> None:
    with pytest.raises(clock.NoWorkingDay):
        Calendar(weekly_off=frozenset(range(7)))
    closed = Calendar(holidays={date(2026, 11, 1) + timedelta(days=ahead): "" for ahead in range(500)})
    with pytest.raises(clock.NoWorkingDay):
        closed.add_working_days(ist(1), 1)
    with pytest.raises(clock.NoWorkingDay):
        closed.add_calendar_days(ist(1), 1)
    with pytest.raises(ValueError, match="closes"):
        Calendar(hours=(time(18), time(9)))


def test_new_year_and_leap_day_are_days_like_others() -> None:
    assert Calendar().add_working_days(datetime(2026, 12, 31, 12, tzinfo=IST), 1) == datetime(
        2027, 1, 1, 18, tzinfo=IST
    )
    assert Calendar().add_calendar_days(datetime(2028, 2, 28, 12, tzinfo=IST), 1) == datetime(
        2028, 2, 29, 18, tzinfo=IST
    )


instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
holidays = st.sets(st.dates(date(2025, 1, 1), date(2028, 6, 30)), max_size=60)
calendars = st.builds(
    lambda off, second, days: Calendar(
        weekly_off=frozenset(off), second_saturday=second, holidays=dict.fromkeys(days, "")
    ),
    st.sets(st.integers(0, 6), max_size=4),
    st.booleans(),
    holidays,
)
day_units = st.sampled_from(["working_days", "calendar_days"])


@given(at=instants, n=st.integers(0, 60), unit=day_units, calendar=calendars)
def test_due_is_the_close_of_a_working_day_and_never_before(
    at: datetime, n: int, unit: clock.Unit, calendar: Calendar
) -> None:
    due = clock.span_due(at, amount=n, unit=unit, calendar=calendar)
    assert calendar.is_working(clock.day(due))
    assert due == calendar.closes_at(clock.day(due))
    assert due >= at
    assert clock.day(due) >= clock.day(at)


@given(at=instants, n=st.integers(0, 40), unit=day_units, calendar=calendars)
def test_a_longer_limit_is_never_due_earlier(at: datetime, n: int, unit: clock.Unit, calendar: Calendar) -> None:
    earlier, later = (clock.span_due(at, amount=amount, unit=unit, calendar=calendar) for amount in (n, n + 1))
    assert later >= earlier
    assert unit == "calendar_days" or later > earlier


@given(
    at=instants,
    wait=st.timedeltas(timedelta(0), timedelta(days=9)),
    n=st.integers(0, 40),
    unit=st.sampled_from(clock.UNITS),
    calendar=calendars,
)
def test_what_comes_later_is_never_due_earlier(
    at: datetime, wait: timedelta, n: int, unit: clock.Unit, calendar: Calendar
) -> None:
    due, later = (clock.span_due(start, amount=n, unit=unit, calendar=calendar) for start in (at, at + wait))
    assert later >= due


@given(at=instants, n=st.integers(0, 40), calendar=calendars)
def test_counting_forward_and_back_agree(at: datetime, n: int, calendar: Calendar) -> None:
    due = calendar.add_working_days(at, n)
    assert calendar.working_days_between(calendar.arrival_day(at), clock.day(due)) == n


@given(at=instants, n=st.integers(0, 40), calendar=calendars, share=st.floats(0, 1))
def test_a_warning_lies_between_start_and_due(at: datetime, n: int, calendar: Calendar, share: float) -> None:
    due = calendar.add_working_days(at, n)
    assert at <= clock.warn_at(at, due, share) <= due


@given(
    at=instants,
    first=st.timedeltas(timedelta(0), timedelta(days=7)),
    second=st.timedeltas(timedelta(0), timedelta(days=7)),
    calendar=calendars,
)
def test_a_longer_pause_gives_back_more(at: datetime, first: timedelta, second: timedelta, calendar: Calendar) -> None:
    due = calendar.add_working_days(at, 3)
    once = clock.extend(due, first, calendar)
    assert due + first <= once <= clock.extend(due, first + second, calendar)
