"""What is still owed for the work of a bonded person."""

import pytest

from shramsetu.bonded.rules.wages import Reckoned, reckoned, to_claim


@pytest.mark.parametrize(
    ("days", "paid", "minimum", "owed"),
    [
        (730, 5_000, 40_000, 730 * 35_000),
        (730, None, 40_000, 730 * 40_000),  # nothing said of pay is no pay
        (1, 40_000, 40_000, 0),
        (10, 45_000, 40_000, 0),
    ],
)
def test_each_day_brings_the_minimum_less_what_was_paid(days: int, paid: int | None, minimum: int, owed: int) -> None:
    found = reckoned(days, paid, minimum)
    assert found is not None
    assert found.owed == owed


@pytest.mark.parametrize(("days", "minimum"), [(0, 40_000), (30, None), (30, 0)])
def test_without_days_or_a_minimum_nothing_is_made_up(days: int, minimum: int | None) -> None:
    assert reckoned(days, 5_000, minimum) is None


def test_wages_are_to_be_seen_to_when_a_sum_is_owed_or_wages_were_withheld() -> None:
    assert to_claim(Reckoned(30, 0, 40_000), withheld=False)
    assert to_claim(None, withheld=True)
    assert not to_claim(None, withheld=False)
    assert not to_claim(Reckoned(30, 40_000, 40_000), withheld=False)
