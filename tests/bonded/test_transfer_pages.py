"""The pages of transfers, journeys and chases as the posts of both districts see and use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import room as desk
from tests.bonded import test_packets as parcels
from tests.bonded import transfer_world as world
from tests.bonded.transfer_world import DAY, HOUR
from tests.cast import MONDAY, PAPER, seat

from shramsetu.bonded import owners
from shramsetu.bonded.actions import chases, journeys, packets, transfers
from shramsetu.bonded.models import Chase, Consent, Journey, Payment, Survivor, Transfer
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
HOME = "/desk/bonded/transfers/"


def at(where: Place, owner: str = "labour_officer") -> Client:
    """Sit down at the desk of a district."""
    return desk.at_desk(world.officer(where, owner))


def test_from_the_person_to_the_transfer_and_back() -> None:
    survivor = world.person(native_district=world.aligarh())
    rescue = at(world.maharajganj())
    new = f"{HOME}new/{survivor.case.number}/"
    assert survivor.code in desk.text_of(rescue.get(new))
    given = {"persons": [survivor.code], "district": world.aligarh().lgd_code, "balance_by": "rescue"}
    answer = rescue.post(new, given)
    transfer = Transfer.objects.get()
    assert answer.headers["Location"] == f"{HOME}{transfer.code}/"
    rescue.post(f"{HOME}{transfer.code}/send/", {})
    native = at(world.aligarh())
    assert transfer.code in desk.text_of(native.get(HOME))
    shown = desk.text_of(native.get(f"{HOME}{transfer.code}/"))
    assert survivor.code in shown
    assert "सुरेश" not in shown, "code names alone"
    transfer.refresh_from_db()
    assert transfer.stage == "seen"
    native.post(f"{HOME}{transfer.code}/accept/", {"letter": ""})
    transfer.refresh_from_db()
    assert transfer.stage == "accepted"


def test_each_post_is_offered_its_own_steps() -> None:
    transfer = world.sent()
    page = f"{HOME}{transfer.code}/"
    rescue, native = desk.text_of(at(world.maharajganj()).get(page)), desk.text_of(at(world.aligarh()).get(page))
    assert f"{page}accept/" not in rescue
    assert f"{page}withdraw/" in rescue
    assert f"{page}accept/" in native
    assert f"{page}withdraw/" not in native
    assert at(world.maharajganj()).post(f"{page}accept/", {}).status_code == 302
    transfer.refresh_from_db()
    assert transfer.stage == "seen"


def test_a_third_district_sees_nothing() -> None:
    transfer = world.sent()
    other = at(world.district("Etah"))
    assert transfer.code not in desk.text_of(other.get(HOME))
    assert other.get(f"{HOME}{transfer.code}/").status_code == 404


def test_a_refusal_without_a_district_is_asked_again() -> None:
    transfer = world.sent()
    answer = at(world.aligarh()).post(f"{HOME}{transfer.code}/refuse/", {"reason": "हमारा नहीं"})
    assert answer.status_code == 422
    assert "सही जनपद" in desk.text_of(answer)
    given = {"reason": "एटा का", "district": world.district("Etah").lgd_code}
    assert at(world.aligarh()).post(f"{HOME}{transfer.code}/refuse/", given).status_code == 302
    assert at(world.district("Etah")).get(f"{HOME}{Transfer.objects.latest('pk').code}/").status_code == 200


def test_the_way_home_on_the_desk() -> None:
    survivor = world.person()
    world.sent(survivor)
    rescue = at(world.maharajganj())
    now = timezone.localtime()
    given = {
        "persons": [survivor.code],
        "order_number": "यात्रा/12",
        "mode": "train",
        "vehicle": "12555",
        "leaves_at": f"{now:%Y-%m-%dT%H:%M}",
        "arrives_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "escort_name": "आरक्षी मोहन",
        "escort_phone": "9999900555",
        "fare": "900",
        "food": "300",
    }
    assert rescue.post(f"/desk/bonded/journeys/new/{survivor.code}/", given).status_code == 302
    journey = Journey.objects.get()
    dues = {(one.kind, one.amount_paise, one.stage) for one in Payment.objects.filter(survivor=survivor)}
    assert {("travel", 90_000, "due"), ("food", 30_000, "due")} <= dues
    page = f"/desk/bonded/journeys/{journey.code}/"
    rescue.post(f"{page}leave/")
    journey.refresh_from_db()
    assert journey.departed_at is not None, "although the fare is only due"
    native = at(world.aligarh())
    assert f"{page}home/" in desk.text_of(native.get(page))
    receipt = SimpleUploadedFile("receipt.pdf", PAPER, content_type="application/pdf")
    over = {"persons": [survivor.code], "handed_to": "पत्नी", "condition": "ठीक", "receipt": receipt}
    assert native.post(f"{page}home/", over).status_code == 302
    survivor.case.refresh_from_db()
    assert survivor.case.state == "home"
    assert rescue.get(f"{page}order.pdf").content.startswith(b"%PDF")


def test_a_plan_is_changed_cancelled_and_corrected_on_the_desk() -> None:
    survivor, rescue = world.person(), at(world.maharajganj())
    made = journeys.plan([survivor], world.plan(), by=world.officer(world.maharajganj()), at=MONDAY)
    page, now = f"/desk/bonded/journeys/{made.code}/", timezone.localtime()
    shown = desk.text_of(rescue.get(f"{page}change/"))
    assert "12555" in shown
    assert "आरक्षी मोहन" in shown
    given = {
        "persons": [survivor.code],
        "order_number": "यात्रा/13",
        "mode": "bus",
        "vehicle": "UP 32",
        "leaves_at": f"{now:%Y-%m-%dT%H:%M}",
        "arrives_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "escort_name": "आरक्षी मोहन",
        "escort_phone": "9999900555",
        "fare": "100",
        "food": "0",
    }
    assert rescue.post(f"{page}change/", {**given, "arrives_at": given["leaves_at"]}).status_code == 422
    assert rescue.post(f"{page}change/", given).status_code == 302
    made.refresh_from_db()
    assert (made.mode, made.fare_paise) == ("bus", 10_000)
    rescue.post(f"{page}leave/")
    right = {"vehicle": "UP 33", "escort_name": "आरक्षी सोहन", "escort_phone": "9999900556"}
    assert rescue.post(f"{page}change/", right).status_code == 302
    assert "UP 33" in desk.text_of(rescue.get(page))
    assert rescue.post(f"{page}cancel/", {"reason": "ट्रेन रद्द"}).status_code == 422, "they have left"
    other = journeys.plan([world.person()], world.plan(), by=world.officer(world.maharajganj()), at=MONDAY)
    rescue.post(f"/desk/bonded/journeys/{other.code}/cancel/", {"reason": "ट्रेन रद्द"})
    assert "ट्रेन रद्द" in desk.text_of(rescue.get(f"/desk/bonded/journeys/{other.code}/"))


def test_a_call_to_the_escort_is_asked_for_when_they_are_late() -> None:
    journey = world.on_the_way()
    page = f"/desk/bonded/journeys/{journey.code}/"
    shown = desk.text_of(at(world.maharajganj()).get(page))
    assert "tel:+919999900555" in shown
    at(world.maharajganj()).post(f"{page}call/", {"result": "reached", "text": "ट्रेन देर से"})
    assert "ट्रेन देर से" in desk.text_of(at(world.aligarh()).get(page))


def test_consent_on_the_desk() -> None:
    survivor = world.person()
    page = f"/desk/bonded/consent/{survivor.code}/"
    given = {"purpose": "other_state", "said": "given", "language": "भोजपुरी"}
    assert at(world.maharajganj()).post(page, given).status_code == 302
    assert Consent.objects.get().purpose == "other_state"
    assert "भोजपुरी" in desk.text_of(at(world.maharajganj()).get(page))


def returned() -> Chase:
    """Enter a person on the page."""
    given = {
        "name": "मुन्ना",
        "sex": "m",
        "is_minor": "no",
        "address": "ग्राम लोधा",
        "district": world.aligarh().lgd_code,
        "rescue_state": "haryana",
        "sector": "brick-kiln",
        "office": "ज़िलाधिकारी, झज्जर",
    }
    assert at(world.aligarh()).post("/desk/bonded/returned/new/", given).status_code == 302
    return Chase.objects.get()


def test_a_returned_person_is_entered_and_the_letters_printed() -> None:
    chase = returned()
    native = at(world.aligarh())
    page = f"/desk/bonded/returned/{chase.pk}/"
    assert chase.survivor.code in desk.text_of(native.get("/desk/bonded/returned/"))
    assert native.post(f"{page}letters/1/").status_code == 404, "its day has not come"
    chases.make_letters(at=timezone.now() + 16 * DAY)
    for number in (1, 2, 4):
        printed = native.post(f"{page}letters/{number}/")
        assert native.get(printed["Location"]).content.startswith(b"%PDF")
        assert native.post(f"{page}letters/{number}/")["Location"] == printed["Location"], "again it is the same paper"
    papers = [letter.paper for letter in chase.letters.order_by("number").select_related("paper__case") if letter.paper]
    assert [paper.number[:3] for paper in papers] == ["CL/", "CL/", "CN/"]
    assert {paper.case for paper in papers} == {chase.survivor.case}
    assert papers[0].number in desk.text_of(native.get(page))
    assert papers[0].number in native.get(f"{page}letters/1/sent/").content.decode()
    sent = {"letter_number": "श्र./44", "sent_on": "2026-11-24"}
    assert native.post(f"{page}letters/1/sent/", sent).status_code == 302
    scan = SimpleUploadedFile("scan.pdf", PAPER, content_type="application/pdf")
    came = {"number": "RC/12", "on": "2026-11-20", "scan": scan}
    assert native.post(f"{page}certificate/", came).status_code == 302
    chase.survivor.case.refresh_from_db()
    assert chase.survivor.case.state == "home"
    assert "RC/12" in desk.text_of(native.get(page))


def test_the_person_page_says_where_home_is_and_who_awaits_what() -> None:
    survivor = world.person()
    journey = world.on_the_way(survivor)
    shown = desk.text_of(at(world.aligarh()).get(f"/desk/case/{survivor.case.number}/"))
    assert Transfer.objects.get().code in shown
    assert journey.code in shown


def _many(count: int) -> Transfer:
    for _ in range(count):
        last = world.sent(world.person(), world.person(sex="f"), at=MONDAY)
    return last


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_page_ask_as_much_for_many_as_for_one(count: int) -> None:
    last = _many(count)
    client = at(world.maharajganj())
    assert desk.queries_of(client, HOME) <= 16
    assert desk.queries_of(client, f"{HOME}{last.code}/") <= 24


def test_the_commissioner_fixes_what_two_districts_pass_around() -> None:
    transfer = world.sent()
    etah = world.district("Etah")
    led = transfers.refuse(transfer, transfers.Refusal("एटा", etah), by=world.officer(world.aligarh()), at=MONDAY)
    assert led is not None
    transfers.refuse(led, transfers.Refusal("अलीगढ़", world.aligarh()), by=world.officer(etah), at=MONDAY + HOUR)
    commissioner = desk.at_desk(seat(owners.post("commissioner", None)).actor)
    assert f"{HOME}{led.code}/fix/" in desk.text_of(commissioner.get(f"{HOME}{led.code}/"))
    commissioner.post(f"{HOME}{led.code}/fix/", {"district": etah.lgd_code})
    led.refresh_from_db()
    assert led.is_fixed
    assert Survivor.objects.get().native_district == etah


def test_the_page_says_in_words_why_a_packet_stayed_shut() -> None:
    packet = parcels.issued()
    packets.open_once(packet, "00000000x", address="203.0.113.9", at=MONDAY)
    page = at(world.maharajganj()).get(f"{HOME}{packet.transfer.code}/").content.decode()
    assert "(ग़लत कोड)" in page
    assert "(code)" not in page
