"""The notices of a matter at the desk: what went to whom, what became of it, the scan that proves it."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework.views.guard import of_case
from shramsetu.hearings import shown
from shramsetu.hearings.actions import notices as noticing
from shramsetu.hearings.forms import desk as forms
from shramsetu.hearings.models import Matter, Notice
from shramsetu.hearings.papers import notice as notice_paper
from shramsetu.hearings.views.matters import done, matter_for
from shramsetu.hearings.views.roles import WORKERS
from shramsetu.offices.access import DeskRequest, post_required


@post_required()
@require_safe
@of_case
def notices(request: DeskRequest, number: str) -> HttpResponse:
    """Show every notice with what became of it; the registry writes down what went out and what came back."""
    return _notices(request, matter_for(request, number))


@post_required(*WORKERS)
@require_POST
@of_case
def dispatch(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Write down that a notice on paper went out."""
    form, by, at = forms.Dispatch(request.POST), request.actor, timezone.now()
    found = _one(request, number, seq)
    return _written(request, found, form, lambda one: noticing.dispatch(one, form.sent, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def settle(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Write down what became of a notice on paper, with the scan that proves it."""
    form, by, at = forms.Outcome(request.POST, request.FILES), request.actor, timezone.now()
    found = _one(request, number, seq)
    return _written(request, found, form, lambda one: noticing.settle(one, form.came, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def follow(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Write down what was heard of a notice on its way."""
    form, by, at = forms.Event(request.POST), request.actor, timezone.now()
    found = _one(request, number, seq)
    return _written(request, found, form, lambda one: noticing.follow(one, **form.cleaned_data, by=by, at=at))


@post_required(*WORKERS)
@require_safe
@of_case
def letter(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Give a notice as a Hindi PDF for the post."""
    found = _one(request, number, seq)
    return notice_paper.response(found.matter, found)


@post_required(*WORKERS)
@require_POST
@of_case
def reissue(request: DeskRequest, number: str, seq: int) -> HttpResponse:
    """Issue a notice anew that came back or did not arrive."""
    found, by, at = _one(request, number, seq), request.actor, timezone.now()
    return done(request, found.matter, lambda: noticing.reissue(found, by=by, at=at))


def _one(request: DeskRequest, number: str, seq: int) -> Notice:
    row = matter_for(request, number)
    found = get_object_or_404(Notice, matter=row, seq=seq)
    found.matter = row
    return found


def _written(request: DeskRequest, found: Notice, form: Form, write: Callable[[Notice], object]) -> HttpResponse:
    """Write down what a small form tells of a notice, or show the page with what is wrong beside it."""
    if not form.is_valid():
        return _notices(request, found.matter, bound={found.seq: form}, status=422)
    return done(request, found.matter, lambda: write(found))


def _notices(
    request: DeskRequest, row: Matter, bound: dict[int, object] | None = None, *, status: int = 200
) -> HttpResponse:
    may = request.post.pk in (row.forum.registry_id, row.forum.post_id)
    page = {
        "case": row.case,
        "matter": row,
        "rows": [(one, party, (bound or {}).get(one.seq)) for one, party in shown.notices(row)],
        "dispatch": forms.Dispatch(),
        "outcome": forms.Outcome(),
        "event": forms.Event(),
        "may": may,
        "served": noticing.served(row),
    }
    return render(request, "hearings/notices.html", page, status=status)
