"""Who is reviewed when, what comes first, what is due when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shramsetu.monitoring.reviews.rules import agenda, rounds, times
from shramsetu.monitoring.reviews.rules.agenda import Red, Why
from shramsetu.monitoring.reviews.rules.rounds import Kind, Turn, Turning

ROUNDS = (
    Turning("region", Kind.REGION),
    Turning("sector", Kind.SECTOR, ("registration", "schemes", "pensions", "inspections", "bonded", "schools")),
    Turning("section", Kind.SECTION),
)
SECTIONS = ("accounts", "helpline")
NOON = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
DUE = date(2026, 11, 20)


def turns(day: int, weekday: int = 0) -> list[Turn]:
    return rounds.turns(ROUNDS, weekday=weekday, day=day, regions=18, sections=SECTIONS)


def test_every_region_has_its_turn_in_eighteen_working_days() -> None:
    assert {turns(day)[0].region for day in range(100, 118)} == set(range(18))


def test_the_weekday_names_the_sector_and_sections_alternate() -> None:
    assert turns(4, weekday=4)[1:] == [Turn("sector", sector="bonded"), Turn("section", section="accounts")]
    assert turns(5, weekday=5)[1:] == [Turn("sector", sector="schools"), Turn("section", section="helpline")]


def test_a_sunday_on_which_the_office_works_has_no_sector() -> None:
    assert [one.round for one in turns(6, weekday=6)] == ["region", "section"]


def red(subject: str, why: Why, weight: int = 0) -> Red[str]:
    return Red(subject, why, weight, subject)


def test_the_gravest_comes_first_and_a_subject_stands_once() -> None:
    found = [
        red("post:1", Why.OVERDUE, 90),
        red("target:a", Why.TARGET, 5),
        red("target:b", Why.TARGET, 50),
        red("case:2", Why.DECISION, 4),
        red("case:2", Why.CARRIED, 1),
    ]
    rows, left = agenda.drawn(found, most=10, each=5)
    assert [(one.subject, one.why) for one in rows] == [
        ("case:2", Why.CARRIED),
        ("target:b", Why.TARGET),
        ("target:a", Why.TARGET),
        ("post:1", Why.OVERDUE),
    ]
    assert left == 0


def test_what_finds_no_room_is_counted_and_the_offices_own_is_never_crowded_out() -> None:
    found = [red(f"target:{n}", Why.TARGET, n) for n in range(9)]
    found += [red(f"post:{n}", Why.OVERDUE, n) for n in range(9)]
    found += [red("own:1", Why.OWN)]
    rows, left = agenda.drawn(found, most=6, each=4)
    assert [one.subject for one in rows] == ["target:8", "target:7", "target:6", "target:5", "post:8", "own:1"]
    assert left == 13


@pytest.mark.parametrize(
    ("today", "offset"),
    [(date(2026, 11, 17), -3), (date(2026, 11, 18), None), (DUE, 0), (date(2026, 11, 23), 3)],
)
def test_a_decision_is_reminded_of_three_days_before_on_its_date_and_three_days_after(
    today: date, offset: int | None
) -> None:
    assert times.reminder(DUE, today, (-3, 0, 3)) == offset


def test_minutes_within_the_hour_are_in_time_and_a_second_later_late() -> None:
    hour = NOON + timedelta(minutes=60)
    assert not times.is_late(NOON, hour, 60, at=hour)
    assert times.is_late(NOON, hour + timedelta(seconds=1), 60, at=hour)
    assert times.is_late(NOON, None, 60, at=hour + timedelta(seconds=1))


def test_a_decision_is_carried_to_a_later_day_that_is_still_to_come() -> None:
    assert times.may_carry(DUE, DUE + timedelta(days=1), DUE)
    assert not times.may_carry(DUE, DUE, DUE - timedelta(days=5))
    assert not times.may_carry(DUE, DUE + timedelta(days=1), DUE + timedelta(days=1))


def test_three_times_puts_a_decision_on_the_list() -> None:
    assert [times.is_put_off_often(n, 3) for n in range(5)] == [False, False, False, True, True]
