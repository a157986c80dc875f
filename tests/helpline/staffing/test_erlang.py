"""Seats by Erlang B, C and A, against pyworkforce, a simulation of our own, known values and what must always hold."""

import csv
import heapq
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shramsetu.helpline.rules import erlang
from shramsetu.helpline.rules.erlang import Answer, Goal, Load

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "erlang.tsv"
BY_PYWORKFORCE = list(csv.DictReader(GOLDEN.read_text().splitlines(), delimiter="\t"))


def played(seats: int, load: Load, goal: Goal, *, calls: int, seed: int) -> Answer:
    """Play `calls` calls one by one: who waits longer than their patience leaves, the rest are taken in turn."""
    lots, now, free = random.Random(seed), 0.0, [0.0] * seats
    in_time = waited = left = 0
    waits = busy = 0.0
    for _ in range(calls):
        now += lots.expovariate(load.calls_an_hour / erlang.HOUR)
        patience = lots.expovariate(1 / goal.patience_seconds) if goal.patience_seconds else float("inf")
        wait = max(free[0] - now, 0.0)
        waited += wait > 0
        waits += min(wait, patience)
        if wait > patience:
            left += 1
            continue
        in_time += wait <= goal.within_seconds
        talk = lots.expovariate(1 / load.handle_seconds)
        busy += talk
        heapq.heapreplace(free, now + wait + talk)
    return Answer(seats, in_time / calls, waited / calls, waits / calls, left / calls, busy / now / seats)


@pytest.mark.parametrize("row", BY_PYWORKFORCE, ids=lambda row: "-".join(list(row.values())[:6]))
def test_erlang_c_agrees_with_pyworkforce(row: dict[str, str]) -> None:
    of = {name: float(value) for name, value in row.items()}
    goal = Goal(of["level"], of["within_seconds"], None, of["most_occupancy"], shrinkage=of["shrinkage"])
    found = erlang.seats_needed(Load(of["calls_an_hour"], of["handle_seconds"]), goal)
    assert (found.at_phone, found.rostered) == (of["seats"], of["rostered"])
    reached = (found.answer.level, found.answer.occupancy, found.answer.wait_share)
    assert reached == pytest.approx((of["reached"], of["busy"], of["waits"]), abs=1e-9)


@pytest.mark.parametrize(
    ("calls", "handle", "seats", "occupancy", "wait"),
    [(400, 240, 32, 0.83, 10.6), (4000, 240, 277, 0.96, 9.7), (9000, 300, 764, 0.98, 10.7)],
)
def test_known_loads_need_the_known_seats(calls: int, handle: int, seats: int, occupancy: float, wait: float) -> None:
    found = erlang.seats_needed(Load(calls, handle), Goal())
    assert (found.at_phone, round(found.answer.occupancy, 2), round(found.answer.wait_seconds, 1)) == (
        seats,
        occupancy,
        wait,
    )


def test_known_values_of_erlang_b() -> None:
    """From the recurrence by hand: B(1, 1) = 1/2, B(2, 1) = 1/5, B(3, 2) = 4/19."""
    found = [erlang.erlang_b(1, 1), erlang.erlang_b(2, 1), erlang.erlang_b(3, 2), erlang.erlang_b(0, 2)]
    assert found == pytest.approx([1 / 2, 1 / 5, 4 / 19, 1.0])


@pytest.mark.parametrize(
    ("seats", "load", "patience"),
    [
        (5, Load(60, 240), 90),  # a small desk, busy
        (32, Load(400, 240), None),
        (26, Load(400, 240), 60),  # below the load
        (10, Load(120, 240), 1200),  # nearly patient
        (90, Load(1500, 240), 45),
    ],
)
def test_the_formulas_agree_with_a_simulation(seats: int, load: Load, patience: float | None) -> None:
    goal = Goal(patience_seconds=patience)
    found, seen = erlang.answer(seats, load, goal), played(seats, load, goal, calls=600_000, seed=26)
    shares = [(one.level, one.wait_share, one.abandon_share, one.occupancy) for one in (found, seen)]
    assert shares[0] == pytest.approx(shares[1], abs=0.01)
    assert found.wait_seconds == pytest.approx(seen.wait_seconds, rel=0.06)


def test_a_large_line_below_its_load_agrees_with_a_simulation() -> None:
    load, goal = Load(9000, 300), Goal(patience_seconds=90)
    found, seen = erlang.answer(734, load, goal), played(734, load, goal, calls=300_000, seed=1)
    assert (found.wait_share, found.abandon_share, found.wait_seconds) == pytest.approx((0.529, 0.032, 2.89), rel=0.01)
    assert (seen.wait_share, seen.abandon_share) == pytest.approx((found.wait_share, found.abandon_share), abs=0.015)
    assert seen.level == pytest.approx(found.level, abs=0.01)


def test_two_thousand_seats_do_not_overflow() -> None:
    for calls, seats, patience in ((24_000, 2_000, 90), (30_000, 2_000, 90), (30_000, 10, 3_600), (5, 2_000, 10)):
        found = erlang.answer(seats, Load(calls, 300), Goal(patience_seconds=patience))
        served = calls * (1 - found.abandon_share) * 300 / erlang.HOUR
        assert found.occupancy * seats == pytest.approx(served, rel=1e-6)  # what is not given up is carried


def test_callers_with_endless_patience_are_those_of_erlang_c() -> None:
    load = Load(400, 240)
    patient = erlang.answer(30, load, Goal())
    nearly = erlang.answer(30, load, Goal(patience_seconds=1e7))
    of = [(one.level, one.wait_share, one.wait_seconds, one.occupancy) for one in (patient, nearly)]
    assert of[1] == pytest.approx(of[0], rel=1e-3)


def test_no_call_needs_no_seat_and_no_seat_answers_no_call() -> None:
    assert erlang.seats_needed(Load(0, 240), Goal()).at_phone == 0
    assert erlang.answer(0, Load(60, 240), Goal(patience_seconds=60)).abandon_share == 1
    assert erlang.answer(3, Load(60, 240), Goal()).wait_seconds == float("inf")


def test_a_bound_on_giving_up_asks_for_more_seats() -> None:
    load = Load(9000, 300)
    loose = erlang.seats_needed(load, Goal(patience_seconds=90))
    bound = erlang.seats_needed(load, Goal(patience_seconds=90, most_abandoned=0.05))
    assert loose.answer.abandon_share > 0.1
    assert bound.answer.abandon_share <= 0.05
    assert bound.at_phone > loose.at_phone


def test_impossible_loads_and_goals_are_refused() -> None:
    for wrong in (lambda: Load(-1, 240), lambda: Load(10, 0), lambda: Goal(level=1), lambda: Goal(shrinkage=1)):
        with pytest.raises(ValueError):
            wrong()
    with pytest.raises(erlang.TooManySeats):
        erlang.seats_needed(Load(1_000_000, 300), Goal())


@given(
    calls=st.integers(1, 6_000),
    handle=st.integers(30, 900),
    within=st.integers(0, 120),
    patience=st.one_of(st.none(), st.integers(5, 3_000)),
    most=st.sampled_from([0.7, 0.85, 1.0]),
)
@settings(max_examples=150)
def test_the_seats_found_are_the_fewest(
    calls: int, handle: int, within: int, patience: int | None, most: float
) -> None:
    load, goal = Load(calls, handle), Goal(0.8, within, patience, most)
    found = erlang.seats_needed(load, goal)
    assert goal.kept_by(found.answer)
    one_less = erlang.answer(found.at_phone - 1, load, goal)
    assert not goal.kept_by(one_less) or found.at_phone == 1
    assert found.answer.level >= one_less.level - 1e-9
    assert found.answer.abandon_share <= one_less.abandon_share + 1e-9 or patience is None


def test_shrinkage_rounds_up_to_whole_people() -> None:
    assert [erlang.rostered(70, 0.3), erlang.rostered(71, 0.3), erlang.rostered(7, 0.0)] == [100, 102, 7]
