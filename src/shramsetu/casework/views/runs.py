"""Runs on the desk: what is under way, how far, what was refused and why; pause, go on, stop."""

import csv
from collections.abc import Callable, Iterator
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shramsetu.casework import run_list
from shramsetu.casework import runs as verbs
from shramsetu.casework.models import Run
from shramsetu.lib.text import csv_safe
from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

PAGE = 50
STEPS: dict[str, Callable[..., object]] = {
    "pause": verbs.pause,
    "resume": verbs.resume,
    "stop": verbs.stop,
    "again": verbs.again,
}


class _Line:
    """Stands for a file: the writer of a CSV hands each line on."""

    def write(self, text: str) -> str:
        return text


@require_safe
@post_required()
def runs(request: DeskRequest) -> HttpResponse:
    page = Paginator(run_list.visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [_shown(one) for one in page.object_list]
    return render(request, "casework/runs.html", {"page": page, "rows": rows})


@require_safe
@post_required()
def run(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(run_list.visible_to(request.actor), pk=pk)
    failed_only = request.GET.get("all") != "1"
    page = Paginator(run_list.results(found, failed_only=failed_only), PAGE).get_page(request.GET.get("page"))
    kind = verbs.kinds.get(found.kind)
    link = kind.row_link if kind else None
    context = {
        **_shown(found),
        "progress": run_list.with_errors(found),
        "page": page,
        "results": [(one, link(one.ref) if link else "") for one in page.object_list],
        "reasons": run_list.reasons(found),
        "failed_only": failed_only,
        "is_over": found.state in (Run.State.DONE, Run.State.STOPPED),
        "history": history.of(str(found)),
    }
    return render(request, "casework/run.html", context)


@require_POST
@post_required()
def step(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in STEPS:
        raise Http404
    found = get_object_or_404(run_list.visible_to(request.actor), pk=pk)
    try:
        STEPS[verb](found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:run", pk=pk)


@require_safe
@post_required()
def results(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(run_list.visible_to(request.actor), pk=pk)
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="run-{pk}.csv"'
    return cast("HttpResponse", answer)


def _lines(found: Run) -> Iterator[str]:
    lines = csv.writer(_Line())
    yield "\ufeff" + lines.writerow([_("Row"), _("Done"), _("Why")])
    for one in run_list.results(found, failed_only=False).iterator(chunk_size=1_000):
        cells = [one.ref, _("Done") if one.is_done else _("Not done"), one.words]
        yield lines.writerow([csv_safe(cell) for cell in cells])


def _shown(found: Run) -> dict[str, object]:
    kind = verbs.kinds.get(found.kind)
    return {
        "found": found,
        "label": kind.label if kind else found.kind,
        "progress": run_list.progress(found),
        "link": kind.link(found) if kind and kind.link else "",
    }
