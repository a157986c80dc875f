"""GeoReport v2: services, requests and tokens in JSON and XML; errors as the specification says; nothing of anybody."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices import actions as offices
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"


@pytest.fixture
def key() -> str:
    """The key of a program that acts for the service centres' desk."""
    charge = Charge.objects.filter(post__role=Role.CSC, to_at=None).select_related("user", "post").order_by("pk")[0]
    made = offices.make_token(
        charge.user, charge.post, name="311", scopes=["read", "write"], days=1, by=SYSTEM, at=timezone.now()
    )
    return made[1]


def filing(key: str, **changes: str) -> dict[str, str]:
    return {
        "api_key": key,
        "service_code": cast.WAGES,
        "lat": "26.45",
        "long": "80.33",
        "first_name": "रमेश",
        "last_name": "कुमार",
        "phone": "+919999900001",
        "description": "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।",
        **changes,
    }


def rows(client: Client, path: str, **given: str) -> Any:
    return client.get(f"{BASE}/{path}", given).json()


def test_services_are_the_categories_that_are_not_sealed(client: Client) -> None:
    listed = rows(client, "services.json", locale="en")
    by_code = {row["service_code"]: row for row in listed}
    assert by_code[cast.WAGES]["type"] == "realtime"
    assert by_code[cast.WAGES]["metadata"] == "false"
    assert {"bonded-labour", "harassment-at-work", "corruption"} & set(by_code) == set()
    xml = ElementTree.fromstring(client.get(f"{BASE}/services.xml").content)
    assert (xml.tag, len(xml.findall("service"))) == ("services", len(listed))


def test_a_request_comes_in_and_is_read_without_a_word_of_anybody(client: Client, key: str) -> None:
    answer = client.post(f"{BASE}/requests.json", filing(key))
    assert answer.status_code == 201
    number = answer.json()[0]["service_request_id"]
    case = Case.objects.get(number=number)
    assert (case.channel, case.district and case.district.lgd_code) == ("api", cast.KANPUR)
    shown = client.get(f"{BASE}/requests/{number}.json")
    row = shown.json()[0]
    assert (row["status"], row["service_code"], row["description"]) == ("open", cast.WAGES, "")
    assert row["requested_datetime"] == f"{clock.day(case.opened_at)}T00:00:00+05:30"
    assert [len(str(row[name]).partition(".")[2]) <= 2 for name in ("lat", "long")] == [True, True]
    text = shown.content.decode()
    assert [word for word in ("रमेश", "99999", "मज़दूरी नहीं मिली।") if word in text] == []
    assert rows(client, f"tokens/{number}.json") == [{"service_request_id": number, "token": number}]


def test_xml_says_the_same(client: Client, key: str) -> None:
    made = ElementTree.fromstring(client.post(f"{BASE}/requests.xml", filing(key)).content)
    number = made.findtext("request/service_request_id") or ""
    read = ElementTree.fromstring(client.get(f"{BASE}/requests/{number}.xml").content)
    assert (read.tag, read.findtext("request/service_request_id")) == ("service_requests", number)


def test_a_sealed_case_does_not_exist_here(client: Client, key: str) -> None:
    now = timezone.now()
    sealed = cast.complaint(at=now, sealed=True)
    by_itself = cast.complaint(at=now, category="bonded-labour")
    known = cast.complaint(at=now)
    assert [row["service_request_id"] for row in rows(client, "requests.json", api_key=key)] == [known.number]
    for case in (sealed, by_itself):
        assert client.get(f"{BASE}/requests/{case.number}.json").status_code == 404
        assert client.get(f"{BASE}/tokens/{case.number}.json").status_code == 404
        assert rows(client, "requests.json", api_key=key, service_request_id=case.number) == []


def test_lists_are_narrowed_by_service_status_and_days(client: Client, key: str) -> None:
    now = timezone.now()
    old = cast.complaint(at=now - timedelta(days=100))
    late = cast.complaint(at=now, category="wages-late")
    first = cast.complaint(at=now - timedelta(days=1))

    def listed(**given: str) -> set[str]:
        return {row["service_request_id"] for row in rows(client, "requests.json", api_key=key, **given)}

    assert listed() == {late.number, first.number}
    assert listed(service_code="wages-late") == {late.number}
    assert listed(status="closed") == set()
    assert listed(end_date=(now - timedelta(days=90)).isoformat()) == {old.number}
    assert listed(service_request_id=f"{old.number},{late.number}") == {old.number, late.number}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "guess"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "bonded-labour"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "x"}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "13.08", "long": "80.27"}, 400),
        ({"description": ""}, 400),
        ({"first_name": "", "last_name": "", "phone": ""}, 400),
    ],
)
def test_what_is_wrong_is_said_as_the_specification_says(
    client: Client, key: str, changes: dict[str, str], status: int
) -> None:
    answer = client.post(f"{BASE}/requests.json", filing(key, **changes))
    assert (answer.status_code, {row["code"] for row in answer.json()}) == (status, {status})
    xml = client.post(f"{BASE}/requests.xml", filing(key, **changes))
    assert ElementTree.fromstring(xml.content).findtext("error/code") == str(status)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests.json?start_date=yesterday", 400),
        ("requests.json?start_date=0001-01-01T00:00:00", 400),
        ("requests.json?end_date=9999-12-31T23:59:59Z", 400),
        ("requests.json?status=perhaps", 400),
        ("requests.json?page=0", 400),
        ("requests.json?page=x", 400),
        ("requests.json?page_size=1001", 400),
        ("requests.json?page=21", 400),
        ("requests.json?start_date=2026-01-01&end_date=2026-09-01", 400),
        ("requests/1.json", 404),
        ("services/x.json", 404),
        ("services.csv", 404),
    ],
)
def test_a_question_that_cannot_be_answered(client: Client, key: str, path: str, status: int) -> None:
    answer = client.get(f"{BASE}/{path}", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()[0]["code"]) == (status, status)


def test_a_list_is_for_programs_with_a_key(client: Client, key: str) -> None:
    """A public list would give away every number and count what the open data withholds."""
    case = cast.complaint(at=timezone.now())
    for given in ({}, {"api_key": "guess"}, {"service_request_id": case.number}):
        answer = client.get(f"{BASE}/requests.json", given)
        assert (answer.status_code, answer.json()[0]["code"], case.number in answer.content.decode()) == (
            403,
            403,
            False,
        )
    assert [row["service_request_id"] for row in rows(client, "requests.json", api_key=key)] == [case.number]


def test_who_has_one_number_looks_up_that_one_as_often_as_on_the_portal(client: Client) -> None:
    case, other = cast.complaint(at=timezone.now()), cast.complaint(at=timezone.now())
    both = f"requests/{case.number},{other.number}.json"
    assert [row["service_request_id"] for row in rows(client, both)] == [case.number]
    asked = [client.get(f"{BASE}/tokens/{case.number}.json").status_code for _ in range(25)]
    assert (asked[0], asked[-1]) == (200, 429)


def test_a_list_is_read_page_by_page(client: Client, key: str) -> None:
    made = [cast.complaint(at=timezone.now() - timedelta(hours=hours)).number for hours in range(3)]
    pages = [rows(client, "requests.json", api_key=key, page=str(page), page_size="2") for page in (1, 2, 3)]
    assert [[row["service_request_id"] for row in page] for page in pages] == [made[:2], made[2:], []]


def test_this_door_says_where_it_is(client: Client) -> None:
    said = rows(client, "discovery.json")
    assert said["endpoints"][0]["url"].endswith("/open311/v2")
    xml = ElementTree.fromstring(client.get(f"{BASE}/discovery.xml").content)
    assert (xml.tag, xml.findtext("endpoints/endpoint/specification")) == (
        "discovery",
        "http://wiki.open311.org/GeoReport_v2",
    )
    assert [one.text for one in xml.findall("endpoints/endpoint/formats/format")] == ["application/json", "text/xml"]


def test_an_aadhaar_number_is_refused_as_the_specification_says(client: Client, key: str) -> None:
    answer = client.post(f"{BASE}/requests.json", filing(key, description="आधार 2341 2341 2346, मज़दूरी नहीं मिली।"))
    assert (answer.status_code, answer.json()[0]["code"], Case.objects.count()) == (400, 400, 0)
    assert answer.json()[0]["description"].startswith("description: ")


def test_a_list_asks_as_much_of_one_as_of_three(client: Client, key: str) -> None:
    rows(client, "requests.json", api_key=key)  # the first use of a key is written down
    counts = []
    for made in (1, 2):
        for _ in range(made):
            cast.complaint(at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{BASE}/requests.json", {"api_key": key}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
