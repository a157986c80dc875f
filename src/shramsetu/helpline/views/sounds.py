"""Every sound of the telephone: its words, a player, a studio recording instead, and the way back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu.helpline import line_forms as forms
from shramsetu.helpline import voice, words
from shramsetu.helpline.actions import prompts as actions
from shramsetu.helpline.queries import prompts
from shramsetu.helpline.rules.sound import BadSound
from shramsetu.helpline.rules.speech import LANGUAGES, WORDS
from shramsetu.helpline.views.page import MANAGERS, tried
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50
GROUPS = ("sentences", "menus", "words")


@require_GET
@post_required(*MANAGERS)
def listed(request: DeskRequest) -> HttpResponse:
    language = _language(request.GET.get("language", "hi"))
    group = request.GET.get("group", "")
    sought = request.GET.get("q", "").strip().casefold()
    rows = [row for row in _rows(language) if (not group or row["group"] == group) and _holds(row, sought)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"rows": page, "tongue": language, "group": group, "q": sought, "has_voice": voice.is_there()}
    context["missing"] = len(voice.missing(language, [str(row["key"]) for row in rows]))
    return render(request, "helpline/sounds.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*MANAGERS)
def one(request: DeskRequest, language: str, key: str) -> HttpResponse:
    """Show one sound; take a studio recording for it."""
    row = next((row for row in _rows(_language(language)) if row["key"] == key), None)
    if row is None:
        raise Http404(gettext("There is no such sound."))
    form = forms.Studio(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, at = form.cleaned_data["recording"], timezone.now()
        try:
            actions.replace(key, upload, language=language, by=request.actor, at=at)
        except BadSound as bad:
            form.add_error("recording", str(words.SOUNDS[bad.reason]))
        else:
            messages.success(request, gettext("From now on callers hear this recording."))
            return redirect("helpline:sound", language, key)
    page: dict[str, Any] = {"row": row, "tongue": language, "form": form}
    return render(request, "helpline/sound.html", page, status=422 if form.errors else 200)


@require_POST
@post_required(*MANAGERS)
def restore(request: DeskRequest, language: str, key: str) -> HttpResponse:
    """Go back to the synthesised voice."""
    goal = reverse("helpline:sound", args=[_language(language), key])

    def deed() -> None:
        actions.restore(key, language, by=request.actor, at=timezone.now())

    return tried(request, deed, done=gettext("The synthesised voice speaks again."), goal=goal)


@require_GET
@post_required(*MANAGERS)
def heard(request: DeskRequest, language: str, key: str) -> HttpResponse:
    """Give the sound as a WAV."""
    file = voice.path(key, _language(language))
    if not file.exists():
        raise Http404(gettext("This sound is not made yet."))
    return HttpResponse(file.read_bytes(), content_type="audio/wav", headers={"Cache-Control": "private, no-cache"})


def _rows(language: str) -> list[dict[str, object]]:
    places, recorded = prompts.where(language), prompts.in_use()
    return [
        {
            "key": key,
            "text": text,
            "group": _group(key),
            "places": places.get(key, []),
            "studio": recorded.get((key, language)),
            "is_there": voice.path(key, language).exists(),
        }
        for key, text in prompts.texts(language).items()
        if text
    ]


def _group(key: str) -> str:
    return "words" if key in WORDS else "menus" if key.startswith("t") and len(key) == 21 else "sentences"


def _holds(row: dict[str, object], sought: str) -> bool:
    return not sought or sought in str(row["text"]).casefold() or sought in str(row["key"])


def _language(given: str) -> str:
    if given not in LANGUAGES:
        raise Http404
    return given
