"""Where a complaint stands: a little for everyone who has the number, everything for whom it is about."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.files.views import serve
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers
from shramsetu.people import throttle
from shramsetu.people.throttle import HOUR, MINUTE
from shramsetu.portal import asking, citizen, draft, standing, story

LOOKUPS, TRIES = "signin.track_per_address_minute", "signin.slip_tries_an_hour"


@require_GET
@throttle.limited("track", figure=LOOKUPS, span=MINUTE)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a number and lead to its page."""
    if "number" not in request.GET:
        return render(request, "portal/track/ask.html", {"form": asking.Number()})
    form = asking.Number(request.GET)
    if not form.is_valid():
        return render(request, "portal/track/ask.html", {"form": form}, status=422)
    return redirect("portal:case", form.cleaned_data["number"])


@never_cache
@require_GET
@throttle.limited("track", figure=LOOKUPS, span=MINUTE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the public part, or everything to whom it is about."""
    at = timezone.now()
    actor = citizen.actor_for(request, number, at=at)
    own = own_case(actor, number) if actor else None
    if own is not None and (page := flow.flow_of(own.kind).page):
        return redirect(page, own.number)
    if own is not None and actor is not None:
        return render(request, "portal/track/mine.html", story.page(own, actor, at=at))
    found = public_case(number)
    if found is None:
        page = page_that_asks(number)
        return redirect(page, number) if page else _unknown(request, number)
    return _public(request, found, asking.Code(), 200)


@never_cache
@require_POST
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Take the code of the slip: it opens this one case."""
    at, found = timezone.now(), public_case(number)
    if found is None:
        return _unknown(request, number)
    form = asking.Code(request.POST)
    if not form.is_valid():
        return _public(request, found, form, 422)
    try:
        throttle.count("slip", number, figure=TRIES, span=HOUR, at=at)
        throttle.count("slip-address", throttle.address(request), figure=TRIES, span=HOUR, at=at)
    except throttle.TooOften:
        return throttle.too_often(request)
    party = casework.party_with_code(found, form.cleaned_data["code"])
    if party is None:
        form.add_error("code", _("This code is not the one on the slip. Look again; it has 6 digits."))
        return _public(request, found, form, 422)
    citizen.open_with_slip(request, found, party, at=at)
    return redirect("portal:case", number)


@never_cache
@require_GET
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is registered: the number, who has it, until when; only in the browser that filed it."""
    made = _just_filed(request, number)
    return render(request, "portal/file/filed.html", standing.slip(made))


@never_cache
@require_GET
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """Give the slip for printing: number, code, QR."""
    made = _just_filed(request, number)
    address = request.build_absolute_uri(f"/track/{number}/")
    return render(request, "portal/file/slip.html", {**standing.slip(made), "qr": standing.qr(address)})


@require_http_methods(["GET", "HEAD"])
def paper(request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:
    """Give a paper of one's own case: one's own, or evidence that names no third person."""
    actor = citizen.actor_for(request, number, at=timezone.now())
    own = own_case(actor, number) if actor else None
    if own is None:
        raise Http404
    found = get_object_or_404(files.attached(own.stream).filter(blob__isnull=False), pk=pk)
    if not story.may_read(found):
        raise Http404
    return serve(found, private=True)


def own_case(actor: Actor, number: str) -> Case | None:
    """Return the case `number` if it is the actor's own, with what its page shows."""
    rows = casework.cases_visible_to(actor).filter(number=number)
    return rows.select_related("holder__place", "department", "district", "place", "grievance", "master").first()


def public_case(number: str) -> Case | None:
    """Return the case `number` as far as everybody may know of it; None for the office's own kinds."""
    if not numbers.is_valid(number):
        return None
    found = Case.objects.select_related("holder__place").filter(number=number).first()
    return found if found is not None and standing.is_public(found) else None


def page_that_asks(number: str) -> str:
    """Return the URL name of the page of a case that asks by itself who comes; empty for every other number."""
    kind = Case.objects.filter(number=number).values_list("kind", flat=True).first() if numbers.is_valid(number) else ""
    table = flow.flow_of(kind) if kind else None
    return table.page if table is not None and table.asks_who else ""


def _public(request: HttpRequest, found: Case, form: asking.Code, status: int) -> HttpResponse:
    context = {**standing.public(found), "form": form}
    return render(request, "portal/track/public.html", context, status=status)


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    form = asking.Number({"number": number})
    if form.is_valid():
        form.add_error("number", _("We have no complaint with this number. Compare it with the slip or the SMS."))
    return render(request, "portal/track/ask.html", {"form": form}, status=404)


def _just_filed(request: HttpRequest, number: str) -> Case:
    if number not in draft.filed(request).values():
        raise Http404
    rows = Case.objects.select_related("holder__place", "district", "grievance")
    return get_object_or_404(rows, number=number)
