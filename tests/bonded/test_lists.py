"""The lists of open duties: the unpaid, daily; lines of a plan, weekly; old trials, monthly; and days of reports."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.bonded import room
from tests.bonded.room import DAY

from shramsetu.bonded import owners
from shramsetu.bonded.actions import districts, duties, halfyears, lists
from shramsetu.bonded.models import BondedDuty
from shramsetu.casework import actions as casework
from shramsetu.casework import upkeep
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
TUESDAY_FIRST = date(2026, 12, 1)


def heard(at: datetime) -> dict[str, int]:
    """Send the lists of a day; return how many duties stood in the list of each owner."""
    before = set(Message.objects.values_list("pk", flat=True))
    lists.send(at=at)
    fresh = Message.objects.filter(template="bonded-list", channel="sms").exclude(pk__in=before)
    names = {
        owners.post(one, room.district()).pk: one
        for one in ("commissioner", "principal_secretary", "dm", "police", "food", "labour_officer", "sdm")
    }
    return {names[int(one.key.rpartition(":")[2])]: int(one.values["count"]) for one in fresh}


def morning(after: timedelta) -> datetime:
    """Half past eight of the day that lies so long after a Monday."""
    return clock.moment(clock.day(room.AT + after)) + timedelta(hours=8, minutes=30)


def test_the_unpaid_stand_in_the_commissioners_list_each_day_and_after_seven_days_in_the_secretarys() -> None:
    found = room.freed()
    duties.start(found.case, "immediate-assistance", from_at=room.AT, by=SYSTEM, at=room.AT)
    day = {n: heard(morning(n * DAY)) for n in (1, 3, 4, 5, 7, 8)}
    assert (day[1], day[3]) == ({}, {})
    assert day[4] == day[5] == day[7] == {"commissioner": 1, "labour_officer": 1}
    assert day[8] == {"commissioner": 1, "labour_officer": 1, "principal_secretary": 1}
    assert duties.done(found.case, "immediate-assistance", at=room.AT + 8 * DAY)
    assert heard(morning(9 * DAY)) == {}


def test_a_list_of_a_day_goes_out_once() -> None:
    duties.start(room.freed().case, "immediate-assistance", from_at=room.AT, by=SYSTEM, at=room.AT)
    assert heard(morning(4 * DAY)) == {"commissioner": 1, "labour_officer": 1}
    assert heard(morning(4 * DAY) + timedelta(hours=1)) == {}


def test_who_owes_a_red_duty_hears_of_it_daily_and_the_kernel_says_nothing_beside() -> None:
    for _ in range(2):
        duties.start(room.freed().case, "finding", from_at=room.AT, by=SYSTEM, at=room.AT)
    casework.escalate_overdue(at=room.AT + DAY)
    assert heard(morning(1 * DAY)) == {}, "red only at half past eleven"
    assert heard(morning(2 * DAY)) == heard(morning(3 * DAY)) == {"sdm": 2}
    upkeep.announce_overdue(at=morning(3 * DAY))
    assert not Message.objects.filter(template__in=["officer-top-overdue", "top-overdue"]).exists()


def test_lines_of_a_plan_are_told_weekly_to_their_department_and_monthly_to_the_committee() -> None:
    plan = room.freed().case
    line = duties.start(
        plan, "rehabilitation-line", from_at=room.AT, by=SYSTEM, at=room.AT, key="ration", owner="food", whole=15 * DAY
    )
    assert line.holder == owners.post("food", room.district())
    assert line.due_at == room.AT + 15 * DAY
    assert heard(morning(2 * DAY)) == {}, "no list on a Wednesday"
    assert heard(morning(7 * DAY)) == {"food": 1}
    assert heard(clock.moment(TUESDAY_FIRST) + timedelta(hours=9)) == {}, "fifteen days are over only at noon"
    assert heard(clock.moment(date(2027, 1, 1)) + timedelta(hours=9)) == {"dm": 1}


def test_what_stands_still_is_in_no_list() -> None:
    found = room.freed()
    duty = duties.start(found.case, "fir", from_at=room.AT, by=SYSTEM, at=room.AT)
    cast.take(duty, "pause", reason="बैंक हड़ताल", until_on=clock.day(room.AT + 20 * DAY))
    assert heard(morning(8 * DAY)) == {}


def test_a_list_speaks_in_code_names() -> None:
    found = room.freed()
    duties.start(found.case, "immediate-assistance", from_at=room.AT, by=SYSTEM, at=room.AT)
    lists.send(at=morning(4 * DAY))
    told = list(Message.objects.filter(template="bonded-list"))
    assert {one.channel for one in told} == {"sms", "email"}
    mail = next(one for one in told if one.channel == "email")
    assert f"{found.code}  A6  17.11.2026" in mail.text
    assert not [one for one in told if room.NAME in one.text or room.PHONE in one.text]


@pytest.mark.parametrize(
    ("on", "rhythms"),
    [
        (date(2026, 11, 17), ("daily",)),
        (date(2026, 11, 16), ("daily", "weekly")),
        (TUESDAY_FIRST, ("daily", "monthly")),
        (date(2027, 2, 1), ("daily", "weekly", "monthly")),
    ],
)
def test_which_lists_go_out_on_a_day(on: date, rhythms: tuple[str, ...]) -> None:
    assert lists.rhythms_of(on) == rhythms


def test_a_district_and_the_state_each_have_one_file() -> None:
    place = room.district()
    first = districts.parent(place, at=room.AT)
    assert districts.parent(place, at=room.AT + DAY) == first
    assert districts.parent(None, at=room.AT) == districts.parent(None, at=room.AT) != first
    assert Case.objects.filter(kind="bl_district").count() == 2


@pytest.mark.parametrize(
    ("at", "key", "due"),
    [
        (datetime(2026, 7, 1, 3, 0), "2026-06", date(2026, 7, 31)),
        (datetime(2026, 11, 22, 3, 0), "2026-06", date(2026, 7, 31)),
        (datetime(2027, 1, 1, 3, 0), "2026-12", date(2027, 1, 31)),
    ],
)
def test_the_half_years_report_begins_on_its_day_once(at: datetime, key: str, due: date) -> None:
    at = at.replace(tzinfo=room.AT.tzinfo)
    assert halfyears.begin(at=at)
    assert not halfyears.begin(at=at + DAY)
    duty = BondedDuty.objects.select_related("case__holder").get(clock="half-year-report")
    assert (duty.key, clock.day(duty.case.due_at)) == (key, due)
    assert duty.case.holder == owners.post("state_nodal", None)


def test_a_report_that_was_given_is_not_asked_again_for_its_half_year() -> None:
    at = room.AT
    halfyears.begin(at=at)
    assert duties.done(districts.parent(None, at=at), "half-year-report", key="2026-06", at=at)
    assert not halfyears.begin(at=at + DAY)


def test_the_lists_take_as_many_queries_for_twenty_duties_as_for_two() -> None:
    def lines(first: int, last: int) -> None:
        for number in range(first, last):
            person = room.freed().case
            duties.start(
                person,
                "rehabilitation-line",
                from_at=room.AT,
                by=SYSTEM,
                at=room.AT,
                key=str(number),
                owner="food",
                whole=15 * DAY,
            )

    lines(0, 2)
    lists.send(at=morning(7 * DAY))
    with CaptureQueriesContext(connection) as few:
        lists.send(at=morning(14 * DAY))
    lines(2, 20)
    with CaptureQueriesContext(connection) as many:
        lists.send(at=morning(21 * DAY))
    assert len(many) == len(few)
