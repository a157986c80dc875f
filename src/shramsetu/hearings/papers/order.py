"""An order as a Hindi paper: with the law that governs, and why where an officer chose it; for the parties or all."""

from django.http import HttpResponse
from django.utils import translation

from shramsetu.casework import pdf
from shramsetu.hearings import court, named, notice_words, shown
from shramsetu.hearings.models import Award, Matter, Order
from shramsetu.lib import numbers


def response(matter: Matter, order: Order, *, public: bool = False) -> HttpResponse:
    """Return the PDF of a signed order: always in Hindi; the public one without the names that the law masks."""
    with translation.override("hi"):
        name = f"order-{matter.case.number}-{order.seq}"
        return pdf.response("hearings/order_print.html", page(matter, order, public=public), name=name)


def page(matter: Matter, order: Order, *, public: bool = False) -> dict[str, object]:
    """Return what the paper shows."""
    words = court.order(order, matter.case)
    people = named.litigants(matter)
    law = shown.law(matter)
    return {
        "matter": matter,
        "order": order,
        "public": public,
        "number": numbers.spaced(matter.case.number),
        "serial": shown.number(matter),
        "title": named.title(matter, people, masked=public and (matter.masked or matter.case.sealed)),
        "words": words,
        "forum": matter.forum.name("hi"),
        "law": notice_words.governed_by(matter, "hi"),
        "chosen": law.reason if law and law.chosen and not public else "",
        "award": Award.objects.filter(order=order).first(),
    }
