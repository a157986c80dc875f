"""The way home and the people who came home without a certificate, on the desk."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import halves, rights, scope, unsealed
from shramsetu.bonded.actions import journeys, riding
from shramsetu.bonded.actions.journeys import Handover, Plan
from shramsetu.bonded.forms.journeys import PAISE, CallForm, HandoverForm, JourneyForm
from shramsetu.bonded.models import Handed, Journey, Traveller
from shramsetu.bonded.queries import transfers as queries
from shramsetu.bonded.rules.transfers import Half
from shramsetu.bonded.views.transfers import WORKERS, asked, carried_out, survivor_for
from shramsetu.casework import pdf
from shramsetu.casework.actions import Refused
from shramsetu.files import actions as files
from shramsetu.files.models import Attachment, Purpose
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest, code: str) -> HttpResponse:
    """Plan the way home of a person, with whoever goes along."""
    survivor = survivor_for(request, code)
    rows = queries.household(survivor, request.actor)
    form = JourneyForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        given, planned = form.cleaned_data, plan_of(form)
        handed = Handed.objects.filter(survivor=survivor, is_open=True).select_related("transfer").first()
        transfer = handed.transfer if handed else None
        by, at = request.actor, timezone.now()
        made = carried_out(form, lambda: journeys.plan(given["persons"], planned, transfer=transfer, by=by, at=at))
        if isinstance(made, Journey):
            return redirect("bonded:journey", made.code)
    words = {"title": gettext("The way home"), "button": gettext("Plan"), "about": survivor.code}
    return asked(request, form, **words, back=reverse("desk:case", args=[survivor.case.number]))


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def page(request: DeskRequest, code: str) -> HttpResponse:
    """Show a journey: who travels, with whom, since when; and whether to call the escort now."""
    journey = journey_for(request, code)
    who = riding.travellers(journey)
    works = reads(request, journey)
    is_open = journey.arrived_at is None and journey.cancelled_at is None
    late = is_open and journey.departed_at is not None and journey.arrives_at < timezone.now()
    may_plan = works and is_open and _is_rescue(request, journey)
    lead = unsealed.of_person(who[0].survivor, rights.P2, request.actor)
    context = {
        "journey": journey,
        "travellers": [(one, *_handed(one, request.actor)) for one in who],
        "escort": journeys.escort(journey) if works else {},
        "calls": [(call, lead.read(call.text)) for call in journey.calls.order_by("-at")[:20]],
        "is_late": late,
        "may_leave": may_plan and journey.departed_at is None,
        "may_correct": may_plan and journey.departed_at is not None,
        "may_hand": works and is_open and journey.departed_at is not None,
        "cancel_reason": lead.read(journey.cancel_reason),
    }
    return render(request, "bonded/journey.html", context)


@post_required(*WORKERS)
@require_POST
def depart(request: DeskRequest, code: str) -> HttpResponse:
    """Write down that they left."""
    journey = journey_for(request, code)
    try:
        journeys.depart(journey, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, gettext("They are on the way. The arrival is awaited from now on."))
    return redirect("bonded:journey", code)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: DeskRequest, code: str) -> HttpResponse:
    """Write down who was handed over at home, on a signed receipt."""
    journey = journey_for(request, code)
    waiting = [one.survivor for one in riding.aboard(journey)]
    form = HandoverForm(*([request.POST, request.FILES] if request.method == "POST" else []), rows=waiting)
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _hand_over(request, journey, form)):
        messages.success(request, gettext("Written down: they are home."))
        return redirect("bonded:journey", code)
    words = {"title": gettext("Handed over at home"), "button": gettext("Write down"), "about": journey.code}
    return asked(request, form, **words, back=reverse("bonded:journey", args=[code]))


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: DeskRequest, code: str) -> HttpResponse:
    """Write down what the escort said on the telephone."""
    journey = journey_for(request, code)
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        journeys.called(journey, given["result"], text=given["text"], by=request.actor, at=timezone.now())
        messages.success(request, gettext("Written down."))
        return redirect("bonded:journey", code)
    words = {"title": gettext("Call to the escort"), "button": gettext("Write down"), "about": journey.code}
    return asked(request, form, **words, back=reverse("bonded:journey", args=[code]))


@post_required(*WORKERS)
@require_safe
@never_cache
def order(request: DeskRequest, code: str) -> HttpResponse:
    """Give the escort's order and the handover receipt as a PDF: code names alone."""
    journey = journey_for(request, code)
    context = {
        "journey": journey,
        "travellers": riding.travellers(journey),
        "escort": journeys.escort(journey) if reads(request, journey) else {"name": unsealed.SEALED},
        "post": request.post,
        "at": timezone.now(),
    }
    return pdf.response("bonded/journey_order.html", context, name=f"journey-{journey.code}")


def plan_of(form: JourneyForm) -> Plan:
    """Return the plan that a valid form asks for."""
    given = form.cleaned_data
    return Plan(
        order_number=given["order_number"],
        mode=given["mode"],
        vehicle=given["vehicle"],
        leaves_at=given["leaves_at"],
        arrives_at=given["arrives_at"],
        escort_name=given["escort_name"],
        escort_phone=given["escort_phone"],
        fare_paise=given["fare"] * PAISE,
        food_paise=given["food"] * PAISE,
        child_orders=form.child_orders,
    )


def attached(request: DeskRequest, form: Form, name: str, stream: str) -> Attachment | None:
    """Keep an upload of a form with a case; None, with a sentence in the form, where it is no paper or too large."""
    try:
        return files.store(
            form.cleaned_data[name],
            stream=stream,
            purpose=Purpose.ORDER_OR_RECEIPT,
            by=request.actor,
            at=timezone.now(),
        )
    except (FalseType, TooLarge):
        form.add_error(name, gettext("This file cannot be taken. Send a PDF or a photo that is not too large."))
        return None


def _hand_over(request: DeskRequest, journey: Journey, form: HandoverForm) -> bool:
    given = form.cleaned_data
    receipt = attached(request, form, "receipt", given["persons"][0].case.stream)
    if receipt is None:
        return False
    over = Handover(given["handed_to"], given["condition"], receipt)
    for one in given["persons"]:
        journeys.hand_over(journey, one, over=over, by=request.actor, at=timezone.now())
    return True


def journey_for(request: DeskRequest, code: str) -> Journey:
    """Return a journey by its code, as far as the post may see who travels; raises Http404."""
    found = queries.journey(code, request.actor)
    if found is None:
        raise Http404(gettext("There is no such journey, or it is not open to you."))
    return found


def _is_rescue(request: DeskRequest, journey: Journey) -> bool:
    first = riding.travellers(journey)[0].survivor
    return Half.RESCUE in halves.acts_for(halves.sides_of(first, first.case), request.actor)


def reads(request: DeskRequest, journey: Journey) -> bool:
    """Tell whether the post may read who the escort is."""
    first = riding.travellers(journey)[0].survivor
    return request.post.role in WORKERS and rights.may(first, rights.P2, by=request.actor)


def _handed(one: Traveller, by: Actor) -> tuple[str | Promise, str | Promise]:
    eyes = unsealed.of_person(one.survivor, rights.P2, by)
    return eyes.read(one.handed_to), eyes.read(one.condition)
