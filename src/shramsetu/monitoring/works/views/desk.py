"""The desk's pages of works: the list, one work, entering, writing a sheet, deciding a plan, correcting."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.lib import clock
from shramsetu.monitoring.works import powers, queries, shown, standing
from shramsetu.monitoring.works.actions import entering, hindrances, measuring, money, planning
from shramsetu.monitoring.works.forms import SHEETS, Because, Correct, Decide
from shramsetu.monitoring.works.models import Hindrance, Measurement, Plan, Work
from shramsetu.monitoring.works.new_form import NewWork
from shramsetu.monitoring.works.records import MoneyRow
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

READERS = tuple(Role(one) for one in powers.READERS)
KEEPERS = tuple(sorted(powers.KEEPERS))
WRITERS = tuple(sorted({*powers.KEEPERS, Role.LINE_DESK, Role.DM, Role.CDO, Role.MANDAL}))


@require_safe
@post_required(*READERS)
def works(request: DeskRequest) -> HttpResponse:
    """List the works in sight by their light, and the rulebook's schools that are not entered yet."""
    on = clock.day(timezone.now())
    rows = shown.listed(powers.seen_by(request.post).exclude(case__state="abandoned"), on)
    page = {"rows": rows, "on": on, "sites": _sites(request), "may_enter": powers.is_keeper(request.post)}
    return render(request, "monitoring/works/list.html", page)


@require_safe
@post_required(*READERS)
def work(request: DeskRequest, slug: str) -> HttpResponse:
    """Show how one work stands: curve, parts, money, hindrances, visits, defects, handing over, readiness."""
    found = _work(request, slug)
    on = clock.day(timezone.now())
    page = shown.page(standing.one(found, on), powers.sides(request.post, found))
    return render(request, "monitoring/works/work.html", page)


@require_POST
@post_required(*KEEPERS)
def enter(request: DeskRequest) -> HttpResponse:
    """Enter one of the rulebook's schools by one press."""
    try:
        made = entering.enter(entering.of_site(request.POST.get("site", "")), by=request.actor, at=timezone.now())
    except rulebook.NoRule as error:
        raise Http404(str(error)) from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("monitoring:works")
    messages.success(request, gettext("The building is entered; its building cell has been asked for a plan."))
    return redirect("monitoring:work", made.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def new(request: DeskRequest) -> HttpResponse:
    """Enter any other building with parts and weights of its own."""
    form = NewWork(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            made = entering.enter(form.new, by=request.actor, at=timezone.now())
            return redirect("monitoring:work", made.slug)
    status = 422 if form.errors else 200
    return render(request, "monitoring/works/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def write(request: DeskRequest, slug: str, sheet: str) -> HttpResponse:
    """Show one sheet of a work and hand what is written to its action."""
    found, kind = _work(request, slug), SHEETS.get(sheet)
    if kind is None:
        raise Http404
    writes = powers.sides(request.post, found)
    if not kind.sides & writes:
        raise PermissionDenied
    at = timezone.now()
    first = {"on": clock.day(at), "from_on": clock.day(at), "part": request.GET.get("part", "")}
    form = kind(*posted(request), work=found, writes=writes, initial=first)
    if form.is_valid():
        with told(form):
            form.keep(by=request.actor, at=at)
            messages.success(request, gettext("It is written down."))
            return redirect("monitoring:work", slug)
    page = {"form": form, "work": found, "sheet": sheet}
    return render(request, "monitoring/works/sheet.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def decide(request: DeskRequest, slug: str, version: int) -> HttpResponse:
    """Approve a plan that another person proposed, or send it back with a remark."""
    found = _work(request, slug)
    plan = get_object_or_404(Plan.objects.prefetch_related("points"), work=found, version=version, state="proposed")
    form = Decide(*posted(request)[:1])
    if form.is_valid():
        given = form.cleaned_data
        with told(form):
            planning.decide(
                plan, approve=given["approve"] == "yes", remark=given["remark"], by=request.actor, at=timezone.now()
            )
            return redirect("monitoring:work", slug)
    page = {"form": form, "work": found, "plan": plan, "points": sorted(plan.points.all(), key=lambda one: one.on)}
    return render(request, "monitoring/works/decide.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def correct(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a wrong measurement by another row that says why."""
    found = _work(request, slug)
    row = get_object_or_404(Measurement.objects.select_related("component__work"), component__work=found, pk=pk)
    form = Correct(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            reason = form.cleaned_data["reason"]
            measuring.correct(row, form.done, reason=reason, by=request.actor, at=timezone.now())
            return redirect("monitoring:work", slug)
    return because(request, form, found, gettext("Correct a measurement"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def take_back(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a step of the money that was entered wrongly; both rows stay."""
    found = _work(request, slug)
    row = get_object_or_404(MoneyRow.objects.select_related("work"), work=found, pk=pk)
    form = Because(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            money.take_back(row, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("monitoring:work", slug)
    return because(request, form, found, gettext("Take money back that was entered wrongly"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*WRITERS)
def withdraw(request: DeskRequest, slug: str, number: str) -> HttpResponse:
    """Take out a hindrance that was entered by mistake."""
    found = _work(request, slug)
    row = get_object_or_404(Hindrance.objects.select_related("work__agency"), work=found, case__number=number)
    form = Because(*posted(request)[:1])
    if form.is_valid():
        with told(form):
            hindrances.withdraw(row, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("monitoring:work", slug)
    return because(request, form, found, gettext("Take a hindrance out that was entered by mistake"))


def posted(request: DeskRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile] | None]:
    """Return what a form is bound to: values and files of what was sent, nothing for a page that is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@contextmanager
def told(form: forms.Form) -> Iterator[None]:
    """Let the form say why its action refused; raises PermissionDenied for who may not."""
    try:
        yield
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as error:
        form.add_error(_field(form, error), str(error.message))


def because(request: DeskRequest, form: Because, found: Work, title: str) -> HttpResponse:
    """Ask for the reason of something that is put right."""
    page = {"form": form, "work": found, "title": title}
    return render(request, "monitoring/works/because.html", page, status=422 if form.errors else 200)


def _field(form: forms.Form, error: Refused) -> str | None:
    fields = form.fields
    named = "part" if error.field == "component" and "part" in fields else error.field
    return named if named in fields else None


def _work(request: DeskRequest, slug: str) -> Work:
    found = queries.by_slug(powers.seen_by(request.post), slug)
    if found is None:
        raise Http404
    return found


def _sites(request: DeskRequest) -> list[tuple[str, rulebook.Text]]:
    """Return the rulebook's schools of the post's part of the state that are not entered, for who may enter them."""
    if not powers.is_keeper(request.post):
        return []
    there = set(Work.objects.values_list("slug", flat=True))
    return [(one.slug, one.title) for one in shown.sites_of(request.post) if one.slug not in there]
