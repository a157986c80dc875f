"""The call log: calls by what is asked, newest first, a page from a cursor on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from shramsetu.casework import queries
from shramsetu.casework.models import Case
from shramsetu.helpline.models import Call, Recording
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role

PAGE = 50
HEARERS = frozenset({Role.SUPERVISOR, Role.QUALITY})
FILTERS = ("line", "board", "outcome", "direction")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log and the cursor behind it, empty on the last."""

    calls: list[Call]
    cursor: str


def asked(given: Mapping[str, str], first: date | None, last: date | None) -> QuerySet[Call]:
    """Return the calls of days of India that fit: line, board, outcome, direction, agent's number."""
    rows = Call.objects.select_related("agent__user", "case").order_by("-began_at", "-id")
    rows = rows.filter(**{name: given[name] for name in FILTERS if given.get(name)})
    if given.get("agent"):
        rows = rows.filter(agent__number=given["agent"])
    if first is not None:
        rows = rows.filter(began_at__gte=clock.bounds(first)[0])
    if last is not None:
        rows = rows.filter(began_at__lt=clock.bounds(last)[1])
    return rows


def page(rows: QuerySet[Call], cursor: str) -> Page:
    """Return the calls behind the cursor; a broken cursor begins anew."""
    after = _read(cursor)
    if after is not None:
        at, pk = after
        rows = rows.filter(Q(began_at__lt=at) | Q(began_at=at, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{int(last.began_at.timestamp() * 1_000_000)}-{last.pk}" if last else "")


def _read(cursor: str) -> tuple[datetime, int] | None:
    stamp, _, pk = cursor.partition("-")
    if not (stamp.isascii() and stamp.isdigit() and pk.isascii() and pk.isdigit() and len(stamp) < 18 and len(pk) < 18):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(stamp)), int(pk)


def may_hear(call: Call, by: Actor) -> bool:
    """Whether `by` may hear the recordings of a call.

    Of a call in a sealed case only who sees that case; else the supervisors and the quality desk, the agent who spoke,
    and the post that holds the case.
    """
    if by.post_id is None:
        return False
    if call.case is not None and call.case.sealed:
        return queries.cases_visible_to(by).filter(pk=call.case.pk).exists()
    if by.role in HEARERS or (call.agent is not None and call.agent.user_id == by.user_id):
        return True
    return call.case is not None and call.case.holder_id == by.post_id


def of_case(case: Case) -> list[Call]:
    """Return all calls about a case with their recordings, newest first."""
    kept = Prefetch("recordings", Recording.objects.order_by("began_at"))
    rows = Call.objects.filter(case=case).select_related("agent", "case").prefetch_related(kept)
    return list(rows.order_by("-began_at")[:PAGE])
