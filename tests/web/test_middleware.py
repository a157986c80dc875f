import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from shramsetu.web import middleware


@override_settings(DEMO=True)
def test_page_is_hindi_even_when_the_browser_says_english(client):
    answer = client.get("/style/auth/", headers={"accept-language": "en-US,en"})
    assert answer["Content-Language"] == "hi"
    assert '<html lang="hi"' in answer.content.decode()


def test_an_address_with_a_nul_is_refused(client):
    answer = client.get("/track/?number=%00")
    assert (answer.status_code, answer["Content-Language"]) == (400, "hi")


@override_settings(DEMO=True)
def test_chosen_language_stays(client):
    client.post("/i18n/setlang/", {"language": "en", "next": "/style/auth/"})
    assert '<html lang="en"' in client.get("/style/auth/").content.decode()


@override_settings(DEMO=True)
def test_unknown_language_is_hindi(client):
    client.cookies["django_language"] = "xx"
    assert client.get("/style/auth/")["Content-Language"] == "hi"


@override_settings(DEMO=True)
def test_no_inline_script_and_no_foreign_source_may_run(client):
    policy = client.get("/style/auth/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@override_settings(DEMO=True, LIVE_URL="http://127.0.0.1:8001/live")
def test_live_events_may_come_from_their_own_process(client):
    assert "connect-src 'self' http://127.0.0.1:8001" in client.get("/style/auth/")["Content-Security-Policy"]


def test_what_is_too_large_is_heard_to_its_end(rf):
    request = rf.post("/file/what/", b"a" * 2_000_000, content_type="text/plain")
    middleware.readable(lambda _: HttpResponse(status=413))(request)
    assert request.read() == b""


@pytest.mark.parametrize("address", ["/api/v1/categories", "/api/v1/grievances", "/api/v1/grievances/104729638150"])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_wrong_method_is_refused_like_everything_else(client: Client, address: str, method: str) -> None:
    for language, sentence in (("hi", "इनमें से कोई एक"), ("en", "does not take this method")):
        answer = getattr(client, method)(address, headers={"Accept-Language": language})
        told = answer.json()["error"]
        assert (answer.status_code, told["code"], sentence in told["message"]) == (405, "wrong_method", True)
        assert "GET" in answer["Allow"]
        assert answer["Allow"] in told["message"]
