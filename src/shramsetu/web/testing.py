"""Pytest plugin, loaded before the settings: gives the tests a database of their own under var/test, without fsync.

Its name carries a digest of the migrations, so `--reuse-db` never meets an old schema. DATABASE_URL, if set, is used.
"""

import hashlib
import os
import urllib.parse
from pathlib import Path

import psycopg
from psycopg import sql

from shramsetu.web import postgres

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var" / "test"


def start() -> None:
    """Set DATABASE_URL, VAR and TESTING for the settings; a worker of xdist finds them set by its parent."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    given = "DATABASE_URL" in os.environ
    url = urllib.parse.urlsplit(postgres.ensure(VAR, durable=False))
    name = f"shramsetu_{_schema()}"
    if not given:
        _drop_others(url._replace(path="/postgres").geturl(), name)
    os.environ["DATABASE_URL"] = url._replace(path=f"/{name}").geturl()
    os.environ.setdefault("VAR", str(VAR))
    os.environ.setdefault("TESTING", "yes")
    (Path(os.environ["VAR"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is not there


def _schema() -> str:
    files = sorted((ROOT / "src" / "shramsetu").glob("*/migrations/*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _drop_others(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "select datname from pg_database d where datname like 'test_shramsetu_%%' and datname not like %s"
            " and not exists (select from pg_stat_activity a where a.datname = d.datname)",
            [f"test_{name}%"],
        ).fetchall()
        for (old,) in rows:
            connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(old)))


start()
