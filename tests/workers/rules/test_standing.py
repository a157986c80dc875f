"""How a membership stands on a day."""

from datetime import date

import pytest

from shramsetu.workers.rules.standing import Limits, Standing, Terms, standing

LIMITS = Limits(due_days=60, lapsed_years=1, inactive_years=4, ceases_age=60)
TERMS = Terms(registered_on=date(2020, 4, 1), paid_until=date(2024, 2, 29), born_on=date(1980, 2, 29))


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (date(2020, 3, 31), Standing.APPLIED),
        (date(2020, 4, 1), Standing.ACTIVE),
        (date(2023, 12, 31), Standing.ACTIVE),
        (date(2024, 1, 1), Standing.DUE),
        (date(2024, 2, 29), Standing.DUE),
        (date(2024, 3, 1), Standing.LAPSED),
        (date(2025, 3, 1), Standing.LAPSED),
        (date(2025, 3, 2), Standing.REVIVABLE),
        (date(2028, 2, 28), Standing.REVIVABLE),  # three years and 364 days
        (date(2028, 2, 29), Standing.INACTIVE),  # four years
        (date(2040, 2, 28), Standing.INACTIVE),
        (date(2040, 2, 29), Standing.CEASED),
    ],
)
def test_by_the_last_day_paid(on: date, stands: Standing) -> None:
    assert standing(TERMS, LIMITS, on) is stands


def test_who_is_born_on_a_leap_day_completes_the_year_on_the_first_of_march() -> None:
    terms = Terms(registered_on=date(2020, 4, 1), paid_until=date(2045, 1, 1), born_on=date(1981, 2, 28))
    leap = Terms(registered_on=date(2020, 4, 1), paid_until=date(2045, 1, 1), born_on=date(1980, 2, 29))
    assert standing(terms, LIMITS, date(2041, 2, 27)) is Standing.ACTIVE
    assert standing(terms, LIMITS, date(2041, 2, 28)) is Standing.CEASED
    ends = Limits(due_days=60, lapsed_years=1, inactive_years=4, ceases_age=61)
    assert standing(leap, ends, date(2041, 2, 28)) is Standing.ACTIVE
    assert standing(leap, ends, date(2041, 3, 1)) is Standing.CEASED


def test_death_and_cancelling_go_before() -> None:
    cancelled = Terms(TERMS.registered_on, TERMS.paid_until, TERMS.born_on, cancelled_on=date(2022, 5, 5))
    dead = Terms(TERMS.registered_on, TERMS.paid_until, TERMS.born_on, date(2023, 5, 5), date(2022, 5, 5))
    assert standing(cancelled, LIMITS, date(2022, 5, 4)) is Standing.ACTIVE
    assert standing(cancelled, LIMITS, date(2022, 5, 5)) is Standing.CANCELLED
    assert standing(dead, LIMITS, date(2023, 5, 4)) is Standing.CANCELLED
    assert standing(dead, LIMITS, date(2023, 5, 5)) is Standing.DECEASED


def test_an_application_is_not_yet_a_membership() -> None:
    assert standing(Terms(None, None, date(1990, 1, 1)), LIMITS, date(2026, 1, 1)) is Standing.APPLIED
