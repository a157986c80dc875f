"""Filing a claim for a worker who is there: at a service centre, at an office, on the telephone."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.rulebook.editions import MEMBER, Edition
from shramsetu.schemes import asked, fact_forms, holders, looking, mine, registers, shown, whose
from shramsetu.schemes.actions import drafts
from shramsetu.schemes.claim_desk import FILERS
from shramsetu.schemes.models import Draft
from shramsetu.workers import at_counter
from shramsetu.workers.models import Worker

CHANNELS: dict[str, str] = {
    Role.SERVICE_CENTRE: Case.Channel.CSC,
    Role.CSC: Case.Channel.CSC,
    Role.OPERATOR: Case.Channel.CALL,
}


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: DeskRequest) -> HttpResponse:
    """Ask for the worker's number."""
    form = at_counter.Said(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = at_counter.meet(request, form)
        if found is not None:
            return redirect("claims:schemes", found.number)
        form.add_error("number", str(at_counter.UNKNOWN))
    return render(request, "schemes/claims/start.html", {"form": form}, status=422 if form.errors else 200)


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
    on = drafts.counts_on(draft, at=at)
    told = _case(draft, on)
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
        told = _case(draft, on)
        found = looking.at(told)
    if form.errors:
        status = 422
    about = whose.about(who, scheme, told.told, on=on)
    cautions = [
        *whose.of_member(about),
        *registers.differing(about, on=on),
        *whose.again(about, looking.event_on(found), known={who.number}),
    ]
    page = {"who": who, "rule": rule, "form": form, "lines": shown.live(found), "gifts": shown.gifts(found)}
    page |= {"failed": found.failed, "cautions": cautions}
    return render(request, "schemes/claims/tell.html", page, status=status)


def _case(draft: Draft, on: date) -> looking.Case:
    told = registers.filled(draft.worker, draft.scheme, asked.as_told(drafts.values(draft)), on=on)
    return looking.Case(draft.worker, draft.scheme, told, on)


def _form(edition: Edition, told: looking.Case) -> type[fact_forms.FactsForm]:
    facts, known = rulebook.book().scheme_rules.facts, looking.known(told)
    members = whose.choices(whose.about(told.worker, told.scheme, told.told, on=told.on))
    names = [
        name
        for name in asked.leaves(edition)
        if facts[name].origin not in asked.NOT_ASKED
        and (name not in known or known[name].is_proved is False)
        and (members or name != MEMBER)
    ]
    rules = [asked.rule_of(edition, name) for name in names]
    return fact_forms.form_for(rules, required=False, choices={MEMBER: members})


def _sent(request: DeskRequest, case: Case) -> HttpResponse:
    messages.success(request, gettext("The claim was made. Give the number to the worker: %(n)s") % {"n": case.number})
    return redirect("desk:case", case.number)


def _worker(request: DeskRequest, number: str) -> Worker:
    return get_object_or_404(at_counter.workers(request).select_related("district", "place", "family"), number=number)
