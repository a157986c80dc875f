"""Setting targets: the form with its preview, what waits for approval, one version with its rows."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework.views.guard import refused
from shramsetu.casework.words import SAY
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import export, files, forms, queries, spreading, terms
from shramsetu.monitoring.targets.actions import setting
from shramsetu.monitoring.targets.errors import NotAllowed, Refused, Stale
from shramsetu.monitoring.targets.models import Share, TargetSet
from shramsetu.monitoring.targets.spreading import Draft, Row
from shramsetu.monitoring.targets.views import page
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.watched import Indicator

PROPOSERS = tuple(sorted(setting.PROPOSERS))
DECIDERS = tuple(sorted(setting.DECIDERS))


@post_required(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def set_target(request: DeskRequest) -> HttpResponse:
    """Ask for a target; first a preview with every row and its sum, then the proposal."""
    page.seen(request)
    indicators = _own(request)
    if request.method == "GET":
        form = forms.Setting(indicators=indicators, today=page.today(), initial=_initial(request))
        return render(request, "monitoring/targets/set.html", {"form": form})
    form = forms.Setting(request.POST, request.FILES, indicators=indicators, today=page.today())
    if not form.is_valid():
        return render(request, "monitoring/targets/set.html", {"form": form}, status=422)
    draft = form.draft()
    if "propose" not in request.POST:
        return render(request, "monitoring/targets/set.html", {"form": _kept(form, draft), **_preview(draft)})
    try:
        made = setting.propose(draft, by=request.actor, at=timezone.now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return render(request, "monitoring/targets/set.html", {"form": form}, status=422)
    except NotAllowed:
        return refused(request, str(SAY["not_allowed"]))
    messages.success(request, _("The target waits for approval by another officer."))
    return redirect("monitoring:target_version", made.pk)


@require_safe
@post_required(*PROPOSERS)
def shares_template(request: DeskRequest, indicator: str) -> HttpResponse:
    """Give the table in which each district's number is written."""
    page.indicator(indicator)
    sheet = files.shares_template(indicator)
    return export.answer([sheet], form="xlsx", name=f"{indicator}-lakshya", on=page.today())


@require_safe
@post_required(*scope.WATCHERS)
def proposals(request: DeskRequest) -> HttpResponse:
    """List what waits for approval, and what is in force."""
    page.seen(request)
    context = {
        "waiting": list(queries.waiting()),
        "in_force": sorted(queries.in_force(page.today()).values(), key=lambda one: one.indicator),
        "may_propose": request.post.role in setting.PROPOSERS,
    }
    return render(request, "monitoring/targets/proposals.html", context)


@require_safe
@post_required(*scope.WATCHERS)
def target_version(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one version of a target: its rows, its reason, who proposed and who decided."""
    seen = page.seen(request)
    found = get_object_or_404(_versions(), pk=pk)
    may = request.post.role in setting.DECIDERS and found.state == TargetSet.State.PROPOSED
    may = may and setting.may(request.actor, found.indicator)
    context = {
        "target": found,
        "indicator": terms.indicator(found.indicator),
        "rows": _table([row for row in queries.shares(found) if scope.shows(seen, row.place)]),
        "former": found.replaces,
        "may_decide": may and request.actor.user_id != found.proposed_by_id,
        "is_own": may and request.actor.user_id == found.proposed_by_id,
        "form": forms.Decision(),
        "days": len(terms.working(found.from_on, found.last_on)),
    }
    return render(request, "monitoring/targets/version.html", context)


@require_POST
@post_required(*DECIDERS)
def decide_target(request: DeskRequest, pk: int) -> HttpResponse:
    """Approve or refuse a version."""
    page.seen(request)
    found = get_object_or_404(_versions(), pk=pk)
    form = forms.Decision(request.POST)
    if not form.is_valid():
        return redirect("monitoring:target_version", pk)
    approve = form.cleaned_data["verb"] == "approve"
    try:
        setting.decide(found, approve=approve, remark=form.cleaned_data["remark"], by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error.message))
    except Stale:
        messages.error(request, _("This was decided meanwhile."))
    except NotAllowed:
        return refused(request, str(SAY["not_allowed"]))
    else:
        messages.success(request, _("The target is in force.") if approve else _("The proposal is not approved."))
    return redirect("monitoring:target_version", pk)


def _own(request: DeskRequest) -> dict[str, Indicator]:
    """Return the indicators for which the post may set targets: those of its department, for the state's desk all."""
    return {slug: one for slug, one in terms.indicators().items() if scope.answers_for(request.post, one.department)}


def _initial(request: DeskRequest) -> dict[str, object]:
    """Begin with the financial year; for a change with what is in force."""
    today = page.today()
    year = today.year if today.month > 3 else today.year - 1
    found: dict[str, object] = {"first_on": f"{year}-04-01", "last_on": f"{year + 1}-03-31", "method": "equal"}
    slug = request.GET.get("indicator", "")
    if slug:
        found["indicator"] = slug
        held = queries.in_force(today).get(slug)
        if held is not None:
            found |= {"first_on": held.first_on, "last_on": held.last_on, "number": held.number}
            found["from_on"] = max(today + timedelta(days=1), held.first_on)
    return found


def _kept(form: forms.Setting, draft: Draft) -> forms.Setting:
    """Return the form with the file's rows written into it: a browser sends no file twice."""
    if draft.given:
        form.data = {**form.data.dict(), "rows": spreading.written(draft.given)}  # type: ignore[attr-defined]
    return form


def _preview(draft: Draft) -> dict[str, object]:
    top = spreading.shared(draft)
    days = len(terms.working(draft.from_on, draft.last_on))
    return {
        "preview": top,
        "days": days,
        "a_day": -(-top.number // days) if days else 0,
        "mandals": [(one, sum(part.number for part in one.parts)) for one in top.parts],
        "whole": sum(one.number for one in top.parts),
        "indicator": terms.indicator(draft.indicator),
        "absent": _absent(draft, top),
    }


def _absent(draft: Draft, top: Row) -> list[Place]:
    """Return the districts of which a file says nothing: what is missing becomes 0 only before somebody's eyes."""
    if draft.method != TargetSet.Method.GIVEN:
        return []
    named = {place for place, _ in draft.given}
    return [row.place for row in top.walk() if row.place.kind == Kind.DISTRICT and row.place.pk not in named]


def _versions() -> QuerySet[TargetSet]:
    return TargetSet.objects.select_related(
        "proposed_by", "proposed_post__place", "decided_by", "decided_post__place", "replaces"
    )


def _table(rows: list[Share]) -> list[dict[str, object]]:
    """Return the mandals with their districts, each with what it was before and how it goes to sources."""
    parts: dict[int | None, list[Share]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    return [
        {"row": mandal, "districts": [(one, parts.get(one.pk, [])) for one in parts.get(mandal.pk, [])]}
        for top in parts.get(None, [])
        for mandal in parts.get(top.pk, [])
    ]
