"""Packets for states without login: with consent, once, in time, with the code; and their answers."""

import base64
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.bonded import room
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY, HOUR
from tests.cast import MONDAY

from shramsetu.bonded import packet_box, packet_content
from shramsetu.bonded.actions import certificates, consents, duties, handing, packets, tracks, transfers
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.models import BondedDuty, Certificate, Consent, Packet, PacketView, PaidBefore, Survivor, Transfer
from shramsetu.bonded.rules.packets import Why
from shramsetu.casework.actions import Refused
from shramsetu.files import actions as files
from shramsetu.journal.models import Entry

pytestmark = pytest.mark.django_db
HERE = "203.0.113.9"
NOTHING = Refusal("")


def agreed(survivor: Survivor, *purposes: str, **more: str) -> None:
    """Let a person agree to purposes."""
    for purpose in purposes or ("other_state",):
        said = Said(purpose, "given", "हिन्दी", **more)
        consents.record(survivor, said, by=world.officer(world.maharajganj()), at=MONDAY)


def to_bihar(*who: Survivor) -> Transfer:
    """Draft a transfer to another state."""
    home = Home(state="bihar", office="ज़िलाधिकारी, गया")
    return transfers.draft(who or (world.person(),), home, by=world.officer(world.maharajganj()), at=MONDAY)


def issued(*fields: str, who: tuple[Survivor, ...] = ()) -> Packet:
    """Issue a packet to Bihar with some fields."""
    who = who or (world.person(),)
    for one in who:
        agreed(one, "other_state", "other_state_sealed")
    rescue = world.officer(world.maharajganj())
    return packets.issue(to_bihar(*who), fields or ("name", "home"), reason="घर ज़िला गया है", by=rescue, at=MONDAY)


def test_a_transfer_to_another_state_goes_with_its_packet() -> None:
    transfer, rescue = to_bihar(), world.officer(world.maharajganj())
    with pytest.raises(Refused):
        transfers.send(transfer, by=rescue, at=MONDAY)
    packets.issue(transfer, ("certificate",), reason="घर ज़िला गया है", by=rescue, at=MONDAY)
    transfer.refresh_from_db()
    assert transfer.stage == "sent"
    assert BondedDuty.objects.get(clock="native-acceptance").owner == "labour_officer"


def test_what_was_not_agreed_to_does_not_leave() -> None:
    survivor, rescue = world.person(), world.officer(world.maharajganj())
    transfer = to_bihar(survivor)
    with pytest.raises(Refused) as caught:
        packets.issue(transfer, ("name",), reason="घर गया में", by=rescue, at=MONDAY)
    assert survivor.code in str(caught.value)
    agreed(survivor)
    packets.issue(transfer, ("name",), reason="घर गया में", by=rescue, at=MONDAY)
    with pytest.raises(Refused):  # agreed to names alone
        packets.issue(transfer, ("statement",), reason="घर गया में", by=rescue, at=MONDAY)


def test_consent_taken_back_holds_from_then_on() -> None:
    survivor, rescue = world.person(), world.officer(world.maharajganj())
    agreed(survivor)
    consents.record(survivor, Said("other_state", "withdrawn", "हिन्दी"), by=rescue, at=MONDAY + HOUR)
    transfer = to_bihar(survivor)
    with pytest.raises(Refused):
        packets.issue(transfer, ("name",), reason="घर गया में", by=rescue, at=MONDAY + 2 * HOUR)


@pytest.mark.parametrize("word", ["withdrawn", "refused"])
def test_a_packet_that_nobody_opened_is_taken_back_with_the_consent(word: str) -> None:
    survivor, rescue = world.person(), world.officer(world.maharajganj())
    packet = issued("name", "home", who=(survivor,))
    code = packets.code_of(packet)
    consents.record(survivor, Said("research", word, "हिन्दी"), by=rescue, at=MONDAY + HOUR)
    packet.refresh_from_db()
    assert packet.revoked_at is None  # nothing of it needs that consent
    consents.record(survivor, Said("other_state", word, "हिन्दी"), by=rescue, at=MONDAY + HOUR)
    packet.refresh_from_db()
    assert packet.revoked_at == MONDAY + HOUR
    assert packet_box.kept(packet)["persons"] == []
    assert Entry.objects.filter(stream=survivor.case.stream, verb="packet_revoked").count() == 1
    opened = packets.open_once(packet, code, address=HERE, at=MONDAY + 2 * HOUR)
    assert (opened.persons, opened.why) == ([], Why.REVOKED)


@pytest.mark.parametrize("how", ["refused", "fixed"])
def test_a_packet_that_nobody_opened_is_shut_when_its_transfer_ends(how: str) -> None:
    packet = issued("name", "home")
    code, rescue = packets.code_of(packet), world.officer(world.maharajganj())
    later = MONDAY + HOUR
    if how == "refused":
        transfers.refuse(packet.transfer, Refusal("झारखंड के हैं", state="jharkhand"), by=rescue, at=later)
    else:
        lead = packet.transfer.persons.get(leads=True).survivor.case
        key = handing.fix_key(packet.transfer)
        duties.start(lead, handing.ACCEPTANCE, from_at=MONDAY, by=rescue, at=MONDAY, key=key, owner="commissioner")
        transfers.fix(packet.transfer, world.aligarh(), by=room.officer("commissioner"), at=later)
    packet.refresh_from_db()
    assert (packet.revoked_at, packet_box.kept(packet)["persons"]) == (later, [])
    assert packets.open_once(packet, code, address=HERE, at=later + HOUR).why is Why.REVOKED


def test_no_packet_of_an_ended_transfer_opens_whatever_its_row_says() -> None:
    packet = issued("name")
    Transfer.objects.filter(pk=packet.transfer_id).update(stage="withdrawn")
    opened = packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY + HOUR)
    assert (opened.persons, opened.why) == ([], Why.REVOKED)


def test_consent_is_asked_again_when_a_packet_is_opened() -> None:
    survivor = world.person()
    packet = issued("name", who=(survivor,))
    Consent.objects.filter(survivor=survivor, purpose="other_state").update(said="withdrawn")
    opened = packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY + HOUR)
    assert (opened.persons, opened.why) == ([], Why.REVOKED)


def test_a_child_does_not_agree_alone() -> None:
    child = world.person(is_minor=True)
    agreed(child)
    assert consents.lacking([child], ["other_state"], at=MONDAY) == [child]
    agreed(child, for_child_by="बाल कल्याण समिति, आदेश 12")
    assert consents.lacking([child], ["other_state"], at=MONDAY) == []


def test_only_the_chosen_fields_are_in_it() -> None:
    packet = issued("name")
    opened = packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY)
    (one,) = opened.persons
    assert set(one) == {"code", "age_sex", "name"}
    assert one["name"] == "सुरेश"
    assert "सुरेश".encode() not in bytes(packet.closed)


def test_a_second_opening_is_refused_and_logged() -> None:
    packet = issued()
    code = packets.code_of(packet)
    assert packets.open_once(packet, code, address=HERE, at=MONDAY).why is None
    again = packets.open_once(packet, code, address=HERE, at=MONDAY + HOUR)
    assert (again.persons, again.why) == ([], Why.OPENED)
    seen = list(PacketView.objects.order_by("pk").values_list("what", "why", "address"))
    assert seen == [("opened", "", "203.0.…"), ("refused", "opened", "203.0.…")]
    packet.transfer.refresh_from_db()
    assert packet.transfer.stage == "seen"


@pytest.mark.parametrize("when", ["expired", "revoked"])
def test_not_after_its_time_nor_after_it_was_taken_back(when: str) -> None:
    packet, at = issued(), MONDAY + HOUR
    if when == "revoked":
        assert packets.revoke(packet, by=world.officer(world.maharajganj()), at=MONDAY)
    else:
        at = packet.expires_at
    opened = packets.open_once(packet, packets.code_of(packet), address=HERE, at=at)
    assert (opened.persons, opened.why) == ([], Why(when))


def test_wrong_codes_lock_it() -> None:
    packet = issued()
    for _ in range(5):
        assert packets.open_once(packet, "00000000x", address=HERE, at=MONDAY).why is Why.CODE
    assert packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY).why is Why.LOCKED


def test_a_newer_packet_takes_the_unopened_one_back() -> None:
    first = issued("name")
    second = packets.issue(
        first.transfer, ("name", "phone"), reason="फ़ोन भी चाहिए", by=world.officer(world.maharajganj()), at=MONDAY
    )
    assert second.version == 2
    assert packets.open_once(first, packets.code_of(first), address=HERE, at=MONDAY).why is Why.REVOKED


def test_a_link_that_we_did_not_sign_leads_nowhere() -> None:
    packet = issued()
    assert packets.find(packets.token(packet)) == packet
    signature = packets.token(packet).partition(".")[2]
    for text in ("", "1", f"{packet.pk}.{signature[:-1]}x", f"{packet.pk + 1}.{signature}"):
        with pytest.raises(packets.NoPacket):
            packets.find(text)


def test_the_answers_of_the_other_state_become_events() -> None:
    packet = issued()
    code = packets.code_of(packet)
    assert packets.answer(packet, code, said="accepted", refusal=NOTHING, address=HERE, at=MONDAY) is not None, (
        "not before reading"
    )
    packets.open_once(packet, code, address=HERE, at=MONDAY)
    assert packets.answer(packet, "1", said="accepted", refusal=NOTHING, address=HERE, at=MONDAY) is Why.CODE
    assert packets.answer(packet, code, said="accepted", refusal=NOTHING, address=HERE, at=MONDAY) is None
    packet.transfer.refresh_from_db()
    assert packet.transfer.stage == "accepted"
    assert not BondedDuty.objects.filter(clock="native-acceptance", is_open=True).exists()
    assert (
        packets.answer(packet, code, said="received", refusal=Refusal("स्वस्थ"), address=HERE, at=MONDAY + 9 * DAY)
        is None
    )
    packet.transfer.refresh_from_db()
    assert packet.transfer.stage == "received"
    survivor = packet.transfer.persons.get().survivor
    told = Entry.objects.filter(stream=survivor.case.stream, verb="transfer_received").get()
    assert told.by == "other_state"


def test_another_state_refuses_with_the_right_district() -> None:
    packet = issued()
    code = packets.code_of(packet)
    packets.open_once(packet, code, address=HERE, at=MONDAY)
    with pytest.raises(Refused):
        packets.answer(packet, code, said="refused", refusal=Refusal("हमारा नहीं"), address=HERE, at=MONDAY)
    right = Refusal("गाँव झारखंड में है", state="jharkhand", office="ज़िलाधिकारी, चतरा")
    assert packets.answer(packet, code, said="refused", refusal=right, address=HERE, at=MONDAY) is None
    led = Transfer.objects.get(came_from=packet.transfer)
    assert (led.stage, led.native_state, led.other_office) == ("drafted", "jharkhand", "ज़िलाधिकारी, चतरा")
    assert led.due_at == MONDAY + 48 * HOUR, "its time runs already"


def test_what_was_shared_is_in_the_log_of_reads() -> None:
    packet = issued("name")
    survivor = packet.transfer.persons.get().survivor
    entry = Entry.objects.get(stream=f"reads:{survivor.case.number}", verb="share")
    assert entry.detail["fields"] == ["code", "age_sex", "name"]


def test_nobody_shares_what_they_may_not_read() -> None:
    """A statement goes out in the name of the magistrate, who may read it; the labour officer may not any more."""
    survivor = world.person()
    agreed(survivor, "other_state", "other_state_sealed")
    transfer, wanted = to_bihar(survivor), ("statement",)
    with pytest.raises(Refused):
        packets.issue(transfer, wanted, reason="गया में सुनवाई", by=world.officer(world.maharajganj()), at=MONDAY)
    sdm = world.officer(world.maharajganj(), "sdm")
    packet = packets.issue(transfer, wanted, reason="गया में सुनवाई", by=sdm, at=MONDAY)
    opened = packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY)
    assert opened.persons[0]["statement"].startswith("तीन साल")
    log = Entry.objects.filter(stream=f"reads:{survivor.case.number}", verb="reveal")
    assert [one.detail["class"] for one in log] == ["p3"]


def kept(packet: Packet) -> object:
    packet.refresh_from_db()
    return packet_box.kept(packet)["persons"]


def test_what_cannot_be_shown_again_is_not_kept() -> None:
    read, late = issued("name"), issued("name")
    assert kept(late)
    packets.open_once(read, packets.code_of(read), address=HERE, at=MONDAY)
    assert kept(read) == []
    assert packets.empty_expired(at=MONDAY + 6 * DAY) == 0
    assert packets.empty_expired(at=MONDAY + 8 * DAY) == 1
    assert packets.empty_expired(at=MONDAY + 8 * DAY) == 0
    assert kept(late) == []
    assert packets.open_once(late, packets.code_of(late), address=HERE, at=MONDAY + 8 * DAY).why is Why.EXPIRED


def test_withdrawing_takes_its_packets_back() -> None:
    packet = issued("name")
    transfers.withdraw(packet.transfer, "ग़लत राज्य", by=world.officer(world.maharajganj()), at=MONDAY)
    assert kept(packet) == []
    assert packet.revoked_at == MONDAY


def test_a_packet_tells_what_was_paid_of_the_report_and_shows_the_photograph() -> None:
    one, rescue = world.person(), world.officer(world.maharajganj())
    PaidBefore.objects.create(survivor=one, kind="immediate", amount_paise=3_000_000, paid_on=MONDAY.date())
    track = Beginning(track="bls-court", persons=[one], fir_number="112/2026", fir_on=MONDAY.date(), station="कोतवाली")
    tracks.begin(track, by=rescue, at=MONDAY)
    picture = BytesIO()
    Image.new("RGB", (900, 600), "navy").save(picture, "JPEG")
    upload = SimpleUploadedFile("photo.jpg", picture.getvalue(), "image/jpeg")
    files.store(upload, stream=one.case.stream, purpose="identity", by=rescue, at=MONDAY)
    packet = issued("assistance", "fir", "photo", who=(one,))
    (told,) = packets.open_once(packet, packets.code_of(packet), address=HERE, at=MONDAY + HOUR).persons
    assert told["assistance"] == "तात्कालिक सहायता ₹ 30,000, 16.11.2026"
    assert told["fir"] == "112/2026, कोतवाली, 16.11.2026"
    head, _, content = told["photo"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert Image.open(BytesIO(base64.b64decode(content))).size == (480, 320)


def test_a_packet_tells_the_certificate_in_force_and_whether_it_is_signed() -> None:
    one = room.certified()
    certificate = Certificate.objects.select_related("paper", "survivor__case").get(survivor=one)

    def told() -> str:
        [found] = packet_content.content([one], ("certificate",), by=room.officer("sdm"), at=room.AT)
        return found.get("certificate", "")

    assert told().endswith("not signed yet)")
    certificates.sign(certificate, "ink", by=room.officer("sdm"), at=room.AT)
    assert told() == f"{certificate.paper.number}, {room.AT:%d.%m.%Y}"
    certificates.cancel(certificate, reason="दूसरे व्यक्ति का प्रमाण-पत्र था", by=room.officer("sdm"), at=room.AT)
    assert told() == ""
