"""What an endpoint is told of a case: where it stands, never whose it is nor in which words; of sealed ones nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.models import Endpoint, Parcel, System
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case
from shramsetu.grievances.actions.intake import KINDS
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

Event = Endpoint.Event
REPORTS = frozenset({"report", "interim", "approve_enquiry"})
_OVER = (Phase.CLOSED, Phase.FINAL)


def hear(news: Sequence[Happened], *, at: datetime) -> None:
    """Owe every endpoint its events among `news`."""
    endpoints = list(Endpoint.objects.filter(ended_at=None).order_by("pk"))
    told = [one for one in news if one.detail["kind"] in KINDS and not one.is_sealed] if endpoints else []
    if told:
        parcels.owe(_parcels(told, endpoints, at))


def event_of(one: Happened) -> Event:
    """Return the one event that an entry is."""
    before, after = one.phase("from"), one.phase("to")
    if one.is_first:
        return Event.REGISTERED
    if after in _OVER and before not in _OVER:
        return Event.CLOSED
    if before in _OVER and after not in _OVER:
        return Event.REOPENED
    if one.detail.get("level", 0) > one.detail.get("level_from", 0):
        return Event.ESCALATED
    return Event.REPORTED if one.verb in REPORTS else Event.MOVED


def message(one: Happened, posts: Mapping[int, str], districts: Mapping[int, int | None]) -> dict[str, Any]:
    """Return the body of an event: type, timestamp, data."""
    detail = one.detail
    return {
        "type": event_of(one).value,
        "timestamp": one.at.isoformat(),
        "data": {
            "number": one.number,
            "kind": detail["kind"],
            "category": detail.get("category", ""),
            "district": districts.get(detail.get("district") or 0),
            "state": detail.get("to", ""),
            "level": detail.get("level"),
            "holder": posts.get(detail.get("holder") or 0),
            "due_at": detail.get("due"),
            "outcome": detail.get("outcome") or None,
            "revision": one.seq,
        },
    }


def _parcels(news: Sequence[Happened], endpoints: Sequence[Endpoint], at: datetime) -> Iterator[Parcel]:
    cases = dict(Case.objects.filter(number__in={one.number for one in news}).values_list("number", "pk"))
    posts = dict(Post.objects.filter(pk__in=_of(news, "holder")).values_list("pk", "code"))
    districts = dict(Place.objects.filter(pk__in=_of(news, "district")).values_list("pk", "lgd_code"))
    for one in news:
        event, body = event_of(one), message(one, posts, districts)
        for endpoint in endpoints:
            if event in endpoint.events and endpoint.district_id in (None, one.detail.get("district")):
                yield Parcel(
                    direction=Parcel.Direction.OUT,
                    system=System.WEBHOOK,
                    key=f"msg_{endpoint.pk}_{one.entry}",
                    what=event,
                    endpoint=endpoint,
                    case_id=cases.get(one.number),
                    seq=one.seq,
                    body=body,
                    due_at=parcels.PAUSED_UNTIL if endpoint.paused_at else at,
                    made_at=at,
                )


def _of(news: Sequence[Happened], name: str) -> Collection[int]:
    return {int(one.detail[name]) for one in news if one.detail.get(name)}
