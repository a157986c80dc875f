import hmac
import json
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shramsetu.lib import phone
from shramsetu.messages import actions, queries, rules

REPORT_BYTES = 10_000
CLOCK_SECONDS = 300
SHOWN = 50


@csrf_exempt
@require_POST
def delivery_report(request: HttpRequest) -> HttpResponse:
    """Take an aggregator's delivery report: {"id": ours, "status": "delivered" | "failed", "code": "..."}.

    X-Timestamp is the time in seconds, X-Signature the HMAC of it and the body (rules.signature). 403 without a right
    signature, 422 for a body that says nothing; a message that is not out is answered 200 too, so that nobody asks on.
    """
    body = request.read(REPORT_BYTES)
    if not is_signed(body, request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")):
        return HttpResponse(status=403)
    try:
        told = json.loads(body)
        known = UUID(str(told["id"]))
        delivered = {"delivered": True, "failed": False}[told["status"]]
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=422)
    actions.report(known, delivered=delivered, code=str(told.get("code", "")), at=timezone.now())
    return HttpResponse(status=200)


@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """Show the demo's messages as the phones would; there is no such page outside the demo."""
    if not settings.DEMO:
        raise Http404
    asked = request.GET.get("to", "").strip()[:100]
    sent = queries.in_tray(_address(asked))[:SHOWN]  # `messages` are the notices that the layout shows
    return render(request, "messages/tray.html", {"asked": asked, "sent": sent})


def is_signed(body: bytes, at: str, signature: str) -> bool:
    """Tell whether the aggregator, who knows the shared secret, signed `body` within these minutes."""
    secret = settings.SMS_REPORT_SECRET
    is_fresh = at.isascii() and at.isdigit() and abs(timezone.now().timestamp() - int(at[:15])) <= CLOCK_SECONDS
    return (
        bool(secret)
        and is_fresh
        and hmac.compare_digest(rules.signature(body, at, secret).encode(), signature.lower().encode())
    )


def _address(asked: str) -> str:
    if "@" in asked:
        return asked
    try:
        return phone.normalise(asked) if asked else ""
    except phone.BadPhone:
        return "".join(mark for mark in asked if mark.isdigit()) or asked
