"""An Aadhaar number typed into a box for anything else is refused, on every page and in the API."""

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.test_aadhaar import ONE, digits_of, written
from tests.portal.portal_steps import ANSWERS, tell
from tests.web.test_health import logged

from shramsetu.lib import aadhaar, aadhaar_places
from shramsetu.web import free_text
from shramsetu.web.free_text import no_aadhaar_in_free_text

FREE = ["text", "details", "name", "address", "report", "reason", "note", "place_words"]


def reached(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


guarded = no_aadhaar_in_free_text(reached)


WORDS = st.text("कखग ab", max_size=8)


@given(box=st.sampled_from(FREE), made=written(), before=WORDS, after=WORDS)
@settings(max_examples=60)
def test_no_free_text_brings_an_aadhaar_in(box: str, made: tuple[str, str], before: str, after: str) -> None:
    number, form = made
    said = f"{before} {form} {after}"
    if not aadhaar.looks_like_aadhaar(said):
        return  # written in a way in which nobody writes it: the log still hides it
    page = guarded(RequestFactory().post("/file/what/", {box: said, "kind": "grievance"}))
    program = guarded(
        RequestFactory().post("/api/v1/cases", json.dumps({"a": [{box: said}]}), content_type="application/json")
    )
    assert (page.status_code, program.status_code) == (422, 422)
    for answer in (page, program):
        assert number not in digits_of(answer.content.decode())
    assert list(json.loads(program.content)["error"]["fields"]) == [f"a.0.{box}"]


BOXES = st.sampled_from([*FREE, "lines", "key", "phone", "0"])
LEAVES = st.sampled_from([ONE, int(ONE), "राम", 7, None, True])
BODIES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(BOXES, inner, max_size=3))


@pytest.mark.parametrize(("path", "name"), free_text.BY_LINE.items())
@given(rest=st.dictionaries(BOXES, BODIES, max_size=3), lines=BODIES | st.lists(BODIES, max_size=3))
@settings(max_examples=100)
def test_what_the_guard_leaves_to_an_operation_is_in_its_lines(
    path: str, name: str, rest: dict[str, object], lines: object
) -> None:
    body = {**rest, name: lines}
    each = [one for one in lines if isinstance(one, dict)] if isinstance(lines, list) else []
    left = [one for one in each if aadhaar_places.found(one)]
    sent = json.dumps(body)
    refused = guarded(RequestFactory().post(path, sent, content_type="application/json")).status_code == 422
    elsewhere = guarded(RequestFactory().post("/api/v1/x", sent, content_type="application/json")).status_code == 422
    assert elsewhere == bool(aadhaar_places.found(body))
    assert (refused or bool(left)) == elsewhere


def test_a_number_in_a_box_of_its_own_passes_to_the_field_that_judges_it() -> None:
    for box in ("aadhaar", "member-2-aadhaar", "account_number", "phone", "uan", "family_id", "bank_reference"):
        assert guarded(RequestFactory().post("/x/", {box: ONE})).content == b"reached", box
        sent = json.dumps({box: ONE})
        assert guarded(RequestFactory().post("/api/v1/x", sent, content_type="application/json")).content == b"reached"
    assert [box for box in FREE if not free_text.is_free(box)] == []


def test_words_numbers_of_cases_and_reading_pass() -> None:
    factory = RequestFactory()
    assert guarded(factory.post("/x/", {"text": "मामला 1047 2963 8150, फ़ोन 98765 43210"})).content == b"reached"
    assert guarded(factory.get("/x/", {"text": "मामला 1047 2963 8150", "phone": ONE})).content == b"reached"
    assert guarded(factory.post("/api/v1/x", "not json", content_type="application/json")).content == b"reached"


@pytest.mark.django_db
def test_whoever_wrote_it_sends_the_rest_with_one_press(client) -> None:
    told = {**ANSWERS["what"], "text": f"मेरा आधार {ONE} है, मज़दूरी नहीं मिली"}
    with logged() as out:
        page = client.post(reverse("portal:file_screen", args=["what"]), told)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "यहाँ आधार नंबर लगता है" in shown
    assert ONE not in shown + out.getvalue()
    assert 'name="kind" value="grievance"' in shown
    assert "मेरा आधार XXXXXXXXXX58 है, मज़दूरी नहीं मिली" in shown
    tell(client, "what", what={"text": "मेरा आधार XXXXXXXXXX58 है, मज़दूरी नहीं मिली"})


@pytest.mark.django_db
def test_the_key_of_a_form_is_not_used_up_by_a_refusal(client) -> None:
    from shramsetu.web.models import Replay

    client.post(reverse("portal:file_send"), {"idempotency_key": "k1", "text": ONE})
    assert not Replay.objects.exists()


@pytest.mark.django_db
def test_a_search_for_it_leads_back_to_the_page_without_it(client):
    address = reverse("portal:help")
    answer = client.get(address, {"q": f"मेरा आधार {ONE}", "page": "2"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}?page=2")
    shown = client.get(answer.headers["Location"]).content.decode()
    assert free_text.sentence() in shown
    assert ONE not in digits_of(shown)
    program = client.get("/api/v1/cases", {"q": ONE})
    assert (program.status_code, ONE in digits_of(program.content.decode())) == (422, False)


def test_a_receipt_of_a_gateway_passes_though_its_reference_looks_so() -> None:
    assert guarded(RequestFactory().get("/messages/kannel/report/", {"ref": ONE})).content == b"reached"
