"""A town of its own for the browser: a copy of the seeded database, some weeks of cases in it, and the real processes.

What the browser does is committed, so it happens in a copy (`CREATE DATABASE … TEMPLATE`) that is dropped afterwards;
the rows of all other tests stay as they are. Within the town Django's own connection leads to the copy as well.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from playwright.sync_api import BrowserContext
from psycopg import sql
from tests import cast, schema
from tests.room import at_desk

from shramsetu.demo import simulate
from shramsetu.helpline.actions import menus
from shramsetu.insight import actions as insight
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.messages import bulk
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.web import environment
from shramsetu.web.supervisor import answers, die_with_parent, live_command, web_command

CASES = 36
READY_SECONDS = 240  # a machine may be busy with other tests


@dataclass(frozen=True)
class Town:
    """Where the site answers."""

    url: str

    def seat(self, context: BrowserContext, actor: Actor) -> None:
        """Sit `actor` down in this browser, as after signing in."""
        cookie = at_desk(actor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.url}])

    def speak(self, context: BrowserContext, language: str) -> None:
        """Choose the language of this browser."""
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.url}])


@contextmanager
def town(cases: int = CASES) -> Iterator[Town]:
    """Build the town, serve it, and take it away."""
    before = str(connection.settings_dict["NAME"])
    grown = f"test_{os.environ['DATABASE_URL'].rpartition('/')[2]}_grown{cases}"
    schema.once(grown, partial(_grow, cases))
    with _copy(before, f"{before}_town", of=grown) as database:
        try:
            with served(_address(database), name=database) as url:
                yield Town(url)
        finally:
            connections.close_all()
            _command("DROP DATABASE {} WITH (FORCE)", database)


def _grow(cases: int, name: str) -> None:
    """Let the cases come, in a database that every town of this run is copied from."""
    before = str(connection.settings_dict["NAME"])
    with _copy(before, name, of=before):
        for _ in simulate.grow(count=cases, at=timezone.now()):
            pass
        insight.catch_up(at=timezone.now())
        menus.seed(by=SYSTEM, at=timezone.now())
        if cases:
            _messages()


def _messages() -> None:
    """Leave a message to many that waits for approval, and one of each kind that did not arrive."""
    maker, now = cast.desk(Role.STATE_DESK), timezone.now()
    same = {"place": "कानपुर", "date": "28-11-2026", "time": "10:00"}
    plan = bulk.Plan("शिविर की सूचना", "bulk-camp", "list", "दी गई सूची", same)
    people = [Addressee("+919700000001", consent="फ़ॉर्म 7"), Addressee("12345")]
    bulk.propose(bulk.prepare(plan, {"people": people}, by=maker, at=now), by=maker, at=now)
    fates = (("failed", "621"), ("unknown", "no_answer"), ("parked", "header_idle"))
    sms = Message.objects.filter(channel="sms", state="delivered").order_by("pk").values_list("pk", flat=True)
    for pk, (state, error) in zip(sms[: len(fates)], fates, strict=True):
        Message.objects.filter(pk=pk).update(state=state, error=error, settled_at=now - timedelta(hours=25))


@contextmanager
def _copy(before: str, name: str, *, of: str) -> Iterator[str]:
    """Copy a database and lead Django's connection into the copy."""
    values = connections.settings["default"]
    connections.close_all()
    _command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _leave(of)
    _command("CREATE DATABASE {} TEMPLATE {}", name, of)
    values["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        values["NAME"] = connection.settings_dict["NAME"] = before


def _leave(database: str) -> None:
    """End idle sessions of earlier tests: a database that is copied must stand alone."""
    with psycopg.connect(_address("postgres"), autocommit=True) as wire:
        wire.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database])


def _command(text: str, *names: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as wire:
        wire.execute(sql.SQL(text).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def _address(database: str) -> str:
    values = connection.settings_dict
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{database}"


@contextmanager
def served(database: str, *, name: str, **given: str) -> Iterator[str]:
    """Start web and live events, as `shramsetu serve` does, on two free ports; `given` are further settings."""
    port = _free_pair()
    own = {"DATABASE_URL": database, "LIVE_URL": f":{port + 1}", "DEMO": "yes", "TESTING": "yes", **given}
    values = {**os.environ, **own, "PYTHONPATH": str(environment.ROOT / "src"), "VAR": str(settings.VAR)}
    values.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    log = Path(settings.VAR) / f"{name}.log"
    web = web_command("127.0.0.1", port)
    web[web.index("--workers") + 1] = "1"
    commands = [web, live_command("127.0.0.1", port + 1)]
    with log.open("wb") as said:
        running = [
            subprocess.Popen(  # noqa: PLW1509
                one, env=values, stdout=said, stderr=said, preexec_fn=die_with_parent, start_new_session=True
            )
            for one in commands
        ]
        try:
            _wait(port, log, running)
            yield f"http://127.0.0.1:{port}"
        finally:
            for one in running:
                _end(one)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and its workers at once: an open event stream would keep them alive, and their database goes with them."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait(port: int, log: Path, running: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + READY_SECONDS
    while not (answers(port) and answers(port + 1)):
        said = log.read_text(encoding="utf-8", errors="replace")
        assert all(one.poll() is None for one in running), said[:3000]
        assert time.monotonic() < end, said[-3000:]
        time.sleep(0.2)


def _free_pair() -> int:
    """Return a port that is free, and the next one too; below those that the kernel lends to who calls somebody."""
    for step in range(0, 12_000, 2):
        port = 20_000 + (os.getpid() * 2 + step) % 12_000
        if _is_free(port) and _is_free(port + 1):
            return port
    sys.exit("no free port")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
