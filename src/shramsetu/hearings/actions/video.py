"""The video room of a date: the presiding officer leads, the registry sits in, each party has its link and code.

A matter has one room; it moves along with the date, its address stays.
"""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import pgettext

from shramsetu.casework import rules
from shramsetu.hearings import shown
from shramsetu.hearings.models import Hearing, Litigant, Matter
from shramsetu.journal.rules import Actor
from shramsetu.rooms import actions as rooms
from shramsetu.rooms import queries as open_rooms
from shramsetu.rooms import rules as seats
from shramsetu.rooms.queries import Door


def subject(matter: Matter) -> str:
    """Return the key under which the room of a matter is known."""
    return f"hearing:{matter.case.number}"


def open_for(matter: Matter, hearing: Hearing, *, by: Actor, at: datetime) -> None:
    """Give a date by video its room, or move the room of the matter to it. Raises ValidationError for a false link."""
    forum = matter.forum
    wanted = [seats.chair(forum.post_id)]
    if forum.registry_id != forum.post_id:
        wanted.append(seats.member(forum.registry_id))
    rows = Litigant.objects.filter(matter=matter, left_at=None).order_by("-claims", "seat")
    wanted += [seats.guest(ref_of(one.pk), _label(one)) for one in rows]
    until = hearing.on_at + timedelta(minutes=rules.figure("hearings.video_minutes", at))
    rooms.open_for(
        subject=subject(matter),
        title=f"{forum.short('hi')}, {shown.number(matter) or matter.case.number}",
        between=(hearing.on_at, until),
        seats=wanted,
        outside_link=hearing.video_link,
        by=by,
        at=at,
    )


def door(matter: Matter, litigant: int) -> Door | None:
    """Return link and code of a party for the room of a matter; None where it has none."""
    room = open_rooms.of_subject(subject(matter))
    return open_rooms.door_of(room, ref_of(litigant)) if room else None


def ref_of(litigant: int) -> str:
    """Return the word by which the room knows a party."""
    return f"party:{litigant}"


def _label(one: Litigant) -> str:
    """Return what the others read of a party: its side and seat, no name."""
    with translation.override("hi"):
        side = pgettext("room", "Claimant") if one.claims else pgettext("room", "Respondent")
    return f"{side} {one.seat}"
