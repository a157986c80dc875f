"""When the service was down: measured by a pulse each minute, or declared by an officer of a board."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.workers.models import Outage, Pulse
from shramsetu.workers.rules.outages import Stretch, that_counts
from shramsetu.workers.words import SAY

NAME, STREAM = "site", "service:site"


@transaction.atomic
def beat(*, at: datetime) -> Outage | None:
    """Say that the site works; where it was silent for longer than the rulebook allows, note an outage."""
    last, made = Pulse.objects.select_for_update().get_or_create(name=NAME, defaults={"at": at})
    if made or at <= last.at:
        return None
    Pulse.objects.filter(name=NAME).update(at=at)
    if at - last.at < timedelta(minutes=rules.figure("workers.outage_minutes", at)):
        return None
    return _note(Outage(from_at=last.at, to_at=at, how=Outage.How.MEASURED, by=SYSTEM.key), by=SYSTEM, at=at)


def declare(from_at: datetime, to_at: datetime, *, reason: str, by: Actor, at: datetime) -> Outage:
    """Declare an outage that the pulse cannot see (the treasury's page, a district's network); once for a begin."""
    if not from_at < to_at <= at:
        raise Refused(SAY["outage_order"], "to_at")
    return _note(Outage(from_at=from_at, to_at=to_at, how=Outage.How.DECLARED, reason=reason, by=by.key), by=by, at=at)


def counts_from(began_at: datetime | None, *, at: datetime) -> tuple[datetime, Outage | None]:
    """Return from when something sent at `at` counts, and the outage for which it counts from its draft.

    Of a draft that is said to be older than any is kept, only so many days count.
    """
    if began_at is None or began_at >= at:
        return at, None
    began_at = max(began_at, at - timedelta(days=rules.figure("workers.draft_days", at)))
    grace = timedelta(hours=rules.figure("workers.outage_grace_hours", at))
    rows = {one.pk: one for one in Outage.objects.filter(to_at__gt=max(began_at, at - grace), from_at__lt=at)}
    downs = [Stretch(pk, one.from_at, one.to_at) for pk, one in rows.items()]
    found = that_counts(began_at, at, downs, grace)
    return (began_at, rows[found.id]) if found else (at, None)


@transaction.atomic
def _note(outage: Outage, *, by: Actor, at: datetime) -> Outage:
    known = Outage.objects.filter(from_at=outage.from_at, how=outage.how).first()
    if known is not None:
        return known
    outage.noted_at = at
    outage.save(force_insert=True)
    detail = {"from": outage.from_at, "to": outage.to_at, "how": outage.how}
    journal.append(
        STREAM, "outage", by=by, at=at, detail=detail, private={"reason": outage.reason} if outage.reason else None
    )
    return outage
