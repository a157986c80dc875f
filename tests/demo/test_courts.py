"""The demo's matters are made through the real actions: each state is met, and what is served is proved."""

import pytest
from tests import cast

from shramsetu.casework import actions as casework
from shramsetu.casework import reconcile
from shramsetu.casework.models import Case
from shramsetu.demo.courts import play
from shramsetu.hearings.models import Hearing, Matter, Notice

pytestmark = pytest.mark.django_db


def test_matters_are_played_once_and_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "SOON", 30)
    assert list(play.grow(at=cast.MONDAY, soon=True)) == [*range(1, 31)]
    assert list(play.grow(at=cast.MONDAY, soon=True)) == []
    cases = Case.objects.filter(kind="hg_matter")
    assert cases.count() == 30
    assert {"scrutiny", "noticed"} <= set(cases.values_list("state", flat=True))
    assert {"hearing", "satisfied"} & set(cases.values_list("state", flat=True))
    assert {"heard", "adjourned"} <= set(Hearing.objects.values_list("result", flat=True))
    assert {"wages-unpaid", "conciliation"} <= set(Matter.objects.values_list("matter", flat=True))
    assert Matter.objects.filter(days_late__gt=0).exists()
    assert Notice.objects.filter(mode="post", outcome="served", proof__isnull=False).exists()
    assert not cases.filter(opened_at__gt=cast.MONDAY).exists()
    casework.escalate_overdue(at=cast.MONDAY)
    casework.finalise_rested(at=cast.MONDAY)
    assert {one.name: one.numbers for one in reconcile.findings(cast.MONDAY) if one.count} == {}
