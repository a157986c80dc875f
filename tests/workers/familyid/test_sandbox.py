"""The sandbox as a command and as a server: what it prints, whom it lets in, where it posts to."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command
from django.test import override_settings

from shramsetu.workers.familyid.sandbox import families, letting, server
from shramsetu.workers.familyid.sandbox.registry import Registry
from shramsetu.workers.models import Partner
from shramsetu.workers.social import post
from shramsetu.workers.social.reasons import Refused


@pytest.mark.django_db
def test_the_command_serves_prints_its_settings_and_lets_itself_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[post.Answer] = []

    def once(self: server.Server) -> None:
        """Answer three requests, then be stopped as by Ctrl-C."""
        base = f"http://127.0.0.1:{self.server_address[1]}"

        def ask() -> None:
            answers.append(post.fetch(f"{base}/.well-known/jwks.json"))
            answers.append(post.fill(f"{base}/oauth2/client/token", {"client_secret": "wrong"}))
            answers.append(post.fill(f"{base}/oauth2/client/token", {"client_secret": "secret"}))

        asking = threading.Thread(target=ask)
        asking.start()
        for _ in range(3):
            self.handle_request()
        asking.join(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(server.Server, "serve_forever", once)
    call_command("familyid", "sandbox", "--port", "0", "--secret", "secret")
    out = capsys.readouterr().out
    assert re.search(r"FAMILYID_URL=http://127\.0\.0\.1:\d+/familyid/v1\.0\.0 FAMILYID_CLIENT_SECRET=secret", out)
    assert [one.status for one in answers] == [200, 401, 200]
    assert answers[0].said["keys"][0]["crv"] == "Ed25519"
    assert Partner.objects.get().rights == ["tell"]


def test_a_real_site_trusts_no_key_that_everybody_knows() -> None:
    with override_settings(DEMO=False, TESTING=False):
        assert not letting.may()


def test_a_number_is_always_the_same_family_until_it_is_changed() -> None:
    made = families.Families()
    first = made.get("216740012344")
    assert first == families.Families().get("216740012344")
    assert first is not None
    assert [one.kin for one in first.members[:2]] == ["head", "spouse"]
    assert [made.get(number) for number in ("216740012000", "111111111111", "abc")] == [None, None, None]


class _Catcher(BaseHTTPRequestHandler):
    caught: list[tuple[str, str]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.caught.append((self.path, self.headers["Authorization"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_callbacks_go_below_the_address_of_the_site_alone_with_its_token() -> None:
    with HTTPServer(("127.0.0.1", 0), _Catcher) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{site.server_address[1]}"
        send = server.poster(lambda: "t", allowed=f"{base}/spdci")
        with pytest.raises(Refused):
            send("http://127.0.0.1:1/spdci/x", b"{}")
        with pytest.raises(Refused):
            send(f"{base}/spdci.evil/x", b"{}")
        send(f"{base}/spdci/v1.0.0/registry/notify", b"{}")
        until = time.monotonic() + 10
        while not _Catcher.caught and time.monotonic() < until:
            time.sleep(0.02)
        site.shutdown()
    assert _Catcher.caught == [("/spdci/v1.0.0/registry/notify", "Bearer t")]


def test_a_token_of_ours_is_fetched_once_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    def fill(address: str, form: dict[str, str]) -> post.Answer:
        asked.append(form)
        return post.Answer(200, json.dumps({"access_token": "t"}).encode())

    monkeypatch.setattr(post, "fill", fill)
    token = letting._Token("ours")  # noqa: SLF001
    assert [token(), token()] == ["t", "t"]
    assert [one["client_secret"] for one in asked] == ["ours"]


def test_what_is_no_request_is_answered_with_a_code() -> None:
    registry = Registry(families.Families(), {}, "secret", lambda *_: None)
    with server.Server(("127.0.0.1", 0), registry) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{running.server_address[1]}"
        token = post.fill(f"{base}/oauth2/client/token", {"client_secret": "secret"}).said["access_token"]
        search = f"{base}{server.ROOT}/registry/sync/search"
        assert post.send(search, b"{}").status == 401
        assert post.send(search, b"not json", token=token).said["message"]["error"]["code"] == "err.request.bad"
        assert post.send(f"{base}{server.ROOT}/registry/nothing", b"{}", token=token).status == 404
        assert post.fetch(f"{base}/nothing").status == 404
        running.shutdown()
