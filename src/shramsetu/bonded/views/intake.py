"""The desk's door: a call, a letter, the commission, a court, another state."""

from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import scope
from shramsetu.bonded.actions import intake
from shramsetu.bonded.intake_forms import DeskTelling
from shramsetu.casework import doorstep
from shramsetu.casework.models import Case
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

DESKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.STATE_DESK, Role.FEEDBACK, Role.EDISTRICT, Role.CSC})
# Who told it is known to the magistrate who looks into it and to the DM; each look is written down.
ASKERS = (Role.MAGISTRATE, Role.DM)
TELLERS = (*DESKS, *scope.OFFICERS, Role.CHILD_UNIT)


@post_required(*TELLERS)
@require_http_methods(["GET", "POST"])
def inform(request: DeskRequest) -> HttpResponse:
    """Ask what is told, and register it."""
    if request.method == "GET":
        call = request.GET.get("call", "")
        begun = doorstep.begins(call, request.actor)
        first = {"call": call, "name": begun.get("name", ""), "phone": begun.get("phone", "")}
        form = DeskTelling(initial={**first, "idempotency_key": uuid4().hex})
        return render(request, "bonded/inform.html", {"form": form})
    form = DeskTelling(request.POST)
    if not form.is_valid():
        return render(request, "bonded/inform.html", {"form": form}, status=422)
    at = timezone.now()
    with transaction.atomic():
        case = intake.inform(form.told(form.cleaned_data["channel"]), by=request.actor, at=at)
        doorstep.follows(case, form.cleaned_data["call"], by=request.actor, at=at)
    return redirect("bonded:informed", case.number)


@post_required(*TELLERS)
@require_safe
def informed(request: DeskRequest, number: str) -> HttpResponse:
    """Show the number in big type, who has it and until when: to whoever registered it, and nothing of its words."""
    mine = Case.objects.filter(kind="bl_info", opened_by=request.actor.key).select_related("holder__place", "district")
    case = get_object_or_404(mine, number=number)
    may_open = request.post.role in scope.OFFICERS
    return render(request, "bonded/informed.html", {"case": case, "may_open": may_open})


@post_required(*ASKERS)
@require_POST
def informant(request: DeskRequest, pk: int) -> HttpResponse:
    """Show who told it, and write down that it was shown."""
    case = get_object_or_404(scope.cases(request.actor, "bl_info"), pk=pk)
    known = intake.teller(case, by=request.actor, at=timezone.now())
    return render(request, "bonded/informant.html", {"case": case, "known": known})
