"""The page of a worker, in tabs, and the renewal at a counter."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.lib import clock, phone
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.workers import at_counter, card_paper, receipts, scope, tabs, terms
from shramsetu.workers.actions import cards, reading, renewing, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.forms.registration import YEARS, Work
from shramsetu.workers.models import Fee, Membership, Worker
from shramsetu.workers.rules.standing import Standing
from shramsetu.workers.views.counter import CHANNEL, FILERS
from shramsetu.workers.views.doubles import NOTICERS

BEGUN = "wk_renewal"
VIEWERS = FILERS | {
    Role.HEAD,
    Role.PRINCIPAL_SECRETARY,
    Role.DM,
    Role.MANDAL,
    Role.STEWARD,
    Role.BOARD_ACCOUNTS,
    Role.SUPERVISOR,
    Role.FEEDBACK,
}


class Renewal(forms.Form):
    """For how many years, and how it was paid."""

    years = forms.ChoiceField(label=_("Contribution for how many years"), choices=YEARS)
    reference = forms.CharField(label=_("Reference of the payment"), max_length=40)


@post_required(*VIEWERS)
@require_safe
def page(request: DeskRequest, number: str, tab: str = "summary") -> HttpResponse:
    """Show one tab of a worker; the look is written down."""
    worker = _worker(request, number)
    chosen = next((one for one in tabs.TABS if one.name == tab), None)
    if chosen is None:
        raise Http404
    at = timezone.now()
    reading.look(worker, by=request.actor, at=at)
    shown = chosen.context(worker, request.actor, clock.day(at))
    may = {"may_file": request.post.role in FILERS, "may_point_out": request.post.role in NOTICERS}
    context = {"worker": worker, "tabs": tabs.TABS, "tab": chosen, **shown, **may}
    return render(request, "workers/worker.html", context)


@post_required(*sorted(scope.IN_CLEAR))
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: DeskRequest, number: str) -> HttpResponse:
    """Ask why, then show the phone; the reading is written down."""
    worker, reason = _worker(request, number), request.POST.get("reason", "")
    context: dict[str, object] = {"worker": worker, "reason": reason}
    if request.method != "POST":
        return render(request, "workers/reveal.html", context)
    try:
        found = reading.reveal(worker, reason=reason, by=request.actor, at=timezone.now())
    except Refused as refused:
        return render(request, "workers/reveal.html", {**context, "error": refused.message}, status=422)
    answer = render(request, "workers/reveal.html", {**context, "phone": phone.shown(found), "dial": found})
    answer["Cache-Control"] = "private, no-store"
    return answer


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: DeskRequest) -> HttpResponse:
    """Open the page of whoever stands at the counter and says number and phone."""
    form = at_counter.Said(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = at_counter.meet(request, form)
        if found is not None:
            return redirect("workers:worker", found.number)
        form.add_error("number", str(at_counter.UNKNOWN))
    return render(request, "workers/meet.html", {"form": form}, status=422 if form.errors else 200)


@post_required(*FILERS)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: DeskRequest, number: str, board: str) -> HttpResponse:
    """Renew at a counter; one that is revivable asks for the days of work too."""
    worker = _worker(request, number)
    rows = Membership.objects.filter(worker=worker, board=board).select_related("worker")
    membership, at = get_object_or_404(rows), timezone.now()
    began_at = _begun(request, f"{number}/{board}", at)
    stands = terms.standing_of(membership, clock.day(service.counts_from(began_at, at=at)[0]))
    posted = request.POST if request.method == "POST" else None
    form, work = Renewal(posted), Work(posted)
    asks_work = stands is Standing.REVIVABLE
    if form.is_valid() and (not asks_work or work.is_valid()):
        told = form.cleaned_data
        paid = Paid(told["reference"], str(CHANNEL.get(request.post.role, Case.Channel.CSC)), _filer(request))
        spells = work.values["spells"] if asks_work else ()
        try:
            found = renewing.renew(
                membership,
                paid,
                years=int(told["years"]),
                by=request.actor,
                at=at,
                began_at=began_at,
                spells=spells,  # type: ignore[arg-type]
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            request.session.pop(BEGUN, None)
            if found.case:
                return redirect("workers:sent", found.case.number)
            messages.success(request, gettext("Renewed until %(until)s.") % {"until": f"{found.until:%d.%m.%Y}"})
            return redirect("workers:worker_tab", number, "fees")
    context = {
        "worker": worker,
        "membership": membership,
        "stands": stands,
        "form": form,
        "work": work if asks_work else None,
        "tariff": terms.tariff(board, clock.day(at)),
    }
    return render(request, "workers/renew.html", context, status=422 if form.is_bound else 200)


@post_required(*FILERS)
@require_safe
def fee(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Print the receipt of a fee in the size of the printer: A5, A4 or a roll of 80 mm."""
    rows = Fee.objects.select_related("membership__worker")
    found = get_object_or_404(rows, pk=pk, membership__worker=_worker(request, number))
    return receipts.printed_fee(found, request.GET.get("size", ""))


@post_required(*FILERS)
@require_POST
def card(request: DeskRequest, number: str, board: str) -> HttpResponse:
    """Print the card of a registration in force, for a worker at the counter."""
    worker = _worker(request, number)
    membership = get_object_or_404(Membership, worker=worker, board=board)
    try:
        made = cards.issue(membership, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("workers:worker", number)
    answer = HttpResponse(card_paper.printed(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="card-{number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _worker(request: DeskRequest, number: str) -> Worker:
    rows = at_counter.workers(request).select_related("district", "place", "family", "merged_into")
    return get_object_or_404(rows, number=number)


def _begun(request: DeskRequest, what: str, at: datetime) -> datetime:
    """Return when this renewal was first opened in this browser: from then it counts where the service was down."""
    kept = request.session.get(BEGUN)
    if not kept or kept["what"] != what:
        kept = request.session[BEGUN] = {"what": what, "at": at.isoformat()}
    return datetime.fromisoformat(kept["at"])


def _filer(request: DeskRequest) -> str:
    return f"{request.user.name_hi}, {request.post.short_hi}"[:80]
