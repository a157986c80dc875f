"""ARI's commands over HTTP: one pool of connections, a time limit on each, and errors by what one can do about them."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

import aiohttp
from yarl import URL

from shramsetu.helpline.exchange.protocol import Gone, Refused, Unreachable

CONNECTIONS = 50
SECONDS = 5.0
KEPT = 20_000
NO_CHANNEL = b"Channel not found"  # what a bridge says of it, with 400
STARTING = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}


class Conflict(Refused):
    """It is there already, or in a state that does not allow it (409)."""


class Rest:
    """Commands to one exchange, at `url` (http://name:password@host:port/ari).

    Not over the events' websocket, although ARI would take them there: it answers one at a time, so that one command
    that waits for a prompt stops all calls (measured: nine seconds).
    """

    def __init__(self, url: str) -> None:
        self._parts: SplitResult = urlsplit(url)
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self.seconds: deque[float] = deque(maxlen=KEPT)  # that commands took of late, for who watches

    @cached_property
    def base(self) -> str:
        """The address without name and password."""
        parts = self._parts
        return f"{parts.scheme}://{parts.hostname}:{parts.port or 8088}{parts.path.rstrip('/')}"

    def events_url(self, app: str) -> str:
        """The address of the websocket on which the events of `app` come."""
        asked = urlencode({"app": app, "api_key": f"{self._parts.username}:{self._parts.password}"})
        return f"{self.base.replace('http', 'ws', 1)}/events?{asked}"

    async def close(self) -> None:
        """Let go of the connections; what is asked afterwards is not sent."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)  # the sockets close in the loop's next turn
            self._session = None

    async def get(self, path: str, **asked: str) -> Any:
        """Ask for something."""
        return await self.ask("GET", path, asked=asked)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **asked: str) -> Any:
        """Do something."""
        return await self.ask("POST", path, asked=asked, body=body)

    async def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Set something."""
        return await self.ask("PUT", path, body=body)

    async def delete(self, path: str, **asked: str) -> Any:
        """End or remove something."""
        return await self.ask("DELETE", path, asked=asked)

    async def fetch(self, path: str) -> bytes:
        """Return a file."""
        return await self._send("GET", path, {}, None)

    async def ask(
        self, method: str, path: str, *, asked: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Any:
        """Send one command and return its answer; raise Gone, Conflict, Refused or Unreachable."""
        content = await self._send(method, path, asked or {}, body)
        return json.loads(content) if content else None

    def _url(self, path: str, asked: Mapping[str, str]) -> URL:
        """Quoted once, by us: what a command costs us is mostly what the library does around it."""
        query = f"?{urlencode(asked)}" if asked else ""
        return URL(f"{self.base}{quote(path)}{query}", encoded=True)

    async def _send(self, method: str, path: str, asked: Mapping[str, str], body: Mapping[str, Any] | None) -> bytes:
        if self._closed:
            raise Unreachable("closed")
        if self._session is None:
            word = aiohttp.encode_basic_auth(self._parts.username or "", self._parts.password or "")
            self._session = aiohttp.ClientSession(
                headers={"Authorization": word, "Content-Type": "application/json"},
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        began, url = time.monotonic(), self._url(path, asked)
        content = None if body is None else json.dumps(body).encode()
        try:
            async with self._session.request(method, url, data=content, allow_redirects=False) as answer:
                content = await answer.read()
                self.seconds.append(time.monotonic() - began)
                refuse(answer.status, f"{method} {shown(path)}", content)
                return content
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"{method} {shown(path)}: {type(error).__name__}") from error


def shown(path: str) -> str:
    """A path for a log: the names of messages that the exchange took by itself carry the caller's number."""
    before, found, _ = path.partition("fallback-")
    return before + found


def refuse(status: int, what: str, content: bytes) -> None:
    """Raise what a bad status means."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return
    words = f"{what}: {status} {content[:200].decode(errors='replace')}"
    if status == HTTPStatus.NOT_FOUND or (status == HTTPStatus.BAD_REQUEST and NO_CHANNEL in content):
        raise Gone(words)
    if status == HTTPStatus.CONFLICT:
        raise Conflict(words)
    if status in STARTING:
        raise Unreachable(words)
    raise Refused(words)
