"""The only code that erases what has served its time, and that writes the register of breaches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.privacy import errors, queries
from shramsetu.privacy.kind import Kind, stream
from shramsetu.privacy.kinds import KINDS
from shramsetu.privacy.models import Breach, Notice

MUST_BE_TOLD = frozenset({Notice.Whom.PERSONS, Notice.Whom.BOARD})


@dataclass(frozen=True, slots=True)
class Facts:
    """What an administrator says of a breach when it is recorded; `happened_at` and `affected_count` may be unknown."""

    noticed_at: datetime
    what: str
    data_held: str
    affected: str
    affected_count: int | None = None
    happened_at: datetime | None = None
    measures: str = ""


def erase_all(*, by: Actor, at: datetime) -> dict[str, int]:
    """Erase everything that has served its time; return how many of each kind."""
    return {kind.name: erase_due(kind, by=by, at=at) for kind in KINDS}


def erase_due(kind: Kind, *, by: Actor, at: datetime) -> int:
    """Erase what is due of one kind, a batch in each transaction with its entry; return how many."""
    before, total = queries.before_of(kind, at), 0
    while kind.waiting(before).exists():
        count = _batch(kind, before, by, at)
        if not count:
            break
        total += count
    return total


@transaction.atomic
def _batch(kind: Kind, before: datetime, by: Actor, at: datetime) -> int:
    done = dict(kind.erase(before, at))
    count = int(str(done["count"]))
    if count:
        detail = {**done, "before": before, "rule": kind.figure}
        journal.append(stream(kind), "erase", by=by, at=at, detail=detail)
    return count


@transaction.atomic
def record_breach(facts: Facts, *, by: Actor, at: datetime) -> Breach:
    """Record a breach; the clock of its detailed notice runs from when it was noticed (privacy.breach_hours)."""
    hours = rulebook.book().number("privacy.breach_hours", clock.day(facts.noticed_at))
    breach = Breach(
        happened_at=facts.happened_at,
        noticed_at=facts.noticed_at,
        due_at=facts.noticed_at + timedelta(hours=hours),
        what=facts.what,
        data_held=facts.data_held,
        affected=facts.affected,
        affected_count=facts.affected_count,
        measures=facts.measures,
        by=by.key,
        at=at,
    )
    breach.save(force_insert=True)
    detail = {"noticed_at": facts.noticed_at, "due_at": breach.due_at, "affected_count": facts.affected_count}
    private = {"what": facts.what, "data_held": facts.data_held, "affected": facts.affected}
    journal.append(breach.stream, "record_breach", by=by, at=at, detail=detail, private=private)
    return breach


@transaction.atomic
def tell(breach: Breach, *, whom: str, how: str, told_at: datetime, by: Actor, at: datetime) -> Notice:
    """Record that somebody was told of a breach. Raises ClosedAlready."""
    if Breach.objects.select_for_update().get(pk=breach.pk).closed_at is not None:
        raise errors.ClosedAlready
    notice = Notice(breach=breach, whom=Notice.Whom(whom), how=how, told_at=told_at, by=by.key, at=at)
    notice.save(force_insert=True)
    detail = {"whom": whom, "told_at": told_at, "late": whom == Notice.Whom.BOARD and told_at > breach.due_at}
    journal.append(breach.stream, "tell", by=by, at=at, detail=detail, private={"how": how})
    return notice


@transaction.atomic
def close_breach(breach: Breach, *, outcome: str, by: Actor, at: datetime) -> None:
    """Close the record with what was found and done. Raises NotTold, ClosedAlready."""
    if Breach.objects.select_for_update().get(pk=breach.pk).closed_at is not None:
        raise errors.ClosedAlready
    told = set(Notice.objects.filter(breach=breach).values_list("whom", flat=True))
    if not told >= MUST_BE_TOLD:
        raise errors.NotTold
    Breach.objects.filter(pk=breach.pk).update(closed_at=at, outcome=outcome)
    journal.append(breach.stream, "close_breach", by=by, at=at, detail={}, private={"outcome": outcome})
