"""What is done to many open cases beside their flow, each with its own entry: new limits, posts without anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from shramsetu.casework import actions, flow, queries, rules
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.casework.moves import Tell, To
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages import digest
from shramsetu.messages.digest import Digest
from shramsetu.messages.rules import Recipient
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Post

BATCH = 500


def pass_on_vacant(*, at: datetime, batch: int = BATCH) -> int:
    """Hand the open cases of posts in which nobody sits to the next post up; the clock runs on. Return how many."""
    waiting = Case.objects.filter(phase__in=[OPEN, PAUSED], holder__is_vacant=True, holder__is_desk=False)
    moved = 0
    for case in waiting.exclude(kind="duty").select_related("holder__place").order_by("due_at", "id")[:batch]:
        assert case.holder is not None
        barred = queries.barred(case)
        up = offices.above(case.holder, barred=barred, on=clock.day(at))
        if up is None:
            continue
        tells = [Tell("officer-arrival", "holder")]
        facts: dict[str, object] = {"vacant": case.holder.pk}
        actions.amend(case, "reassign", to=To(case.state, holder=up, facts=facts, tells=tells), by=SYSTEM, at=at)
        moved += 1
    return moved


def remind_unopened(*, at: datetime, batch: int = BATCH) -> int:
    """Tell officers of cases which they have not opened for as many hours as the rulebook allows; once for each."""
    hours = rules.figure("grievances.unmarked_alarm_hours", at)
    since = at - timedelta(hours=hours)
    waiting = Case.objects.filter(phase=OPEN, state="unmarked", level_at__range=(since - timedelta(days=1), since))
    return _tell_each(waiting, "officer-unopened", "holder", lambda case: {"hours": str(hours)}, at, batch)


def remind_asked(*, at: datetime, batch: int = BATCH) -> int:
    """Remind complainants on the day before their answer is due."""
    tomorrow = clock.bounds(clock.day(at) + timedelta(days=1))
    waiting = Case.objects.filter(phase=PAUSED, state="asked", due_at__range=tomorrow)
    return _tell_each(waiting, "asked-reminder", "complainant", lambda case: {}, at, batch)


def _tell_each(
    cases: QuerySet[Case],
    template: str,
    audience: str,
    values: Callable[[Case], dict[str, str]],
    at: datetime,
    batch: int,
) -> int:
    found = cases.select_related("holder__place", "district").order_by("due_at", "id")[:batch]
    for case in found:
        # The message's key holds number and revision: told again, it is not queued again.
        actions.announce(case, [Tell(template, audience, values(case))], by=SYSTEM, at=at)
    return len(found)


def announce_overdue(*, at: datetime) -> int:
    """Announce each day what is overdue at the top of its ladder, to the post that holds it; return to how many."""
    late = Case.objects.filter(phase=OPEN, warned=actions.TOLD_OVER, due_at__lte=at).select_related("holder")
    late = late.filter(kind__in=[one.kind for one in flow.flows() if one.warns])
    by_post: dict[Post, list[Case]] = {}
    for case in late.order_by("due_at", "id"):
        assert case.holder is not None
        by_post.setdefault(case.holder, []).append(case)
    for post, cases in by_post.items():
        _announce(post, cases, at)
    return len(by_post)


def _announce(post: Post, cases: list[Case], at: datetime) -> None:
    user, day = offices.incumbent(post), clock.day(at)
    oldest = cases[0]
    assert oldest.due_at is not None
    days = (day - clock.day(oldest.due_at)).days
    if user is not None and user.phone:
        messages.send(
            "officer-top-overdue",
            to=Recipient(user.phone, user.language),
            values={"count": str(len(cases)), "number": oldest.number, "days": str(min(days, 999))},
            stream=f"post:{post.code}",
            key=f"top:{day}:{post.pk}",
            by=SYSTEM,
            at=at,
        )
    if user is not None and user.email:
        rows = "\n".join(f"{case.number}  {clock.day(case.due_at or at):%d.%m.%Y}" for case in cases[:50])
        messages.send(
            "top-overdue",
            to=Recipient(user.email, user.language),
            values={"post": post.title_hi, "count": str(len(cases)), "rows": rows, "link": "/desk/"},
            stream=f"post:{post.code}",
            key=f"top-mail:{day}:{post.pk}",
            by=SYSTEM,
            at=at,
        )


def digests(at: datetime) -> list[Digest]:
    """Return what lies with each officer this morning: open, due today, overdue, new since yesterday."""
    begin, end = clock.bounds(clock.day(at))
    counts: dict[int, dict[str, int]] = {}
    rows = Case.objects.filter(phase__in=[OPEN, PAUSED], holder__is_desk=False).values_list(
        "holder_id", "due_at", "level_at"
    )
    for holder, due, came in rows.iterator(chunk_size=5_000):
        if holder is None or due is None:
            continue
        found = counts.setdefault(holder, {"open": 0, "today": 0, "overdue": 0, "new": 0})
        found["open"] += 1
        found["today"] += at < due < end
        found["overdue"] += due <= at
        found["new"] += came >= begin - timedelta(days=1)
    seats = Charge.objects.filter(to_at=None, post__in=counts, kind__in=("substantive", "additional"))
    seats = seats.exclude(user__phone="").select_related("user")
    return [Digest(one.post_id, Recipient(one.user.phone, one.user.language), counts[one.post_id]) for one in seats]


digest.register(digests)
