"""Shares of a fine, instalments of a relief, visits after coming home: the pure part."""

from datetime import date, datetime, timedelta

import pytest

from shramsetu import rulebook
from shramsetu.bonded.rules import justice, share, visits
from shramsetu.lib import clock

BOOK = rulebook.book()
ON = date(2026, 11, 30)
HOME = clock.moment(ON) + timedelta(hours=11)
CALENDAR = BOOK.calendar(ON)
MONTHS = BOOK.numbers("bonded.visit_months", ON)
A_DAY = BOOK.number("bonded.share_paise_a_day", ON)


@pytest.mark.parametrize(
    ("recovered", "days", "parts"),
    [
        (200_000, [100, 200], [50_000, 100_000]),  # five rupees a day each, the rest is the state's
        (150_000, [100, 200], [50_000, 100_000]),
        (100_000, [100, 200], [33_333, 66_667]),  # does not reach: by days, to the paisa
        (0, [100], [0]),
        (200_000, [0, 30], [0, 15_000]),
    ],
)
def test_a_recovered_fine_gives_five_rupees_for_each_day(recovered: int, days: list[int], parts: list[int]) -> None:
    assert share.shares(recovered, days, a_day=A_DAY) == parts


def test_a_fine_that_comes_in_twice_gives_only_what_was_not_given_before() -> None:
    first = share.shares(60_000, [100, 200], a_day=A_DAY)
    assert share.still_due(150_000, [100, 200], first, a_day=A_DAY) == [30_000, 60_000]
    assert share.still_due(150_000, [100, 200], [50_000, 100_000], a_day=A_DAY) == [0, 0]


def test_who_joins_late_gets_no_more_than_is_left_of_the_fine() -> None:
    assert share.still_due(100_100, [100, 100], [100_100, 0], a_day=100_000) == [0, 0]
    late = share.still_due(100_100, [100, 100, 100], [60_000, 0, 0], a_day=100_000)
    assert sum(late) == 40_100
    assert late[1] == late[2]


def test_the_instalments_of_a_relief_add_up_to_it() -> None:
    total, percents = BOOK.number("bonded.poa_relief_paise", ON), BOOK.numbers("bonded.poa_relief_percents", ON)
    parts = [share.relief(total, percents, stage) for stage in range(3)]
    assert parts == [2_500_000, 5_000_000, 2_500_000]


def day(months: int) -> date:
    return clock.day(visits.due_from(HOME, months, CALENDAR))


@pytest.mark.parametrize(
    ("visited_on", "month"),
    [
        (None, 1),
        (day(1) - timedelta(days=1), 1),  # before its month: the first visit is owed still
        (day(1), 3),
        (day(4), 6),  # paid late, it counts for the third month too
        (day(12), 24),
        (day(24), 0),
    ],
)
def test_which_visit_comes_next(visited_on: date | None, month: int) -> None:
    assert visits.following(MONTHS, HOME, visited_on, CALENDAR) == month


@pytest.mark.parametrize(("on", "month"), [(day(1), 1), (day(2), 1), (day(13), 12), (ON, 0)])
def test_for_which_month_a_visit_counts(on: date, month: int) -> None:
    assert visits.covered(MONTHS, HOME, on, CALENDAR) == month


def test_scores_are_a_share_of_the_best() -> None:
    assert visits.total([4] * 6) == 100
    assert visits.total([1, 2, 3, 4, 3, 2]) == 62
    assert visits.total([]) == 0


def test_every_track_of_the_rulebook_has_its_way_and_an_owner_that_exists() -> None:
    assert set(justice.WAYS) == set(BOOK.bonded.tracks)
    assert {way.owner for way in justice.WAYS.values()} <= set(BOOK.bonded.owners)
    assert BOOK.value("bonded.summary_forum", ON).value in {str(forum) for forum in justice.Forum}


@pytest.mark.parametrize(
    ("track", "outcome", "found", "opens"),
    [
        ("sessions", "convicted", False, (True, False)),
        ("bls-summary", "acquitted", True, (False, True)),
        ("bls-court", "acquitted", True, (False, False)),
        ("wages", "allowed", True, (False, False)),
    ],
)
def test_what_an_ended_track_proves(track: str, outcome: str, found: bool, opens: tuple[bool, bool]) -> None:
    ended = justice.Ended(track, outcome, found)
    assert (justice.convicted(ended), justice.summary_found(ended)) == opens
    assert outcome in justice.outcomes(track)


def test_a_visit_of_the_last_month_is_reckoned_in_calendar_months() -> None:
    assert day(24) == datetime(2028, 11, 30).date()
