"""Checking a card: a page that works without a network, the public keys, and the cards that are revoked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.people.throttle import MINUTE, limited
from shramsetu.workers import card_keys
from shramsetu.workers.actions import cards


@require_safe
@cache_control(no_cache=True)
def check(request: HttpRequest) -> HttpResponse:
    """Give the checking page: it reads a code by camera, photograph or from its own address, and asks nobody."""
    answer = render(request, "workers/public/card_check.html", {"keys": card_keys.ring().published()})
    answer["Permissions-Policy"] = "microphone=(), camera=(self)"
    return answer


@require_safe
@cache_control(max_age=3600)
def keys(request: HttpRequest) -> HttpResponse:
    """Publish the keys by which anybody checks cards."""
    ring = card_keys.ring()
    return JsonResponse({"algorithm": "Ed25519", "in_use": ring.newest, "keys": ring.published()})


@require_safe
@limited("card-revoked", figure="workers.card_lists_a_minute", span=MINUTE, methods=("GET", "HEAD"))
@cache_control(max_age=600)
def revoked(request: HttpRequest) -> HttpResponse:
    """Give the signed list of cards that are not to be believed any more."""
    return JsonResponse(cards.revoked(at=timezone.now()))
