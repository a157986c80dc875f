"""The orders of a District Magistrate under section 10: who may sign what in the district, from when."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded import powers
from shramsetu.bonded.actions import delegations
from shramsetu.bonded.models import Delegation
from shramsetu.bonded.rescue_forms import Order
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.views.guard import refused
from shramsetu.casework.words import SAY
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role


@post_required(Role.DM)
@require_http_methods(["GET", "POST"])
def orders(request: DeskRequest) -> HttpResponse:
    """Show the orders of the district, newest first, and write down a new one."""
    at = timezone.now()
    form = Order(request.POST or None, post=request.post)
    if request.method == "POST" and form.is_valid():
        found = dict(form.cleaned_data)
        try:
            delegations.delegate(found.pop("post"), found.pop("given"), **found, by=request.actor, at=at)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except NotAllowed:
            return refused(request, str(SAY["not_allowed"]))
        else:
            messages.success(request, gettext("Written down."))
            return redirect("bonded:delegations")
    rows = (
        Delegation.objects.filter(district=request.post.place).select_related("post__place").order_by("-from_on", "-id")
    )
    today = clock.day(at)
    lines = [(row, [powers.POWERS[name] for name in row.powers], _standing(row, today)) for row in rows]
    return render(
        request, "bonded/delegations.html", {"form": form, "lines": lines}, status=422 if form.errors else 200
    )


def _standing(row: Delegation, today: date) -> str:
    """Return how an order stands: not yet in force, in force, or no more."""
    if row.withdrawn_at is not None or (row.to_on is not None and row.to_on < today):
        return "over"
    return "ahead" if row.from_on > today else "live"


@post_required(Role.DM)
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the powers of one order back."""
    row = get_object_or_404(Delegation, pk=pk, district=request.post.place)
    try:
        delegations.end(row, by=request.actor, at=timezone.now())
    except NotAllowed:
        return refused(request, str(SAY["not_allowed"]))
    row.refresh_from_db()
    taken_back = gettext("The order is taken back. It never takes effect.")
    messages.success(request, taken_back if row.withdrawn_at else gettext("The powers end today."))
    return redirect("bonded:delegations")
