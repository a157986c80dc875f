"""Where measurements happen: a cluster of their own under var/bench, one empty and one filled database in it."""

import os
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import psycopg
from psycopg import sql

from shramsetu.web import postgres

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "bench"
# What a server of a state is given, and what a measurement needs to know; fsync and synchronous_commit stay on.
SETTINGS = {
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "autovacuum_naptime": "15s",
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track": "all",
    "track_io_timing": "off",
}
SEATED = "bench_seated"  # the others are copies of it
SHOWN = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "work_mem", "jit")


def cluster() -> str:
    """Return the URL of the measurements' own server, started with SETTINGS."""
    os.environ.pop("DATABASE_URL", None)
    url = postgres.ensure(VAR, durable=True)
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SHOW shared_preload_libraries").fetchone() == ("pg_stat_statements",):
            return url
        for name, value in SETTINGS.items():
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(*name.split(".")), sql.Literal(value))
            )
    postgres.stop(VAR)
    return postgres.ensure(VAR, durable=True)


def database(name: str, *, fresh: bool = False, server: str = "") -> str:
    """Return the URL of database `name`: tables, places, posts and people, and no case when `fresh`.

    It lies in the measurements' own cluster, or in the `server` given.
    """
    base = urllib.parse.urlsplit(server or cluster())
    with psycopg.connect(base._replace(path="/postgres").geturl(), autocommit=True) as connection:
        if fresh:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if _exists(connection, name):
            run("bench.seats", base._replace(path=f"/{name}").geturl())
        else:
            if not _exists(connection, SEATED):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SEATED)))
            run("bench.seats", base._replace(path=f"/{SEATED}").geturl())
            new, old = sql.Identifier(name), sql.Identifier(SEATED)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
    return base._replace(path=f"/{name}").geturl()


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def run(module: str, url: str, *arguments: str) -> None:
    """Run `module` in a process of its own on the database `url`; raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment(url), check=True)


def environment(url: str) -> dict[str, str]:
    """Return the environment of a process on the database `url`: everything written stays under var/bench."""
    given = {
        "DATABASE_URL": url,
        "VAR": str(VAR),
        "DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "shramsetu.web.settings",
        "LOG_LEVEL": "ERROR",
        "PYTHONUNBUFFERED": "1",
    }
    for folder in ("static", "files", "log"):
        (VAR / folder).mkdir(parents=True, exist_ok=True)
    return os.environ | given


def conditions(url: str) -> dict[str, str]:
    """Return what a figure depends on: machine, its load just now, server settings, size of the database."""
    with psycopg.connect(url) as connection:
        shown = {name: str(connection.execute(f"SHOW {name}").fetchone()[0]) for name in SHOWN}  # type: ignore[index]
        cases = connection.execute("SELECT count(*) FROM casework_case").fetchone()
        size = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return {
        "cores": str(os.cpu_count()),
        "load_average": load,
        "cases": str(cases[0] if cases else 0),
        "database": str(size[0] if size else ""),
        "at": time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime()),
        **shown,
    }


def given() -> str:
    """Return the database that this process was given."""
    return os.environ["DATABASE_URL"]
