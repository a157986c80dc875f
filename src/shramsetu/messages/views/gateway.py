"""What gateways tell us: what became of a message."""

import hmac
import json
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shramsetu.messages import actions, rules
from shramsetu.messages.gateways import kannel_settings

REPORT_BYTES = 10_000
CLOCK_SECONDS = 300


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
def kannel_report(request: HttpRequest) -> HttpResponse:
    """Take Kannel's delivery report: our id and its sign, the type of report, the operator's words and its reference.

    403 for a sign that is not ours. A message that is not out any more is answered 200 too, so that nobody asks on.
    """
    pk, sign = request.GET.get("id", ""), request.GET.get("sign", "")
    secret = settings.SMS_REPORT_SECRET
    if not secret or not hmac.compare_digest(rules.report_sign(pk, secret).encode(), sign.encode()):
        return HttpResponse(status=403)
    codes = kannel_settings().codes
    fate, code = rules.kannel_fate(request.GET.get("type", ""), request.GET.get("reply", ""), codes)
    known, now = UUID(pk), timezone.now()
    if fate == "taken":
        actions.taken(known, ref=request.GET.get("ref", ""), at=now)
    elif fate:
        actions.report(known, delivered=fate == "delivered", code=code, at=now)
    return HttpResponse(status=200)


def is_ours(key: str) -> bool:
    """Tell whether Kannel, who was given the shared secret, is asking."""
    secret = settings.SMS_REPORT_SECRET
    return bool(secret) and hmac.compare_digest(secret.encode(), key.encode())


def is_signed(body: bytes, at: str, signature: str) -> bool:
    """Tell whether the aggregator, who knows the shared secret, signed `body` within these minutes."""
    secret = settings.SMS_REPORT_SECRET
    is_fresh = at.isascii() and at.isdigit() and abs(timezone.now().timestamp() - int(at[:15])) <= CLOCK_SECONDS
    return (
        bool(secret)
        and is_fresh
        and hmac.compare_digest(rules.signature(body, at, secret).encode(), signature.lower().encode())
    )
