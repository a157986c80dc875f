"""The one inbox: its queues, their counts in one bounded query, and its pages by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import queries
from shramsetu.casework.models import OPEN, PAUSED, Case, Lease, Proposal
from shramsetu.casework.panels import KINDS, Queue
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post

BOUND = 1000
PAGE = 25
LONGEST_KEY = 36
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases a queue holds; `more` where the inbox is larger than what is counted exactly."""

    queue: Queue
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of cases, with the keys of the neighbouring pages (empty at the ends)."""

    cases: Sequence[Case]
    following: str
    is_first: bool


def _today(at: datetime) -> Q:
    return Q(due_at__gt=at, due_at__lt=clock.bounds(clock.day(at))[1])


QUEUES = (
    Queue("all", _("Everything with you"), "inbox", lambda at: Q()),
    Queue("today", _("Overdue by tonight"), "clock-alert", _today, "soon"),
    Queue("overdue", _("Over the time limit"), "triangle-alert", lambda at: Q(due_at__lte=at), "overdue"),
    Queue("urgent", _("Urgent"), "zap", lambda at: Q(urgent=True), "overdue"),
    Queue("duties", _("Duties"), "list-checks", lambda at: Q(kind="duty")),
    Queue("waiting", _("Answer awaited"), "pause", lambda at: Q(phase=PAUSED)),
)


def queues_for(role: str) -> list[Queue]:
    """Return the queues of a post of `role`, the general ones first."""
    return [queue for queue in (*QUEUES, *KINDS.queues) if queue.is_for(role)]


def queue_named(name: str, role: str) -> Queue:
    """Return the queue `name`, or the first one."""
    found = queues_for(role)
    return next((queue for queue in found if queue.name == name), found[0])


def counts(post: Post, *, at: datetime) -> tuple[list[Counted], int]:
    """Count every queue of `post`, and the drafts in its tray, in one query over what becomes due first.

    Exact up to BOUND cases.
    """
    queues = queues_for(post.role)
    named = [queue for queue in queues if queue.name != "all"]
    marks = {f"in_{queue.name}": ExpressionWrapper(queue.condition(at), BooleanField()) for queue in named}
    held = Case.objects.filter(holder=post, phase__in=[OPEN, PAUSED])
    first = held.annotate(**marks).order_by("due_at")[: BOUND + 1]
    tallies = {queue.name: Count("pk", filter=Q(**{f"in_{queue.name}": True})) for queue in named}
    drafts = Proposal.objects.filter(post=post, decided_at=None)
    tray = Subquery(drafts.order_by().values("post").annotate(count=Count("pk")).values("count"))
    found = first.aggregate(all=Count("pk"), tray=Max(tray), **tallies)
    more = found["all"] > BOUND
    counted = [Counted(queue, min(found[queue.name], BOUND), more and found[queue.name] > 0) for queue in queues]
    # Over no cases at all the aggregate knows nothing of the tray.
    return counted, found["tray"] or 0 if found["all"] else drafts.count()


def page(post: Post, queue: Queue, filters: Mapping[str, str], *, at: datetime, after: str = "") -> Rows:
    """Return one page of a queue, what becomes overdue first on top, from behind the key `after`."""
    cases = queries.held_by(post).filter(queue.condition(at)).filter(_chosen(filters))
    key = _key(after)
    if key:
        due, pk = key
        cases = cases.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=pk))
    return _rows(cases.select_related("place", "lease__user", "parent"), bool(key))


def next_free(post: Post, queue: Queue, *, by: Actor, at: datetime) -> Case | None:
    """Return the first case of a queue that no colleague of the desk has taken."""
    taken = Lease.objects.filter(case=OuterRef("pk"), until__gt=at).exclude(user_id=by.user_id or 0)
    return queries.held_by(post).filter(queue.condition(at)).exclude(Exists(taken)).first()


def _rows(cases: QuerySet[Case], has_before: bool) -> Rows:
    found = queries.dressed(list(cases[: PAGE + 1]))
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = f"{(last.due_at - EPOCH) // timedelta(microseconds=1)}-{last.pk}" if last and last.due_at else ""
    return Rows(found[:PAGE], following, not has_before)


def _key(after: str) -> tuple[datetime, int] | None:
    micros, _dash, pk = after.partition("-")
    if not (micros.isascii() and micros.isdigit() and pk.isascii() and pk.isdigit() and len(after) < LONGEST_KEY):
        return None
    return EPOCH + timedelta(microseconds=int(micros)), int(pk)


def _chosen(filters: Mapping[str, str]) -> Q:
    """Turn what was chosen above the list into a condition; unknown names are ignored."""
    found = Q()
    for name in ("state", "kind", "category"):
        if filters.get(name):
            found &= Q(**{name: filters[name]})
    if filters.get("district", "").isdecimal():
        found &= Q(district__lgd_code=int(filters["district"]))
    return found
