"""Everybody's pages: the cause list by court and day or by number, for print and as a table; orders as published."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shramsetu.casework import sheets
from shramsetu.hearings import court, listed, named, shown
from shramsetu.hearings.days import day_in
from shramsetu.hearings.models import Forum, Matter, Order
from shramsetu.hearings.papers import cause_list
from shramsetu.hearings.papers import order as order_paper
from shramsetu.hearings.queries import forums
from shramsetu.lib import clock, numbers
from shramsetu.people import throttle

LOOKUPS, PAPERS = "signin.track_per_address_minute", "signin.track_per_address_minute"
ORDERS = 50
public = cache_control(public=True, max_age=60)


@require_safe
@throttle.limited("vaad", figure=LOOKUPS, span=throttle.MINUTE, methods=("GET",))
def start(request: HttpRequest) -> HttpResponse:
    """Ask for court and day, or for a number; lead on."""
    language, today = named.language(), clock.day(timezone.now())
    given = request.GET.get("number", "")
    if given:
        return _by_number(request, given)
    slug = request.GET.get("forum", "")
    if slug:
        found = get_object_or_404(Forum, slug=slug)
        return redirect("vaad:day", found.slug, clock.named(request.GET.get("on", ""), today).isoformat())
    listed_forums = [(one.slug, one.name(language)) for one in forums.forums()]
    page = {"forums": listed_forums, "today": today, "number": given}
    return render(request, "hearings/public/board.html", page)


def _by_number(request: HttpRequest, given: str) -> HttpResponse:
    language, now = named.language(), timezone.now()
    try:
        number = numbers.parse(given)
    except numbers.BadNumber as error:
        page = {"error": error.sentence(language), "number": given, "today": clock.day(now)}
        page["forums"] = [(one.slug, one.name(language)) for one in forums.forums()]
        return render(request, "hearings/public/board.html", page, status=422)
    matter = Matter.objects.select_related("case", "forum__place").filter(case__number=number, serial__gt=0).first()
    # A sealed matter is answered as if it were not there; its parties look with the code of their slip.
    if matter is None or matter.case.sealed:
        page = {"number": given, "today": clock.day(now), "error": gettext("No registered matter has this number.")}
        page["forums"] = [(one.slug, one.name(language)) for one in forums.forums()]
        return render(request, "hearings/public/board.html", page, status=404)
    return render(request, "hearings/public/board_number.html", _of(matter))


def _of(matter: Matter) -> dict[str, object]:
    now, language = timezone.now(), named.language()
    orders = Order.objects.filter(matter=matter, published_at__isnull=False).order_by("-seq")
    return {
        "matter": matter,
        "number": shown.number(matter),
        "title": named.masked_title(matter),
        "forum": matter.forum.name(language),
        "address": matter.forum.address(language),
        "purpose": court.purpose(matter.next_purpose, plain=True),
        "next_at": matter.next_at if matter.next_at and matter.next_at >= now - timedelta(hours=12) else None,
        "rows": listed.of_number(matter.case.number, now),
        "orders": [(one, court.order(one, matter.case).title) for one in orders],
        "put_off": court.put_off(matter),
    }


@require_safe
@public
def day(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """Show the published lists of a court for a day."""
    forum, wanted = get_object_or_404(Forum.objects.select_related("place"), slug=slug), day_in(on)
    lists = [(one, [(row, listed.since(row)) for row in listed.rows(one)]) for one in listed.published(forum, wanted)]
    language = named.language()
    page = {
        "forum": forum,
        "name": forum.name(language),
        "address": forum.address(language),
        "on": wanted,
        "before": wanted - timedelta(days=1),
        "after": wanted + timedelta(days=1),
        "lists": lists,
        "sits": forums.week(forum).sits_on(wanted, forums.calendar(wanted)),
    }
    return render(request, "hearings/public/board_day.html", page)


@require_safe
@public
def day_csv(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """Give the lists of a day as a table."""
    forum, wanted = get_object_or_404(Forum.objects.select_related("place"), slug=slug), day_in(on)
    body = sheets.csv(listed.sheet(forum, wanted, list(listed.published(forum, wanted))))
    answer = HttpResponse(body, content_type=sheets.TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="list-{slug}-{on}.csv"'
    return answer


@require_safe
@throttle.limited("vaad-pdf", figure=PAPERS, span=throttle.MINUTE, methods=("GET",))
def day_pdf(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """Give the lists of a day as a paper."""
    return cause_list.response(get_object_or_404(Forum.objects.select_related("place"), slug=slug), day_in(on))


@require_safe
@public
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders published last, of one court or all."""
    slug, language = request.GET.get("forum", ""), named.language()
    rows = Order.objects.filter(published_at__isnull=False, matter__case__sealed=False).order_by("-published_at", "-pk")
    if slug:
        rows = rows.filter(matter__forum__slug=slug)
    found = rows.select_related("matter__case", "matter__forum")[:ORDERS]
    page = {
        "rows": [
            (one, court.order(one, one.matter.case).title, shown.number(one.matter), one.matter.forum.name(language))
            for one in found
        ],
        "forums": [(one.slug, one.name(language)) for one in forums.forums()],
        "forum": slug,
    }
    return render(request, "hearings/public/orders.html", page)


@require_safe
@public
def order(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Show a published order, names left out where the law says."""
    row, matter = _published(number, seq)
    page = {
        "order": row,
        "matter": matter,
        "title": court.order(row, matter.case).title,
        "cause": named.masked_title(matter),
        "number": shown.number(matter),
        "forum": matter.forum.name(named.language()),
        "law": shown.governed_by(matter),
    }
    return render(request, "hearings/public/order.html", page)


@require_safe
@throttle.limited("vaad-pdf", figure=PAPERS, span=throttle.MINUTE, methods=("GET",))
def order_pdf(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Give a published order as a paper."""
    row, matter = _published(number, seq)
    return order_paper.response(matter, row, public=True)


def _published(number: str, seq: int) -> tuple[Order, Matter]:
    rows = Order.objects.filter(published_at__isnull=False, matter__case__sealed=False)
    found = get_object_or_404(
        rows.select_related("matter__case", "matter__forum__place"), matter__case__number=number, seq=seq
    )
    return found, found.matter
