"""Attacks on the place from which we speak: names that lead inside, that lead elsewhere later, answers without end."""

import socket
import time
from typing import Any

import pytest
from tests.bridges.servers import Listener

from shramsetu.bridges import outward


def tell(url: str, *, timeout: float = 5) -> outward.Answer:
    return outward.tell(url, b"{}", headers={}, timeout=timeout)


def leads(monkeypatch: pytest.MonkeyPatch, *places: str) -> list[str]:
    """Let every name lead to `places`; return the names as they are looked up."""
    asked: list[str] = []

    def found(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
            for one in places
        ]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_way_of_writing_the_loopback_reaches_it(hook: Listener, settings: Any, host: str) -> None:
    settings.BRIDGES_NETWORKS = []
    with pytest.raises((outward.Forbidden, outward.NotReached)):
        tell(f"http://{host}:{hook.port}/hook")
    assert hook.got == []


def test_a_vouched_network_is_reached(hook: Listener) -> None:
    assert tell(hook.url).status == 200
    assert [(path, body) for path, _, body in hook.got] == [("/hook", b"{}")]


def test_one_bad_address_among_good_ones_is_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    leads(monkeypatch, "8.8.8.8", "169.254.169.254")
    with pytest.raises(outward.Forbidden, match="never"):
        tell("https://example.in/")


def test_the_name_is_looked_up_once(hook: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever owns the name cannot answer otherwise the second time: there is none."""
    asked = leads(monkeypatch, "127.0.0.1")
    assert tell(f"http://hook.example.in:{hook.port}/hook").status == 200
    assert asked[0] == "hook.example.in"
    assert set(asked[1:]) <= {"127.0.0.1"}  # the address itself, which needs no name server
    assert hook.got[0][1]["Host"] == f"hook.example.in:{hook.port}"


def test_plain_http_goes_to_vouched_networks_alone(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.BRIDGES_PORTS = [80, 443]
    leads(monkeypatch, "8.8.8.8")
    with pytest.raises(outward.Forbidden, match="scheme"):
        tell("http://example.in/")


def test_a_port_that_is_not_listed_is_not_spoken_to(hook: Listener, settings: Any) -> None:
    settings.BRIDGES_PORTS = [443]
    with pytest.raises(outward.Forbidden, match="port"):
        tell(hook.url)
    assert hook.got == []


def test_a_redirect_is_not_followed(hook: Listener) -> None:
    hook.reply = lambda count: 302
    assert tell(hook.url).status == 302
    assert [path for path, _, _ in hook.got] == ["/hook"]


@pytest.mark.parametrize("part", [0.5, -0.5])
def test_an_answer_that_drips_is_left(hook: Listener, part: float) -> None:
    """In its body, and in its headers, before there is any body."""
    hook.reply = lambda count: part
    begun = time.monotonic()
    with pytest.raises(outward.NotReached, match="too_slow"):
        tell(hook.url, timeout=0.1)
    assert time.monotonic() - begun < 0.9  # what drips takes a second


def test_silent_name_servers_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*args: Any, **kwargs: Any) -> list[Any]:
        time.sleep(4)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(outward, "LOOK_SECONDS", 0.1)
    begun = time.monotonic()
    with pytest.raises(outward.NotReached, match="name_too_slow"):
        tell("https://example.in/", timeout=0.1)
    with pytest.raises(outward.NotReached, match="name_too_slow"):
        outward.check("https://example.in/")
    assert time.monotonic() - begun < 3


def test_a_certificate_must_be_of_the_name(hook: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener that speaks no TLS is not given the event in the clear."""
    with pytest.raises(outward.NotReached):
        tell(f"https://127.0.0.1:{hook.port}/hook")
    assert hook.got == []
