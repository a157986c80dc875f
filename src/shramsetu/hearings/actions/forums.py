"""Forums: made from the rulebook, changed by the administrator, and the days on which they do otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from shramsetu import rulebook
from shramsetu.casework.actions import Refused
from shramsetu.hearings.models import Area, Forum, ForumDay
from shramsetu.hearings.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place
from shramsetu.rulebook.law import ForumRule

CHANGERS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Changes:
    """What is changed of a forum; None stays as it is."""

    address_hi: str | None = None
    address_en: str | None = None
    video_link: str | None = None
    sits: Sequence[int] | None = None
    slots: Sequence[str] | None = None
    per_slot: int | None = None
    hears: Sequence[str] | None = None
    order_number: str | None = None
    ended_on: date | None = None


@transaction.atomic
def load(*, by: Actor, at: datetime) -> int:
    """Make every forum of the rulebook that is not there yet, for every place of its kind; return how many.

    Repeating it is safe: what was changed or ended stays as it is.
    """
    have = set(Forum.objects.values_list("slug", flat=True))
    made = [one for one in _rows() if one[0].slug not in have]
    Forum.objects.bulk_create([forum for forum, _ in made])
    Area.objects.bulk_create([Area(forum=forum, place=place, from_on=forum.from_on) for forum, place in made])
    if made:
        journal.append("forums", "load", by=by, at=at, detail={"forums": len(made)})
    return len(made)


def _rows() -> Iterator[tuple[Forum, Place]]:
    posts = {post.code: post for post in Post.objects.filter(abolished_at=None)}
    for rule in rulebook.book().law.forums.values():
        for place in Place.objects.filter(kind=rule.place).order_by("path"):
            presiding, registry = (_post(posts, key, place) for key in (rule.post, rule.registry))
            if presiding is not None and registry is not None:
                yield _forum(rule, place, presiding, registry), place


def _post(posts: dict[str, Post], key: str, place: Place) -> Post | None:
    """Return the post of this kind in a place, or above it; None where it was abolished."""
    above = place.parent
    for code in (f"{key}.{slugify(place.name_en)}", *([f"{key}.{slugify(above.name_en)}"] if above else []), key):
        if code in posts:
            return posts[code]
    return None


def _forum(rule: ForumRule, place: Place, presiding: Post, registry: Post) -> Forum:
    at_state = rule.place == "state"
    return Forum(
        slug=rule.slug if at_state else f"{rule.slug}-{slugify(place.name_en)}",
        kind=rule.kind,
        name_hi=rule.name.hi if at_state else f"{rule.name.hi}, {place.name_hi}",
        name_en=rule.name.en if at_state else f"{rule.name.en}, {place.name_en}",
        short_hi=rule.short.hi,
        short_en=rule.short.en,
        place=place,
        post=presiding,
        registry=registry,
        hears=list(rule.hears),
        sits=list(rule.sits),
        slots=list(rule.slots),
        per_slot=rule.per_slot,
        from_on=rule.from_on,
    )


@transaction.atomic
def set_up(forum: Forum, areas: Sequence[Place], *, by: Actor, at: datetime) -> Forum:
    """Set up a forum by an order, such as a tribunal under the Codes; raises Refused for who may not."""
    _need(by)
    forum.save(force_insert=True)
    Area.objects.bulk_create([Area(forum=forum, place=place, from_on=forum.from_on) for place in areas])
    detail = {"bodies": forum.bodies, "order": forum.order_number, "from": forum.from_on}
    journal.append(f"forum:{forum.slug}", "set_up", by=by, at=at, detail=detail)
    return forum


@transaction.atomic
def change(forum: Forum, changes: Changes, *, by: Actor, at: datetime) -> None:
    """Change what an order changes of a forum, with an entry of what it was."""
    _need(by)
    given = {name: getattr(changes, name) for name in Changes.__dataclass_fields__}
    new = {
        name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value is not None
    }
    was = {name: getattr(forum, name) for name in new}
    Forum.objects.filter(pk=forum.pk).update(**new)
    journal.append(f"forum:{forum.slug}", "change", by=by, at=at, detail={"was": was, "is": new})
    for name, value in new.items():
        setattr(forum, name, value)


@transaction.atomic
def set_areas(forum: Forum, places: Sequence[Place], *, from_on: date, order: str, by: Actor, at: datetime) -> None:
    """Let matters come from other places from a day on, by an order; those that lie with a forum already stay there."""
    _need(by)
    if from_on < clock.day(at):
        raise Refused(SAY["past_day"], "from_on")
    if not places:
        raise Refused(SAY["no_area"], "areas")
    now = Area.objects.filter(forum=forum, to_on=None)
    was = sorted(now.values_list("place__path", flat=True))
    gone = now.exclude(place__in=places)
    gone.filter(from_on__gte=from_on).delete()  # they never began
    gone.update(to_on=from_on - timedelta(days=1))
    kept = set(now.values_list("place_id", flat=True))
    Area.objects.bulk_create(Area(forum=forum, place=one, from_on=from_on) for one in places if one.pk not in kept)
    detail = {"was": was, "is": sorted(one.path for one in places), "from": from_on, "order": order[:60]}
    journal.append(f"forum:{forum.slug}", "set_areas", by=by, at=at, detail=detail)


@transaction.atomic
def set_day(forum: Forum, on: date, *, sits: bool, reason: str, by: Actor, at: datetime) -> ForumDay:
    """Say that a forum sits, or does not, on a day otherwise than its week says.

    Its presiding officer, its registry or the administrator says so. Raises Refused for a day that is over.
    """
    if by.post_id not in (forum.post_id, forum.registry_id) and by.role not in CHANGERS:
        raise Refused(SAY["not_yours"])
    if on < clock.day(at):
        raise Refused(SAY["past_day"], "on")
    row, _made = ForumDay.objects.update_or_create(
        forum=forum, on=on, defaults={"sits": sits, "reason": reason[:200], "by": by.key, "at": at}
    )
    detail = {"on": on, "sits": sits, "reason": reason[:200]}
    journal.append(f"forum:{forum.slug}", "set_day", by=by, at=at, detail=detail)
    return row


def _need(by: Actor) -> None:
    if by.role not in CHANGERS or by.assists:
        raise Refused(SAY["not_yours"])
