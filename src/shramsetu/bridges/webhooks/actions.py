"""The verbs of endpoints; each change is an entry of the endpoint's stream, and no entry holds a secret."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shramsetu.bridges import errors, outward
from shramsetu.bridges.actions import parcels
from shramsetu.bridges.models import Endpoint, EndpointKey, Parcel, System
from shramsetu.bridges.webhooks import keys
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.places.models import Place

TEST = "webhook.test"


def stream(endpoint: Endpoint) -> str:
    """Return the key of the endpoint's stream in the journal."""
    return f"endpoint:{endpoint.pk}"


@transaction.atomic
def add(
    name: str, *, url: str, events: Sequence[str], district: Place | None, by: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """Enter an address that is told `events`; return it with its secret, which is shown only now. Raises Refused."""
    _check(url, events)
    endpoint = Endpoint(name=name, url=url, events=sorted(events), district=district, made_at=at, made_by=by.key)
    endpoint.save(force_insert=True)
    secret = keys.make(endpoint, at=at)
    journal.append(stream(endpoint), "add", by=by, at=at, detail=_said(endpoint))
    return endpoint, secret


@transaction.atomic
def change(
    endpoint: Endpoint,
    *,
    name: str,
    url: str,
    events: Sequence[str],
    district: Place | None,
    by: Actor,
    at: datetime,
) -> None:
    """Change what an endpoint is told, and where. Raises Refused."""
    _check(url, events)
    changed = {"name": name, "url": url, "events": sorted(events), "district": district}
    if not _live(endpoint).update(**changed):
        raise errors.Ended
    endpoint.refresh_from_db()
    journal.append(stream(endpoint), "change", by=by, at=at, detail=_said(endpoint))


@transaction.atomic
def new_key(endpoint: Endpoint, *, by: Actor, at: datetime) -> str:
    """Give a new secret and return it, shown only now; the old one signs too until its overlap is over."""
    if not _live(endpoint).select_for_update().first():
        raise errors.Ended
    secret = keys.make(endpoint, at=at)
    journal.append(stream(endpoint), "make_key", by=by, at=at, detail={})
    return secret


@transaction.atomic
def end_key(endpoint: Endpoint, key: EndpointKey, /, *, by: Actor, at: datetime) -> None:
    """Take a key away at once: it was lost. Raises Refused for the only one."""
    live = keys.live(endpoint, at=at).select_for_update()
    if key.pk not in {one.pk for one in live} or len(live) == 1:
        raise errors.OneKey
    EndpointKey.objects.filter(pk=key.pk).update(ends_at=at)
    journal.append(stream(endpoint), "end_key", by=by, at=at, detail={"key": key.pk})


@transaction.atomic
def pause(endpoint: Endpoint, *, by: Actor, at: datetime, why: str = "") -> None:
    """Stop telling an endpoint; what happens meanwhile waits."""
    if _live(endpoint).filter(paused_at=None).update(paused_at=at, paused_why=why[:60]):
        waiting = Parcel.objects.filter(endpoint=endpoint, state=Parcel.State.WAITING)
        waiting.update(due_at=parcels.PAUSED_UNTIL)
        journal.append(stream(endpoint), "pause", by=by, at=at, detail={"why": why[:60]} if why else {})


def pause_silent(endpoint: Endpoint, why: str, /, *, at: datetime) -> None:
    """Stop telling an endpoint that takes nothing, until an administrator resumes it."""
    pause(endpoint, by=SYSTEM, at=at, why=why)


@transaction.atomic
def resume(endpoint: Endpoint, *, by: Actor, at: datetime) -> None:
    """Go on telling; what waited goes first."""
    if _live(endpoint).exclude(paused_at=None).update(paused_at=None, paused_why=""):
        Parcel.objects.filter(endpoint=endpoint, state=Parcel.State.WAITING).update(due_at=at, tries=0)
        journal.append(stream(endpoint), "resume", by=by, at=at, detail={})


@transaction.atomic
def end(endpoint: Endpoint, *, by: Actor, at: datetime) -> None:
    """Never tell an endpoint anything again; what waited is dropped, its keys end."""
    if not _live(endpoint).update(ended_at=at):
        raise errors.Ended
    keys.live(endpoint, at=at).update(ends_at=at)
    waiting = Parcel.objects.filter(endpoint=endpoint, state=Parcel.State.WAITING)
    waiting.update(state=Parcel.State.DROPPED, ended_at=at, error="ended")
    journal.append(stream(endpoint), "end", by=by, at=at, detail={})


@transaction.atomic
def test(endpoint: Endpoint, *, by: Actor, at: datetime) -> Parcel:
    """Owe an event that tells nothing, to see whether the other side takes it."""
    if not _live(endpoint).exists():
        raise errors.Ended
    body = {"type": TEST, "timestamp": at.isoformat(), "data": {"endpoint": endpoint.pk}}
    key = f"msg_{endpoint.pk}_t{int(at.timestamp() * 1000)}"
    parcel = Parcel(
        direction=Parcel.Direction.OUT,
        system=System.WEBHOOK,
        key=key,
        what=TEST,
        endpoint=endpoint,
        body=json.loads(json.dumps(body)),
        due_at=at,
        made_at=at,
    )
    parcels.owe([parcel])
    return Parcel.objects.get(system=System.WEBHOOK, direction=Parcel.Direction.OUT, key=key)


def send_again(parcel: Parcel, *, by: Actor, at: datetime) -> bool:
    """Let an event go once more under its old id; tell whether it does."""
    with transaction.atomic():
        went = parcels.send_again(parcel, at=at)
        if went:
            detail = {"parcel": parcel.pk, "what": parcel.what}
            journal.append(f"endpoint:{parcel.endpoint_id}", "send_again", by=by, at=at, detail=detail)
    return went


def _live(endpoint: Endpoint) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(pk=endpoint.pk, ended_at=None)


def _check(url: str, events: Sequence[str]) -> None:
    if not events:
        raise errors.NoEvents
    try:
        outward.check(url)
    except (outward.Forbidden, outward.NotReached) as error:
        raise errors.BadPlace(str(error)) from error


def _said(endpoint: Endpoint) -> dict[str, object]:
    district = endpoint.district.lgd_code if endpoint.district else None
    return {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events, "district": district}
