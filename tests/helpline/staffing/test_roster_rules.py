"""A drawn week covers the need as far as people and rules allow, and never bends a rule."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shramsetu.helpline.rules import roster
from shramsetu.helpline.rules.roster import DAYS, SLOTS, Person, Put, Shift, Terms, Wanted

MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Kolkata"))
BREAKS = ((120, 15), (240, 30), (390, 15))
MORNING = Shift("morning", 7 * 60, 480, 0, 500, BREAKS)
EVENING = Shift("evening", 15 * 60, 480, 0, 500, BREAKS)
NIGHT = Shift("night", 23 * 60, 480, 2, 50, BREAKS, is_night=True)
SHIFTS = [MORNING, EVENING, NIGHT]


def need(by_day: int, by_night: int) -> list[float]:
    one = [float(by_night) if slot < 14 or slot >= 46 else float(by_day) for slot in range(SLOTS)]
    return one * DAYS


def cover(puts: list[Put], shifts: list[Shift]) -> list[float]:
    """Return who is there minute by minute, in half-hours, breaks taken away."""
    by_slug, minutes = {one.slug: one for one in shifts}, [0] * (DAYS * 24 * 60 + 24 * 60)
    for put in puts:
        shift = by_slug[put.shift]
        start = put.day * 24 * 60 + shift.starts
        off = {at + minute for at, long in roster.staggered(shift, put.turn) for minute in range(long)}
        for minute in set(range(shift.minutes)) - off:
            minutes[start + minute] += 1
    return [sum(minutes[slot * 30 : slot * 30 + 30]) / 30 for slot in range(DAYS * SLOTS)]


def drawn(of: list[float], people: list[Person], shifts: list[Shift] | None = None) -> tuple[Wanted, list[Put]]:
    counts = roster.wanted(of, shifts or SHIFTS, person_days=6 * len(people))
    return counts, roster.assign(counts, shifts or SHIFTS, people, Terms(MONDAY))


def test_enough_people_cover_the_whole_week_with_their_breaks() -> None:
    of = need(40, 8)
    counts, puts = drawn(of, [Person(key) for key in range(1, 160)])
    assert roster.missing(counts, puts) == {}
    assert {counts[day, "morning"] for day in range(DAYS)} <= set(range(44, 51))
    covered = cover(puts, SHIFTS)
    lacks = [want - there for want, there in zip(of, covered, strict=True)][14:]  # the first night is last week's
    assert max(lacks) <= 4  # while many are at their meal
    assert sum(max(lack, 0) for lack in lacks) < 0.02 * sum(of)


def test_a_shortage_is_spread_and_shown() -> None:
    counts, puts = drawn(need(20, 2), [Person(key) for key in range(1, 21)])
    assert len(puts) <= 120
    mornings = [counts[day, "morning"] for day in range(DAYS)]
    assert max(mornings) - min(mornings) <= 1
    assert 5 <= min(mornings) < 20


def test_nobody_is_put_on_who_would_mostly_sit_idle() -> None:
    lone = [0.0] * (DAYS * SLOTS)
    lone[20] = 3.0  # one busy half-hour does not pay for three whole shifts
    counts = roster.wanted(lone, [MORNING], person_days=100)
    assert counts[0, "morning"] == 0
    lone[18:24] = [3.0] * 6
    assert roster.wanted(lone, [MORNING], person_days=100)[0, "morning"] in {3, 4}


def test_a_person_is_moved_where_more_is_short() -> None:
    """Filled one by one, the middle shift comes first; once both ends are there it has nothing left to do."""
    middle = Shift("middle", 11 * 60, 480, 0, 500)
    of = ([0.0] * 14 + [6.0] * 12 + [7.0] * 8 + [6.0] * 12 + [0.0] * 2) * DAYS
    counts = roster.wanted(of, [MORNING, middle, EVENING], person_days=500)
    assert sum(counts.values()) <= 15 * DAYS
    for day in range(DAYS):
        assert min(counts[day, "morning"], counts[day, "evening"]) >= 6


def test_two_shifts_of_five_hundred_are_drawn() -> None:
    people = [Person(key, nights=key % 3 == 0) for key in range(1, 1261)]
    counts, puts = drawn(need(480, 30), people)
    assert sum(roster.missing(counts, puts).values()) == 0
    assert max(count for (_, slug), count in counts.items() if slug != "night") <= 500


def test_everybody_keeps_one_shift_where_that_can_be() -> None:
    _, puts = drawn(need(10, 3), [Person(key) for key in range(1, 60)])
    kinds: dict[int, set[str]] = defaultdict(set)
    for put in puts:
        kinds[put.person].add(put.shift)
    assert Counter(len(one) for one in kinds.values())[1] >= 0.9 * len(kinds)


def test_who_had_the_nights_gets_days_now() -> None:
    people = [Person(key, before="night" if key <= 5 else "morning") for key in range(1, 40)]
    _, puts = drawn(need(6, 3), people)
    assert {put.person for put in puts if put.shift == "night"} & {1, 2, 3, 4, 5} == set()


def test_breaks_are_staggered_inside_the_shift() -> None:
    starts = {roster.staggered(MORNING, turn)[0][0] for turn in range(12)}
    assert len(starts) == 12
    for turn in range(20):
        for offset, minutes in roster.staggered(MORNING, turn):
            assert offset > 0
            assert offset + minutes < MORNING.minutes


@given(
    people=st.lists(
        st.builds(
            Person,
            key=st.integers(1, 10_000),
            away=st.frozensets(st.integers(0, 6), max_size=3),
            off=st.one_of(st.none(), st.integers(0, 6)),
            nights=st.booleans(),
            before=st.sampled_from(["", "morning", "night"]),
            free_from=st.one_of(st.none(), st.integers(0, 30).map(lambda hours: MONDAY + timedelta(hours=hours))),
        ),
        max_size=40,
        unique_by=lambda one: one.key,
    ),
    by_day=st.integers(0, 25),
    by_night=st.integers(0, 8),
)
@settings(max_examples=80)
def test_no_rule_is_ever_bent(people: list[Person], by_day: int, by_night: int) -> None:
    counts, puts = drawn(need(by_day, by_night), people)
    by_slug, whole = {one.slug: one for one in SHIFTS}, {one.key: one for one in people}
    spans: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for put in puts:
        one, shift = whole[put.person], by_slug[put.shift]
        assert put.day not in one.away
        assert put.day != one.off
        assert one.nights or not shift.is_night
        begins = MONDAY + timedelta(days=put.day, minutes=shift.starts)
        assert one.free_from is None or begins >= one.free_from
        spans[one.key].append((begins, begins + timedelta(minutes=shift.minutes)))
    for mine in spans.values():
        mine.sort()
        assert len(mine) <= 6
        assert all(after[0] - before[1] >= timedelta(hours=11) for before, after in pairwise(mine))
    there = Counter((put.day, put.shift) for put in puts)
    assert all(there[key] <= counts[key] for key in there)
    assert all(count <= by_slug[slug].most for (_, slug), count in counts.items())
