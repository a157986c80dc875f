"""Messages to many: prepared with words and cost in view, let go by a second person, watched, ended."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shramsetu import rulebook
from shramsetu.lib import clock, phone
from shramsetu.lib.text import csv_safe
from shramsetu.messages import audiences, forms, queries
from shramsetu.messages import bulk as verbs
from shramsetu.messages.models import Bulk, BulkRow
from shramsetu.messages.reasons import reason
from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50
SENDERS = (Role.STATE_DESK, Role.ADMINISTRATOR)
STEPS: dict[str, Callable[..., None]] = {
    "propose": verbs.propose,
    "approve": verbs.approve,
    "pause": verbs.pause,
    "resume": verbs.resume,
}


class _Line:
    """Stands for a file: the writer of a CSV hands each line on."""

    def write(self, text: str) -> str:
        return text


@require_GET
@post_required(*SENDERS)
def bulks(request: DeskRequest) -> HttpResponse:
    page = Paginator(queries.bulks(), PAGE).get_page(request.GET.get("page"))
    return render(request, "messages/bulks.html", {"page": page, "office_nav": nav(request)})


@post_required(*SENDERS)
def new(request: DeskRequest) -> HttpResponse:
    """Choose message and audience first (GET), then say who exactly and what is the same for all (POST)."""
    first = forms.Choose(request.GET or None)
    if not first.is_valid():
        return render(request, "messages/new_bulk.html", {"first": first, "office_nav": nav(request)})
    audience = audiences.get(first.cleaned_data["audience"])
    template = rulebook.book().templates[first.cleaned_data["template"]]
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    people, same = audience.form(*given), forms.constants(template, audience, request.POST if given[0] else None)
    refused = ""
    if request.method == "POST" and people.is_valid() and same.is_valid():
        plan = verbs.Plan(
            title=same.cleaned_data.pop("title"),
            template=template.key,
            audience=audience.key,
            said=audience.said(people.cleaned_data),
            constants=same.cleaned_data,
        )
        try:
            made = verbs.prepare(plan, people.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as error:
            refused = str(error)
        else:
            return redirect("messages:bulk", pk=made.pk)
    context = {"first": first, "people": people, "same": same, "template": template, "audience": audience}
    wrong = request.method == "POST"
    context |= {"refused": refused, "office_nav": nav(request)}
    return render(request, "messages/new_bulk.html", context, status=422 if wrong else 200)


@require_GET
@post_required(*SENDERS)
def bulk(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.bulks(), pk=pk)
    context = {
        "found": found,
        "what": rulebook.book().templates.get(found.template),
        "progress": queries.progress(found),
        "samples": queries.samples(found),
        "left_out": queries.left_out(found),
        "is_mine": found.made_by_id == request.user.pk,
        "is_over": found.state in (Bulk.State.DONE, Bulk.State.STOPPED),
        "per_second": rulebook.book().number("messages.bulk_per_second", clock.day(timezone.now())),
        "price_is_assumed": queries.is_price_assumed(at=found.made_at),
        "history": history.of(found.stream),
        "office_nav": nav(request),
    }
    return render(request, "messages/bulk.html", context)


@require_POST
@post_required(*SENDERS)
def step(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in STEPS:
        raise Http404
    found = get_object_or_404(Bulk, pk=pk)
    try:
        STEPS[verb](found, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done, and written in the history."))
    return redirect("messages:bulk", pk=pk)


@post_required(*SENDERS)
def decline(request: DeskRequest, pk: int) -> HttpResponse:
    return _end(request, pk, verbs.decline, _("Do not send this message"))


@post_required(*SENDERS)
def stop(request: DeskRequest, pk: int) -> HttpResponse:
    return _end(request, pk, verbs.stop, _("Stop for good"))


def _end(request: DeskRequest, pk: int, verb: Callable[..., None], title: str) -> HttpResponse:
    found = get_object_or_404(Bulk, pk=pk)

    def act(form: Any) -> None:
        verb(found, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())

    back = reverse("messages:bulk", args=[pk])
    form: django_forms.Form = forms.Why(request.POST or None)
    return change(request, Change(title, title, act, back, form, danger=True))


@require_GET
@post_required(*SENDERS)
def results(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Bulk, pk=pk)
    answer = HttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bulk-{pk}.csv"'
    return answer


def _lines(found: Bulk) -> Iterator[str]:
    lines = csv.writer(_Line())
    yield "\ufeff"
    yield lines.writerow([_("No."), _("Mobile"), _("State"), _("Reason"), _("Segments"), _("Sent"), _("Settled")])
    for row in queries.rows(found).iterator(chunk_size=1_000):
        yield lines.writerow([csv_safe(cell) for cell in _cells(row)])


def _cells(row: BulkRow) -> list[str]:
    message = row.message
    state = message.get_state_display() if message else row.get_state_display()
    why = (message.error if message else "") or row.reason
    times = [f"{clock.local(at):%Y-%m-%d %H:%M}" if at else "" for at in _times(row)]
    hidden = phone.masked(row.phone) if row.phone else ""
    return [str(row.seq), hidden, str(state), reason(why) if why else "", str(row.segments), *times]


def _times(row: BulkRow) -> tuple[Any, Any]:
    return (row.message.sent_at, row.message.settled_at) if row.message else (None, None)
