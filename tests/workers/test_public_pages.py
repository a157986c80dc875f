"""A worker registers on the portal by a one-time code, follows the application, and says that more was asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.workers import applying as apply
from tests.workers import room
from tests.workers.test_counter_pages import POSTED as AT_COUNTER
from tests.workers.test_registration import refused

from shramsetu.casework import queries
from shramsetu.casework.models import Case, Party
from shramsetu.messages.models import Message
from shramsetu.workers import drafts, receipts
from shramsetu.workers.actions import service
from shramsetu.workers.models import Application, Worker

pytestmark = pytest.mark.django_db
POSTED = {name: value for name, value in AT_COUNTER.items() if name != "idempotency_key"}
SCREENS = ("board", "person", "home", "numbers", "work", "bank", "family")


def proved() -> Client:
    client = Client()
    client.post("/shramik/panjiyan/", {"phone": "9999900301"})
    text = Message.objects.get(template="code").text
    code = next(word for word in text.replace(".", " ").replace("।", " ").split() if word.isdigit() and len(word) == 6)
    assert client.post("/shramik/panjiyan/code/", {"code": code}).status_code == 302
    return client


def filled(client: Client) -> None:
    for name in SCREENS:
        answer = client.post(f"/shramik/panjiyan/form/{name}/", POSTED)
        assert answer.status_code == 302, answer.content.decode()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_mason_registers_by_a_one_time_code() -> None:
    client = proved()
    filled(client)
    page = text_of(client, "/shramik/panjiyan/send/")
    assert "XXXX XXXX 0124" in page
    assert "80" in page
    answer = client.post("/shramik/panjiyan/send/", {"declared": "yes", "reference": "RAJ-1"})
    case = Case.objects.get(kind="wk_registration")
    assert answer["Location"] == f"/shramik/panjiyan/sent/{case.number}/"
    assert case.number[:4] in text_of(client, answer["Location"])
    worker = Worker.objects.get()
    assert (worker.phone, worker.aadhaar_last_four) == ("+919999900301", "0124")
    assert client.get(f"/shramik/panjiyan/sent/{case.number}/receipt/").content.startswith(b"%PDF")
    assert Client().get(f"/shramik/panjiyan/sent/{case.number}/").status_code == 404


def test_nobody_registers_without_a_proved_phone() -> None:
    answer = Client().get("/shramik/panjiyan/form/person/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_the_draft_in_the_session_is_closed_and_holds_no_aadhaar() -> None:
    client = proved()
    filled(client)
    kept = str(dict(client.session))
    assert [word for word in ("रामदेव", "234567890124", "2345 6789", "30451122334") if word in kept] == []


def test_a_screen_tells_what_is_wrong_and_keeps_the_rest() -> None:
    client = proved()
    answer = client.post("/shramik/panjiyan/form/person/", {**POSTED, "parent": ""})
    assert answer.status_code == 422
    assert "रामदेव निषाद" in answer.content.decode()


def test_what_lacks_is_told_before_it_is_sent_and_it_may_be_sent_all_the_same() -> None:
    client = proved()
    for name in SCREENS:
        data = {} if name in ("work", "bank", "numbers", "family") else POSTED
        client.post(f"/shramik/panjiyan/form/{name}/", data)
    assert "90" in text_of(client, "/shramik/panjiyan/send/")
    assert client.post("/shramik/panjiyan/send/", {}).status_code == 422
    assert client.post("/shramik/panjiyan/send/", {"declared": "yes"}).status_code == 302


def test_what_was_begun_before_an_outage_counts_from_the_draft() -> None:
    client = proved()
    filled(client)
    at = timezone.now()
    service.declare(at - timedelta(minutes=1), at, reason="", by=room.clerk(), at=at)
    client.post("/shramik/panjiyan/send/", {"declared": "yes"})
    application = Application.objects.get()
    assert application.counts_from == application.began_at < application.case.opened_at


def test_number_and_code_open_an_application_and_its_steps() -> None:
    case = apply.sent()
    apply.take(case, "ask", question="मुहर कहाँ है?")
    client = Client()
    assert client.get(f"/shramik/avedan/{case.number}/").status_code == 302
    wrong = client.post("/shramik/avedan/", {"number": case.number, "code": "000000"})
    assert wrong.status_code == 422
    code = queries.slip_code(Party.objects.get(case=case), case)
    client.post("/shramik/avedan/", {"number": case.number, "code": code})
    assert "मुहर कहाँ है?" in text_of(client, f"/shramik/avedan/{case.number}/")
    client.post(f"/shramik/avedan/{case.number}/answer/", {"text": "नया प्रमाण पत्र लाया हूँ।"})
    case.refresh_from_db()
    assert case.state == "checking"


def test_a_refused_worker_reads_the_order_and_appeals() -> None:
    began = timezone.now() - timedelta(days=12)
    case = apply.sent(at=began)
    refused(case, began)
    client = Client()
    code = queries.slip_code(Party.objects.get(case=case), case)
    client.post("/shramik/avedan/", {"number": case.number, "code": code})
    assert "कार्य दिवस सिद्ध नहीं हुए।" in text_of(client, f"/shramik/avedan/{case.number}/")
    assert client.get(f"/shramik/avedan/{case.number}/paper/order/").content.startswith(b"%PDF")
    client.post(f"/shramik/avedan/{case.number}/appeal/", {"text": "प्रमाण पत्र मिल गया।"})
    case.refresh_from_db()
    assert case.state == "appealed"


def test_one_tap_says_that_more_was_asked_for() -> None:
    case = apply.sent()
    address = receipts.more_address(case)
    client = Client()
    assert "80" in text_of(client, address)
    for _ in range(2):
        client.post(address)
    made = Case.objects.get(kind="grievance")
    assert (made.category, made.parent_id, made.district_id) == ("bocw-tout", case.pk, case.district_id)
    assert Client().get(f"/shramik/zyada/{case.number}/0000000000/").status_code == 404


def test_a_draft_that_cannot_be_opened_is_begun_anew() -> None:
    client = proved()
    filled(client)
    session = client.session
    session[drafts.DRAFT] = {**session[drafts.DRAFT], "key": "gone"}
    session.save()
    assert client.get("/shramik/panjiyan/form/")["Location"].endswith("/board/")


def test_a_proved_phone_sees_its_own_applications_alone() -> None:
    mine, other = apply.sent(), apply.sent(phone="+919999900999", reference="RAJ-2", name="सीता")
    page = text_of(proved(), "/shramik/avedan/")
    assert [f"/shramik/avedan/{one.number}/" in page for one in (mine, other)] == [True, False]


def test_a_demo_says_where_the_code_lies_and_nothing_else_does(settings: Any) -> None:
    client = Client()
    for demo in (True, False):
        settings.DEMO = demo
        client.post("/shramik/panjiyan/", {"phone": "9999900301"})
        assert ('href="/demo/tray/"' in text_of(client, "/shramik/panjiyan/code/")) is demo


def test_who_waits_for_a_decision_is_led_to_the_application() -> None:
    client = proved()
    filled(client)
    client.post("/shramik/panjiyan/send/", {"declared": "yes", "reference": "RAJ-1"})
    page = text_of(client, f"/shramik/mera/{Worker.objects.get().number}/")
    assert 'href="/shramik/avedan/"' in page
    assert "96 दिन; 90 दिन चाहिए" in page
