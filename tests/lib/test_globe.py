import pytest

from shramsetu.lib import globe

LUCKNOW, KANPUR = (80.9462, 26.8467), (80.3319, 26.4499)


def test_lucknow_and_kanpur_are_75_kilometres_apart() -> None:
    assert globe.kilometres(LUCKNOW, KANPUR) == pytest.approx(75, abs=1)


def test_the_way_back_is_as_long_and_standing_still_is_none() -> None:
    assert globe.kilometres(LUCKNOW, KANPUR) == pytest.approx(globe.kilometres(KANPUR, LUCKNOW))
    assert globe.kilometres(KANPUR, KANPUR) == 0


def test_the_other_side_of_the_earth_is_half_its_girth() -> None:
    assert globe.kilometres((0, 0), (180, 0)) == pytest.approx(20_015, abs=1)
