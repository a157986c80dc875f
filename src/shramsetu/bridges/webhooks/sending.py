"""Carrying events out: each by itself, signed at the moment it goes, until it is taken or its tries are used up."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.bridges import outward
from shramsetu.bridges.actions import parcels
from shramsetu.bridges.actions.parcels import Tried
from shramsetu.bridges.models import Endpoint, Parcel, System
from shramsetu.bridges.rules import signing
from shramsetu.bridges.webhooks import actions, keys
from shramsetu.casework import alarm, sealing
from shramsetu.lib import clock

log = structlog.get_logger("webhooks")
BATCH = 10
GONE = 410
SLOW_SECONDS, SLOW_SHARE = 1, 4  # who takes longer waits so often as long: the others are not held up


def send_due(clock_read: Callable[[], datetime]) -> int:
    """Try up to a batch of what is due, one after the other, and return how many; call it until it is none."""
    tried = 0
    while tried < BATCH and (parcel := parcels.claim(System.WEBHOOK, at=clock_read())):
        attempt(parcel, at=clock_read())
        tried += 1
    return tried


def attempt(parcel: Parcel, *, at: datetime) -> None:
    """Send a claimed parcel, or note why it cannot be; what nobody expected is a fault of this one alone."""
    begun = time.monotonic()
    try:
        _attempt(parcel, at)
    except Exception as error:  # noqa: BLE001 - one parcel must not hold up the others
        log.error("webhook broken", parcel=parcel.pk, endpoint=parcel.endpoint_id, exc_info=True)
        _again(parcel, Tried(type(error).__name__), at)
    if (took := time.monotonic() - begun) > SLOW_SECONDS:
        wait = timedelta(seconds=took * (1 + SLOW_SHARE))
        parcels.put_off(Parcel.objects.filter(endpoint=parcel.endpoint), at=at, wait=wait)


def body_of(parcel: Parcel) -> bytes:
    """Return the body as it goes: the same bytes at each try."""
    return json.dumps(parcel.body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _attempt(parcel: Parcel, at: datetime) -> None:
    endpoint = parcel.endpoint
    assert endpoint is not None
    if parcel.case is not None and parcel.case.sealed:
        parcels.drop(parcel, "sealed", at=at)  # sealed since it happened
        return
    body = body_of(parcel)
    try:
        signed = signing.headers(parcel.key, int(at.timestamp()), body, keys=keys.opened(endpoint, at=at))
        answer = outward.tell(endpoint.url, body, headers=signed, timeout=_seconds(at))
    except (sealing.Unreadable, signing.BadSecret):
        _again(parcel, Tried("key_not_here"), at)
    except outward.Forbidden as error:
        _again(parcel, Tried(str(error)), at)
    except outward.NotReached as error:
        _again(parcel, Tried(str(error)), at)
        parcels.put_off(Parcel.objects.filter(endpoint=endpoint), at=at)
    else:
        _answered(parcel, endpoint, answer, at)


def _answered(parcel: Parcel, endpoint: Endpoint, answer: outward.Answer, at: datetime) -> None:
    tried = Tried("" if answer.is_success else f"HTTP {answer.status}", answer.status)
    if answer.is_success:
        parcels.done(parcel, tried, at=at, digest=parcels.digest(body_of(parcel)))
        Endpoint.objects.filter(pk=endpoint.pk).update(taken_at=at)
    elif answer.status == GONE:
        parcels.give_up(parcel, tried, at=at)
        actions.pause_silent(endpoint, "gone", at=at)
    else:
        _again(parcel, tried, at)


def _again(parcel: Parcel, tried: Tried, at: datetime) -> None:
    waits = rulebook.book().numbers("webhooks.retry_minutes", clock.day(at))
    if parcels.again(parcel, tried, waits=waits, at=at):
        return
    assert parcel.endpoint_id is not None
    endpoint = Endpoint.objects.get(pk=parcel.endpoint_id)
    log.warning("webhook given up", parcel=parcel.pk, endpoint=endpoint.pk, fault=tried.fault)
    if endpoint.taken_at is None or endpoint.taken_at < parcel.made_at:  # nothing arrived in all that time
        actions.pause_silent(endpoint, tried.fault, at=at)
        told = _("%(name)s takes no events and was stopped: /desk/bridges/webhooks/") % {"name": endpoint.name[:40]}
        alarm.sound(told, [], at=at)


def _seconds(at: datetime) -> int:
    return rulebook.book().number("webhooks.timeout_seconds", clock.day(at))
