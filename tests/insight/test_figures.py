"""Reads of the figures, on histories written into the journal and counted."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.insight.history import BEGAN, CATEGORY, new, pk, settle

from shramsetu.insight import actions, queries, rules
from shramsetu.insight.models import PublicMonth
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


OCTOBER = datetime(2026, 10, 3, 6, 0, tzinfo=UTC)
MONTH = date(2026, 9, 1)


def published(at: datetime = OCTOBER) -> dict[str, dict[str, int | None]]:
    """Count everything until then and return what was published of September."""
    actions.catch_up(at=at)
    actions.publish(at=at)
    return PublicMonth.objects.get(month=MONTH).rows  # type: ignore[no-any-return]


def key_of(number: int) -> str:
    return str(Place.objects.get(pk=pk(number)).lgd_code)


def test_a_month_is_published_when_it_is_over_and_stays_as_it_was_said(counted: None) -> None:
    actions.publish(at=NOW)
    assert not PublicMonth.objects.filter(month=MONTH).exists(), "it is not over"
    first = published()
    tell(40)
    assert published(OCTOBER + timedelta(days=1)) == first
    assert [one.month for one in PublicMonth.objects.order_by("month")] == [date(2026, 8, 1), MONTH]


def test_what_is_small_is_withheld_with_what_would_give_it_away(counted: None) -> None:
    """Twelve in one district, three in another, one sealed: sixteen less twelve would tell of the others."""
    rows = published()
    assert (rows[key_of(1)]["disposed"], rows[key_of(2)]["disposed"]) == (0, None)
    told = [rows["UP"]["disposed"], rows[key_of(3)]["disposed"]]
    assert told == [16, None] or told == [None, 12]
    offices = {slug: row for slug, row in rows.items() if slug != "UP" and not slug.isdigit()}
    assert Counter(row["disposed"] for row in offices.values())[None] >= 1
    for parts in ([rows[key] for key in rows if key.isdigit()], list(offices.values())):
        hidden = [one for one in parts if one["disposed"] is None]
        open_sum = sum(one["disposed"] or 0 for one in parts)
        whole = rows["UP"]["disposed"]
        assert whole is None or len(hidden) > 1 or whole - open_sum >= 11 or not hidden


def test_two_days_and_two_pages_tell_no_more_than_one(counted: None) -> None:
    """Whoever keeps yesterday's page learns nothing from today's, though a case more was closed in between."""
    published()
    days = [date(2026, 10, 3), date(2026, 10, 4)]
    before = {by: queries.public_figures(by, today=days[0]) for by in ("state", "district", "department")}
    tell(41, district=pk(1))
    published(OCTOBER + timedelta(days=1))
    assert {by: queries.public_figures(by, today=days[1]) for by in before} == before
    one = next(row for row in before["district"] if row.key == key_of(2))
    assert one.counts["disposed"] is None
    assert "disposed" in one.at_least


def test_a_sum_with_a_withheld_month_says_that_it_is_at_least_so_much(counted: None) -> None:
    rows = published()
    name = next(name for name in ("disposed", "satisfied") if rows[key_of(3)][name] is not None or rows["UP"][name])
    PublicMonth.objects.create(month=date(2026, 7, 1), rows={"UP": {name: None}}, made_at=OCTOBER)
    PublicMonth.objects.filter(month=MONTH).update(rows={"UP": {name: 16}})
    (state,) = queries.public_figures("state", today=date(2026, 10, 3))
    assert (state.counts[name], name in state.at_least) == (16, True)


def test_the_share_of_the_first_level_is_told_with_all_its_numbers_alone(counted: None) -> None:
    published()
    full = {"satisfied_first": 40, "satisfied": 50, "special": 20, "unconfirmed": 0, "order": 30}
    PublicMonth.objects.filter(month=MONTH).update(rows={key_of(1): full, key_of(2): {**full, "special": None}})
    found = {row["lgd_code"]: row for row in queries.open_data(date(2026, 10, 3))["rows"]}  # type: ignore[attr-defined]
    assert found[int(key_of(1))]["first_level_percent"] == 40.0
    assert found[int(key_of(2))]["first_level_percent"] is None


def test_open_data_says_what_its_columns_mean(counted: None) -> None:
    assert queries.open_data(date(2026, 10, 3))["rows"] == [], "nothing was published yet"
    published()
    found = queries.open_data(date(2026, 10, 3))
    rows = found["rows"]
    assert isinstance(rows, list)
    assert (found["month"], set(rows[0])) == ("2026-09", {column["name"] for column in queries.schema()})
    head, *lines = queries.open_data_lines(date(2026, 10, 3))
    shown = Counter(line[head.index("disposed")] for line in lines)
    assert shown["*"] >= 1
    assert not {count for count in shown if isinstance(count, int) and 0 < count < 11}
