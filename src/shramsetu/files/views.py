from io import BytesIO
from typing import IO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shramsetu.files import access, pictures, rules, veil
from shramsetu.files.models import Attachment
from shramsetu.files.store import store
from shramsetu.journal import actions as journal

POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
_SHOWN = ("image/", "audio/")


@require_safe
def attachment(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Serve one attachment to whom its stream's package gives leave; to others it is not there."""
    found, is_noted = _allowed(request, pk)
    return serve(found, private=is_noted)


@require_safe
def small(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Serve a picture small enough for a page of many, to whom may have the whole; what is no picture is not there."""
    found, is_noted = _allowed(request, pk)
    kind = rules.PICTURES.get(found.media_type)
    if kind is None:
        raise Http404(_("There is no such file."))
    with opened(found) as file:
        response = HttpResponse(pictures.small(file.read(), kind), content_type="image/jpeg")
    _guard(response, private=is_noted)
    return response


def _allowed(request: HttpRequest, pk: UUID) -> tuple[Attachment, bool]:
    """Return the attachment and whether its reading was noted; raises Http404 for whom it is not there."""
    found = get_object_or_404(Attachment.objects.filter(removed_at=None, blob__isnull=False), pk=pk)
    leave = access.leave(request, found)
    if leave is None:
        raise Http404(_("There is no such file."))
    if leave.is_noted:
        detail = {"attachment": str(found.pk), "stream": found.stream}
        journal.append(f"reads:{found.stream}", "open_file", by=leave.by, at=timezone.now(), detail=detail)
    return found, leave.is_noted


def opened(found: Attachment) -> IO[bytes]:
    """Return the content of `found` for reading, decrypted where it is kept encrypted."""
    file = store().open(str(found.blob_id))
    if file.read(len(veil.MARK)) == veil.MARK:
        with file:
            return BytesIO(veil.unveiled(found.stream, veil.MARK + file.read()))
    file.seek(0)
    return file


def serve(found: Attachment, *, private: bool) -> FileResponse:
    """Return the content of `found`, which the caller has leave to give; when `private`, no cache keeps it."""
    response = FileResponse(
        opened(found),
        as_attachment=not found.media_type.startswith(_SHOWN),
        filename=found.name,
        content_type=found.media_type,
    )
    response["Content-Length"] = str(found.size)
    _guard(response, private=private)
    return response


def _guard(response: HttpResponseBase, *, private: bool) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store" if private else "private, max-age=3600"
