"""The demo's targets: set once, some districts behind, one silent, all through the actions."""

import pytest
from tests import cast

from shramsetu.demo import targets
from shramsetu.lib import clock
from shramsetu.monitoring.targets.models import DayTarget, Shortfall, TargetSet
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db


def test_targets_are_played_once_and_some_districts_fall_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "WEEKS", 3)
    monkeypatch.setattr(targets, "NIGHTS", 1)
    monkeypatch.setattr(targets, "OUTSIDE", {"pm-sym": 1_50_000})
    monkeypatch.setattr(targets, "OWN", {"bocw-registrations": 40_000})
    assert targets.grow(at=cast.MONDAY) == 2
    assert targets.grow(at=cast.MONDAY) == 0
    assert TargetSet.objects.filter(state="approved").count() == 2
    today = DayTarget.objects.filter(on=clock.day(cast.MONDAY), share__target__indicator="pm-sym", share__source="")
    lights = {row.share.place.name_en: row.light for row in today.select_related("share__place")}
    assert (lights["Kanpur Nagar"], lights["Shravasti"], lights["Agra"]) == ("red", "red", "green")
    behind = set(Shortfall.objects.filter(indicator="pm-sym").values_list("place__name_en", flat=True))
    assert {"Kanpur Nagar", "Shravasti"} <= behind
    assert "Agra" not in behind
    assert places.district(cast.KANPUR).name_en in behind
