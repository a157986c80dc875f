"""Workers' own pages, behind a one-time code: how I stand, my card, what is wrong, what I did not ask for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.offices.citizens import PhoneRequest, phone_required
from shramsetu.people.throttle import HOUR, limited
from shramsetu.workers import card_paper, changing, own_view
from shramsetu.workers.actions import cards, changes
from shramsetu.workers.change_forms import FORMS
from shramsetu.workers.change_forms import Change as ChangeForm
from shramsetu.workers.models import Card, Change, Membership, Worker

CHANNEL = "portal"


@phone_required
@require_safe
def mine(request: PhoneRequest) -> HttpResponse:
    """Lead to the one worker behind this phone, or let choose among those of a family."""
    workers = list(own_view.behind(request.phone))
    if len(workers) == 1:
        return redirect("shramik_own:page", workers[0].number)
    return render(request, "workers/own/choose.html", {"workers": workers})


@phone_required
@require_safe
def page(request: PhoneRequest, number: str) -> HttpResponse:
    """Show workers all that is held of them, and what they can do."""
    return render(request, "workers/own/page.html", own_view.page(_worker(request, number), at=timezone.now()))


@phone_required
@require_POST
@limited("own-card", figure="workers.card_lists_a_minute", span=HOUR, methods=("POST",))
def card(request: PhoneRequest, number: str, board: str) -> HttpResponse:
    """Print the card of a registration that is in force."""
    membership = _membership(request, number, board)
    try:
        made = cards.issue(membership, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("shramik_own:page", number)
    return paper(made)


@phone_required
@require_POST
def lost(request: PhoneRequest, number: str, board: str) -> HttpResponse:
    """Revoke the cards of a registration: they were lost or stolen."""
    count = cards.revoke_all(_membership(request, number, board), cards.Why.LOST, by=request.actor, at=timezone.now())
    said = (
        gettext("The lost card is revoked. Print a new one below.") if count else gettext("There is no card in force.")
    )
    messages.success(request, said)
    return redirect("shramik_own:page", number)


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PhoneRequest, number: str, field: str) -> HttpResponse:
    """Ask for one change."""
    worker = _worker(request, number)
    if field in changing.AT_DESKS:
        raise Http404
    form = form_of(request, field)
    if form.is_valid():
        try:
            case = changes.ask(worker, form.wish(field, CHANNEL), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            messages.success(request, told(case))
            return redirect("shramik_own:page", number)
    context = {"worker": worker, "form": form, **asked_page(worker, field)}
    return render(request, "workers/own/change.html", context, status=422 if form.is_bound else 200)


@phone_required
@require_POST
def stop(request: PhoneRequest, number: str, case: str) -> HttpResponse:
    """Stop a change that the worker did not ask for: one tap."""
    worker = _worker(request, number)
    found = get_object_or_404(Change.objects.select_related("case"), worker=worker, case__number=case)
    try:
        changes.not_me(found, by=request.actor, at=timezone.now())
    except (NotAllowed, Stale):
        messages.error(request, gettext("This change is decided already. Telephone 1800-123-3100 at once."))
    else:
        messages.success(request, gettext("Stopped. Nothing was changed, and the office looks into who asked for it."))
    return redirect("shramik_own:page", number)


def paper(made: Card) -> HttpResponse:
    """Return a card as PDF."""
    answer = HttpResponse(card_paper.printed(made), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="card.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def form_of(request: HttpRequest, field: str) -> ChangeForm:
    """Return the form of a field, bound where it was sent; raises Http404."""
    if field not in FORMS or field not in changing.fields():
        raise Http404
    return FORMS[field](request.POST, request.FILES) if request.method == "POST" else FORMS[field]()


def asked_page(worker: Worker, field: str) -> dict[str, object]:
    """Return what the page of one change shows beside its form."""
    return {
        "field": field,
        "title": changing.title(field),
        "tier": changing.tier_of(field),
        "now": changing.said(field, changing.now(worker, field), clear=False),
    }


def told(case: Case | None) -> str:
    """Say what happens now."""
    if case is None:
        return gettext("Changed.")
    return gettext("Your wish has reached the office. A message comes to your phone at each step.")


def _worker(request: PhoneRequest, number: str) -> Worker:
    return get_object_or_404(own_view.behind(request.phone), number=number)


def _membership(request: PhoneRequest, number: str, board: str) -> Membership:
    rows = Membership.objects.select_related("worker")
    return get_object_or_404(rows, worker=_worker(request, number), board=board)
