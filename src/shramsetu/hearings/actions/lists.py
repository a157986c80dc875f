"""Cause lists: drafted by the registry or the clock, published once, and only added to afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Max

from shramsetu import rulebook
from shramsetu.casework.actions import Refused
from shramsetu.hearings import named, shown
from shramsetu.hearings.models import CauseList, Forum, Hearing, ListItem
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.rules import listing
from shramsetu.hearings.rules.sitting import NeverSits
from shramsetu.hearings.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.lib import text as texts


@transaction.atomic
def draft(forum: Forum, on: date, *, by: Actor, at: datetime) -> CauseList:
    """Return the draft of a day's list with every date that no published list holds yet, in the order of their calling.

    Where a list of the day is out already it becomes a supplementary one. Raises Refused for a day that is over or on
    which the forum does not sit, or where there is nothing to list.
    """
    need(forum, by)
    if on < clock.day(at):
        raise Refused(SAY["past_day"], "on")
    if not forums.week(forum).sits_on(on, forums.calendar(on)):
        following = _next_day(forum, on)
        raise Refused(SAY["not_sitting"] % {"day": texts.dated(following) if following else "-"}, "on")
    made = _open_draft(forum, on, by=by, at=at)
    listed = ListItem.objects.filter(list__forum=forum, list__on=on, list__published_at__isnull=False)
    rows = list(dates.of_day(forum, on).filter(state=dates.FIXED).exclude(items__in=listed))
    if not rows:
        raise Refused(SAY["nothing_to_list"])
    known = {one.pk: one for one in rows}
    kept = list(made.items.order_by("position").values_list("hearing", flat=True))
    order = [one.pk for one in listing.in_order(dates.called(rows, at=at))]
    _write(made, [known[pk] for pk in _merged(kept, order, known)])
    return made


def _open_draft(forum: Forum, on: date, *, by: Actor, at: datetime) -> CauseList:
    Forum.objects.select_for_update(no_key=True).get(pk=forum.pk)
    found = CauseList.objects.filter(forum=forum, on=on, published_at=None).first()
    if found is not None:
        return found
    last = CauseList.objects.filter(forum=forum, on=on).aggregate(last=Max("version"))["last"] or 0
    kind = CauseList.Kind.SUPPLEMENTARY if last else CauseList.Kind.MAIN
    made = CauseList(forum=forum, on=on, version=last + 1, kind=kind, made_by=by.key, made_at=at)
    made.save(force_insert=True)
    return made


def _merged(kept: Sequence[int], order: Sequence[int], known: Mapping[int, Hearing]) -> list[int]:
    """Return the order of the registry within each hour, and what is new behind it; the hours themselves stay."""
    places = {pk: place for place, pk in enumerate([*kept, *(pk for pk in order if pk not in set(kept))])}
    return sorted(order, key=lambda pk: (known[pk].on_at, places[pk]))


def _write(made: CauseList, rows: Sequence[Hearing]) -> None:
    ListItem.objects.filter(list=made).delete()
    people = named.litigants_of([one.matter for one in rows])
    titles = {one.matter_id: named.masked_title(one.matter, people[one.matter_id]) for one in rows}
    ListItem.objects.bulk_create(_item(made, one, place, titles[one.matter_id]) for place, one in enumerate(rows, 1))


def _item(made: CauseList, one: Hearing, place: int, title: str) -> ListItem:
    matter = one.matter
    return ListItem(
        list=made,
        hearing=one,
        position=place,
        on_at=one.on_at,
        case_number=matter.case.number,
        number=shown.number(matter),
        title=title,
        matter_kind=matter.matter,
        purpose=one.purpose,
        by_video=one.by_video,
    )


@transaction.atomic
def put(made: CauseList, places: Mapping[int, int], *, by: Actor, at: datetime) -> None:
    """Put the rows of a draft in the order of the numbers given to their dates; nobody is called before their hour."""
    held = _held(made, by)
    rows = list(held.items.select_related("hearing__matter__case").order_by("position"))
    rows.sort(key=lambda row: (row.on_at, places.get(row.hearing_id, row.position), row.position))
    _write(held, [row.hearing for row in rows])
    _note(held, "put", {"rows": len(rows)}, by=by, at=at)


@transaction.atomic
def publish(made: CauseList, *, by: Actor, at: datetime) -> CauseList:
    """Publish a draft; from here on it stands as it is. Raises Refused where somebody did so already.

    What was moved away since it was drafted is left out, and nobody is named whose name was masked meanwhile.
    """
    held = _held(made, by)
    if held.on < clock.day(at):
        raise Refused(SAY["past_day"], "on")
    rows = held.items.filter(hearing__state=dates.FIXED).select_related("hearing__matter__case").order_by("position")
    if not rows:
        raise Refused(SAY["nothing_to_list"])
    _write(held, [row.hearing for row in rows])
    CauseList.objects.filter(pk=held.pk).update(published_at=at, published_by=by.key)
    held.published_at, held.published_by = at, by.key
    _note(held, "publish", {"rows": held.items.count(), "list_kind": held.kind}, by=by, at=at)
    return held


@transaction.atomic
def throw_away(made: CauseList, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; the dates in it stay."""
    held = _held(made, by)
    _note(held, "throw_away", {}, by=by, at=at)
    held.delete()


def publish_due(*, at: datetime) -> int:
    """Publish what is due: the list of the next day from its hour on, and what came since; return how many lists.

    What the registry has drafted is published as it stands, with what was fixed meanwhile.
    """
    today = clock.day(at)
    hour = rulebook.book().value("hearings.list_hour", today).value
    assert isinstance(hour, tuple)
    opens = hour[0]
    assert isinstance(opens, time)
    is_time = clock.local(at).time() >= opens
    count = 0
    for forum in forums.forums():
        days = [today, *([_next_day(forum, today)] if is_time else [])]
        count += sum(_publish_day(forum, on, at=at) for on in days if on is not None)
    return count


def _next_day(forum: Forum, today: date) -> date | None:
    try:
        return forums.week(forum).next_day(today, forums.calendar(today))
    except NeverSits:
        return None


def _publish_day(forum: Forum, on: date, *, at: datetime) -> bool:
    start, end = clock.bounds(on)
    if not Hearing.objects.filter(forum=forum, state=dates.FIXED, on_at__gte=max(start, at), on_at__lt=end).exists():
        return False
    try:
        with transaction.atomic():
            publish(draft(forum, on, by=SYSTEM, at=at), by=SYSTEM, at=at)
    except (Refused, IntegrityError):
        return False  # nothing that is not listed yet, or the registry does the same at this moment
    return True


def _held(made: CauseList, by: Actor) -> CauseList:
    held = CauseList.objects.select_for_update(of=("self",)).select_related("forum").filter(pk=made.pk).first()
    if held is None or held.published_at is not None:
        raise Refused(SAY["published"])
    need(held.forum, by)
    return held


def need(forum: Forum, by: Actor) -> None:
    """Raise Refused for who neither keeps the registry of a forum nor presides over it."""
    if by != SYSTEM and (by.post_id not in (forum.registry_id, forum.post_id) or by.assists):
        raise Refused(SAY["not_yours"])


def _note(made: CauseList, verb: str, detail: dict[str, object], *, by: Actor, at: datetime) -> None:
    stream = f"list:{made.forum.slug}:{made.on.isoformat()}"
    journal.append(stream, verb, by=by, at=at, detail={"version": made.version, **detail})
