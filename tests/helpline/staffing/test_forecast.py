"""A forecast finds weekday, trend, holiday and shape again in calls that were drawn from them."""

import math
import random
from datetime import date, timedelta

import pytest

from shramsetu.helpline.rules import forecast
from shramsetu.helpline.rules.forecast import Known, Past, TooLittleHistory

FIRST = date(2026, 8, 3)  # a Monday
DIWALI = date(2026, 11, 8)
USUAL = (90_000, 84_000, 82_000, 81_000, 80_000, 60_000, 40_000)
SHAPE = [math.exp(-(((slot - 23) / 9) ** 2)) + 0.05 for slot in range(forecast.SLOTS)]


def day(total: float, lots: random.Random | None = None, handle: float = 240) -> Past:
    calls = [total * share / sum(SHAPE) for share in SHAPE]
    if lots:
        calls = [max(0, round(lots.gauss(mean, math.sqrt(mean)))) for mean in calls]
    return Past(tuple(calls), tuple(calls), tuple(handle * one for one in calls))


def history(days: int, *, growth: float = 0.0, lots: random.Random | None = None) -> dict[date, Past]:
    span = [FIRST + timedelta(days=ahead) for ahead in range(days)]
    return {on: day(USUAL[on.weekday()] * math.exp(growth * (on - FIRST).days), lots) for on in span}


def test_a_steady_week_is_expected_again() -> None:
    learned = forecast.fit(history(56), Known())
    expected = forecast.expect(learned, FIRST + timedelta(days=57), Known())  # a Tuesday
    assert expected.total == pytest.approx(84_000, rel=1e-6)
    assert expected.calls == pytest.approx(day(84_000).calls, rel=1e-6)
    assert expected.handle == pytest.approx([240] * 48)


def test_growth_is_carried_on_but_wears_off() -> None:
    learned = forecast.fit(history(84, growth=0.02 / 7), Known())
    assert learned.trend == pytest.approx(0.02 / 7, rel=1e-6)
    ahead = [forecast.expect(learned, FIRST + timedelta(days=83 + 7 * weeks), Known()).total for weeks in range(60)]
    assert ahead[1] / ahead[0] == pytest.approx(math.exp(0.02), rel=0.01)
    assert ahead[59] / ahead[0] < math.exp(0.02 / 7 * 21)


def test_later_weeks_weigh_more() -> None:
    past = history(28) | {on: day(past.total * 2) for on, past in history(56).items() if on >= FIRST + timedelta(28)}
    with_trend = forecast.fit(past, Known())
    assert forecast.expect(with_trend, FIRST + timedelta(days=56), Known()).total > 1.4 * USUAL[0]


def test_a_holiday_is_like_the_holidays_before() -> None:
    past = history(84)
    holidays = {FIRST + timedelta(days=12), FIRST + timedelta(days=60), DIWALI}
    past |= {on: day(past[on].total * 0.3) for on in holidays if on in past}
    known = Known(frozenset(holidays))
    learned = forecast.fit(past, known)
    assert learned.holiday == pytest.approx(0.3)
    assert forecast.expect(learned, DIWALI, known).total == pytest.approx(0.3 * 40_000, rel=1e-6)
    ordinary = forecast.expect(learned, FIRST + timedelta(days=84), known)
    assert ordinary.total == pytest.approx(90_000, rel=1e-6)


def test_a_first_holiday_is_taken_for_a_sunday() -> None:
    learned = forecast.fit(history(28), Known())
    assert learned.holiday == pytest.approx(40_000 / (sum(USUAL[:6]) / 6))


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "found"])
def test_an_outage_teaches_nothing(declared: bool) -> None:
    broken = FIRST + timedelta(days=49)
    past = history(56) | {broken: day(200 if not declared else 60_000)}
    known = Known(left_out=frozenset({broken} if declared else ()))
    learned = forecast.fit(past, known)
    assert forecast.expect(learned, FIRST + timedelta(days=56), known).total == pytest.approx(90_000, rel=1e-6)


def test_missing_days_teach_nothing() -> None:
    past = {on: one for on, one in history(56).items() if on.day % 3}
    assert forecast.expect(forecast.fit(past, Known()), FIRST + timedelta(56), Known()).total == pytest.approx(90_000)


def test_a_campaign_is_expected_and_not_learned() -> None:
    campaign = FIRST + timedelta(days=51)
    past = history(56)
    past[campaign] = day(past[campaign].total * 1.8)
    coming = FIRST + timedelta(days=58)
    known = Known(multiples={campaign: 1.8, coming: 1.5})
    learned = forecast.fit(past, known)
    assert forecast.expect(learned, coming, known).total == pytest.approx(1.5 * 82_000, rel=1e-6)
    assert forecast.expect(learned, coming + timedelta(7), known).total == pytest.approx(82_000, rel=1e-6)


def test_a_line_closed_on_sundays_expects_none() -> None:
    past = {on: day(0 if on.weekday() == 6 else 100) for on in history(56)}
    assert forecast.expect(forecast.fit(past, Known()), date(2026, 10, 4), Known()).total == 0


def test_the_error_is_that_of_days_not_learned_from() -> None:
    lots = random.Random(3)
    past = history(84, growth=0.01 / 7, lots=lots)
    errors = forecast.held_out(past, Known())
    chance = sum(math.sqrt(2 / math.pi * mean) for mean in day(80_000).calls) / 80_000  # no forecast can beat it
    assert errors.days == 14
    assert chance * 0.8 < errors.wape < errors.naive
    assert errors.wape_days < 0.02
    assert errors.wape < 0.05
    exact = forecast.held_out(history(84), Known())
    assert (exact.wape, exact.mape, exact.wape_days) == pytest.approx((0, 0, 0), abs=1e-9)


def test_nothing_is_made_up_out_of_no_history() -> None:
    for past in ({}, {FIRST: day(100)}):
        with pytest.raises(TooLittleHistory):
            forecast.held_out(past, Known())
    with pytest.raises(TooLittleHistory):
        forecast.fit({}, Known())
