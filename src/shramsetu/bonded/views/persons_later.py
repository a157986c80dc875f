"""Pages of a freed person after the certificate: plan, decision on the balance, visit, danger, FIR, legal track."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.bonded import aftercare, later_forms, rehabilitation, unsealed
from shramsetu.bonded.actions import fir, gate, plans, tracks, visits
from shramsetu.bonded.models import Accused, Plan, Survivor
from shramsetu.bonded.queries import justice
from shramsetu.bonded.rules.risk import risk
from shramsetu.bonded.views.of_person import person_page
from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.casework.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

OFFICERS = (Role.OFFICER, Role.MAGISTRATE, Role.DM)
DECIDERS = (*OFFICERS, Role.HEAD, Role.PRINCIPAL_SECRETARY)
PAGE = "bonded/later_form.html"


def survivor_of(case: Case) -> Survivor:
    """Return the person of a case, with the rows that every page here needs."""
    survivor = Survivor.objects.select_related("native_district", "operation__case").get(pk=case.pk)
    survivor.case = case
    return survivor


def _person(request: DeskRequest, case: Case) -> Survivor:
    del request
    return survivor_of(case)


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_person)
def plan(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Assess what is needed at home and draw the plan; approving it is a step of the case."""
    _works_on(survivor.case, request)
    begun = _plan_begun(survivor, request.actor)
    form = later_forms.PlanForm(request.POST or None, initial=begun)
    return _keep(
        request,
        survivor,
        form,
        lambda: plans.draw(survivor, form.assessment, by=request.actor, at=timezone.now()),
        "bonded/plan.html",
    )


@post_required(*DECIDERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_person)
def balance(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Record the DM's finding of proof, the sanction, or the consent to an annuity."""
    form = later_forms.BalanceForm(request.POST or None, role=request.actor.role)
    context: dict[str, Any] = {"title": gettext("Decision on the balance"), "balance": rehabilitation.balance(survivor)}
    return _keep(
        request,
        survivor,
        form,
        lambda: gate.decide(survivor, form.deciding, by=request.actor, at=timezone.now()),
        PAGE,
        **context,
    )


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_person)
def visit(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Write down a visit at home."""
    _works_on(survivor.case, request)
    form = later_forms.VisitForm(request.POST or None)
    return _keep(
        request,
        survivor,
        form,
        lambda: visits.pay(survivor, form.seen, by=request.actor, at=timezone.now()),
        "bonded/visit.html",
    )


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_person)
def danger(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Show the signals with what they weigh, and let an officer say what they mean."""
    _works_on(survivor.case, request)
    at = timezone.now()
    signals = aftercare.signals(survivor, at=at)
    found = risk(signals)
    form = later_forms.RiskForm(request.POST or None, initial={"level": str(found)})
    context = {
        "title": gettext("Danger of new bondage"),
        "signals": [later_forms.SIGNAL_WORDS[name] for name in signals.found],
        "computed": later_forms.RISK_WORDS[found],
    }

    def put() -> object:
        given = form.cleaned_data
        return visits.confirm(survivor, given["level"], reason=given["reason"], by=request.actor, at=at)

    return _keep(request, survivor, form, put, PAGE, **context)


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_person)
def track(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Begin a legal track for this person, alone or with others of the operation."""
    _works_on(survivor.case, request)
    form = later_forms.TrackForm(request.POST or None, **_sides(survivor, request))
    context: dict[str, Any] = {"title": gettext("New legal proceeding")}
    return _keep(
        request,
        survivor,
        form,
        lambda: tracks.begin(form.beginning, by=request.actor, at=timezone.now()),
        PAGE,
        **context,
    )


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@of_case
def report(request: DeskRequest, number: str) -> HttpResponse:
    """Decide on the FIR: from a person's page, or by the police from the duty that asks for it."""
    case = case_for(request, number)
    is_duty = case.kind == "bl_duty"
    survivor = _asked_for(case, request)
    others = queries.cases_visible_to(request.actor).filter(kind="bl_duty", bonded_duty__clock=fir.FIR)
    beside = justice.persons_beside(survivor)
    # The police know only those of whom they owe a decision; whoever sees the persons chooses among all of them.
    persons = beside.filter(case__in=others.values("parent")) if is_duty else beside
    form = later_forms.FirForm(
        request.POST or None,
        persons=[*persons],
        accused=_accused(survivor),
        initial={"persons": [survivor.code]},
    )
    context: dict[str, Any] = {"title": gettext("Decision on the FIR")}

    def put() -> object:
        decision = fir.Decision(form.people, form.beginning, form.cleaned_data["reason"])
        return fir.decide(decision, by=request.actor, at=timezone.now())

    return _keep(request, survivor, form, put, PAGE, back=case, **context)


def _asked_for(case: Case, request: DeskRequest) -> Survivor:
    if case.kind == "bl_person":
        _works_on(case, request)
        return survivor_of(case)
    if case.kind != "bl_duty" or case.bonded_duty.clock != fir.FIR or case.parent is None:
        raise Http404
    casework.step_for(case, "complete", by=request.actor)
    return survivor_of(case.parent)


def _sides(survivor: Survivor, request: DeskRequest) -> dict[str, Any]:
    del request
    return {
        "persons": [*justice.persons_beside(survivor)],
        "accused": _accused(survivor),
        "initial": {"persons": [survivor.code]},
    }


def _accused(survivor: Survivor) -> list[Accused]:
    if survivor.operation_id is None:
        return []
    return list(Accused.objects.filter(operation=survivor.operation_id).order_by("code"))


def _plan_begun(survivor: Survivor, by: Actor) -> dict[str, object]:
    """Return what stands in the plan; raises NotAllowed for who cannot read what drawing it anew would replace."""
    found = Plan.objects.filter(survivor=survivor).first()
    if found is None:
        return {}
    eyes = unsealed.words(survivor.case, by)
    if not eyes.opens:
        raise NotAllowed("plan")
    notes = {line.head: str(eyes.read(line.note)) for line in found.lines.all()}
    return later_forms.plan_begun(found, str(eyes.read(found.words)), notes)


def _works_on(case: Case, request: DeskRequest) -> None:
    """Raise NotAllowed for who may see the person but not write: the same who may add a note."""
    if not case.is_open:
        raise NotAllowed("closed")
    casework.step_for(case, "note", by=request.actor)


def _keep(
    request: DeskRequest,
    survivor: Survivor,
    form: forms.Form,
    put: Callable[[], object],
    template: str,
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it asks; what cannot be is said beside its field, with everything still in the form."""
    if request.method == "GET":
        return _show(request, survivor, form, template, **context)
    if not form.is_valid():
        return _show(request, survivor, form, template, status=422, **context)
    try:
        put()
    except Refused as error:
        field = error.field if error.field in form.fields else f"want_{error.field}"
        form.add_error(field if field in form.fields else None, str(error.message))
        return _show(request, survivor, form, template, status=422, **context)
    except Stale:
        form.add_error(None, str(SAY["stale"]))
        return _show(request, survivor, form, template, status=409, **context)
    messages.success(request, gettext("Written down."))
    back = context.get("back")
    if isinstance(back, Case) and back.pk != survivor.pk:
        return redirect("desk:inbox")
    return redirect("desk:case", survivor.case.number)


def _show(
    request: DeskRequest, survivor: Survivor, form: forms.Form, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    back = context.pop("back", None) or survivor.case
    page = {"survivor": survivor, "case": survivor.case, "back": back, "form": form, **context}
    return render(request, template, page, status=status)
