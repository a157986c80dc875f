"""At the counter: a change asked for, a card printed, a lost one revoked; only for workers in sight."""

import pytest
from django.utils import timezone
from tests.room import at_desk, text_of
from tests.workers import room

from shramsetu.lib import clock
from shramsetu.workers.actions import boards
from shramsetu.workers.models import Card, Change, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    found, at = room.worker(), timezone.now()
    boards.admit(found, "bocw", years=1, on=clock.day(at), by=room.clerk(), at=at)
    return found


def test_the_tab_shows_cards_and_changes_and_leads_to_each_field(worker):
    desk = at_desk(room.clerk())
    shown = text_of(desk.get(f"/desk/workers/{worker.number}/changes/"))
    assert "कोई मान्य कार्ड नहीं" in shown
    answer = desk.post(f"/desk/workers/{worker.number}/card/bocw/print/")
    assert answer["Content-Type"] == "application/pdf"
    desk.post(f"/desk/workers/{worker.number}/card/bocw/revoke/", {"why": "x"})
    assert Card.objects.get().revoked_at is None
    desk.post(f"/desk/workers/{worker.number}/card/bocw/revoke/", {"why": "lost"})
    assert Card.objects.get().revoked_why == "lost"


def test_a_change_is_asked_for_in_the_workers_name_and_the_asker_does_not_approve(worker):
    desk = at_desk(room.clerk())
    there = f"/desk/workers/{worker.number}/change/phone/"
    assert desk.get(there).status_code == 200
    assert desk.post(there, {"phone": "12"}).status_code == 422
    assert desk.post(there, {"phone": "9999900999"}).status_code == 302
    change = Change.objects.select_related("case").get()
    assert (change.tier, change.case.channel) == ("high", "desk")
    assert change.case.number in text_of(desk.get(f"/desk/workers/{worker.number}/changes/")).replace(" ", "")


def test_another_district_finds_nobody(worker):
    from shramsetu.places import queries as places

    desk = at_desk(room.clerk(where=places.district(118)))
    for path in ("change/phone/",):
        assert desk.get(f"/desk/workers/{worker.number}/{path}").status_code == 404
    assert desk.post(f"/desk/workers/{worker.number}/card/bocw/print/").status_code == 404
