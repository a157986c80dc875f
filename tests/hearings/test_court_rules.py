"""The rules of sittings: hours, shares, reminders, adjournments, hours to the order, ages, sums, masked names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shramsetu.hearings.rules import adjourning, listing, masking, meter, owed, pendency, reminding
from shramsetu.hearings.rules.listing import Called, Room, Taken
from shramsetu.hearings.rules.owed import Came, Terms

DAY = date(2026, 12, 8)
TEN, ELEVEN = datetime(2026, 12, 8, 5, tzinfo=UTC), datetime(2026, 12, 8, 6, tzinfo=UTC)
NEXT = TEN + timedelta(days=2)


def one(pk: int, *, since: date = DAY, speakers: tuple[int, ...] = (), is_old: bool = False) -> Called:
    return Called(pk, since, (2026, pk), frozenset(speakers), is_old)


def test_hours_are_filled_in_order_then_the_next_day() -> None:
    found = listing.assign([one(1), one(2), one(3)], [[TEN, ELEVEN], [NEXT]], Room(1))
    assert found == {1: TEN, 2: ELEVEN, 3: NEXT}


def test_what_finds_no_room_is_left_out() -> None:
    assert listing.assign([one(1), one(2)], [[TEN]], Room(1)) == {1: TEN}


def test_a_representative_is_called_to_one_place_at_an_hour() -> None:
    taken = Taken({}, {}, {TEN: frozenset({7})})
    assert listing.assign([one(1, speakers=(7,))], [[TEN, ELEVEN]], Room(6), taken) == {1: ELEVEN}
    assert listing.clashes([Called(1, DAY, (2026, 1), frozenset({7}), at=TEN)], taken.speakers) == {1: frozenset({7})}


def test_a_representative_is_not_called_to_two_forums_within_the_same_slot() -> None:
    half_past = TEN + timedelta(minutes=30)
    taken, span = Taken({}, {}, {}, {half_past: frozenset({7})}), timedelta(minutes=90)
    assert listing.assign([one(1, speakers=(7,))], [[TEN, ELEVEN], [NEXT]], Room(6, apart=span), taken) == {1: NEXT}
    assert listing.assign([one(1, speakers=(8,))], [[TEN, ELEVEN]], Room(6, apart=span), taken) == {1: TEN}
    assert listing.busy(TEN, taken.elsewhere, span) == {7}
    assert listing.busy(half_past + span, taken.elsewhere, span) == frozenset()


@pytest.mark.parametrize(
    ("per_slot", "percent", "slots", "others"), [(6, 40, 3, 10), (1, 40, 2, 1), (4, 0, 2, 8), (4, 100, 2, 0)]
)
def test_the_share_of_the_oldest_is_rounded_up(per_slot: int, percent: int, slots: int, others: int) -> None:
    assert Room(per_slot, percent).others_most(slots) == others


def test_the_oldest_keep_their_share_of_the_day() -> None:
    waiting = [one(1), one(2), one(3, is_old=True)]
    assert listing.assign(waiting, [[TEN, ELEVEN], [NEXT]], Room(1, 50)) == {1: TEN, 3: ELEVEN}
    assert listing.assign([one(1), one(2)], [[TEN, ELEVEN], [NEXT, NEXT + timedelta(hours=1)]], Room(1, 50)) == {
        1: TEN,
        2: NEXT,
    }


def test_a_list_goes_by_hour_then_age() -> None:
    late, early = Called(1, DAY, (2026, 9), at=ELEVEN), Called(2, DAY, (2026, 8), at=TEN)
    old = Called(3, DAY - timedelta(days=400), (2025, 1), at=TEN)
    assert [found.pk for found in listing.in_order([late, early, old])] == [3, 2, 1]


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=25), st.integers(1, 4), st.integers(0, 100))
def test_no_hour_is_overfull_and_nobody_in_two_places(
    told: list[tuple[int, bool]], per_slot: int, percent: int
) -> None:
    waiting = [one(pk, speakers=(who,), is_old=is_old) for pk, (who, is_old) in enumerate(told, 1)]
    days = [[TEN, ELEVEN], [NEXT]]
    found, room = listing.assign(waiting, days, Room(per_slot, percent)), Room(per_slot, percent)
    by_pk = {row.pk: row for row in waiting}
    for slots in days:
        for slot in slots:
            here = [by_pk[pk] for pk, at in found.items() if at == slot]
            assert len(here) <= per_slot
            assert len({who for row in here for who in row.speakers}) == len(here)
        others = [pk for pk, at in found.items() if at in slots and not by_pk[pk].is_old]
        assert len(others) <= room.others_most(len(slots))


def test_who_was_told_today_is_not_reminded_today() -> None:
    assert not reminding.needs(told_on=DAY, today=DAY)
    assert reminding.needs(told_on=DAY - timedelta(days=1), today=DAY)
    assert reminding.needs(told_on=None, today=DAY)


def test_adjournments_count_by_side() -> None:
    counts = adjourning.by_side(["respondent", "both", "forum", "respondent"])
    assert counts == {"claimant": 0, "respondent": 2, "both": 1, "forum": 1}
    assert adjourning.asked_by(counts, "respondent") == 3
    assert adjourning.is_too_many(counts, "respondent", 3)
    assert adjourning.is_too_many(counts, "both", 3)
    assert not adjourning.is_too_many(counts, "claimant", 3)
    assert not adjourning.is_too_many({"forum": 9}, "forum", 3)


def test_the_meter_counts_hours_and_days_of_kolkata() -> None:
    heard = datetime(2026, 12, 8, 18, 0, tzinfo=UTC)  # 23:30 in Kolkata
    assert meter.hours(heard, heard + timedelta(hours=5, minutes=59)) == 5
    assert meter.is_same_day(heard, heard + timedelta(minutes=29))
    assert not meter.is_same_day(heard, heard + timedelta(minutes=30))
    assert meter.is_late(heard, heard + timedelta(hours=24, seconds=1), 24)
    assert not meter.is_late(heard, heard + timedelta(hours=24), 24)


def test_pending_matters_by_age_and_stage() -> None:
    bounds = (90, 365)
    assert pendency.spans(bounds) == [(0, 90), (90, 365), (365, None)]
    assert pendency.table([("hearing", 0, 1), ("hearing", 2, 4), ("reserved", 1, 1)], bounds) == {
        "hearing": [1, 0, 4],
        "reserved": [0, 1, 0],
    }


def test_interest_runs_on_what_is_left() -> None:
    terms = Terms(36_500_00, 10, date(2026, 1, 1))
    assert owed.owed(terms, [], date(2026, 1, 1)) == owed.Owed(36_500_00, 0)
    assert owed.owed(terms, [], date(2026, 1, 11)) == owed.Owed(36_500_00, 100_00)
    # 10 days' interest is 100 rupees: of 18,350 paid the rest, 18,250, is half of the sum.
    half = Came(date(2026, 1, 11), 18_350_00)
    assert owed.owed(terms, [half], date(2026, 1, 11)) == owed.Owed(18_250_00, 0)
    assert owed.owed(terms, [half], date(2026, 1, 21)) == owed.Owed(18_250_00, 50_00)
    assert owed.owed(terms, [half], date(2026, 1, 10)) == owed.Owed(36_500_00, 90_00)


def test_without_interest_the_sum_alone_is_owed() -> None:
    terms = Terms(27_000_00)
    came = [Came(DAY, 20_000_00), Came(DAY, 5_000_00), Came(DAY, -5_000_00)]
    assert owed.owed(terms, came, DAY) == owed.Owed(7_000_00, 0)
    assert owed.owed(terms, [*came, Came(DAY, 9_000_00)], DAY) == owed.Owed(0, 0, over=2_000_00)


@given(
    st.integers(1, 10**9),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**8)), max_size=8),
)
def test_nothing_of_an_award_is_lost(paise: int, percent: int, told: list[tuple[int, int]]) -> None:
    terms, start = Terms(paise, percent, date(2024, 1, 1)), date(2024, 1, 1)
    came = [Came(start + timedelta(days=days), sum_) for days, sum_ in told]
    end = start + timedelta(days=1000)
    found = owed.owed(terms, came, end)
    paid = sum(row.paise for row in came)
    assert min(found.paise, found.interest_paise, found.over) >= 0
    if not percent:
        assert found.paise - found.over == paise - paid
    else:
        assert found.total - found.over >= paise - paid - 1


def test_names_are_left_out_whole_and_in_parts() -> None:
    written = "सीता देवी ने कहा कि सीता को मज़दूरी नहीं मिली। सीतापुर, फ़ोन 9876543210।"
    assert masking.masked(written, ["सीता देवी"]) == "स… ने कहा कि स… को मज़दूरी नहीं मिली। सीतापुर, फ़ोन XXXXXXXX10।"
    assert masking.masked("Sita Devi v. Raj Ltd", ["Sita Devi"]) == "S… v. Raj Ltd"
    assert masking.masked("कुछ नहीं", []) == "कुछ नहीं"
