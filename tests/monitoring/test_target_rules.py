"""The arithmetic of targets, for any numbers."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.monitoring.targets.models import Share, TargetSet
from shramsetu.monitoring.targets.rules import days, pace, ranking, shares
from shramsetu.monitoring.targets.rules.pace import Standing
from shramsetu.monitoring.targets.rules.ranking import Runner
from shramsetu.monitoring.targets.rules.shares import Node
from shramsetu.monitoring.targets.standing import Day

NUMBERS = st.integers(0, 10**9)
WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=80)
MONDAY = date(2026, 11, 23)


# --- shares


@given(NUMBERS, WEIGHTS)
def test_shares_add_up_and_nobody_is_a_whole_one_off(total: int, weights: list[int]) -> None:
    found = shares.apportion(total, weights)
    fair = weights if sum(weights) else [1] * len(weights)
    assert sum(found) == total
    assert all(abs(part * sum(fair) - total * weight) < sum(fair) for part, weight in zip(found, fair, strict=True))


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert shares.apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert shares.apportion(7, [5, 3, 1]) == [4, 2, 1]
    assert shares.apportion(5, [0, 0]) == [3, 2]
    assert shares.apportion(5, [0, 7]) == [0, 5]


def test_nothing_is_shared_among_nobody() -> None:
    assert shares.apportion(0, []) == []
    with pytest.raises(shares.NothingToShare):
        shares.apportion(3, [])
    with pytest.raises(ValueError):
        shares.apportion(-1, [1])


@st.composite
def trees(draw: st.DrawFn) -> Node:
    """The state, its mandals, their districts, and in some of these source departments."""
    names = iter(range(10_000))

    def node(depth: int) -> Node:
        count = draw(st.integers(0 if depth == 3 else 1, 4)) if depth < 4 else 0
        parts = tuple(node(depth + 1) for _ in range(count))
        return Node(str(next(names)), 0 if parts else draw(st.integers(0, 5_000)), parts)

    return node(1)


def adds_up(node: Node, numbers: dict[str, int]) -> bool:
    if not node.parts:
        return True
    own = numbers[node.key] == sum(numbers[part.key] for part in node.parts)
    return own and all(adds_up(part, numbers) for part in node.parts)


@given(NUMBERS, trees())
def test_every_level_of_a_cascade_adds_up_to_the_one_above(total: int, tree: Node) -> None:
    found = shares.cascade(total, tree)
    assert found[tree.key] == total
    assert adds_up(tree, found)
    assert shares.added_up(tree, {leaf.key: found[leaf.key] for leaf in tree.leaves()}) == found


@given(NUMBERS, trees(), st.integers(1, 300))
def test_rows_and_days_add_up_in_both_directions(total: int, tree: Node, count: int) -> None:
    numbers = shares.cascade(total, tree)
    leaves = [leaf.key for leaf in tree.leaves()]
    phases = days.phases([numbers[key] for key in leaves], count)
    table = [days.parts(numbers[key], count, phase=phase) for key, phase in zip(leaves, phases, strict=True)]
    assert [sum(row) for row in table] == [numbers[key] for key in leaves]
    assert sum(sum(column) for column in zip(*table, strict=True)) == total


def test_a_district_of_the_year_2021_is_split_by_its_source_departments() -> None:
    """Pratapgarh, e-Shram to 31 December 2021, as the press told it; the rest of the departments taken as one."""
    known = {"asha": 2_884, "anganwadi": 5_240, "pm-kisan": 5_70_461}
    rest = 16_65_984 - sum(known.values())
    tree = Node("pratapgarh", 0, tuple(Node(key) for key in (*known, "others")))
    found = shares.added_up(tree, {**known, "others": rest})
    assert found["pratapgarh"] == 16_65_984


def test_a_division_of_the_year_2021_goes_to_its_districts_to_the_last_one() -> None:
    """Basti division, 40,19,447, by the census of its three districts: no unit is lost or made."""
    basti, sant_kabir, siddharth = 24_64_464, 17_15_183, 25_59_297
    found = shares.apportion(40_19_447, [basti, sant_kabir, siddharth])
    assert found == [14_69_931, 10_23_022, 15_26_494]
    assert sum(found) == 40_19_447


# --- days


@given(NUMBERS, st.integers(1, 400), st.integers(0, 1_000))
def test_no_day_differs_from_another_by_more_than_one(number: int, count: int, phase: int) -> None:
    found = days.parts(number, count, phase=phase)
    assert sum(found) == number
    assert max(found) - min(found) <= 1


def test_small_targets_of_many_places_do_not_fall_on_one_day() -> None:
    phases = days.phases([5] * 75, 250)
    table = [days.parts(5, 250, phase=phase) for phase in phases]
    state = [sum(column) for column in zip(*table, strict=True)]
    assert (min(state), max(state), sum(state)) == (1, 2, 375)


def test_agra_of_the_year_2021_day_by_day() -> None:
    """Agra, e-Shram 14,84,692 to 31 December 2021; on 99 working days each is 14,996 or 14,997."""
    found = days.parts(14_84_692, 99)
    assert (set(found), sum(found)) == ({14_996, 14_997}, 14_84_692)


def test_without_days_nothing_is_spread() -> None:
    assert days.parts(0, 0) == []
    with pytest.raises(days.NoDays):
        days.upto(1, 0, 0)
    with pytest.raises(ValueError):
        days.upto(1, 5, 6)


# --- pace


@given(NUMBERS, NUMBERS, st.integers(1, 300))
def test_the_required_rate_is_enough_and_one_less_is_not(number: int, done: int, left: int) -> None:
    rate = pace.required(number, done, left)
    assert done + rate * left >= number
    assert rate == 0 or done + (rate - 1) * left < number


@given(NUMBERS, NUMBERS)
def test_a_later_version_asks_for_its_number_and_takes_no_day_back(number: int, before: int) -> None:
    """Whatever the version before had asked for by then, the days of the new one end at its number."""
    one = TargetSet(first_on=date(2026, 10, 1), last_on=date(2027, 3, 31), from_on=date(2027, 1, 4))
    day, share = Day(one, one.last_on), Share(number=number, before=before)
    sums = [day.official_to(share, on) for on in day.own]
    assert sums[-1] == number
    assert all(sooner <= later for sooner, later in pairwise(sums))


def test_on_the_last_day_all_that_lacks_is_required() -> None:
    assert pace.required(100, 40, 1) == 60
    assert pace.required(100, 40, 0) == 60
    assert pace.required(100, 140, 0) == 0


def weekdays(count: int) -> list[date]:
    found = (MONDAY + timedelta(days=ahead) for ahead in range(count * 2))
    return [on for on in found if on.weekday() < 5][:count]


def test_the_forecast_goes_on_at_the_pace_of_the_last_days() -> None:
    coming = pace.ahead(weekdays(100))
    assert pace.forecast(70, 70, weighed=7, coming=coming) == weekdays(7)[-1]
    assert pace.forecast(71, 70, weighed=7, coming=coming) == weekdays(8)[-1]
    assert pace.forecast(0, 0, weighed=7, coming=coming) == MONDAY
    assert pace.forecast(10, 0, weighed=7, coming=coming) is None
    assert pace.forecast(1_001, 70, weighed=7, coming=coming) is None


def test_a_season_that_comes_is_counted_on() -> None:
    """Twenty a week now, but last year the weeks to come brought ten times as much as these."""
    days_ = weekdays(10)
    weights = {on: 1 if place < 5 else 10 for place, on in enumerate(days_)}
    assert pace.forecast(120, 20, weighed=5, coming=pace.ahead(days_)) is None
    assert pace.forecast(120, 20, weighed=5, coming=pace.ahead(days_, weights)) == days_[7]


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 10**4))
def test_more_pace_is_never_a_later_day(left: int, recent: int, more: int) -> None:
    coming = pace.ahead(weekdays(300))
    sooner = pace.forecast(left, recent + more, weighed=7, coming=coming)
    later = pace.forecast(left, recent, weighed=7, coming=coming)
    assert later is None or (sooner is not None and sooner <= later)


def test_the_profile_of_last_year_is_laid_on_the_days_of_this_one() -> None:
    last = {date(2025, 4, 1): 3, date(2025, 4, 2): 0, date(2025, 4, 3): 9}
    this = [date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 6)]
    assert pace.profile(last, this) == {this[0]: 3, this[1]: 0, this[2]: 9}
    assert pace.profile(dict.fromkeys(last, 0), this) is None


def standing(**changes: object) -> Standing:
    values: dict[str, object] = {
        "number": 1_000,
        "done": 100,
        "is_begun": True,
        "is_over": False,
        "working": 100,
        "begun": 20,
        "silent": 0,
        "forecast_on": MONDAY,
        "late_days": 0,
    }
    return Standing(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "light", "why"),
    [
        ({}, "green", "on_time"),
        ({"late_days": -5}, "green", "on_time"),
        ({"late_days": 1}, "amber", "late"),
        ({"late_days": 15}, "amber", "late"),
        ({"late_days": 16}, "red", "late"),
        ({"forecast_on": None}, "red", "never"),
        ({"silent": 2}, "green", "on_time"),
        ({"silent": 3}, "red", "no_data"),
        ({"silent": 3, "done": 1_000}, "green", "reached"),
        ({"is_over": True}, "red", "missed"),
        ({"is_over": True, "done": 1_001}, "green", "reached"),
        ({"is_begun": False, "silent": 9}, "none", "not_begun"),
        ({"begun": 2, "forecast_on": None}, "none", "waiting"),
        ({"begun": 3, "forecast_on": None}, "red", "never"),
    ],
)
def test_the_light_goes_by_the_forecast(changes: dict[str, object], light: str, why: str) -> None:
    assert pace.light(standing(**changes), amber_percent=15, silent_days=3) == (light, why)


def test_little_done_early_is_no_red_light() -> None:
    """A tenth done, but the forecast is in time: green; nine tenths done and stuck: red."""
    assert pace.light(standing(done=100), amber_percent=15, silent_days=3)[0] == "green"
    assert pace.light(standing(done=900, forecast_on=None), amber_percent=15, silent_days=3)[0] == "red"


# --- ranking


def runner(key: int, level: float, *, before: float | None = None, size: int = 100, quality: float = 1) -> Runner:
    was = level if before is None else before
    return Runner(key, size, Fraction(str(level)), Fraction(str(was)), Fraction(str(quality)))


def test_points_are_half_level_a_third_change_a_fifth_quality() -> None:
    assert ranking.points(runner(1, 1), (50, 30, 20)) == 100
    assert ranking.points(runner(1, 0.8, before=0.6), (50, 30, 20)) == 75
    assert ranking.points(runner(1, 0.8, before=0.9, quality=0.5), (50, 30, 20)) == 50


def test_change_counts_by_the_way_that_was_left() -> None:
    assert ranking.change(Fraction(9, 10), Fraction(8, 10)) == Fraction(1, 2)
    assert ranking.change(Fraction(3, 10), Fraction(2, 10)) == Fraction(1, 8)
    assert ranking.change(Fraction(1), Fraction(1)) == 1
    assert ranking.change(Fraction(9, 10), Fraction(1)) == 0


def test_ties_are_ties_and_the_next_rank_counts_them() -> None:
    found = ranking.ranked(
        [runner(1, 0.5), runner(2, 0.9), runner(3, 0.5), runner(4, 0.1)], weights=(50, 30, 20), least=30
    )
    assert [(one.runner.key, one.rank, one.is_tied) for one in found] == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
        (4, 4, False),
    ]


def test_less_than_thirty_units_have_no_rank() -> None:
    found = ranking.ranked([runner(1, 1, size=29), runner(2, 0.1, size=30)], weights=(50, 30, 20), least=30)
    assert [(one.runner.key, one.rank) for one in found] == [(2, 1), (1, 0)]


def test_of_whom_nothing_was_heard_has_no_rank_and_is_not_the_last_either() -> None:
    silent = replace(runner(1, 0), is_heard=False)
    found = ranking.ranked([silent, runner(2, 0.4), runner(3, 0)], weights=(50, 30, 20), least=30)
    assert [(one.runner.key, one.rank) for one in found] == [(2, 1), (3, 2), (1, 0)]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=40))
def test_more_points_are_never_a_worse_rank(levels: list[tuple[int, int]]) -> None:
    runners = [runner(key, now / 100, before=was / 100) for key, (now, was) in enumerate(levels)]
    found = ranking.ranked(runners, weights=(50, 30, 20), least=30)
    for one in found:
        assert one.rank == 1 + sum(other.points > one.points for other in found)
        assert one.is_tied == (sum(other.points == one.points for other in found) > 1)
