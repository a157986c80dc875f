"""The one way in which we ask other servers something by HTTP: for a time, to a length, and without memory.

One request, one answer, whatever the other side does: the whole call ends in time, however slowly the bytes come; more
than was asked for is not read, nor unpacked; no redirect is followed; no cookie is kept, no line left open, no proxy of
the environment asked. Who calls decides whether to try again.

Two things are not done here. The exchange (helpline/exchange) is spoken to by asyncio, for hours, on a line of its own
which it must keep: it has the same limits in `rest.py`. Mail goes by SMTP and IMAP, not by HTTP.
"""

import json
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpx

HEARD_MOST = 65_536
TIMES = 3  # as long as it may be silent, a whole call may last so often
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_EITHER_HEAD = 32 + zlib.MAX_WBITS  # what says it is deflated may be gzip, and the other way round
_NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, UnicodeEncodeError)


class NotReached(Exception):
    """No answer came, or one that nobody wants to hear to its end; the text is a word for why."""


class NoLine(NotReached):
    """There was not even a connection: the other side surely heard nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300

    @property
    def said(self) -> dict[str, Any]:
        """The body as a JSON object, empty where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def ask(
    method: str,
    url: str,
    content: bytes = b"",
    *,
    headers: Mapping[str, str],
    timeout: float,
    most: int = HEARD_MOST,
    places: Sequence[str] = (),
) -> Answer:
    """Ask once and return the answer, of at most `most` bytes. Raises NotReached, NoLine.

    `timeout` is how many seconds the other side may be silent; all together it has `TIMES` as long. Connected is to
    one of `places`, the addresses that who calls has looked up and found good, else to those that the name has now.
    """
    until = monotonic() + TIMES * timeout
    try:
        whole = httpx.URL(url)
        host = whole.raw_host.decode("ascii")
        # The certificate must be that of the name, whichever address is spoken to.
        given: dict[str, Any] = {
            "content": content or None,
            "headers": {**headers, "Host": whole.netloc.decode("ascii")},
            "timeout": timeout,
            "extensions": {"sni_hostname": host},
        }
        found = [whole.copy_with(host=place) for place in places or addresses(host, seconds=timeout)]
    except (httpx.InvalidURL, UnicodeError) as error:
        raise NoLine(type(error).__name__) from error
    for address in found[:-1]:
        with suppress(NoLine):  # a name may have an address where nobody listens, and another
            return _heard(method, address, given, until=until, most=most)
    return _heard(method, found[-1], given, until=until, most=most)


def form(fields: Mapping[str, str]) -> bytes:
    """Return fields as the body that `FORM` announces."""
    return urlencode(fields).encode()


def addresses(host: str, *, seconds: float) -> list[str]:
    """Return the addresses of a name, at least one. Raises NoLine, also where the name servers take too long."""
    found: list[str] = []
    asking = threading.Thread(target=_look_up, args=(host, found), daemon=True)  # a look-up cannot be ended
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise NoLine("name_too_slow")
    if not found:
        raise NoLine("no_such_name")
    return list(dict.fromkeys(found))


def _look_up(host: str, found: list[str]) -> None:
    if not host:
        return  # it would be this machine
    with suppress(OSError, UnicodeError):
        every = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        found.extend(str(one[4][0]) for one in every)


def _heard(method: str, url: httpx.URL, given: Mapping[str, Any], *, until: float, most: int) -> Answer:
    line = _Line()
    what = {**given, "extensions": {**given["extensions"], "trace": line.follow}}
    try:
        with line.cut_at(until), _client().stream(method, url, **what) as answer:
            raw = _read(answer, most)
            if line.is_cut:
                raise NotReached("too_slow")
            return Answer(answer.status_code, _unpacked(raw, answer.headers.get("Content-Encoding", ""), most))
    except (httpx.HTTPError, ssl.SSLError, UnicodeError) as error:
        kind = NoLine if isinstance(error, _NOT_BEGUN) else NotReached
        raise kind("too_slow" if line.is_cut else type(error).__name__) from error


def _read(answer: httpx.Response, most: int) -> bytes:
    heard = bytearray()
    for piece in answer.iter_raw():  # as it comes: neither gathered nor unpacked
        heard += piece
        if len(heard) > most:
            raise NotReached("too_long")
    return bytes(heard)


def _unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    """Unpack what somebody packed unasked, to the same length: a few bytes can be a gigabyte."""
    if not raw or encoding.strip().lower() in ("", "identity"):
        return raw
    if encoding.strip().lower() not in _PACKED:
        raise NotReached("packed")
    unpacking = zlib.decompressobj(_EITHER_HEAD)
    try:
        body = unpacking.decompress(raw, most + 1)
    except zlib.error as error:
        raise NotReached("packed") from error
    if len(body) > most:
        raise NotReached("too_long")
    if not unpacking.eof:
        raise NotReached("packed")
    return body


@dataclass
class _Line:
    """The connection of one call, cut when its time is over.

    A byte now and then, in headers or body, would keep us for days: the time that each read may last does not end it.
    """

    is_cut: bool = False
    stream: Any = field(default=None)

    def follow(self, event: str, told: Mapping[str, Any]) -> None:
        """Remember the connection as soon as there is one."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.stream = told["return_value"]
            if self.is_cut:
                self._shut()

    @contextmanager
    def cut_at(self, until: float) -> Iterator[None]:
        """Cut the connection at an instant of the monotonic clock."""
        timer = threading.Timer(max(0, until - monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.is_cut = True
        if self.stream is not None:
            self._shut()

    def _shut(self) -> None:
        with suppress(OSError):  # it is closed already
            # Not the method of a TLS socket, which lets go of what the reading thread has in its hands.
            socket.socket.shutdown(self.stream.get_extra_info("socket"), socket.SHUT_RDWR)


@cache
def _client() -> httpx.Client:
    """Return the process's client, because reading the certificates takes longer than most calls.

    A line that was left open may be closed by the other side just as we write: nobody would know what became of it.
    """
    return httpx.Client(
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": "shram-setu", "Accept-Encoding": "identity"},
        limits=httpx.Limits(max_keepalive_connections=0, max_connections=None),
        verify=httpx.create_ssl_context(),  # with the authorities that SSL_CERT_FILE names
        trust_env=False,
    )
