"""Where the administrator sees how the bridge to IGRS stands, sends again, and has both sides compared."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shramsetu.bridges import tasks
from shramsetu.bridges.igrs import actions, client, queries
from shramsetu.bridges.models import Difference, Parcel, System
from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav

PAGE, KEY_DIGITS = 50, 18


@require_GET
@post_required(Role.ADMINISTRATOR)
def bridge(request: DeskRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    context = {
        "is_set": client.is_set(),
        "is_wired": client.is_wired(),
        "standing": queries.standing(),
        "states": Parcel.State.choices,
        "state": state,
        "ledger": queries.ledger(state, before=_key(request, "before"), after=_key(request, "after")),
        "open": queries.differences(only_open=True).count(),
        "history": history.of(actions.STREAM),
        "office_nav": nav(request),
    }
    return render(request, "bridges/igrs.html", context)


@require_GET
@post_required(Role.ADMINISTRATOR)
def differences(request: DeskRequest) -> HttpResponse:
    shown_all = request.GET.get("all") == "yes"
    rows = queries.differences(only_open=not shown_all)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "all": shown_all,
        "kinds": Difference.Kind,
        "office_nav": nav(request),
    }
    return render(request, "bridges/differences.html", context)


@require_POST
@post_required(Role.ADMINISTRATOR)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    parcel = get_object_or_404(Parcel, pk=pk, system=System.IGRS)
    if actions.again(parcel, by=request.actor, at=timezone.now()):
        messages.success(request, _("It goes once more within a minute."))
    else:
        messages.info(request, _("It is on its way already."))
    return redirect("bridges:igrs")


@require_POST
@post_required(Role.ADMINISTRATOR)
def again_all(request: DeskRequest) -> HttpResponse:
    count = actions.again_all(by=request.actor, at=timezone.now())
    messages.success(request, _("%(count)s go once more within a minute.") % {"count": count})
    return redirect("bridges:igrs")


@require_POST
@post_required(Role.ADMINISTRATOR)
def compare(request: DeskRequest) -> HttpResponse:
    actions.compare(by=request.actor, at=timezone.now())
    tasks.reconcile_now.defer()
    messages.success(request, _("Both sides are being compared; look again in a few minutes."))
    return redirect("bridges:igrs")


def _key(request: DeskRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= KEY_DIGITS else None
