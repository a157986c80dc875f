"""What who may sanction puts right: a file that the bank did not take, a sum that another state says it paid."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded import ledger, money_forms
from shramsetu.bonded.actions import bankfiles, paidbefore, payments
from shramsetu.bonded.models import PaidBefore
from shramsetu.bonded.views.money import survivor_of
from shramsetu.bonded.views.paying import Ask, ask
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.errors import Refused

PAYERS, SANCTIONERS = tuple(sorted(payments.PAYERS)), tuple(sorted(payments.SANCTIONERS))


@require_http_methods(["GET", "POST"])
@post_required(*PAYERS)
def untaken_file(request: DeskRequest, number: str) -> HttpResponse:
    """Write that the bank did not take a file; of one that was downloaded, the first of two persons."""
    file = get_object_or_404(ledger.files(request.actor), number=number)
    form = money_forms.Why(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        if not bankfiles.untaken(file, given["reason"], by=request.actor, at=timezone.now()):
            messages.info(request, _("The file was downloaded: another officer, who may sanction, must confirm it."))

    refused = _("The bank did not take it")
    title, back = f"{refused}: {file.number}", reverse("bonded:bank_file", args=[number])
    about = _(
        "Ask the bank first: what it did take would be paid twice. All payments of the file are sanctioned again."
    )
    return ask(request, Ask(title, _("Take the file back"), form, do, back, about=about, danger=True))


@require_POST
@post_required(*SANCTIONERS)
def confirm_before(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm as the second officer what another state paid."""
    row = get_object_or_404(PaidBefore.objects.select_related("survivor"), pk=pk)
    survivor = survivor_of(request, row.survivor.code)
    try:
        paidbefore.confirm(row, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done, and written in the ledger."))
    return redirect("bonded:ledger", survivor.code)
