"""IGRS dies in the middle of a day and comes back; at night both sides are equal."""

from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.bridges.igrs import world
from tests.bridges.igrs.world import SECRET, Sandbox

from shramsetu.bridges.models import Difference, Parcel, Reference, System
from shramsetu.casework.models import Case
from shramsetu.grievances.filing import Someone

pytestmark = pytest.mark.django_db


def test_igrs_dies_and_comes_back_and_both_sides_are_equal(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    igrs = Sandbox(tmp_path / "igrs.sqlite3")
    settings.IGRS = {"url": igrs.url, "secret": SECRET}
    igrs.start()
    try:
        _day(igrs, monkeypatch)
    finally:
        igrs.kill()


def _day(igrs: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    # In the morning three people complain; their cases are in IGRS within the minute, a sealed one is not.
    mine = [cast.complaint(complainants=(Someone(f"श्रमिक {n}", f"+91999990010{n}"),)) for n in range(3)]
    sealed = cast.complaint(sealed=True)
    world.spread(monkeypatch)
    assert world.carry() == 3

    # A letter of the Chief Minister's office comes through it.
    igrs.send("CMO/2026/401")
    assert world.fetch().new == 1

    # It dies in the middle of a step: killed after it has taken it, before it could say so.
    cast.take(mine[0], "open")
    cast.report(mine[0])
    cast.take(mine[1], "open")
    world.spread(monkeypatch)
    igrs.fail("lost")
    igrs.fail("die")
    assert world.carry() == 0
    assert world.carry() == 0
    igrs.kill()

    # The office works on. Everything waits, nothing is given up, no try is used.
    cast.take(mine[2], "open")
    late = cast.complaint(complainants=(Someone("श्रमिक देर", "+919999900109"),))
    world.spread(monkeypatch)
    assert world.carry() == 0
    assert Parcel.objects.filter(system=System.IGRS, state="failed").count() == 0
    assert set(Parcel.objects.filter(state="waiting", what="step").values_list("tries", flat=True)) == {0}

    # It comes back, slow of wit: a wrong answer, an error, and the same letters twice.
    igrs.start()
    igrs.send("CMO/2026/402")
    igrs.fail("error")
    assert world.carry() == 0
    world.carry()
    assert world.waiting() == 0
    igrs.fail("twice")
    assert world.fetch().new == 1
    world.spread(monkeypatch)
    world.carry()

    # It lost a step in its crash; the night finds it, sends it again, and finds nothing the night after.
    igrs.tell("lose", {"number": mine[0].number, "seq": 2})
    assert (world.compare().unlike, world.carry() > 0) == (1, True)
    run = world.compare()
    assert (run.unlike, run.fault) == (0, "")
    assert Difference.objects.filter(healed_at=None).count() == 0
    everything = list(Case.objects.exclude(pk=sealed.pk))
    assert late in everything
    assert len(everything) == 6
    assert world.equal(everything)
    assert Reference.objects.filter(is_theirs=True, case__isnull=False).count() == 2
