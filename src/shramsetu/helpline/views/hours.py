"""When each line is open, today and in the week; extended at once, and ended early."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu import rulebook
from shramsetu.helpline import hour_forms as forms
from shramsetu.helpline import words
from shramsetu.helpline.actions import hours as actions
from shramsetu.helpline.models import Opening
from shramsetu.helpline.queries import hours
from shramsetu.helpline.views.page import MANAGERS, tried
from shramsetu.offices.access import DeskRequest, post_required


@require_GET
@post_required(*MANAGERS)
def shown(request: DeskRequest) -> HttpResponse:
    at = timezone.now()
    lines = [
        {
            "line": line,
            "name": words.said(line.name),
            "is_open": hours.is_open(slug, at=at),
            "week": hours.week(slug, at=at),
            "openings": hours.openings(slug, at=at),
        }
        for slug, line in rulebook.book().helpline.lines.items()
    ]
    return render(request, "helpline/hours.html", {"lines": lines, "at": at})


@require_http_methods(["GET", "POST"])
@post_required(*MANAGERS)
def extend(request: DeskRequest, line: str) -> HttpResponse:
    """Ask until when and why, and keep the line open."""
    if line not in rulebook.book().helpline.lines:
        raise Http404
    form = forms.Extension(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> None:
            actions.extend(line, **form.cleaned_data, by=request.actor, at=timezone.now())

        return tried(request, deed, done=gettext("The line stays open."), goal=reverse("helpline:hours"))
    page = {"form": form, "name": words.line(line)}
    return render(request, "helpline/extend.html", page, status=422 if form.errors else 200)


@require_POST
@post_required(*MANAGERS)
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the usual hours hold again."""
    opening = get_object_or_404(Opening, pk=pk)

    def deed() -> None:
        actions.end(opening, by=request.actor, at=timezone.now())

    done = gettext("The usual hours hold again.")
    return tried(request, deed, done=done, goal=reverse("helpline:hours"))
