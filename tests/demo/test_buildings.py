"""The schools of the demo: played once, each at a stage of its own, through the office's own verbs."""

import pytest
from tests import cast

from shramsetu.casework.models import Case
from shramsetu.demo.buildings import play
from shramsetu.demo.buildings.plots import PLOTS, TURNS
from shramsetu.journal import queries as journal
from shramsetu.lib import clock
from shramsetu.monitoring.works import standing
from shramsetu.monitoring.works.models import Hindrance, Work
from shramsetu.monitoring.works.records import Photo
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.rulebook import book


def test_every_site_of_the_rulebook_has_its_plot() -> None:
    assert sorted(plot.site for plot in PLOTS) == sorted(book().works.sites)
    assert set(TURNS) == set(book().works.components)


@pytest.mark.django_db
def test_schools_are_played_once_and_stand_at_different_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [plot for plot in PLOTS if plot.site in {"atal-varanasi", "atal-basti", "atal-moradabad", "atal-azamgarh"}]
    monkeypatch.setattr(play, "PLOTS", chosen)
    assert list(play.grow(at=cast.MONDAY)) == [1, 2, 3, 4]
    assert list(play.grow(at=cast.MONDAY)) == []
    today = clock.day(cast.MONDAY)
    found = {one.work.slug: one for one in standing.of(Work.objects.all(), today)}
    assert len({one.physical for one in found.values()}) == 4
    assert [len(one.curves) for one in (found["atal-varanasi"], found["atal-basti"])] == [2, 1]
    assert Flag.MONEY_AHEAD in found["atal-azamgarh"].flags
    assert Photo.objects.filter(work__slug="atal-basti", flags__contains=[Flag.SAME_PHOTO]).exists()
    assert Hindrance.objects.get(case__state="standing").work.slug == "atal-moradabad"
    assert found["atal-varanasi"].road.spent > 0
    assert not Case.objects.filter(kind__startswith="mn_", opened_at__gt=cast.MONDAY).exists()
    assert list(journal.faults()) == []
