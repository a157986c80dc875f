from datetime import date

import pytest

from shramsetu.insight import rules
from shramsetu.insight.measures import ENDS

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "first", "by_month"),
    [
        ("today", date(2026, 11, 21), False),
        ("week", date(2026, 11, 15), False),
        ("days30", date(2026, 10, 23), False),
        ("month", date(2026, 11, 1), False),
        ("year", date(2026, 4, 1), True),
        ("nonsense", date(2026, 10, 23), False),
    ],
)
def test_a_period_ends_today(name: str, first: date, by_month: bool) -> None:
    found = rules.period(name, TODAY)
    assert (found.first, found.last, found.by_month) == (first, TODAY, by_month)


def test_the_financial_year_begins_in_april() -> None:
    assert rules.period("year", date(2026, 3, 31)).first == date(2025, 4, 1)
    assert rules.period("year", date(2026, 4, 1)).first == date(2026, 4, 1)


def test_last_month_in_january_is_december() -> None:
    found = rules.last_month(date(2026, 1, 15))
    assert (found.first, found.last) == (date(2025, 12, 1), date(2025, 12, 31))


def test_special_and_unconfirmed_closures_lower_the_share_at_first_level() -> None:
    assert rules.first_level({"satisfied": 10, "satisfied_first": 8}, ENDS) == 80.0
    assert rules.first_level({"satisfied": 10, "satisfied_first": 8, "special": 4, "unconfirmed": 2}, ENDS) == 50.0
    assert rules.first_level({}, ENDS) is None


def test_ages_fall_into_the_classes_of_the_rulebook() -> None:
    opened = [(date(2026, 11, 21), 1), (date(2026, 11, 14), 2), (date(2026, 11, 13), 4), (date(2025, 1, 1), 8)]
    assert rules.ages(opened, (7, 15, 30, 60), TODAY) == [3, 4, 0, 0, 8]
    assert rules.age_bounds((7, 15)) == [(0, 7), (8, 15), (16, None)]


def test_peers_have_alike_volumes() -> None:
    assert rules.peers({1: 5, 2: 900, 3: 40, 4: 800, 5: 50, 6: 4}) == [[2, 4], [5, 3], [1, 6]]
    assert rules.peers({}) == []


def test_equal_scores_share_a_rank_and_few_cases_have_none() -> None:
    found = rules.rank({1: 80.0, 2: 90.0, 3: 80.0, 4: 100.0, 5: None}, {1: 20, 2: 20, 3: 20, 4: 3, 5: 90}, least=11)
    assert [(one.place, one.rank) for one in found] == [(2, 1), (1, 2), (3, 2), (4, None), (5, None)]


def test_a_problem_is_everywhere_by_districts_and_by_cases() -> None:
    assert rules.is_everywhere(15, 30, (15, 30))
    assert not rules.is_everywhere(14, 300, (15, 30))
    assert not rules.is_everywhere(60, 29, (15, 30))
