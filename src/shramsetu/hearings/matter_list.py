"""The registry's list of matters: what is filtered, and one page of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import flow, queries
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.hearings import named, shown
from shramsetu.hearings.actions.ways import KIND
from shramsetu.hearings.models import Matter
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

PAGE, DEEPEST = 50, 200
STANDINGS: dict[str, str | Promise] = {
    "open": _("Not ended yet"),
    "mine": _("With me"),
    "overdue": _("Over the time limit"),
    "waiting": _("Waiting for the claimant"),
    "late": _("Filed late"),
    "ended": _("Ended"),
    "all": _("All"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of matters is narrowed by."""

    standing: str = "open"
    matter: str = ""
    state: str = ""
    forum: str = ""  # its slug


@dataclass(frozen=True, slots=True)
class Row:
    """One matter of the list."""

    case: Case
    matter: Matter
    title: str
    number: str
    forum: str
    state: str
    days: int


def matters(by: Actor, asked: Asked, *, at: datetime) -> QuerySet[Case]:
    """Return the matters that `by` may open: those that run by their due time, the others newest first."""
    rows = queries.cases_visible_to(by).filter(_standing(asked.standing, by, at), kind=KIND)
    if asked.matter:
        rows = rows.filter(matter__matter=asked.matter)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.forum:
        rows = rows.filter(matter__forum__slug=asked.forum)
    running = asked.standing not in ("ended", "all")
    return rows.order_by("due_at", "pk") if running else rows.order_by("-opened_at", "-pk")


def page(by: Actor, asked: Asked, *, number: int, at: datetime) -> tuple[list[Row], bool]:
    """Return page `number` (from 0) of a list, and whether there is another behind it."""
    found = list(matters(by, asked, at=at)[number * PAGE : (number + 1) * PAGE + 1])
    return rows(found[:PAGE], at=at), len(found) > PAGE and number < DEEPEST


def rows(cases: Sequence[Case], *, at: datetime) -> list[Row]:
    """Return what the list says of `cases`, in two reads however many they are."""
    known = Matter.objects.select_related("forum").in_bulk([one.pk for one in cases])
    titles, table, language = shown.titles(list(known.values())), flow.flow_of(KIND), named.language()
    return [
        Row(
            case=one,
            matter=known[one.pk],
            title=titles.get(one.pk, ""),
            number=shown.number(known[one.pk]),
            forum=known[one.pk].forum.name(language),
            state=str(table.by_name[one.state].label),
            days=(clock.day(one.closed_at or at) - clock.day(one.opened_at)).days,
        )
        for one in queries.dressed(list(cases))
    ]


def _standing(name: str, by: Actor, at: datetime) -> Q:
    return {
        "open": Q(phase__in=[OPEN, PAUSED]),
        "mine": Q(phase__in=[OPEN, PAUSED], holder=by.post_id),
        "overdue": Q(phase=OPEN, due_at__lte=at),
        "waiting": Q(phase=PAUSED),
        "late": Q(phase__in=[OPEN, PAUSED], matter__days_late__gt=0),
        "ended": ~Q(phase__in=[OPEN, PAUSED]),
    }.get(name, Q())
