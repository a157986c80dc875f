"""Live events: one small ASGI process that turns PostgreSQL's notices into server-sent events.

A notice carries numbers only; a page hears which of its regions to fetch again, under its own scope. The listener
connects directly (DATABASE_DIRECT_URL), never through a pooler, and tells everybody to refresh after a break.
What was heard between the making of a page and its first breath here is told to it when it comes.
"""

import asyncio
import json
import os
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import django
import psycopg
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shramsetu.web.settings")
django.setup()

from django.db import close_old_connections, connection  # noqa: E402 - needs the settings

from shramsetu.casework import queries  # noqa: E402
from shramsetu.journal.rules import Actor  # noqa: E402
from shramsetu.offices.models import Charge, Role  # noqa: E402
from shramsetu.web import environment, tickets  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CHANNEL = "live"
PAUSE_SECONDS = 1.0  # many changes become one event
GATHER_SECONDS = 0.02  # what rings at an agent waits no longer than this
AGENT, FLOOR = "agent", "floor"
BEAT_SECONDS = 20.0
MOST_LISTENERS = 1_500
REMEMBERED = timedelta(minutes=2)  # how long a page may take from its making until it listens
ON_FLOOR = frozenset({Role.SUPERVISOR, Role.QUALITY, Role.STATE_DESK, Role.ADMINISTRATOR})
SLACK = timedelta(seconds=5)  # a page's list is read some time before its ticket is signed
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
    (b"x-accel-buffering", b"no"),
]


@dataclass(eq=False)
class Listener:
    """One open page: the person and post it belongs to, the case it shows, and what has changed for it."""

    user_id: int
    post_id: int
    case: str
    on_floor: bool = False
    topics: set[str] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self, topic: str) -> None:
        """Note that a region of this page is out of date."""
        self.topics.add(topic)
        self.changed.set()
        if topic == AGENT:
            self.hurry.set()

    def hear(self, payload: str) -> None:
        """Note what a notice changes on this page, if anything.

        Either `number holder former-holder` of a case, `@agent USER` for the desk of that person alone, or `@floor`
        for those who watch all calls.
        """
        number, *told = payload.split()
        if number == "@agent":
            if told == [str(self.user_id)]:
                self.touch(AGENT)
        elif number == "@floor":
            if self.on_floor:
                self.touch(FLOOR)
        else:
            self._hear_of_case(number, told)

    def _hear_of_case(self, number: str, posts: list[str]) -> None:
        if str(self.post_id) in posts:
            self.touch("inbox")
        if self.case == number:
            self.touch(f"case:{number}")

    async def wait(self) -> list[str]:
        """Return what changed: within a second, or at once what rings here; empty if nothing does for a while."""
        if not await _rung(self.changed, BEAT_SECONDS):
            return []
        await _rung(self.hurry, PAUSE_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)
        topics, self.topics = sorted(self.topics), set()
        self.changed.clear()
        self.hurry.clear()
        return topics


async def _rung(bell: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True


listeners: set[Listener] = set()
heard: deque[tuple[datetime, str]] = deque()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve the process's life, its health, and event streams."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"] == "/healthz":
        await _answer(send, 200, b"ok")
    elif scope["path"] == "/live":
        await _stream(scope, receive, send)
    else:
        await _answer(send, 404, b"")


async def _lifespan(receive: Receive, send: Send) -> None:
    ear: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            ear = asyncio.create_task(_listen())
            await send({"type": "lifespan.startup.complete"})
        else:
            if ear is not None:
                ear.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _listen() -> None:
    """Hear PostgreSQL's notices for ever; after a break every page refreshes once."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(_dsn(), autocommit=True) as wire:
                await wire.execute(f"LISTEN {CHANNEL}")
                for listener in list(listeners):
                    listener.touch("*")
                async for notice in wire.notifies():
                    _spread(notice.payload)
        except psycopg.OperationalError:
            await asyncio.sleep(2)


def _dsn() -> str:
    direct = environment.text("DATABASE_DIRECT_URL") or environment.text("DATABASE_URL")
    return direct or str(connection.settings_dict["NAME"])


def _spread(payload: str) -> None:
    """Tell the pages that are open, and remember it for those still on their way."""
    now = datetime.now(UTC)
    if payload != "@floor":  # rings all the time
        heard.append((now, payload))
    while heard and heard[0][0] < now - REMEMBERED:
        heard.popleft()
    for listener in list(listeners):
        listener.hear(payload)


def _catch_up(listener: Listener, made_at: datetime) -> None:
    """Tell a page that comes to listen what was heard since it was made."""
    for at, payload in reversed(heard):
        if at < made_at - SLACK:
            return
        listener.hear(payload)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    query = parse_qs(scope["query_string"].decode())
    case = query.get("case", [""])[0]
    found = await sync_to_async(_admitted, thread_sensitive=False)(query.get("ticket", [""])[0], case)
    if found is None or len(listeners) >= MOST_LISTENERS:
        await _answer(send, 403 if found is None else 503, b"")
        return
    listener, made_at = found
    listeners.add(listener)
    _catch_up(listener, made_at)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _tell(listener, gone, send)
    finally:
        listeners.discard(listener)
        gone.cancel()


async def _tell(listener: Listener, gone: asyncio.Task[None], send: Send) -> None:
    await _chunk(send, "retry: 3000\n\n")
    while not gone.done():
        topics = await listener.wait()
        await _chunk(send, f"data: {json.dumps({'topics': topics})}\n\n" if topics else ": beat\n\n")


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _chunk(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})


def _admitted(text: str, number: str) -> tuple[Listener, datetime] | None:
    """Return who listens and since when; None unless the ticket's person still holds the post and may see the case."""
    close_old_connections()
    found = tickets.read(text)
    if found is None:
        return None
    charges = Charge.objects.filter(user=found.user_id, post=found.post_id, to_at=None, user__is_active=True)
    held = charges.select_related("post").first()
    if held is None:
        return None
    actor = Actor(role=held.post.role, user_id=found.user_id, post_id=found.post_id)
    if number and not queries.cases_visible_to(actor).filter(number=number).exists():
        return None
    return Listener(found.user_id, found.post_id, number, held.post.role in ON_FLOOR), found.made_at
