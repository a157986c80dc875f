"""Weeks of the roster: the list, one week by agents, its coverage, paper and CSV, and the changes to it."""

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.helpline import staffing_forms as forms
from shramsetu.helpline.actions import requests, rosters
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Agent, Duty, RosterWeek, Terms
from shramsetu.helpline.queries import expected
from shramsetu.helpline.queries import rosters as found
from shramsetu.helpline.views.staffing import words
from shramsetu.helpline.views.staffing.forecast import READERS
from shramsetu.lib import clock
from shramsetu.lib.text import csv_safe
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

PAGE = 50
FILTERS = ("site", "team", "line", "shift", "q")
COLUMNS = ("number", "name", "site", "team", "day", "shift", "line", "from", "to", "breaks", "transport")


@require_safe
@post_required(*READERS)
def weeks(request: DeskRequest) -> HttpResponse:
    page = Paginator(found.weeks(), PAGE).get_page(request.GET.get("page"))
    following = found.monday(clock.day(timezone.now())) + timedelta(weeks=1)
    return render(
        request, "helpline/staffing/weeks.html", {"page": page, "next": following, "tab": "roster", **_rights(request)}
    )


@require_safe
@post_required(*READERS)
def week(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    rows, only = _asked(request, days)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "part": "week",
        "page": page,
        "lines": _lines(page.object_list, days),
        "only": only,
        **_frame(request, days),
    }
    return render(request, "helpline/staffing/week.html", context)


@require_safe
@post_required(*READERS)
def paper(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    rows, _ = _asked(request, days)
    context = {"lines": _lines(rows, days), "at": timezone.now(), **_frame(request, days)}
    return render(request, "helpline/staffing/week_print.html", context)


@require_safe
@post_required(*READERS)
def table(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    rows, _ = _asked(request, days)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="roster-{days[0]}.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    for duty in found.duties(days).filter(agent__in=rows.values("pk")).select_related("agent__terms"):
        writer.writerow([csv_safe(cell) for cell in _cells(duty)])
    return answer


@require_safe
@post_required(*READERS)
def coverage(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    line = request.GET.get("line") or expected.lines()[0]
    frame = _frame(request, days)
    kept = frame["week"]
    need = rosters.need_of(kept, line) if isinstance(kept, RosterWeek) else {on: [0] * 48 for on in days}
    cover = found.coverage(days, line=line)
    chosen = next((on for on in days if on.isoformat() == request.GET.get("day")), days[0])
    labels = expected.labels()
    context = {
        "part": "coverage",
        "line": line,
        "lines": forms.line_choices(),
        "summary": [_summary(on, need[on], cover[on]) for on in days],
        "chosen": chosen,
        "lacking": words.lacking(found.gaps(need[chosen], cover[chosen])),
        "spare": words.too_many(found.spare(need[chosen], cover[chosen])),
        "chart": list(zip(labels, need[chosen], cover[chosen], strict=True)),
        "chart_names": [gettext("Needed"), gettext("On duty")],
        **frame,
    }
    return render(request, "helpline/staffing/coverage.html", context)


@require_POST
@post_required(Role.SUPERVISOR)
def draw(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    return _done(
        request, days, lambda: rosters.draw(days[0], by=request.actor, at=timezone.now()), gettext("The week is drawn.")
    )


@require_POST
@post_required(Role.SUPERVISOR)
def publish(request: DeskRequest, first_on: str) -> HttpResponse:
    days = _days(first_on)
    kept = get_object_or_404(RosterWeek, first_on=days[0])
    seen = int(request.POST.get("seen") or -1)
    return _done(
        request,
        days,
        lambda: rosters.publish(kept, seen=seen, by=request.actor, at=timezone.now()),
        gettext("The week is published. Every operator sees their shifts."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.SUPERVISOR)
def agent(request: DeskRequest, first_on: str, number: str) -> HttpResponse:
    days = _days(first_on)
    one = get_object_or_404(Agent.objects.select_related("user"), number=number)
    kept = get_object_or_404(RosterWeek, first_on=days[0])
    terms = Terms.objects.filter(agent=one).first()
    if request.method == "POST":
        refused = _change(request, one, kept)
        if refused is None:
            return redirect("helpline:roster_agent", first_on, number)
        messages.error(request, refused)
    mine = {duty.on: duty for duty in one.duties.filter(on__in=days)}
    context = {
        "agent": one,
        "rows": [(on, mine.get(on), clock.moment(on) < timezone.now()) for on in days],
        "shifts": [("", gettext("Free")), *forms.SHIFT_WORDS.items()],
        "terms_form": forms.GivenTerms(
            initial={name: getattr(terms, name) for name in ("team", "night_consent_on", "weekly_off")} if terms else {}
        ),
        "absence_form": forms.NoteAbsence(),
        "away": found.absences([one.pk], days).get(one.pk, []),
        **_frame(request, days),
    }
    return render(request, "helpline/staffing/agent.html", context, status=422 if request.method == "POST" else 200)


def _change(request: DeskRequest, one: Agent, kept: RosterWeek) -> str | None:
    """Do what the page of one agent asks; return the sentence of a refusal."""
    at, by, what = timezone.now(), request.actor, request.POST.get("what")
    form = _form_of(what, request, kept)
    if not form.is_valid():
        return gettext("Not kept: something is missing, or does not fit.")
    said = form.cleaned_data
    try:
        if what == "terms":
            requests.set_terms(one, given=requests.Given(**said), by=by, at=at)
        elif what == "absence":
            span = (said["from_on"], said["to_on"])
            requests.note_absence(one, kind=said["kind"], days=span, by=by, at=at)
        else:
            rosters.put(kept, one, on=said["on"], shift=said["shift"], by=by, at=at)
    except NotPossible as error:
        return str(error)
    messages.success(request, gettext("Kept."))
    return None


def _form_of(what: str | None, request: DeskRequest, kept: RosterWeek) -> Form:
    if what == "terms":
        return forms.GivenTerms(request.POST)
    if what == "absence":
        return forms.NoteAbsence(request.POST)
    return forms.PutOn(request.POST, initial={"first_on": kept.first_on})


def _done(request: DeskRequest, days: list[date], act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("helpline:roster_week", days[0].isoformat())


def _days(first_on: str) -> list[date]:
    """Return the days of a week by its Monday; raises Http404 for another day."""
    first = clock.named(first_on, None)
    if first is None or first.weekday() or not 2020 <= first.year <= 2100:
        raise Http404
    return found.week_of(first)


def _asked(request: DeskRequest, days: list[date]) -> tuple[QuerySet[Agent], dict[str, str]]:
    only = {name: request.GET[name][:60] for name in FILTERS if request.GET.get(name)}
    return found.agents_of(days, **only), only


def _rights(request: DeskRequest) -> dict[str, object]:
    return {"may_write": request.post.role == Role.SUPERVISOR}


def _frame(request: DeskRequest, days: list[date]) -> dict[str, object]:
    kept = RosterWeek.objects.filter(first_on=days[0]).first()
    sites = Agent.objects.order_by("site").values_list("site", flat=True).distinct()
    teams = Terms.objects.exclude(team="").order_by("team").values_list("team", flat=True).distinct()
    return {
        "tab": "roster",
        "week": kept,
        "first_on": days[0],
        "last_on": days[-1],
        "days": days,
        "earlier": days[0] - timedelta(weeks=1),
        "later": days[0] + timedelta(weeks=1),
        "sites": list(sites),
        "teams": list(teams),
        "line_choices": forms.line_choices(),
        "shift_choices": list(forms.SHIFT_WORDS.items()),
        "query": request.GET.urlencode(),
        **_rights(request),
    }


Cells = list[tuple[date, Duty | None, bool]]


def _lines(agents: Iterable[Agent], days: list[date]) -> list[tuple[Agent, Cells]]:
    """Return each agent with the seven days: the duty, and whether they are away."""
    rows = list(agents)
    keys = [one.pk for one in rows]
    duties = {(duty.agent_id, duty.on): duty for duty in Duty.objects.filter(agent__in=keys, on__in=days)}
    away = found.absences(keys, days)

    def cells(one: Agent) -> Cells:
        gone = away.get(one.pk, [])
        return [(on, duties.get((one.pk, on)), any(one.from_on <= on <= one.to_on for one in gone)) for on in days]

    return [(one, cells(one)) for one in rows]


def _summary(on: date, need: list[int], cover: list[float]) -> dict[str, object]:
    gaps = found.gaps(need, cover)
    met = sum(min(want, there) for want, there in zip(need, cover, strict=True))
    return {
        "on": on,
        "needed": sum(need) / 2,
        "there": sum(cover) / 2,
        "met": round(100 * met / sum(need)) if sum(need) else None,
        "short": sum(1 for want, there in zip(need, cover, strict=True) if want - there >= 1),
        "worst": gaps[0].people if gaps else 0,
    }


def _cells(duty: Duty) -> list[str]:
    terms = getattr(duty.agent, "terms", None)
    breaks = "; ".join(f"{_clock(duty.from_at + timedelta(minutes=at))} ({long})" for at, long in duty.breaks)
    return [
        duty.agent.number,
        duty.agent.user.name_hi,
        duty.agent.site,
        terms.team if terms else "",
        duty.on.isoformat(),
        duty.shift,
        duty.line,
        _clock(duty.from_at),
        _clock(duty.to_at),
        breaks,
        "1" if duty.transport else "0",
    ]


def _clock(at: datetime) -> str:
    return f"{clock.local(at):%H:%M}"
