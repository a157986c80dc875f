"""What works without a network: the pages that a phone keeps, and how a complaint stands, to be kept beside them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shramsetu import rulebook
from shramsetu.lib import clock, numbers
from shramsetu.people import throttle
from shramsetu.people.throttle import MINUTE
from shramsetu.portal import forms, screens, standing
from shramsetu.portal.draft import Draft
from shramsetu.portal.views.tracking import LOOKUPS, public_case


@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """Give the page on which a complaint is written without a network; it holds nobody's data."""
    blank = Draft("")
    other, many = Draft("", values={"whom": "other"}), Draft("", values={"whom": "many"})
    book, on = rulebook.book(), clock.day(timezone.now())
    grouped = {group: [one for one in book.categories.values() if one.group == group] for group in book.groups}
    page = {
        "steps": screens.STEPS,
        "what": forms.What(draft=blank),
        "where": forms.Where(draft=blank),
        "whose": forms.Whose(draft=blank),
        "who": forms.Who(draft=other),
        "many": forms.Who(draft=many),
        "against": forms.Against(draft=blank),
        "groups": [(book.groups[group], rows) for group, rows in grouped.items() if rows],
        "least": book.number("grievances.text_letters_min", on),
        "most_files": book.number("files.per_filing", on),
    }
    return render(request, "portal/file/unplugged.html", page)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Give the page of what lies on this phone; the phone itself fills it in."""
    return render(request, "portal/kept.html")


@never_cache
@require_safe
@throttle.limited("track", figure=LOOKUPS, span=MINUTE)
def now(request: HttpRequest, number: str) -> HttpResponse:
    """Tell how a complaint stands, as everybody with its number may know, for a phone to keep."""
    found = public_case(number)
    if found is None:
        return JsonResponse({}, status=404)
    told = standing.public(found)
    if told["sealed"]:
        return JsonResponse({"number": number, "spaced": numbers.spaced(number), "state": "", "holder": ""})
    return JsonResponse(
        {
            "number": number,
            "spaced": numbers.spaced(number),
            "state": str(told["state"]),
            "holder": _title(told["holder"]),
            "due": _day(told["due_at"]) if told["is_open"] else "",
        }
    )


def _title(post: object) -> str:
    name = "title_en" if get_language() == "en" else "title_hi"
    return str(getattr(post, name, ""))


def _day(at: object) -> str:
    return clock.day(at).isoformat() if at else ""  # type: ignore[arg-type]
