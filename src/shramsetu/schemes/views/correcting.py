"""Sums put right after the sanction: written down by one, made by another, and what was paid too much."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.lib import money
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.schemes import desks, ledger, money_forms
from shramsetu.schemes.actions import correcting as verbs
from shramsetu.schemes.models import Due
from shramsetu.schemes.views.asking import PAGE, PAYER, READERS, Ask, ask, page, press


@require_safe
@post_required(*READERS)
def corrections(request: DeskRequest) -> HttpResponse:
    """List sums that wait for a second person, and those of which too much was paid."""
    found = Paginator(ledger.corrections(request.actor), PAGE).get_page(request.GET.get("page"))
    return page(request, "corrections", {"page": found, "rows": [(one, ledger.part_name(one.award)) for one in found]})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down the right sum of an award; from then on nothing of it goes out until another person makes it."""
    mine = verbs.may_be_corrected().filter(board=desks.board_of(request.actor))
    award = get_object_or_404(mine.select_related("claim__case"), pk=pk)
    form = money_forms.Corrected(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.ask(award, given["amount"], order=given["order"], by=request.actor, at=timezone.now())

    paid = award.dues.filter(stage=Due.Stage.PAID).aggregate(paise=Sum("paise"))["paise"] or 0
    facts = [
        (_("Case"), award.claim.case.number),
        (_("Benefit"), ledger.part_name(award)),
        (_("Sum"), money.rupees(award.total_paise or 0)),
        (_("Paid"), money.rupees(paid)),
    ]
    about = _(
        "Another person of the desk makes it. What is paid stays paid; the rest is planned anew on the days that are"
        " left, and what was paid too much is to come back. Until then nothing of it goes out."
    )
    back = reverse("payments:claim", args=[award.claim.case.number])
    return ask(request, Ask(_("Put the sum right"), _("Write down"), form, do, back, about=about, facts=facts))


@require_POST
@post_required(PAYER)
def make(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the sum right as the second person."""
    one = get_object_or_404(ledger.corrections(request.actor), pk=pk)
    do = lambda: verbs.make(one, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:corrections"))


@require_POST
@post_required(PAYER)
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Leave the sum as it was."""
    one = get_object_or_404(ledger.corrections(request.actor), pk=pk)
    do = lambda: verbs.drop(one, by=request.actor, at=timezone.now())  # noqa: E731 - one call
    return press(request, do, reverse("payments:corrections"))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(PAYER)
def recover(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down by which credit that came back which was paid too much."""
    one = get_object_or_404(ledger.corrections(request.actor), pk=pk, over_paise__gt=0)
    form = money_forms.CameBack(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.recover(one, given["reference"], on=given["on"], by=request.actor, at=timezone.now())

    facts = [(_("Case"), one.award.claim.case.number), (_("To come back"), money.rupees(one.over_paise))]
    back = reverse("payments:corrections")
    return ask(request, Ask(_("What was paid too much came back"), _("Write down"), form, do, back, facts=facts))
