"""The page of a person or an operation: what is due next, by its name, the same as on the list."""

import re
from datetime import datetime

import pytest
from django.utils import timezone
from tests import room as desk
from tests.bonded import room
from tests.bonded.room import DAY, HOUR

from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Survivor
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
DUE = r'<span class="due is-[\w-]+" title="([^"]+)">'


def found_at(at: datetime) -> Survivor:
    """Return a person whose duties are over but for those begun here."""
    found = room.freed()
    for duty in found.duties.filter(is_open=True):
        duties.drop(found.case, duty.clock, key=duty.key, at=at)
    return found


def page(found: Case) -> str:
    return desk.text_of(desk.at_desk(room.officer("sdm")).get(f"/desk/case/{found.number}/"))


def head(found: Case) -> str:
    match = re.search(r'<header class="casefile-head">(.*?)<div class="push"', page(found), re.S)
    assert match
    return match.group(1)


def listed(name: str, found: Case) -> str:
    shown = desk.text_of(desk.at_desk(room.officer("sdm")).get(f"/desk/bonded/list/{name}/"))
    return next(row for row in shown.split("<tr>") if f"/desk/case/{found.number}/" in row)


def test_the_page_of_a_person_names_the_duty_that_is_due_first_as_the_list_does() -> None:
    at = timezone.now()
    found = found_at(at)
    duties.start(found.case, "finding", from_at=at - 38 * HOUR, by=SYSTEM, at=at)
    duties.start(found.case, "fir", from_at=at, by=SYSTEM, at=at)
    shown = head(found.case)
    assert "हर व्यक्ति का कारण सहित निर्णय: <span" in shown
    assert "is-overdue" in shown
    assert re.findall(DUE, shown) == re.findall(DUE, listed("persons", found.case))


def test_without_a_duty_page_and_list_show_the_persons_own_limit() -> None:
    at = timezone.now()
    found = found_at(at)
    Case.objects.filter(pk=found.case.pk).update(due_at=at + 3 * DAY)
    assert len(re.findall(DUE, head(found.case))) == 1
    assert re.findall(DUE, head(found.case)) == re.findall(DUE, listed("persons", found.case))
