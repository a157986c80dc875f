"""Putting right who a person is, and saying that a phone is not safe any more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded.actions import amending, reading
from shramsetu.bonded.identity_form import IdentityForm
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.views.of_person import person_page
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.casework.words import SAY
from shramsetu.offices.access import DeskRequest, post_required

OFFICERS = tuple(sorted(amending.OFFICERS))
PHONE = tuple(sorted(amending.PHONE))


def _known(request: DeskRequest, case: Case) -> Survivor:
    survivor = Survivor.objects.select_related("native_district").get(pk=case.pk)
    survivor.case = case
    if not reading.may(survivor, reading.P2, by=request.actor):
        raise NotAllowed("read")
    return survivor


@post_required(*OFFICERS)
@never_cache
@require_http_methods(["GET", "POST"])
@person_page(_known)
def amend(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Correct name, parent, age, sex, address or phone; nothing that was typed is lost when another wrote meanwhile."""
    at = timezone.now()
    if not amending.may(survivor, by=request.actor, at=at):
        raise NotAllowed("amend_identity")
    if request.method == "GET":
        known = reading.reveal(survivor, reading.P2, purpose=amending.PURPOSE, by=request.actor, at=at)
        begun = {**known, "sex": survivor.sex, "safe_phone": "yes" if survivor.safe_phone else "no"}
        return _page(request, survivor, IdentityForm(initial=begun), 200)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _page(request, survivor, form, 422)
    try:
        amending.amend(survivor, form.amended, seen=_seen(request), by=request.actor, at=at)
    except Refused as error:
        form.add_error(None, str(error.message))
        return _page(request, survivor, form, 422)
    except Stale:
        survivor.case.refresh_from_db()
        form.add_error(None, str(SAY["stale"]))
        return _page(request, survivor, form, 409)
    messages.success(request, gettext("Written down."))
    return redirect("desk:case", survivor.case.number)


@post_required(*PHONE)
@require_POST
@person_page(_known)
def unsafe(request: DeskRequest, survivor: Survivor) -> HttpResponse:
    """Say that the phone is not safe any more."""
    amending.unsafe(survivor, by=request.actor, at=timezone.now())
    messages.success(request, gettext("Nothing is sent to this phone any more."))
    return redirect("bonded:reveal", survivor.code)


def _page(request: DeskRequest, survivor: Survivor, form: IdentityForm, status: int) -> HttpResponse:
    firm = amending.may_firm(survivor, by=request.actor, at=timezone.now())
    context = {"survivor": survivor, "case": survivor.case, "form": form, "may_firm": firm}
    return render(request, "bonded/identity.html", context, status=status)


def _seen(request: DeskRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() else -1
