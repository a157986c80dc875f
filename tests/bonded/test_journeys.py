"""The way home: with an escort, before any money, never a child by itself; and the call when it does not arrive."""

import pytest
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY, HOUR
from tests.cast import MONDAY

from shramsetu.bonded import owners
from shramsetu.bonded.actions import journeys
from shramsetu.bonded.actions.journeys import Handover
from shramsetu.bonded.models import BondedDuty, Traveller
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def test_they_leave_although_nothing_is_paid() -> None:
    survivor = world.person()
    journey = world.on_the_way(survivor)
    assert journey.departed_at == MONDAY
    survivor.case.refresh_from_db()
    assert survivor.case.state == "travelling"
    duty = BondedDuty.objects.get(clock="arrival", is_open=True)
    assert duty.case.due_at == journey.arrives_at + DAY
    assert not journeys.depart(journey, by=world.officer(world.maharajganj()), at=MONDAY), "leaving twice"


def test_leaving_is_written_in_the_journey_alone() -> None:
    survivor, rescue = world.person(), world.officer(world.maharajganj())
    with pytest.raises(Refused):
        casework.take(survivor.case, "send_home", seen=survivor.case.revision, by=rescue, at=MONDAY)


def test_nobody_leaves_before_the_home_district_knows() -> None:
    survivor, rescue = world.person(), world.officer(world.maharajganj())
    drafted = world.transfers.draft([survivor], world.Home(world.aligarh()), by=rescue, at=MONDAY)
    journey = journeys.plan([survivor], world.plan(), transfer=drafted, by=rescue, at=MONDAY)
    with pytest.raises(Refused):
        journeys.depart(journey, by=rescue, at=MONDAY)


def test_a_child_goes_home_only_by_the_committees_order() -> None:
    child, rescue = world.person(is_minor=True), world.officer(world.maharajganj())
    with pytest.raises(Refused) as caught:
        journeys.plan([child], world.plan(), by=rescue, at=MONDAY)
    assert child.code in str(caught.value)
    ordered = world.plan(child_orders={child.pk: "बा.क.स./118 दिनांक 15.11.2026"})
    assert journeys.plan([child], ordered, by=rescue, at=MONDAY).travellers.get().child_order


@pytest.mark.parametrize("state", ["secured", "bonded"])
def test_nobody_is_sent_home_without_a_finding_or_its_certificate(state: str) -> None:
    survivor = world.person(state=state)
    with pytest.raises(Refused) as caught:
        journeys.plan([survivor], world.plan(), by=world.officer(world.maharajganj()), at=MONDAY)
    assert survivor.code in str(caught.value)


def test_the_escorts_name_lies_shut() -> None:
    journey = world.on_the_way()
    assert "मोहन".encode() not in bytes(journey.closed)
    assert journeys.escort(journey)["name"] == "आरक्षी मोहन"


def test_a_receipt_ends_the_journey_and_begins_the_plan() -> None:
    survivor = world.person()
    journey, native = world.on_the_way(survivor), world.officer(world.aligarh())
    at = MONDAY + 21 * HOUR
    with pytest.raises(Refused):
        journeys.hand_over(journey, survivor, over=Handover("पत्नी", "थका हुआ", None), by=native, at=at)
    over = Handover("पत्नी", "थका हुआ", world.receipt(survivor, native, at))
    assert journeys.hand_over(journey, survivor, over=over, by=native, at=at)
    assert not journeys.hand_over(journey, survivor, over=over, by=native, at=at), "handing over twice"
    journey.refresh_from_db()
    survivor.case.refresh_from_db()
    assert journey.arrived_at == at
    assert survivor.case.state == "home"
    assert survivor.case.holder == owners.post("native_officer", world.aligarh())
    assert not BondedDuty.objects.filter(clock="arrival", is_open=True).exists()
    plan = BondedDuty.objects.get(clock="plan", is_open=True)
    assert plan.case.district == world.aligarh()
    row = Traveller.objects.get()
    assert "थका" not in row.condition
    assert row.condition.startswith("sealed:")


def test_of_two_the_last_one_ends_it() -> None:
    one, two = world.person(), world.person(sex="f")
    journey, native = world.on_the_way(one, two), world.officer(world.aligarh())
    over = Handover("भाई", "ठीक", world.receipt(one, native))
    journeys.hand_over(journey, one, over=over, by=native, at=MONDAY + DAY)
    journey.refresh_from_db()
    assert journey.arrived_at is None
    journeys.hand_over(journey, two, over=over, by=native, at=MONDAY + DAY)
    journey.refresh_from_db()
    assert journey.arrived_at == MONDAY + DAY


def test_the_escort_is_called_when_they_do_not_arrive() -> None:
    journey = world.on_the_way()
    assert journeys.alert_overdue(at=journey.arrives_at + HOUR / 2) == 0
    assert journeys.alert_overdue(at=journey.arrives_at + HOUR) == 1
    assert journeys.alert_overdue(at=journey.arrives_at + 2 * HOUR) == 0, "once"
    message = Message.objects.get(template="bonded-escort")
    assert message.address == "+919999900555"
    assert journey.code in message.text


def test_a_call_to_the_escort_is_written_down_sealed() -> None:
    journey = world.on_the_way()
    row = journeys.called(
        journey, "reached", text="ट्रेन चार घंटे देर", by=world.officer(world.maharajganj()), at=MONDAY + DAY
    )
    assert row.text.startswith("sealed:")
