"""Messages that callers left, as work: hear, take, call back, register, done."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu.helpline import line_forms as forms
from shramsetu.helpline.actions import voicemail as actions
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Recording
from shramsetu.helpline.queries import voicemails
from shramsetu.helpline.views.page import LISTENERS, tried
from shramsetu.offices.access import DeskRequest, post_required

PAGE, LATELY = 50, 20


@require_GET
@post_required(*LISTENERS)
def listed(request: DeskRequest) -> HttpResponse:
    page = Paginator(voicemails.waiting(), PAGE).get_page(request.GET.get("page"))
    rows = [{"recording": row, "taken": _taken(row)} for row in page]
    return render(
        request, "helpline/voicemails.html", {"page": page, "rows": rows, "done": voicemails.done_lately()[:LATELY]}
    )


@require_http_methods(["GET", "POST"])
@post_required(*LISTENERS)
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one message with its player; take the word of what came of it."""
    recording = _recording(pk)
    form = forms.End(request.POST or None)
    if request.method == "POST" and form.is_valid():
        result = form.cleaned_data["result"]

        def deed() -> None:
            actions.done(recording, result, by=request.actor, at=timezone.now())

        return tried(request, deed, done="", goal=reverse("helpline:voicemails"))
    page = {"recording": recording, "form": form, "voicemail": getattr(recording, "voicemail", None)}
    page |= {"taken": _taken(recording), "mine": _is_mine(recording, request)}
    return render(request, "helpline/voicemail.html", page, status=422 if form.errors else 200)


@require_POST
@post_required(*LISTENERS)
def take(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the message for some minutes."""
    return _do(
        request, pk, lambda found: actions.take(found, by=request.actor, at=timezone.now()), "helpline:voicemail"
    )


@require_POST
@post_required(*LISTENERS)
def call_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Have the caller called back, which ends the message."""
    return _do(request, pk, lambda found: actions.call_back(found, by=request.actor, at=timezone.now()), "")


@require_POST
@post_required(*LISTENERS)
def register(request: DeskRequest, pk: int) -> HttpResponse:
    """Open the form of registration with the caller's number; that it was seen is written down."""
    recording = _recording(pk)
    try:
        phone = actions.reveal(recording, by=request.actor, at=timezone.now())
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("helpline:voicemail", pk)
    return redirect(f"{reverse('grievances:register')}?{urlencode({'phone': phone})}")


def _do(request: DeskRequest, pk: int, deed: Callable[[Recording], object], back: str) -> HttpResponse:
    recording = _recording(pk)
    goal = reverse(back, args=[pk]) if back else reverse("helpline:voicemails")
    return tried(request, lambda: deed(recording), done=gettext("Done, and written in the history."), goal=goal)


def _recording(pk: int) -> Recording:
    rows = Recording.objects.filter(kind=Recording.Kind.VOICEMAIL, forgotten_at=None)
    return get_object_or_404(rows.select_related("call", "attachment", "voicemail__taken_by"), pk=pk)


def _taken(recording: Recording) -> object:
    row = getattr(recording, "voicemail", None)
    if row is None or row.done_at or row.taken_until is None or row.taken_until <= timezone.now():
        return None
    return row.taken_by


def _is_mine(recording: Recording, request: DeskRequest) -> bool:
    return _taken(recording) == request.user
