"""The pages of a day: open it, type line after line, settle on the spot, print the register, close."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import forms as casework_forms
from shramsetu.casework import pdf
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.files import actions as files
from shramsetu.files import queries as kept
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.intake import powers
from shramsetu.intake.camps import actions, papers
from shramsetu.intake.camps.forms import NewDay, Row, Settling
from shramsetu.intake.camps.models import Day, Line
from shramsetu.intake.dak.forms import Span
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.people import errors

LINES, DAYS = 20, 60  # on a page
MOST_PRINTED = 3000  # lines of one print


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: DeskRequest) -> HttpResponse:
    """Show the office's days, the coming dates by the rules, and open one."""
    today = clock.day(timezone.now())
    form = NewDay(request.POST if request.method == "POST" else None, initial={"on": today})
    if form.is_valid():
        try:
            row = actions.open_day(form.plan, office=request.post, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, str(refused.message))
        else:
            return redirect("intake:day", row.pk)
    book = rulebook.book()
    calendar = book.calendar(today)
    rows = Day.objects.filter(office=request.post).select_related("place").order_by("-on", "-id")
    shown = Paginator(_counted(rows), DAYS).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "page": shown,
        "days": [(one, actions.rule(one.kind).title) for one in shown],
        "span": Span(initial={"first": today.replace(day=1), "last": today}),
        "coming": [(one.title, one.dates(today.year, today.month, calendar)) for one in book.streams.days.values()],
        "today": today,
    }
    return render(request, "intake/days.html", page, status=422 if form.errors else 200)


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the day's register with the form of its next line; register what is typed."""
    row = _day(request, pk)
    form = Row(request.POST if request.method == "POST" else None, day=row)
    kept = f"day-{pk}-{request.actor.user_id}"
    if form.is_valid():
        try:
            line = actions.enter(row, form.filing, key=form.cleaned_data["key"], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, gettext("Line %(serial)s is registered.") % {"serial": line.serial}, kept)
            return redirect("intake:day", pk)
    lines = row.lines.select_related(*papers.WITH).order_by("-serial")
    shown = Paginator(lines, LINES).get_page(request.GET.get("page"))
    page = {
        "day": row,
        "rule": actions.rule(row.kind),
        "form": form,
        "kept": kept,
        "page": shown,
        "lines": shown.object_list,
        "count": shown.paginator.count,
        "closed": row.lines.filter(spot=Line.Spot.CLOSED).count(),
        "today": clock.day(timezone.now()),
        "along": None if row.closed_at else actions.taken_along(row),
    }
    return render(request, "intake/day.html", page, status=422 if form.errors else 200)


@post_required(*powers.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: DeskRequest, pk: int, serial: int) -> HttpResponse:
    """Write what was done on the spot, with the complainant's code or without."""
    line = _line(request, pk, serial)
    form = Settling(request.POST or None, request.FILES or None)
    if form.is_valid() and _settled(request, line, form):
        return redirect("intake:day", pk)
    papers = kept.attached(line.case.stream).count()
    page = {"line": line, "form": form, "rule": actions.rule(line.day.kind), "papers": papers}
    return render(request, "intake/settle.html", page, status=422 if form.errors else 200)


def _settled(request: DeskRequest, line: Line, form: Settling) -> bool:
    at, by = timezone.now(), request.actor
    try:
        with transaction.atomic():
            for upload in form.cleaned_data["scan"] or []:
                files.store(upload, stream=line.case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at)
        detail = {**form.detail, "contacted_at": at}
        actions.settle(line, detail=detail, code=form.cleaned_data["code"].strip(), by=by, at=at)
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        form.add_error("scan", casework_forms.file_sentence(error))
    except errors.Refused as refused:
        form.add_error("code", str(refused.message))
    except Refused as refused:
        form.add_error("scan" if refused.field == "files" else None, str(refused.message))
    except (NotAllowed, Stale, Missing):
        form.add_error(None, gettext("This case has moved on; it can no longer be settled on the spot."))
    return not form.errors


@post_required(*powers.COUNTER)
@require_POST
def code(request: DeskRequest, pk: int, serial: int) -> HttpResponse:
    """Send the complainant the code by which they say yes."""
    line = _line(request, pk, serial)
    try:
        sent = actions.send_code(line, by=request.actor, at=timezone.now())
    except errors.Refused as refused:
        messages.error(request, str(refused.message))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        said = gettext("The code is sent to the complainant's phone.")
        messages.info(request, said if sent else str(actions.NO_PHONE))
    return redirect("intake:settle_line", pk, serial)


@post_required(*powers.COUNTER)
@require_POST
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """End the day."""
    try:
        actions.close_day(_day(request, pk), by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("intake:day", pk)


@post_required(*powers.COUNTER)
@require_safe
def printed(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the register of a day as a PDF."""
    row = _day(request, pk)
    return _paper(request, [row], f"register-{row.on}-{row.pk}")


@post_required(*powers.COUNTER)
@require_safe
def printed_days(request: DeskRequest) -> HttpResponse:
    """Give the registers of all days from one date to another in one PDF."""
    today = clock.day(timezone.now())
    form = Span(request.GET or {"first": today, "last": today})
    if not form.is_valid():
        messages.error(request, " ".join(str(said[0]) for said in form.errors.values()))
        return redirect("intake:days")
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = list(papers.between(request.post, first, last))
    if not rows:
        messages.info(request, gettext("No day was held here in this time."))
        return redirect("intake:days")
    if Line.objects.filter(day__in=rows).count() > MOST_PRINTED:
        told = gettext("These are more than %(most)s lines. Choose fewer days.") % {"most": MOST_PRINTED}
        messages.error(request, told)
        return redirect("intake:days")
    return _paper(request, rows, f"register-{first}-{last}")


def _paper(request: DeskRequest, rows: list[Day], name: str) -> HttpResponse:
    page = {"sheets": papers.sheets(rows), "office": request.post}
    return pdf.response("intake/day_paper.html", page, name=name)


def _counted(rows: QuerySet[Day]) -> QuerySet[Day]:
    settled = Q(lines__spot=Line.Spot.CLOSED)
    return rows.annotate(count=Count("lines"), closed=Count("lines", filter=settled))


def _day(request: DeskRequest, pk: int) -> Day:
    return get_object_or_404(Day.objects.select_related("place__district"), pk=pk, office=request.post)


def _line(request: DeskRequest, pk: int, serial: int) -> Line:
    rows = Line.objects.select_related("day", "case__holder__place", "case__place", "case__district")
    line = get_object_or_404(rows, day=pk, day__office=request.post, serial=serial)
    if line.case.sealed:
        raise Http404
    return line
