"""The demo's reviews: held once through the actions, with decisions carried over and minutes."""

import pytest
from tests import cast
from tests.monitoring.reviews import meet

from shramsetu.demo import reviews
from shramsetu.monitoring.reviews.models import Decision, Minutes, Morning, Review

pytestmark = pytest.mark.django_db


def test_the_last_days_are_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "DAYS", 4)
    meet.overdue(3)
    held = reviews.grow(at=cast.MONDAY)
    assert held > 0
    assert reviews.grow(at=cast.MONDAY) == 0
    assert Minutes.objects.count() == held == Review.objects.filter(state="closed").count()
    assert Decision.objects.exists()
    assert Morning.objects.count() == 1
    assert Review.objects.filter(state="planned", begins_at__gt=cast.MONDAY).exists()
