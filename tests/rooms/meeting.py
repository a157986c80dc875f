"""A review of three: a chair, a member, and a guest."""

from datetime import datetime, timedelta

from tests import cast
from tests.cast import Seat as Officer

from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Charge, Post
from shramsetu.rooms import actions, queries, rules
from shramsetu.rooms.models import Room, Seat

GUEST = "party:1"
SUBJECT = "review:7"


def officers(count: int = 2) -> list[Officer]:
    """Return posts in which somebody sits, each another person."""
    held = Charge.objects.filter(to_at=None, kind=Charge.Kind.SUBSTANTIVE, post__is_desk=False)
    found = Post.objects.filter(pk__in=held.values("post")).order_by("pk")[:count]
    return [cast.seat(post) for post in found]


def opened(
    *, begins_at: datetime, people: list[Officer] | None = None, at: datetime | None = None, **changes: object
) -> Room:
    """Open the room of the review, for an hour."""
    chair, *others = people or officers()
    seats = [rules.chair(chair.post.pk), *(rules.member(one.post.pk) for one in others), rules.guest(GUEST, "वादी")]
    given: dict[str, object] = {
        "subject": SUBJECT,
        "title": "मंडल की दैनिक समीक्षा",
        "between": (begins_at, begins_at + timedelta(hours=1)),
        "seats": seats,
        "by": SYSTEM,
        "at": at or begins_at,
    }
    return actions.open_for(**{**given, **changes})  # type: ignore[arg-type]


def seat(room: Room, number: int) -> Seat:
    """Return a seat of the room: 1 is the chair's."""
    return queries.seats(room).get(number=number)
