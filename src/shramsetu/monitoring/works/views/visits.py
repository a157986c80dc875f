"""Visiting a site with a phone, and its photographs of one point side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework.actions import NotAllowed
from shramsetu.monitoring.works import powers, queries, words
from shramsetu.monitoring.works.actions import visiting
from shramsetu.monitoring.works.forms import Because
from shramsetu.monitoring.works.models import Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.records import UNSEEN, Photo, PhotoPoint
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.monitoring.works.views.desk import READERS, WRITERS, because, posted, told
from shramsetu.monitoring.works.visit_form import VisitForm
from shramsetu.offices.access import DeskRequest, post_required

MOST = 24  # photographs of each point, side by side


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def visit(request: DeskRequest, slug: str) -> HttpResponse:
    """Enter a visit: the phone's position is taken where the browser gives it, and its lack is flagged alone."""
    found = _work(request, slug)
    sides = powers.sides(request.post, found)
    if not sides:
        raise PermissionDenied
    points = list(PhotoPoint.objects.filter(work=found, retired_at=None).order_by("number"))
    form = VisitForm(*posted(request), points=points, visitors=powers.visitors(sides))
    if form.is_valid():
        with told(form):
            made = visiting.visit(found, form.seen, by=request.actor, at=timezone.now())
            strange = queries.flagged(list(made.photos.all()))
            _thank(request, strange)
            return redirect("monitoring:work", slug)
    page = {"form": form, "work": found}
    return render(request, "monitoring/works/visit.html", page, status=422 if form.errors else 200)


@require_safe
@post_required(*READERS)
def photos(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the photographs of each point side by side, the newest first."""
    found = _work(request, slug)
    sides = powers.sides(request.post, found)
    listed = [
        (point, [(one, [words.FLAG[Flag(flag)] for flag in one.flags], _may_show(one, sides)) for one in rows])
        for point, rows in queries.photos(found, hidden=True, most=MOST).items()
    ]
    page = {"work": found, "points": listed, "may_hide": bool(sides & {Side.AGENCY, Side.DEPARTMENT}), "unseen": UNSEEN}
    return render(request, "monitoring/works/photos.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def hide(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Take a photograph out of the public page, with the reason."""
    found = _work(request, slug)
    photo = get_object_or_404(Photo.objects.select_related("work"), work=found, pk=pk)
    form = Because(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            visiting.hide(photo, why=form.cleaned_data["reason"][:200], by=request.actor, at=timezone.now())
            return redirect("monitoring:work_photos", slug)
    return because(request, form, found, gettext("Take a photograph out of the public page"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def retire(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Ask for no more photographs from a point, with the reason; those that were taken stay."""
    found = _work(request, slug)
    point = get_object_or_404(PhotoPoint.objects.select_related("work"), work=found, number=number, retired_at=None)
    form = Because(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            visiting.retire(point, why=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("monitoring:work_photos", slug)
    return because(request, form, found, gettext("Ask for no more photographs from this point"))


@require_POST
@post_required(*WRITERS)
def show(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Put a photograph on the public page that somebody has looked at."""
    found = _work(request, slug)
    photo = get_object_or_404(Photo.objects.select_related("work"), work=found, pk=pk)
    try:
        visiting.show(photo, by=request.actor, at=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied from error
    return redirect("monitoring:work_photos", slug)


def _may_show(photo: Photo, sides: frozenset[Side]) -> bool:
    return Side.DEPARTMENT in sides or (photo.hidden_why == UNSEEN and Side.AGENCY in sides)


def _thank(request: DeskRequest, strange: set[Flag]) -> None:
    messages.success(request, gettext("The visit is written down."))
    for flag in sorted(strange):
        messages.warning(request, str(words.FLAG[flag]))


def _work(request: DeskRequest, slug: str) -> Work:
    found = queries.by_slug(powers.seen_by(request.post), slug)
    if found is None:
        raise Http404
    return found
