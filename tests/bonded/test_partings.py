"""Who dies, is lost or bound again leaves transfer and journey; the others go on, with the time they had."""

from datetime import datetime

import pytest
from tests.bonded import room
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY, HOUR
from tests.cast import MONDAY

from shramsetu.bonded import owners
from shramsetu.bonded.actions import journeys, replanning, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.journeys import Handover
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.models import BondedDuty, Journey, Payment, Survivor, Transfer
from shramsetu.casework.actions import Refused
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db
FAMILY = ("native-acceptance", "arrival")


def running(survivor: Survivor) -> list[str]:
    rows = BondedDuty.objects.filter(parent=survivor.pk, is_open=True, clock__in=FAMILY)
    return sorted(rows.values_list("clock", flat=True))


def dies(survivor: Survivor, *, at: datetime) -> None:
    room.take(survivor, "die", by=world.officer(world.maharajganj()), at=at, died_on=at.date())


def two() -> tuple[Survivor, Survivor]:
    return world.person(), world.person(sex="f")


def home(journey: Journey, survivor: Survivor, *, at: datetime) -> None:
    native = world.officer(world.aligarh())
    over = Handover("भाई", "ठीक", world.receipt(survivor, native, at))
    journeys.hand_over(journey, survivor, over=over, by=native, at=at)


def test_when_the_first_of_a_family_dies_the_clocks_of_the_others_go_on() -> None:
    lead, other = two()
    journey = world.on_the_way(lead, other)
    before = {row.clock: row for row in BondedDuty.objects.filter(parent=lead.pk, is_open=True, clock__in=FAMILY)}
    dies(lead, at=MONDAY + 5 * HOUR)
    assert (running(lead), running(other)) == ([], sorted(FAMILY))
    for row in BondedDuty.objects.filter(parent=other.pk, is_open=True, clock__in=FAMILY).select_related("case"):
        was = before[row.clock]
        assert (row.pk, row.from_at, row.amber_at, row.next_tell_at) == (
            *(was.pk, was.from_at, was.amber_at, was.next_tell_at),
        )
        assert row.case.parent_id == other.pk
    home(journey, other, at=MONDAY + DAY)
    journey.refresh_from_db()
    assert journey.arrived_at == MONDAY + DAY, "nobody waits for the dead"
    transfer = Transfer.objects.get()
    native = world.officer(world.aligarh())
    transfers.received(transfer, [other], condition="ठीक", by=native, at=MONDAY + DAY)
    transfer.refresh_from_db()
    assert transfer.stage == "received"
    assert not BondedDuty.objects.filter(clock__in=FAMILY, is_open=True).exists()


def test_of_whom_nobody_is_left_the_transfer_and_the_journey_end() -> None:
    lead, other = two()
    journey = world.on_the_way(lead, other)
    for one in (lead, other):
        dies(one, at=MONDAY + 5 * HOUR)
    journey.refresh_from_db()
    assert Transfer.objects.get().stage == "withdrawn"
    assert (journey.arrived_at, journey.cancelled_at) == (None, MONDAY + 5 * HOUR)
    assert not BondedDuty.objects.filter(clock__in=FAMILY, is_open=True).exists()
    assert journeys.alert_overdue(at=journey.arrives_at + 3 * HOUR) == 0


def test_when_the_last_who_is_awaited_dies_the_others_are_home() -> None:
    lead, other = two()
    journey, native = world.on_the_way(lead, other), world.officer(world.aligarh())
    home(journey, lead, at=MONDAY + DAY)
    transfer = Transfer.objects.get()
    transfers.received(transfer, [lead], condition="ठीक", by=native, at=MONDAY + DAY)
    dies(other, at=MONDAY + DAY + HOUR)
    transfer.refresh_from_db()
    journey.refresh_from_db()
    assert (transfer.stage, journey.arrived_at) == ("received", MONDAY + DAY + HOUR)


def test_a_refused_transfer_sends_on_only_who_is_left() -> None:
    lead, other = two()
    held, native = world.sent(lead, other), world.officer(world.aligarh())
    dies(lead, at=MONDAY + HOUR)
    agra = world.district("Agra")
    led = transfers.refuse(held, Refusal("घर आगरा में", agra), by=native, at=MONDAY + 2 * HOUR)
    assert led is not None
    assert [one.survivor for one in led.persons.all()] == [other]


def test_whoever_is_bound_again_is_not_awaited_at_home() -> None:
    lead, other = two()
    journey = world.on_the_way(lead, other)
    room.take(lead, "rebond", by=world.officer(world.maharajganj()), at=MONDAY + HOUR, reason="रास्ते में वापस ले गए")
    home(journey, other, at=MONDAY + DAY)
    journey.refresh_from_db()
    assert journey.arrived_at == MONDAY + DAY


# A plan that is wrong


def planned(*who: Survivor, **changes: object) -> Journey:
    return journeys.plan(who, world.plan(**changes), by=world.officer(world.maharajganj()), at=MONDAY)


def owed(journey: Journey) -> dict[str, list[int]]:
    rows = Payment.objects.filter(key=journey.code).exclude(stage="cancelled").order_by("survivor")
    found = dict[str, list[int]]()
    for kind, paise in rows.values_list("kind", "amount_paise"):
        found.setdefault(kind, []).append(paise)
    return found


def test_another_plan_for_somebody_who_is_in_one_is_refused_by_name() -> None:
    one, other = two()
    journey = planned(one)
    assert planned(one) == journey, "the same plan again"
    for again in ({"vehicle": "UP 32 AB 1234"}, {"escort_phone": "+919999900556"}):
        with pytest.raises(Refused) as caught:
            planned(one, **again)
        assert journey.code in str(caught.value)
    with pytest.raises(Refused):
        planned(one, other)
    assert not other.journeys.exists()


def test_a_plan_is_changed_before_they_leave_and_its_cost_with_it() -> None:
    one, other = two()
    journey, rescue = planned(one), world.officer(world.maharajganj())
    assert owed(journey) == {"travel": [90_000], "food": [30_000]}
    better = world.plan(vehicle="14005", fare_paise=200_000, food_paise=0, escort_phone="+919999900556")
    replanning.replan(journey, better, persons=[one, other], by=rescue, at=MONDAY + HOUR)
    journey.refresh_from_db()
    assert (journey.vehicle, journeys.escort(journey)["phone"]) == ("14005", "+919999900556")
    assert owed(journey) == {"travel": [100_000, 100_000]}
    replanning.replan(journey, better, persons=[other], by=rescue, at=MONDAY + HOUR)
    assert owed(journey) == {"travel": [200_000]}
    assert planned(one) != journey, "who was left out may travel otherwise"
    journeys.depart(journey, by=rescue, at=MONDAY + 2 * HOUR)
    with pytest.raises(Refused):
        replanning.replan(journey, better, persons=[other], by=rescue, at=MONDAY + 3 * HOUR)


def test_a_plan_is_cancelled_with_what_is_due_of_it() -> None:
    one, _ = two()
    journey, rescue = planned(one), world.officer(world.maharajganj())
    with pytest.raises(Refused):
        replanning.cancel(journey, " ", by=rescue, at=MONDAY)
    with pytest.raises(Refused):
        replanning.cancel(journey, "ट्रेन रद्द", by=world.officer(world.aligarh()), at=MONDAY)
    assert replanning.cancel(journey, "ट्रेन रद्द", by=rescue, at=MONDAY + HOUR)
    assert not replanning.cancel(journey, "ट्रेन रद्द", by=rescue, at=MONDAY + HOUR)
    assert owed(journey) == {}
    with pytest.raises(Refused):
        journeys.depart(journey, by=rescue, at=MONDAY + 2 * HOUR)
    journey.refresh_from_db()
    assert "ट्रेन" not in journey.cancel_reason
    assert planned(one) != journey


def test_a_wrong_number_of_the_escort_is_corrected_on_the_way() -> None:
    journey, rescue = world.on_the_way(), world.officer(world.maharajganj())
    said = {"vehicle": "14005", "escort_name": "आरक्षी सोहन", "escort_phone": "+919999900556"}
    replanning.correct(journey, **said, by=rescue, at=MONDAY + HOUR)
    journey.refresh_from_db()
    assert journeys.alert_overdue(at=journey.arrives_at + HOUR) == 1
    assert Message.objects.get(template="bonded-escort").address == "+919999900556"
    assert journey.vehicle == "14005"


# A district that said yes too soon


def test_who_accepted_may_still_name_the_right_district_until_the_first_is_there() -> None:
    lead, other = two()
    held, native = world.sent(lead, other), world.officer(world.aligarh())
    transfers.accept(held, by=native, at=MONDAY + HOUR)
    held.refresh_from_db()
    led = transfers.refuse(held, Refusal("गाँव आगरा में है", world.district("Agra")), by=native, at=MONDAY + 2 * HOUR)
    assert led is not None
    assert led.stage == "sent"
    held.refresh_from_db()
    assert held.stage == "refused"
    assert BondedDuty.objects.get(clock="native-acceptance", is_open=True).case.holder == owners.post(
        "native_officer", world.district("Agra")
    )


def test_nothing_is_refused_or_withdrawn_once_somebody_is_there() -> None:
    lead, other = two()
    held, native = world.sent(lead, other), world.officer(world.aligarh())
    transfers.received(held, [lead], condition="ठीक", by=native, at=MONDAY + HOUR)
    held.refresh_from_db()
    with pytest.raises(Refused):
        transfers.refuse(held, Refusal("दूसरा", world.district("Agra")), by=native, at=MONDAY + 2 * HOUR)
    with pytest.raises(Refused):
        transfers.withdraw(held, "भूल", by=world.officer(world.maharajganj()), at=MONDAY + 2 * HOUR)


def test_a_transfer_that_was_accepted_in_error_can_be_withdrawn_and_made_anew() -> None:
    one, rescue = world.person(), world.officer(world.maharajganj())
    held = world.sent(one)
    transfers.accept(held, by=world.officer(world.aligarh()), at=MONDAY + HOUR)
    held.refresh_from_db()
    assert transfers.withdraw(held, "घर आगरा में", by=rescue, at=MONDAY + 2 * HOUR)
    again = transfers.draft([one], Home(world.district("Agra")), by=rescue, at=MONDAY + 3 * HOUR)
    assert again.stage == "drafted"
