"""The public page of a packet: opened once, kept by nobody, answered with its code; and its cover letter without it."""

import pytest
from django.test import Client
from tests import room as desk
from tests.bonded import transfer_world as world
from tests.bonded.test_packets import issued

from shramsetu.bonded.actions import packets
from shramsetu.bonded.models import Packet, PacketView, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def packet() -> Packet:
    """A packet of today with name and home."""
    made = issued("name", "home")
    Packet.objects.filter(pk=made.pk).update(expires_at="2099-01-01T00:00:00Z")
    made.refresh_from_db()
    return made


def page(packet: Packet) -> str:
    """Return the address in the link."""
    return f"/bandhua/packet/{packets.token(packet)}/"


def test_nothing_of_it_is_kept_or_passed_on(packet: Packet) -> None:
    code = packets.code_of(packet)
    client = Client(enforce_csrf_checks=True)
    for answer in (client.get(page(packet)), client.post(page(packet), {"code": code})):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.cookies.get("sessionid") is None
    assert "सुरेश" in desk.text_of(answer)


def test_the_page_says_nothing_before_the_code(packet: Packet) -> None:
    shown = desk.text_of(Client().get(page(packet)))
    assert "सुरेश" not in shown
    assert packets.code_of(packet) not in shown


def test_the_second_opening_is_refused(packet: Packet) -> None:
    code = packets.code_of(packet)
    Client().post(page(packet), {"code": code})
    again = Client().post(page(packet), {"code": code})
    assert again.status_code == 410
    assert "सुरेश" not in desk.text_of(again)
    assert PacketView.objects.filter(packet=packet, what="refused", why="opened").exists()


def test_spaces_and_devanagari_digits_in_the_code_are_read(packet: Packet) -> None:
    code = packets.code_of(packet).translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert "सुरेश" in desk.text_of(Client().post(page(packet), {"code": f"{code[:4]} {code[4:]}"}))


def test_a_wrong_code_is_said_and_counted(packet: Packet) -> None:
    assert Client().post(page(packet), {"code": "1"}).status_code == 422
    packet.refresh_from_db()
    assert packet.tries == 1


def test_an_answer_on_the_page(packet: Packet) -> None:
    code, client = packets.code_of(packet), Client()
    client.post(page(packet), {"code": code})
    answer = client.post(page(packet), {"said": "refused", "reason": "हमारा नहीं", "code": code})
    assert answer.status_code == 422, "the right district is missing"
    accepted = client.post(page(packet), {"said": "accepted", "code": code})
    assert accepted.status_code == 200
    assert Transfer.objects.get().stage == "accepted"


def test_a_foreign_link_is_not_found() -> None:
    assert Client().get("/bandhua/packet/1.abc/").status_code == 404


def test_often_asked_is_asked_to_wait(packet: Packet) -> None:
    client = Client()
    codes = [client.get(page(packet)).status_code for _ in range(45)]  # too many for two minutes: one may end between
    assert codes[0] == 200
    assert 429 in codes


def test_the_letter_has_the_link_and_the_desk_the_code(packet: Packet) -> None:
    rescue = desk.at_desk(world.officer(world.maharajganj()))
    assert rescue.get(f"/desk/bonded/packets/{packet.pk}/letter.pdf").content.startswith(b"%PDF")
    told = rescue.post(f"/desk/bonded/packets/{packet.pk}/code/")
    assert packets.code_of(packet)[:4] in desk.text_of(told)
    rescue.post(f"/desk/bonded/packets/{packet.pk}/revoke/")
    assert Client().post(page(packet), {"code": packets.code_of(packet)}).status_code == 410


def test_issuing_on_the_desk() -> None:
    packet = issued("name")
    rescue = desk.at_desk(world.officer(world.maharajganj()))
    address = f"/desk/bonded/transfers/{packet.transfer.code}/packet/"
    assert rescue.post(address, {"fields_wanted": ["name", "phone"], "reason": "फ़ोन भी"}).status_code == 302
    assert Packet.objects.count() == 2
