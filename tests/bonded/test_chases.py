"""People freed elsewhere: help begins without a certificate, and the certificate is chased by letters on fixed days."""

import pytest
from django.utils import timezone
from tests.bonded import room
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY
from tests.cast import MONDAY

from shramsetu.bonded import owners
from shramsetu.bonded.actions import chases, consents, packets
from shramsetu.bonded.actions.chases import Returned
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.models import BondedDuty, Chase, Transfer
from shramsetu.casework.actions import Refused

pytestmark = pytest.mark.django_db


def returned(**changes: object) -> Chase:
    """Enter somebody of Aligarh who came home from a kiln in Haryana."""
    values: dict[str, object] = {
        "district": world.aligarh(),
        "sex": "m",
        "rescue_state": "haryana",
        "office": "ज़िलाधिकारी, झज्जर",
        "identity": {"name": "मुन्ना"},
        **changes,
    }
    return chases.enter_returned(Returned(**values), by=world.officer(world.aligarh()), at=MONDAY)  # type: ignore[arg-type]


def test_help_that_needs_no_certificate_begins_at_once() -> None:
    chase = returned(is_minor=True)
    assert chase.survivor.case.state == "chasing"
    lines = BondedDuty.objects.filter(survivor=chase.survivor, clock="rehabilitation-line")
    assert set(lines.values_list("key", flat=True)) == {"ration", "health", "school"}
    assert set(lines.values_list("owner", flat=True)) >= {"food"}


def test_letters_are_made_on_their_days_each_once() -> None:
    chase = returned()
    for day, count in ((1, 0), (2, 1), (2, 0), (6, 1), (11, 1), (14, 0), (15, 1), (40, 0)):
        assert chases.make_letters(at=MONDAY + day * DAY) == count, day
    made = list(chase.letters.order_by("number").values_list("number", "is_copy"))
    assert made == [(1, False), (2, False), (3, False), (4, True)]


def test_letters_that_were_missed_are_made_together() -> None:
    returned()
    assert chases.make_letters(at=MONDAY + 12 * DAY) == 3


def test_a_letter_goes_out_under_the_offices_number() -> None:
    chase = returned()
    chases.make_letters(at=MONDAY + 2 * DAY)
    letter, native = chase.letters.get(), world.officer(world.aligarh())
    on = (MONDAY + 2 * DAY).date()
    assert chases.sent(letter, "श्र./2026/44", sent_on=on, by=native, at=MONDAY + 2 * DAY)
    assert not chases.sent(letter, "श्र./2026/45", sent_on=on, by=native, at=MONDAY + 2 * DAY)


def test_the_certificate_comes_and_the_case_goes_on() -> None:
    chase, native = returned(), world.officer(world.aligarh())
    case = chase.survivor.case
    with pytest.raises(Refused):
        chases.received(chase, "RC/12", on=MONDAY.date(), scan=None, by=native, at=MONDAY + 6 * DAY)
    scan = world.receipt(chase.survivor, native)
    assert chases.received(chase, "RC/12", on=MONDAY.date(), scan=scan, by=native, at=MONDAY + 6 * DAY)
    assert not chases.received(chase, "RC/12", on=MONDAY.date(), scan=scan, by=native, at=MONDAY + 6 * DAY)
    case.refresh_from_db()
    assert case.state == "home"
    assert not BondedDuty.objects.filter(clock="certificate-chase", is_open=True).exists()
    assert BondedDuty.objects.filter(clock="plan", is_open=True).exists()
    assert chases.make_letters(at=MONDAY + 30 * DAY) == 0


def test_a_denied_certificate_becomes_a_finding_at_home() -> None:
    chase, native = returned(), world.officer(world.aligarh())
    with pytest.raises(Refused):
        chases.denied(chase, " ", by=native, at=MONDAY)
    assert chases.denied(chase, "कहते हैं कोई छुड़ाया नहीं गया", by=native, at=MONDAY + DAY)
    assert BondedDuty.objects.get(clock="finding", is_open=True).case.holder == owners.post("sdm", world.aligarh())
    chase.survivor.case.refresh_from_db()
    assert chase.survivor.case.state == "secured"
    assert not chases.denied(chase, "फिर", by=native, at=MONDAY + DAY)


def test_another_district_does_not_enter_or_answer() -> None:
    chase, other = returned(), world.officer(world.maharajganj())
    scan = world.receipt(chase.survivor, world.officer(world.aligarh()))
    with pytest.raises(Refused):
        chases.received(chase, "RC/12", on=timezone.localdate(), scan=scan, by=other, at=MONDAY)


def test_both_halves_of_a_returned_person_are_on_record() -> None:
    """The other state has no login: the home district signs its half alone, and may send it a packet."""
    chase, native = returned(), world.officer(world.aligarh())
    transfer = Transfer.objects.get()
    assert (transfer.stage, transfer.rescue_state, transfer.native_district) == ("received", "haryana", world.aligarh())
    for purpose in ("other_state",):
        consents.record(chase.survivor, Said(purpose, "given", "हिन्दी"), by=native, at=MONDAY)
    packet = packets.issue(transfer, ("name",), reason="प्रमाण-पत्र के लिए", by=native, at=MONDAY)
    opened = packets.open_once(packet, packets.code_of(packet), address="203.0.113.9", at=MONDAY)
    assert opened.persons[0]["name"] == "मुन्ना"


@pytest.mark.parametrize("far", ["secured", "bonded"])
def test_a_certificate_that_comes_after_a_refusal_ends_the_inquiry_at_home(far: str) -> None:
    chase, native = returned(), world.officer(world.aligarh())
    found = chase.survivor
    where = found.case.district
    assert where is not None
    assert chases.denied(chase, "प्रमाण-पत्र जारी नहीं हुआ", by=native, at=MONDAY + DAY)
    if far == "bonded":
        room.empower(where.name_en)
        room.stated(found, by=native)
        room.drafted(found, "bonded")
        room.take(found, "find", by=room.officer("sdm", where.name_en), verdict="bonded", text=room.WHY)
    found.case.refresh_from_db()
    assert found.case.state == far
    scan = world.receipt(found, native)
    assert chases.received(chase, "RC/44", on=MONDAY.date(), scan=scan, by=native, at=MONDAY + 5 * DAY)
    found.case.refresh_from_db()
    running = set(BondedDuty.objects.filter(survivor=found, is_open=True).values_list("clock", flat=True))
    assert found.case.state == "home"
    assert not {"finding", "certificate"} & running
    assert {"plan", "immediate-assistance"} <= running
