"""What the page of a room asks for while somebody is in it, in JSON.

`wrong` is a sentence to show, `again` says that trying again may help, `is_over` that it will not.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shramsetu.rooms import actions, errors, queries, rules
from shramsetu.rooms.models import Seat
from shramsetu.rooms.views.seated import actor_of, seated

REFUSED, GONE = 409, 410
MID = re.compile(r"[0-9A-Za-z]{1,16}")


@never_cache
@require_POST
@seated
def enter(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Come in: where the video server is, and what lets this browser in."""
    try:
        found = actions.enter(seat, by=actor_of(request, seat), at=timezone.now())
    except errors.NotPossible as error:
        return _refused(error)
    told = {
        "address": found.address,
        "token": found.token,
        "entry": found.entry,
        "feed": found.attendance.feed,
        "room": seat.room.key,
    }
    return JsonResponse({**told, **_people(seat)})


@never_cache
@require_POST
@seated
def here(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say that this browser is still in, and who the others are."""
    at = timezone.now()
    if not actions.stay(seat, request.POST.get("feed", ""), at=at):
        seat.refresh_from_db()
        is_over = queries.phase(seat.room, at) is rules.Phase.OVER
        wrong = errors.Over() if is_over else errors.SentOut() if seat.removed_at else None
        words = str(wrong) if wrong else gettext("You came in from another place; this window has left.")
        return JsonResponse({"wrong": words, "is_over": is_over}, status=GONE)
    return JsonResponse(_people(seat))


@never_cache
@require_POST
@seated
def leave(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Leave; the browser asks this also while its page is closed."""
    actions.leave(seat, request.POST.get("feed", ""), by=actor_of(request, seat), at=timezone.now())
    return JsonResponse({})


@never_cache
@require_POST
@seated
def mute(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The chair takes a voice away, or gives it back."""
    mid = request.POST.get("mid", "")
    if not MID.fullmatch(mid):
        return _refused(errors.NotThere())
    off = request.POST.get("off") == "yes"
    return _deed(request, seat, actions.mute, mid=mid, off=off)


@never_cache
@require_POST
@seated
def remove(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The chair sends somebody out."""
    return _deed(request, seat, actions.remove)


@never_cache
@require_POST
@seated
def end(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The chair ends the meeting for all."""
    try:
        actions.end(seat, by=actor_of(request, seat), at=timezone.now())
    except errors.NotPossible as error:
        return _refused(error)
    return JsonResponse({})


def _deed(request: HttpRequest, seat: Seat, verb: Callable[..., None], **given: object) -> HttpResponse:
    number = request.POST.get("number", "")
    try:
        if not number.isdecimal() or len(number) > 4:
            raise errors.NotThere
        verb(seat, int(number), by=actor_of(request, seat), at=timezone.now(), **given)
    except errors.NotPossible as error:
        return _refused(error)
    return JsonResponse(_people(seat))


def _refused(error: errors.NotPossible) -> JsonResponse:
    told = {"is_over": isinstance(error, errors.Over), "again": isinstance(error, errors.NoRoomHere)}
    return JsonResponse({"wrong": str(error), **told}, status=REFUSED)


def _people(seat: Seat) -> dict[str, Any]:
    """Who is in the room: what the video server calls them, and what they are called here."""
    people = [
        {
            "feed": one.feed,
            "number": one.seat.number,
            "name": queries.name_of(one),
            "role": one.seat.role,
            "part": one.seat.get_role_display(),
            "me": one.seat_id == seat.pk,
        }
        for one in queries.present(seat.room)
    ]
    return {"people": people}
