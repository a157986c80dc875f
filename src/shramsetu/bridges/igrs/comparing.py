"""By what rules both sides are compared and mended, whether they are asked over the wire or hand in a file.

A case under way (something of it waits, went since, or it moved within minutes) is left to the next time. What we can
mend by sending again is owed again; what only a person can decide stays on the page until both sides agree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from shramsetu.bridges.igrs import client, contract, facts, hearing
from shramsetu.bridges.models import Difference, Parcel, Reconciliation, Reference, System
from shramsetu.casework import alarm
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry

SETTLES = timedelta(minutes=5)
Kind = Difference.Kind


@dataclass(frozen=True, slots=True)
class Stand:
    """How a case stands on one side: how far it is, what must be equal on both, and how a person reads it."""

    reach: int
    mark: str
    said: str


@dataclass
class Found:
    """What a comparison found so far.

    `stood_at` is when they stood as they say; `differs` names two of the same length that are unlike. A comparison
    that sees less than another closes none of the differences in `beyond`.
    """

    at: datetime
    stood_at: datetime
    differs: Kind = Kind.DIFFERS
    beyond: frozenset[Kind] = frozenset()
    seen: set[str] = field(default_factory=set)
    compared: int = 0
    unlike: int = 0
    mended: int = 0


def run(found: Found, look: Callable[[Found], None]) -> Reconciliation:
    """Let `look` compare, and keep what it found; where IGRS does not answer the row says why it broke off."""
    row = Reconciliation(system=System.IGRS, begun_at=found.at)
    row.save(force_insert=True)
    try:
        look(found)
        fault = ""
    except (client.NotThere, client.No) as error:
        fault = str(error)
    ended = {"compared": found.compared, "unlike": found.unlike, "mended": found.mended, "fault": fault[:60]}
    Reconciliation.objects.filter(pk=row.pk).update(ended_at=found.at, **ended)
    row.refresh_from_db()
    if fault or found.unlike > found.mended:
        alarm.sound(_("The comparison with IGRS needs a person: /desk/bridges/igrs/"), [], at=found.at)
    return row


def cases(
    found: Found, theirs: Mapping[str, Stand | None], stands: Callable[[Sequence[Case]], Mapping[str, Stand]]
) -> None:
    """Compare cases by number with what they have, None where they have nothing; `stands` says how ours stand."""
    found.seen.update(theirs)
    known = {case.number: case for case in Case.objects.filter(number__in=theirs)}
    ours = stands([case for case in known.values() if not case.sealed and case.kind in facts.KINDS])
    moving, equal = under_way(found, list(known.values())), []
    for number, there in theirs.items():
        if number in moving:
            continue
        found.compared += 1
        here, case = ours.get(number), known.get(number)
        kind = _kind(case, here, there, found.differs)
        if kind is None:
            equal.append(number)
            continue
        _unlike(found, kind, number, here.said if here else "", there.said if there else "")
        found.mended += _mended(kind, case, found.at)
    _healed(found, equal, of_case=True)


def references(found: Found, rows: Mapping[str, contract.SentRow], fetch: Callable[[str], int]) -> None:
    """Compare the references that they sent; `fetch` gets one that did not arrive, and says whether that mends it."""
    known = Reference.objects.filter(system=System.IGRS, number__in=rows, case__isnull=False).select_related("case")
    ours = {one.number: one.case for one in known}
    equal = []
    for number, row in rows.items():
        found.compared += 1
        case = ours.get(number)
        if case is None:
            _unlike(found, Kind.NOT_TAKEN, number, "", row.case)
            found.mended += fetch(number)
        elif not row.taken:
            _unlike(found, Kind.NOT_TOLD, number, case.number, "")
            found.mended += hearing.owe_again([hearing.taken(number, case, at=found.at)], at=found.at)
        else:
            equal.append(number)
    _healed(found, equal, of_case=False)


def under_way(found: Found, of: Sequence[Case]) -> set[str]:
    """Return the numbers of those of which something waits, moved, or went there since they stood so."""
    out = Parcel.objects.filter(system=System.IGRS, direction=Parcel.Direction.OUT, case__in=of)
    going = Q(state=Parcel.State.WAITING)
    if found.stood_at < found.at:
        going |= Q(state=Parcel.State.DONE, ended_at__gt=found.stood_at)
    streams = [case.stream for case in of]
    young = Entry.objects.filter(stream__in=streams, written_at__gt=found.stood_at - SETTLES)
    numbers = {stream.partition(":")[2] for stream in young.values_list("stream", flat=True)}
    return numbers | set(out.filter(going).values_list("case__number", flat=True))


def _kind(case: Case | None, here: Stand | None, there: Stand | None, differs: Kind) -> Kind | None:
    if there is None:
        return Kind.MISSING_THERE if here else None
    if case is None:
        return Kind.UNKNOWN_HERE
    if case.sealed or here is None:
        return Kind.SEALED_HERE
    if there.reach < here.reach:
        return Kind.BEHIND_THERE
    if there.reach > here.reach:
        return Kind.AHEAD_THERE
    return None if there.mark == here.mark else differs


def _mended(kind: Kind, case: Case | None, at: datetime) -> int:
    """Owe again what mends a difference; return 1 where something does."""
    if case is None or kind == Kind.AHEAD_THERE:
        return 0
    if kind == Kind.SEALED_HERE:
        return min(1, hearing.owe_again([hearing.withdrawal(case, at=at)], at=at))
    steps = facts.digests([case])[case.number]
    return min(1, hearing.owe_again([hearing.step(case, seq, at=at) for seq, _ in steps], at=at))


def _unlike(found: Found, kind: Kind, number: str, ours: str, theirs: str) -> None:
    found.unlike += 1
    of_case = kind not in (Kind.NOT_TAKEN, Kind.NOT_TOLD)
    same = Difference.objects.filter(system=System.IGRS, of_case=of_case, number=number, healed_at=None)
    seen = {"kind": kind, "ours": ours[:80], "theirs": theirs[:80], "seen_at": found.at}
    if not same.update(**seen):
        row = Difference(system=System.IGRS, of_case=of_case, number=number, found_at=found.at, **seen)
        row.save(force_insert=True)


def _healed(found: Found, numbers: Sequence[str], *, of_case: bool) -> None:
    rows = Difference.objects.filter(system=System.IGRS, of_case=of_case, healed_at=None, number__in=numbers)
    rows.exclude(kind__in=found.beyond).update(healed_at=found.at)
