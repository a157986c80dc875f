"""POSTs are safe to send again: the same actor and key get the first answer; another body under the same key is 422."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.lib import clock
from shramsetu.prepared import Rows
from shramsetu.web.models import Replay

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "Location", "ETag")
KEY_MAX = 80
PASSING = frozenset({401, 429})  # these speak of the caller or the moment, not of what was asked
_KEPT = Rows(lambda actor, key: Replay.objects.filter(actor=actor, key=key), actor=str, key=str)


class Idempotency:
    """Runs a POST that carries a key in one transaction with the record of its answer.

    A second request with the same key waits for the first one. Answers of 5xx are not kept and leave nothing behind;
    401 and 429 are not kept either, nor a form shown again with what is wrong in it: nothing was done, and what is sent
    next under its key is the same form put right. Answers are kept encrypted: they may hold a sealed case's words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.headers.get(HEADER, "-").strip():
            return _problem(_("The key of this request is empty. Send one, or leave it out."), 422)
        key = _key(request)
        if request.method != "POST" or not key:
            return self.get_response(request)
        if len(key) > KEY_MAX:
            return _problem(_("The key of this request is too long."), 422)
        if not key.isprintable():
            return _problem(_("The key of this request holds signs that cannot be read."), 422)
        actor, digest = _actor(request), _digest(request)
        with transaction.atomic():
            _queue_up(actor, key)
            kept = _KEPT.first(actor=actor, key=key)
            if kept is not None:
                return _again(kept, digest)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif not response.streaming and response.status_code not in PASSING and not _is_page_of_errors(response):
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
            found.update(f"{name}={[(one.name, one.size, _content(one)) for one in files]}\n".encode())
    else:
        found.update(request.body)
    return found.hexdigest()


def _is_page_of_errors(response: HttpResponse) -> bool:
    return response.status_code == 422 and response.get("Content-Type", "").startswith("text/html")


def _content(upload: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
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
        body=_box().encrypt(response.content),
        made_at=at,
    ).save(force_insert=True)


def _again(kept: Replay, digest: str) -> HttpResponse:
    if kept.digest != digest:
        return _problem(_("This key was already used for another request. Send a new key."), 422)
    body = _box().decrypt(bytes(kept.body))
    return HttpResponse(body, status=kept.status, headers={**kept.headers, "Idempotent-Replay": "true"})


def _box() -> MultiFernet:
    """The newest key encrypts; keys taken out of use still open."""
    return MultiFernet([_lock(force_bytes(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _lock(secret: bytes) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"replay").derive(secret)
    return Fernet(base64.urlsafe_b64encode(derived))


def _problem(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": {"code": "idempotency_key", "message": message}}, status=status)
