"""Asking other servers, with real ones on the loopback that drip, never end, lead elsewhere, or pack what they say."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shramsetu import outside

NAME = "hook.example.in"
OK = b"HTTP/1.1 200 OK\r\n"
SLOW, DROP_SECONDS, SLACK_SECONDS = 0.2, 0.05, 2.0
Reply = Callable[[socket.socket], None]


class Server:
    """Reads a request and does with the line what `reply` does; keeps what it heard, one for each line."""

    def __init__(self) -> None:
        self.reply: Reply = says(OK + b"Content-Length: 2\r\n\r\nok")
        self.heard: list[str] = []
        self.secured: ssl.SSLContext | None = None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/here"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                with suppress(OSError):
                    self._answer(line)
                line.close()

    def _answer(self, line: socket.socket) -> None:
        line.settimeout(5)
        with self.secured.wrap_socket(line, server_side=True) if self.secured else line as talk:
            heard = b""
            while b"\r\n\r\n" not in heard and (more := talk.recv(65536)):
                heard += more
            self.heard.append(heard.decode())
            self.reply(talk)


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def says(whole: bytes) -> Reply:
    return lambda line: line.sendall(whole)


def drips(first: bytes, drop: bytes = b" ", *, seconds: float = 5) -> Reply:
    def reply(line: socket.socket) -> None:
        line.sendall(first)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(DROP_SECONDS)
            line.sendall(drop)

    return reply


def packed(body: bytes, encoding: str = "gzip") -> Reply:
    return says(OK + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def ask(url: str, **how: Any) -> outside.Answer:
    return outside.ask("GET", url, **{"headers": {}, "timeout": 5.0, **how})


def words(server: Server, count: int = 0) -> dict[str, str]:
    lines = server.heard[count].split("\r\n")[1:]
    return {name: value for name, _, value in (line.partition(": ") for line in lines if line)}


def test_an_answer_is_its_status_and_its_bytes(server: Server) -> None:
    server.reply = says(b'HTTP/1.1 404 No\r\nContent-Length: 8\r\n\r\n{"a": 1}')
    answer = ask(server.url)
    assert (answer.status, answer.body, answer.said, answer.is_success) == (404, b'{"a": 1}', {"a": 1}, False)
    assert words(server)["Host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"[" * 60_000, b'"\xff"'])
def test_what_is_no_object_says_nothing(body: bytes) -> None:
    assert outside.Answer(200, body).said == {}


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", OK + b"Content-Length: 999\r\n\r\n", OK + b"\r\n"],
    ids=["at once", "in a header", "in a body of known length", "in a body until the line ends"],
)
def test_whoever_drips_is_cut_when_the_time_is_over(server: Server, first: bytes) -> None:
    server.reply = drips(first, drop=b"H" if not first else b" ")
    begun = time.monotonic()
    with pytest.raises(outside.NotReached, match="too_slow"):
        ask(server.url, timeout=SLOW)
    assert time.monotonic() - begun < outside.TIMES * SLOW + SLACK_SECONDS


def test_a_line_that_the_other_side_would_keep_is_not_used_again(server: Server) -> None:
    """One that was opened by an earlier call is known to nobody who could cut it."""

    def keeps(line: socket.socket) -> None:
        line.sendall(OK + b"Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok")
        line.settimeout(0.3)
        with suppress(TimeoutError):
            if line.recv(65536):  # the next question on this line
                drips(OK + b"Content-Length: 999\r\n\r\n")(line)

    server.reply = keeps
    assert [ask(server.url, timeout=SLOW).body for _ in range(3)] == [b"ok"] * 3
    assert len(server.heard) == 3


@pytest.mark.parametrize("head", [b"\r\n", b"Content-Length: 9999999999\r\n\r\n"])
def test_a_body_without_end_is_left(server: Server, head: bytes) -> None:
    sent: list[int] = []

    def reply(line: socket.socket) -> None:
        line.sendall(OK + head)
        while len(sent) < 10_000:
            line.sendall(b"x" * 10_000)
            sent.append(10_000)

    server.reply = reply
    with pytest.raises(outside.NotReached, match="too_long"):
        ask(server.url)
    assert sum(sent) < 50_000_000, "the line was closed"


def test_a_body_of_just_the_length_is_heard(server: Server) -> None:
    server.reply = says(OK + b"\r\n" + b"x" * 1000)
    assert len(ask(server.url, most=1000).body) == 1000
    with pytest.raises(outside.NotReached, match="too_long"):
        ask(server.url, most=999)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_leads_us_elsewhere(server: Server, status: int) -> None:
    server.reply = says(f"HTTP/1.1 {status} There\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n".encode())
    assert ask(server.url).status == status
    assert len(server.heard) == 1


def test_no_cookie_is_kept_for_the_next_call(server: Server) -> None:
    server.reply = says(OK + b"Set-Cookie: who=you; Path=/\r\nContent-Length: 0\r\n\r\n")
    for _ in range(2):
        ask(server.url)
    assert ["Cookie" in words(server, count) for count in range(2)] == [False, False]


def test_no_proxy_of_the_environment_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    outside._client.cache_clear()
    assert ask(server.url).status == 200
    outside._client.cache_clear()


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("GZIP", gzip.compress)]
)
def test_what_was_packed_unasked_is_read(server: Server, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    server.reply = packed(pack(b'{"a": 1}'), encoding)
    assert ask(server.url).said == {"a": 1}
    assert words(server)["Accept-Encoding"] == "identity"


def test_a_bomb_is_not_unpacked(server: Server) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < outside.HEARD_MOST
    server.reply = packed(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(outside.NotReached, match="too_long"):
            ask(server.url)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"not packed at all", "gzip"), (gzip.compress(b"cut off" * 99)[:-9], "gzip"), (b"x", "br"), (b"x", "gzip, gzip")],
)
def test_what_cannot_be_unpacked_is_no_answer(server: Server, body: bytes, encoding: str) -> None:
    server.reply = packed(body, encoding)
    with pytest.raises(outside.NotReached, match="packed"):
        ask(server.url)


def test_who_is_not_there_surely_heard_nothing(server: Server) -> None:
    for url in ("http://127.0.0.1:9/", "http:///", "nowhere", "ftp://127.0.0.1/", "http://127.0.0.1:99999/", "http://"):
        with pytest.raises(outside.NoLine):
            ask(url)
    server.reply = says(b"")
    with pytest.raises(outside.NotReached) as cut:
        ask(server.url)
    assert type(cut.value) is outside.NotReached, "it may have heard it"


def silent(*args: Any, **kwargs: Any) -> list[Any]:
    time.sleep(4)
    return []


def test_silent_name_servers_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    begun = time.monotonic()
    with pytest.raises(outside.NoLine, match="name_too_slow"):
        ask(f"http://{NAME}/", timeout=SLOW)
    assert time.monotonic() - begun < SLOW + SLACK_SECONDS


def test_the_next_address_is_tried_where_nobody_listens(server: Server) -> None:
    url = f"http://{NAME}:{server.port}/"
    assert ask(url, places=["127.0.0.9", "127.0.0.1"]).status == 200
    assert words(server)["Host"] == f"{NAME}:{server.port}"
    with pytest.raises(outside.NoLine):
        ask(url, places=["127.0.0.9", "127.0.0.8"])


def secured(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server speak TLS with a certificate of NAME that we trust."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    building = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    building = building.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    building = building.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    building = building.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = building.sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(secret)
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    server.secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.secured.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
    outside._client.cache_clear()


@pytest.fixture
def tls(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    secured(server, tmp_path, monkeypatch)
    yield server
    outside._client.cache_clear()


def test_the_certificate_is_that_of_the_name_not_of_the_address(tls: Server) -> None:
    assert ask(f"https://{NAME}:{tls.port}/", places=["127.0.0.1"]).status == 200
    for host in ("other.example.in", "127.0.0.1"):
        with pytest.raises(outside.NoLine):
            ask(f"https://{host}:{tls.port}/", places=["127.0.0.1"])
    assert len(tls.heard) == 1


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX-Long: ", OK + b"\r\n"])
def test_whoever_drips_in_secret_is_cut_too(tls: Server, first: bytes) -> None:
    tls.reply = drips(first)
    begun = time.monotonic()
    with pytest.raises(outside.NotReached, match="too_slow"):
        ask(f"https://{NAME}:{tls.port}/", places=["127.0.0.1"], timeout=SLOW)
    assert time.monotonic() - begun < outside.TIMES * SLOW + SLACK_SECONDS
