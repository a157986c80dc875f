"""Who is at the door of a room: the post that acts, or the guest whose code was right in this browser."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse

from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest
from shramsetu.rooms import queries
from shramsetu.rooms.models import Room, Seat

GUESTS = "rooms"  # of the session: key of the room → number of the seat


def seat_of(request: HttpRequest, room: Room) -> Seat | None:
    """Return the visitor's seat in the room: the post's before the guest's.

    Who only assists the post has none: they would come in under its name, and its officer would be put out.
    """
    asks = cast("DeskRequest", request)
    has_post = asks.post is not None and not asks.actor.assists
    found = queries.seat_of_post(room, asks.post.pk if has_post else None)
    number = request.session.get(GUESTS, {}).get(room.key)
    if found is None and number is not None:
        found = queries.seat_of_guest(room, int(number))
    return None if found is None or found.withdrawn_at is not None else found


def actor_of(request: HttpRequest, seat: Seat) -> Actor:
    """Return as whom the visitor acts in the room."""
    if seat.post_id is not None:
        return cast("DeskRequest", request).actor
    return Actor(role="guest", person=f"{seat.room.key}.{seat.number}")


def seated(view: Callable[[HttpRequest, Seat], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the visitor's seat; who has none is told that there is no such page."""

    @wraps(view)
    def found(request: HttpRequest, key: str) -> HttpResponse:
        room = queries.of_key(key)
        seat = seat_of(request, room) if room else None
        if seat is None:
            raise Http404
        return view(request, seat)

    return found
