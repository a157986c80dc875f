"""The simulated day has a database of its own under var/simulate: no real site is ever touched."""

import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

import psycopg
from psycopg import sql

from shramsetu.web import postgres

SEATED = "day_seated"  # tables, places, posts and people; each day is a copy of it
DAY = "day"
FOLDERS = ("log", "files", "static")


def database(var: Path) -> str:
    """Return the URL of a fresh database of a state with everybody seated and no case, in a cluster under `var`.

    The cluster writes without fsync: nothing in it is worth more than the minute that it takes to make it again.
    """
    for folder in FOLDERS:
        (var / folder).mkdir(parents=True, exist_ok=True)
    given = os.environ.pop("DATABASE_URL", None)
    try:
        base = urllib.parse.urlsplit(postgres.ensure(var, durable=False))
    finally:
        if given is not None:
            os.environ["DATABASE_URL"] = given
    with psycopg.connect(base._replace(path="/postgres").geturl(), autocommit=True) as connection:
        names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if SEATED not in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SEATED)))
        if run(base._replace(path=f"/{SEATED}").geturl(), var, "seat"):
            raise postgres.NoDatabase("अलग डेटाबेस नहीं बना", f"The database apart was not made: remove {var}")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DAY)))
        names_of = sql.Identifier(DAY), sql.Identifier(SEATED)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names_of))
    return base._replace(path=f"/{DAY}").geturl()


def run(url: str, var: Path, *arguments: str) -> int:
    """Run `shramsetu simulate …` in a process of its own on the database `url`; return its exit status."""
    command = [sys.executable, "-m", "shramsetu.web.cli", "simulate", *arguments]
    kept = {"DATABASE_URL": url, "VAR": str(var), "DEMO": "yes", "LOG_LEVEL": "ERROR", "PYTHONUNBUFFERED": "1"}
    return subprocess.run(command, env=os.environ | kept, check=False).returncode  # noqa: S603 - our own
