"""Comparing both sides: what IGRS has of our cases and we of its references, each night; what is unlike is mended.

A case under way (something of it waits, or it moved within minutes) is left to the next night. What we can mend by
sending again is owed again; what only a person can decide stays on the page until both sides agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges.igrs import client, contract, facts, hearing, taking
from shramsetu.bridges.models import Difference, Parcel, Reconciliation, Reference, System
from shramsetu.casework import alarm
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

BATCH = 500
SETTLES = timedelta(minutes=5)
Kind = Difference.Kind


@dataclass
class _Found:
    """What a run found so far."""

    at: datetime
    seen: set[str] = field(default_factory=set)
    compared: int = 0
    unlike: int = 0
    mended: int = 0


def reconcile(*, at: datetime, days: int = 0) -> Reconciliation:
    """Compare what changed within `days` (as the rulebook says where it is 0) and mend; return the run's row.

    Where IGRS does not answer the run ends with its fault; the next one compares the same days again.
    """
    days = days or rulebook.book().number("igrs.reconcile_days", clock.day(at))
    run = Reconciliation(system=System.IGRS, begun_at=at)
    run.save(force_insert=True)
    found, since = _Found(at), at - timedelta(days=days)
    try:
        _cases(found, since)
        _references(found, since)
        fault = ""
    except (client.NotThere, client.No) as error:
        fault = str(error)
    ended = {"compared": found.compared, "unlike": found.unlike, "mended": found.mended, "fault": fault[:60]}
    Reconciliation.objects.filter(pk=run.pk).update(ended_at=at, **ended)
    run.refresh_from_db()
    if fault or found.unlike > found.mended:
        alarm.sound(_("The comparison with IGRS needs a person: /desk/bridges/igrs/"), [], at=at)
    return run


def _cases(found: _Found, since: datetime) -> None:
    after, more = "", True
    while more:
        page = client.ledger(since=since.timestamp(), after=after)
        _compare(found, {row.number: row for row in page.rows})
        more = page.more and bool(page.rows) and page.rows[-1].number > after
        after = page.rows[-1].number if page.rows else after
    rest = iter(_ours(found, since))
    while numbers := list(islice(rest, BATCH)):
        _compare(found, {one: client.row(one) for one in hearing.may_be_asked_for(numbers)})


def _ours(found: _Found, since: datetime) -> Iterable[str]:
    """Yield our cases that moved, and those that were unlike before, where their page did not name them."""
    unlike = Difference.objects.filter(system=System.IGRS, healed_at=None, of_case=True)
    yield from sorted(set(unlike.values_list("number", flat=True)) - found.seen)
    moved = Entry.objects.filter(written_at__gte=since, stream__startswith="case:", detail__kind__in=facts.KINDS)
    for stream in moved.order_by("stream").values_list("stream", flat=True).distinct().iterator(BATCH):
        if (number := stream.partition(":")[2]) not in found.seen:
            yield number


def _compare(found: _Found, theirs: dict[str, contract.Row | None]) -> None:
    found.seen.update(theirs)
    cases = {case.number: case for case in Case.objects.filter(number__in=theirs)}
    told = [case for case in cases.values() if not case.sealed and case.kind in facts.KINDS]
    ours, moving = facts.digests(told), _under_way(list(cases.values()), found.at)
    equal = []
    for number, row in theirs.items():
        if number in moving:
            continue
        found.compared += 1
        steps = sorted(ours.get(number, []))
        kind = _kind(cases.get(number), steps, row)
        if kind is None:
            equal.append(number)
            continue
        mine = f"{len(steps)} · {contract.digest_of_case(steps)[:12]}" if steps else ""
        yours = f"{row.steps} · {row.digest[:12]}" if row else ""
        _unlike(found, kind, number, mine, yours)
        found.mended += _mended(kind, cases.get(number), steps, found.at)
    _healed(equal, found.at, of_case=True)


def _kind(case: Case | None, steps: Sequence[tuple[int, str]], row: contract.Row | None) -> Kind | None:
    if row is None:
        return Kind.MISSING_THERE if steps else None
    if case is None:
        return Kind.UNKNOWN_HERE
    if case.sealed or not steps:
        return Kind.SEALED_HERE
    if row.steps < len(steps):
        return Kind.BEHIND_THERE
    if row.steps > len(steps):
        return Kind.AHEAD_THERE
    return None if row.digest == contract.digest_of_case(steps) else Kind.DIFFERS


def _mended(kind: Kind, case: Case | None, steps: Sequence[tuple[int, str]], at: datetime) -> int:
    """Owe again what mends a difference; return 1 where something does."""
    if case is None:
        return 0
    if kind == Kind.SEALED_HERE:
        return min(1, hearing.owe_again([hearing.withdrawal(case, at=at)], at=at))
    if kind in (Kind.MISSING_THERE, Kind.BEHIND_THERE, Kind.DIFFERS):
        return min(1, hearing.owe_again([hearing.step(case, seq, at=at) for seq, _ in steps], at=at))
    return 0


def _under_way(cases: Sequence[Case], at: datetime) -> set[str]:
    waiting = Parcel.objects.filter(
        system=System.IGRS, state=Parcel.State.WAITING, direction=Parcel.Direction.OUT, case__in=cases
    )
    streams = [case.stream for case in cases]
    young = Entry.objects.filter(stream__in=streams, written_at__gt=at - SETTLES).values_list("stream", flat=True)
    numbers = {stream.partition(":")[2] for stream in young}
    return numbers | set(waiting.values_list("case__number", flat=True))


def _references(found: _Found, since: datetime) -> None:
    after, more = "", True
    while more:
        page = client.sent(since=since.timestamp(), after=after)
        _compare_sent(found, {row.number: row for row in page.rows})
        more = page.more and bool(page.rows) and page.rows[-1].number > after
        after = page.rows[-1].number if page.rows else after


def _compare_sent(found: _Found, rows: dict[str, contract.SentRow]) -> None:
    known = Reference.objects.filter(system=System.IGRS, number__in=rows, case__isnull=False).select_related("case")
    ours = {one.number: one.case for one in known}
    equal = []
    for number, row in rows.items():
        found.compared += 1
        case = ours.get(number)
        if case is None:
            _unlike(found, Kind.NOT_TAKEN, number, "", row.case)
            found.mended += _fetched(number, found.at)
        elif not row.taken:
            _unlike(found, Kind.NOT_TOLD, number, case.number, "")
            found.mended += hearing.owe_again([hearing.taken(number, case, at=found.at)], at=found.at)
        else:
            equal.append(number)
    _healed(equal, found.at, of_case=False)


def _fetched(number: str, at: datetime) -> int:
    """Take a reference that did not arrive; return 1 where it is here now. One that is none holds up no other."""
    try:
        return taking.fetch_one(number, at=at).new
    except client.No:
        return 0  # it stays on the page of differences


def _unlike(found: _Found, kind: Kind, number: str, ours: str, theirs: str) -> None:
    found.unlike += 1
    of_case = kind not in (Kind.NOT_TAKEN, Kind.NOT_TOLD)
    same = Difference.objects.filter(system=System.IGRS, of_case=of_case, number=number, healed_at=None)
    seen = {"kind": kind, "ours": ours, "theirs": theirs, "seen_at": found.at}
    if not same.update(**seen):
        row = Difference(system=System.IGRS, of_case=of_case, number=number, found_at=found.at, **seen)
        row.save(force_insert=True)


def _healed(numbers: Sequence[str], at: datetime, *, of_case: bool) -> None:
    rows = Difference.objects.filter(system=System.IGRS, of_case=of_case, healed_at=None, number__in=numbers)
    rows.update(healed_at=at)
