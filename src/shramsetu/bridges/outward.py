"""The one place from which these doors speak to others: for some seconds, after no redirect, heard to a limit.

`tell` goes where somebody else named the place (an endpoint of a webhook): the name is looked up once, every address
found must be one that may be spoken to, and the connection is made to that very address, so that a second look-up
cannot lead elsewhere.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from shramsetu.bridges.rules import addresses

HEARD_MOST, PAGE_MOST = 65_536, 20_000_000
TIMES = 3  # as long as it may be silent, a whole answer may last so often


class NotReached(Exception):
    """The other side did not answer, or said more than anybody wants to hear; the text is a word for why."""


class Forbidden(Exception):
    """The address is none that we speak to; the text is a word for why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300


def tell(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
    """Post JSON to an address that an administrator entered. Raises Forbidden, NotReached."""
    sent = {"Content-Type": "application/json", **headers}
    place = _resolved(url)
    sent["Host"] = place.host
    return _posted(place, timeout, content=body, headers=sent)


def ask(method: str, url: str, body: bytes, *, headers: Mapping[str, str], timeout: float) -> Answer:
    """Ask at an address of the operator's own settings; the line is kept for the next. Raises NotReached."""
    sent = {"Content-Type": "application/json", **headers}
    return _heard(_kept(), method, url, timeout, content=body, headers=sent)


def fetch(url: str, *, headers: Mapping[str, str], timeout: float, most: int) -> Answer:
    """Get what lies at an address of a host that the operator named, at most so many bytes. Raises NotReached."""
    return _heard(_client(), "GET", url, timeout, most=most, headers=dict(headers))


def check(url: str) -> None:
    """Raise Forbidden where `url` is none that `tell` would speak to just now, or has no address."""
    _resolved(url)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name leads: the address to connect to, and what the request says of it."""

    url: str
    host: str
    name: str


def _resolved(url: str) -> _Place:
    vouched = addresses.networks(settings.BRIDGES_NETWORKS)
    try:
        scheme, host, port, path = addresses.parts(url, settings.BRIDGES_PORTS)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except addresses.BadAddress as error:
        raise Forbidden(str(error)) from error
    except (OSError, UnicodeError) as error:
        raise NotReached("no_such_name") from error
    places = list(dict.fromkeys(str(one[4][0]) for one in found))
    for place in places:  # one bad one among many is a trap
        if word := addresses.fault(place, vouched):
            raise Forbidden(word)
    if scheme == "http" and not all(addresses.is_vouched(place, vouched) for place in places):
        raise Forbidden("scheme")
    first = f"[{places[0]}]" if ":" in places[0] else places[0]
    name = f"[{host}]" if ":" in host else host
    shown = name if port == (443 if scheme == "https" else 80) else f"{name}:{port}"
    return _Place(f"{scheme}://{first}:{port}{path}", shown, host)


def _posted(place: _Place, timeout: float, **what: Any) -> Answer:
    # The certificate must be that of the name, not of the address.
    named = {"sni_hostname": place.name}
    return _heard(_client(), "POST", place.url, timeout, most=HEARD_MOST, extensions=named, **what)


def _heard(by: httpx.Client, method: str, url: str, timeout: float, /, *, most: int = PAGE_MOST, **what: Any) -> Answer:
    heard, line = bytearray(), _Line()
    what["extensions"] = {**what.get("extensions", {}), "trace": line.follow}
    try:
        with line.cut_after(TIMES * timeout), by.stream(method, url, timeout=timeout, **what) as answer:
            for piece in answer.iter_raw():  # as it comes: neither gathered nor unpacked
                heard += piece
                if len(heard) > most:
                    raise NotReached("too_long")
            if line.is_cut:
                raise NotReached("too_slow")
            return Answer(answer.status_code, bytes(heard))
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as error:
        raise NotReached("too_slow" if line.is_cut else type(error).__name__) from error


@dataclass
class _Line:
    """The connection of one message, cut when its time is over.

    A byte now and then, in headers or body, would keep us for days: the time that each read may last does not end it.
    """

    is_cut: bool = False
    stream: Any = field(default=None)

    def follow(self, event: str, told: Mapping[str, Any]) -> None:
        """Remember the connection as soon as there is one."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.stream = told["return_value"]

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Cut the connection after so long."""
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.is_cut = True
        if self.stream is not None:
            with suppress(OSError):  # it is closed already
                self.stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


@cache
def _client() -> httpx.Client:
    """Return the process's client: no proxy of the environment, no cookie jar to share, no connection kept."""
    headers = {"User-Agent": "shram-setu", "Accept-Encoding": "identity"}
    return httpx.Client(headers=headers, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


@cache
def _kept() -> httpx.Client:
    """Return the process's client for the operator's own addresses, which keeps its connections."""
    headers = {"User-Agent": "shram-setu", "Accept-Encoding": "identity"}
    return httpx.Client(headers=headers, trust_env=False)
