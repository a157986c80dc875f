"""A small filled database is as sound as one that people filled."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from bench import ground

ROOT = Path(__file__).resolve().parents[2]
CASES = 200


@pytest.mark.slow
def test_filled_cases_reconcile_and_their_journal_verifies() -> None:
    """Fill 200 cases into a database of its own, then let the commands that guard the real one judge it."""
    url = ground.database("bench_smoke", fresh=True, server=os.environ["DATABASE_URL"])
    ground.run("bench.fill", url, str(CASES))
    for command in (["casework", "reconcile"], ["journal", "verify"], ["insight", "verify"]):
        done = subprocess.run(
            [sys.executable, "-m", "shramsetu.web.cli", *command],
            cwd=ROOT,
            env=ground.environment(url),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(url) as connection:
        told = connection.execute("SELECT count(*) FROM casework_case WHERE kind <> 'duty'").fetchone()
    assert told == (CASES,)
