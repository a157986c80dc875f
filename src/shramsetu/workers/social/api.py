"""The faces of the interface: `/spdci/v1.0.0/registry/…`, the tokens and our public keys."""

import base64
import binascii
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app

from shramsetu.people import throttle
from shramsetu.workers.models import Partner
from shramsetu.workers.social import answering, envelope, keys, signing, tokens
from shramsetu.workers.social.actions import errands, receiving
from shramsetu.workers.social.actions.receiving import Arrival
from shramsetu.workers.social.reasons import Fault, Misshapen, Reason, Refused

STATUSES = {Fault.UNAUTHORISED: 401, Fault.FORBIDDEN: 403, Fault.TOO_MANY: 429, Fault.UNAVAILABLE: 503}
DOORBELL = "workers.send_errands"  # by its name: its module brings along all nightly work
PLAIN = frozenset({401, 403, 503})  # these have a body of their own in the interface
log = structlog.get_logger("social")
Work = Callable[[bytes, dict[str, Any], Partner, datetime], HttpResponse]


@require_GET
def jwks(request: HttpRequest) -> HttpResponse:
    """Show our public keys."""
    try:
        return JsonResponse(keys.jwks())
    except Refused as error:
        return refused(error, "", timezone.now())


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for client credentials (RFC 6749, 4.4), in the form or as HTTP Basic."""
    at = timezone.now()
    try:
        throttle.count(
            "spdci-token", throttle.address(request), figure="social.tokens_per_hour", span=throttle.HOUR, at=at
        )
        if request.POST.get("grant_type") != "client_credentials":
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        made = tokens.issue(*_credentials(request), at=at)
    except throttle.TooOften:
        return JsonResponse({"error": "slow_down"}, status=429, headers={"Retry-After": "60"})
    except Refused as error:
        if error.fault is Fault.UNAVAILABLE:
            return refused(error, "", at)
        return JsonResponse({"error": "invalid_client"}, status=401, headers={"WWW-Authenticate": "Basic"})
    seconds = int(tokens.lasts(at).total_seconds())
    said = {"access_token": made, "token_type": "Bearer", "expires_in": seconds}
    return JsonResponse(said, headers={"Cache-Control": "no-store"})


def face(request: HttpRequest, work: Work) -> HttpResponse:
    """Take what every face takes: a token, JSON, and not too often; then do the work of this one."""
    at = timezone.now()
    try:
        partner = _partner(request, at)
        if request.content_type != "application/json":
            return JsonResponse(_errors(Fault.BAD, "Content-Type: application/json"), status=415)
        said = signing.read(request.body)
    except signing.BadJson:
        return refused(Refused(Fault.BAD, "the body is not one JSON object"), "", at)
    except throttle.TooOften:
        return refused(Refused(Fault.TOO_MANY), "", at)
    except Refused as error:
        return refused(error, "", at)
    return work(request.body, said, partner, at)


def _later(action: str, body: bytes, said: dict[str, Any], partner: Partner, at: datetime) -> HttpResponse:
    """Acknowledge, and answer by a callback."""
    row = ""
    try:
        with transaction.atomic():
            arrival = receiving.take(body, said, action=action, partner=partner, at=at)
            row = str(arrival.row.correlation_id)
            asked = answering.read(arrival, at)
            errands.owe(arrival, said, at=at)
            answering.await_answer(arrival, asked, at=at)
    except Refused as error:
        return refused(error, row, at)
    transaction.on_commit(app.configure_task(DOORBELL).defer)
    return acknowledged(arrival, at)


def _now(action: str, body: bytes, said: dict[str, Any], partner: Partner, at: datetime) -> HttpResponse:
    """Answer at once."""
    try:
        arrival = receiving.take(body, said, action=action, partner=partner, at=at)
    except Refused as error:
        return _rejected(error, said, at) if _is_of_header(error) else refused(error, "", at)
    try:
        with transaction.atomic():
            message = answering.answer(arrival, answering.read(arrival, at), at=at)
    except Refused as error:
        receiving.ended(arrival.row, str(error.reason))
        return _rejected(error, said, at) if _is_of_header(error) else refused(error, "", at)
    total, done, status = answering.tally(message)
    receiving.ended(arrival.row, status, records=_records(message))
    counts = {"total_count": total, "completed_count": done}
    return _signed({**_header(said, action, at), "status": status, **counts}, message, at)


def _credentials(request: HttpRequest) -> tuple[str, str]:
    kind, _, coded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused(Fault.UNAUTHORISED) from error
    return name, secret


def _partner(request: HttpRequest, at: datetime) -> Partner:
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not shown.strip():
        raise Refused(Fault.UNAUTHORISED, "a bearer token is needed: /oauth2/client/token")
    partner = tokens.partner_of(shown.strip(), at=at)
    throttle.count("spdci", partner.sender_id, figure="social.requests_per_minute", span=throttle.MINUTE, at=at)
    return partner


def _is_of_header(error: Refused) -> bool:
    """Tell whether an envelope that can be read is refused for its header: a header is the answer to that."""
    return isinstance(error.reason, Reason) and not isinstance(error, Misshapen)


def _records(message: dict[str, Any]) -> int:
    found = message.get("search_response", ())
    return sum(len(one.get("data", {}).get("reg_records", ())) for one in found)


def acknowledged(arrival: Arrival, at: datetime) -> HttpResponse:
    """Say that an envelope was taken."""
    said = {"ack_status": "ACK", "timestamp": at.isoformat(), "correlation_id": str(arrival.row.correlation_id)}
    return JsonResponse({"message": said})


def refused(error: Refused, correlation: str, at: datetime) -> HttpResponse:
    """Say that an envelope was not taken, and why; the log says it too, by its code alone."""
    log.info("envelope refused", code=str(error.reason))
    status = STATUSES.get(error.fault, 400)
    if status in PLAIN:
        return JsonResponse(_errors(error.fault, error.detail), status=status)
    said = {"ack_status": "ERR", "timestamp": at.isoformat(), "correlation_id": correlation or "-"}
    said_error = {"code": error.fault.value, "message": error.text}
    headers = {"Retry-After": "60"} if status == 429 else {}
    return JsonResponse({"message": {**said, "error": said_error}}, status=status, headers=headers)


def _rejected(error: Refused, said: dict[str, Any], at: datetime) -> HttpResponse:
    """Answer at once that an envelope is not taken: a header alone, as the interface lets us."""
    code = {"status": "rjct", "status_reason_code": str(error.reason), "status_reason_message": error.text}
    action = str(said.get("header", {}).get("action", "search"))[:20]
    return _signed({**_header(said, action, at), **code}, {}, at)


def _header(said: dict[str, Any], action: str, at: datetime) -> dict[str, Any]:
    asker = str(said.get("header", {}).get("sender_id", ""))[:99]
    return {
        "version": envelope.VERSION,
        "message_id": uuid.uuid4().hex,
        "message_ts": at.isoformat(),
        "action": errands.ANSWERS.get(action, "on-search"),
        "sender_id": settings.SPDCI_ID,
        "receiver_id": asker,
        "is_msg_encrypted": False,
    }


def _signed(header: dict[str, Any], message: dict[str, Any], at: datetime) -> HttpResponse:
    try:
        body = keys.signer().envelope(header, message, at)
    except Refused as error:
        return refused(error, "", at)
    return HttpResponse(body, content_type="application/json")


def _errors(fault: Fault, detail: str) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"code": fault.value, "message": detail or fault.value}]}


def view(work: Work) -> Callable[[HttpRequest], HttpResponse]:
    """Make the view of a face."""

    @csrf_exempt
    @require_POST
    def of_work(request: HttpRequest) -> HttpResponse:
        return face(request, work)

    return of_work


search = view(partial(_later, "search"))
sync_search = view(partial(_now, "search"))
txn_status = view(partial(_later, "txn-status"))
sync_txn_status = view(partial(_now, "txn-status"))
subscribe = view(partial(_later, "subscribe"))
unsubscribe = view(partial(_later, "unsubscribe"))
