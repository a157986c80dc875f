"""The pages of messages to many and of those that did not arrive, and Kannel's two addresses."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.messages.outbox import NOON, fresh, queued

from shramsetu.messages import bulk, rules, worker
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.models import Bulk, Message, State
from shramsetu.offices.models import Charge, Role, User

pytestmark = pytest.mark.django_db
SECRET = "between-us"


def client_of(role: Role) -> Client:
    actor, client = cast.desk(role), Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    charge = Charge.objects.get(user_id=actor.user_id, post_id=actor.post_id, to_at=None)
    session = client.session
    session["charge"] = charge.pk
    session.save()
    return client


def prepared(count: int = 2) -> Bulk:
    people = [Addressee(f"+9197000{n:05d}", consent="फ़ॉर्म 7") for n in range(count)]
    plan = bulk.Plan("शिविर", "bulk-camp", "list", "सूची", {"place": "कानपुर", "date": "28-11-2026", "time": "10:00"})
    return bulk.prepare(plan, {"people": people}, by=cast.desk(Role.STATE_DESK), at=timezone.now())


def test_from_the_form_to_approval_on_the_page() -> None:
    maker, second = client_of(Role.STATE_DESK), client_of(Role.ADMINISTRATOR)
    chosen = "/desk/bulk/new/?template=bulk-camp&audience=list"
    form = maker.get(chosen).content.decode()
    assert "श्रम विभाग का शिविर {place}" in form
    values = {"title": "शिविर", "place": "कानपुर", "date": "28-11-2026", "time": "10:00"}
    answer = maker.post(chosen, {**values, "rows": "phone,consent\n98765 43210,फ़ॉर्म 12\n12345,"})
    made = Bulk.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/bulk/{made.pk}/")
    page = maker.get(f"/desk/bulk/{made.pk}/").content.decode()
    assert "श्रम विभाग का शिविर कानपुर में 28-11-2026" in page
    assert "₹ 0.30" in page
    assert "माने हुए दाम पर" in page
    assert "यह मोबाइल नंबर नहीं है।" in page
    maker.post(f"/desk/bulk/{made.pk}/propose/")
    assert "Approve" not in maker.get(f"/desk/bulk/{made.pk}/").content.decode()
    maker.post(f"/desk/bulk/{made.pk}/approve/")
    assert Bulk.objects.get().state == "proposed"
    assert "स्वीकृत करके भेजें" in second.get(f"/desk/bulk/{made.pk}/").content.decode()
    second.post(f"/desk/bulk/{made.pk}/approve/")
    assert Bulk.objects.get().state == "running"
    assert second.post(f"/desk/bulk/{made.pk}/stop/", {"reason": "ग़लत"}).status_code == 302
    assert (Bulk.objects.get().state, Bulk.objects.get().reason) == ("stopped", "ग़लत")


def test_a_list_that_cannot_be_read_is_told() -> None:
    answer = client_of(Role.STATE_DESK).post("/desk/bulk/new/?template=bulk-camp&audience=list", {"rows": ""})
    assert answer.status_code == 422
    assert "सूची ख़ाली है।" in answer.content.decode()


def test_complainants_of_open_cases_can_be_chosen() -> None:
    case = cast.complaint(at=timezone.now())
    maker = client_of(Role.STATE_DESK)
    chosen = "/desk/bulk/new/?template=bulk-standing&audience=open-cases"
    maker.post(chosen, {"title": "सूचना", "district": str(cast.KANPUR), "category": cast.WAGES})
    made = Bulk.objects.get()
    row = made.rows.get()
    assert (row.phone, row.stream, row.state) == (cast.RAMESH.phone, case.stream, "ready")
    assert "कानपुर" in made.choice["said"]


def test_the_results_hide_the_phones() -> None:
    made = prepared()
    text = client_of(Role.STATE_DESK).get(f"/desk/bulk/{made.pk}/results.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:3] == ["1", "97XXXXXX00", "भेजना बाक़ी"]
    assert "9700000001" not in text


def test_the_list_and_the_page_ask_little_of_the_database() -> None:
    client = client_of(Role.STATE_DESK)
    for path, most in (("/desk/bulk/", 16), (f"/desk/bulk/{prepared(3).pk}/", 20)):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= most
    few = len(asked)
    for _ in range(3):
        prepared()
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/bulk/")
    assert len(asked) <= few


def test_administrators_see_what_did_not_arrive_and_what_to_do() -> None:
    message, old = queued("a"), timezone.now() - timedelta(hours=25)
    Message.objects.filter(pk=message.pk).update(state=State.FAILED, error="621", settled_at=old)
    lost = queued("b")
    Message.objects.filter(pk=lost.pk).update(state=State.UNKNOWN, error="lease_ran_out", settled_at=old)
    client = client_of(Role.ADMINISTRATOR)
    page = client.get("/desk/messages/").content.decode()
    assert "हेडर चालू नहीं है; 30 दिन प्रयोग न होने पर वह निलंबित हो जाता है।" in page
    assert "डीएलटी पोर्टल पर हेडर फिर चालू करें" in page
    assert "9876543210" not in page
    assert "98XXXXXX10" in page
    client.post(f"/desk/messages/{lost.pk}/settle/", {"arrived": "yes"})
    assert fresh(lost).state == State.DELIVERED
    client.post(f"/desk/messages/{message.pk}/again/")
    assert fresh(message).state == State.QUEUED


def test_an_officer_settles_nothing_before_its_report_may_come() -> None:
    lost = queued()
    Message.objects.filter(pk=lost.pk).update(state=State.UNKNOWN, settled_at=timezone.now() - timedelta(hours=23))
    client_of(Role.ADMINISTRATOR).post(f"/desk/messages/{lost.pk}/settle/", {"arrived": "no"})
    assert fresh(lost).state == State.UNKNOWN


def test_what_was_put_aside_goes_once_it_is_mended() -> None:
    message = queued()
    Message.objects.filter(pk=message.pk).update(state=State.PARKED, error="header_idle", settled_at=NOON)
    client_of(Role.ADMINISTRATOR).post("/desk/messages/release/", {"error": "header_idle"})
    assert (fresh(message).state, fresh(message).error) == (State.QUEUED, "")


class TestKannel:
    @pytest.fixture(autouse=True)
    def _secret(self, settings: Any) -> None:
        settings.SMS_REPORT_SECRET = SECRET

    def report(self, message: Message, **told: str) -> int:
        given = {"id": str(message.pk), "sign": rules.report_sign(str(message.pk), SECRET), **told}
        return Client().get("/messages/kannel/report/", given).status_code

    @pytest.fixture
    def out(self) -> Message:
        message = queued()
        Message.objects.filter(pk=message.pk).update(state=State.UNKNOWN, error="no_answer", settled_at=NOON)
        return message

    def test_the_operators_word_settles_what_was_unknown(self, out: Message) -> None:
        assert self.report(out, type="8", reply="ACK/", ref="00a1") == 200
        assert (fresh(out).state, fresh(out).gateway_ref, fresh(out).settled_at) == (State.SENT, "00a1", None)
        assert self.report(out, type="1", reply="stat:DELIVRD err:000") == 200
        assert self.report(out, type="8", reply="ACK/", ref="00a1") == 200
        assert fresh(out).state == State.DELIVERED

    def test_a_report_without_its_own_sign_changes_nothing(self, out: Message, settings: Any) -> None:
        other = queued("other")
        assert self.report(out, type="1", sign=rules.report_sign(str(other.pk), SECRET)) == 403
        assert self.report(out, type="1", sign="²") == 403
        settings.SMS_REPORT_SECRET = ""
        assert self.report(out, type="1", sign=rules.report_sign(str(out.pk), "")) == 403
        assert fresh(out).state == State.UNKNOWN

    def test_a_word_needs_the_key_and_is_taken_once(self) -> None:
        case = cast.complaint(at=timezone.now())
        word = {"id": "k1", "from": "+919999900001", "text": f"स्थिति {case.number}"}
        client = Client()
        assert client.get("/messages/kannel/word/", word).status_code == 403
        assert client.get("/messages/kannel/word/", {**word, "key": SECRET, "id": ""}).status_code == 422
        for _ in range(2):
            answer = client.get("/messages/kannel/word/", {**word, "key": SECRET})
            assert (answer.status_code, answer.content) == (200, b"")
        assert Message.objects.filter(template="sms-status").count() == 1

    def test_a_short_code_is_answered_and_forgotten(self) -> None:
        word = {"key": SECRET, "id": "k2", "from": "VK-BANK", "text": "offer"}
        assert Client().get("/messages/kannel/word/", word).status_code == 200
        worker.drain(lambda: NOON)
        assert Message.objects.count() == 0
