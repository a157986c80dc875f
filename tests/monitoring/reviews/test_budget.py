"""Pages of reviews ask the database as often for many rows as for one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.monitoring.reviews import meet
from tests.room import at_desk, queries_of

from shramsetu.lib import clock
from shramsetu.monitoring.reviews.actions import agendas, holding, planning
from shramsetu.monitoring.reviews.actions.planning import Call
from shramsetu.monitoring.reviews.models import Review

pytestmark = pytest.mark.django_db
DESK = "/desk/monitoring/"


def held(count: int) -> Review:
    """Return a review in progress with so many subjects, answers and decisions, and as many red posts."""
    now = timezone.now()
    review = planning.call(Call("समीक्षा", now + timedelta(minutes=20), 30), by=meet.chair(), at=now)
    for n in range(count):
        item = agendas.lay(review, f"विषय {n}", by=meet.by("labour.addl-lc"), at=now)
        agendas.answer(item, "पत्र भेजा है", by=meet.by("labour.addl-lc"), at=now)
        cast.complaint(at=now - timedelta(days=60 + n))
    agendas.build(review, at=now)
    holding.begin(review, by=meet.chair(), at=now)
    for n, code in zip(range(count), ("labour.dlc.kanpur", "labour.dlc.agra", "bocw.joint-secretary"), strict=False):
        order = holding.Ordered(f"{meet.TEXT} {n}", meet.post(code), clock.day(now) + timedelta(days=5), meet.PROOF)
        holding.decide(review, order, by=meet.chair(), at=now)
    return meet.fresh(review)


PAGES = ("today/", "reviews/", "reviews/decisions/", "reviews/put-off/", "reviews/tracker.csv", "reviews/{pk}/")


@pytest.mark.parametrize("page", PAGES)
def test_three_cost_as_many_questions_as_one(page: str) -> None:
    client = at_desk(meet.chair())
    one = queries_of(client, DESK + page.format(pk=held(1).pk))
    three = queries_of(client, DESK + page.format(pk=held(3).pk))
    assert three == one
