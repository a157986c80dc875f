"""The measurement of large jobs runs, small, through a kill to its last figure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import apart

from bench import ground

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"CLAIMS": "60", "ROWS": "450", "KILLS": "1"}


@pytest.mark.slow
@pytest.mark.django_db
def test_runs_are_measured_through_a_kill_and_come_out_exact() -> None:
    with apart.database("runs") as url:
        done = subprocess.run(
            [sys.executable, "-m", "bench.runs"],
            cwd=ROOT,
            env={**os.environ, **ground.environment(url), **SMALL},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "journal: faults" in done.stdout
