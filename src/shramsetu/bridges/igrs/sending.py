"""Carrying to IGRS what is owed to it: one after the other, until nothing is due or nobody answers."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges.actions import parcels
from shramsetu.bridges.actions.parcels import Tried
from shramsetu.bridges.igrs import client, contract, facts, hearing, taking
from shramsetu.bridges.models import Parcel, Reference, System
from shramsetu.casework import alarm
from shramsetu.lib import clock

log = structlog.get_logger("igrs")
BATCH = 20


def send_due(clock_read: Callable[[], datetime]) -> int:
    """Send up to a batch of what is due and return how many arrived or were settled; none while nobody answers.

    That nobody answers, or that we are not known there, is no fault of a parcel: it costs none of its tries, and it is
    never given up for it.
    """
    settled = 0
    for _turn in range(BATCH if client.is_wired() else 0):
        parcel = parcels.claim(System.IGRS, at=clock_read())
        if parcel is None:
            break
        try:
            _attempt(parcel, clock_read())
        except client.NotThere as error:
            parcels.untried(parcel, Tried(str(error)), at=clock_read())
            break
        except Exception as error:  # noqa: BLE001 - one parcel must not hold up the others
            log.error("parcel broken", parcel=parcel.pk, exc_info=True)
            _again(parcel, Tried(type(error).__name__), clock_read())
        settled += 1
    return settled


def arrived(parcel: Parcel, said: contract.Mirrored, *, at: datetime) -> None:
    """Write down that a step arrived, and the number that the case has there."""
    assert parcel.case_id is not None
    Reference.objects.bulk_create(
        [
            Reference(
                system=System.IGRS,
                number=said.igrs_number,
                case_id=parcel.case_id,
                first_seen_at=at,
                last_seen_at=at,
                digest=said.digest,
            )
        ],
        update_conflicts=True,
        unique_fields=["system", "number"],
        update_fields=["last_seen_at", "digest"],
    )
    parcels.done(parcel, Tried(status=200), at=at, digest=said.digest)


def refused(parcel: Parcel, fault: str, status: int, *, at: datetime) -> None:
    """Write down that IGRS did not take a parcel: it is tried again, and then set aside for a person."""
    if status == client.GONE:
        parcels.drop(parcel, "withdrawn", at=at)
    elif parcel.what == hearing.WITHDRAW and status == client.UNKNOWN:
        parcels.done(parcel, Tried(status=status), at=at)  # it was never there
    else:
        _again(parcel, Tried(fault, status), at)


def untold(parcel: Parcel, *, at: datetime) -> None:
    """Let go of a step that IGRS may not know, or no longer."""
    parcels.drop(parcel, "sealed" if parcel.case is not None and parcel.case.sealed else "no_step", at=at)


def sound_if_silent(*, at: datetime) -> bool:
    """Sound the alarm where something has waited for IGRS longer than the rulebook lets it; return whether it did."""
    hours = rulebook.book().number("igrs.silent_hours", clock.day(at))
    waiting = Parcel.objects.filter(system=System.IGRS, state=Parcel.State.WAITING, direction=Parcel.Direction.OUT)
    oldest = waiting.order_by("made_at").values_list("made_at", flat=True).first()
    if oldest is None or not client.is_wired() or (at - oldest).total_seconds() < hours * 3600:
        return False
    return alarm.sound(_("IGRS has taken nothing for hours: /desk/bridges/igrs/"), [], at=at)


def _attempt(parcel: Parcel, at: datetime) -> None:
    case = parcel.case
    try:
        if parcel.what == hearing.ASK:
            taking.fetch_one(parcel.body["reference"], at=at)
            parcels.done(parcel, Tried(status=200), at=at)
            return
        assert case is not None
        if parcel.what == hearing.STEP:
            _step(parcel, at)
        elif parcel.what == hearing.WITHDRAW:
            client.withdraw(case.number)
            parcels.done(parcel, Tried(status=200), at=at)
        else:
            client.taken(parcel.body["reference"], "" if case.sealed else case.number)
            parcels.done(parcel, Tried(status=200), at=at)
    except client.No as error:
        if error.status in client.STRANGER:
            raise client.NotThere(str(error)) from error
        refused(parcel, str(error), error.status, at=at)


def _step(parcel: Parcel, at: datetime) -> None:
    case = parcel.case
    assert case is not None
    made = facts.step(case, parcel.seq)
    if made is None:
        untold(parcel, at=at)
        return
    arrived(parcel, client.mirror(case.number, parcel.seq, made), at=at)


def _again(parcel: Parcel, tried: Tried, at: datetime) -> None:
    waits = rulebook.book().numbers("igrs.retry_minutes", clock.day(at))
    if not parcels.again(parcel, tried, waits=waits, at=at):
        log.warning("parcel set aside", parcel=parcel.pk, fault=tried.fault)
