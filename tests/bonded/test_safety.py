"""A finding is owed to everybody in safety, the Child Welfare Committee to every child, by whatever door they came."""

import pytest
from tests.bonded import later_room as later
from tests.bonded import room
from tests.bonded import test_chases as home
from tests.bonded import transfer_world as world

from shramsetu.bonded import owners
from shramsetu.bonded.actions import chases, operations
from shramsetu.bonded.models import BondedDuty, Operation, Survivor
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = room.AT, room.DAY, room.HOUR


def owed(survivor: Survivor) -> list[str]:
    """Which of the two run."""
    rows = BondedDuty.objects.filter(parent=survivor.pk, is_open=True, clock__in=["finding", "child-committee"])
    return sorted(rows.values_list("clock", flat=True))


def test_whoever_was_brought_to_safety_without_an_operation_is_owed_a_finding() -> None:
    man, girl = room.freed(), room.freed(sex="f", is_minor=True)
    for one in (man, girl):
        room.take(one, "secure", at=AT + HOUR)
    assert owed(man) == ["finding"]
    assert owed(girl) == ["child-committee", "finding"]
    assert BondedDuty.objects.get(parent=man.pk, clock="finding").from_at == AT + HOUR


def test_in_an_operation_the_finding_waits_for_its_end_and_the_child_for_nothing() -> None:
    found = later.operation()
    girl = room.freed(sex="f", is_minor=True, operation=found)
    room.take(girl, "secure", at=AT + HOUR)
    assert owed(girl) == ["child-committee"]
    Operation.objects.filter(pk=found.pk).update(ended_at=AT + 3 * HOUR)
    girl.case.refresh_from_db()
    operations.secured(girl, from_at=AT + 3 * HOUR, by=SYSTEM, at=AT + 5 * HOUR)
    rows = dict(BondedDuty.objects.filter(parent=girl.pk, is_open=True).values_list("clock", "from_at"))
    assert rows == {"child-committee": AT + HOUR, "finding": AT + 3 * HOUR}


def test_whoever_is_bound_again_is_owed_a_new_finding_at_once() -> None:
    old = later.planned("ration")
    room.take(old, "rebond", reason="उसी एजेंट के साथ दूसरे भट्ठे पर मिले", district=room.district("Agra"))
    fresh = Survivor.objects.select_related("case").get(previous=old)
    assert owed(fresh) == ["finding"]
    duty = BondedDuty.objects.select_related("case__holder").get(parent=fresh.pk, clock="finding")
    assert duty.case.holder == owners.post("sdm", room.district("Agra"))


def test_a_child_who_came_home_without_a_certificate_goes_before_the_committee_once() -> None:
    chase, native = home.returned(is_minor=True), world.officer(world.aligarh())
    child = chase.survivor
    assert owed(child) == ["child-committee"]
    assert BondedDuty.objects.get(parent=child.pk, clock="child-committee").case.district == world.aligarh()
    chases.denied(chase, "कहते हैं कोई छुड़ाया नहीं गया", by=native, at=AT + DAY)
    assert owed(child) == ["child-committee", "finding"]
    assert BondedDuty.objects.filter(parent=child.pk, clock="child-committee").count() == 1
