"""The API: the shapes that other systems rely on, and that bad input changes nothing."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pydantic import TypeAdapter
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.grievances import api, contract
from shramsetu.grievances.models import Grievance
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions as offices
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place

pytestmark = pytest.mark.django_db
Call = Callable[..., HttpResponse]
FILING = {
    "kind": "grievance",
    "category": cast.WAGES,
    "text": "तीन महीने से मज़दूरी नहीं मिली, ठेकेदार टालता है।",
    "district": cast.KANPUR,
    "channel": "call",
    "complainant": {"name": "रमेश कुमार", "phone": "9999900001"},
}


def caller(post: Post, scopes: tuple[str, ...] = ("read", "write")) -> Call:
    """Return a function that calls the API as whoever sits in `post`."""
    actor = cast.seat(post).actor
    user = post.charges.get(user_id=actor.user_id, to_at=None).user
    _, text = offices.make_token(user, post, name="test", scopes=scopes, days=1, by=SYSTEM, at=timezone.now())

    def call(method: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        data = json.dumps(body) if body is not None else ""
        given = {
            "Authorization": f"Bearer {text}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return Client().generic(method, f"/api/v1{path}", data, content_type="application/json", headers=given)

    bearer = {"Authorization": f"Bearer {text}"}
    call.raw = lambda body: Client().generic(  # type: ignore[attr-defined]
        "POST", "/api/v1/grievances", body, content_type="application/json", headers=bearer
    )
    call.upload = lambda path, upload: Client().post(  # type: ignore[attr-defined]
        f"/api/v1{path}", {"upload": upload}, headers=bearer
    )
    return call


@pytest.fixture
def operator(db: None) -> Call:
    return caller(posts.of_role(Role.OPERATOR)[0])


def holder_of(number: str) -> Call:
    case = Case.objects.select_related("holder").get(number=number)
    assert case.holder is not None
    return caller(case.holder)


def test_registering_answers_with_number_holder_and_due_time(operator: Call) -> None:
    answer = operator("POST", "/grievances", FILING)

    assert answer.status_code == 201
    body = answer.json()
    assert len(body["number"]) == 12
    assert (body["state"], body["level"], body["possible_duplicates"]) == ("unmarked", 1, [])
    assert body["holder"]["code"].startswith("labour")
    assert body["due_at"]


def test_second_complaint_of_the_same_kind_names_the_first(operator: Call) -> None:
    first = operator("POST", "/grievances", FILING).json()

    second = operator("POST", "/grievances", {**FILING, "text": "teen mahine se mazdoori nahi mili"}).json()

    assert [one["number"] for one in second["possible_duplicates"]] == [first["number"]]


def test_repeat_with_the_same_key_registers_once(operator: Call) -> None:
    first = operator("POST", "/grievances", FILING, Idempotency_Key="a1")

    again = operator("POST", "/grievances", FILING, Idempotency_Key="a1")
    other = operator("POST", "/grievances", {**FILING, "landmark": "भट्ठा"}, Idempotency_Key="a1")

    assert (again.status_code, again.json()) == (201, first.json())
    assert other.status_code == 422
    assert Case.objects.filter(number=first.json()["number"]).count() == Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"district": 99999}, 422, "district"),
        ({"complainant": {"name": "रमेश", "phone": "99999"}}, 422, "complainant.phone"),
        ({"category": "no-such"}, 422, "category"),
        ({"kind": "joke"}, 422, "kind"),
        ({"text": "अ"}, 422, "text"),
        ({"text": "क" * 1_700_000}, 413, None),
        ({"district": "नगर"}, 422, "values.district"),
        ({"complainant": {"phone": "9999900001"}}, 422, "complainant.name"),
        ({"complainant": {"name": "12345"}}, 422, "complainant.name"),
        ({"complainant": {"name": "र" * 121}}, 422, "complainant.name"),
        ({"complainant": {"name": "रमेश", "email": "रमेश"}}, 422, "complainant.email"),
        ({"text": "क" * 5_001}, 422, "text"),
        ({"place": 99_999_999}, 422, "place"),
        ({"place": "-3"}, 422, "place"),
        ({"landmark": "क" * 201}, 422, "landmark"),
        ({"against": "labour.nobody"}, 422, "against"),
    ],
)
def test_bad_input_gets_a_hindi_sentence_and_changes_nothing(
    operator: Call, change: dict[str, Any], status: int, field: str | None
) -> None:
    answer = operator("POST", "/grievances", {**FILING, **change})

    assert answer.status_code == status
    error = answer.json()["error"]
    assert any("\u0900" <= letter <= "\u097f" for letter in error["message"])
    assert field is None or field in error["fields"]
    assert not Case.objects.exists()


def test_a_place_of_another_district_is_refused(operator: Call) -> None:
    elsewhere = Place.objects.exclude(kind="district").exclude(district=None).exclude(district__lgd_code=cast.KANPUR)[0]

    answer = operator("POST", "/grievances", {**FILING, "place": elsewhere.pk})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["place"])
    assert not Case.objects.exists()


def test_words_that_name_no_place_are_kept_as_a_landmark(operator: Call) -> None:
    number = operator("POST", "/grievances", {**FILING, "place": "²"}).json()["number"]

    assert Grievance.objects.get(case__number=number).landmark == "²"


def test_a_complaint_against_a_post_is_sealed_and_unknown_there(operator: Call) -> None:
    officer = Post.objects.filter(role=Role.OFFICER, level=1, department__slug="labour", place__lgd_code=cast.KANPUR)[0]

    made = operator("POST", "/grievances", {**FILING, "against": officer.code}).json()

    assert made["holder"]["code"] == "labour.vigilance"
    for call in (operator, caller(officer)):
        assert call("GET", f"/grievances/{made['number']}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/grievances?cursor=abc", 422),
        ("GET", "/grievances?state=%00", 400),
        ("GET", "/grievances/%00", 400),
        ("GET", "/places?q=kanpur&district=99999", 422),
        ("GET", "/track/12", 422),
        ("GET", "/nothing", 404),
        ("POST", "/grievances", 400),
    ],
)
def test_no_strange_address_or_body_breaks_it(operator: Call, method: str, path: str, status: int) -> None:
    answer = operator(method, path) if method == "GET" else operator.raw("{bad")  # type: ignore[attr-defined]

    assert answer.status_code == status
    assert any("\u0900" <= letter <= "\u097f" for letter in answer.json()["error"]["message"])


def test_errors_are_english_for_who_asks_in_english(operator: Call) -> None:
    answer = operator("POST", "/grievances", {**FILING, "district": 1}, Accept_Language="en-IN")

    assert answer.json()["error"]["message"].startswith("There is no district")


def test_a_revision_that_is_no_number_is_stale(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]

    answers = [holder_of(number)("POST", f"/grievances/{number}/steps/open", {}, If_Match=one) for one in ("²", '"x"')]

    assert [answer.status_code for answer in answers] == [412, 412]


@pytest.mark.parametrize(
    ("name", "content", "purpose", "status"),
    [
        ("paper.pdf", cast.PAPER, "site_photo", 201),
        ("paper.pdf", b"<html></html>", "other", 415),
        ("photo.jpg", cast.PAPER, "other", 415),
        ("paper.pdf", cast.PAPER, "nonsense", 422),
    ],
)
def test_a_paper_is_what_it_says(operator: Call, name: str, content: bytes, purpose: str, status: int) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]
    upload = SimpleUploadedFile(name, content, content_type="application/octet-stream")

    answer = operator.upload(f"/grievances/{number}/files?purpose={purpose}", upload)  # type: ignore[attr-defined]

    assert answer.status_code == status
    assert status == 201 or any("\u0900" <= letter <= "\u097f" for letter in answer.json()["error"]["message"])


def test_case_lists_the_steps_of_its_reader_and_what_each_needs(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]

    answer = holder_of(number)("GET", f"/grievances/{number}")

    body = answer.json()
    assert answer["ETag"] == '"1"'
    steps = {step["verb"]: step for step in body["steps"]}
    assert {"open", "mark", "transfer", "report", "propose_special_close"} <= set(steps)
    assert [need["name"] for need in steps["transfer"]["needs"]] == ["department", "reason"]
    assert "home" in [one["value"] for one in steps["transfer"]["needs"][0]["choices"]]
    assert steps["propose_special_close"]["needs"][0]["choices"]
    assert body["parties"][0]["phone"] == "99XXXXXX01"


def test_steps_go_through_to_satisfied_closure(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]
    cast.attach(Case.objects.get(number=number))
    officer = holder_of(number)

    report = {
        "text": cast.REPORTED,
        "contacted_at": "2026-11-16T11:00:00+05:30",
        "visited_at": "2026-11-16T11:00:00+05:30",
        "letter_number": "117",
        "letter_on": "2026-11-16",
        "statements": "दोनों पक्षों के कथन",
        "bank_reference": "SBIN0042117",
    }
    reported = officer("POST", f"/grievances/{number}/steps/report", report)
    assert (reported.status_code, reported.json().get("state")) == (200, "in_check"), reported.content.decode()
    holder_of(number)("POST", f"/grievances/{number}/steps/pass_check", {"grade": "A"})
    done = holder_of(number)(
        "POST", f"/grievances/{number}/steps/record_feedback", {"result": "satisfied", "answered_by": "complainant"}
    )

    assert (done.status_code, done.json()["state"], done.json()["outcome"]) == (200, "closed", "satisfied")


def test_forged_step_is_refused(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]

    answers = [
        operator("POST", f"/grievances/{number}/steps/{verb}", {})
        for verb in ("escalate", "finalise", "approve_special_close", "report", "fly")
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert Case.objects.get(number=number).revision == 1


def test_stale_page_is_told_and_changes_nothing(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]
    officer = holder_of(number)
    officer("POST", f"/grievances/{number}/steps/open", {}, If_Match='"1"')

    stale = officer("POST", f"/grievances/{number}/steps/interim", {"text": "नोटिस भेजा है"}, If_Match='"1"')

    again = officer("POST", f"/grievances/{number}/steps/open", {}, If_Match='"1"')

    assert (stale.status_code, again.status_code) == (412, 412)
    assert Case.objects.get(number=number).revision == 2


def test_officer_of_another_district_finds_nothing(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]
    case = Case.objects.select_related("holder").get(number=number)
    assert case.holder is not None
    elsewhere = Post.objects.exclude(place=case.holder.place).filter(
        role=Role.OFFICER, level=1, department=case.holder.department, place__kind="district", service=""
    )[0]

    assert caller(elsewhere)("GET", f"/grievances/{number}").status_code == 404


def test_token_without_the_scope_is_refused(db: None) -> None:
    reader = caller(posts.of_role(Role.OPERATOR)[0], scopes=("read",))

    assert reader("POST", "/grievances", FILING).status_code == 401
    assert reader("GET", "/grievances").status_code == 200


def test_public_tracking_tells_nothing_personal(operator: Call) -> None:
    number = operator("POST", "/grievances", FILING).json()["number"]

    body = Client().get(f"/api/v1/track/{number}").json()

    assert (body["state"], body["level"]) == ("unmarked", 1)
    assert "रमेश" not in json.dumps(body, ensure_ascii=False)


def test_sealed_complaint_tracks_as_sealed_only(operator: Call) -> None:
    number = operator("POST", "/grievances", {**FILING, "sealed": True}).json()["number"]

    assert Client().get(f"/api/v1/track/{number}").json() == {"number": number, "sealed": True}
    assert operator("GET", f"/grievances/{number}").status_code == 404


def test_list_pages_by_cursor(operator: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PAGE", 2)
    numbers = [operator("POST", "/grievances", FILING).json()["number"] for _ in range(5)]
    # an instant that a fraction of a second in floating point would miss by a millionth
    Case.objects.update(opened_at=datetime(2026, 11, 16, 6, 0, 0, 123457, tzinfo=UTC))

    pages, cursor = [], ""
    while cursor is not None:
        body = operator("GET", f"/grievances?category={cast.WAGES}&district={cast.KANPUR}&cursor={cursor}").json()
        pages.append([item["number"] for item in body["items"]])
        cursor = body["next"]

    assert pages == [numbers[:-3:-1], numbers[-3:-5:-1], numbers[:1]]


def test_public_lists_and_the_contract_itself(db: None) -> None:
    assert len(Client().get("/api/v1/places").json()) == 75
    assert Client().get("/api/v1/places?q=इलाहाबाद").json()[0]["name_en"] == "Prayagraj"
    assert len(Client().get("/api/v1/categories").json()) >= 44
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/grievances", "/api/v1/grievances/{number}/steps/{verb}", "/api/v1/track/{number}"} <= set(paths)


def test_answers_are_as_the_description_says(operator: Call) -> None:
    made = operator("POST", "/grievances", {**FILING, "filed_by": {"name": "सीता", "phone": "9999900002"}})
    number = made.json()["number"]
    sealed = operator("POST", "/grievances", {**FILING, "sealed": True}).json()["number"]
    officer = holder_of(number)
    upload = officer.upload(  # type: ignore[attr-defined]
        f"/grievances/{number}/files", SimpleUploadedFile("a.pdf", cast.PAPER, content_type="application/pdf")
    )

    contract.Registered.model_validate(made.json())
    contract.Stored.model_validate(upload.json())
    contract.Taken.model_validate(officer("POST", f"/grievances/{number}/steps/open", {}).json())
    contract.Whole.model_validate(holder_of(sealed)("GET", f"/grievances/{sealed}").json())
    contract.Page.model_validate(operator("GET", "/grievances").json())
    contract.Error.model_validate(operator("GET", "/grievances/12").json())
    contract.Error.model_validate(operator("POST", "/grievances", {}).json())
    TypeAdapter(list[contract.Category]).validate_python(operator("GET", "/categories").json())
    for asked in ("", "?q=226005"):
        TypeAdapter(list[contract.Place]).validate_python(operator("GET", f"/places{asked}").json())
    for one in (number, sealed):
        contract.Track.model_validate(operator("GET", f"/track/{one}").json())


def test_the_description_names_every_answer_and_header(db: None) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    paths, named = told["paths"], told["components"]["schemas"]

    for operations in paths.values():
        for method, operation in operations.items():
            given = [one["content"]["application/json"]["schema"] for one in operation["responses"].values()]
            shapes = [named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in given]
            assert all(shape.get("properties") or shape["items"]["properties"] for shape in shapes)
            headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method == "post")
    assert "412" in paths["/api/v1/grievances/{number}/steps/{verb}"]["post"]["responses"]
