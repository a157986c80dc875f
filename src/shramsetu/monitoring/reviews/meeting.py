"""Where a review meets by video: a room of its own (`shramsetu.rooms`), and any outside link beside it."""

from datetime import datetime

from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import terms, words
from shramsetu.monitoring.reviews.models import Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Kind
from shramsetu.rooms import actions as rooms
from shramsetu.rooms import queries as opened
from shramsetu.rooms import rules as seats

is_link = rooms.is_link


def subject(review: Review) -> str:
    """Return the key under which the room of a review is known."""
    return f"review:{review.pk}"


def give_room(review: Review, *, by: Actor, at: datetime) -> None:
    """Give a review its room, or bring it to the time, link and seats that the review has now; safe to repeat.

    The chair leads; deputy, owners on the agenda and who is reviewed are members. Where these are more than the room
    holds, they come as far as there is room.
    """
    begins_at, ends_at = review.begins_at, review.ends_at
    with words.in_hindi():
        title = words.title(review)[:200]
    rooms.open_for(
        subject=subject(review),
        title=title,
        between=(begins_at, ends_at),
        seats=[seats.chair(review.chair_id), *map(seats.member, post_ids(review))],
        outside_link=review.outside_link,
        by=by,
        at=at,
    )


def close(review: Review, *, by: Actor, at: datetime) -> None:
    """End the meeting of a review that does not take place. Asks the video server: never within a transaction."""
    room = opened.of_subject(subject(review))
    seat = opened.seat_of_post(room, review.chair_id) if room is not None else None
    if seat is not None:
        rooms.end(seat, by=by, at=at)


def attended(review: Review, *, at: datetime) -> list[opened.Attended]:
    """Return who was in the room of a review while it was held, by seat; who stays on afterwards talks by themself."""
    until = review.closed_at or at
    return [one for one in opened.attended(subject(review), at=until) if one.joined_at < until]


def post_ids(review: Review) -> list[int]:
    """Return the posts that are asked to come beside the chair: the deputy, owners on the agenda, who is reviewed."""
    owners = review.items.exclude(owner=None).order_by("owner").values_list("owner", flat=True).distinct()
    found = [review.deputy_id, *owners, *(one.pk for one in reviewed(review))]
    return [one for one in dict.fromkeys(found) if one is not None and one != review.chair_id]


def reviewed(review: Review) -> list[Post]:
    """Return the posts whose own work a review looks at: those of a section, the officers in charge of a place."""
    every = sorted(offices.memory().posts.values(), key=lambda one: one.code)
    if review.section:
        return [one for one in every if review.section in terms.sections_of(one.code)]
    if review.place.kind == Kind.STATE:
        return []
    there = [one for one in every if one.place_id == review.place_id and one.role == Role.OFFICER and not one.service]
    return [one for one in there if one.department and one.department.slug in scope.DEPARTMENTS]
