"""Events on their way: which are told to whom, signed, tried again, given up, sent again."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests import cast
from tests.bridges.servers import Listener
from tests.cast import MONDAY

from shramsetu.bridges import errors, happened
from shramsetu.bridges.actions import parcels, spreading
from shramsetu.bridges.models import Endpoint, Parcel, System
from shramsetu.bridges.rules import signing
from shramsetu.bridges.webhooks import actions, keys, sending
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
ALL = Endpoint.Event.values


@pytest.fixture
def mine(hook: Listener) -> tuple[Endpoint, str]:
    return actions.add("राज्य पोर्टल", url=hook.url, events=ALL, district=None, by=SYSTEM, at=MONDAY)


def spread(monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    """Read the case's entries as if their transaction were over."""
    rows = [
        (one.pk, 1, one.stream, one.seq, one.verb, one.role, one.at, one.detail)
        for one in Entry.objects.filter(stream=case.stream).order_by("pk")
    ]
    monkeypatch.setattr(happened, "since", lambda cursor: [row for row in rows if row[0] > cursor.entry])
    spreading.Cursor.objects.update_or_create(name=spreading.NAME, defaults={"xid": 0, "entry": 0})
    spreading.spread(at=MONDAY)


def send(at: datetime = MONDAY) -> int:
    return sending.send_due(lambda: at)


def told(hook: Listener) -> list[str]:
    return [json.loads(body)["type"] for _, _, body in hook.got]


def verified(hook: Listener, secret: str, at: datetime = MONDAY) -> Mapping[str, Any]:
    _, headers, body = hook.got[-1]
    signing.verify(headers, body, keys=[signing.read(secret)], now=int(at.timestamp()))
    said: Mapping[str, Any] = json.loads(body)
    return said


def test_an_endpoint_hears_where_a_case_stands_and_nothing_of_anybody(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    spread(monkeypatch, case)
    assert send() == 1
    said = verified(hook, mine[1])
    assert said == {
        "type": "case.registered",
        "timestamp": MONDAY.isoformat(),
        "data": {
            "number": case.number,
            "kind": "grievance",
            "category": cast.WAGES,
            "district": cast.KANPUR,
            "state": "unmarked",
            "level": 1,
            "holder": case.holder.code if case.holder else None,
            "due_at": said["data"]["due_at"],
            "outcome": None,
            "revision": 1,
        },
    }
    assert datetime.fromisoformat(said["data"]["due_at"]) == case.due_at
    sent = hook.got[0][2].decode()
    assert [word for word in ("रमेश", "99999", "मज़दूरी") if word in sent] == []
    assert Parcel.objects.get().state == "done"


def test_each_step_is_the_event_that_it_is(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    cast.take(case, "open")
    cast.report(case)
    spread(monkeypatch, case)
    send()
    assert told(hook) == ["case.registered", "case.moved", "case.reported"]


def test_reading_the_journal_twice_tells_once(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    spread(monkeypatch, case)
    spread(monkeypatch, case)
    assert (send(), len(hook.got)) == (1, 1)


def test_an_entry_that_cannot_be_told_holds_up_no_other(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    cast.take(case, "open")
    cast.report(case)
    event_of = spreading.events.event_of
    monkeypatch.setattr(spreading.events, "event_of", lambda one: event_of(one) if one.seq != 2 else {}[one.seq])
    spread(monkeypatch, case)
    send()
    assert told(hook) == ["case.registered", "case.reported"]
    alarm = Entry.objects.get(stream="alarm:casework", verb="alarm")
    assert (alarm.detail["what"], alarm.detail["numbers"]) == (
        "एक कदम दूसरी प्रणाली को नहीं बताया जा सका",
        [case.number],
    )


def test_a_sealed_case_is_told_to_nobody(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spread(monkeypatch, cast.complaint(sealed=True))
    assert Parcel.objects.count() == 0
    open_case = cast.complaint()
    spread(monkeypatch, open_case)
    Case.objects.filter(pk=open_case.pk).update(sealed=True)  # sealed before the event went
    send()
    assert (hook.got, Parcel.objects.get().state, Parcel.objects.get().error) == ([], "dropped", "sealed")


def test_only_the_events_and_the_district_that_were_asked_for(hook: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = places.district(118)
    actions.add("एक", url=hook.url, events=["case.closed"], district=None, by=SYSTEM, at=MONDAY)
    actions.add("दो", url=hook.url, events=ALL, district=elsewhere, by=SYSTEM, at=MONDAY)
    spread(monkeypatch, cast.complaint())
    assert Parcel.objects.count() == 0


def test_what_is_not_taken_is_tried_again_with_longer_waits_and_then_given_up(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.reply = lambda count: 500
    spread(monkeypatch, cast.complaint())
    at, waited = MONDAY, []
    while Parcel.objects.get().state == "waiting":
        send(at)
        row = Parcel.objects.get()
        waited.append(int((row.due_at - at).total_seconds() // 60))
        at = row.due_at
    assert waited[:-1] == [1, 5, 30, 120, 300, 600, 840, 1200, 1440]
    row = Parcel.objects.get()
    assert (row.state, row.error, row.status, len(hook.got)) == ("failed", "HTTP 500", 500, 10)
    assert len({headers["webhook-id"] for _, headers, _ in hook.got}) == 1
    endpoint = Endpoint.objects.get()
    assert (endpoint.paused_why, endpoint.paused_at is not None) == ("HTTP 500", True)
    alarm = Entry.objects.get(stream="alarm:casework", verb="alarm")
    assert alarm.detail["what"] == "राज्य पोर्टल सूचनाएँ नहीं ले रहा, इसलिए रोका गया: /desk/bridges/webhooks/"


def test_an_administrator_resumes_and_sends_again(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, secret = mine
    hook.reply = lambda count: 410 if count == 1 else 200
    spread(monkeypatch, cast.complaint())
    send()
    assert Endpoint.objects.get().paused_why == "gone"
    spread(monkeypatch, cast.complaint())
    assert send() == 0
    actions.resume(endpoint, by=SYSTEM, at=MONDAY)
    failed = Parcel.objects.get(state="failed")
    assert actions.send_again(failed, by=SYSTEM, at=MONDAY)
    assert send() == 2
    verified(hook, secret)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"done"}
    assert hook.got[0][1]["webhook-id"] in {headers["webhook-id"] for _, headers, _ in hook.got[1:]}


def test_a_line_that_breaks_lets_the_rest_wait(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.reply = lambda count: None
    case = cast.complaint()
    cast.take(case, "open")
    spread(monkeypatch, case)
    assert (send(), len(hook.got)) == (1, 1)
    assert sorted(Parcel.objects.values_list("tries", flat=True)) == [0, 1]


def test_a_worker_that_dies_leaves_its_parcel_to_another(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spread(monkeypatch, cast.complaint())
    assert parcels.claim(System.WEBHOOK, at=MONDAY) is not None
    assert send() == 0
    assert send(MONDAY + parcels.LEASE) == 1
    assert Parcel.objects.get().state == "done"


def test_both_keys_sign_until_the_old_one_ends(hook: Listener, mine: tuple[Endpoint, str]) -> None:
    endpoint, old = mine
    new = actions.new_key(endpoint, by=SYSTEM, at=MONDAY)
    actions.test(endpoint, by=SYSTEM, at=MONDAY)
    send()
    assert verified(hook, old)["type"] == verified(hook, new)["type"] == "webhook.test"
    late = MONDAY + timedelta(hours=24)
    actions.test(endpoint, by=SYSTEM, at=late)
    send(late)
    verified(hook, new, late)
    with pytest.raises(signing.Untrue):
        verified(hook, old, late)


def test_a_lost_key_ends_at_once_but_never_the_only_one(hook: Listener, mine: tuple[Endpoint, str]) -> None:
    endpoint, old = mine
    with pytest.raises(errors.OneKey):
        actions.end_key(endpoint, keys.live(endpoint, at=MONDAY)[0], by=SYSTEM, at=MONDAY)
    actions.new_key(endpoint, by=SYSTEM, at=MONDAY)
    actions.end_key(endpoint, keys.live(endpoint, at=MONDAY)[1], by=SYSTEM, at=MONDAY)
    actions.test(endpoint, by=SYSTEM, at=MONDAY)
    send()
    with pytest.raises(signing.Untrue):
        verified(hook, old)


def test_no_secret_lies_open_in_table_or_journal(mine: tuple[Endpoint, str]) -> None:
    endpoint, secret = mine
    kept = bytes(keys.live(endpoint, at=MONDAY)[0].closed)
    assert signing.read(secret) not in kept
    entries = Entry.objects.filter(stream=actions.stream(endpoint))
    assert [one.verb for one in entries if secret in json.dumps(one.detail)] == []
    assert [one.verb for one in entries] == ["add"]


def test_an_address_inside_is_not_entered(hook: Listener) -> None:
    with pytest.raises(errors.BadPlace, match="नेटवर्क"):
        actions.add("x", url="https://169.254.169.254/", events=ALL, district=None, by=SYSTEM, at=MONDAY)
    with pytest.raises(errors.NoEvents):
        actions.add("x", url=hook.url, events=[], district=None, by=SYSTEM, at=MONDAY)
    assert Endpoint.objects.count() == 0


def test_an_ended_endpoint_hears_nothing_more(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.complaint()
    spread(monkeypatch, case)
    actions.end(mine[0], by=SYSTEM, at=MONDAY)
    cast.take(case, "open")
    spread(monkeypatch, case)
    assert (send(), list(Parcel.objects.values_list("state", "error"))) == (0, [("dropped", "ended")])
    with pytest.raises(errors.Ended):
        actions.new_key(mine[0], by=SYSTEM, at=MONDAY)


def test_the_log_is_forgotten_after_its_time(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spread(monkeypatch, cast.complaint())
    send()
    assert parcels.forget(at=MONDAY + timedelta(days=90)) == 0
    assert parcels.forget(at=MONDAY + timedelta(days=90, seconds=1)) == 1


def test_what_waits_for_a_stopped_endpoint_is_not_kept_for_ever(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spread(monkeypatch, cast.complaint())
    actions.pause(mine[0], by=SYSTEM, at=MONDAY)
    spread(monkeypatch, cast.complaint())
    assert send() == 0
    assert set(Parcel.objects.values_list("due_at", flat=True)) == {parcels.PAUSED_UNTIL}
    assert parcels.forget(at=MONDAY + timedelta(days=90)) == 0
    assert parcels.forget(at=MONDAY + timedelta(days=91)) == 2


def test_a_slow_endpoint_does_not_hold_up_the_others(
    hook: Listener, mine: tuple[Endpoint, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        spread(monkeypatch, cast.complaint())
    quick, _secret = actions.add("दूसरा", url=hook.url, events=ALL, district=None, by=SYSTEM, at=MONDAY)
    actions.test(quick, by=SYSTEM, at=MONDAY)
    ticks = iter([0.0, 10.0, 10.0, 10.1])
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(ticks))
    assert (send(), told(hook)) == (2, ["case.registered", "webhook.test"])
    assert Parcel.objects.get(state="waiting").due_at == MONDAY + timedelta(seconds=50)
