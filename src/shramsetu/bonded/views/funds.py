"""The rehabilitation funds: how each stands, its book, its opening, what comes in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shramsetu.bonded import fundwatch, ledger, money_forms
from shramsetu.bonded.actions import fund as verbs
from shramsetu.bonded.models import FundLine
from shramsetu.bonded.views.money import PAGE, READERS, page
from shramsetu.bonded.views.paying import Ask, ask
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.places.models import Place

KEEPERS, BOOKERS = tuple(sorted(verbs.KEEPERS)), tuple(sorted(verbs.BOOKERS))


@require_safe
@post_required(*READERS)
def funds(request: DeskRequest) -> HttpResponse:
    found = ledger.funds(request.actor)
    watched = {one.district.pk: one for one in fundwatch.watch([one.district for one in found], at=timezone.now())}
    rows = [{"fund": one, "watch": watched[one.district.pk]} for one in found]
    # those that need somebody come first
    rows.sort(key=lambda row: (not row["watch"].is_alert, not row["fund"].is_open))  # type: ignore[attr-defined]
    return page(request, "funds", {"rows": rows})


@require_safe
@post_required(*READERS)
def fund(request: DeskRequest, lgd: int) -> HttpResponse:
    """Show one fund's book, newest line first."""
    place = _district(request, lgd)
    lines = FundLine.objects.filter(district=place).select_related("payment__survivor", "claim").order_by("-seq")
    [watched] = fundwatch.watch([place], at=timezone.now())
    may = {
        "may_open": request.post.role in verbs.KEEPERS and not request.actor.assists,
        "may_book": request.post.role in verbs.BOOKERS and not request.actor.assists,
    }
    found = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return page(request, "fund", {"place": place, "page": found, "watch": watched, **may})


@require_http_methods(["GET", "POST"])
@post_required(*KEEPERS)
def open_fund(request: DeskRequest, lgd: int) -> HttpResponse:
    """Enter the opening balance."""
    place = _district(request, lgd)
    form = money_forms.Opening(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        verbs.open_fund(place, given["amount"], on=given["on"], by=request.actor, at=timezone.now())

    about = _("The balance of the district's fund on the day from which this book is kept. It is entered once.")
    return ask(request, Ask(_("Opening balance"), _("Enter"), form, do, _book(place), about=about))


@require_http_methods(["GET", "POST"])
@post_required(*BOOKERS)
def receive(request: DeskRequest, lgd: int) -> HttpResponse:
    """Enter a fine or a sum added by the state."""
    place = _district(request, lgd)
    form = money_forms.Received(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        movement = verbs.Movement(given["kind"], given["amount"], given["on"], reference=given["reference"])
        verbs.receive(place, movement, by=request.actor, at=timezone.now())

    return ask(request, Ask(_("Money into the fund"), _("Enter"), form, do, _book(place)))


def _district(request: DeskRequest, lgd: int) -> Place:
    for place in ledger.districts(request.actor):
        if place.lgd_code == lgd:
            return place
    raise Http404


def _book(place: Place) -> str:
    return reverse("bonded:fund", args=[place.lgd_code])
