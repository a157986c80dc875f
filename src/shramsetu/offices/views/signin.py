"""Which post one acts as, and the one-click sign-ins of the demo."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shramsetu.offices import access, demo_seats, queries, words
from shramsetu.offices.models import Charge, Role, User


@never_cache
@login_required
def switch_post(request: HttpRequest) -> HttpResponse:
    charges = queries.charges_of(cast("User", request.user), timezone.now())
    if request.method == "POST":
        charge = next((one for one in charges if one.post.code == request.POST.get("post", "")), None)
        if charge is None:
            raise Http404
        access.act_as(request, charge)
        messages.success(request, _("You are acting as: %(post)s") % {"post": words.title(charge.post)})
        return redirect(_next(request) or access.first_page(request))
    return render(request, "offices/choose.html", {"charges": charges, "next": _next(request)})


@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    held = Charge.objects.filter(to_at=None, user__is_active=True).select_related("user", "post", "post__place")
    seats = {(seat.post.role, seat.post.level, seat.kind == Charge.Kind.ASSISTANT): seat for seat in _demo_order(held)}
    order = {role: place for place, role in enumerate(Role.values)}
    shown = sorted(seats.values(), key=lambda seat: (order[seat.post.role], seat.post.level, seat.kind))
    context = {"seats": shown, "groups": demo_seats.groups(at=timezone.now()), "password": settings.DEMO_PASSWORD}
    return render(request, "offices/demo.html", context)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    held = Charge.objects.filter(to_at=None, user__is_active=True).select_related("user", "post")
    charge = get_object_or_404(held, pk=request.POST.get("charge", "0"))
    get_adapter(request).login(request, charge.user)
    access.act_as(request, charge)
    return redirect(access.first_page(request))


def _demo_order(held: QuerySet[Charge]) -> list[Charge]:
    """Return the charges so that the one to show of each role comes last: the capital's, then the first made."""
    rows = list(held.order_by("-pk"))
    return sorted(rows, key=lambda seat: seat.post.place.name_en == "Lucknow")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
