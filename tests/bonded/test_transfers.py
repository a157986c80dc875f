"""Two districts, one record: the answer in time, a refusal that leads on, and each half closed by its own district."""

import pytest
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY, HOUR
from tests.cast import MONDAY, seat

from shramsetu import rulebook
from shramsetu.bonded import owners
from shramsetu.bonded.actions import climb, duties, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.models import BondedDuty, Survivor, Transfer
from shramsetu.bonded.rules.transfers import Half
from shramsetu.casework import actions as casework
from shramsetu.casework import queries as casework_queries
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.offices import queries as offices

pytestmark = pytest.mark.django_db


def test_a_household_goes_in_one_transfer() -> None:
    one, two = world.person(), world.person(sex="f")
    rescue = world.officer(world.maharajganj())
    transfer = transfers.draft([one, two], Home(world.aligarh()), by=rescue, at=MONDAY)
    assert transfers.draft([one, two], Home(world.aligarh()), by=rescue, at=MONDAY) == transfer, "drafting twice"
    assert transfers.send(transfer, by=rescue, at=MONDAY)
    assert not transfers.send(transfer, by=rescue, at=MONDAY), "sending twice"
    transfer.refresh_from_db()
    assert transfer.stage == "sent"
    assert transfer.due_at == MONDAY + 48 * HOUR
    duty = BondedDuty.objects.get(clock="native-acceptance")
    assert duty.case.holder == owners.post("native_officer", world.aligarh())
    assert Entry.objects.filter(stream=two.case.stream, verb="transfer_sent").count() == 1


def test_the_home_district_sees_the_person_from_the_sending_on() -> None:
    survivor = world.person()
    native = world.officer(world.aligarh())
    dm = seat(owners.post("dm", world.aligarh())).actor
    assert casework_queries.visible(survivor.case.number, native) is None
    world.sent(survivor)
    assert casework_queries.visible(survivor.case.number, native) == survivor.case
    assert casework_queries.visible(survivor.case.number, dm) == survivor.case


def test_accepting_ends_the_wait() -> None:
    transfer = world.sent()
    native = world.officer(world.aligarh())
    assert transfers.see(transfer, by=native, at=MONDAY)
    assert not transfers.see(transfer, by=native, at=MONDAY)
    assert transfers.accept(transfer, by=native, at=MONDAY + HOUR)
    assert not transfers.accept(transfer, by=native, at=MONDAY + HOUR)
    transfer.refresh_from_db()
    assert transfer.stage == "accepted"
    assert not BondedDuty.objects.filter(clock="native-acceptance", is_open=True).exists()


def test_a_refusal_goes_on_at_once_with_a_time_of_its_own() -> None:
    transfer = world.sent()
    native = world.officer(world.aligarh())
    etah = world.district("Etah")
    led = transfers.refuse(transfer, Refusal("गाँव एटा में है", etah), by=native, at=MONDAY + 5 * HOUR)
    assert led is not None
    transfer.refresh_from_db()
    assert (transfer.stage, transfer.named_district) == ("refused", etah)
    assert (led.stage, led.native_district, led.came_from) == ("sent", etah, transfer)
    assert led.due_at == MONDAY + 53 * HOUR
    survivor = led.persons.get().survivor
    assert survivor.native_district == etah
    assert casework_queries.visible(survivor.case.number, world.officer(etah)) == survivor.case
    assert transfers.refuse(transfer, Refusal("गाँव एटा में है", etah), by=native, at=MONDAY + DAY) == led, "twice"


@pytest.mark.parametrize(("to", "word"), [(None, "सही जनपद"), ("Aligarh", "अपना जनपद")])
def test_a_refusal_without_the_right_district_is_refused(to: str | None, word: str) -> None:
    transfer = world.sent()
    named = world.district(to) if to else None
    with pytest.raises(Refused) as caught:
        transfers.refuse(transfer, Refusal("हमारा नहीं", named), by=world.officer(world.aligarh()), at=MONDAY)
    assert word in str(caught.value)
    transfer.refresh_from_db()
    assert transfer.stage == "sent"


def test_nobody_is_passed_around() -> None:
    """A district that refused before is not named again: the Commissioner fixes it, and it takes the person."""
    transfer = world.sent()
    etah = world.district("Etah")
    led = transfers.refuse(transfer, Refusal("एटा", etah), by=world.officer(world.aligarh()), at=MONDAY)
    assert led is not None
    back = transfers.refuse(led, Refusal("अलीगढ़", world.aligarh()), by=world.officer(etah), at=MONDAY)
    assert back is None
    commissioner = seat(owners.post("commissioner", None)).actor
    fixed = transfers.fix(led, world.aligarh(), by=commissioner, at=MONDAY + DAY)
    assert (fixed.stage, fixed.is_fixed, fixed.native_district) == ("sent", True, world.aligarh())
    with pytest.raises(Refused):
        transfers.refuse(fixed, Refusal("फिर नहीं", etah), by=world.officer(world.aligarh()), at=MONDAY + DAY)
    assert transfers.accept(fixed, by=world.officer(world.aligarh()), at=MONDAY + DAY)


def test_home_in_the_district_of_the_rescue_needs_no_transfer() -> None:
    transfer = world.sent()
    native = world.officer(world.aligarh())
    led = transfers.refuse(transfer, Refusal("यहीं का है", world.maharajganj()), by=native, at=MONDAY)
    assert led is None
    survivor = transfer.persons.get().survivor
    survivor.refresh_from_db()
    assert survivor.native_district == world.maharajganj()


@pytest.mark.parametrize("verb", ["accept", "refuse", "received"])
def test_the_rescue_district_does_not_answer_for_the_home(verb: str) -> None:
    transfer, rescue = world.sent(), world.officer(world.maharajganj())
    deeds = {
        "accept": lambda: transfers.accept(transfer, by=rescue, at=MONDAY),
        "refuse": lambda: transfers.refuse(transfer, Refusal("नहीं", world.district("Etah")), by=rescue, at=MONDAY),
        "received": lambda: transfers.received(
            transfer, list(Survivor.objects.all()), condition="", by=rescue, at=MONDAY
        ),
    }
    with pytest.raises(Refused):
        deeds[verb]()


def test_the_home_district_does_not_take_the_rescue_steps() -> None:
    survivor = world.person(state="identified")
    world.sent(survivor)
    for by, is_allowed in ((world.officer(world.aligarh()), False), (world.officer(world.maharajganj()), True)):
        survivor.case.refresh_from_db()
        if is_allowed:
            casework.take(survivor.case, "secure", seen=survivor.case.revision, by=by, at=MONDAY)
        else:
            with pytest.raises(Refused):
                casework.take(survivor.case, "secure", seen=survivor.case.revision, by=by, at=MONDAY)


def test_the_rescue_district_does_not_take_the_steps_of_the_home() -> None:
    survivor = world.person(state="home", native_district=world.aligarh())
    with pytest.raises(Refused):
        casework.take(
            survivor.case, "plan", seen=survivor.case.revision, by=world.officer(world.maharajganj()), at=MONDAY
        )


def test_a_duty_is_ended_by_its_owner_alone() -> None:
    survivor = world.person()
    world.sent(survivor)
    duty = duties.start(
        survivor.case, "immediate-assistance", from_at=MONDAY, by=SYSTEM, at=MONDAY, district=world.maharajganj()
    )
    with pytest.raises(casework.NotAllowed):
        casework.take(duty, "complete", seen=duty.revision, by=world.officer(world.aligarh()), at=MONDAY)


def _received() -> Transfer:
    transfer = world.sent()
    native = world.officer(world.aligarh())
    who = [one.survivor for one in transfer.persons.select_related("survivor__case")]
    transfers.received(transfer, who, condition="स्वस्थ", by=native, at=MONDAY + DAY)
    transfer.refresh_from_db()
    return transfer


def test_receiving_is_accepting_and_starts_the_second_half() -> None:
    transfer = _received()
    assert transfer.stage == "received"
    assert transfer.answered_at == MONDAY + DAY
    assert not BondedDuty.objects.filter(clock="native-acceptance", is_open=True).exists()


def test_each_half_is_signed_by_its_own_district_when_its_duties_are_done() -> None:
    transfer = _received()
    survivor = transfer.persons.get().survivor
    rescue, native = world.officer(world.maharajganj()), world.officer(world.aligarh())
    at = MONDAY + DAY
    duties.start(survivor.case, "immediate-assistance", from_at=at, by=SYSTEM, at=at, district=world.maharajganj())
    with pytest.raises(Refused) as caught:
        transfers.sign(transfer, by=rescue, at=at)
    assert "immediate-assistance" not in str(caught.value)
    assert rulebook.book().bonded.clocks["immediate-assistance"].what.hi in str(caught.value)
    assert transfers.sign(transfer, by=native, at=at) is Half.NATIVE, "the other half is no hindrance"
    transfer.refresh_from_db()
    assert transfer.stage == "received", "one signature does not complete it"
    assert transfer.rescue_done_at is None
    duties.done(survivor.case, "immediate-assistance", at=at)
    assert transfers.sign(transfer, by=rescue, at=at) is Half.RESCUE
    transfer.refresh_from_db()
    assert transfer.stage == "completed"


def test_a_third_district_and_the_state_sign_for_nobody() -> None:
    transfer = _received()
    for by in (world.officer(world.district("Etah")), seat(owners.post("commissioner", None)).actor):
        with pytest.raises(Refused):
            transfers.sign(transfer, by=by, at=MONDAY + DAY)


def test_withdrawing_lets_go_of_the_person() -> None:
    survivor = world.person()
    transfer = world.sent(survivor)
    rescue = world.officer(world.maharajganj())
    assert transfers.withdraw(transfer, "ग़लत जनपद लिखा", by=rescue, at=MONDAY)
    assert not BondedDuty.objects.filter(clock="native-acceptance", is_open=True).exists()
    assert casework_queries.visible(survivor.case.number, world.officer(world.aligarh())) is None
    assert world.sent(survivor).stage == "sent", "and is free for another one"


def test_a_person_is_in_one_open_transfer() -> None:
    survivor = world.person()
    world.sent(survivor)
    with pytest.raises(Refused):
        transfers.draft([survivor], Home(world.district("Etah")), by=world.officer(world.maharajganj()), at=MONDAY)
    assert Case.objects.filter(pk=survivor.pk).exists()


def test_silence_is_told_to_both_magistrates_and_the_commissioner() -> None:
    world.sent()
    climb.climb(at=MONDAY + 49 * HOUR)
    told = BondedDuty.objects.get(clock="native-acceptance").told
    assert {one.partition(".")[2] for one in told} >= {"both_dms", "commissioner"}
    phones = {one.address for one in Message.objects.all()}
    for owner, where in (("dm", world.maharajganj()), ("dm", world.aligarh()), ("commissioner", None)):
        user = offices.incumbent(owners.post(owner, where))
        assert user is not None
        assert user.phone in phones, owner
