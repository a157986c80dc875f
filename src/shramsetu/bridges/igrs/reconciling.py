"""Comparing both sides over the wire: what IGRS has of our cases and we of its references, each night."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from shramsetu import rulebook
from shramsetu.bridges.igrs import client, comparing, contract, facts, hearing, taking
from shramsetu.bridges.igrs.comparing import Found, Stand
from shramsetu.bridges.models import Difference, Reconciliation, System
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

BATCH = 500


def reconcile(*, at: datetime, days: int = 0) -> Reconciliation:
    """Compare what changed within `days` (as the rulebook says where it is 0) and mend; return the run's row.

    Where IGRS does not answer the run ends with its fault; the next one compares the same days again.
    """
    days = days or rulebook.book().number("igrs.reconcile_days", clock.day(at))
    since = at - timedelta(days=days)

    def look(found: Found) -> None:
        _cases(found, since)
        _references(found, since)

    return comparing.run(Found(at, stood_at=at), look)


def moved(since: datetime) -> Iterable[str]:
    """Yield the numbers of our cases that moved since an instant, in their order, without holding them all."""
    entries = Entry.objects.filter(written_at__gte=since, stream__startswith="case:", detail__kind__in=facts.KINDS)
    for stream in entries.order_by("stream").values_list("stream", flat=True).distinct().iterator(BATCH):
        yield stream.partition(":")[2]


def _cases(found: Found, since: datetime) -> None:
    after, more = "", True
    while more:
        page = client.ledger(since=since.timestamp(), after=after)
        comparing.cases(found, {row.number: _stand(row) for row in page.rows}, _stands)
        more = page.more and bool(page.rows) and page.rows[-1].number > after
        after = page.rows[-1].number if page.rows else after
    rest = iter(_ours(found, since))
    while numbers := list(islice(rest, BATCH)):
        asked = {one: client.row(one) for one in hearing.may_be_asked_for(numbers)}
        comparing.cases(found, {number: _stand(row) if row else None for number, row in asked.items()}, _stands)


def _ours(found: Found, since: datetime) -> Iterable[str]:
    """Yield our cases that moved, and those that were unlike before, where their page did not name them."""
    unlike = Difference.objects.filter(system=System.IGRS, healed_at=None, of_case=True)
    yield from sorted(set(unlike.values_list("number", flat=True)) - found.seen)
    for number in moved(since):
        if number not in found.seen:
            yield number


def _stand(row: contract.Row) -> Stand:
    return Stand(row.steps, row.digest, f"{row.steps} · {row.digest[:12]}")


def _stands(cases: Sequence[Case]) -> Mapping[str, Stand]:
    found = {}
    for number, steps in facts.digests(cases).items():
        if steps:
            digest = contract.digest_of_case(steps)
            found[number] = Stand(len(steps), digest, f"{len(steps)} · {digest[:12]}")
    return found


def _references(found: Found, since: datetime) -> None:
    after, more = "", True
    while more:
        page = client.sent(since=since.timestamp(), after=after)
        comparing.references(found, {row.number: row for row in page.rows}, lambda number: _fetched(number, found.at))
        more = page.more and bool(page.rows) and page.rows[-1].number > after
        after = page.rows[-1].number if page.rows else after


def _fetched(number: str, at: datetime) -> int:
    """Take a reference that did not arrive; return 1 where it is here now. One that is none holds up no other."""
    try:
        return taking.fetch_one(number, at=at).new
    except client.No:
        return 0  # it stays on the page of differences
