"""A voice note or photograph instead of words: in pieces where the browser can, as a plain file where it cannot."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.files.views import serve
from shramsetu.journal.rules import Actor
from shramsetu.people import throttle
from shramsetu.portal import actions, citizen, draft, pieces, words
from shramsetu.portal.draft import Draft

SENT, SENT_MOST = "voice_sent", 10
FAULT = "voice_fault"


@never_cache
@require_http_methods(["GET", "POST"])
@throttle.limited("voice", figure="voice.pieces_per_minute", span=throttle.MINUTE)
def voice(request: HttpRequest) -> HttpResponse:
    """Take a piece (`key`, `start`, `type`, `last` in the address), a whole file of a form, or tell how far it came."""
    begun = draft.read(request)
    if "key" not in request.GET:
        return _form(request, begun) if request.method == "POST" else redirect("portal:file_screen", "what")
    key = _uuid(request.GET["key"])
    done = {one[0]: one[1] for one in request.session.get(SENT, [])}
    if str(key) in done:
        return JsonResponse({"done": done[str(key)]})
    if request.method != "POST":
        return JsonResponse({"have": pieces.have(begun, key)})
    return _piece(request, _kept(request, begun), key)


def _piece(request: HttpRequest, begun: Draft, key: UUID) -> HttpResponse:
    at = timezone.now()
    try:
        there = pieces.put(begun, key, start=_number(request, "start"), content=request.body, at=at)
        if _number(request, "last") != there:
            return JsonResponse({"have": there})
        kind = request.GET.get("type", "")
        name = _("My voice") if kind.startswith("audio/") else _("My photo")
        kept = pieces.finish(begun, key, media_type=kind, name=name, by=_actor(request), at=at)
    except pieces.OutOfStep as error:
        return JsonResponse({"have": error.args[0]}, status=409)
    except (FalseType, TooLarge, actions.TooManyFiles) as error:
        pieces.forget(begun, key)
        return JsonResponse({"error": words.file_fault(error)}, status=422)
    request.session[SENT] = [*request.session.get(SENT, []), [str(key), str(kept.pk)]][-SENT_MOST:]
    return JsonResponse({"done": str(kept.pk)})


def _form(request: HttpRequest, begun: Draft) -> HttpResponse:
    uploads = request.FILES.getlist("files")
    if uploads:
        try:
            actions.attach(_kept(request, begun), uploads, by=_actor(request), at=timezone.now())
        except (FalseType, TooLarge, actions.TooManyFiles) as error:
            request.session[FAULT] = words.file_fault(error)
    else:
        request.session[FAULT] = _("Choose a photo, recording or paper first.")
    return redirect("portal:file_screen", "what")


@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give a paper of one's own draft back, to hear or see it before sending."""
    begun = draft.read(request)
    found: Attachment = get_object_or_404(files.attached(begun.stream).filter(blob__isnull=False), pk=pk)
    return serve(found, private=True)


def _kept(request: HttpRequest, begun: Draft) -> Draft:
    """Return the draft, remembered by this browser even before a word was written."""
    return begun if begun.values else draft.write(request, begun, {"spoken": True})


def _uuid(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as error:
        raise Http404 from error


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _actor(request: HttpRequest) -> Actor:
    who = citizen.signed_in(request, at=timezone.now())
    return who.actor if who else Actor(role=citizen.ROLE)
