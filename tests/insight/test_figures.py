"""Reads of the figures, on histories written into the journal and counted."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.insight.history import BEGAN, CATEGORY, new, pk, settle

from shramsetu.insight import actions, queries, rules
from shramsetu.insight.scope import STATE, Scope
from shramsetu.places.models import Place

NOW = datetime(2026, 9, 10, 6, 0, tzinfo=UTC)
TODAY = date(2026, 9, 10)
SEPTEMBER = rules.month(TODAY)

pytestmark = pytest.mark.django_db


def there(district: int, department: int = 0) -> Scope:
    return Scope((pk(district),), (pk(department) if department else 0,))


def tell(number: int, **facts: object) -> None:
    at = datetime(2026, 9, 5, 6, 0, tzinfo=UTC)
    case = new(number, at=at, **facts)
    case.write("record_feedback", to="closed", phase=3, outcome="satisfied", due=None, result="satisfied")


@pytest.fixture
def counted(committed: None) -> None:
    for number in range(12):
        tell(number)
    for number in range(12, 15):
        tell(number, district=pk(2), department=pk(4))
    tell(15, sealed=True)
    late = new(16, at=BEGAN)
    soon = new(17, at=NOW - timedelta(days=1), due=NOW + timedelta(hours=2))
    missed = new(18, at=NOW - timedelta(days=1), due=NOW - timedelta(hours=1))
    settle([late, soon, missed])
    actions.catch_up(at=NOW)


def test_totals_of_each_scope(counted: None) -> None:
    assert queries.totals(STATE, SEPTEMBER)["disposed"] == 16
    assert queries.totals(there(3), SEPTEMBER)["disposed"] == 12
    assert queries.totals(Scope((pk(2), pk(3)), (0,)), SEPTEMBER)["disposed"] == 15
    assert queries.totals(there(3, 5), rules.period("days30", TODAY))["disposed"] == 12
    assert queries.totals(there(3, 4), SEPTEMBER) == {}


def test_days_and_months_add_up_to_the_same(counted: None) -> None:
    by_day = queries.by_time(STATE, rules.period("month", TODAY))
    assert queries.added(by_day) == queries.totals(STATE, SEPTEMBER)


def test_districts_and_departments_side_by_side(counted: None) -> None:
    assert queries.by_district(STATE, SEPTEMBER, ["disposed"]) == {pk(3): {"disposed": 12}, pk(2): {"disposed": 3}}
    assert queries.by_department(STATE, SEPTEMBER, ["disposed"]) == {pk(5): {"disposed": 12}, pk(4): {"disposed": 3}}
    assert queries.by_department(there(3), SEPTEMBER, ["disposed"]) == {pk(5): {"disposed": 12}}
    assert queries.by_category(STATE, SEPTEMBER, ["disposed"]) == {CATEGORY: {"disposed": 15}}


def test_what_is_open_and_how_it_stands_to_its_time(counted: None) -> None:
    found = queries.standing(there(3), at=NOW)
    assert (found.total, found.overdue, found.today) == (3, 2, 1)
    assert found.levels == {1: 3}
    assert dict(found.ages)[(0, 7)] == 2
    assert dict(found.ages)[(8, 15)] == 1
    assert queries.open_by("district", STATE, at=NOW) == {pk(3): (3, 1)}


def test_the_posts_that_let_lapse(counted: None) -> None:
    case = new(30, at=NOW)
    case.write("escalate", to="unmarked", level=2, holder=pk(12))
    actions.catch_up(at=NOW)
    found = queries.posts(there(3), SEPTEMBER)
    assert [(one.post.pk, one.counts["lapsed"]) for one in found] == [(pk(11), 1)]
    assert queries.posts(there(2), SEPTEMBER) == []


def test_one_problem_from_all_over_the_state(counted: None) -> None:
    (found,) = queries.same_problems(at=NOW)
    assert (found.category, found.districts, found.cases, found.is_everywhere) == (CATEGORY, 2, 18, False)


def test_public_figures_withhold_small_counts(counted: None) -> None:
    lgd = dict(Place.objects.filter(pk__in=[pk(1), pk(2), pk(3)]).values_list("pk", "lgd_code"))
    rows = {row.key: row for row in queries.public_figures("district", first=TODAY, last=TODAY)}
    one, two, three = (rows[str(lgd[pk(number)])] for number in (1, 2, 3))
    assert (one.counts["disposed"], two.counts["disposed"], three.counts["disposed"]) == (0, None, 12)
    assert (two.first_level, three.first_level) == (None, 100.0)
    shown = [row.counts["disposed"] for row in queries.public_figures("department", first=TODAY, last=TODAY)]
    assert Counter(shown) == {None: 1, 12: 1, 0: len(shown) - 2}
    assert [row.counts["disposed"] for row in queries.public_figures("state", first=TODAY, last=TODAY)] == [16]
    months = queries.public_figures("month", first=BEGAN.date(), last=TODAY)
    assert [row.key for row in months] == ["2026-08", "2026-09"]


def test_open_data_says_what_its_columns_mean(counted: None) -> None:
    found = queries.open_data(TODAY)
    rows = found["rows"]
    assert isinstance(rows, list)
    assert set(rows[0]) == {column["name"] for column in queries.schema()}
    head, *lines = queries.open_data_lines(TODAY)
    assert Counter(line[head.index("disposed")] for line in lines) == {0: 73, "<11": 1, 12: 1}
