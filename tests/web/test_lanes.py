"""Every task has a lane, and no kind of work can fill one."""

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from shramsetu.lib import lanes
from shramsetu.web import tasks, working

Kind = Task[..., object, ...]


def in_lane(name: str) -> list[Kind]:
    return [task for task in app.tasks.values() if task.queue == name]


def test_no_task_is_without_a_lane() -> None:
    app.perform_import_paths()
    assert {task.name for task in app.tasks.values() if task.queue not in lanes.NAMES} == {
        "builtin:procrastinate.builtin_tasks.remove_old_jobs"
    }
    assert min(len(in_lane(name)) for name in lanes.NAMES) > 1


def test_every_system_outside_has_a_place_of_its_own() -> None:
    """Its tasks share a lock, so that however many wait for it, one hangs."""
    outside = next(lane for lane in lanes.LANES if lane.name == lanes.OUTSIDE)
    locks = {task.lock for task in in_lane(lanes.OUTSIDE)}
    assert None not in locks
    assert len(locks) <= outside.at_once


def test_no_kind_takes_two_places_where_people_wait() -> None:
    """Only who revives has no lock: its own death must not keep the next from reviving it."""
    assert [task.name for task in in_lane(lanes.PEOPLE) if task.lock is None] == [tasks.revive.name]


def test_the_command_takes_all_lanes_or_the_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(chosen: list[lanes.Lane], **given: object) -> bool:
        asked.append([lane.name for lane in chosen])
        return len(chosen) > 1

    monkeypatch.setattr(working, "run", run)
    call_command("work")
    with pytest.raises(CommandError):
        call_command("work", lane=[lanes.HEAVY])
    assert asked == [list(lanes.NAMES), [lanes.HEAVY]]
