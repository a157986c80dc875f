"""A23: a case in which nothing happens for fifteen days while anything is owed calls for a sign of life."""

import pytest
from tests import cast
from tests.bonded import room
from tests.bonded.room import DAY, HOUR

from shramsetu.bonded import owners
from shramsetu.bonded.actions import climb, duties
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def tick(day: float) -> None:
    """Do what the minute of a day does: the kernel's clock, then the climb."""
    casework.escalate_overdue(at=room.AT + day * DAY)
    climb.climb(at=room.AT + day * DAY)


def owing() -> Survivor:
    """Return a person for whom a bank account is to be opened."""
    found = room.freed()
    duties.start(found.case, "bank-account", from_at=room.AT, by=SYSTEM, at=room.AT)
    return found


def quiet_of(found: Survivor) -> BondedDuty | None:
    return BondedDuty.objects.filter(parent=found.case, clock="quiet-case", is_open=True).first()


def told(after: float) -> set[str]:
    """Return which owners heard of the quiet case at a time."""
    names = {owners.post(one, room.district()).pk: one for one in ("labour_officer", "lead_bank", "dm")}
    streams = [one.case.stream for one in BondedDuty.objects.filter(clock="quiet-case").select_related("case")]
    found = Message.objects.filter(stream__in=streams, queued_at=room.AT + after * DAY, template="bonded-late")
    return {names[int(one.key.rpartition(":post")[2])] for one in found}


def test_fifteen_quiet_days_call_on_the_holder_and_whoever_owes_thirty_on_the_magistrate() -> None:
    found = owing()
    tick(14.9)
    assert quiet_of(found) is None
    tick(15)
    assert quiet_of(found) is not None
    assert told(15) == {"labour_officer", "lead_bank"}
    tick(29.9)
    assert told(29.9) == set()
    tick(30)
    assert told(30) == {"labour_officer", "dm"}


def test_where_nothing_is_owed_nobody_is_called() -> None:
    found = room.freed()
    tick(40)
    assert quiet_of(found) is None


def test_what_happens_in_a_duty_is_a_sign_of_life() -> None:
    found = owing()
    duties.start(found.case, "fir", from_at=room.AT, by=SYSTEM, at=room.AT)
    duties.done(found.case, "bank-account", at=room.AT + 10 * DAY)
    tick(15)
    assert quiet_of(found) is None
    assert Case.objects.get(pk=found.pk).due_at == room.AT + 25 * DAY
    tick(25)
    assert quiet_of(found) is not None


def test_what_only_the_clock_did_is_none() -> None:
    found = owing()
    tick(7)  # the bank's time is over: told, and marked late
    tick(15)
    assert quiet_of(found) is not None


@pytest.mark.parametrize("sign", ["note", "done"])
def test_a_sign_of_life_ends_the_call(sign: str) -> None:
    found = owing()
    tick(15)
    if sign == "note":
        room.take(found, "note", at=room.AT + 16 * DAY, text="परिवार से फ़ोन पर बात हुई")
    else:
        cast.take(duties.running_duty(found.case, "bank-account"), "complete", at=room.AT + 16 * DAY, text="खाता खुला")
    assert quiet_of(found) is None
    tick(30)
    assert told(30) == set()


def test_an_event_beside_the_flow_drops_the_call_before_the_magistrate_hears() -> None:
    found = owing()
    tick(15)
    case = Case.objects.get(pk=found.pk)
    casework.amend(case, "money", to=casework.To(case.state), by=cast.holder_of(case), at=room.AT + 20 * DAY)
    tick(30)
    assert quiet_of(found) is None
    assert told(30) == set()
    tick(30.001)
    assert Case.objects.get(pk=found.pk).due_at == room.AT + 35 * DAY - 0 * HOUR


def test_a_case_that_lies_for_a_year_has_one_entry_of_it_and_is_called_again_after_the_next_sign_of_life() -> None:
    found = owing()
    for day in range(15, 120, 15):
        tick(day)
    entries = Entry.objects.filter(stream=found.case.stream, verb="quiet")
    assert entries.count() == 1
    assert quiet_of(found) is not None
    room.take(found, "note", at=room.AT + 121 * DAY, text="परिवार से मिले")
    tick(121.1)
    assert quiet_of(found) is None
    assert Case.objects.get(pk=found.pk).due_at == room.AT + 136 * DAY
    tick(137)
    assert quiet_of(found) is not None
    assert entries.count() == 2


def test_nothing_is_written_while_nothing_is_owed_and_a_new_duty_is_listened_for() -> None:
    found = room.freed()
    for day in range(15, 60, 15):
        tick(day)
    entries = Entry.objects.filter(stream=found.case.stream, verb="quiet")
    assert entries.count() == 1
    duties.start(found.case, "bank-account", from_at=room.AT + 60 * DAY, by=SYSTEM, at=room.AT + 60 * DAY)
    tick(60.1)
    assert quiet_of(found) is None
    tick(75.1)
    assert quiet_of(found) is not None


def test_a_visit_that_is_owed_in_a_year_makes_no_case_quiet_before() -> None:
    found = room.freed()
    duties.start(found.case, "follow-up", from_at=room.AT + 200 * DAY, by=SYSTEM, at=room.AT, key="12")
    tick(30)
    assert quiet_of(found) is None
    tick(215.1)
    assert quiet_of(found) is not None
