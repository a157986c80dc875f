"""Identity numbers in forms and the API, the vault, and what an error page shows of an Aadhaar number."""

import base64
import json
from urllib.parse import unquote_plus, urlencode

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from hypothesis import given
from pydantic import BaseModel, ValidationError
from tests.lib.test_aadhaar import ONE, digits_of, written

from shramsetu.lib import identity
from shramsetu.lib.identity import Identity, Kind
from shramsetu.people import identities, vault
from shramsetu.web.discretion import no_aadhaar_repeated

SPACED = "9999 4105 7058"
AADHAAR = identity.parse(Kind.AADHAAR, ONE)
KEY = f"a:{base64.b64encode(b'k' * 32).decode()}"


class Registration(identities.NoAadhaarElsewhere):
    name = forms.CharField(required=False, max_length=5)
    about = forms.ChoiceField(choices=[("a", "A")], required=False)
    aadhaar = identities.IdentityNumber(Kind.AADHAAR, required=False)
    uan = identities.IdentityNumber(Kind.UAN, required=False)


class Worker(BaseModel):
    name: identities.NoAadhaar = ""
    uan: identities.of_kind(Kind.UAN) | None = None  # type: ignore[valid-type]


class AnyVault:
    """An adapter as a department would write it."""

    newest = "official"


def filled(**values: str) -> Registration:
    data = QueryDict(mutable=True)
    data.update(values)
    return Registration(data)


def test_an_aadhaar_in_its_own_box_is_taken_and_shown_masked() -> None:
    form = filled(name="राम", aadhaar="९९९९ ४१०५ ७०५८")
    assert form.is_valid()
    assert form.cleaned_data["aadhaar"] == AADHAAR
    assert ONE not in digits_of(str(form))
    assert "XXXX XXXX 7058" in str(Registration(initial={"aadhaar": AADHAAR}))


@pytest.mark.parametrize("box", ["name", "about", "uan"])
def test_an_aadhaar_in_another_box_is_refused_in_hindi_and_not_shown_again(box: str) -> None:
    form = filled(**{box: SPACED})
    with translation.override("hi"):
        assert not form.is_valid()
        [said] = form.errors[box]
    assert "आधार नंबर" in said
    assert ONE not in digits_of(str(form))


@given(made=written())
def test_no_page_of_a_form_repeats_an_aadhaar(made: tuple[str, str]) -> None:
    number, form = made
    shown = filled(name=form, about=form, aadhaar=form + "0", uan=form)
    assert not shown.is_valid()
    assert number not in digits_of(f"{shown.errors}{shown.errors.as_json()}")


def test_the_api_refuses_it_in_the_same_words() -> None:
    with pytest.raises(ValidationError) as caught:
        Worker(name=f"राम {SPACED}", uan=ONE)
    told = [one["msg"] for one in caught.value.errors()]
    assert told == [
        "यहाँ आधार नंबर लगता है। उसे हटा दीजिए; आधार सिर्फ़ आधार के खाने में लिखा जाता है।",
        "यह आधार नंबर लगता है। यहाँ आधार नहीं लिखना है; UAN (ई-श्रम) नंबर लिखिए।",
    ]
    assert Worker(name="राम", uan="1234 5678 9012").uan == Identity(Kind.UAN, "123456789012")


def answered(request: HttpRequest, response: HttpResponse) -> str:
    return no_aadhaar_repeated(lambda _: response)(request).content.decode()


@given(made=written())
def test_no_error_repeats_an_aadhaar_that_came_with_the_request(made: tuple[str, str]) -> None:
    number, form = made
    make = RequestFactory()
    sent = {"deep": [{form: form}]}
    asked = [
        (make.get("/", {"q": form}), HttpResponse(f"<b>{form}</b>", status=404)),
        (make.get("/", {"q": form}), HttpResponse(f"<a href='?{urlencode({'q': form})}'></a>", status=404)),
        (make.post("/", {"q": form}), HttpResponse(f"<b>{form}</b>", status=422)),
        (make.post("/api/", json.dumps(sent), content_type="application/json"), JsonResponse({"e": form}, status=422)),
    ]
    for request, response in asked:
        shown = unquote_plus(answered(request, response))
        assert form not in shown
        assert number not in digits_of(shown.encode().decode("unicode_escape") if "\\u" in shown else shown)


def test_what_is_no_mistake_or_holds_no_aadhaar_stays() -> None:
    request = RequestFactory().post("/", {"q": SPACED})
    assert answered(request, HttpResponse(SPACED)) == SPACED
    assert answered(RequestFactory().get("/"), HttpResponse("9999 4105 7058", status=404)) == SPACED


def test_a_bank_account_is_shown_to_be_mended() -> None:
    request = RequestFactory().post("/", {"account": ONE})
    assert answered(request, HttpResponse(ONE, status=422)) == ONE
    longer = RequestFactory().post("/", {"q": f"12{ONE}34"})
    assert answered(longer, HttpResponse(f"12{ONE}34", status=422)) == f"12{ONE}34"


@pytest.mark.django_db
def test_the_page_of_an_address_that_is_none_does_not_repeat_it(client: Client) -> None:
    answer = client.get(f"/no/such/{ONE}/", {"q": SPACED})
    assert answer.status_code == 404
    assert ONE not in digits_of(answer.content.decode())


@pytest.mark.django_db
def test_the_length_told_is_that_of_the_page_as_it_is_sent(client: Client) -> None:
    answer = client.get("/no/such/", {"q": "९९९९ ४१०५ ७०५८"})
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_the_vault_of_the_site_keeps_a_token_only() -> None:
    with override_settings(AADHAAR_KEYS=[KEY]):
        token = vault.vault().token(AADHAAR)
    assert (token.key_id, token.last_four) == ("a", "7058")
    assert vault.vault().token(AADHAAR).key_id == "demo"


def test_without_keys_no_number_is_taken() -> None:
    with override_settings(AADHAAR_KEYS=[], DEMO=False, TESTING=False), pytest.raises(vault.NoKeys):
        vault.vault()


def test_an_official_vault_takes_its_place() -> None:
    with override_settings(AADHAAR_VAULT="tests.people.test_identities.AnyVault"):
        assert vault.vault().newest == "official"
