"""Named reads of the rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from shramsetu.lib import numbers
from shramsetu.offices import words
from shramsetu.rooms import rules
from shramsetu.rooms.models import Attendance, Room, Seat


def of_key(key: str) -> Room | None:
    """Return the room with this address."""
    return Room.objects.filter(key=key).first()


def of_subject(subject: str) -> Room | None:
    """Return the room about `subject`."""
    return Room.objects.filter(subject=subject).first()


def seats(room: Room) -> QuerySet[Seat]:
    """Return the seats of a room with their posts, by number."""
    return Seat.objects.filter(room=room).select_related("post__place", "room").order_by("number")


def seat_of_post(room: Room, post_id: int | None) -> Seat | None:
    """Return the seat of whoever acts for this post."""
    return None if post_id is None else seats(room).filter(post=post_id).first()


def seat_of_guest(room: Room, number: int) -> Seat | None:
    """Return a guest's seat by its number."""
    return seats(room).exclude(ref="").filter(number=number).first()


def phase(room: Room, at: datetime) -> rules.Phase:
    """Say whether people may come into `room` at `at`."""
    return rules.phase(begins_at=room.begins_at, ends_at=room.ends_at, ended_at=room.ended_at, at=at)


def present(room: Room) -> QuerySet[Attendance]:
    """Return who is in the room, by seat."""
    rows = Attendance.objects.filter(seat__room=room, left_at=None)
    return rows.select_related("seat__post__place", "seat__room", "user").order_by("seat__number")


def name_of(one: Attendance) -> str:
    """Return what the others read: a person's name and post, or a guest's part."""
    return _named(one.seat, one)


def label_of(seat: Seat) -> str:
    """Return what is read of a seat in which nobody sits: the post and its place, or a guest's part."""
    if seat.post is None:
        return seat.label
    return f"{words.short(seat.post)}, {seat.post.place.name(get_language() or 'hi')}"


def _named(seat: Seat, one: Attendance) -> str:
    user = one.user
    if user is None:
        return label_of(seat)
    person = user.name_en if get_language() == "en" and user.name_en else user.name_hi
    return f"{person}, {label_of(seat)}"


@dataclass(frozen=True, slots=True)
class Door:
    """What a guest is sent: the address, the number of the seat, and its code."""

    link: str
    number: int
    code: str


def door_of(room: Room, ref: str) -> Door | None:
    """Return what the guest `ref` is sent, None without such a seat. The code is reckoned, not kept."""
    seat = Seat.objects.filter(room=room, ref=ref, withdrawn_at=None).exclude(ref="").first()
    return Door(link_of(room, seat.number), seat.number, code_of(room, seat.number)) if seat else None


def link_of(room: Room, number: int | None = None) -> str:
    """Return the room's whole address; with a number, the one that asks a guest for the code."""
    address = settings.SITE_URL + reverse("rooms:room", args=[room.key])
    return f"{address}?n={number}" if number else address


def code_of(room: Room, number: int) -> str:
    """Return a guest's code, worked out from a key."""
    return numbers.code_for(settings.LOOKUP_KEY, "room", room.key, str(number))


@dataclass(frozen=True, slots=True)
class Attended:
    """Who was in the meeting: the seat, the name, from when to when, and how many minutes altogether."""

    seat: Seat
    name: str
    joined_at: datetime
    left_at: datetime | None
    minutes: int


def attended(subject: str, *, at: datetime) -> list[Attended]:
    """Return everybody who was in the room about `subject`, each seat once, by number; `at` ends what goes on."""
    rows = Attendance.objects.filter(seat__room__subject=subject)
    rows = rows.select_related("seat__post__place", "user").order_by("seat__number", "joined_at")
    by_seat: dict[int, list[Attendance]] = {}
    for one in rows:
        by_seat.setdefault(one.seat_id, []).append(one)
    return [_together(stays, at) for stays in by_seat.values()]


def _together(stays: list[Attendance], at: datetime) -> Attended:
    last = stays[-1]
    return Attended(last.seat, name_of(last), stays[0].joined_at, last.left_at, _minutes(stays, at))


def _minutes(stays: Iterable[Attendance], at: datetime) -> int:
    return round(sum(((one.left_at or at) - one.joined_at).total_seconds() for one in stays) / 60)
