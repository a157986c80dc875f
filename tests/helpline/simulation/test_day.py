"""A short day at a small desk: everybody acts, nothing is lost, and the same seed is the same day."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.cast import MONDAY

from shramsetu.demo import callers, past
from shramsetu.helpline.actions import counting, menus
from shramsetu.helpline.models import Agent, AgentState, Call, HalfHour, Outcome
from shramsetu.helpline.queries import open as open_calls
from shramsetu.helpline.rules import menu
from shramsetu.helpline.simulation import figures, proof
from shramsetu.helpline.simulation.day import Day, World, scaled, seats_needed
from shramsetu.helpline.simulation.listener import Listener, wants
from shramsetu.helpline.simulation.shape import DAY_SECONDS, HALF_HOURS, Dice
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock

MIDNIGHT = clock.moment(clock.day(MONDAY))


def play(folder: Path, *, calls: int = 500, hours: float = 10.2, called: int = 6) -> tuple[Day, World]:
    """Let a day happen from ten in the morning on."""
    menus.seed(by=SYSTEM, at=MIDNIGHT - timedelta(days=9))
    load = scaled(calls, 0, 6, seed=7)
    day = Day(
        load=load,
        began=MIDNIGHT,
        agents=callers.agents(seats_needed(load), at=MIDNIGHT - timedelta(days=1), seed=7),
        phones=callers.phones(50),
        file=callers.filing,
        numbers=[],
        folder=folder,
        say=lambda line: None,
        hours=hours,
        start=10.0,
        called=callers.phones(called, series="+9199997"),
    )
    return day, day.play()


@pytest.mark.django_db
def test_nothing_is_lost(tmp_path: Path) -> None:
    day, world = play(tmp_path)
    counting.catch_up(at=MIDNIGHT + timedelta(days=2))
    checks = proof.nothing_lost(world, began=day.began)
    assert [check.line() for check in checks if not check.holds] == []
    assert Call.objects.filter(outcome=Outcome.ANSWERED, direction="in").exists()
    assert Call.objects.filter(direction="out").count() >= 1
    assert set(Agent.objects.filter(number__startswith="day").values_list("state", flat=True)) == {AgentState.OUT}
    counted = figures.of_day(began=day.began, within_seconds=20)
    assert counted.calls == world.crowd.came
    assert 0 < counted.occupancy <= 100
    assert any("service level" in line for line in counted.lines())


@pytest.mark.django_db
def test_a_lost_call_is_found(tmp_path: Path) -> None:
    day, world = play(tmp_path, calls=120, hours=10.1, called=0)
    Call.objects.filter(pk=Call.objects.order_by("pk")[0].pk).update(key="another")
    assert "✗" in "".join(check.line() for check in proof.nothing_lost(world, began=day.began))


def test_more_people_call_before_noon_than_at_night() -> None:
    found = Dice(random.Random(1)).arrivals(5_000)
    assert found == sorted(found)
    assert 0 <= found[0] < found[-1] < DAY_SECONDS
    noon = sum(10 * 3600 <= one < 12 * 3600 for one in found)
    night = sum(one < 2 * 3600 for one in found)
    assert noon > 10 * night
    assert found == Dice(random.Random(1)).arrivals(5_000)
    assert len(HALF_HOURS) == 48


WAYS = [("operator", "bocw", "hi"), ("operator", "", "bho"), ("status", "", "hi"), ("woman", "", "hi")]


@pytest.mark.django_db
@pytest.mark.parametrize(("wish", "board", "tongue"), WAYS)
def test_a_caller_finds_the_way_through_the_menu(wish: str, board: str, tongue: str) -> None:
    menus.seed(by=SYSTEM, at=MIDNIGHT)
    tree = open_calls.menu("1076")
    assert tree is not None
    listener = Listener(tree.tree)
    assert listener.node(("ss/another",)) is None
    name, wanted = wants(wish, board, tongue)
    assert listener.key(menu.node_of(tree.tree, "main"), name, wanted) in "12345679"


@pytest.mark.django_db
def test_the_past_is_laid_down_once() -> None:
    at: datetime = MONDAY
    made = past.grow(at=at)
    assert made > 4_000
    assert past.grow(at=at) == 0
    counting.catch_up(at=at)
    assert sum(HalfHour.objects.values_list("calls", flat=True)) == made
