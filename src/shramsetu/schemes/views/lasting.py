"""What lasts for years: pensions with their certificate of life; and the reconciliation of all money."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.schemes import desks, ledger, money_forms, proof
from shramsetu.schemes.actions import life_due
from shramsetu.schemes.actions import pensions as pension_verbs
from shramsetu.schemes.actions.payees import NewPayee
from shramsetu.schemes.models import Award, Due, LifeProof
from shramsetu.schemes.views.asking import LIVING, PAGE, PAYER, READERS, Ask, ask, page, press
from shramsetu.workers import at_counter
from shramsetu.workers.scope import BY_OPENER


@require_safe
@post_required(*LIVING)
def pensions(request: DeskRequest) -> HttpResponse:
    """List pensions whose certificate of life is missing, or all of them."""
    rows, today = ledger.pensions(request.actor, at_counter.met(request)), clock.day(timezone.now())
    missing = ledger.without_proof(rows, today)
    shown = rows if request.GET.get("all") else missing
    found = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "stopped": set(
            ledger.stopped(rows, today).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
        ),
        "all": bool(request.GET.get("all")),
        "missing": missing.count(),
        "count": rows.count(),
        "meets": request.actor.role in BY_OPENER,
    }
    return page(request, "pensions", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*LIVING)
def life(request: DeskRequest, pk: int) -> HttpResponse:
    """Write that a pensioner was seen alive; what waited for it is due at once."""
    award = get_object_or_404(ledger.pensions(request.actor, at_counter.met(request)), pk=pk)

    def do(given: dict[str, Any]) -> None:
        way, on = LifeProof.Way(given["way"]), given["on"]
        pension_verbs.prove_life(award, way, on=on, by=request.actor, at=timezone.now())

    today = clock.day(timezone.now())
    form = money_forms.Life(request.POST or None, initial={"on": today})
    until = f"{pension_verbs.proved_until(award, today):%d.%m.%Y}"
    facts = [(_("Worker"), award.claim.worker.number), (_("Case"), award.claim.case.number), (_("Proved until"), until)]
    back = reverse("payments:pensions")
    return ask(request, Ask(_("Certificate of life"), _("Write down"), form, do, back, facts=facts))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def pass_on(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a dead pensioner's pension go on to the spouse."""
    award = get_object_or_404(ledger.pensions(request.actor), pk=pk)

    def do(given: dict[str, Any]) -> None:
        spouse = NewPayee(given["name"], kin="spouse")
        pension_verbs.pass_on(award, spouse, died_on=given["died_on"], by=request.actor, at=timezone.now())

    form = money_forms.Spouse(request.POST or None)
    facts = [(_("Worker"), award.claim.worker.number), (_("Case"), award.claim.case.number)]
    about = _("The pension ends with the month of the death and begins anew for the spouse, whose account comes next.")
    back = reverse("payments:pensions")
    title = _("Goes on to the spouse")
    return ask(request, Ask(title, _("Goes on to the spouse"), form, do, back, about=about, facts=facts))


@require_safe
@post_required(*READERS)
def reconcile(request: DeskRequest) -> HttpResponse:
    """Ask whether awards, batches, files and answers agree, and show what stands at each stage by kind."""
    kinds, stages = dict(Award.Kind.choices), dict(Due.Stage.choices)
    totals = [(kinds[one.kind], stages[one.stage], one) for one in proof.totals(desks.board_of(request.actor))]
    faults = proof.faults()
    return page(request, "reconcile", {"faults": faults, "wrong": sum(one.count for one in faults), "totals": totals})


@require_POST
@post_required(PAYER)
def run(request: DeskRequest) -> HttpResponse:
    """Make what pensions are due up to this month, and tell who is to be seen alive again; again makes nothing more."""
    board, at = desks.board_of(request.actor), timezone.now()

    def do() -> None:
        pension_verbs.run(board, clock.day(at), by=request.actor, at=at)
        life_due.tell(board, by=request.actor, at=at)

    return press(request, do, reverse("payments:home"))
