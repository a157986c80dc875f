"""The extract holds of every worker what the registry knows of each alone, and is gone on with part by part."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.schemes import registry_room as registry

from shramsetu.lib import clock
from shramsetu.schemes import extracts, gather
from shramsetu.schemes.engines import gathering
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
AT = clock.moment(registry.ON) + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _var(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def rows(made: extracts.Made) -> dict[int, dict[str, object]]:
    with extracts.engine() as duck:
        found = duck.execute(f"SELECT * FROM read_parquet('{made.folder}/part-*.parquet')")
        names = [column[0] for column in found.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def test_a_worker_alone_and_the_registry_as_a_whole_know_the_same() -> None:
    made = registry.fill(50, seed=9)
    told: list[tuple[int, int]] = []
    done = extracts.fresh(at=AT, tell=lambda one, of: told.append((one, of)), part=20)
    assert (done.workers, done.on, told[-1][0]) == (50, registry.ON, told[-1][1])
    found = rows(done)
    alone = {
        one.pk: {name: fact.value for name, fact in gather.worker_facts(one, on=registry.ON).items()} for one in made
    }
    assert {
        pk: {name: row[name] for name in gathering.FACTS if row[name] is not None} for pk, row in found.items()
    } == alone


def test_whoever_died_long_ago_was_merged_or_erased_is_left_out() -> None:
    one, dead, long_dead, merged, erased = registry.fill(5, seed=1)
    Worker.objects.filter(pk=dead.pk).update(died_on=registry.ON)
    Worker.objects.filter(pk=long_dead.pk).update(died_on=clock.years_from(registry.ON, -4))
    Worker.objects.filter(pk=merged.pk).update(merged_into=one)
    Worker.objects.filter(pk=erased.pk).update(erased_at=AT)
    assert set(rows(extracts.fresh(at=AT))) == {one.pk, dead.pk}


def test_it_is_made_once_a_day_and_gone_on_with_where_it_broke_off(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.fill(30, seed=2)
    parts: list[Path] = []
    real = extracts._part

    def broken(duck: object, file: Path, *rest: object) -> None:
        if len(parts) == 1:
            raise OSError("the machine went down")
        parts.append(file)
        real(duck, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extracts, "_part", broken)
    with pytest.raises(OSError, match="went down"):
        extracts.fresh(at=AT, part=10)
    assert extracts.latest() is None
    monkeypatch.setattr(extracts, "_part", lambda duck, file, *rest: (parts.append(file), real(duck, file, *rest)))
    made = extracts.fresh(at=AT, part=10)
    assert len(parts) == len(set(parts))
    assert made.workers == 30
    assert extracts.fresh(at=AT + timedelta(hours=1), part=10) == extracts.latest() == made
    assert extracts.fresh(at=AT + timedelta(days=1), part=10).on == registry.ON + timedelta(days=1)


def test_a_registry_without_workers_makes_an_empty_extract() -> None:
    assert extracts.fresh(at=datetime(2026, 11, 21, 6, tzinfo=clock.IST)).workers == 0
