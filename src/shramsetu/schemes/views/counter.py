"""Filing a claim for a worker who is there: at a service centre, at an office, on the telephone."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.lib import clock, phone
from shramsetu.lib.text import latin_digits
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.rulebook.editions import Edition
from shramsetu.schemes import asked, fact_forms, holders, looking, mine, shown
from shramsetu.schemes.actions import drafts
from shramsetu.schemes.claim_desk import FILERS
from shramsetu.workers.models import Worker
from shramsetu.workers.scope import workers_visible_to

CHANNELS: dict[str, str] = {
    Role.SERVICE_CENTRE: Case.Channel.CSC,
    Role.CSC: Case.Channel.CSC,
    Role.OPERATOR: Case.Channel.CALL,
}


class Find(forms.Form):
    """Whose claim it is: the number on the card, and the phone in the registry, which the worker says."""

    number = forms.CharField(label=_("Worker's number"), max_length=20)
    phone = forms.CharField(
        label=_("Phone in the registry"),
        max_length=20,
        required=False,
        help_text=_("The worker says it. It is asked where you do not see the worker anyway."),
    )


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: DeskRequest) -> HttpResponse:
    """Ask for the worker's number."""
    form = Find(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = _found(request, form.cleaned_data["number"], form.cleaned_data["phone"])
        if found is not None:
            kept = [*request.session.get(_KEPT, []), found.number][-20:]
            request.session[_KEPT] = kept
            return redirect("claims:schemes", found.number)
        form.add_error("number", gettext("No worker is known by this number and phone. Look at the card again."))
    return render(request, "schemes/claims/start.html", {"form": form}, status=422 if form.errors else 200)


_KEPT = "claims_for"  # workers whose number and phone were said at this desk


@post_required(*FILERS)
@require_safe
def schemes(request: DeskRequest, worker: str) -> HttpResponse:
    """Show what the worker can claim."""
    who = _worker(request, worker)
    offers = mine.offers(who, on=clock.day(timezone.now()))
    return render(request, "schemes/claims/schemes.html", {"who": who, "offers": offers})


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: DeskRequest, worker: str, scheme: str) -> HttpResponse:
    """Ask everything on one page; look at the answer; send."""
    who, by, at = _worker(request, worker), request.actor, timezone.now()
    rule = rulebook.book().scheme_rules.rules.get(scheme)
    if rule is None:
        raise Http404
    draft = drafts.begin(who, scheme, by=by, at=at)
    told = looking.Case(who, scheme, asked.as_told(drafts.values(draft)), clock.day(at))
    found = looking.at(told)
    if not holders.is_ours(found.edition):
        raise Http404
    form = _form(found.edition, told)(request.POST if request.method == "POST" else None, initial=draft.facts)
    status = 200
    if form.is_valid():
        draft = drafts.tell(draft, form.values, at=at)
        if "send" in request.POST:
            try:
                case = drafts.send(draft, channel=CHANNELS.get(by.role, Case.Channel.DESK), by=by, at=at)
            except casework.Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
            else:
                return _sent(request, case)
        told = looking.Case(who, scheme, asked.as_told(drafts.values(draft)), clock.day(at))
        found = looking.at(told)
    if form.errors:
        status = 422
    page = {"who": who, "rule": rule, "form": form, "lines": shown.live(found), "gifts": shown.gifts(found)}
    return render(request, "schemes/claims/tell.html", {**page, "failed": found.failed}, status=status)


def _form(edition: Edition, told: looking.Case) -> type[fact_forms.FactsForm]:
    facts, known = rulebook.book().scheme_rules.facts, looking.known(told)
    names = [
        name
        for name in asked.leaves(edition)
        if facts[name].origin not in asked.NOT_ASKED and (name not in known or known[name].is_proved is False)
    ]
    return fact_forms.form_for([facts[name] for name in names], required=False)


def _sent(request: DeskRequest, case: Case) -> HttpResponse:
    messages.success(request, gettext("The claim was made. Give the number to the worker: %(n)s") % {"n": case.number})
    return redirect("desk:case", case.number)


def _found(request: DeskRequest, number: str, said: str) -> Worker | None:
    """Return the worker with this number who is in sight, or whose phone was said too."""
    plain = latin_digits(number).replace(" ", "")
    in_sight = workers_visible_to(request.actor).filter(number=plain, merged_into=None).first()
    if in_sight is not None:
        return in_sight
    try:
        line = phone.normalise(said)
    except phone.BadPhone:
        return None
    return Worker.objects.filter(number=plain, phone=line, merged_into=None).first()


def _worker(request: DeskRequest, number: str) -> Worker:
    rows = Worker.objects.select_related("district", "place")
    if number in request.session.get(_KEPT, []):
        return get_object_or_404(rows, number=number)
    return get_object_or_404(workers_visible_to(request.actor).select_related("district", "place"), number=number)
