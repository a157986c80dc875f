"""Money is split to the paisa: over months, between principal and interest, between heirs. By property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.plans import LifeRule, NoPlan, Step

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))
ANY_SUM = st.integers(1, 5_000_00)
APRIL = LifeRule(proof_month=4, stops_after_months=1)
ANY_DAY = LifeRule(proof_month=0, stops_after_months=1)


@st.composite
def loans(draw: st.DrawFn) -> tuple[int, int, int]:
    months, principal = draw(st.integers(1, 84)), draw(st.integers(100_00, 10_00_000_00))
    least = -(-principal // months)
    return principal, draw(st.integers(least, least * 2)), months


@given(loans(), DAYS)
def test_instalments_give_back_the_principal_to_the_paisa(loan: tuple[int, int, int], first: date) -> None:
    principal, instalment, months = loan
    plan = plans.instalments(principal, instalment, months, first)

    assert [one.seq for one in plan] == list(range(1, months + 1))
    assert sum(one.paise for one in plan) == instalment * months
    assert sum(one.paise - one.interest_paise for one in plan) == principal
    assert all(0 <= one.interest_paise <= one.paise for one in plan)
    assert [plans.months_between(plan[0].due_on, one.due_on) for one in plan] == list(range(months))


@pytest.mark.parametrize(
    ("rupees", "instalment", "months", "interest"),
    [
        (500_000, 9_395, 60, 63_700),
        (200_000, 8_736, 24, 9_664),
        (400_000, 9_172, 48, 40_256),
        (300_000, 8_953, 36, 22_308),
    ],
)
def test_the_published_instalments_of_the_death_scheme(
    rupees: int, instalment: int, months: int, interest: int
) -> None:
    plan = plans.instalments(rupees * 100, instalment * 100, months, date(2026, 12, 1))
    assert sum(one.interest_paise for one in plan) == interest * 100
    assert [one.interest_paise for one in plan] == sorted((one.interest_paise for one in plan), reverse=True)


@pytest.mark.parametrize(("principal", "instalment", "months"), [(100, 9, 11), (100, 100, 0), (0, 1, 1)])
def test_instalments_that_do_not_give_it_back_are_no_plan(principal: int, instalment: int, months: int) -> None:
    with pytest.raises(NoPlan):
        plans.instalments(principal, instalment, months, date(2026, 1, 1))


@given(loans(), st.lists(st.integers(1, 9), min_size=1, max_size=7))
def test_heirs_together_get_each_month_what_one_would(loan: tuple[int, int, int], weights: list[int]) -> None:
    principal, instalment, months = loan
    plan = plans.instalments(principal, instalment, months, date(2026, 1, 31))
    parts = plans.shared(plan, weights)

    assert len(parts) == len(weights)
    for one, *theirs in zip(plan, *parts, strict=True):
        assert sum(each.paise for each in theirs) == one.paise
        assert sum(each.interest_paise for each in theirs) == one.interest_paise
        assert {each.due_on for each in theirs} == {one.due_on}


@given(DAYS, st.integers(-400, 400))
def test_months_are_counted_both_ways(on: date, after: int) -> None:
    month = plans.month_of(on, after)
    assert (month.day, plans.months_between(on, month)) == (1, after)


def test_the_pension_rises_every_two_years_to_its_most() -> None:
    steps = [Step(date(2025, 1, 1), 1_000_00, 50_00, 24, 1_250_00)]
    first = date(2026, 12, 1)
    at = {
        after: plans.pension_paise(steps, first, plans.month_of(first, after)) for after in (0, 23, 24, 119, 120, 400)
    }
    assert at == {0: 1_000_00, 23: 1_000_00, 24: 1_050_00, 119: 1_200_00, 120: 1_250_00, 400: 1_250_00}


def test_an_order_raises_the_pension_from_its_month() -> None:
    steps = [Step(date(2025, 1, 1), 1_000_00), Step(date(2027, 4, 1), 1_500_00)]
    months = [date(2027, 3, 1), date(2027, 4, 1)]
    assert [plans.pension_paise(steps, date(2026, 12, 1), month) for month in months] == [1_000_00, 1_500_00]


@given(
    st.integers(1, 5_000_00), st.integers(0, 500_00), st.integers(1, 60), st.integers(0, 600), st.integers(0, 5_000_00)
)
def test_a_pension_never_falls_and_never_goes_beyond_its_most(
    paise: int, rise: int, every: int, after: int, more: int
) -> None:
    steps, first = [Step(date(2000, 1, 1), paise, rise, every, paise + more)], date(2001, 1, 1)
    now, later = (plans.pension_paise(steps, first, plans.month_of(first, month)) for month in (after, after + 1))
    assert paise <= now <= later <= paise + more


@pytest.mark.parametrize(
    ("month", "first", "last_seen", "is_paid"),
    [
        (date(2027, 4, 1), date(2026, 12, 1), None, True),  # granted after April 2026: proved for that year
        (date(2027, 5, 1), date(2026, 12, 1), None, False),  # April 2027 went by
        (date(2027, 5, 1), date(2026, 12, 1), date(2027, 8, 20), True),
        (date(2028, 4, 1), date(2026, 12, 1), date(2027, 8, 20), True),
        (date(2028, 5, 1), date(2026, 12, 1), date(2027, 8, 20), False),
        (date(2027, 5, 1), date(2025, 12, 1), date(2027, 1, 4), False),  # in January: still the last year's
        (date(2027, 4, 1), date(2025, 12, 1), date(2027, 1, 4), True),
        (date(2028, 4, 1), date(2025, 12, 1), date(2027, 4, 1), True),
        (date(2027, 4, 1), date(2027, 2, 1), None, True),  # granted in February: due the same April
        (date(2027, 5, 1), date(2027, 2, 1), None, False),
        (date(2028, 4, 1), date(2027, 4, 1), None, True),
    ],
)
def test_without_the_april_certificate_may_is_not_paid(
    month: date, first: date, last_seen: date | None, is_paid: bool
) -> None:
    assert plans.is_proved(month, first, last_seen, APRIL) is is_paid


@pytest.mark.parametrize(
    ("month", "seen", "is_paid"),
    [
        (date(2028, 1, 1), date(2027, 1, 4), True),
        (date(2028, 2, 1), date(2027, 1, 4), False),
        (date(2028, 12, 1), date(2027, 12, 31), True),
        (date(2029, 1, 1), date(2027, 12, 31), False),
        (date(2029, 2, 1), date(2028, 2, 29), True),
        (date(2029, 3, 1), date(2028, 2, 29), False),
    ],
)
def test_where_no_month_is_named_a_certificate_holds_until_the_same_day_next_year(
    month: date, seen: date, is_paid: bool
) -> None:
    assert plans.is_proved(month, date(2020, 1, 1), seen, ANY_DAY) is is_paid


@pytest.mark.parametrize("month", range(13))
@given(seen=st.dates(date(2020, 1, 1), date(2040, 1, 1)), later=st.integers(0, 800))
def test_no_certificate_pays_for_more_than_a_year_and_the_month_of_the_next(month: int, seen: date, later: int) -> None:
    rule = LifeRule(month, 1)
    through = plans.life_through(seen, rule)
    assert plans.month_of(seen) <= through <= plans.month_of(seen, 12)
    on = seen + timedelta(days=later)
    assert (seen < plans.seen_since(on, rule)) is (on >= plans.life_from(seen, rule))
    assert (plans.life_through(on, rule) > through) is (on >= plans.counts_from(seen, rule))


def test_a_deposit_matures_on_the_eighteenth_birthday() -> None:
    assert plans.matures_on(date(2026, 11, 20), 18) == date(2044, 11, 20)
    assert plans.matures_on(date(2024, 2, 29), 18) == date(2042, 3, 1)
