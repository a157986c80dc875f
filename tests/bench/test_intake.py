"""The measurement of intake runs, short, against the site as it is served, and its own judgement passes."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests import apart

from bench import ground

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.django_db
def test_registrations_come_in_at_a_rate_and_stand_as_answered() -> None:
    with apart.database("intake") as url:
        done = subprocess.run(
            [sys.executable, "-m", "bench.intake"],
            cwd=ROOT,
            env={**ground.environment(url), "RATE": "50", "SECONDS": "4", "BENCH_DATABASE": "small"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "rows that stand as answered" in done.stdout
