"""Days of work in the twelve months before a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.workers.rules.spells import BadSpell, Spell, days_worked, window

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 3, 1), date(2025, 3, 1)),
        (date(2025, 2, 28), date(2024, 2, 28)),  # 366 days: the leap day is inside
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2024, 3, 1), date(2023, 3, 1)),
    ],
)
def test_twelve_months_end_the_day_before(on: date, first: date) -> None:
    assert window(on) == (first, on - ONE)


@pytest.mark.parametrize(("days", "met"), [(89, False), (90, True)])
def test_a_leap_day_counts_as_a_day(days: int, met: bool) -> None:
    last = date(2024, 3, 10)
    spell = Spell(last - timedelta(days=days - 1), last, days)
    assert (days_worked([spell], date(2024, 6, 1)) >= 90) is met


def test_a_spell_counts_with_what_lies_inside() -> None:
    spell = Spell(date(2025, 1, 1), date(2025, 4, 10), 100)
    assert days_worked([spell], date(2026, 4, 1)) == 10
    assert days_worked([spell], date(2026, 4, 10)) == 1
    assert days_worked([spell], date(2026, 4, 11)) == 0


def test_two_employers_on_the_same_days_count_once() -> None:
    whole = Spell(date(2026, 1, 1), date(2026, 1, 31), 31)
    assert days_worked([whole, Spell(date(2026, 1, 10), date(2026, 2, 9), 31)], date(2026, 6, 1)) == 40


def test_few_certified_days_in_a_long_time_stay_few() -> None:
    months = Spell(date(2026, 1, 1), date(2026, 3, 31), 20)
    weeks = Spell(date(2026, 2, 1), date(2026, 2, 14), 14)
    assert days_worked([months], date(2026, 6, 1)) == 20
    assert days_worked([months, weeks], date(2026, 6, 1)) == 34


def test_few_days_in_a_long_time_do_not_make_room_for_the_same_days_twice() -> None:
    ten = Spell(date(2026, 1, 1), date(2026, 1, 10), 10)
    months = Spell(date(2026, 1, 10), date(2026, 3, 30), 5)
    assert days_worked([ten, ten, ten, months], date(2026, 6, 1)) == 15


def test_ninety_days_are_not_reached_by_the_same_forty_five_days_twice() -> None:
    half = Spell(date(2026, 1, 1), date(2026, 2, 14), 45)
    assert days_worked([half, half, Spell(date(2026, 1, 1), date(2026, 6, 30), 1)], date(2026, 7, 1)) == 46


@pytest.mark.parametrize("days", [0, 32])
def test_a_spell_has_no_more_days_than_it_is_long(days: int) -> None:
    with pytest.raises(BadSpell):
        Spell(date(2026, 1, 1), date(2026, 1, 31), days)


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    first = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
    length = draw(st.integers(1, 200))
    return Spell(first, first + timedelta(days=length - 1), draw(st.integers(1, length)))


@given(st.lists(spells(), max_size=6), st.integers(0, 1000))
def test_never_more_than_the_days_covered_nor_than_certified(found: list[Spell], after: int) -> None:
    on = date(2024, 1, 1) + timedelta(days=after)
    first, last = window(on)
    covered = {
        spell.first + timedelta(days=step)
        for spell in found
        for step in range((spell.last - spell.first).days + 1)
        if first <= spell.first + timedelta(days=step) <= last
    }
    assert 0 <= days_worked(found, on) <= min(len(covered), sum(spell.days for spell in found))


@given(st.lists(spells(), max_size=6))
def test_every_day_certified_is_every_day_covered(found: list[Spell]) -> None:
    on = date(2025, 6, 1)
    first, last = window(on)
    full = [Spell(one.first, one.last, (one.last - one.first).days + 1) for one in found]
    covered = {one.first + timedelta(days=step) for one in full for step in range(one.days)} & {
        first + timedelta(days=step) for step in range((last - first).days + 1)
    }
    assert days_worked(full, on) == len(covered)


@given(st.lists(spells(), max_size=6), st.integers(0, 1000))
def test_as_many_days_as_can_be_given_to_the_certificates(found: list[Spell], after: int) -> None:
    on = date(2024, 1, 1) + timedelta(days=after)
    first, last = window(on)
    left = [spell.days for spell in found]
    given_days = 0
    for step in range((last - first).days + 1):  # each day goes to the certificate that ends first
        day = first + timedelta(days=step)
        open_now = [n for n, spell in enumerate(found) if left[n] and spell.first <= day <= spell.last]
        if open_now:
            left[min(open_now, key=lambda n: found[n].last)] -= 1
            given_days += 1
    assert days_worked(found, on) == given_days


@given(st.lists(spells(), max_size=6), spells(), st.integers(0, 1000))
def test_a_further_certificate_lowers_nothing_and_adds_at_most_its_days(
    found: list[Spell], more: Spell, after: int
) -> None:
    on = date(2024, 1, 1) + timedelta(days=after)
    first, last = window(on)
    before, with_it = days_worked(found, on), days_worked([*found, more], on)
    assert before <= with_it <= min(before + more.days, (last - first).days + 1)
