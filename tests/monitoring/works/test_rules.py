"""Buildings: weights, plan, forecast, money, flags, opening."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.monitoring.works.rules import flags, money, opening, progress
from shramsetu.monitoring.works.rules.flags import Bounds, Flag, Shot
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.monitoring.works.rules.opening import Block, Item
from shramsetu.monitoring.works.rules.progress import WHOLE, Part, Point, Stretch

D = date(2022, 1, 1)
PLAN = [Point(D, 0), Point(D + timedelta(days=100), 2_000), Point(D + timedelta(days=300), WHOLE)]
BOUNDS = Bounds(money_ahead=1_000, leap=1_500, photo_days=7, fence_metres=150, speed_kmph=90, same_bits=3)
KARSADA = (82.884, 25.222)
NOON = datetime(2022, 5, 1, 6, 30, tzinfo=UTC)


def test_parts_weigh_into_a_whole() -> None:
    # Aligarh: academic 85, hostels 64 and 68, principal 75, housing 35 (of a hundred each)
    parts = [Part(40, 8_500), Part(20, 6_400), Part(20, 6_800), Part(5, 7_500), Part(15, 3_500)]
    assert progress.physical(parts) == 6_940


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, WHOLE)), min_size=1, max_size=12))
def test_whole_only_when_every_part_is(rows: list[tuple[int, int]]) -> None:
    done = progress.physical([Part(*row) for row in rows])
    assert min(share for _, share in rows) <= done <= max(share for _, share in rows)
    assert (done == WHOLE) == all(share == WHOLE for _, share in rows)


@pytest.mark.parametrize("parts", [[], [Part(0, 5)], [Part(1, WHOLE + 1)], [Part(-1, 0), Part(2, 0)]])
def test_parts_that_make_no_whole_are_refused(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match="component"):
        progress.physical(parts)


def test_plan_between_its_points() -> None:
    days = [-1, 0, 50, 100, 200, 300, 400]
    assert [progress.planned(PLAN, D + timedelta(days=n)) for n in days] == [0, 0, 1_000, 2_000, 6_000, WHOLE, WHOLE]


@given(st.integers(0, WHOLE))
def test_plan_reaches_a_share_on_the_day_it_says(share: int) -> None:
    on = progress.planned_on(PLAN, share)
    assert progress.planned(PLAN, on) >= share
    assert on == D or progress.planned(PLAN, on - timedelta(days=1)) < share


def test_days_behind_and_ahead() -> None:
    assert progress.days_behind(PLAN, 1_000, D + timedelta(days=80)) == 30
    assert progress.days_behind(PLAN, 6_000, D + timedelta(days=150)) == -50


@pytest.mark.parametrize(
    "points",
    [
        PLAN[:1],
        PLAN[:2],
        [PLAN[1], PLAN[0], PLAN[2]],
        [Point(D, 0), Point(D + timedelta(days=1), 9_000), Point(D + timedelta(days=2), 8_000)],
    ],
)
def test_plan_that_goes_back_or_does_not_end_is_refused(points: list[Point]) -> None:
    with pytest.raises(ValueError, match="plan"):
        progress.check_plan(points)


def test_forecast_by_the_pace_of_late() -> None:
    measured = [Point(D, 1_000), Point(D + timedelta(days=90), 4_000)]
    told = progress.forecast(measured, D + timedelta(days=90), window=90)
    assert told.on == D + timedelta(days=270)


def test_forecast_leaves_out_days_on_which_the_way_was_barred() -> None:
    measured = [Point(D, 1_000), Point(D + timedelta(days=90), 4_000)]
    stood = [Stretch(D + timedelta(days=10), D + timedelta(days=69))]
    told = progress.forecast(measured, D + timedelta(days=90), window=90, stopped=stood)
    assert told.on == D + timedelta(days=150)


def test_forecast_leaves_out_only_days_since_it_was_measured_first() -> None:
    # Sixty days of land that was not given came before the first stone: they say nothing of the pace since.
    measured = [Point(D + timedelta(days=60), 0), Point(D + timedelta(days=80), 2_000)]
    stood = [Stretch(D, D + timedelta(days=60))]
    told = progress.forecast(measured, D + timedelta(days=80), window=90, stopped=stood)
    assert told.on == D + timedelta(days=160)


def test_forecast_counts_of_a_long_step_only_what_grew_within_the_window() -> None:
    # 40 points in 120 days, of which the window holds the last 90: the pace is a third of a point a day.
    measured = [Point(D, 0), Point(D + timedelta(days=120), 4_000)]
    told = progress.forecast(measured, D + timedelta(days=120), window=90)
    assert told.on == D + timedelta(days=300)


def test_what_stands_still_has_no_day() -> None:
    measured = [Point(D, 4_500), Point(D + timedelta(days=5), 4_500)]
    assert progress.forecast(measured, D + timedelta(days=200), window=90).on is None
    assert progress.forecast([], D, window=90).on is None


def test_what_is_whole_was_whole_on_its_day() -> None:
    measured = [Point(D, 0), Point(D + timedelta(days=9), WHOLE), Point(D + timedelta(days=20), WHOLE)]
    assert progress.forecast(measured, D + timedelta(days=30), window=90).on == D + timedelta(days=9)


def test_two_hindrances_at_once_count_once() -> None:
    land = Stretch(D, D + timedelta(days=9))
    poles = Stretch(D + timedelta(days=5))
    assert progress.days_hindered([land, poles], D, D + timedelta(days=19)) == 20
    assert progress.days_hindered([land], D + timedelta(days=5), D + timedelta(days=19)) == 5
    assert progress.days_hindered([land], D + timedelta(days=10), D + timedelta(days=19)) == 0


def test_money_goes_its_road() -> None:
    # Basti: 71.84 crore sanctioned, 40 released, 32 spent
    crore = 10**9
    road = money.road(
        [(Stage.SANCTIONED, 7_184 * crore // 100), (Stage.RELEASED, 40 * crore), (Stage.SPENT, 32 * crore)]
    )
    assert (road.spent_share, road.unspent, road.uncertified) == (4_454, 8 * crore, 32 * crore)


def test_more_than_was_released_cannot_be_spent() -> None:
    with pytest.raises(money.Beyond) as refused:
        money.road([(Stage.SANCTIONED, 100), (Stage.RELEASED, 40), (Stage.SPENT, 41)])
    assert (refused.value.stage, refused.value.left) == (Stage.SPENT, 40)


def test_what_is_taken_back_cannot_pass_below_nothing() -> None:
    with pytest.raises(money.Beyond):
        money.road([(Stage.SANCTIONED, 100), (Stage.RELEASED, -1)])


def shot(**changes: object) -> Shot:
    values: dict[str, object] = {
        "point": 1,
        "phash": 12_345,
        "taken_at": NOON,
        "at": NOON,
        "place": KARSADA,
        "by": "user:1",
    }
    return Shot(**(values | changes))  # type: ignore[arg-type]


def test_photograph_within_its_fence_is_clean() -> None:
    other = shot(phash=-1 << 40, taken_at=NOON - timedelta(days=7), at=NOON - timedelta(days=7))
    assert flags.of_shot(shot(), KARSADA, [other], BOUNDS) == frozenset()


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"place": None}, Flag.NO_POSITION),
        ({"place": (82.884, 25.224)}, Flag.ELSEWHERE),
        ({"taken_at": NOON - timedelta(days=3)}, Flag.OLD_PHOTO),
        ({"taken_at": NOON - timedelta(hours=13)}, Flag.OLD_PHOTO),  # 23:00 of the day before, in India
        ({"taken_at": NOON - timedelta(hours=11)}, None),  # one in the morning
        ({"taken_at": None}, Flag.NO_DATE),
        ({"sent_from": (82.9, 25.3)}, Flag.SENT_AWAY),
        ({"sent_from": KARSADA}, None),
    ],
)
def test_photograph_of_another_place_or_day(changes: dict[str, object], flag: Flag | None) -> None:
    assert flags.of_shot(shot(**changes), KARSADA, [], BOUNDS) == ({flag} if flag else set())


def test_same_photograph_again_whoever_hands_it_in() -> None:
    before = {"by": "user:2", "at": NOON - timedelta(days=30), "taken_at": None}
    elsewhere = shot(point=2, phash=12_345 ^ 0b101, **before)
    assert Flag.SAME_PHOTO in flags.of_shot(shot(), KARSADA, [elsewhere], BOUNDS)
    unlike = shot(point=2, phash=12_345 ^ 0b1111, **before)
    assert Flag.SAME_PHOTO not in flags.of_shot(shot(), KARSADA, [unlike], BOUNDS)


def test_one_point_looks_alike_week_after_week() -> None:
    week = NOON - timedelta(days=7)
    alike = shot(phash=12_345 ^ 1, taken_at=week, at=week)
    assert flags.of_shot(shot(), KARSADA, [alike], BOUNDS) == frozenset()
    again = shot(taken_at=week, at=week)
    assert flags.of_shot(shot(), KARSADA, [again], BOUNDS) == {Flag.SAME_PHOTO}


def test_nobody_is_at_two_places_at_once() -> None:
    aligarh = shot(phash=None, place=(78.08, 27.88), taken_at=NOON - timedelta(hours=3))
    assert Flag.TOO_FAST in flags.of_shot(shot(phash=None), KARSADA, [aligarh], BOUNDS)
    day_before = shot(phash=None, place=(78.08, 27.88), taken_at=NOON - timedelta(hours=20))
    assert Flag.TOO_FAST not in flags.of_shot(shot(phash=None), KARSADA, [day_before], BOUNDS)
    another = shot(phash=None, place=(78.08, 27.88), taken_at=NOON - timedelta(hours=3), by="user:2")
    assert Flag.TOO_FAST not in flags.of_shot(shot(phash=None), KARSADA, [another], BOUNDS)


def test_money_ahead_and_nothing_shown() -> None:
    ask = {"bounds": BOUNDS}
    assert flags.of_work(physical=6_900, spent=8_000, last_photo_days=8, **ask) == {Flag.MONEY_AHEAD, Flag.NO_PHOTO}
    assert flags.of_work(physical=6_900, spent=7_900, last_photo_days=7, **ask) == frozenset()
    assert flags.of_work(physical=0, spent=0, last_photo_days=None, **ask) == frozenset()


def test_leap_between_two_measurements() -> None:
    assert flags.leaps(3_000, 5_000, 10, BOUNDS)
    assert not flags.leaps(3_000, 4_400, 30, BOUNDS)
    assert not flags.leaps(3_000, 3_400, 1, BOUNDS)


def test_school_opens_block_by_block() -> None:
    blocks = [
        Block("academic", WHOLE, is_handed_over=True),
        Block("boys-hostel", WHOLE),
        Block("girls-hostel", WHOLE, is_handed_over=True, grave_defects=1),
        Block("housing", 3_500),
    ]
    items = [
        Item("fire", is_ready=True),
        Item("warden", is_ready=False, blocks=frozenset({"boys-hostel"})),
        Item("garden", is_ready=False, is_required=False),
    ]
    told = opening.readiness(blocks, items)
    assert told.open == ("academic",)
    assert told.waits == {
        "boys-hostel": ("handed_over", "warden"),
        "girls-hostel": ("defects",),
        "housing": ("built", "handed_over"),
    }
    assert (told.ready, told.of, told.can_open) == (1, 3, True)


def test_nothing_opens_without_what_the_whole_school_needs() -> None:
    told = opening.readiness([Block("academic", WHOLE, is_handed_over=True)], [Item("fire", is_ready=False)])
    assert (told.open, told.waits) == ((), {"academic": ("fire",)})
