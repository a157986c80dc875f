"""Reimbursement proposals to the centre: made, printed as spreadsheet and Hindi PDF, sent on, paid back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import batch, ledger, money_forms
from shramsetu.bonded.actions import claims as verbs
from shramsetu.bonded.views.money import PAGE, READERS, page
from shramsetu.bonded.views.paying import Ask, ask
from shramsetu.casework import pdf, sheets
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

CLAIMANTS, FORWARDERS = tuple(sorted(verbs.CLAIMANTS)), tuple(sorted(verbs.FORWARDERS))


@require_safe
@post_required(*READERS)
def claims(request: DeskRequest) -> HttpResponse:
    found = Paginator(ledger.claims(request.actor), PAGE).get_page(request.GET.get("page"))
    may_make = request.post.role in verbs.CLAIMANTS and not request.actor.assists
    context = {"page": found, "may_make": may_make, "open": batch.unclaimed(request.actor)}
    return page(request, "claims", context)


@require_POST
@post_required(*CLAIMANTS)
def make_claim(request: DeskRequest, lgd: int) -> HttpResponse:
    """Put all that is open in a district into one proposal, or into a correction where more came back."""
    district = next((one for one in ledger.districts(request.actor) if one.lgd_code == lgd), None)
    if district is None:
        raise Http404
    try:
        deed = verbs.correct if "correction" in request.POST else verbs.make
        claim = deed(district, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("bonded:claims")
    return redirect("bonded:claim", claim.number)


@require_safe
@post_required(*READERS)
def claim(request: DeskRequest, number: str) -> HttpResponse:
    """Show one proposal."""
    found = get_object_or_404(ledger.claims(request.actor), number=number)
    context = {
        "claim": found,
        "batch": batch.of(found),
        "receipts": found.receipts.order_by("pk"),
        "may_forward": request.post.role in verbs.FORWARDERS and not request.actor.assists,
    }
    return page(request, "claim", context)


@require_safe
@post_required(*READERS)
def claim_xlsx(request: DeskRequest, number: str) -> HttpResponse:
    """Give the proposal as a spreadsheet."""
    found = batch.of(get_object_or_404(ledger.claims(request.actor), number=number))
    answer = HttpResponse(sheets.xlsx(batch.sheets_of(found), on=found.on), content_type=sheets.TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{number}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@post_required(*READERS)
def claim_pdf(request: DeskRequest, number: str) -> HttpResponse:
    """Give the proposal as a Hindi PDF to sign."""
    found = batch.of(get_object_or_404(ledger.claims(request.actor), number=number))
    with override("hi"):
        return pdf.response("bonded/money/claim_print.html", {"batch": found, "claim": found.claim}, name=number)


@require_http_methods(["GET", "POST"])
@post_required(*FORWARDERS)
def forward(request: DeskRequest, number: str) -> HttpResponse:
    """Enter the letter by which the proposal went on."""
    found = get_object_or_404(ledger.claims(request.actor), number=number)
    form = money_forms.Forwarded(request.POST or None)
    title = _("Sent to the state") if found.to_state_on is None else _("Sent to the centre")

    def do(given: dict[str, Any]) -> None:
        verbs.forward(found, given["letter"], on=given["on"], by=request.actor, at=timezone.now())

    return ask(request, Ask(title, _("Enter"), form, do, _page(number)))


@require_http_methods(["GET", "POST"])
@post_required(*FORWARDERS)
def received(request: DeskRequest, number: str) -> HttpResponse:
    """Enter what came back, or what a correction gave back to the state."""
    found = get_object_or_404(ledger.claims(request.actor), number=number)
    form = money_forms.CameBack(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        came = verbs.Came(given["amount"], given["reference"], given["on"])
        deed = verbs.give_back if found.is_correction else verbs.receive
        deed(found, came, by=request.actor, at=timezone.now())

    if found.is_correction:
        about = _("What the fund had been given back for these sums goes out of the fund.")
        return ask(request, Ask(_("Given back to the state"), _("Enter"), form, do, _page(number), about=about))
    about = _("First the district's fund is made whole; what is left is the state's.")
    return ask(request, Ask(_("Paid back by the centre"), _("Enter"), form, do, _page(number), about=about))


def _page(number: str) -> str:
    return reverse("bonded:claim", args=[number])
