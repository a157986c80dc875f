"""Emergencies to 112 and from it: each arrives once, and who is to be called is called."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.bridges.servers import Listener
from tests.cast import MONDAY

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.e112 import outgoing
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.models import Parcel, Reference, System
from shramsetu.bridges.rules import signing
from shramsetu.casework import duties
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
KEY = b"k" * 32
EVENT = {
    "event": "UP112-2026-000123",
    "type": "wages",
    "at": "2026-11-23T04:30:00+00:00",
    "text": "ठेकेदार ने मज़दूरों की मज़दूरी रोक कर गाली दी है, वे साइट पर ही हैं।",
    "name": "रमेश",
    "phone": "+919999900777",
    "district_lgd": cast.KANPUR,
    "landmark": "नहर के पुल के पास",
    "latitude": 26.449923,
    "longitude": 80.331874,
}


@pytest.fixture(autouse=True)
def _known(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.E112 = {"url": "", "keys": [signing.written(KEY)]}
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def service(hook: Listener, settings: Any) -> Listener:
    settings.E112 = settings.E112 | {"url": hook.url}
    return hook


def bring(event: dict[str, Any], *, key: bytes = KEY, at: int | None = None, **changed: Any) -> tuple[int, Any]:
    body = json.dumps(event | changed).encode()
    signed = signing.headers("msg_1", int(MONDAY.timestamp()) if at is None else at, body, keys=[key])
    answer = Client().post("/112/events/", body, content_type="application/json", headers=signed)
    return answer.status_code, answer.json()


def heard(case: Case, seq: int = 1) -> Happened:
    entry = Entry.objects.get(stream=case.stream, seq=seq)
    return Happened(entry.pk, case.number, seq, entry.verb, entry.role, entry.at, entry.detail)


def urgent(**changed: Any) -> Case:
    case = cast.complaint(category="work-accident", **changed)
    outgoing.hear([heard(case)], at=MONDAY)
    return case


def test_an_event_becomes_a_case_and_repeated_the_same_one() -> None:
    status, said = bring(EVENT)
    case = Case.objects.get(number=said["case"])
    assert (status, said["state"], case.channel, case.sealed) == (201, "registered", "api", False)
    assert "UP112-2026-000123" in case.grievance.text
    assert case.grievance.landmark == "नहर के पुल के पास (26.44992, 80.33187)"
    assert bring(EVENT) == (200, {"case": case.number, "state": "known"})
    assert (Case.objects.count(), Parcel.objects.filter(direction="in").count()) == (1, 1)


@pytest.mark.parametrize("kind", ["bonded_labour", "child_labour"])
def test_bonded_and_child_labour_are_sealed(kind: str) -> None:
    status, said = bring(EVENT, type=kind)
    case = Case.objects.get(number=said["case"])
    assert (status, case.sealed, case.urgent) == (201, True, True)
    assert [word for word in ("मज़दूरी", "नहर") if word in case.grievance.text + case.grievance.landmark] == []
    assert "999990" not in json.dumps(list(Entry.objects.filter(stream=case.stream).values_list("detail", flat=True)))


def test_an_aadhaar_number_told_to_112_is_not_kept() -> None:
    _status, said = bring(EVENT, text="मेरा आधार 2341 2341 2346 है, ठेकेदार ने मज़दूरी रोक दी है।")
    text = Case.objects.get(number=said["case"]).grievance.text
    assert ["2341 2341 2346" in text, "मज़दूरी रोक दी" in text] == [False, True]


def test_another_event_under_the_same_number_is_refused() -> None:
    bring(EVENT)
    assert bring(EVENT, text="कुछ और ही बात है यह, जो पहले नहीं कही गई थी।")[0] == 409
    assert Case.objects.count() == 1


def test_a_place_that_nobody_knows_goes_to_the_state_desk() -> None:
    _status, said = bring(EVENT, district_lgd=None)
    assert Case.objects.get(number=said["case"]).state == "placing"


def test_an_unsigned_old_or_foreign_event_is_refused() -> None:
    old = int((MONDAY - timedelta(minutes=6)).timestamp())
    assert [bring(EVENT, key=b"x" * 32)[0], bring(EVENT, at=old)[0]] == [401, 401]
    assert Client().post("/112/events/", json.dumps(EVENT), content_type="application/json").status_code == 401
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"event": "a" * 61}, "event"),
        ({"event": "../x y"}, "event"),
        ({"type": "fire"}, "type"),
        ({"text": ""}, "text"),
        ({"text": "अ" * 2001}, "text"),
        ({"latitude": 200}, "latitude"),
        ({"phone": "12"}, "phone"),
        ({"district_lgd": 999999}, "district"),
        ({"more": 1}, "more"),
        ({"at": "2026-11-23T04:30:00"}, "at"),
        ({"at": "9999-12-31T23:59:59+00:00"}, "at"),
    ],
)
def test_what_the_contract_does_not_know_is_said_by_its_name(changed: dict[str, Any], field: str) -> None:
    status, said = bring(EVENT | changed)
    assert (status, said["error"]) == (422, "unreadable")
    assert any(field in one for one in said["fields"])
    assert (Case.objects.count(), Reference.objects.count()) == (0, 0)


def test_too_long_and_no_json_are_refused() -> None:
    body = b"x" * 20_001
    signed = signing.headers("m", int(MONDAY.timestamp()), body, keys=[KEY])
    post = Client().post
    assert post("/112/events/", body, content_type="application/json", headers=signed).status_code == 413
    signed = signing.headers("m", int(MONDAY.timestamp()), b"[1", keys=[KEY])
    assert post("/112/events/", b"[1", content_type="application/json", headers=signed).status_code == 422


def test_without_keys_there_is_no_such_door(settings: Any) -> None:
    settings.E112 = {"url": "", "keys": []}
    assert Client().post("/112/events/", b"{}", content_type="application/json").status_code == 404


def test_an_urgent_complaint_goes_to_112_signed_once(service: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    case = urgent()
    outgoing.hear([heard(case)], at=MONDAY)  # the journal read twice
    monkeypatch.setattr(outgoing.outward, "tell", answering(outgoing.outward.tell, b'{"event": "UP112-9"}'))
    assert outgoing.send_due(lambda: MONDAY) == 1
    ((_path, headers, body),) = service.got
    signing.verify(headers, body, keys=[KEY], now=int(MONDAY.timestamp()))
    said = json.loads(body)["data"]
    assert (said["case"], said["category"], said["district_lgd"]) == (case.number, "work-accident", cast.KANPUR)
    assert said["phone"].startswith("+91")
    assert Parcel.objects.get().state == "done"
    assert Reference.objects.get(system=System.E112).case == case
    status, again = bring(EVENT | {"event": "UP112-9"})  # what 112 made of our own message
    assert (status, again, Case.objects.count()) == (200, {"case": case.number, "state": "known"}, 1)


def answering(tell: Any, body: bytes) -> Any:
    """Send for real, and read this body in the answer."""

    def told(*args: Any, **kwargs: Any) -> Any:
        return outgoing.outward.Answer(tell(*args, **kwargs).status, body)

    return told


def test_what_came_from_112_does_not_go_back(service: Listener) -> None:
    _status, said = bring(EVENT, type="accident")
    outgoing.hear([heard(Case.objects.get(number=said["case"]))], at=MONDAY)
    assert Parcel.objects.filter(direction="out").count() == 0


def test_only_complaints_go_to_112_not_the_work_that_comes_of_them(service: Listener) -> None:
    """A duty of an urgent complaint, and an information of bonded labour, are urgent cases too."""
    case = cast.complaint(category="work-accident")
    assert case.holder is not None
    duty = duties.give(
        case, "look", to=case.holder, due=Due(MONDAY, ""), text="देखें", by=cast.desk(Role.OPERATOR), at=MONDAY
    )
    outgoing.hear([heard(duty)], at=MONDAY)
    assert Parcel.objects.count() == 0


def test_a_spoken_complaint_goes_once_it_is_known_to_be_urgent(service: Listener) -> None:
    case = cast.complaint(text="", spoken=True, channel="portal")
    outgoing.hear([heard(case)], at=MONDAY)
    assert Parcel.objects.count() == 0
    cast.take(case, "type_words", text="छत गिरी है, दो मज़दूर दबे हैं।", category="work-accident")
    outgoing.hear([heard(case, 2)], at=MONDAY)
    assert Parcel.objects.get().case == case
    Parcel.objects.all().delete()
    outgoing.hear([heard(case, 2)], at=MONDAY + timedelta(days=91))  # long over, its parcel forgotten
    assert Parcel.objects.count() == 0


def test_one_message_that_cannot_be_made_holds_up_no_other(service: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = urgent(), urgent()
    made = outgoing.message

    def message(case: Case, **at: Any) -> Any:
        return made(case, **at) if case != broken else {}[case]

    monkeypatch.setattr(outgoing, "message", message)
    assert outgoing.send_due(lambda: MONDAY) == 2
    assert [json.loads(body)["data"]["case"] for _, _, body in service.got] == [whole.number]
    assert Parcel.objects.get(case=broken).error == "KeyError"
    alarms = Entry.objects.filter(stream="alarm:casework", verb="alarm")
    assert broken.number in [number for one in alarms for number in one.detail["numbers"]]


def test_an_ordinary_complaint_is_no_emergency(service: Listener) -> None:
    outgoing.hear([heard(cast.complaint())], at=MONDAY)
    assert Parcel.objects.count() == 0


def test_of_a_sealed_matter_112_hears_no_name_phone_or_place(service: Listener) -> None:
    case = cast.complaint(category="bonded-labour", landmark="ईंट भट्ठा")
    outgoing.hear([heard(case)], at=MONDAY)
    outgoing.send_due(lambda: MONDAY)
    said = json.loads(service.got[0][2])["data"]
    assert set(said) == {"case", "registered_at", "category", "title", "district_lgd", "sealed"}


def test_who_is_not_safe_to_call_is_not_rung_by_112_either(service: Listener) -> None:
    urgent(complainants=(replace(cast.RAMESH, safe_to_call=False),))
    outgoing.send_due(lambda: MONDAY)
    said = json.loads(service.got[0][2])["data"]
    assert (said["name"], "phone" in said) == (cast.RAMESH.name, False)


@pytest.mark.parametrize("reply", [500, 200, None, 403])
def test_what_112_does_not_take_is_tried_again_and_people_are_called(service: Listener, reply: int | None) -> None:
    """200 without a number of theirs is no answer either."""
    service.reply = lambda count: reply
    case = urgent()
    outgoing.send_due(lambda: MONDAY)
    parcel = Parcel.objects.get()
    assert (parcel.state, parcel.tries, parcel.due_at) == ("waiting", 1, MONDAY + timedelta(minutes=1))
    alarms = Entry.objects.filter(stream="alarm:casework", verb="alarm")
    assert [one.detail["numbers"] for one in alarms] == [[case.number]]
    later = MONDAY
    while Parcel.objects.filter(state="waiting").exists():
        later += timedelta(hours=1)
        outgoing.send_due(lambda at=later: at)  # type: ignore[misc]
    assert (Parcel.objects.get().state, len(service.got), alarms.count()) == ("failed", 7, 1)


def test_who_dies_while_sending_leaves_it_to_the_next(service: Listener) -> None:
    urgent()
    assert parcels.claim(System.E112, at=MONDAY) is not None
    assert parcels.claim(System.E112, at=MONDAY) is None
    assert parcels.claim(System.E112, at=MONDAY + timedelta(minutes=4)) is not None
