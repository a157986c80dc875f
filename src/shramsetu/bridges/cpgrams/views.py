"""The state desk's pages of CPGRAMS: files in, how far each is, reports out, and where both sides differ."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.bridges.cpgrams import files, forms, queries, reporting, taking
from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport, CpgramsRow
from shramsetu.bridges.cpgrams.words import DOUBTS, FAULTS
from shramsetu.bridges.errors import NoReport, NothingWaits, TooManyRows
from shramsetu.casework import run_list, sheets
from shramsetu.casework.models import Run
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

PAGE = 50
DIFFERS: dict[str, str | Promise] = {
    queries.MISSING: gettext_lazy("They have, we do not"),
    queries.UNTOLD: gettext_lazy("Closed here, not told yet"),
    queries.CLOSED_THERE: gettext_lazy("Closed there, open here"),
    queries.REOPENED: gettext_lazy("Told as disposed, open again"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as its page shows it: what is wrong or doubtful of which column, and our number."""

    row: CpgramsRow
    faults: list[tuple[str, str]]
    doubts: list[tuple[str, str]]
    number: str


@post_required(Role.STATE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: DeskRequest) -> HttpResponse:
    """List the files that came; take another one."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Upload(*posted)
    if form.is_valid() and (made := _handed_in(request, form)):
        return redirect("bridges:cpgrams_file", made.pk)
    page = Paginator(queries.files(), PAGE).get_page(request.GET.get("page"))
    rows = [(one, run_list.progress(one.run) if one.run else None) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "bridges/cpgrams/files.html", context, status=422 if form.errors else 200)


@post_required(Role.STATE_DESK)
@require_safe
def file(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what is in a file, cell by cell where one is wrong; while it is taken, how far it is."""
    found = get_object_or_404(CpgramsFile.objects.select_related("run"), pk=pk)
    what = request.GET.get("what", "")
    page = Paginator(queries.rows(found, what), PAGE).get_page(request.GET.get("page"))
    numbers = queries.numbers_here(list(page.object_list), request.actor)
    run = found.run
    context = {
        "file": found,
        "counts": queries.counts(found),
        "run": run,
        "progress": run_list.progress(run) if run else None,
        "is_running": run is not None and run.state == Run.State.RUNNING,
        "page": page,
        "what": what,
        "rows": [_shown(one, numbers.get(one.number, "")) for one in page.object_list],
    }
    return render(request, "bridges/cpgrams/file.html", context)


@post_required(Role.STATE_DESK)
@require_POST
def begin(request: DeskRequest, pk: int) -> HttpResponse:
    """Have the rows of a file taken."""
    found = get_object_or_404(CpgramsFile, pk=pk)
    try:
        taking.begin(found, by=request.actor, at=timezone.now())
    except NothingWaits as refused:
        messages.info(request, str(refused.message))
    else:
        messages.success(request, _("The registrations are being taken. You can leave the page."))
    return redirect("bridges:cpgrams_file", pk)


@post_required(Role.STATE_DESK)
@require_safe
def template(request: DeskRequest, form: str) -> HttpResponse:
    """Give the empty table with one example."""
    del request
    today = clock.day(timezone.now())
    table = files.template()
    content = {"csv": sheets.csv(table), "xlsx": sheets.xlsx([table], on=today)}.get(form)
    return _file(content, form, "cpgrams")


@post_required(Role.STATE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: DeskRequest) -> HttpResponse:
    """Make an action-taken report; list those that this officer made."""
    at = timezone.now()
    today = clock.day(at)
    most = rulebook.book().number("cpgrams.report_days_most", today)
    form = forms.Days(request.POST if request.method == "POST" else None, today=today, days_most=most)
    if form.is_valid():
        try:
            reporting.make(reporting.Asked(**form.cleaned_data), by=request.actor, at=at)
        except TooManyRows as refused:
            form.add_error("last", str(refused.message))
        else:
            return redirect("bridges:cpgrams_reports")
    page = Paginator(queries.reports(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": at, "sealed": queries.sealed_among()}
    return render(request, "bridges/cpgrams/reports.html", context, status=422 if form.errors else 200)


@post_required(Role.STATE_DESK)
@require_safe
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand a report out to who made it."""
    found = get_object_or_404(queries.reports(request.actor), pk=pk)
    try:
        content = reporting.take(found, by=request.actor, at=timezone.now())
    except NoReport as refused:
        messages.error(request, str(refused.message))
        return redirect("bridges:cpgrams_reports")
    return _file(content, found.form, _name(found))


@post_required(Role.STATE_DESK)
@require_safe
def differences(request: DeskRequest) -> HttpResponse:
    """Show where both sides differ, one kind at a time."""
    what = request.GET.get("what", queries.MISSING)
    if what not in DIFFERS:
        raise Http404
    found = queries.missing() if what == queries.MISSING else queries.differing(request.actor, what)
    counted = queries.differences(request.actor)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "what": what,
        "title": DIFFERS[what],
        "kinds": [(key, label, counted[key]) for key, label in DIFFERS.items()],
        "is_missing": what == queries.MISSING,
    }
    return render(request, "bridges/cpgrams/differences.html", context)


def _handed_in(request: DeskRequest, form: forms.Upload) -> CpgramsFile | None:
    sent, typed = form.cleaned_data["file"], form.cleaned_data["is_krutidev"]
    try:
        made, is_new = taking.hand_in(
            sent.read(), sent.name or "", is_krutidev=typed, by=request.actor, at=timezone.now()
        )
    except files.Unusable as error:
        form.add_error("file", str(error))
        return None
    if not is_new:
        messages.info(request, _("This file was handed in before; nothing is taken twice."))
    return made


def _shown(row: CpgramsRow, number: str) -> Shown:
    faults = [(files.heading(column), str(FAULTS.get(why, why))) for column, why in row.faults]
    doubts = [(files.heading(column), str(DOUBTS.get(why, why))) for column, why in row.doubts]
    return Shown(row, faults, doubts, number)


def _name(found: CpgramsReport) -> str:
    return f"cpgrams-atr-{found.first_on}-{found.last_on}"


def _file(content: bytes | None, form: str, name: str) -> HttpResponse:
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=sheets.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
