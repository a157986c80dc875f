"""The door of devices: who am I to you, take these, give me this kit."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offline import actions, registry
from shramsetu.offline.registry import Giver
from shramsetu.people import throttle

MOST = "offline.entries_per_request"


@never_cache
@require_safe
def hello(request: HttpRequest) -> JsonResponse:
    """Tell a device who it is to us, by which token it may send, and how much at once."""
    at = timezone.now()
    most = rulebook.book().number(MOST, clock.day(at))
    told = {"token": get_token(request), "owner": actions.owner_of(_giver(request)), "most": most}
    return JsonResponse({**told, "now": int(at.timestamp() * 1000)})


@never_cache
@require_POST
def sync(request: HttpRequest) -> JsonResponse:
    """Take entries, each for itself: what becomes of one does not touch the next."""
    at = timezone.now()
    try:
        throttle.count(
            "offline", throttle.address(request), figure="offline.requests_minute", span=throttle.MINUTE, at=at
        )
    except throttle.TooOften:
        return JsonResponse({"answers": []}, status=429, headers={"Retry-After": "60"})
    given = _entries(request.POST.get("entries", ""))
    most = rulebook.book().number(MOST, clock.day(at))
    if given is None:
        return JsonResponse({"error": gettext("This could not be read. Write it once more.")}, status=422)
    if len(given) > most:
        return JsonResponse({"error": gettext("Too many at once."), "most": most}, status=413)
    giver = _giver(request)
    answers = [actions.take(one, _files(request, one), giver=giver, at=at).plain() for one in given]
    return JsonResponse({"answers": answers})


@never_cache
@require_safe
@post_required()
def kit(request: DeskRequest, name: str, ref: str) -> JsonResponse:
    """Give an officer what they take along."""
    found = registry.kits.get(name)
    if found is None or request.post.role not in found.roles:
        raise Http404
    giver, at = _giver(request), timezone.now()
    content = found.load(ref, giver=giver, at=at)
    until = at + timedelta(days=rulebook.book().number(found.days, clock.day(at)))
    owner = actions.owner_of(giver)
    return JsonResponse({"owner": owner, "kit": content, "until": int(until.timestamp() * 1000)})


def _giver(request: HttpRequest) -> Giver:
    found = cast("DeskRequest", request)
    return Giver(found.actor, found.post, request)


def _entries(written: str) -> list[object] | None:
    try:
        given = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, list) else None


def _files(request: HttpRequest, one: object) -> Sequence[UploadedFile]:
    """Return the files of one entry: their names begin with its key."""
    key = one.get("key") if isinstance(one, dict) else None
    return request.FILES.getlist(f"file:{key}") if isinstance(key, str) else []
