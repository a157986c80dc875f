"""The comparison by file: our states written out, theirs read, and both held against each other as at night.

For when the wire is down or there is none. The columns are those of the contract (`contract.StateRow`). What their file
says is so as of the hour at which it was made; what happened since is left to the next one.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q

from shramsetu import rulebook
from shramsetu.bridges.errors import TooManyStates
from shramsetu.bridges.igrs import comparing, contract, facts, hearing, reconciling, sheet
from shramsetu.bridges.igrs.actions import STREAM
from shramsetu.bridges.igrs.comparing import Found, Kind, Stand
from shramsetu.bridges.igrs.contract import StateRow
from shramsetu.bridges.igrs.models import IgrsStates
from shramsetu.bridges.models import Reconciliation
from shramsetu.casework.models import Case
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

BATCH = 500
BROKEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Given:
    """A file of theirs: its name, what is in it, since which day it says what moved, and when it was made."""

    name: str
    content: bytes
    since_on: date
    stood_at: datetime


def since_usual(at: datetime) -> date:
    """Return the day since which the comparison of the night looks too."""
    return clock.day(at) - timedelta(days=rulebook.book().number("igrs.reconcile_days", clock.day(at)))


def ours(since_on: date, *, by: Actor, at: datetime) -> bytes:
    """Return how our cases stand that moved since a day, as the contract writes it; that it was taken is noted.

    Raises TooManyStates.
    """
    most = _most(at)
    rows = list(islice(_rows(clock.bounds(since_on)[0]), most + 1))
    if len(rows) > most:
        raise TooManyStates
    journal.append(STREAM, "export_states", by=by, at=at, detail={"since": since_on, "rows": len(rows)})
    return contract.states_csv(rows)


@transaction.atomic
def hand_in(given: Given, *, by: Actor, at: datetime) -> tuple[IgrsStates, bool]:
    """Read a file of theirs and keep its lines until it is compared; the same one again gives the one there is.

    Raises sheet.Unusable; then nothing is kept.
    """
    digest = hashlib.sha256(given.content).hexdigest()
    known = {"sha256": digest, "since_on": given.since_on, "stood_at": given.stood_at}
    if (same := IgrsStates.objects.filter(**known).first()) is not None:
        return same, False
    read = sheet.read(given.content, most=_most(at))
    made = IgrsStates(**known, name=given.name[:120], by=by.key, made_at=at, count=len(read.rows))
    made.post_id = by.post_id or 0
    made.rows, made.faults = [list(one.model_dump().values()) for one in read.rows], read.faults
    made.save(force_insert=True)
    detail = {"rows": len(read.rows), "wrong": len(read.faults), "sha256": digest}
    journal.append(STREAM, "bring_states", by=by, at=at, detail=detail)
    return made, True


@transaction.atomic
def is_running(file: IgrsStates, *, at: datetime) -> bool:
    """Tell whether it is being compared: one that found no end within `BROKEN_AFTER` broke, and may be begun anew."""
    return file.run is None and file.begun_at is not None and file.begun_at >= at - BROKEN_AFTER


def begin(file: IgrsStates, *, by: Actor, at: datetime) -> bool:
    """Note that a file is to be compared; tell whether it is not being compared, and was not."""
    is_free = Q(begun_at=None) | Q(run=None, begun_at__lt=at - BROKEN_AFTER)
    if not IgrsStates.objects.filter(is_free, pk=file.pk).update(begun_at=at):
        return False
    journal.append(STREAM, "reconcile", by=by, at=at, detail={"file": file.pk})
    return True


def compare(file: IgrsStates, *, at: datetime) -> Reconciliation:
    """Hold a file against our cases and mend what can be mended; compared before, it returns what was found then."""
    if file.run is not None:
        return file.run
    rows = [StateRow.model_validate(dict(zip(contract.STATES, one, strict=True))) for one in file.rows]
    stood_at = min(file.stood_at, at)

    def look(found: Found) -> None:
        of_cases = {one.number: _stand(one) for one in rows if one.number}
        for batch in _batches(of_cases):
            comparing.cases(found, {number: of_cases[number] for number in batch}, _stands)
        if not file.faults:  # what stands on a line that cannot be read must not count as missing
            for batch in _batches(one for one in reconciling.moved(_since(file)) if one not in found.seen):
                comparing.cases(found, dict.fromkeys(batch), _stands)
        sent = {
            one.igrs_number: contract.SentRow(number=one.igrs_number, taken=False) for one in rows if not one.number
        }
        for batch in _batches(sent):
            comparing.references(found, {number: sent[number] for number in batch}, lambda number: _asked(number, at))

    found = Found(at, stood_at=stood_at, differs=Kind.STATE_DIFFERS, beyond=frozenset({Kind.DIFFERS}))
    file.run = comparing.run(found, look)
    file.rows = []
    file.save(update_fields=["run", "rows"])
    return file.run


def forget(*, before: datetime) -> int:
    """Drop the files that came before an instant; return how many."""
    return IgrsStates.objects.filter(made_at__lt=before).delete()[0]


def _rows(since: datetime) -> Iterator[StateRow]:
    for batch in _batches(reconciling.moved(since)):
        cases = Case.objects.filter(number__in=batch, sealed=False, kind__in=facts.KINDS).order_by("number")
        yield from facts.states(list(cases)).values()


def _stands(cases: Sequence[Case]) -> Mapping[str, Stand]:
    return {number: _stand(row) for number, row in facts.states(cases).items()}


def _stand(row: StateRow) -> Stand:
    return Stand(row.last_step, row.state, f"{row.last_step} · {row.state} · {row.at[:16].replace('T', ' ')}")


def _asked(number: str, at: datetime) -> int:
    return hearing.owe_again([hearing.asked(number, at=at)], at=at)


def _since(file: IgrsStates) -> datetime:
    return clock.bounds(file.since_on)[0]


def _most(at: datetime) -> int:
    return rulebook.book().number("igrs.states_rows_most", clock.day(at))


def _batches(numbers: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        yield batch
