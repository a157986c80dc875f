"""A notice or an order as a Hindi paper: what was claimed, what was found, heard and decided, and what can be done."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import pdf
from shramsetu.lib import clock, numbers
from shramsetu.schemes import shown
from shramsetu.schemes.choices import CAME
from shramsetu.schemes.models import Order

KIN = {
    ("father", "man"): _("son of"),
    ("mother", "man"): _("son of"),
    ("father", "woman"): _("daughter of"),
    ("mother", "woman"): _("daughter of"),
    ("husband", "woman"): _("wife of"),
}


def response(order: Order) -> HttpResponse:
    """Return the PDF of an order: always in Hindi, with what was frozen when it was signed."""
    with translation.override("hi"):
        return pdf.response("schemes/claims/order.html", page(order), name=f"{order.kind}-{order.claim.case.number}")


def page(order: Order) -> dict[str, object]:
    """Return what the paper shows."""
    frozen = order.frozen
    outcome = frozen.get("outcome", {})
    lines, worker = shown.lines(outcome), frozen.get("worker", {})
    return {
        "order": order,
        "case": order.claim.case,
        "claim": order.claim,
        "number": f"{numbers.spaced(order.claim.case.number)}/{order.seq}",
        "on": clock.day(order.at),
        "worker": worker,
        "kin": KIN.get((worker.get("relation", ""), worker.get("sex", "")), _("child or spouse of")),
        "frozen": frozen,
        "lines": lines,
        "failed": next((one for one in lines if one.slug == order.condition), None),
        "benefits": outcome.get("benefits", []),
        "came": CAME.get(order.result, ""),
        "until": clock.day(order.until) if order.until else None,
    }
