"""Signing in through a real OpenID Connect server on the loopback; the token's rules by themselves."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.offices import oidc_server
from tests.offices.cast import person

from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions
from shramsetu.offices.models import OutsideIdentity, User
from shramsetu.offices.oidc import actions as bindings
from shramsetu.offices.oidc import provider, rules

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "var" / "oidc"
BACK = "http://localhost:8000/signin/state/back/"
ISSUER = "https://sso.example"
NOW = 1_800_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if not (PACKAGES / "oauthlib").is_dir():
        if "oidc" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail("no oauthlib under var/oidc: run `make setup` with test")
        pytest.skip("no oauthlib under var/oidc: `make test` puts it there")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    environment = own | {"PYTHONPATH": str(PACKAGES)}
    command = [sys.executable, oidc_server.__file__, str(port), BACK]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture
def sso(server: str, settings: Any) -> Iterator[str]:
    told = {"issuer": server, "client_id": oidc_server.CLIENT, "client_secret": oidc_server.SECRET, "name": "परिचय"}
    settings.OIDC = settings.OIDC | told
    cache.clear()
    yield server
    cache.clear()


def over_there(address: str, name: str = "ram") -> str:
    """Sign in at the server as a browser does; return the address that it leads back to."""
    with httpx.Client(timeout=20) as browser:
        answer = browser.get(address)
        while not answer.headers.get("Location", "").startswith("http://localhost:8000/"):
            here = str(answer.url)
            if "Location" in answer.headers:
                answer = browser.get(answer.url.join(answer.headers["Location"]))
            else:
                token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)[:1]
                form = {"login": name, "password": oidc_server.PASSWORD}
                answer = browser.post(here, data=form | ({"csrfmiddlewaretoken": token[0]} if token else {}))
                assert "Location" in answer.headers, answer.text
    return answer.headers["Location"]


def begun(client: Client, onward: str = "") -> str:
    answer = client.get("/signin/state/" + (f"?next={onward}" if onward else ""))
    assert answer.status_code == 302
    return answer.headers["Location"]


def come_back(client: Client, address: str) -> Any:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client: Client) -> bool:
    return client.get("/signin/post/").status_code == 200


def said(client: Client) -> str:
    return client.get("/signin/").content.decode()


def test_an_officer_who_exists_signs_in_and_is_bound(client: Client, ram: User, sso: str) -> None:
    assert "परिचय" in said(client)
    answer = come_back(client, over_there(begun(client, "/desk/office/")))
    assert answer.headers["Location"] == "/desk/office/"
    assert is_in(client)
    assert OutsideIdentity.objects.get().user == ram
    verbs = list(Entry.objects.filter(stream=f"user:{ram.pk}").order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["bind", "sign_in"]


def test_who_is_no_officer_is_never_made_one(client: Client, ram: User, sso: str) -> None:
    come_back(client, over_there(begun(client), "nobody.here"))
    assert not is_in(client)
    assert "यहाँ कोई अधिकारी" in said(client)
    assert [User.objects.filter(username="nobody.here").exists(), OutsideIdentity.objects.exists()] == [False, False]


def test_our_own_second_factor_is_asked_for_all_the_same(client: Client, ram: User, sso: str) -> None:
    Authenticator.objects.create(user=ram, type=Authenticator.Type.TOTP, data={})
    answer = come_back(client, over_there(begun(client)))
    assert answer.headers["Location"].startswith("/signin/security/authenticate/")
    assert not is_in(client)


def test_a_deactivated_officer_stays_out(client: Client, ram: User, sso: str) -> None:
    come_back(client, over_there(begun(client)))
    actions.deactivate_user(ram, by=SYSTEM, at=timezone.now())
    other = Client()
    come_back(other, over_there(begun(other)))
    assert not is_in(other)


def test_an_answer_counts_once_and_for_the_window_that_asked(client: Client, ram: User, sso: str) -> None:
    back = over_there(begun(client))
    thief = Client()
    come_back(thief, back)  # a stolen answer in another browser
    assert not is_in(thief)
    come_back(client, back)
    assert is_in(client)
    client.post("/signin/out/")
    come_back(client, back)
    assert not is_in(client)


def test_a_code_for_another_begin_is_refused(client: Client, ram: User, sso: str) -> None:
    """Somebody plants their own code into another's window: verifier and nonce are not theirs."""
    other = Client()
    planted = parse_qs(urlsplit(over_there(begun(other))).query)["code"][0]
    state = parse_qs(urlsplit(begun(client)).query)["state"][0]
    client.get("/signin/state/back/", {"state": state, "code": planted})
    assert not is_in(client)


def test_another_issuer_in_the_answer_is_refused(client: Client, ram: User, sso: str) -> None:
    come_back(client, over_there(begun(client)) + "&iss=https://evil.example")
    assert not is_in(client)


def test_an_answer_after_ten_minutes_is_refused(
    client: Client, ram: User, sso: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = over_there(begun(client))
    monkeypatch.setattr("shramsetu.offices.oidc.views.WAY_SECONDS", -1)
    come_back(client, back)
    assert not is_in(client)


def test_keys_that_were_changed_are_read_again(client: Client, ram: User, sso: str) -> None:
    come_back(client, over_there(begun(client)))
    old = cache.get(provider.KEYS)
    httpx.get(f"{sso}/rotate")
    other = Client()
    come_back(other, over_there(begun(other)))
    assert is_in(other)
    assert cache.get(provider.KEYS) != old


def test_signing_out_here_signs_out_there(client: Client, ram: User, sso: str) -> None:
    come_back(client, over_there(begun(client)))
    answer = client.post("/signin/out/")
    told = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert answer.headers["Location"].startswith(f"{sso}/identity/o/logout?")
    assert told["post_logout_redirect_uri"] == ["http://localhost:8000/signin/"]
    assert jwt.decode(told["id_token_hint"][0], options={"verify_signature": False})["aud"] == oidc_server.CLIENT
    assert not is_in(client)


def test_a_silent_service_leaves_the_normal_sign_in(client: Client, ram: User, settings: Any) -> None:
    settings.OIDC = settings.OIDC | {"issuer": "http://127.0.0.1:9", "client_id": "x"}
    cache.clear()
    answer = client.get("/signin/state/")
    assert answer.headers["Location"] == "/signin/"
    assert "जवाब नहीं दे रहा" in said(client)
    client.post("/signin/", {"login": "ram", "password": "a long enough word"})
    assert is_in(client)


def test_without_a_service_nothing_of_it_is_there(client: Client, db: None) -> None:
    assert "sign-on" not in said(client)
    assert [client.get(f"/signin/state/{page}").status_code for page in ("", "back/")] == [404, 404]


def test_the_way_on_after_signing_in_stays_here(client: Client, ram: User, sso: str) -> None:
    begun(client, "https://evil.example/")
    assert [way["next"] for way in client.session["oidc"].values()] == [""]


def test_a_name_given_to_another_person_over_there_opens_nothing(ram: User) -> None:
    bindings.officer(ISSUER, "1", name="ram", at=timezone.now())
    with pytest.raises(bindings.Stranger):
        bindings.officer(ISSUER, "2", name="ram", at=timezone.now())
    person("sita", "सीता")
    renamed = bindings.officer(ISSUER, "1", name="sita", at=timezone.now())
    assert renamed == ram  # over there: still the same person here
    bindings.unbind(ram, by=SYSTEM, at=timezone.now())
    assert bindings.officer(ISSUER, "2", name="ram", at=timezone.now()) == ram


@pytest.fixture(scope="module")
def pair() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def made(pair: rsa.RSAPrivateKey, *, alg: str = "RS256", kid: str = "one", **changed: Any) -> str:
    body = {"iss": ISSUER, "aud": "us", "sub": "7", "nonce": "n", "iat": NOW, "exp": NOW + 300} | changed
    kept = {name: value for name, value in body.items() if value is not None}
    key: Any = pair if alg == "RS256" else ("" if alg == "none" else "the public key in place of a secret, long enough")
    return jwt.encode(kept, key, algorithm=alg, headers={"kid": kid})


@pytest.fixture
def read(pair: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> Any:
    public = jwt.PyJWK({**jwt.algorithms.RSAAlgorithm.to_jwk(pair.public_key(), as_dict=True), "kid": "one"})

    def at(token: object, seconds: int = NOW) -> dict[str, Any]:
        class Clock:
            @staticmethod
            def now(tz: object) -> Any:
                return datetime.fromtimestamp(seconds, tz=UTC)

        monkeypatch.setattr("jwt.api_jwt.datetime", Clock)
        return rules.claims(token, [public], issuer=ISSUER, client="us", nonce="n")

    return at


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "them"},
        {"aud": ["us", "them"]},
        {"aud": ["us", "them"], "azp": "them"},
        {"azp": "them"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": None},
        {"sub": ""},
        {"nbf": NOW + 100},
        {"alg": "none"},
        {"alg": "HS256"},
        {"kid": "two"},
    ],
)
def test_a_token_that_is_not_ours_and_of_now_is_untrue(read: Any, pair: Any, changed: dict[str, Any]) -> None:
    with pytest.raises(rules.Untrue):
        read(made(pair, **changed))


def test_clocks_may_differ_by_a_minute_and_no_more(read: Any, pair: Any) -> None:
    token = made(pair)
    assert read(token, NOW + 359)["sub"] == "7"
    assert read(token, NOW - 59)["sub"] == "7"
    for seconds in (NOW + 361, NOW - 61):
        with pytest.raises(rules.Untrue):
            read(token, seconds)


def test_a_token_of_two_audiences_names_us_as_its_party(read: Any, pair: Any) -> None:
    assert read(made(pair, aud=["us", "them"], azp="us"))["sub"] == "7"


def test_another_key_and_a_changed_token_are_untrue(read: Any, pair: Any) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for token in (made(stranger), made(pair)[:-3] + "AAA", "no token", None):
        with pytest.raises(rules.Untrue):
            read(token)


def test_an_unproved_address_is_no_name() -> None:
    assert rules.user_name({"email": "ram@up.in"}, "email") == ""
    assert rules.user_name({"email": "ram@up.in", "email_verified": True}, "email") == "ram@up.in"


def test_only_encrypted_addresses_are_used() -> None:
    here = "http://127.0.0.1:8080"
    asked = [
        ("https://sso.example/token", ISSUER),
        ("http://sso.example/token", ISSUER),
        (here, ISSUER),
        (here, here),
        (None, ISSUER),
    ]
    assert [rules.is_fit(address, issuer=issuer) for address, issuer in asked] == [True, False, False, True, False]
