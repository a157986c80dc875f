"""Taking a step: its form, its errors in sentences, the assistant's draft, and what changed meanwhile."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from shramsetu.casework import actions, casefile, doing, forms, panels, queries, replies, timeline
from shramsetu.casework.models import Case
from shramsetu.casework.views.guard import DeskRequest, case_for, of_case, refused
from shramsetu.casework.words import SAY
from shramsetu.offices.access import post_required


@post_required()
@require_http_methods(["GET", "POST"])
@of_case
def step(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Ask for what a step needs, and take it."""
    case = case_for(request, number)
    try:
        found = actions.step_for(case, verb, by=request.actor)
    except actions.NotAllowed:
        if request.method != "POST" or _seen(request) in (-1, case.revision):
            raise
        return _over(request, case, verb)
    made = forms.form_for(found, case, request.actor)
    if request.method == "GET":
        form = made(initial=replies.initial(found, request.GET.get("reply", ""), request.GET.get("in", "")))
        return _page(request, case, form, status=200)
    if casefile.is_leasable(case, request.actor) and not actions.lease(case, by=request.actor, at=timezone.now()):
        return refused(request, str(SAY["leased"]), number, status=409)
    form = made(request.POST, request.FILES)
    return _take(request, case, form) if form.is_valid() else _page(request, case, form, status=422)


def _take(request: DeskRequest, case: Case, form: forms.StepForm) -> HttpResponse:
    try:
        drafted = doing.carry_out(form, seen=_seen(request), at=timezone.now())
    except actions.Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, case, form, status=422)
    except actions.Stale:
        return _stale(request, case, form)
    actions.release(case)
    words = gettext("Laid in the officer's tray: %(step)s") if drafted else gettext("Done: %(step)s")
    messages.success(request, words % {"step": form.step.label})
    if _from_signing(request):
        return redirect(f"{reverse('desk:sign')}?done={case.number}")
    if queries.cases_visible_to(request.actor).filter(pk=case.pk).exists():
        return redirect("desk:case", case.number)
    return redirect("desk:inbox")


def _stale(request: DeskRequest, case: Case, form: forms.StepForm) -> HttpResponse:
    """Show what changed since, with the words that were written still in the form."""
    case.refresh_from_db()
    changed = timeline.story(case, timeline.entries(case, after=max(_seen(request), 0)), by=request.actor)
    try:
        actions.step_for(case, form.step.verb, by=request.actor)
    except actions.NotAllowed:
        return _over(request, case, form.step.verb)
    form.add_error(None, str(SAY["stale"]))
    return _page(request, case, form, status=409, changed=changed)


def _over(request: DeskRequest, case: Case, verb: str) -> HttpResponse:
    """Say that the case has moved on past this step, and give back what was written, so that nothing is lost."""
    labels = doing.labels_of(case.kind, verb)
    written = [(label, request.POST.get(name, "").strip()) for name, label in labels.items()]
    changed = timeline.story(case, timeline.entries(case, after=max(_seen(request), 0)), by=request.actor)
    context = {"words": SAY["over"], "number": case.number, "kept": [one for one in written if one[1]]}
    return render(request, "casework/refused.html", {**context, "changed": changed}, status=409)


def _seen(request: DeskRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() else -1


def _from_signing(request: DeskRequest) -> bool:
    """Tell whether the step began on the page of what is to be signed; it leads back there."""
    return "sign" in (request.POST.get("from"), request.GET.get("from"))


def _page(request: DeskRequest, case: Case, form: forms.StepForm, *, status: int, **more: object) -> HttpResponse:
    page = casefile.page(request, case, at=timezone.now(), is_mine=True)
    ready = replies.for_step(form.step, case, read_in=str(page["language"]))
    hints = panels.hints_of(case, form.step.verb)
    shown = {"form": form, "replies": ready, "hints": hints, "is_barred": any(one.bars for one in hints)}
    shown["from_signing"] = _from_signing(request)
    return render(request, "casework/step.html", {**page, **shown, **more}, status=status)
