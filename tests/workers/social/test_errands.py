"""Answers that come later and news that were asked for, over real HTTP to a partner's address."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from tests import cast
from tests.workers import room
from tests.workers.social import peer as made
from tests.workers.social.peer import Peer

from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.workers import tasks
from shramsetu.workers.models import Cursor, Disclosed, Errand, Question, Subscription, Worker
from shramsetu.workers.social import keys, post, signing
from shramsetu.workers.social.actions import errands, news, partners

pytestmark = pytest.mark.django_db


class Catcher(HTTPServer):
    """A partner's address: keeps what is posted, answers with `status` and `reply`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.caught: list[tuple[str, str, bytes]] = []
        self.status, self.reply, self.drops = 200, b'{"message":{"ack_status":"ACK"}}', 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Catcher

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.caught.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        for _ in range(self.server.drops):
            time.sleep(0.1)
            self.wfile.write(b" ")
        self.wfile.write(self.server.reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with Catcher() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def partner(db: None, catcher: Catcher) -> Peer:
    return Peer(callback=catcher.address)


def caught(catcher: Catcher, path: str) -> dict[str, Any]:
    """Return the one envelope that came to `path`, its signature checked with our published key."""
    ((came, bearer, body),) = catcher.caught
    assert came == path
    assert bearer.startswith("Bearer ey")
    said = signing.read(body)
    key = keys.of_jwk(dict(keys.jwks()["keys"][0]))
    signature = signing.Signature.read(said["signature"])
    assert signature.check(body, key=key, sender="shram-setu", at=timezone.now()) is signing.Form.RAW
    return said


def send() -> int:
    return errands.send_due(at=timezone.now())


@pytest.mark.parametrize(
    ("path", "message", "callback", "action"),
    [
        ("search", made.searching, "/registry/on-search", "on-search"),
        ("subscribe", made.subscribing, "/registry/on-subscribe", "on-subscribe"),
        ("unsubscribe", made.ending, "/registry/on-unsubscribe", "on-unsubscribe"),
        ("txn/status", lambda: made.asking_status("nothing"), "/registry/txn/on-status", "txn-on-status"),
    ],
)
def test_an_asynchronous_request_is_answered_at_the_partners_address(
    path: str, message: Any, callback: str, action: str, partner: Peer, catcher: Catcher, worker: Worker
) -> None:
    """SR-CORE-RG-ASYNC-*-CB-01."""
    asked = message()
    ack = made.said(partner.send(path, asked, sender_uri=catcher.address + callback))["message"]
    assert send() == 1
    said = caught(catcher, callback)
    assert (said["header"]["action"], said["header"]["status"]) == (action, "succ")
    assert said["message"]["transaction_id"] == asked["transaction_id"]
    assert said["message"]["correlation_id"] == ack["correlation_id"]
    errand = Errand.objects.get()
    assert (errand.state, bytes(errand.asked)) == ("sent", b"")
    assert send() == 0


def test_the_answer_of_a_search_holds_the_record_and_is_noted(partner: Peer, catcher: Catcher, worker: Worker) -> None:
    asked = made.searching()
    partner.send("search", asked)
    assert Disclosed.objects.count() == 0
    before = made.said(partner.send("sync/txn/status", made.asking_status(asked["transaction_id"])))["message"]
    assert [one["status"] for one in before["txnstatus_response"]["txn_status"]["search_response"]] == ["pdng"]
    send()
    item = caught(catcher, "/registry/on-search")["message"]["search_response"][0]
    assert item["data"]["reg_records"][0]["name"] == {"given_name": "सीता देवी"}
    assert Disclosed.objects.get().worker == worker
    assert Question.objects.get().status == "succ"


def test_what_is_asked_lies_encrypted_until_it_is_answered(partner: Peer, worker: Worker) -> None:
    partner.send("search", made.searching())
    assert b"TEST-001" not in bytes(Errand.objects.get().asked)


@pytest.mark.parametrize(
    ("status", "reply"), [(500, b""), (302, b""), (401, b"{}"), (200, b'{"message":{"ack_status":"ERR"}}')]
)
def test_what_is_not_taken_is_sent_again_later_and_given_up_at_last(
    status: int, reply: bytes, partner: Peer, catcher: Catcher, worker: Worker
) -> None:
    catcher.status, catcher.reply = status, reply
    partner.send("search", made.searching())
    at = timezone.now()
    waits = []
    for _ in range(8):
        assert errands.send_due(at=at) == 1
        errand = Errand.objects.get()
        waits.append(round((errand.due_at - at).total_seconds() / 60))
        at = errand.due_at
    assert (errand.state, bytes(errand.asked)) == ("failed", b"")
    assert waits[:5] == [1, 4, 16, 64, 256]
    assert len(catcher.caught) == 8


def spoil_what_was_asked(errand: Errand) -> None:
    bound = f"social:{errand.partner_id}:{errand.received.message_id}"  # type: ignore[union-attr]
    key_id, stored = sealing.shut(b"not json", bound_to=bound)
    Errand.objects.filter(pk=errand.pk).update(asked=key_id.encode() + b":" + stored)


def spoil_address(errand: Errand) -> None:
    Errand.objects.filter(pk=errand.pk).update(uri="http://127.0.0.1:99999/registry/on-search")


@pytest.mark.parametrize(
    ("spoil", "fault"), [(spoil_what_was_asked, "JSONDecodeError"), (spoil_address, "ConnectError")]
)
def test_a_broken_errand_holds_up_none_behind_it_and_is_set_aside_with_its_reason(
    spoil: Callable[[Errand], None],
    fault: str,
    partner: Peer,
    catcher: Catcher,
    worker: Worker,
    capsys: pytest.CaptureFixture[str],
) -> None:  # noqa: PLR0913
    for _ in range(3):
        partner.send("search", made.searching())
    broken = Errand.objects.order_by("pk")[0]
    spoil(broken)
    at = timezone.now()
    errands.send_due(at=at)
    errands.send_due(at=at + timedelta(minutes=1))
    assert (len(catcher.caught), Errand.objects.filter(state="sent").count()) == (2, 2)
    broken.refresh_from_db()
    while broken.state == "waiting":
        assert errands.send_due(at=broken.due_at) == 1
        broken.refresh_from_db()
    assert (broken.state, broken.tries, broken.fault, bytes(broken.asked)) == ("failed", 8, fault, b"")
    call_command("partner", "errands", "test-client")
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("✗ छोड़े गए · set aside: 1", "… रुके हुए · waiting: 0")
    assert said[1].endswith(f"8×\t{fault}")


def test_an_errand_that_ends_the_process_each_time_is_set_aside(
    partner: Peer, catcher: Catcher, worker: Worker
) -> None:
    for _ in range(2):
        partner.send("search", made.searching())
    first = Errand.objects.order_by("pk")[0]
    Errand.objects.filter(pk=first.pk).update(tries=8)
    assert send() == 2
    first.refresh_from_db()
    assert (first.state, first.fault, len(catcher.caught)) == ("failed", "no attempt came to an end", 1)


def test_a_partner_that_is_silent_costs_the_others_one_wait(
    partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # it is there, and says nothing
        silent = Peer("silent", callback=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        for _ in range(3):
            silent.send("search", made.searching())
        partner.send("search", made.searching())
        at = timezone.now()
        assert errands.send_due(at=at) == 2
        mine = Errand.objects.filter(partner=silent.row).order_by("pk")
        assert list(mine.values_list("tries", "state")) == [(1, "waiting"), (0, "waiting"), (0, "waiting")]
        assert {one.due_at for one in mine} == {at + timedelta(minutes=1)}
        assert len(catcher.caught) == 1
        errands.send_due(at=at + timedelta(minutes=1))
        assert list(mine.values_list("tries", flat=True)) == [1, 1, 0]


def test_an_answer_that_comes_drop_by_drop_is_not_waited_for(catcher: Catcher) -> None:
    catcher.drops = 40
    began = time.monotonic()
    with pytest.raises(post.NotReached, match="too_slow"):
        post.send(catcher.address, b"{}", timeout=0.2)
    assert time.monotonic() - began < 1.5


def test_a_partner_that_is_not_there_is_tried_again(worker: Worker) -> None:
    partner = Peer(callback="http://127.0.0.1:9")
    partner.send("search", made.searching())
    send()
    errand = Errand.objects.get()
    assert (errand.state, errand.fault) == ("waiting", "ConnectError")


def test_a_partner_shown_out_is_answered_no_more(partner: Peer, catcher: Catcher, worker: Worker) -> None:
    partner.send("search", made.searching())
    partners.end(partner.row, by=SYSTEM, at=timezone.now())
    send()
    assert (catcher.caught, Errand.objects.get().state) == ([], "failed")


def subscribe(partner: Peer, catcher: Catcher, **criteria: object) -> Subscription:
    partner.send("subscribe", made.subscribing(**criteria))
    send()
    catcher.caught.clear()
    return Subscription.objects.get()


def happen(worker: Worker, verb: str) -> None:
    """Write into the worker's stream; the journal is read behind the transactions that run, so this one must end."""
    journal.append(worker.stream, verb, by=SYSTEM, at=timezone.now(), detail={})


def test_who_subscribed_is_told_of_what_happens_afterwards(
    partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(partner, catcher, reg_event_type="UPDATE")
    rows = [(7, 1, worker.stream, "change", {}), (8, 1, worker.stream, "enter", {}), (9, 1, "case:1", "change", {})]
    monkeypatch.setattr(news, "_entries", lambda cursor: [row for row in rows if row[0] > cursor.entry])
    assert news.spread(at=timezone.now()) == 3
    assert news.spread(at=timezone.now()) == 0
    assert send() == 1
    said = caught(catcher, "/registry/notify")
    event = said["message"]["notify_event"][0]["data"]
    assert (event["reg_event_type"], event["reg_records"][0]["name"]) == ("UPDATE", {"given_name": "सीता देवी"})
    assert Disclosed.objects.get().worker == worker


def test_news_that_cannot_be_made_hold_up_no_answer(
    partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.send("search", made.searching())
    monkeypatch.setattr(news, "_entries", lambda cursor: [(7, 1, worker.stream)])
    with pytest.raises(ValueError, match="unpack"):
        tasks.tell_registries(int(timezone.now().timestamp()) + 60)
    assert len(catcher.caught) == 1


def test_an_entry_read_twice_is_told_once(
    partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(partner, catcher, reg_event_type="UPDATE")
    monkeypatch.setattr(news, "_entries", lambda cursor: [(7, 1, worker.stream, "change", {})])
    news.spread(at=timezone.now())
    news.spread(at=timezone.now())
    assert Errand.objects.filter(action="notify").count() == 1


@pytest.mark.parametrize(
    ("event", "verb", "told"),
    [
        ("REGISTER", "admit", 1),
        ("REGISTER", "change", 0),
        ("REGISTER", "enter", 0),
        ("DEREGISTER", "die", 1),
        ("DELETE", "merged_away", 1),
        ("UPDATE", "admit", 0),
    ],
)
def test_each_event_is_told_to_who_asked_for_it(
    event: str, verb: str, told: int, partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:  # noqa: PLR0913
    subscribe(partner, catcher, reg_event_type=event)
    monkeypatch.setattr(news, "_entries", lambda cursor: [(7, 1, worker.stream, verb, {})])
    news.spread(at=timezone.now())
    assert Errand.objects.filter(action="notify").count() == told


def test_a_district_can_be_subscribed_to_and_ended(
    partner: Peer, catcher: Catcher, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"query": {"region_code": {"$eq": str(cast.KANPUR)}}}
    row = subscribe(partner, catcher, reg_event_type="REGISTER", filter_type="expression", filter=here)
    assert row.place is not None
    assert row.place.lgd_code == cast.KANPUR
    other = room.worker(key="other")
    monkeypatch.setattr(news, "_entries", lambda cursor: [(7, 1, other.stream, "admit", {})])
    news.spread(at=timezone.now())
    assert Errand.objects.filter(action="notify").count() == 1
    partner.send("unsubscribe", made.ending(row.code))
    send()
    monkeypatch.setattr(news, "_entries", lambda cursor: [(8, 1, other.stream, "admit", {})])
    news.spread(at=timezone.now())
    assert Errand.objects.filter(action="notify").count() == 1


def test_a_stranger_cannot_end_a_subscription(partner: Peer, catcher: Catcher, worker: Worker) -> None:
    row = subscribe(partner, catcher)
    stranger = Peer("stranger", callback=catcher.address)
    stranger.send("unsubscribe", made.ending(row.code))
    send()
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_subscription_asked_for_twice_is_one(partner: Peer, catcher: Catcher, worker: Worker) -> None:
    message = made.subscribing()
    for _ in range(2):
        partner.send("subscribe", message)
        send()
    codes = [
        signing.read(body)["message"]["subscribe_response"][0]["subscriptions"][0]["code"]
        for *_, body in catcher.caught
    ]
    assert codes == [Subscription.objects.get().code] * 2


def test_the_journal_is_read_from_where_it_stood_at_the_first_time(worker: Worker) -> None:
    happen(worker, "change")
    assert news.spread(at=timezone.now() + timedelta(minutes=1)) == 0
    assert Cursor.objects.get().xid > 0
