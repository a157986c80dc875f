"""The call log, one call with its recordings, and the log as CSV."""

import csv
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.helpline.forms import PhoneSearch, titled
from shramsetu.helpline.models import Call, Direction, Outcome
from shramsetu.helpline.queries import log
from shramsetu.helpline.queries.desk import agent_of
from shramsetu.helpline.views.floor import WATCHERS
from shramsetu.journal import actions as journal
from shramsetu.lib import clock, phone, text
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

READS = "reads:calls"
COLUMNS = ("id", "began", "direction", "line", "board", "phone", "agent", "wait", "talk", "outcome", "result", "case")
MOST_LINES = 50_000


@post_required(*WATCHERS)
@require_http_methods(["GET", "POST"])
@never_cache
def calls(request: DeskRequest) -> HttpResponse:
    """Show the log; a search by phone is a POST with its reason, and is written down."""
    form = PhoneSearch(request.POST or None)
    page = {**_filters(request), "search": form}
    if request.method == "GET":
        rows = log.asked(request.GET.dict(), _day(request, "first"), _day(request, "last"))
        return render(request, "helpline/log.html", {**page, **_page(request, rows)})
    if not form.is_valid():
        return render(request, "helpline/log.html", {**page, "calls": []}, status=422)
    private = {"reason": form.cleaned_data["reason"]}
    journal.append(READS, "search", by=request.actor, at=timezone.now(), detail={}, private=private)
    rows = log.asked({}, None, None).filter(phone=form.cleaned_data["phone"])
    return render(request, "helpline/log.html", {**page, "calls": log.page(rows, "").calls, "searched": True})


@post_required(*WATCHERS)
@require_safe
def now(request: DeskRequest) -> HttpResponse:
    """Show the list anew."""
    rows = log.asked(request.GET.dict(), _day(request, "first"), _day(request, "last"))
    return render(request, "helpline/log_rows.html", _page(request, rows))


@post_required(*WATCHERS)
@require_safe
def export(request: DeskRequest) -> HttpResponse:
    """Give the log as CSV, numbers masked; that it was taken is written down."""
    rows = log.asked(request.GET.dict(), _day(request, "first") or clock.day(timezone.now()), _day(request, "last"))
    journal.append(READS, "export", by=request.actor, at=timezone.now(), detail={})
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="calls.csv"'
    lines = csv.writer(answer)
    lines.writerow(COLUMNS)
    for count, one in enumerate(rows[: MOST_LINES + 1].iterator(2_000)):
        if count == MOST_LINES:
            lines.writerow([gettext("More than %(most)s calls fit; choose fewer days.") % {"most": MOST_LINES}])
            break
        lines.writerow([text.csv_safe(str(cell)) for cell in _cells(one)])
    return answer


@post_required()
@require_safe
@never_cache
def call(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one call to who watches the floor, spoke it, or may hear it: its log, its recordings, its case."""
    found = get_object_or_404(Call.objects.select_related("agent__user", "case__holder", "menu"), pk=pk)
    may_hear = log.may_hear(found, request.actor)
    watches = request.post.role in WATCHERS and not (found.case is not None and found.case.sealed)
    if not (watches or may_hear):
        return render(request, "404.html", status=404)
    book, supervises = rulebook.book().helpline, request.post.role == Role.SUPERVISOR
    page = {
        "call": found,
        "may_hear": may_hear,
        "events": list(found.events.order_by("at", "id")),
        "recordings": list(found.recordings.order_by("began_at")),
        "line": book.lines.get(found.line),
        "board": book.boards.get(found.board),
        "may_listen": supervises and found.step == "talk",
        "may_note": supervises and (found.outcome, found.agent_id) == (Outcome.EMERGENCY, None),
        "own": agent_of(request.user.pk) if supervises else None,
    }
    return render(request, "helpline/call.html", page)


def _page(request: DeskRequest, rows: Any) -> dict[str, object]:
    found = log.page(rows, request.GET.get("cursor", ""))
    query = request.GET.copy()
    query["cursor"] = found.cursor
    return {"calls": found.calls, "next": f"?{query.urlencode()}" if found.cursor else ""}


def _filters(request: DeskRequest) -> dict[str, object]:
    book = rulebook.book().helpline
    fields: dict[str, forms.Field] = {}
    listed = (
        ("line", gettext("Line"), titled(book.lines.values(), "name")),
        ("board", gettext("Board"), titled(book.boards.values(), "name")),
        ("direction", pgettext("telephone", "Direction"), Direction.choices),
        ("outcome", pgettext("telephone", "Outcome"), Outcome.choices),
    )
    for name, label, choices in listed:
        fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", gettext("all")), *choices])
    fields["agent"] = forms.CharField(label=gettext("Agent"), required=False)
    for name, label in (("first", gettext("From")), ("last", gettext("Until"))):
        fields[name] = forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    form = type("Filter", (forms.Form,), fields)(initial=request.GET.dict())
    query = request.GET.copy()
    query.pop("cursor", None)
    return {"form": form, "query": query.urlencode()}


def _day(request: DeskRequest, name: str) -> date | None:
    return clock.named(request.GET.get(name, ""), None)


def _cells(one: Call) -> tuple[object, ...]:
    wait = int((one.answered_at - one.queued_at).total_seconds()) if one.answered_at and one.queued_at else ""
    talk = int((one.ended_at - one.answered_at).total_seconds()) if one.ended_at and one.answered_at else ""
    is_sealed = one.case is not None and one.case.sealed
    case = one.case.number if one.case and not is_sealed else ""
    began = clock.local(one.began_at).strftime("%Y-%m-%d %H:%M:%S")
    shown = phone.masked(one.phone) if one.phone else ""
    agent = one.agent.number if one.agent else ""
    return (
        one.pk,
        began,
        one.direction,
        one.line,
        one.board,
        shown,
        agent,
        wait,
        talk,
        one.outcome,
        "" if is_sealed else one.disposition,
        case,
    )
