"""The desk's page of the parties of a matter: who they are, where they are reached, who speaks, what they hand in."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.casework import queries as casework
from shramsetu.casework.views.guard import of_case
from shramsetu.hearings import named, shown
from shramsetu.hearings.actions import answering
from shramsetu.hearings.actions import parties as joining
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.forms import desk as forms
from shramsetu.hearings.models import Engagement, Litigant, Matter
from shramsetu.hearings.views.matters import done, matter_for
from shramsetu.hearings.views.roles import WORKERS
from shramsetu.offices.access import DeskRequest, post_required

BACK = "hearings:parties"


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def parties(request: DeskRequest, number: str) -> HttpResponse:
    """Show the parties; enter a further one."""
    row = matter_for(request, number)
    named_ones = [one for one in named.litigants(row) if one.row.claims]
    form = forms.Join(request.POST if request.method == "POST" else None, claimants=named_ones)
    if request.method == "POST" and form.is_valid():
        claims, by, at = form.cleaned_data["claims"], request.actor, timezone.now()
        given = {"claims": claims, "heir_of": form.inherits, "by": by, "at": at}
        return done(request, row, lambda: joining.join(row.case, form.someone, **given), back=BACK)
    return _page(request, row, join=form)


@post_required(*WORKERS)
@require_POST
@of_case
def engage(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Enter who speaks for a party."""
    form, by, at = forms.Engage(request.POST), request.actor, timezone.now()
    found = _one(request, number, pk)
    return _written(request, found, form, lambda one: joining.engage(one, form.speaker, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def readdress(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Write anew where a party is reached."""
    form, by, at = forms.Reach(request.POST), request.actor, timezone.now()
    found = _one(request, number, pk)
    return _written(request, found, form, lambda one: joining.readdress(one, form.someone, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def receive(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Take a paper of a party at the counter."""
    form, by, at = forms.Receive(request.POST, request.FILES), request.actor, timezone.now()
    found = _one(request, number, pk)
    return _written(request, found, form, lambda one: answering.receive(one, form.paper, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def leave(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Write down that a party is none any more."""
    form, by, at = forms.Leave(request.POST), request.actor, timezone.now()
    found = _one(request, number, pk)
    return _written(request, found, form, lambda one: joining.leave(one, **form.cleaned_data, by=by, at=at))


@post_required(*WORKERS)
@require_POST
@of_case
def disengage(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Write down that somebody speaks for a party no longer."""
    row = matter_for(request, number)
    found = get_object_or_404(Engagement.objects.select_related("litigant"), pk=pk, litigant__matter=row)
    found.litigant.matter = row
    return done(request, row, lambda: joining.disengage(found, by=request.actor, at=timezone.now()), back=BACK)


@post_required(*WORKERS)
@require_POST
@of_case
def link(request: DeskRequest, number: str) -> HttpResponse:
    """Link the matter with another that the post sees."""
    row = matter_for(request, number)
    form = forms.Linked(request.POST)
    if not form.is_valid():
        return _wrong(request, row, form)
    seen = casework.cases_visible_to(request.actor).filter(kind=KIND, number=form.cleaned_data["number"])
    other = get_object_or_404(seen)
    given = {"kind": form.cleaned_data["kind"], "by": request.actor, "at": timezone.now()}
    return done(request, row, lambda: joining.link(row.case, other, **given), back=BACK)


def _page(request: DeskRequest, row: Matter, *, join: Form) -> HttpResponse:
    people = [(one, _engaged(one.row), forms.Reach(initial=_reached(one))) for one in named.litigants(row)]
    page = {
        "case": row.case,
        "matter": row,
        "people": people,
        "form": join,
        "engage": forms.Engage(),
        "leave": forms.Leave(),
        "receive": forms.Receive(),
        "link": forms.Linked(),
        "links": shown.links(row),
    }
    return render(request, "hearings/parties.html", page, status=422 if join.errors else 200)


def _reached(one: named.Named) -> dict[str, object]:
    return {"phone": one.phone, "address": one.address, "email": one.email, "by_email": one.row.by_email}


def _one(request: DeskRequest, number: str, pk: int) -> Litigant:
    row = matter_for(request, number)
    found = get_object_or_404(Litigant, pk=pk, matter=row)
    found.matter = row
    return found


def _written(request: DeskRequest, found: Litigant, form: Form, write: Callable[[Litigant], object]) -> HttpResponse:
    if not form.is_valid():
        return _wrong(request, found.matter, form)
    return done(request, found.matter, lambda: write(found), back=BACK)


def _wrong(request: DeskRequest, row: Matter, form: Form) -> HttpResponse:
    """Say what is wrong with a small form, and go back to the page."""
    for name, faults in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {faults[0]}" if label else str(faults[0]))
    if not form.errors:
        messages.error(request, gettext("Please fill this in."))
    return redirect(BACK, row.case.number)


def _engaged(litigant: Litigant) -> list[Engagement]:
    rows = Engagement.objects.filter(litigant=litigant, to_at=None)
    return list(rows.select_related("representative__person").order_by("pk"))
