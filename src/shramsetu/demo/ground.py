"""The simulated day has databases of its own under var/simulate, one for each hall: no real site is ever touched."""

import fcntl
import os
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from shramsetu.web import postgres

SEATED = "day_seated"  # tables, places, posts and people; each hall's is a copy of it
FOLDERS = ("log", "files", "static")
# A day is played many times as fast as it is: rows that nobody needs any more must go as often in it.
TIDY = {"autovacuum_naptime": "3s", "autovacuum_vacuum_cost_delay": "0"}


class Taken(Exception):
    """Another day is being played in this folder."""


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """Keep others from playing under `var` at the same time; raises Taken."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "day.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken from error
        yield


def databases(var: Path, count: int) -> list[str]:
    """Return the URLs of fresh databases of a state with everybody seated and no case, in one cluster under `var`.

    The cluster writes without fsync: nothing in it is worth more than the minute that it takes to make it again.
    """
    base = _near(_cluster(var))
    with psycopg.connect(_of(base, "postgres"), autocommit=True) as connection:
        for name, value in TIDY.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if SEATED not in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SEATED)))
        seated = subprocess.run(  # noqa: S603 - our own
            _command("seat"), env=_env(_of(base, SEATED), folder(var, "seat")), check=False
        )
        if seated.returncode:
            raise postgres.NoDatabase("अलग डेटाबेस नहीं बना", f"The database apart was not made: remove {var}")
        for name in map(_name, range(count)):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            names_of = sql.Identifier(name), sql.Identifier(SEATED)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names_of))
    return [_of(base, _name(hall)) for hall in range(count)]


def clear(var: Path, count: int) -> None:
    """Remove what the halls wrote, and stop the cluster."""
    base = urllib.parse.urlsplit(_cluster(var))
    with psycopg.connect(_of(base, "postgres"), autocommit=True) as connection:
        for hall in range(count):
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_name(hall)))
            connection.execute(drop)
            shutil.rmtree(var / _name(hall), ignore_errors=True)
    postgres.stop(var)


def folder(var: Path, name: str) -> Path:
    """Return a folder for one process, with what the product expects in it."""
    for inside in FOLDERS:
        (var / name / inside).mkdir(parents=True, exist_ok=True)
    return var / name


def play(var: Path, hall: int, url: str, *arguments: str) -> subprocess.Popen[str]:
    """Begin to play a hall's day in a process of its own; what it says can be read from its output."""
    own = folder(var, _name(hall))
    return subprocess.Popen(  # noqa: S603 - our own
        _command("play", *arguments), env=_env(url, own), stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "shramsetu.web.cli", "simulate", *arguments]


def _env(url: str, var: Path) -> dict[str, str]:
    kept = {"DATABASE_URL": url, "VAR": str(var), "DEMO": "yes", "LOG_LEVEL": "ERROR", "PYTHONUNBUFFERED": "1"}
    return os.environ | kept | {"HELPLINE_SOUNDS": str(var.parent / "sounds")}  # all halls say the same


def _cluster(var: Path) -> str:
    given = os.environ.pop("DATABASE_URL", None)
    try:
        return postgres.ensure(var, durable=False)
    finally:
        if given is not None:
            os.environ["DATABASE_URL"] = given


def _near(url: str) -> urllib.parse.SplitResult:
    """Return the same cluster by its socket file: a question over TCP costs twice the processor time."""
    with psycopg.connect(url) as connection:
        socket = connection.execute("SHOW unix_socket_directories").fetchone()
    base = urllib.parse.urlsplit(url)
    account = base.netloc.rpartition("@")[0]
    where = urllib.parse.urlencode({"host": socket[0]}) if socket else ""
    return base._replace(netloc=f"{account}@:{base.port}", query=where) if where else base


def _of(base: urllib.parse.SplitResult, name: str) -> str:
    return base._replace(path=f"/{name}").geturl()


def _name(hall: int) -> str:
    return f"day_{hall + 1}"
