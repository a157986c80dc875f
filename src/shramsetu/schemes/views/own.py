"""One's own claim: how it stands and why, what can be done, its orders, a complaint by one press."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, flow, handing, timeline
from shramsetu.casework.forms import StepForm, form_for
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.offices.citizens import PhoneRequest, phone_required
from shramsetu.schemes import mine, offers, order_paper, shown
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.offers import OFFERS, Offer


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
        return _ask(request, case, offer=offer, form=_worded(asks(), offer))
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
    row = Claim.objects.select_related("worker").get(pk=case.pk)
    rule = rulebook.book().scheme_rules.rules[row.scheme]
    table = flow.flow_of("claim")
    stage = shown.latest(row)
    taker = handing.takers_for(case, actor).get("grievance")
    return {
        "case": case,
        "claim": row,
        "rule": rule,
        "state": table.by_name[case.state].portal,
        "lines": shown.lines(stage),
        "orders": list(shown.orders(row)),
        "offers": offers.of(case, actor),
        "story": timeline.story(case, timeline.entries(case), by=actor),
        "question": _question(case),
        "draw": shown.draw(row, on=clock.day(case.opened_at)),
        "sheets": shown.handed(row),
        "complaint": taker.made(case) if taker else None,
        "may_complain": taker is not None,
    }


def _question(case: Case) -> str:
    """Return what the applicant is asked just now."""
    if case.state != "asked":
        return ""
    asked = [one for one in timeline.entries(case) if one.verb == "ask"]
    private = getattr(asked[-1], "private", None) if asked else None
    return str(private.body.get("question", "")) if private else ""


def _case(request: PhoneRequest, number: str) -> Case:
    found = mine.own_case(mine.actor(request.phone), number)
    if found is None:
        raise Http404
    return found


def _ask(request: PhoneRequest, case: Case, *, offer: Offer, form: StepForm, status: int = 200) -> HttpResponse:
    page = {"case": case, "offer": offer, "form": form, "question": _question(case)}
    return render(request, "schemes/public/step.html", page, status=status)


def _worded(form: StepForm, offer: Offer) -> StepForm:
    """Give the boxes the common words; what the office alone asks is left out."""
    for name in list(form.fields):
        if name.endswith("_purpose"):
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
