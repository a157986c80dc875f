"""Pytest plugin, loaded before the settings: gives the tests a database of their own under var/test, without fsync.

Its name carries a digest of migrations and rulebook, so that `--reuse-db` never meets an old one; DATABASE_URL, if set,
is used. The Hindi catalogues are compiled when they are stale. A test whose means are missing (MEANS) is skipped; where
REQUIRE names them (`REQUIRE=chromium`), it fails.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import urllib.parse
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from shramsetu.web import postgres

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var" / "test"


def _has_chromium() -> bool:
    return shutil.which("chromium") is not None


def _has_kannel() -> bool:
    return Path("/usr/sbin/bearerbox").exists()


# marker: what it needs, is it there
MEANS = {"browser": ("chromium", _has_chromium), "kannel": ("pbx", _has_kannel)}


def start() -> None:
    """Set DATABASE_URL, VAR and TESTING for the settings; a worker of xdist finds them set by its parent."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    _compile_stale_hindi()
    (VAR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
    given = "DATABASE_URL" in os.environ
    url = urllib.parse.urlsplit(postgres.ensure(VAR, durable=False))
    name = f"shramsetu_{_digest()}"
    if not given:
        _drop_others(url._replace(path="/postgres").geturl(), name)
    os.environ["DATABASE_URL"] = url._replace(path=f"/{name}").geturl()
    os.environ.setdefault("VAR", str(VAR))
    os.environ.setdefault("TESTING", "yes")
    (Path(os.environ["VAR"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is not there


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test without its means, or fail it where they are required."""
    for marker, (means, present) in MEANS.items():
        if item.get_closest_marker(marker) and not present():
            sentence = f"{means} is missing: `make test` as root installs it"
            if means in os.environ.get("REQUIRE", "").split(","):
                pytest.fail(sentence, pytrace=False)
            pytest.skip(sentence)


def _compile_stale_hindi() -> None:
    made = [(po, po.with_suffix(".mo")) for po in (ROOT / "src").rglob("*.po")]
    if any(not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in made):
        subprocess.run([sys.executable, ROOT / "tools" / "catalogue.py", "compile"], check=True)


def _digest() -> str:
    schema = sorted((ROOT / "src" / "shramsetu").glob("*/migrations/*.py"))
    rules = sorted(path for path in (ROOT / "rulebook").rglob("*") if path.is_file())
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in schema + rules)).hexdigest()[:8]


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
