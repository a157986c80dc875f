"""What our faces give, to whom, and what they refuse: rights, places, limits, replay, and what is noted of it."""

import copy
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from tests import cast
from tests.workers import room
from tests.workers.social import peer as made
from tests.workers.social.peer import KEY, Peer

from shramsetu.journal.rules import SYSTEM
from shramsetu.places import queries as places
from shramsetu.workers.models import Disclosed, Family, Question, Received, Worker
from shramsetu.workers.social import keys, own, signing, tokens
from shramsetu.workers.social.actions import partners
from shramsetu.workers.social.reasons import Fault, Refused

pytestmark = pytest.mark.django_db


def header_code(answer: Any) -> str:
    """Return why an envelope was refused as a whole, from a synchronous answer."""
    header = made.said(answer)["header"]
    assert (answer.status_code, header["status"]) == (200, "rjct")
    return str(header["status_reason_code"])


def ack_code(answer: Any) -> str:
    return str(made.said(answer)["message"]["error"]["code"])


def item_code(answer: Any) -> str:
    found = made.found(answer)
    assert found["status"] == "rjct"
    return str(found["status_reason_code"])


def test_a_wrong_secret_gets_no_token_and_an_ended_partner_none_either(peer: Peer) -> None:
    assert peer.fetch_token("wrong").status_code == 401
    made.said(peer.send("sync/search", made.searching()))
    partners.end(peer.row, by=SYSTEM, at=timezone.now())
    assert peer.fetch_token().status_code == 401
    assert peer.send("sync/search", made.searching()).status_code == 401  # the token that it still has


def test_a_token_runs_out(peer: Peer) -> None:
    token = json.loads(peer.fetch_token().content)["access_token"]
    now = timezone.now()
    assert tokens.partner_of(token, at=now + timedelta(minutes=14)) == peer.row
    with pytest.raises(Refused):
        tokens.partner_of(token, at=now + timedelta(minutes=16))


def test_a_token_of_another_key_and_one_without_signature_are_none(peer: Peer) -> None:
    import jwt

    claims = {"iss": "shram-setu", "sub": "test-client", "aud": "spdci", "iat": 1, "exp": 9_999_999_999, "jti": "x"}
    for token in (jwt.encode(claims, KEY, algorithm="EdDSA"), jwt.encode(claims, None, algorithm="none")):
        assert peer.post("search", b"{}", token=token).status_code == 401


def test_our_public_keys_open_to_everybody_and_verify_our_answers(peer: Peer, worker: Worker) -> None:
    shown = json.loads(Client().get("/.well-known/jwks.json").content)["keys"][0]
    assert {name: shown[name] for name in ("kty", "crv", "alg", "use")} == {
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig"
    }  # fmt: skip
    body = peer.send("sync/search", made.searching()).content
    signature = signing.Signature.read(signing.read(body)["signature"])
    assert signature.key_id == shown["kid"]
    assert "सीता देवी".encode() in body
    form = signature.check(body, key=keys.of_jwk(shown), sender="shram-setu", at=timezone.now())
    assert form is signing.Form.RAW


def test_no_number_of_aadhaar_and_no_phone_goes_out(peer: Peer) -> None:
    number = room.worker(aadhaar=room.AADHAAR, key="a").number
    text = peer.send("sync/search", made.searching(made.item(query={"type": "UIN", "value": number}))).content.decode()
    assert number in text
    for secret in ("0124", "999990", "30451122334", "SBIN"):
        assert secret not in text


def test_the_same_message_twice_is_refused_the_second_time(peer: Peer, worker: Worker) -> None:
    header = peer.header("search", message_id="m-1")
    assert made.found(peer.send("sync/search", made.searching(), header=header))["status"] == "succ"
    assert header_code(peer.send("sync/search", made.searching(), header=header)) == "rjct.message_id.duplicate"
    assert ack_code(peer.send("search", made.searching(), header=header)) == "err.request.bad"
    assert Received.objects.count() == 1


def test_the_same_request_under_its_ids_is_answered_alike_and_another_one_is_refused(
    peer: Peer, worker: Worker
) -> None:
    message = made.searching()
    assert made.found(peer.send("sync/search", message))["status"] == "succ"
    assert made.found(peer.send("sync/search", message))["status"] == "succ"
    other = copy.deepcopy(message)
    other["search_request"][0]["search_criteria"]["query"]["value"] = "somebody"
    assert item_code(peer.send("sync/search", other)) == "rjct.reference_id.duplicate"
    assert Question.objects.count() == 1


def test_one_reference_twice_in_one_envelope_is_refused(peer: Peer, worker: Worker) -> None:
    one = made.item()
    answer = made.said(peer.send("sync/search", made.searching(one, one), total_count=2))
    found = [(item["status"], item.get("status_reason_code")) for item in answer["message"]["search_response"]]
    assert found == [("succ", None), ("rjct", "rjct.reference_id.duplicate")]
    assert (answer["header"]["total_count"], answer["header"]["completed_count"]) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": "2.0.0"}, "rjct.version.invalid"),
        ({"action": "subscribe"}, "rjct.action.invalid"),
        ({"action": "disburse"}, "rjct.action.not_supported"),
        ({"total_count": 3}, "rjct.total_count.invalid"),
        ({"total_count": None}, "rjct.total_count.invalid"),
        ({"message_ts": "2020-01-01T00:00:00Z"}, "rjct.message_ts.invalid"),
    ],
)
def test_a_wrong_header_is_answered_by_its_code(changes: dict[str, Any], code: str, peer: Peer) -> None:
    assert header_code(peer.send("sync/search", made.searching(), **changes)) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sender_id": "another"}, "err.sender_id.invalid"),
        ({"receiver_id": "another"}, "err.receiver_id.invalid"),
        ({"is_msg_encrypted": True}, "err.encryption.invalid"),
        ({"version": "2.0.0"}, "err.version.not_supported"),
        ({"sender_uri": "https://evil.example/registry/on-search"}, "err.sender_uri.invalid"),
        ({"sender_uri": "http://127.0.0.1:9.evil.example/"}, "err.sender_uri.invalid"),
        ({"sender_uri": "http://127.0.0.1:9/../x"}, "err.sender_uri.invalid"),
    ],
)
def test_a_wrong_header_of_an_asynchronous_request_is_refused(changes: dict[str, Any], code: str, peer: Peer) -> None:
    assert ack_code(peer.send("search", made.searching(), **changes)) == code
    assert Received.objects.count() == 0


def test_more_requests_than_the_rulebook_allows_are_refused(peer: Peer) -> None:
    items = [made.item() for _ in range(51)]
    answer = peer.send("sync/search", made.searching(*items), total_count=51)
    assert header_code(answer) == "rjct.total_count.limit_exceeded"


def test_who_tolerates_no_legacy_form_refuses_it(worker: Worker) -> None:
    strict = Peer(legacy=False)
    body = {
        "header": strict.header("search"),
        "message": made.searching(made.item(query={"type": "UIN", "value": "राम"})),
    }
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    signature = strict.signer.sign(content.encode(), timezone.now())
    sent = json.dumps({**body, "signature": signature}, ensure_ascii=False).encode()
    assert ack_code(strict.post("search", sent)) == "err.signature.invalid"
    tolerant = Peer("tolerant")
    body["header"] = tolerant.header("search")
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    signature = tolerant.signer.sign(content.encode(), timezone.now())
    assert (
        tolerant.post("search", json.dumps({**body, "signature": signature}, ensure_ascii=False).encode()).status_code
        == 200
    )
    assert Received.objects.get().form == "legacy"


def test_a_partner_of_a_district_sees_its_workers_alone(worker: Worker) -> None:
    agra = Peer("agra", place=places.district(118))
    kanpur = Peer("kanpur", place=places.district(cast.KANPUR))
    assert made.found(agra.send("sync/search", made.searching()))["data"]["reg_records"] == []
    assert len(made.found(kanpur.send("sync/search", made.searching()))["data"]["reg_records"]) == 1


@pytest.mark.parametrize("right", ["person", "family", "list"])
def test_each_kind_of_question_asks_its_right(right: str, worker: Worker) -> None:
    peer = Peer(rights=[right])
    asked = {
        "person": made.item(),
        "family": made.item(query={"type": "UP-FAMILY-ID", "value": room.RATION.number}, reg_record_type="Group"),
        "list": made.item(query_type="expression", query={"query": {"region_code": {"$eq": str(cast.KANPUR)}}}),
    }
    answered = {
        name: made.found(peer.send("sync/search", made.searching(item)))["status"] == "succ"
        for name, item in asked.items()
    }
    assert answered == {name: name == right for name in asked}


def test_a_subscription_asks_its_right(worker: Worker) -> None:
    answer = Peer(rights=["person"]).send("subscribe", made.subscribing())
    assert (answer.status_code, made.said(answer)["errors"][0]["code"]) == (403, "err.request.forbidden")


def test_a_family_is_found_as_a_group(peer: Peer) -> None:
    daughter = room.NewWorker  # a family by the worker's word
    assert daughter is not None
    from shramsetu.workers.entry import NewMember

    room.worker(family_id=room.RATION, members=(NewMember("गीता", "daughter", "woman"),), key="f")
    item = made.item(query={"type": "UP-FAMILY-ID", "value": room.RATION.number}, reg_record_type="Group")
    record = made.found(peer.send("sync/search", made.searching(item)))["data"]["reg_records"][0]
    assert record["group_identifier"] == [{"identifier_type": "UP-FAMILY-ID", "identifier_value": "216740012344"}]
    members = [
        (one["demographic_info"]["name"]["given_name"], one["relationship_head"]) for one in record["member_list"]
    ]
    assert members == [("रामदेव निषाद", "HEAD"), ("गीता", "DAUGHTER")]
    assert Disclosed.objects.get().family == Family.objects.get()


def test_whose_record_went_out_is_noted_and_of_whom_nothing_was_found_is_not(peer: Peer, worker: Worker) -> None:
    peer.send("sync/search", made.searching())
    peer.send("sync/search", made.searching(made.item(query={"type": "UIN", "value": "nobody"})))
    assert [(one.worker, one.partner) for one in Disclosed.objects.all()] == [(worker, peer.row)]
    assert list(Received.objects.order_by("pk").values_list("outcome", "records")) == [("succ", 1), ("succ", 0)]


def listing(**query: object) -> dict[str, Any]:
    return made.item(query_type="expression", query={"value": {"expression": {"query": query}}})


def test_a_list_keeps_to_a_district(peer: Peer, worker: Worker) -> None:
    assert item_code(peer.send("sync/search", made.searching(listing(age={"$lt": 25})))) == "rjct.filter.invalid"
    either = listing(**{"$or": [{"region_code": {"$eq": "118"}}, {"sex": {"$eq": "female"}}]})
    assert item_code(peer.send("sync/search", made.searching(either))) == "rjct.filter.invalid"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"age": {"$lt": 24}}, []),
        ({"age": {"$lt": 25}}, ["सीता देवी"]),
        ({"age": {"$ge": 38}}, ["रामदेव निषाद"]),
        ({"age": 38}, ["रामदेव निषाद"]),
        ({"age": {"$gt": 38}}, []),
        ({"sex": {"$eq": "female"}}, ["सीता देवी"]),
        ({"$not": {"sex": {"$eq": "female"}}}, ["रामदेव निषाद"]),
        ({"birth_date": {"$ge": "1988-04-02", "$lt": "1990-01-01"}}, ["रामदेव निषाद"]),
        ({"household_identifier": {"$in": ["216740012344", "x"]}}, ["सीता देवी"]),
        ({"$or": [{"sex": "female"}, {"age": {"$gt": 30}}]}, ["रामदेव निषाद", "सीता देवी"]),
    ],
)
def test_lists_find_who_fits(query: dict[str, Any], names: list[str], peer: Peer, worker: Worker) -> None:
    """Sita was born on 4 March 2002, Ramdev on 2 April 1988; today is a day of November 2026."""
    room.worker(key="ramdev")
    both = {"$and": [query, {"region_code": {"$eq": str(cast.KANPUR)}}]}
    found = made.found(peer.send("sync/search", made.searching(listing(**both))))
    assert sorted(one["name"]["given_name"] for one in found["data"]["reg_records"]) == names


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pagination": {"page_size": 501, "page_number": 1}}, "rjct.pagination.invalid"),
        ({"sort": [{"attribute_name": "phone"}]}, "rjct.sort.invalid"),
        ({"query": {"type": "AADHAAR", "value": "x"}}, "rjct.search_criteria.invalid"),
        ({"query": {"type": "UIN"}}, "rjct.search_criteria.invalid"),
        ({"query_type": "graphql", "query": {"x": 1}}, "rjct.search_criteria.invalid"),
        ({"query_type": "expression", "query": {"query": {"$where": "1"}}}, "rjct.filter.invalid"),
        ({"query_type": "expression", "query": {"query": {"region_code": {"$regex": "."}}}}, "rjct.filter.invalid"),
        ({"query_type": "expression", "query": {"query": {"region_code": {"$eq": "x"}}}}, "rjct.filter.invalid"),
        ({"query_type": "predicate", "query": [{"seq_num": 1}]}, "rjct.filter.invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_code(change: dict[str, Any], code: str, peer: Peer) -> None:
    assert item_code(peer.send("sync/search", made.searching(made.item(**change)))) == code


def test_more_than_the_rulebook_gives_away_is_refused(
    peer: Peer, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shramsetu.rulebook.lookup import Book

    number = Book.number
    monkeypatch.setattr(
        Book, "number", lambda self, key, on: 1 if key == "social.records_most" else number(self, key, on)
    )
    room.worker(key="ramdev")
    item = listing(region_code={"$eq": str(cast.KANPUR)})
    assert item_code(peer.send("sync/search", made.searching(item))) == "rjct.search.too_many_records_found"


def test_pages_together_are_the_whole_list(peer: Peer, worker: Worker) -> None:
    room.worker(key="ramdev")
    base = {"query_type": "expression", "query": {"query": {"region_code": {"$eq": str(cast.KANPUR)}}}}
    seen = []
    for number in (1, 2, 3):
        item = made.item(
            **base,
            sort=[{"attribute_name": "birth_date", "sort_order": "desc"}],
            pagination={"page_size": 1, "page_number": number},
        )
        found = made.found(peer.send("sync/search", made.searching(item)))
        assert found["pagination"]["total_count"] == 2
        seen += [one["name"]["given_name"] for one in found["data"]["reg_records"]]
    assert seen == ["सीता देवी", "रामदेव निषाद"]


def test_a_partner_asks_no_oftener_than_the_rulebook_lets_it(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    from shramsetu.rulebook.lookup import Book

    number = Book.number
    limit = {"social.requests_per_minute": 2}
    monkeypatch.setattr(Book, "number", lambda self, key, on: limit.get(key) or number(self, key, on))
    statuses = [peer.send("sync/search", made.searching()).status_code for _ in range(5)]
    assert statuses[:2] == [200, 200]
    assert 429 in statuses[2:]  # the minute may turn once


def test_without_keys_a_real_site_gives_no_answer(peer: Peer) -> None:
    with override_settings(TESTING=False, DEMO=False, SPDCI_KEYS=[]):
        assert Client().get("/.well-known/jwks.json").status_code == 503
        assert peer.fetch_token().status_code == 503


def test_one_partner_learns_nothing_of_what_another_asked(peer: Peer, worker: Worker) -> None:
    message = made.searching()
    peer.send("sync/search", message)
    other = Peer("other")
    told = made.said(other.send("sync/txn/status", made.asking_status(message["transaction_id"])))["message"]
    assert told["txnstatus_response"]["txn_status"]["search_response"] == []


def test_a_partner_with_an_open_address_is_not_let_in() -> None:
    for address in ("http://registry.example", "https://user@registry.example", "ftp://x"):
        with pytest.raises(partners.BadPartner):
            Peer(callback=address)


def test_a_worker_reads_which_systems_were_given_the_record(peer: Peer, worker: Worker) -> None:
    peer.send("sync/search", made.searching())
    section = own.given_to(worker, date(2026, 11, 22))
    assert [(line.title, "Code on Social Security 2020" in str(line.says)) for line in section.lines] == [
        ("Test", True)
    ]


def test_a_body_that_is_no_plain_utf_8_is_refused(peer: Peer) -> None:
    body = peer.signer.envelope(peer.header("search"), made.searching(), timezone.now())
    for other in (body.decode().encode("utf-16"), b"\xef\xbb\xbf" + body):
        assert (peer.post("sync/search", other).status_code, Received.objects.count()) == (400, 0)


def test_a_nul_in_an_id_and_the_ends_of_time_are_refused(peer: Peer) -> None:
    answer = peer.send("sync/search", made.searching(transaction_id="a\0b"))
    assert answer.status_code in (200, 400)
    assert b"reg_records" not in answer.content
    frequency = {"start_time": "0001-01-01T00:00:00+14:00"}
    assert peer.send("subscribe", made.subscribing(frequency=frequency)).status_code == 400


@pytest.mark.parametrize("uri", ["http://[::1", "http://127.0.0.1:9/x#/y", "http://127.0.0.1:9@evil.example/"])
def test_an_address_that_is_none_or_hides_its_end_gets_no_answer(peer: Peer, uri: str) -> None:
    answer = peer.send("search", made.searching(), sender_uri=uri)
    assert (answer.status_code, ack_code(answer)) == (400, Fault.SENDER_URI.value)
