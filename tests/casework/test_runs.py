"""Large jobs: chunk by chunk, each once, with what was refused and what broke; paused, gone on with, stopped."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from tests import cast, room

from shramsetu.casework import run_list, runs, tasks
from shramsetu.casework.models import Chunk, Result, Run
from shramsetu.journal.models import Entry
from shramsetu.offices.errors import Inactive
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
done: list[str] = []
broken: set[str] = set()


def one(key: str) -> str:
    if key in broken:
        raise ZeroDivisionError(key)
    if key.endswith("9"):
        raise Inactive
    done.append(key)
    return ""


def work(task: runs.Task) -> Iterable[runs.Told]:
    assert task.by == cast.desk(Role.SUPERVISOR)
    return runs.each(task.what["keys"], one)


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    done.clear()
    broken.clear()
    found = runs.Kind("counting", "गिनती", work, finish=lambda run, at: {"sum": len(done)})
    runs.register(found)
    yield
    runs.kinds.pop("counting")


def begun(count: int = 25, key: str | None = None) -> Run:
    keys = (str(n) for n in range(count))
    return runs.begin(
        "counting", runs.lists(keys, 10), title="25 की गिनती", by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY, key=key
    )


def to_the_end(run: Run) -> None:
    while runs.step(run.pk, at=cast.MONDAY):
        pass
    run.refresh_from_db()


def test_every_row_is_done_once_and_refusals_are_told() -> None:
    run = begun()
    assert (run.rows, run.chunks.count()) == (25, 3)
    to_the_end(run)
    assert (run.state, run.done, run.failed, run.found) == ("done", 23, 2, {"sum": 23})
    assert sorted(done, key=int) == [str(n) for n in range(25) if n not in (9, 19)]
    assert [(row.ref, row.words) for row in run_list.results(run, failed_only=True)] == [
        ("9", str(Inactive())),
        ("19", str(Inactive())),
    ]
    assert list(Entry.objects.filter(stream=str(run)).order_by("seq").values_list("verb", flat=True)) == [
        "begin_run",
        "end_run",
    ]
    assert not runs.step(run.pk, at=cast.MONDAY)


def test_the_same_request_is_one_run() -> None:
    assert begun(key="nightly:1") == begun(key="nightly:1")
    assert Run.objects.count() == 1


def test_an_error_breaks_its_chunk_and_can_be_tried_again() -> None:
    broken.add("13")
    run = begun()
    to_the_end(run)
    assert (run.state, run.done, run.failed) == ("done", 14, 11)
    assert list(Chunk.objects.filter(state="broken").values_list("seq", "tries", "error")) == [
        (1, runs.TRIES, "ZeroDivisionError")
    ]
    broken.clear()
    runs.again(run, by=cast.desk(Role.SUPERVISOR), at=cast.MONDAY)
    to_the_end(run)
    assert (run.state, run.done, run.failed) == ("done", 23, 2)


def test_paused_it_waits_and_stopped_it_stays_so() -> None:
    run, by = begun(), cast.desk(Role.SUPERVISOR)
    assert runs.step(run.pk, at=cast.MONDAY)
    runs.pause(run, by=by, at=cast.MONDAY)
    assert not runs.step(run.pk, at=cast.MONDAY)
    runs.resume(run, by=by, at=cast.MONDAY)
    assert runs.step(run.pk, at=cast.MONDAY)
    runs.stop(run, by=by, at=cast.MONDAY)
    assert not runs.step(run.pk, at=cast.MONDAY)
    run.refresh_from_db()
    assert (run.state, run.done + run.failed) == ("stopped", 20)
    with pytest.raises(runs.HasMoved):
        runs.resume(run, by=by, at=cast.MONDAY)


def test_the_worker_ends_what_the_clock_finds() -> None:
    run = begun()
    tasks.look_at_runs(0)
    run.refresh_from_db()
    assert run.state == "done"


def test_numbers_are_cut_into_spans() -> None:
    assert [(part.what, part.rows) for part in runs.spans(1, 25, 10)] == [
        ({"first": 1, "last": 10}, 10),
        ({"first": 11, "last": 20}, 10),
        ({"first": 21, "last": 25}, 5),
    ]


def test_old_runs_are_forgotten_with_their_results() -> None:
    run = begun()
    to_the_end(run)
    assert runs.forget(at=cast.MONDAY + timedelta(days=180)) == 0
    assert runs.forget(at=cast.MONDAY + timedelta(days=181)) == 1
    assert (Run.objects.count(), Chunk.objects.count(), Result.objects.count()) == (0, 0, 0)


def test_the_pages_show_how_far_it_is_to_the_own_post_alone() -> None:
    run = begun()
    client, other = room.of_role(Role.SUPERVISOR), room.of_role(Role.QUALITY)
    page, few = f"/desk/runs/{run.pk}/", room.queries_of(client, "/desk/runs/")
    assert "0 / 25" in room.text_of(client.get(page))
    to_the_end(run)
    text = room.text_of(client.get(page))
    assert "23 / 25" in text
    assert str(Inactive()) in text
    assert other.get(page).status_code == 404
    for _ in range(3):
        begun()
    assert room.queries_of(client, "/desk/runs/") == few
    csv = b"".join(client.get(f"{page}results.csv").streaming_content)  # type: ignore[attr-defined]
    assert csv.decode().count(str(Inactive())) == Result.objects.filter(run=run).count() == 2


def test_buttons_pause_and_go_on() -> None:
    run, client = begun(), room.of_role(Role.SUPERVISOR)
    for verb, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped"), ("resume", "stopped")):
        assert client.post(f"/desk/runs/{run.pk}/{verb}/").status_code == 302
        run.refresh_from_db()
        assert run.state == state
    assert client.post(f"/desk/runs/{run.pk}/nonsense/").status_code == 404
