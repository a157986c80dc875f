"""The list of claims in a post's part of the state: what is filtered, one page of it, and the same as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework import flow, queries, sheets
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post
from shramsetu.schemes.models import Claim
from shramsetu.workers.scope import workers_visible_to

PAGE, DEEPEST, MOST = 50, 200, 20_000
STANDINGS: dict[str, str | Promise] = {
    "open": gettext_lazy("Not decided or not paid yet"),
    "overdue": gettext_lazy("Over the time limit"),
    "waiting": gettext_lazy("The applicant's turn"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of claims is narrowed by; `days` is for how long a claim has been there at least."""

    standing: str = "open"
    scheme: str = ""
    state: str = ""
    district: int | None = None  # the place's id
    holder: str = ""  # a post's code
    days: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the list; name and number of the worker are empty for whom the registry is no business."""

    case: Case
    name: str
    worker: str
    scheme: str
    track: str
    state: str
    days: int
    is_late: bool


def claims(by: Actor, asked: Asked, *, at: datetime) -> QuerySet[Case]:
    """Return the claims that `by` may open: those that still run by their due time, the others newest first."""
    rows = queries.cases_visible_to(by).filter(_standing(asked.standing, at), kind="claim")
    if asked.scheme:
        rows = rows.filter(claim__scheme=asked.scheme)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.district:
        rows = rows.filter(district=asked.district)
    if asked.holder:
        rows = rows.filter(holder__code=asked.holder)
    if asked.days:
        rows = rows.filter(opened_at__lt=clock.bounds(clock.day(at) - timedelta(days=asked.days))[1])
    running = asked.standing in ("open", "overdue", "waiting")
    return rows.order_by("due_at", "pk") if running else rows.order_by("-opened_at", "-pk")


def _standing(name: str, at: datetime) -> Q:
    return {
        "open": Q(phase__in=[OPEN, PAUSED]),
        "overdue": Q(phase=OPEN, due_at__lte=at),
        "waiting": Q(phase=PAUSED),
        "ended": ~Q(phase__in=[OPEN, PAUSED]),
    }.get(name, Q())


def page(by: Actor, asked: Asked, *, number: int, at: datetime) -> tuple[list[Row], bool]:
    """Return page `number` (from 0) of a list, and whether there is another behind it; nothing is counted."""
    found = list(claims(by, asked, at=at)[number * PAGE : (number + 1) * PAGE + 1])
    return rows(found[:PAGE], by, at=at), len(found) > PAGE and number < DEEPEST


def rows(cases: Sequence[Case], by: Actor, *, at: datetime) -> list[Row]:
    """Return what the list says of `cases`, in two reads however many they are."""
    columns = ("pk", "worker", "worker__name", "worker__number", "scheme", "track")
    told = {one["pk"]: one for one in Claim.objects.filter(pk__in=[one.pk for one in cases]).values(*columns)}
    workers = {one["worker"] for one in told.values()}
    seen = set(workers_visible_to(by).filter(pk__in=workers).values_list("pk", flat=True))
    dressed = queries.dressed(list(cases))
    return [_row(one, told[one.pk], is_seen=told[one.pk]["worker"] in seen, at=at) for one in dressed]


def _row(case: Case, told: Mapping[str, object], *, is_seen: bool, at: datetime) -> Row:
    until = case.closed_at or at
    return Row(
        case=case,
        name=str(told["worker__name"]) if is_seen else "",
        worker=str(told["worker__number"]) if is_seen else "",
        scheme=scheme_name(str(told["scheme"])),
        track=str(Claim.Track(str(told["track"])).label),
        state=str(flow.flow_of("claim").by_name[case.state].label),
        days=(clock.day(until) - clock.day(case.opened_at)).days,
        is_late=case.phase == OPEN and case.due_at is not None and case.due_at <= at,
    )


def scheme_name(slug: str) -> str:
    """Return a scheme's name in the language of the page."""
    rule = rulebook.book().scheme_rules.rules.get(slug)
    return rule.name.say(get_language() or "hi") if rule else slug


def holders(by: Actor, district: int) -> QuerySet[Post]:
    """Return the posts of a district's claims that lie with somebody, for the choice of an office."""
    lying = queries.cases_visible_to(by).filter(kind="claim", phase__in=[OPEN, PAUSED], district=district)
    return Post.objects.filter(pk__in=lying.values("holder")).order_by("code")


def sheet(found: Sequence[Row]) -> sheets.Sheet:
    """Return a list as a table for a file."""
    head = [
        _("Case"),
        _("Worker"),
        _("Registration number"),
        _("Scheme"),
        pgettext("claim", "Track"),
        _("District"),
        _("State"),
        _("With"),
        _("Received"),
        _("Days"),
        _("Time limit"),
        pgettext("state at the desk", "Overdue"),
    ]
    return sheets.Sheet(_("Claims"), head, [_cells(one) for one in found])


def _cells(one: Row) -> list[sheets.Cell]:
    case, language = one.case, get_language() or "hi"
    holder = case.holder
    return [
        case.number,
        one.name,
        one.worker,
        one.scheme,
        one.track,
        case.district.name(language) if case.district else "",
        one.state,
        (holder.title_hi if language == "hi" else holder.title_en) if holder and case.is_open else "",
        clock.day(case.opened_at),
        one.days,
        clock.day(case.due_at) if case.due_at and case.is_open else None,
        _("Yes") if one.is_late else "",
    ]
