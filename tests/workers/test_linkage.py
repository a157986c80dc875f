"""The search over the whole registry, by a real Splink on a real DuckDB."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from tests import cast
from tests.workers import room

from shramsetu.casework import runs
from shramsetu.casework.models import Run
from shramsetu.offices.models import Role
from shramsetu.workers.actions import merging, pairing
from shramsetu.workers.linkage import bulk, model
from shramsetu.workers.models import Pair, Worker

pytestmark = pytest.mark.django_db
GIVEN = "संजय दिनेश महेश पंकज सुरेन्द्र अरुण विनोद मुकेश नरेश धर्मेन्द्र".split()
FAMILY = "यादव मौर्य गुप्ता कश्यप पाल वर्मा".split()


def crowd() -> None:
    """Enter sixty men who are nobody else."""
    for at, (given, family) in enumerate((given, family) for given in GIVEN for family in FAMILY):
        room.worker(
            name=f"{given} {family}", parent=f"{GIVEN[at * 7 % 10]} {family}", phone="", spells=(), account=None,
            born_on=date(1970, 1, 5) + timedelta(days=97 * at),
        )  # fmt: skip


def searched(days: int = 0) -> Run:
    at = room.AT + timedelta(days=days)
    run = bulk.search(at=at)
    while runs.step(run.pk, at=at):
        pass
    run.refresh_from_db()
    return run


def pairs() -> set[tuple[str, str]]:
    return {(pair.first.name, pair.second.name) for pair in Pair.objects.select_related("first", "second")}


def test_who_is_there_twice_is_laid_before_the_steward_and_nobody_is_merged() -> None:
    crowd()
    room.worker(phone="")
    room.worker(name="Ramdev Nishad", parent="Shivcharan Nishad", phone="")
    run = searched()
    assert run.state == Run.State.DONE
    assert pairs() == {("रामदेव निषाद", "Ramdev Nishad")}
    pair = Pair.objects.get()
    assert (pair.found, pair.verdict, pair.district.lgd_code) == ("bulk", "", cast.KANPUR)
    assert pair.score >= 500
    assert pair.agreed["name"] == pair.agreed["parent"] == pair.agreed["born"] == "same"
    assert not Worker.objects.exclude(merged_into=None).exists()


def test_a_man_and_a_woman_whose_names_sound_alike_are_two() -> None:
    crowd()
    common = {"parent": "हरिराम निषाद", "phone": "", "born_on": date(1990, 5, 6), "spells": ()}
    room.worker(name="शिव कुमार निषाद", **common)
    room.worker(name="शिव कुमारी निषाद", **common)
    searched()
    assert pairs() == set()


def test_the_same_day_is_searched_once_and_a_decided_pair_stays_decided() -> None:
    crowd()
    room.worker(phone="")
    room.worker(name="Ramdev Nishad", phone="")
    first = searched()
    assert bulk.search(at=room.AT) == first
    pairing.never(Pair.objects.get(), by=cast.desk(Role.STEWARD), at=room.AT)
    assert searched(days=1).rows == 0
    assert Pair.objects.get().verdict == Pair.Verdict.OTHER


def test_who_was_merged_away_is_not_searched() -> None:
    crowd()
    one, other = room.worker(phone=""), room.worker(name="Ramdev Nishad", phone="")
    merging.merge(one, other, by=cast.desk(Role.STEWARD), at=room.AT)
    Pair.objects.all().delete()
    assert searched().rows == 0


def test_the_command_searches_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    crowd()
    room.worker(phone="")
    room.worker(name="Ramdev Nishad", phone="")
    call_command("workers", "duplicates")
    assert "1 जोड़े" in capsys.readouterr().out
    assert pairs() == {("रामदेव निषाद", "Ramdev Nishad")}


def test_levels_are_read_as_splink_numbers_them() -> None:
    assert [model.level_of("born", gamma) for gamma in (4, 3, 2, 1, 0, -1)] == [
        "same", "swapped", "year", "near", "other", "",
    ]  # fmt: skip
    for known, levels in model.FIELDS.values():
        assert known
        assert levels[-1][0] == "other"
        assert abs(sum(level[2] for level in levels) - 1) < 1e-6
        assert abs(sum(level[3] for level in levels) - 1) < 1e-6
