"""The measurement of eligibility runs, small, to its last figure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_every_scheme_is_measured_over_a_small_registry() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.eligibility"],
        cwd=ROOT,
        env={**os.environ, "WORKERS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "districts=75" in done.stdout
