"""Named reads over forums: which there are, which hears what from where, who presides, when it sits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from shramsetu import rulebook
from shramsetu.hearings.models import Forum, ForumDay, Matter
from shramsetu.hearings.rules import jurisdiction, route, sitting
from shramsetu.hearings.rules.jurisdiction import Seat
from shramsetu.hearings.rules.sitting import Week
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib.clock import Calendar
from shramsetu.offices.models import Charge, Role
from shramsetu.places.models import Place
from shramsetu.rulebook.law import Sphere

# Who sees every forum, and who those of their own posts alone.
WATCHERS = frozenset({Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.CHIEF_SECRETARY, Role.CM, Role.STATE_DESK})


_WHOLE = Forum.objects.select_related("post__place", "registry__place", "place")


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who presided from when to when, by own charge or an additional one; without a name nobody did."""

    name: str
    is_additional: bool
    from_at: datetime
    to_at: datetime | None
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """Before whom a matter comes, and under which law."""

    governed: route.Governed
    forum: Forum


def forums() -> QuerySet[Forum]:
    """Return the forums that there are, with their posts and places."""
    rows = _WHOLE.filter(Q(ended_on=None) | Q(ended_on__gte=TruncDate(Now())))
    return rows.order_by("kind", "slug")


def kept_by(by: Actor) -> QuerySet[Forum]:
    """Return the forums that the post of `by` presides over or keeps the registry of; all for who watches over them."""
    if by.role in WATCHERS:
        return forums()
    return forums().filter(Q(post=by.post_id) | Q(registry=by.post_id)) if by.post_id else forums().none()


def seats(on: date) -> list[Seat]:
    """Return every forum as far as jurisdiction goes, with the areas that it has on a day."""
    rows = Forum.objects.prefetch_related("areas__place").order_by("pk")
    return [
        Seat(
            pk=one.pk,
            kind=one.kind,  # type: ignore[arg-type] # one of its choices
            bodies=one.bodies,  # type: ignore[arg-type]
            hears=tuple(one.hears),
            areas=tuple(area.place.path for area in one.areas.all() if area.holds_on(on)),
            from_on=one.from_on,
            ended_on=one.ended_on,
        )
        for one in rows
    ]


def before(matter: str, *, cause_on: date, filed_on: date, sphere: Sphere, place: Place) -> Before:
    """Return which law governs a matter and before which forum it comes; raises NoLaw, NoForum.

    `cause_on` is the day from which its law counts: the last one of a cause that went on.
    """
    law = rulebook.book().law
    rule, known = law.matter(matter), seats(filed_on)
    bodies = jurisdiction.bodies(known, matter=matter, kind=rule.code.forum, path=place.path, on=filed_on)
    governed = route.govern(law, route.Asked(rule, cause_on, filed_on, sphere=sphere, bodies=bodies))
    kinds = (governed.forum, rule.code.forum)
    seat = jurisdiction.succeeding(known, matter=matter, kinds=kinds, path=place.path, on=filed_on)
    return Before(governed, _WHOLE.get(pk=seat.pk))


def usual(matter: str, *, place: Place, on: date) -> Forum:
    """Return where a matter lies whose day is not known yet: with the forum of the law before the Codes."""
    rule = rulebook.book().law.matter(matter)
    kinds = (rule.provision("state").forum, rule.code.forum)
    seat = jurisdiction.succeeding(seats(on), matter=matter, kinds=kinds, path=place.path, on=on)
    return _WHOLE.get(pk=seat.pk)


def week(forum: Forum) -> Week:
    """Return how a forum sits."""
    days = dict(ForumDay.objects.filter(forum=forum).values_list("on", "sits"))
    return sitting.week(forum.sits, forum.slots, forum.per_slot, days)


def calendar(on: date) -> Calendar:
    """Return the calendar of the offices."""
    return rulebook.book().calendar(on)


def taken(forum: Forum, since: datetime) -> Mapping[datetime, int]:
    """Return how many matters are fixed in each slot of a forum from an instant on."""
    rows = Matter.objects.filter(forum=forum, next_at__gte=since).values_list("next_at")
    return {at: count for at, count in rows.annotate(count=Count("pk")) if at is not None}


def free_slot(forum: Forum, *, after: date) -> datetime:
    """Return the first slot of a forum after a day in which there is room; raises NeverSits."""
    return week(forum).free_slot(after, taken(forum, clock.bounds(after)[0]), calendar(after))


def tenures(forum: Forum) -> list[Tenure]:
    """Return who presided over a forum, the latest first, with the times in which nobody did."""
    kinds = [Charge.Kind.SUBSTANTIVE, Charge.Kind.ADDITIONAL]
    rows = list(Charge.objects.filter(post=forum.post_id, kind__in=kinds).select_related("user").order_by("from_at"))
    found = list[Tenure]()
    for row in rows:
        if found and found[-1].to_at is not None and found[-1].to_at < row.from_at:
            found.append(Tenure("", is_additional=False, from_at=found[-1].to_at, to_at=row.from_at))
        is_additional = row.kind == Charge.Kind.ADDITIONAL
        found.append(Tenure(row.user.name_hi, is_additional, row.from_at, row.to_at, row.order_number))
    if found and found[-1].to_at is not None:
        found.append(Tenure("", is_additional=False, from_at=found[-1].to_at, to_at=None))
    return found[::-1]
