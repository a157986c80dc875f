"""POSTs are safe to send again: the same actor and key get the first answer; another body under the same key is 422."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.web.models import Replay

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "Location", "ETag")
KEY_MAX = 80


class Idempotency:
    """Runs a POST that carries a key in one transaction with the record of its answer.

    A second request with the same key waits for the first one. Answers of 5xx are not kept and leave nothing behind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or not key:
            return self.get_response(request)
        if len(key) > KEY_MAX:
            return _problem(_("The key of this request is too long."), 422)
        actor, digest = _actor(request), _digest(request)
        with transaction.atomic():
            _queue_up(actor, key)
            kept = Replay.objects.filter(actor=actor, key=key).first()
            if kept is not None:
                return _again(kept, digest)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif not response.streaming:
                _keep(actor, key, digest, response, timezone.now())
            return response


def forget(*, at: datetime) -> int:
    """Drop answers that are older than the rulebook keeps them; return how many."""
    hours = rulebook.book().number("signin.idempotency_hours", clock.day(at))
    return Replay.objects.filter(made_at__lt=at - timedelta(hours=hours)).delete()[0]


def _key(request: HttpRequest) -> str:
    found = request.headers.get(HEADER, "")
    if found or request.method != "POST" or request.content_type == "application/json":
        return found
    return request.POST.get(FIELD, "")


def _actor(request: HttpRequest) -> str:
    bearer = request.headers.get("Authorization", "")
    if bearer:
        return "token:" + hashlib.sha256(bearer.encode()).hexdigest()
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"session:{request.session.session_key or request.META.get('REMOTE_ADDR', '')}"


def _digest(request: HttpRequest) -> str:
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name in sorted(set(request.POST) - {"csrfmiddlewaretoken"}):
            found.update(f"{name}={request.POST.getlist(name)}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            found.update(f"{name}={[(one.name, one.size) for one in files]}\n".encode())
    else:
        found.update(request.body)
    return found.hexdigest()


def _queue_up(actor: str, key: str) -> None:
    """Let requests with one key pass one after the other."""
    number = int.from_bytes(hashlib.sha256(f"{actor}\n{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _keep(actor: str, key: str, digest: str, response: HttpResponse, at: datetime) -> None:
    headers = {name: response[name] for name in KEPT if name in response}
    Replay(
        actor=actor,
        key=key,
        digest=digest,
        status=response.status_code,
        headers=headers,
        body=response.content,
        made_at=at,
    ).save(force_insert=True)


def _again(kept: Replay, digest: str) -> HttpResponse:
    if kept.digest != digest:
        return _problem(_("This key was already used for another request. Send a new key."), 422)
    return HttpResponse(bytes(kept.body), status=kept.status, headers={**kept.headers, "Idempotent-Replay": "true"})


def _problem(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": {"code": "idempotency_key", "message": message}}, status=status)
