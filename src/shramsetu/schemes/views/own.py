"""One's own claim: how it stands and why, what can be done, its orders, a complaint by one press."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, flow, handing, pdf, timeline
from shramsetu.casework.forms import StepForm, form_for
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.files.views import serve
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.offices.citizens import PhoneRequest, phone_required
from shramsetu.schemes import followed, mine, offers, order_paper, papers, shown
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.offers import OFFERS, Offer
from shramsetu.workers import receipts

HANDS = ("answer", "complete", "add", "object")  # steps by which a paper is given


@phone_required
@require_safe
def claim(request: PhoneRequest, number: str) -> HttpResponse:
    """Show one's own claim."""
    case = _case(request, number)
    return render(request, "schemes/public/claim.html", _page(case, mine.actor(request.phone)))


@phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PhoneRequest, number: str, verb: str) -> HttpResponse:
    """Ask what a step needs; take it."""
    case, by, offer = _case(request, number), mine.actor(request.phone), OFFERS.get(verb)
    if offer is None:
        raise Http404
    try:
        asks = form_for(casework.step_for(case, verb, by=by), case, by)
    except casework.NotAllowed:
        return _moved(request, case)
    if request.method != "POST":
        paper = request.GET.get("paper") or (papers.asked_for(case) if verb == "answer" else "")
        return _ask(request, case, offer=offer, form=_worded(asks(initial={"paper": paper}), offer))
    form = _worded(asks(request.POST, request.FILES), offer)
    if form.is_valid():
        try:
            doing.carry_out(form, seen=_seen(request), at=timezone.now())
        except casework.Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        except (casework.Stale, casework.NotAllowed, casework.Missing):
            return _moved(request, case)
        else:
            messages.success(request, gettext("It is written down."))
            return redirect("yojana:claim", number)
    return _ask(request, case, offer=offer, form=form, status=422)


@phone_required
@require_safe
def order(request: PhoneRequest, number: str, seq: int) -> HttpResponse:
    """Give a notice or an order as a PDF."""
    rows = Order.objects.select_related("claim__case", "post")
    found = get_object_or_404(rows, claim=_case(request, number).pk, seq=seq)
    return order_paper.response(found)


@phone_required
@require_safe
def paper(request: PhoneRequest, number: str, pk: UUID) -> HttpResponseBase:
    """Give back a file that the applicant laid with the claim."""
    own = _case(request, number)
    found = next((one for one in followed.papers(own) if one.pk == pk and one.blob_id), None)
    if found is None:
        raise Http404
    return serve(found, private=True)


@phone_required
@require_safe
def receipt(request: PhoneRequest, number: str) -> HttpResponse:
    """Give the receipt of the claim as a PDF: what was claimed when, who has it, until when, what it brings."""
    case = _case(request, number)
    address = f"{settings.SITE_URL}{reverse('yojana:claim', args=[number])}"
    told = followed.told(_claim(case))
    page = {**_page(case, mine.actor(request.phone)), "told": told, "qr": receipts.qr(address)}
    return pdf.response("schemes/public/receipt.html", page, name=f"receipt-{number}")


@require_POST
@phone_required
def complain(request: PhoneRequest, number: str) -> HttpResponse:
    """Open a complaint about the claim by one press; pressed again, it is the same one."""
    case = _case(request, number)
    try:
        made = handing.hand_on(case, "grievance", by=mine.actor(request.phone), at=timezone.now())
    except KeyError as error:
        raise Http404 from error
    words = gettext("Your complaint has the number %(number)s.")
    messages.success(request, words % {"number": numbers.spaced(made.number)})
    return redirect("portal:case", made.number)


def _page(case: Case, actor: Actor) -> dict[str, object]:
    row, at = _claim(case), timezone.now()
    entries, orders = timeline.entries(case), list(shown.orders(row))
    taker = handing.takers_for(case, actor).get("grievance")
    return {
        "case": case,
        "claim": row,
        "rule": rulebook.book().scheme_rules.rules[row.scheme],
        "state": flow.flow_of("claim").by_name[case.state].portal,
        "against": followed.against(case, orders),
        "whole": followed.whole(case, at=at),
        "gifts": followed.gifts(row, case),
        "is_granted": case.state in followed.GRANTED,
        "is_refused": case.state in followed.REFUSED,
        "lines": shown.lines(shown.latest(row)),
        "orders": orders,
        "offers": (found := offers.of(case, actor)),
        "hands": next((one for one in found if one.verb in HANDS), None),
        "story": followed.story(case, entries, by=actor),
        "question": followed.question(entries) if case.state == "asked" else "",
        "draw": shown.draw(row, on=clock.day(case.opened_at)),
        "sheets": followed.sheets(row, case),
        "complaint": taker.made(case) if taker else None,
        "may_complain": taker is not None,
        "printed_at": at,
    }


def _claim(case: Case) -> Claim:
    return Claim.objects.select_related("worker__district", "worker__place").get(pk=case.pk)


def _case(request: PhoneRequest, number: str) -> Case:
    found = mine.own_case(mine.actor(request.phone), number)
    if found is None:
        raise Http404
    return found


def _ask(request: PhoneRequest, case: Case, *, offer: Offer, form: StepForm, status: int = 200) -> HttpResponse:
    question = followed.question(timeline.entries(case)) if case.state == "asked" else ""
    page = {"case": case, "offer": offer, "form": form, "question": question}
    return render(request, "schemes/public/step.html", page, status=status)


def _worded(form: StepForm, offer: Offer) -> StepForm:
    """Give the boxes the common words; what the office alone asks is left out."""
    for name in list(form.fields):
        if name.endswith("_purpose") or (name == "paper" and len(form.fields[name].choices) < 2):  # type: ignore[attr-defined]
            del form.fields[name]
        elif name in offer.labels:
            form.fields[name].label = offer.labels[name]  # type: ignore[assignment] # lazy words are words
    return form


def _moved(request: PhoneRequest, case: Case) -> HttpResponse:
    messages.error(request, str(SAY["not_allowed"]))
    return redirect("yojana:claim", case.number)


def _seen(request: PhoneRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
