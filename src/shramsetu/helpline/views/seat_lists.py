"""Agents by list: a CSV is looked at line by line, then the same list is taken over; twice changes nothing."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.helpline import seat_list
from shramsetu.helpline.actions import seats
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.forms import SeatForm
from shramsetu.helpline.models import Agent
from shramsetu.helpline.views.seats import KEEPERS
from shramsetu.offices.access import DeskRequest, post_required

MOST_BYTES = 500_000
SAMPLE = (
    "username,number,languages,boards,lines,is_woman,site,own_phone\noperators-1076-1,2001,hi en,,,yes,lucknow,no\n"
)


@post_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def agents(request: DeskRequest) -> HttpResponse:
    """Show what a list would do, and do it when it has no fault."""
    page: dict[str, object] = {"columns": seat_list.COLUMNS, "needed": seat_list.NEEDED}
    if request.method == "GET":
        return render(request, "helpline/agents_list.html", page)
    try:
        text = _text(request)
        rows = seat_list.read(text)
    except ValueError as error:
        return render(request, "helpline/agents_list.html", {**page, "wrong": str(error)}, status=422)
    faults = sum(bool(row.faults) for row in rows)
    if "take" not in request.POST or faults:
        counts = {fate: sum(row.fate == fate for row in rows) for fate in ("new", "changed", "same", "wrong")}
        shown = {**page, "rows": rows, "counts": counts, "text": text}
        return render(request, "helpline/agents_list.html", shown, status=422 if faults else 200)
    try:
        made = _take(request, rows)
    except NotPossible as error:
        messages.error(request, str(error))
        return render(request, "helpline/agents_list.html", {**page, "rows": rows, "text": text}, status=409)
    messages.success(
        request, gettext("Kept: %(made)s of %(all)s lines changed something.") % {"made": made, "all": len(rows)}
    )
    return redirect("helpline:agents")


@post_required(*KEEPERS)
@require_safe
def sample(request: DeskRequest) -> HttpResponse:
    """Give out a list to begin with: everybody who is an agent now, or one line as a sample."""
    found = [_line(one) for one in Agent.objects.select_related("user").order_by("number")]
    head = SAMPLE.splitlines()[0]
    answer = HttpResponse(
        "\ufeff" + ("\n".join([head, *found, ""]) if found else SAMPLE), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="agents.csv"'
    return answer


def _line(agent: Agent) -> str:
    kept = SeatForm.of(agent)
    lists = [" ".join(kept[name]) for name in ("languages", "boards", "lines")]  # type: ignore[arg-type] # lists of slugs
    woman, own = ("yes" if kept[name] else "no" for name in ("is_woman", "has_own_phone"))
    return ",".join([agent.user.username, agent.number, *lists, woman, agent.site, own])


def _text(request: DeskRequest) -> str:
    """Return the list: of the file, or as it was shown. Raises ValueError."""
    file = request.FILES.get("list")
    if not isinstance(file, UploadedFile):
        if text := request.POST.get("text", ""):
            return text
        raise ValueError(gettext("Bring the list as a CSV file."))
    if file.size is None or file.size > MOST_BYTES:
        raise ValueError(gettext("The file is too large."))
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(gettext("The file is not written in UTF-8.")) from None


@transaction.atomic
def _take(request: DeskRequest, rows: list[seat_list.Row]) -> int:
    """Seat everybody whose line says something new; return how many."""
    changed = [row for row in rows if row.fate in {"new", "changed"}]
    for row in changed:
        if row.charge is not None:
            seats.seat(row.charge, row.number, skills=row.skills, by=request.actor, at=timezone.now())
    return len(changed)
