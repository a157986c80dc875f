"""The pages of a day: open it, type line after line, settle on the spot, print the register, close."""

from django.contrib import messages
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
from shramsetu.grievances.models import Grievance
from shramsetu.intake import powers
from shramsetu.intake.camps import actions
from shramsetu.intake.camps.forms import NewDay, Row, Settling
from shramsetu.intake.camps.models import Day, Line
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.people import errors

LATEST, MOST_DAYS = 20, 60
WITH = ("case__holder__place", "case__place", "case__district")


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
    page = {
        "form": form,
        "days": [(one, actions.rule(one.kind).title) for one in _counted(rows)[:MOST_DAYS]],
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
    if form.is_valid():
        try:
            line = actions.enter(row, form.filing, key=form.cleaned_data["key"], by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, gettext("Line %(serial)s is registered.") % {"serial": line.serial})
            return redirect("intake:day", pk)
    lines = row.lines.select_related(*WITH).order_by("-serial")
    page = {
        "day": row,
        "rule": actions.rule(row.kind),
        "form": form,
        "lines": lines[:LATEST],
        "count": row.lines.count(),
        "closed": row.lines.filter(spot=Line.Spot.CLOSED).count(),
        "latest": LATEST,
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
    """Give the register of the day as a PDF; of a sealed matter it says the number alone."""
    row = _day(request, pk)
    lines = list(row.lines.select_related(*WITH).prefetch_related("case__parties__person").order_by("serial"))
    open_ones = [line.case_id for line in lines if not line.case.sealed]
    words = dict(Grievance.objects.filter(pk__in=open_ones).values_list("pk", "text"))
    categories = rulebook.book().categories
    shown = [(line, categories.get(line.case.category), words.get(line.case_id, "")[:200]) for line in lines]
    page = {"day": row, "rule": actions.rule(row.kind), "lines": shown, "office": request.post}
    page["closed"] = sum(line.spot == Line.Spot.CLOSED for line in lines)
    return pdf.response("intake/day_paper.html", page, name=f"register-{row.on}-{row.pk}")


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
