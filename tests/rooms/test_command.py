"""`shramsetu rooms`, and what the clock calls each minute."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.rooms.meeting import SUBJECT, opened

from shramsetu.rooms import queries, tasks
from shramsetu.rooms.models import Room, Seat

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("rooms", *words, stdout=out)
    return out.getvalue()


def test_the_list_names_the_rooms_that_are_not_over() -> None:
    room = opened(begins_at=timezone.now())
    opened(begins_at=timezone.now() - timedelta(days=1), subject="review:6", at=timezone.now() - timedelta(days=1))
    said("sweep")
    assert said("list").split()[2:] == [SUBJECT, queries.link_of(room)]


def test_a_room_to_try_is_of_the_demo(settings: pytest.FixtureRequest) -> None:
    with pytest.raises(CommandError):
        said("open")
    settings.DEMO = True  # type: ignore[attr-defined]
    told = said("open")
    room = Room.objects.get()
    door = queries.door_of(room, "party:1")
    assert door is not None
    assert told.count(queries.link_of(room)) == 3
    assert door.code in told
    assert Seat.objects.filter(room=room).count() == 3


def test_the_clock_ends_what_is_over() -> None:
    now = timezone.now()
    room = opened(begins_at=now - timedelta(hours=2), at=now - timedelta(hours=2))
    tasks.sweep(timestamp=int(now.timestamp()))
    room.refresh_from_db()
    assert room.cleared_at is not None
