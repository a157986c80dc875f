"""The button that leads to a meeting by video: `{% load rooms %}{% room_button "review:12" %}`."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from shramsetu.rooms import queries
from shramsetu.rooms.views.seated import seat_of

register = template.Library()


@register.inclusion_tag("rooms/_button.html", takes_context=True)
def room_button(context: Context, subject: str) -> dict[str, Any]:
    """Draw the way into the room about `subject`, with its time; nothing for who has no seat in it. Two queries."""
    request, room = context.get("request"), queries.of_subject(subject)
    seat = seat_of(request, room) if request is not None and room is not None else None
    if room is None or seat is None:
        return {"room": None}
    return {"room": room, "phase": queries.phase(room, timezone.now()).value}
