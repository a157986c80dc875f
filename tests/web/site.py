"""Whole sites for tests that need more than one process: a database of their own, copied from the tests' world."""

import os
import secrets
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SEAL_KEY = "a:" + "c2VhbC1rZXktb2YtdGhlLXRlc3RzLXRoaXJ0eS10d28="


@dataclass(frozen=True)
class Site:
    """A database and a folder, and how to run something on them."""

    url: str
    var: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.url,
            "VAR": str(self.var),
            "TESTING": "yes",
            "SEAL_KEYS": SEAL_KEY,
            "SEAL_KEYS_CHILD": SEAL_KEY,
            "AADHAAR_KEYS": SEAL_KEY,
            "CARD_KEYS": SEAL_KEY,
        }
        own["DJANGO_SETTINGS_MODULE"] = "shramsetu.web.settings"
        return {**os.environ, **own, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `shramsetu` and return how it ended."""
        command = [sys.executable, "-m", "shramsetu.web.cli", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, cwd=ROOT)

    def python(self, script: str) -> str:
        """Run `script` with the site's settings; return what it prints, fail if it fails."""
        command = [sys.executable, "-c", "import django; django.setup()\n" + script]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, query: str) -> object:
        """Return the one value that `query` finds."""
        with psycopg.connect(self.url, autocommit=True) as wire:
            row = wire.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def opened(var: Path, *, filled: bool) -> Iterator[Site]:
    """Give a site: `filled` with the tests' world (from a fixture wider than a test), or with an empty database."""
    given = connection.settings_dict
    if filled:
        connection.close()  # nobody may be connected to what is copied
    password = urllib.parse.quote(str(given["PASSWORD"]))
    server = f"postgresql://{given['USER']}:{password}@{given['HOST']}:{given['PORT']}"
    name, world = f"site_{secrets.token_hex(4)}", str(given["NAME"])
    template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(world)) if filled else sql.SQL("")
    var.mkdir(parents=True, exist_ok=True)
    (var / "static").mkdir(exist_ok=True)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as wire:
        wire.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + template)
        try:
            yield Site(f"{server}/{name}", var)
        finally:
            wire.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
