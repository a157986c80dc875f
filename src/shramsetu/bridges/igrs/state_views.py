"""The comparison with IGRS by file: ours taken out, theirs handed in, looked through, and held against ours."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bridges import tasks
from shramsetu.bridges.errors import TooManyStates
from shramsetu.bridges.igrs import client, contract, forms, queries, sheet, states
from shramsetu.bridges.igrs.models import IgrsStates
from shramsetu.casework import sheets
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

PAGE = 50
READERS = (Role.STATE_DESK, Role.ADMINISTRATOR)
COLUMNS: dict[str, str | Promise] = {
    "number": gettext_lazy("Our number of the case, 12 digits; empty for a reference that is no case here yet"),
    "igrs_number": gettext_lazy("IGRS's number of it"),
    "stream": gettext_lazy("Stream of the reference, such as cm-office"),
    "state": gettext_lazy("State after the last step, such as with_officer"),
    "last_step": gettext_lazy("Number of the last step"),
    "at": gettext_lazy("Hour of the last step, such as 2026-11-16T11:30:00+05:30"),
}
WHY: dict[str, str | Promise] = {
    "empty": gettext_lazy("neither our number nor one of IGRS"),
    "twice": gettext_lazy("stands in the file before"),
    "number": gettext_lazy("no number of a case: 12 digits, such as 104729638159"),
    "igrs_number": gettext_lazy("no number of IGRS"),
    "stream": gettext_lazy("longer than a stream is"),
    "state": gettext_lazy("no state, such as with_officer"),
    "last_step": gettext_lazy("no number of a step"),
    "at": gettext_lazy("no hour with its zone, such as 2026-11-16T11:30:00+05:30"),
}


@post_required(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: DeskRequest) -> HttpResponse:
    """Offer our file, take one of theirs, list those that came."""
    at = timezone.now()
    if request.method == "POST" and not client.is_set():
        return redirect("bridges:igrs_states")  # the page says what the operator sets
    since_on = states.since_usual(at)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Upload(*posted, since_on=since_on, at=at)
    if form.is_valid() and (made := _handed_in(request, form)):
        return redirect("bridges:igrs_states_file", made.pk)
    context = {
        "form": form,
        "since_on": since_on,
        "is_set": client.is_set(),
        "columns": [(name, COLUMNS[name]) for name in contract.STATES],
        "page": Paginator(queries.state_files(), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bridges/igrs_states.html", context, status=422 if form.errors else 200)


@post_required(*READERS)
@require_safe
def ours(request: DeskRequest) -> HttpResponse:
    """Give our file: how the cases stand that moved since the day asked for."""
    at = timezone.now()
    since_on = clock.named(request.GET.get("since", ""), states.since_usual(at))
    try:
        content = states.ours(since_on, by=request.actor, at=at)
    except TooManyStates as refused:
        messages.error(request, str(refused.message))
        return redirect("bridges:igrs_states")
    answer = HttpResponse(content, content_type=sheets.TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="igrs-states-{since_on}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@post_required(*READERS)
@require_safe
def file(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a file: before it is compared every wrong line, then what was found unlike."""
    found = get_object_or_404(IgrsStates.objects.select_related("run").defer("rows"), pk=pk)
    is_of_lines = found.run is None or request.GET.get("what") == "wrong"
    rows = found.faults if is_of_lines or found.run is None else queries.found_in(found.run)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "file": found,
        "is_running": states.is_running(found, at=timezone.now()),
        "wrong": len(found.faults),
        "page": page,
        "is_of_lines": is_of_lines,
        "lines": [(one, WHY[one["why"]]) for one in page.object_list] if is_of_lines else [],
    }
    return render(request, "bridges/igrs_states_file.html", context)


@post_required(*READERS)
@require_POST
def compare(request: DeskRequest, pk: int) -> HttpResponse:
    """Have a file held against our cases."""
    found = get_object_or_404(IgrsStates.objects.defer("rows"), pk=pk)
    if states.begin(found, by=request.actor, at=timezone.now()):
        tasks.compare_states.defer(file=found.pk)
        messages.success(request, _("The file is being compared; look again in a few minutes."))
    else:
        messages.info(request, _("This file was compared before; nothing is sent twice."))
    return redirect("bridges:igrs_states_file", pk)


def _handed_in(request: DeskRequest, form: forms.Upload) -> IgrsStates | None:
    sent, chosen = form.cleaned_data["file"], form.cleaned_data
    given = states.Given(sent.name or "", sent.read(), chosen["since_on"], chosen["stood_at"])
    try:
        made, is_new = states.hand_in(given, by=request.actor, at=timezone.now())
    except sheet.Unusable as error:
        form.add_error("file", str(error))
        return None
    if not is_new:
        messages.info(request, _("This file was handed in before; nothing is taken twice."))
    return made
