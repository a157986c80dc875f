"""The light of a building follows its forecast, and silence is never progress."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shramsetu.monitoring.works.rules.light import Asked, Light, Why, light
from shramsetu.monitoring.works.rules.progress import WHOLE, Forecast

BEGINS, DUE, ON = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)
RUNNING = Asked(
    on=ON, physical=5_000, begins=BEGINS, due=DUE, measured=ON - timedelta(days=3), forecast=Forecast(DUE, 90)
)


def told(**changes: object) -> tuple[Light, Why]:
    return light(replace(RUNNING, **changes), amber_percent=10, silent_days=30)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (0, (Light.GREEN, Why.ON_TIME)),
        (1, (Light.AMBER, Why.LATE)),
        (36, (Light.AMBER, Why.LATE)),  # a tenth of 364 days
        (37, (Light.RED, Why.LATE)),
    ],
)
def test_by_how_much_it_is_late_says_the_light(late: int, expected: tuple[Light, Why]) -> None:
    assert told(forecast=Forecast(DUE + timedelta(days=late), 90)) == expected


@pytest.mark.parametrize(("days", "why"), [(30, Why.ON_TIME), (31, Why.SILENT)])
def test_silence_is_red_however_good_the_curve_was(days: int, why: Why) -> None:
    assert told(measured=ON - timedelta(days=days))[1] == why


def test_a_building_that_stands_still_is_red() -> None:
    assert told(forecast=Forecast(None, 90)) == (Light.RED, Why.STANDS_STILL)


def test_nothing_is_asked_before_the_first_day_and_in_its_first_weeks() -> None:
    assert told(on=BEGINS, physical=0, measured=None, forecast=Forecast(None, 0)) == (Light.GREEN, Why.ON_TIME)
    young = told(on=BEGINS + timedelta(days=20), physical=0, measured=None, forecast=Forecast(None, 0))
    assert young == (Light.GREEN, Why.ON_TIME)


def test_without_a_plan_it_is_grey_and_red_once_the_time_to_make_one_is_over() -> None:
    assert told(begins=None, due=None, plan_due=ON) == (Light.GREY, Why.UNPLANNED)
    assert told(begins=None, due=None, plan_due=ON - timedelta(days=1)) == (Light.RED, Why.PLAN_LATE)


def test_what_is_whole_is_green_whatever_else() -> None:
    assert told(physical=WHOLE, measured=None, begins=None, due=None) == (Light.GREEN, Why.BUILT)
