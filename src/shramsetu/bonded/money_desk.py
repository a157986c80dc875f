"""Money on the desk: its door, and how the story of a person tells of it."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import ledger, ways
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.sections import section
from shramsetu.bonded.ways import Way
from shramsetu.casework.models import Case
from shramsetu.casework.panels import Panel

ways.add(
    "money",
    Way("bonded:money", _("Payments"), "hand-coins", ledger.READERS),
    Way("bonded:unpaid", _("Freed and not paid"), "triangle-alert", ledger.READERS),
    Way("bonded:bank_files", _("Bank files"), "landmark", ledger.READERS),
    Way("bonded:statements", _("Statements"), "file-text", ledger.READERS),
    Way("bonded:funds", _("Funds"), "wallet", ledger.READERS),
    Way("bonded:claims", _("Reimbursement"), "receipt-indian-rupee", ledger.READERS),
)


@section("bl_person", rank=20)
def purse(request: HttpRequest, case: Case) -> list[Panel]:
    """What the person is entitled to, what was paid and what comes."""
    if getattr(request, "post").role not in ledger.READERS:  # noqa: B009 - put there by the middleware
        return []
    survivor = Survivor.objects.select_related("case").get(pk=case.pk)
    return [Panel("words", "bonded/money/panel.html", {"found": ledger.person(survivor), "survivor": survivor})]
