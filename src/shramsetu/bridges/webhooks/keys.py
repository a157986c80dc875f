"""The secrets of endpoints: made by lot, sealed under the environment's keys, shown once."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from shramsetu import rulebook
from shramsetu.bridges.models import Endpoint, EndpointKey
from shramsetu.bridges.rules import signing
from shramsetu.casework import rewrapping, sealing
from shramsetu.casework.rewrapping import Shelf
from shramsetu.lib import clock


def _bound(row: EndpointKey) -> str:
    return f"endpoint:{row.endpoint_id}"


rewrapping.keep("webhooks", Shelf(EndpointKey, _bound))


def make(endpoint: Endpoint, *, at: datetime) -> str:
    """Give an endpoint a new secret and return it as it is carried there; the older ones end when the rulebook says.

    Until then both sign, so that the other side may change at any moment between.
    """
    hours = rulebook.book().number("webhooks.key_overlap_hours", clock.day(at))
    live(endpoint, at=at).filter(ends_at=None).update(ends_at=at + timedelta(hours=hours))
    key = secrets.token_bytes(signing.KEY_BYTES)
    row = EndpointKey(endpoint=endpoint, made_at=at)
    row.key_id, row.closed = sealing.shut(key, bound_to=_bound(row))
    row.save(force_insert=True)
    return signing.written(key)


def live(endpoint: Endpoint, *, at: datetime) -> QuerySet[EndpointKey]:
    """Return the keys that sign, the newest first."""
    found = EndpointKey.objects.filter(endpoint=endpoint).filter(Q(ends_at=None) | Q(ends_at__gt=at))
    return found.order_by("-made_at", "-pk")


def opened(endpoint: Endpoint, *, at: datetime) -> list[bytes]:
    """Return the keys in clear, for the signature alone; raises sealing.Unreadable."""
    rows = live(endpoint, at=at)
    return [sealing.opened(row.key_id, bytes(row.closed), bound_to=_bound(row)) for row in rows]
