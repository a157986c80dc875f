"""Appeals against an award: written down, stayed so that no clock runs, lifted, or set aside."""

from datetime import timedelta

import pytest
from tests import cast
from tests.hearings import bench, court
from tests.hearings.test_orders import certified

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.hearings.models import Recovery
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db
COURT = "उच्च न्यायालय, इलाहाबाद"


def stayed(case: Case, *, days: int = 90) -> None:
    case.refresh_from_db()
    at = case.level_at
    until = clock.day(at) + timedelta(days=days)
    cast.take(case, "stay", by=court.authority(), at=at, court=COURT, until=until, reason="अंतरिम रोक")


def test_an_appeal_is_written_down_and_stops_nothing() -> None:
    case, at = bench.decided()
    due = case.due_at
    cast.take(case, "appeal", by=court.authority(), at=at, court=COURT, on=clock.day(at), reference="WRIT 7/2026")
    assert (case.state, case.due_at) == ("awarded", due)
    entry = Entry.objects.filter(stream=case.stream, verb="appeal").get()
    assert (entry.detail["on"], COURT in str(entry.detail)) == (clock.day(at).isoformat(), False)
    with pytest.raises(Refused):
        cast.take(case, "appeal", by=court.authority(), at=at, court=COURT, on=clock.day(at) - timedelta(days=1))


def test_a_stay_stops_the_clocks_of_matter_and_recovery() -> None:
    case, child, _ = certified()
    stayed(case)
    child.refresh_from_db()
    assert (case.state, child.state, child.due_at) == ("stayed", "halted", case.due_at)
    day = clock.day(child.opened_at)
    with pytest.raises(NotAllowed):
        cast.take(child, "recover", by=bench.collector(), at=child.opened_at, amount="1", on=day, reference="1")
    before = child.due_at
    assert before is not None
    casework.escalate_overdue(at=before - timedelta(hours=1))
    child.refresh_from_db()
    assert (child.state, child.holder_id) == ("halted", Recovery.objects.get(pk=child.pk).collector_id)


@pytest.mark.parametrize("ends", ["lift", "over"])
def test_after_the_stay_it_goes_on_where_it_stopped(ends: str) -> None:
    case, child, _ = certified()
    stayed(case)
    at = case.due_at
    assert at is not None
    if ends == "lift":
        cast.take(case, "lift", by=court.authority(), at=at - timedelta(days=9), reason="अपील निरस्त")
    else:
        for _ in range(2):
            casework.escalate_overdue(at=at + timedelta(minutes=1))
    case.refresh_from_db()
    child.refresh_from_db()
    assert (case.state, child.state, child.holder.code) == ("recovering", "running", "dm.kanpur-nagar")  # type: ignore[union-attr]
    assert child.due_at is not None
    assert child.due_at > at


def test_a_stay_before_the_day_to_pay_leads_back_to_it() -> None:
    case, _ = bench.decided()
    due = case.due_at
    stayed(case, days=10)
    at = case.level_at + timedelta(days=5)
    cast.take(case, "lift", by=court.authority(), at=at, reason="रोक हटी")
    assert (case.state, case.due_at) == ("awarded", due)
    stayed(case, days=60)
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert (case.state, case.holder.code) == ("unpaid", "labour.alc.kanpur-nagar")  # type: ignore[union-attr]


def test_a_stay_is_prolonged() -> None:
    case, child, _ = certified()
    stayed(case, days=10)
    first = case.due_at
    stayed(case, days=40)
    child.refresh_from_db()
    assert first is not None
    assert case.due_at is not None
    assert (child.state, case.due_at > first) == ("halted", True)


def test_an_award_set_aside_ends_its_recovery_once_nothing_waits() -> None:
    case, child, _ = certified()
    at, day = child.opened_at, clock.day(child.opened_at)
    cast.take(child, "recover", by=bench.collector(), at=at, amount="5000", on=day, reference="1")
    said = {"court": COURT, "on": day, "reason": "आदेश निरस्त"}
    with pytest.raises(Refused):
        cast.take(case, "set_aside", by=court.authority(), at=at, **said)
    cast.take(child, "take_back", by=bench.collector(), at=at, line="1", reason="देनदार को लौटाया")
    cast.take(case, "set_aside", by=court.authority(), at=at, **said)
    child.refresh_from_db()
    assert (case.state, case.outcome, child.state) == ("set_aside", "set_aside", "recalled")
    assert Recovery.objects.get(pk=child.pk).ended_on == day
