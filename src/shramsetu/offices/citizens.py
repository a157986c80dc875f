"""Pages that a proved phone opens and that need the phone itself: what is held under it is looked up by its number."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from shramsetu.offices import access

P = ParamSpec("P")
PHONE, SINCE = "citizen_phone", "citizen_since"
# Whether sign-ins of this phone's key that began then were ended from elsewhere; whoever keeps that says so.
ended: list[Callable[[str, datetime], bool]] = []


class PhoneRequest(access.CitizenRequest):
    """A request of somebody whose phone was proved a few minutes ago."""

    phone: str


def phone_required(
    view: Callable[Concatenate[Any, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let only a proved phone in; others are asked for their number and come back here."""

    @never_cache
    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = phone_of(request, at=timezone.now())
        if not found:
            back = request.get_full_path() if request.method in access.READING else "/"
            return redirect(f"{reverse('portal:sign_in')}?{urlencode({'next': back})}")
        request.phone = found
        return view(request, *args, **kwargs)

    return guarded


def phone_of(request: HttpRequest, *, at: datetime) -> str:
    """Return the phone (E.164) that was proved in this browser; "" if none, or if its time is over."""
    key, phone = access.citizen_key(request, at), str(request.session.get(PHONE, ""))
    if not key or not phone:
        return ""
    since = datetime.fromtimestamp(float(request.session.get(SINCE, 0)), tz=at.tzinfo)
    return "" if any(is_ended(key, since) for is_ended in ended) else phone
