"""The page of a room: when it opens, who you are in it, the preview, the pictures; and the guests' door."""

import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.people import throttle
from shramsetu.rooms import janus, queries
from shramsetu.rooms.forms import GuestCode
from shramsetu.rooms.models import Role, Room, Seat
from shramsetu.rooms.views.seated import GUESTS, seat_of

TRIES = "signin.slip_tries_an_hour"
CAMERA = "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self)"


@never_cache
@require_safe
def room(request: HttpRequest, key: str) -> HttpResponse:
    """Show the room to who has a seat in it, and the guests' door to who is not signed in."""
    found = queries.of_key(key)
    if found is None:
        raise Http404
    seat = seat_of(request, found)
    if seat is None:
        if request.user.is_authenticated and not _number(request):  # who has a guest's link comes to the door
            raise Http404
        return render(request, "rooms/door.html", {"meeting": found, "form": GuestCode(initial=_number(request))})
    response = render(request, "rooms/room.html", _shown(seat, timezone.now()))
    if janus.is_there():
        response.connects = settings.JANUS_URL  # type: ignore[attr-defined]
        response["Permissions-Policy"] = CAMERA
    return response


@never_cache
@require_http_methods(["POST"])
def door(request: HttpRequest, key: str) -> HttpResponse:
    """Let a guest in whose number and code belong together."""
    found = queries.of_key(key)
    if found is None:
        raise Http404
    form = GuestCode(request.POST)
    if not form.is_valid():
        return render(request, "rooms/door.html", {"meeting": found, "form": form}, status=422)
    number = form.cleaned_data["number"]
    try:
        _count("room-code", f"{key}:{number}")
        seat = queries.seat_of_guest(found, number)
        right = hmac.compare_digest(queries.code_of(found, number).encode(), form.cleaned_data["code"].encode())
        if seat is None or seat.withdrawn_at is not None or not right:
            _count("room-address", throttle.address(request))  # right ones are not: many share a phone mast's address
            form.do_not_fit()
            return render(request, "rooms/door.html", {"meeting": found, "form": form}, status=422)
    except throttle.TooOften:
        return throttle.too_often(request)
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[GUESTS] = {**request.session.get(GUESTS, {}), key: number}
    return redirect("rooms:room", key)


def _count(what: str, source: str) -> None:
    throttle.count(what, source, figure=TRIES, span=throttle.HOUR, at=timezone.now())


def _number(request: HttpRequest) -> dict[str, str]:
    number = request.GET.get("n", "")
    return {"number": number} if number.isdecimal() and len(number) <= 3 else {}


def _shown(seat: Seat, at: datetime) -> dict[str, Any]:
    room: Room = seat.room
    seats = [one for one in queries.seats(room) if one.withdrawn_at is None]
    return {
        "meeting": room,
        "seat": seat,
        "phase": queries.phase(room, at).value,
        "chairs": seat.role == Role.CHAIR,
        "has_server": janus.is_there(),
        "me": queries.label_of(seat),
        "seats": [(queries.label_of(one), one.get_role_display(), one.pk == seat.pk) for one in seats],
        "is_out": seat.removed_at is not None,
    }
