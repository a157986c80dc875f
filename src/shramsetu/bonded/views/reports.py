"""Reports: which there are, one of them on the page, its files, and handing it in. Every file taken is written down."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from shramsetu.bonded.actions import surveys as filing
from shramsetu.bonded.committee_forms import AskReport
from shramsetu.bonded.models import Filing
from shramsetu.bonded.reports import halfyear, sight, written
from shramsetu.bonded.reports.asked import Asked, Report
from shramsetu.bonded.reports.kinds import KINDS, Kind
from shramsetu.bonded.rules.reports import half_year, last_over
from shramsetu.bonded.views.desk import seen_by
from shramsetu.casework.sheets import TYPES
from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Role

FORMS = {"xlsx": written.xlsx, "pdf": written.paper}
STATE = "state"
SHOWN = 200  # lines of a table on the page; the files have all
HANDS_IN = (Role.HEAD, Role.OFFICER, Role.PRINCIPAL_SECRETARY)


@seen_by()
@require_safe
def reports(request: DeskRequest) -> HttpResponse:
    """List the reports that the post can have."""
    return render(request, "bonded/reports.html", {"kinds": _kinds(request)})


@seen_by()
@require_safe
def report(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a report as it stood at the end of the day asked for, or give it as a file."""
    kind, at = _kind(request, slug), timezone.now()
    form = _form(request, at)
    if not form.is_valid():
        return render(request, "bonded/report.html", {"kind": kind, "form": form}, status=422)
    outside = form.cleaned_data["outside"] and bool(kind.outward)
    made = written.made(slug, _asked(request, form), outside=outside)
    wanted = request.GET.get("format", "")
    if wanted in FORMS:
        return _file(request, made, wanted, at, outside=outside)
    filing = Filing.objects.filter(report=slug, as_of=made.asked.on, district=None).first()
    page = {
        "kind": kind,
        "form": form,
        "report": made,
        "tables": [(one, one.lines[:SHOWN]) for one in made.sheets],
        "most": SHOWN,
        "query": urlencode(form.data),
        "filing": filing if made.asked.place.kind == STATE and not outside else None,
        "same": filing is not None and filing.sha256 == written.digest(made),
        "may_file": not outside and _may_file(request, made),
        "over": last_over(clock.day(at)) if not outside and _is_to_file(request, made) else None,
    }
    return render(request, "bonded/report.html", page)


@seen_by(*HANDS_IN)
@require_POST
def hand_in(request: DeskRequest, slug: str) -> HttpResponse:
    """Note that a report of the whole state was handed in; one of nothing without a survey is refused."""
    _kind(request, slug)
    form = AskReport(request.POST, districts=sight.districts(request.post), today=clock.day(timezone.now()))
    if not form.is_valid():
        raise Http404(slug)
    made = written.made(slug, _asked(request, form))
    if not _may_file(request, made):
        raise Http404(slug)
    if made.refused:
        messages.error(request, gettext("It cannot be handed in: a district reports nobody and shows no survey."))
    else:
        on, digest = made.asked.on, written.digest(made)
        filing.hand_in(slug, district=None, as_of=on, sha256=digest, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Noted as handed in; the same report can be made again at any time."))
    return redirect(f"{request.path.removesuffix('hand-in/')}?on={made.asked.on:%Y-%m-%d}")


def _kinds(request: DeskRequest) -> list[Kind]:
    several = len(sight.districts(request.post)) > 1
    return [one for one in KINDS.values() if several or not one.state_only]


def _kind(request: DeskRequest, slug: str) -> Kind:
    found = next((one for one in _kinds(request) if one.slug == slug), None)
    if found is None:
        raise Http404(slug)
    return found


def _form(request: DeskRequest, at: datetime) -> AskReport:
    today = clock.day(at)
    given = {"on": request.GET.get("on", f"{today:%Y-%m-%d}"), "district": request.GET.get("district", "")}
    given |= {"outside": "on"} if request.GET.get("outside") else {}
    return AskReport(given, districts=sight.districts(request.post), today=today)


def _asked(request: DeskRequest, form: AskReport) -> Asked:
    on: date = form.cleaned_data["on"]
    chosen = form.places.get(form.cleaned_data["district"])
    every = list(form.places.values())
    if chosen is not None:
        return Asked((chosen,), chosen, on)
    return Asked(tuple(every), sight.whole(request.post, every), on)


def _may_file(request: DeskRequest, made: Report) -> bool:
    """Tell whether the report can be handed in: the state's own, to the Commission, of a half year that is over."""
    return _is_to_file(request, made) and made.asked.on == half_year(made.asked.on)[1]


def _is_to_file(request: DeskRequest, made: Report) -> bool:
    """Tell whether the post hands in this report, whatever the day asked for."""
    is_state = request.post.role in HANDS_IN and made.asked.place.kind == STATE
    return made.slug == halfyear.SLUG and is_state


def _file(request: DeskRequest, made: Report, form: str, at: datetime, *, outside: bool) -> HttpResponse:
    content = FORMS[form](made)
    detail = {
        "report": made.slug,
        "of": made.asked.place.pk,
        "on": made.asked.on,
        "form": form,
        "outside": outside,
        "lines": sum(len(one.lines) for one in made.sheets),
    }
    journal.append(f"bonded-reports:{request.post.pk}", "export", by=request.actor, at=at, detail=detail)
    mark = "-public" if outside else ""
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{made.slug}{mark}-{made.asked.on:%Y-%m-%d}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
