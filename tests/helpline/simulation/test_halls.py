"""A day in two halls is put together as one: nothing is shared twice, nothing is left out, no fault is hidden."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shramsetu.demo import ground
from shramsetu.demo import halls as watching
from shramsetu.helpline.simulation import figures, halls, proof
from shramsetu.helpline.simulation.day import Progress, scaled
from shramsetu.helpline.simulation.figures import NAMES, Figures, Half
from shramsetu.helpline.simulation.halls import Result
from shramsetu.helpline.simulation.proof import Check

DAY = scaled(80_001, 55_001, 501, seed=1076)


def counted(waits: list[float], *, longest: float, half: int = 20) -> Figures:
    sums = dict.fromkeys(NAMES, 0.0) | {"offered": 10.0, "within": 8.0, "longest": longest, "talks": 2.0}
    return Figures(sums, [Half(half, 10, 10, len(waits), 8, 1, sum(waits), longest)], waits)


def script(*lines: str, status: int = 0) -> subprocess.Popen[str]:
    told = f"import sys\nfor line in {lines!r}: print(line, flush=True)\nsys.exit({status})"
    return subprocess.Popen([sys.executable, "-c", told], stdout=subprocess.PIPE, text=True)


def test_halls_share_a_day_without_rest() -> None:
    parts = [halls.share(DAY, hall, 2) for hall in range(2)]
    assert sum(one.calls for one in parts) == DAY.calls
    assert sum(one.outbound for one in parts) == DAY.outbound
    assert sum(one.seats for one in parts) == DAY.seats
    assert parts[0].seed != parts[1].seed
    assert halls.share(DAY, 0, 1) == DAY
    assert sorted([*halls.whose("abcde", 0, 2), *halls.whose("abcde", 1, 2)]) == list("abcde")


def test_figures_of_two_halls_are_those_of_all_calls() -> None:
    both = figures.together([counted([1.0, 2.0], longest=9), counted([3.0, 6.0], longest=4)])
    assert both.wait == 3.0
    assert both.waits == [1.0, 2.0, 3.0, 6.0]
    assert both.wait_p95 == pytest.approx(5.55)
    assert both.longest == 9
    assert both.level == 80.0
    assert both.halves == [Half(20, 20, 20, 4, 16, 2, 12.0, 9)]
    assert "     3.0 s" in both.halves[0].row()


def test_half_hours_that_only_one_hall_has_stay() -> None:
    both = figures.together([counted([1.0], longest=1, half=3), counted([1.0], longest=1, half=2)])
    assert [half.index for half in both.halves] == [2, 3]


def test_faults_of_two_halls_that_cancel_out_are_faults() -> None:
    good, bad = Check("calls", [("rows", 5), ("log", 5)]), Check("calls", [("rows", 5), ("log", 4)])
    other = Check("calls", [("rows", 4), ("log", 5)])
    assert proof.together([good, good]).line() == "✓ calls: rows 10 = log 10"
    assert not proof.together([bad, other]).holds


def test_a_result_comes_through_as_it_is() -> None:
    result = Result(counted([1.5], longest=2), [Check("calls", [("rows", 5), ("log", 5)])], 3.0, 1.0)
    assert Result.read(json.loads(watching.result(result))["result"]) == result


def test_progress_is_told_when_all_halls_are_there() -> None:
    said: list[str] = []
    board = watching.Board(2, said.append)
    board.hear(0, watching.tell(Progress(10.5, 30, 20, 4, 200)))
    assert said == []
    board.hear(1, watching.tell(Progress(10.5, 40, 10, 2, 200)))
    assert [line.startswith("10:30 · 70 आई · in, 30 की गई · out, 6 ") for line in said] == [True]
    board.hear(1, "something else")
    assert said[1:] == ["2 · something else"]


def test_two_processes_are_watched_to_their_results() -> None:
    result = Result(counted([1.5], longest=2), [], 3.0, 1.0)
    said: list[str] = []
    played = [script("hello", watching.result(result)), script(watching.result(result))]
    assert watching.watch(played, said.append) == [result, result]
    assert said == ["1 · hello"]


def test_a_hall_that_breaks_off_is_no_day_and_ends_the_others() -> None:
    endless = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], stdout=subprocess.PIPE, text=True
    )
    with pytest.raises(watching.Failed):
        watching.watch([script(status=1), endless], lambda line: None)
    assert endless.poll() is not None


def test_one_day_at_a_time_is_played_in_a_folder(tmp_path: Path) -> None:
    with ground.alone(tmp_path), pytest.raises(ground.Taken), ground.alone(tmp_path):
        pass
    with ground.alone(tmp_path):
        assert (tmp_path / "day.lock").exists()
