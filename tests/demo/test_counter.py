"""The counter of the demo: letters that wait with their pages, one that is a case, a day with its lines."""

from datetime import timedelta

import pytest
from tests.cast import MONDAY

from shramsetu.demo import counter
from shramsetu.intake.models import Day, Letter, Line, Scanned

pytestmark = pytest.mark.django_db


def test_the_counter_is_played_once() -> None:
    assert counter.grow(at=MONDAY) == 5
    assert counter.grow(at=MONDAY + timedelta(hours=1)) == 0
    assert sorted(Scanned.objects.values_list("state", "pages")) == [("typed", 1), ("waiting", 1), ("waiting", 1)]
    reply = Letter.objects.get(book="despatch")
    assert (reply.answers is not None, Day.objects.get().closed_at) == (True, None)
    assert Line.objects.count() == counter.LINES
