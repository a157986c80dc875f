"""Counter and office: ask for a change in a worker's name, print the card, revoke a lost one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.workers import scope
from shramsetu.workers.actions import cards, changes
from shramsetu.workers.models import Membership, Worker
from shramsetu.workers.views.counter import CHANNEL, FILERS
from shramsetu.workers.views.own import asked_page, form_of, paper

TAB = "changes"


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, number: str, field: str) -> HttpResponse:
    """Ask for one change for a worker at the counter; their phone hears of it, another officer decides."""
    worker, form = _worker(request, number), form_of(request, field)
    if form.is_valid():
        channel = str(CHANNEL.get(request.post.role, Case.Channel.CSC))
        try:
            case = changes.ask(worker, form.wish(field, channel), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            messages.success(request, _told(case))
            return redirect("workers:worker_tab", number, TAB)
    context = {"worker": worker, "form": form, **asked_page(worker, field)}
    return render(request, "workers/change.html", context, status=422 if form.is_bound else 200)


@post_required(*FILERS)
@require_POST
def card(request: DeskRequest, number: str, board: str) -> HttpResponse:
    """Print the card of a registration that is in force."""
    try:
        made = cards.issue(_membership(request, number, board), by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("workers:worker_tab", number, TAB)
    return paper(made)


@post_required(*FILERS)
@require_POST
def revoke(request: DeskRequest, number: str, board: str) -> HttpResponse:
    """Revoke the cards of a registration, for the reason that was chosen."""
    why = request.POST.get("why", "")
    if why not in cards.Why.values:
        messages.error(request, gettext("Choose why the card is revoked."))
    elif cards.revoke_all(_membership(request, number, board), why, by=request.actor, at=timezone.now()):
        messages.success(request, gettext("The card is revoked."))
    else:
        messages.error(request, gettext("There is no card in force."))
    return redirect("workers:worker_tab", number, TAB)


def _told(case: Case | None) -> str:
    if case is None:
        return gettext("Changed.")
    return gettext("The change is asked for under %(number)s. The worker's phone has been told.") % {
        "number": case.number
    }


def _worker(request: DeskRequest, number: str) -> Worker:
    rows = scope.workers_visible_to(request.actor).select_related("district", "place")
    return get_object_or_404(rows, number=number)


def _membership(request: DeskRequest, number: str, board: str) -> Membership:
    rows = Membership.objects.select_related("worker")
    return get_object_or_404(rows, worker=_worker(request, number), board=board)
