"""What a complainant can do with their own case: each step a page with one question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.casework import actions, doing
from shramsetu.casework.forms import StepForm, form_for
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.portal import citizen, plain, story
from shramsetu.portal.stages import OFFERS, Offer
from shramsetu.portal.views.tracking import own_case


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask what the step needs; take it."""
    by = citizen.actor_for(request, number, at=timezone.now())
    own = own_case(by, number) if by else None
    if own is None or by is None or verb not in OFFERS:
        return redirect("portal:case", number) if verb in OFFERS else _nowhere()
    offer = OFFERS[verb]
    try:
        asked = form_for(actions.step_for(own, verb, by=by), own, by)
    except actions.NotAllowed:
        return _moved_on(request, own, 409)
    if request.method != "POST":
        form = plain.worded(asked(initial={"result": request.GET.get("result", ""), "text": story.typed(own)}), offer)
        return _ask(request, own, offer, form, 200)
    form = plain.worded(asked(request.POST, request.FILES), offer)
    return _take(request, own, offer, form, by) if form.is_valid() else _ask(request, own, offer, form, 422)


def _take(request: HttpRequest, own: Case, offer: Offer, form: StepForm, by: Actor) -> HttpResponse:
    try:
        doing.carry_out(form, seen=_seen(request), at=timezone.now())
    except actions.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        return _ask(request, own, offer, form, 422)
    except actions.Stale:
        return _ask(request, own, offer, form, 409, moved=True)
    except (actions.NotAllowed, actions.Missing):
        return _moved_on(request, own, 409)
    return redirect("portal:done", own.number, offer.verb)


def _ask(
    request: HttpRequest, own: Case, offer: Offer, form: StepForm, status: int, *, moved: bool = False
) -> HttpResponse:
    context = {"case": own, "number": own.number, "offer": offer, "form": form, "moved": moved, "sure": _sure(offer)}
    return render(request, "portal/track/step.html", context, status=status)


@never_cache
def done(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Say that it is done, and what happens now."""
    by = citizen.actor_for(request, number, at=timezone.now())
    own = own_case(by, number) if by else None
    if own is None or verb not in OFFERS:
        return redirect("portal:case", number)
    return render(request, "portal/track/done.html", plain.after(own, OFFERS[verb]))


def _moved_on(request: HttpRequest, own: Case, status: int) -> HttpResponse:
    return render(request, "portal/track/moved.html", {"case": own, "number": own.number}, status=status)


def _nowhere() -> HttpResponse:
    raise Http404


def _seen(request: HttpRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def _sure(offer: Offer) -> str:
    return _("Yes, take it back") if offer.verb == "withdraw" else _("Send")
