"""The registry of the demo: families that could be, entered once however often it is asked for."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests import cast

from shramsetu.casework.models import Case, Run
from shramsetu.demo.registry import bank, play, townsfolk
from shramsetu.lib import clock
from shramsetu.schemes.models import Claim, Due, Unclaimed
from shramsetu.workers.models import Member, Membership, Pair

pytestmark = pytest.mark.django_db
TODAY = clock.day(cast.MONDAY)


def test_batches_are_played_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "SOON", 2)
    monkeypatch.setattr(play, "APPLICATIONS_SOON", 3)
    assert list(play.grow(at=cast.MONDAY, soon=True)) == [25, 50, 51, 52, 53]
    assert list(play.grow(at=cast.MONDAY, soon=True)) == []
    assert Membership.objects.exclude(registered_on=None).filter(worker__key__startswith="demo:").count() == 50
    assert Case.objects.filter(kind="wk_registration").count() == 3


def test_claims_are_played_from_the_form_to_the_order(
    monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(play, "SOON", 4)
    monkeypatch.setattr(play, "APPLICATIONS_SOON", 0)
    monkeypatch.setattr(play, "CLAIMS_SOON", 24)
    list(play.grow(at=cast.MONDAY, soon=True))
    list(play.claim(at=cast.MONDAY, soon=True))
    assert list(play.claim(at=cast.MONDAY, soon=True)) == []
    assert Unclaimed.objects.exists()
    assert Run.objects.get().state == "done"
    assert Claim.objects.filter(claimed_on__lt=TODAY - timedelta(days=100)).exists()
    bank.pay(until=cast.MONDAY)
    states = set(Claim.objects.values_list("case__state", flat=True))
    assert {"sanctioned", "refused"} <= states
    assert set(Due.objects.values_list("stage", flat=True)) >= {"planned", "paid"}
    assert not Case.objects.filter(claim__isnull=False, opened_at__gt=cast.MONDAY).exists()


def test_who_stands_in_the_register_twice_waits_for_the_steward() -> None:
    index, told = next(
        (index, told)
        for index in range(100, 5_000)
        if townsfolk.again(index, told := townsfolk.draw(index, on=TODAY).told)
    )
    worker = play.enter(index, at=cast.MONDAY)
    pair = Pair.objects.get()
    assert {pair.first.name, pair.second.name} == {told.name, getattr(townsfolk.again(index, told), "name", "")}
    assert worker in (pair.first, pair.second)
    assert pair.verdict == Pair.Verdict.OPEN


def test_people_of_one_index_are_the_same_people() -> None:
    assert townsfolk.draw(7, on=TODAY) == townsfolk.draw(7, on=TODAY)


@pytest.mark.parametrize("index", range(0, 400, 13))
def test_families_could_be(index: int) -> None:
    story = townsfolk.draw(index, on=TODAY)
    born = story.told.born_on
    assert clock.years_from(born, 18) <= TODAY < clock.years_from(born, 61)
    assert story.registered_on < TODAY
    children = [one for one in story.told.members if one.kin in (Member.Kin.SON, Member.Kin.DAUGHTER)]
    assert all(one.born_on and clock.years_from(born, 18) <= one.born_on < TODAY for one in children)
    assert all(one.first_on <= one.last_on < TODAY and one.days >= 1 for one in story.told.spells)
