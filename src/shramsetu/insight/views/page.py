"""What every page of the figures shares: its scope, its period, its tabs, and what each number leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.insight import queries, rules
from shramsetu.insight.rules import Period
from shramsetu.insight.scope import OutOfSight, Scope
from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Department
from shramsetu.places.models import Kind, Place

PERIODS = {
    "today": _("Today"),
    "week": _("7 days"),
    "days30": _("30 days"),
    "month": _("This month"),
    "year": _("This financial year"),
}
TABS = {
    "": _("Overview"),
    "districts": _("Districts"),
    "departments": _("Departments"),
    "categories": _("Categories"),
    "officers": _("Officers"),
}


def seen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to every post; figures outside its jurisdiction are not found."""

    @wraps(view)
    def within(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OutOfSight as error:
            raise Http404(str(error)) from error

    guarded: Callable[..., HttpResponse] = post_required()(within)
    return guarded


@dataclass(frozen=True, slots=True)
class Page:
    """One page of figures: of which part of the state, of which days, at which address."""

    scope: Scope
    period: Period
    address: str
    today: date
    given: dict[str, str]

    def link(self, **changes: str) -> str:
        """Return this page's address with other parameters; an empty one is left out."""
        given = {name: value for name, value in {**self.given, **changes}.items() if value}
        return f"{self.address}?{urlencode(given)}" if given else self.address

    def cases(self, **asked: object) -> str:
        """Return the address of the list behind a number of this page."""
        where = {"district": _code(self.scope.place), "department": getattr(self.scope.department, "slug", "")}
        given = {name: value for name, value in {**where, **asked}.items() if value not in ("", None)}
        return f"{reverse('insight:cases')}?{urlencode(given)}"

    def closed(self, outcome: str) -> str:
        """Return the address of the list of cases closed so in the period."""
        return self.cases(what=outcome, first=self.period.first, last=self.period.last)

    @property
    def sheet(self) -> str:
        """The address of the meeting sheet of this page."""
        place = self.scope.place
        is_district = place is not None and place.kind == Kind.DISTRICT
        url = reverse("insight:district_sheet", args=[place.lgd_code]) if place and is_district else None
        url = url or reverse("insight:review_sheet")
        return f"{url}?department={self.scope.department.slug}" if self.scope.department else url

    @property
    def title(self) -> str:
        """What the figures are of, in the language of the page."""
        place = name_of(self.scope.place) if self.scope.place else gettext("Uttar Pradesh")
        if self.scope.place and self.scope.place.kind == Kind.MANDAL:
            place = gettext("%(name)s mandal") % {"name": place}
        return f"{place} · {name_of(self.scope.department)}" if self.scope.department else place


def of(request: DeskRequest, scope: Scope) -> Page:
    """Return the page of `scope` as it was asked for."""
    today = clock.day(timezone.now())
    kept = ("view", "period", "map", "department", "sort")
    given = {name: request.GET[name] for name in kept if request.GET.get(name)}
    return Page(scope, rules.period(given.get("period", ""), today), request.path, today, given)


def frame(page: Page) -> dict[str, object]:
    """Return what the frame of every page shows."""
    view = page.given.get("view", "")
    tabs = [
        (name, word)
        for name, word in TABS.items()
        if name != "districts" or len(page.scope.districts) > 1 or page.scope.is_state
    ]
    return {
        "page": page,
        "scope": page.scope,
        "period": page.period,
        "periods": [(word, page.link(period=name), name == page.period.name) for name, word in PERIODS.items()],
        "tabs": [(word, page.link(view=name), name == view) for name, word in tabs],
        "sheet": page.sheet,
        "counted_at": queries.counted_at(),
    }


def department_of(request: DeskRequest) -> Department | None:
    """Return the department asked for; raises Http404 for one that is not there."""
    slug = request.GET.get("department", "")
    return found(Department.objects.filter(slug=slug)) if slug else None


def found(rows: Any) -> Any:
    """Return the one row, or say that the page is not there."""
    row = rows.first()
    if row is None:
        raise Http404
    return row


def name_of(named: Place | Department | None) -> str:
    """Return a name in the language of the page."""
    if named is None:
        return ""
    english = (get_language() or "hi").startswith("en")
    return named.name_en if english else named.name_hi


def address_of(place: Place | None) -> str:
    """Return the address of a place's figures."""
    if place is None or place.kind == Kind.STATE:
        return reverse("insight:state")
    if place.kind == Kind.MANDAL:
        return reverse("insight:mandal", args=[place.pk])
    return reverse("insight:district", args=[place.lgd_code])


def _code(place: Place | None) -> str:
    if place is None or place.kind == Kind.STATE:
        return ""
    return f"m{place.pk}" if place.kind == Kind.MANDAL else str(place.lgd_code or "")
