"""What every page of targets starts from: the target, the place asked for, and whether the post sees it."""

from datetime import date

from django.http import Http404
from django.utils import timezone

from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import queries, terms
from shramsetu.monitoring.targets.models import TargetSet
from shramsetu.offices.access import DeskRequest
from shramsetu.places import queries as places
from shramsetu.places.models import Kind, Place
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.watched import Indicator

SHOWN = (Kind.STATE, Kind.MANDAL, Kind.DISTRICT)


def today() -> date:
    """Return the day of the request."""
    return clock.day(timezone.now())


def day(text: str) -> date:
    """Return the day in an address, 2026-11-21; raises Http404."""
    found = clock.named(text, None)
    if found is None:
        raise Http404
    return found


def seen(request: DeskRequest) -> frozenset[int] | None:
    """Return the districts that the post watches, None for all; raises Http404 where targets are not its business."""
    try:
        return scope.districts(request.post)
    except scope.OutOfSight:
        raise Http404 from None


def home(request: DeskRequest) -> Place:
    """Return the place whose targets the post answers for: the state, a mandal or a district."""
    place = request.post.place
    if place.kind in SHOWN:
        return place
    if place.district is None:
        raise Http404
    return place.district


def place(request: DeskRequest, pk: int | None) -> Place:
    """Return the place asked for, the post's own where none is; raises Http404 for one it does not watch."""
    watched = seen(request)
    if pk is None:
        return home(request)
    found = Place.objects.filter(pk=pk, kind__in=SHOWN).select_related("parent").first()
    if found is None or (watched is not None and found.kind == Kind.DISTRICT and found.pk not in watched):
        raise Http404
    return found


def indicator(slug: str) -> Indicator:
    """Return an indicator; raises Http404."""
    try:
        return terms.indicator(slug)
    except NoRule:
        raise Http404 from None


def target(slug: str) -> TargetSet:
    """Return the target of an indicator that counts today, else the last one or the next; raises Http404."""
    indicator(slug)
    try:
        return queries.latest(slug, today())
    except queries.NoTarget:
        raise Http404 from None


def choices(request: DeskRequest) -> list[Place]:
    """Return the places that a post may look at: the state, the mandals, and its districts."""
    watched = seen(request)
    rows = places.districts() if watched is None else places.districts().filter(pk__in=watched)
    return [places.state(), *places.mandals(), *rows]
