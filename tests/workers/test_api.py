"""Registrations by the API: fifty at once, each once under the sender's number, a wrong one holds up no other."""

import pytest
from django.apps import apps
from django.db.models import Model
from tests import cast
from tests.grievances.test_api import Call, caller
from tests.lib.test_aadhaar import ONE, digits_of
from tests.web.test_health import logged

from shramsetu.casework.models import Case
from shramsetu.lib.identity import ELSEWHERE
from shramsetu.offices.models import Post, Role
from shramsetu.workers.models import Fee, Spell, Worker

pytestmark = pytest.mark.django_db
PATH = "/workers/registrations"


def line(number: int = 1, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "key": f"CSC-{number}",
        "board": "bocw",
        "trade": "mgnrega",
        "years": 1,
        "name": f"श्रमिक {number} निषाद",
        "parent": "शिवचरण निषाद",
        "sex": "man",
        "born_on": "1988-04-02",
        "district": cast.KANPUR,
        "address": "ग्राम बिठूर",
        "phone": f"99999{number:05d}",
        "spells": [
            {
                "employer": "ग्राम पंचायत बिठूर",
                "first_on": "2026-05-01",
                "last_on": "2026-08-31",
                "days": 92,
                "proof": "muster",
                "reference": "3121",
            }
        ],
        "account": {"ifsc": "sbin0000123", "account_number": "30451122334"},
        "reference": f"RAJ-{number}",
    }
    return {**values, **changes}


@pytest.fixture
def centre() -> Call:
    return caller(Post.objects.get(code="service-centre.kanpur-nagar"))


def test_a_registration_is_made_once_under_the_senders_number(centre: Call) -> None:
    first, again = centre("POST", PATH, line()), centre("POST", PATH, line())
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["number"], again.json()["repeated"]) == (first.json()["number"], True)
    assert centre("GET", f"{PATH}/CSC-1").json()["state"] == "checking"
    spell = Spell.objects.get()
    assert (Worker.objects.count(), Fee.objects.count(), spell.proof, spell.reference) == (1, 1, "muster", "3121")


def test_fifty_at_once_and_a_wrong_one_holds_up_no_other(centre: Call) -> None:
    lines = [line(number) for number in range(1, 49)]
    lines += [line(49, trade="flying"), line(50, aadhaar="234567890125")]
    found = centre("POST", f"{PATH}/batch", {"lines": lines}).json()["lines"]
    assert [one["field"] for one in found[48:]] == ["trade", "aadhaar"]
    assert Case.objects.filter(kind="wk_registration").count() == 48
    again = centre("POST", f"{PATH}/batch", {"lines": [*lines[:48], line(49)]}).json()["lines"]
    assert [one["registration"]["repeated"] for one in again] == [True] * 48 + [False]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"nominees": [{"name": "सीता", "kin": "पत्नी"}, {"name": "सीता", "kin": "पुत्री"}]}, "nominees"),
        ({"name": "राम\x00देव"}, "name"),
        ({"reference": "RAJ\x00"}, "reference"),
        ({"reference": "RAJ-1"}, "reference"),
        ({"key": "CSC-1"}, ""),
    ],
)
def test_a_line_that_the_database_would_refuse_takes_no_other_with_it(
    centre: Call, fault: dict[str, object], field: str
) -> None:
    lines = [line(1), {**line(2), **fault}, line(3)]
    found = centre("POST", f"{PATH}/batch", {"lines": lines}).json()["lines"]
    assert [one["field"] for one in found] == ["", field, ""]
    assert [one["registration"] is not None for one in found] == [True, not field, True]
    assert Worker.objects.count() == 2


def test_more_than_fifty_are_refused(centre: Call) -> None:
    answer = centre("POST", f"{PATH}/batch", {"lines": [line(number) for number in range(51)]})
    assert (answer.status_code, Worker.objects.count()) == (422, 0)


KEEPING = ("workers", "casework", "journal", "messages", "people", "web")


def rows_of(model: type[Model]) -> list[tuple[object, ...]]:
    return list(model._default_manager.values_list())


SPELL = {"first_on": "2026-05-01", "last_on": "2026-08-31", "days": 92}
GROUPED, HINDI = "9999 4105 7058", "९९९९-४१०५-७०५८"


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"name": f"रामदेव {ONE}"}, "name"),
        ({"address": f"बिठूर, {HINDI}"}, "address"),
        ({"nominees": [{"name": "सीता", "kin": "पत्नी"}, {"name": GROUPED, "kin": "पुत्र"}]}, "nominees.1.name"),
        ({"spells": [{**SPELL, "employer": f"पंचायत ({GROUPED})"}]}, "spells.0.employer"),
        ({"note": ONE}, "note"),
        ({"trade": ONE}, "trade"),
        ({"filer": int(ONE)}, "filer"),
        ({"deep": {"er": [[GROUPED]]}}, "deep.er.0.0"),
        ({"deep": {GROUPED: 1}}, "deep"),
        ({GROUPED: 1}, "body"),
    ],
)
def test_an_aadhaar_number_in_the_words_of_one_line_refuses_that_line_alone(
    centre: Call, fault: dict[str, object], field: str
) -> None:
    lines = [line(number) for number in range(1, 51)]
    lines[6] |= fault
    with logged() as out:
        answer = centre("POST", f"{PATH}/batch", {"lines": lines}, Idempotency_Key="b-1")
    found = answer.json()["lines"]
    refused = {"line": 7, "key": "CSC-7", "registration": None, "code": "aadhaar", "message": ELSEWHERE[0]}
    assert found[6] == {**refused, "field": field}
    assert [one["line"] for one in found if one["registration"]] == [*range(1, 7), *range(8, 51)]
    assert Worker.objects.count() == 49
    kept = [str(row) for app in KEEPING for model in apps.get_app_config(app).get_models() for row in rows_of(model)]
    assert [text for text in (answer.content.decode(), out.getvalue(), *kept) if ONE in digits_of(text)] == []


def test_what_was_refused_for_a_number_is_sent_again_without_it(centre: Call) -> None:
    lines = [line(number) for number in range(1, 51)]
    wrong = [*lines[:6], line(7, address=f"बिठूर {ONE}"), *lines[7:]]
    first = centre("POST", f"{PATH}/batch", {"lines": wrong}, Idempotency_Key="b-1")
    again = centre("POST", f"{PATH}/batch", {"lines": wrong}, Idempotency_Key="b-1")
    assert (again.content, again.headers["Idempotent-Replay"]) == (first.content, "true")
    by_itself = centre("POST", f"{PATH}/batch", {"lines": wrong}).json()["lines"]
    assert [one["code"] for one in by_itself if not one["registration"]] == ["aadhaar"]
    assert Worker.objects.count() == 49
    mended = centre("POST", f"{PATH}/batch", {"lines": lines}, Idempotency_Key="b-2").json()["lines"]
    assert [one["registration"]["repeated"] for one in mended] == [*[True] * 6, False, *[True] * 43]
    assert Worker.objects.count() == 50


def test_a_refused_line_does_not_say_the_number_as_its_own_key(centre: Call) -> None:
    lines = [line(1, key=ONE, name=f"राम {ONE}"), line(2, key={"a": ONE}), line(3, key=int(ONE), note=GROUPED)]
    answer = centre("POST", f"{PATH}/batch", {"lines": lines})
    assert [one["key"] for one in answer.json()["lines"]] == ["XXXXXXXXXX58", "", "XXXXXXXXXX58"]
    assert ONE not in digits_of(answer.content.decode())
    assert Worker.objects.count() == 0


@pytest.mark.parametrize("key", [ONE, "९९९९४१०५७०५८", "9999-4105-7058"])
def test_an_aadhaar_number_is_no_senders_number(centre: Call, key: str) -> None:
    answer = centre("POST", PATH, line(1, key=key))
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["values.key"])
    lines = centre("POST", f"{PATH}/batch", {"lines": [line(1, key=key), line(2)]}).json()["lines"]
    assert [(one["code"], one["field"], one["message"]) for one in lines] == [
        ("aadhaar", "key", ELSEWHERE[0]),
        ("", "", ""),
    ]
    assert ONE not in digits_of(str(lines))
    assert Worker.objects.count() == 1


@pytest.mark.parametrize("key", ["999941057057", "2026-00001234", "199941057058"])
def test_other_numbers_of_twelve_digits_are(centre: Call, key: str) -> None:
    assert centre("POST", PATH, line(1, key=key)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"lines": [line(1)], "note": ONE},
        {"lines": [line(1), ONE]},
        {"lines": [line(1), [{"name": ONE}]]},
        {"lines": {"0": line(1, name=ONE)}},
        {"lines": [line(1)], GROUPED: 1},
        [line(1, name=ONE)],
    ],
)
def test_outside_the_lines_the_whole_batch_is_refused(centre: Call, body: object) -> None:
    answer = centre("POST", f"{PATH}/batch", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "aadhaar")
    assert ONE not in digits_of(answer.content.decode())
    assert Worker.objects.count() == 0


@pytest.mark.parametrize("path", [PATH, "/claims/batch", "/claims", "/grievances", f"{PATH}/batch/x"])
def test_no_other_operation_lets_a_line_pass(centre: Call, path: str) -> None:
    answer = centre("POST", path, {"lines": [{"name": f"राम {ONE}"}]})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["lines.0.name"])


def test_an_error_does_not_say_the_number_again(centre: Call) -> None:
    answer = centre("POST", PATH, line(aadhaar="2345 6789 0125"))
    assert answer.status_code == 422
    assert "0125" not in answer.content.decode()


def test_who_files_for_nobody_may_not(centre: Call) -> None:
    auditor = caller(Post.objects.filter(role=Role.QUALITY)[0])
    assert auditor("POST", PATH, line()).status_code == 403
    other = caller(Post.objects.get(code="service-centre.agra"))
    centre("POST", PATH, line())
    assert other("GET", f"{PATH}/CSC-1").status_code == 404
