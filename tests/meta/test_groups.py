"""With `pytest -n`, groups and files stay in one worker, and the slow begin."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOOKS = "from tests.groups import pytest_collection_modifyitems, pytest_xdist_make_scheduler\n"
SAID = """
import os, pathlib, pytest, time

@pytest.mark.parametrize("number", range(6))
def test_one(number):
    time.sleep(0.05)
    with pathlib.Path(__file__).with_name(os.environ["PYTEST_XDIST_WORKER"]).open("a") as file:
        file.write(pathlib.Path(__file__).stem + "\\n")
"""
MARKED = SAID + "\npytestmark = pytest.mark.{}\n"


@pytest.fixture
def dealt(tmp_path: Path) -> dict[str, list[str]]:
    """Run six tests each in five files; say which worker had which, in its order."""
    given = {
        "conftest.py": HOOKS,
        "pytest.ini": "[pytest]\nmarkers = slow\n",
        "test_a.py": SAID,
        "test_b.py": MARKED.format('xdist_group("pair")'),
        "test_c.py": SAID,
        "test_d.py": MARKED.format('xdist_group("pair")'),
        "test_e.py": MARKED.format("slow"),
    }
    for name, text in given.items():
        (tmp_path / name).write_text(text)
    values = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-n2", "--dist=loadgroup"),
        *("-p", "no:django", "--import-mode=importlib"),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=values | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 passed" in done.stdout
    return {name: (tmp_path / name).read_text().split() for name in ("gw0", "gw1")}


def test_groups_and_files_stay_together_and_the_slow_begin(dealt: dict[str, list[str]]) -> None:
    where = {
        name: {worker for worker, had in dealt.items() if name in had}
        for name in "test_a test_b test_c test_d test_e".split()
    }
    assert all(len(workers) == 1 for workers in where.values()), where
    assert where["test_b"] == where["test_d"]
    assert "test_e" in {had[0] for had in dealt.values()}
