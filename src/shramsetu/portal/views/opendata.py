"""Data for everyone: the rules themselves, and the signed roots of the journal."""

import csv
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.insight.queries import packages, withheld_under
from shramsetu.journal.models import Root
from shramsetu.journal.rules import public_key
from shramsetu.lib import clock
from shramsetu.lib.text import csv_safe, dated

ROOTS_MOST = 24 * 31


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say what can be taken, in which form, and how to check it."""
    under = withheld_under(clock.day(timezone.now()))
    language = "en" if get_language() == "en" else "hi"
    months = [(month, dated(month, language).removeprefix("1 "), names) for month, names in packages.listed()]
    has_claims = any("claims" in names for _, _, names in months)
    page = {"key": public_key(settings.SECRET_KEY.encode()), "under": under, "months": months, "has_claims": has_claims}
    return render(request, "portal/open_data.html", page)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Give every category with its department and the limits in force today, with their source."""
    book, on = rulebook.book(), clock.day(timezone.now())
    rows = []
    for slug, one in book.categories.items():
        limits = [book.limit(slug, level, on) for level in (1, 2, 3, 4)]
        times = [f"{limit.amount} {limit.unit}" for limit in limits]
        rows.append([slug, one.title.hi, one.title.en, one.department, *times, limits[0].from_on, limits[0].source])
    head = ["category", "title_hi", "title_en", "department", "l1", "l2", "l3", "l4", "from", "source"]
    return table("categories", head, rows)


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Lead to the claims of the last published month."""
    last = next((month for month, names in packages.listed() if "claims" in names), None)
    if last is None:
        raise Http404
    return redirect("portal:khula_file", month=f"{last:%Y-%m}", name="claims", form="csv")


@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """Give the closed days of the offices."""
    rows = [[day.on, day.name.hi, day.name.en, day.source] for day in rulebook.book().holidays]
    return table("holidays", ["on", "name_hi", "name_en", "source"], rows)


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Give the signed roots of the journal of the last month; anybody can check them with the public key."""
    found = [
        {
            "closed_at": root.closed_at.isoformat(),
            "heads": root.heads,
            "last_xid": root.last_xid,
            "merkle": bytes(root.merkle).hex(),
            "previous": bytes(root.previous).hex(),
            "digest": bytes(root.digest).hex(),
            "signature": bytes(root.signature).hex(),
        }
        for root in Root.objects.order_by("-id")[:ROOTS_MOST]
    ]
    key = public_key(settings.SECRET_KEY.encode())
    return JsonResponse({"algorithm": "Ed25519", "public_key": key, "roots": found})


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return `rows` under `head` as a table that a spreadsheet opens without running anything in it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([csv_safe(str(value)) for value in row] for row in rows)
    return response
