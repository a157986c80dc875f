"""A small filled database is as sound as one that people filled."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests import apart

from bench import ground

ROOT = Path(__file__).resolve().parents[2]
CASES = 200
JUDGES = [("casework", "reconcile"), ("journal", "verify"), ("insight", "verify")]


@pytest.mark.slow
@pytest.mark.django_db
def test_filled_cases_reconcile_and_their_journal_verifies() -> None:
    """Fill 200 cases into a database of its own, then let the commands that guard the real one judge it."""
    with apart.database("bench") as url:
        ground.run("bench.fill", url, str(CASES))
        judges = [
            judge(url, *command.split()) for command in ("casework reconcile", "journal verify", "insight verify")
        ]
        said = [(one.communicate()[0], one.returncode) for one in judges]
        assert [text for text, code in said if code] == []
        with psycopg.connect(url) as connection:
            told = connection.execute("SELECT count(*) FROM casework_case WHERE kind <> 'duty'").fetchone()
    assert told == (CASES,)


def judge(url: str, *command: str) -> subprocess.Popen[str]:
    """Start one of the commands that prove a running site, beside the others."""
    return subprocess.Popen(
        [sys.executable, "-m", "shramsetu.web.cli", *command],
        cwd=ROOT,
        env=ground.environment(url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
