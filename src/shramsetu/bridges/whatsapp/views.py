"""The address that the provider calls: the handshake, and deliveries that are kept before they are answered."""

from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from procrastinate.exceptions import AlreadyEnqueued

from shramsetu.bridges import tasks
from shramsetu.bridges.whatsapp import keeping, payload
from shramsetu.people import throttle

BYTES = 3_500_000  # up to three megabytes come in one delivery
FIGURE = "whatsapp.unsigned_per_minute"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest) -> HttpResponse:
    """Answer the handshake (GET) or take a delivery (POST).

    200 once it is kept, also where it came before or is not about us: the provider repeats all else for days. 401
    without a right signature, 413 for one too long, 429 to an address that sends many unsigned ones.
    """
    given = settings.WHATSAPP
    if not (given["number_id"] and given["secrets"] and given["verify_token"]):
        raise Http404
    if request.method == "GET":
        if not payload.is_handshake(request.GET.dict(), given["verify_token"]):
            return _unproved(request, 403)
        return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
    body = request.read(BYTES + 1)
    if len(body) > BYTES:
        return HttpResponse(status=413)
    secrets = [secret.encode() for secret in given["secrets"]]
    if not payload.is_signed(body, request.headers.get("X-Hub-Signature-256", ""), secrets=secrets):
        return _unproved(request, 401)
    return _taken(body, given["number_id"])


def _taken(body: bytes, number_id: str) -> HttpResponse:
    try:
        delivery = payload.read(body, number_id=number_id)
    except payload.Unreadable as error:  # signed, and yet not of the shape: the same again would be no better
        keeping.log.error("delivery not of the shape", fault=str(error))
        return HttpResponse(status=200)
    if keeping.keep(delivery, at=timezone.now()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            tasks.answer_whatsapp.defer()
    return HttpResponse(status=200)


def _unproved(request: HttpRequest, status: int) -> HttpResponse:
    """Refuse who proves nothing; who tries often is told to wait."""
    at = timezone.now()
    try:
        throttle.count("whatsapp", throttle.address(request), figure=FIGURE, span=throttle.MINUTE, at=at)
    except throttle.TooOften:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    return HttpResponse(status=status)
