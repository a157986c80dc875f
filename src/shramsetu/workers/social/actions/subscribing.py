"""Partners that want to be told of changes: one worker, one family, or everybody of a district."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shramsetu.places import queries as places
from shramsetu.workers.models import Partner, Question, Right, Subscription
from shramsetu.workers.social import criteria, records, searching
from shramsetu.workers.social.criteria import ById
from shramsetu.workers.social.envelope import SubscribeCriteria
from shramsetu.workers.social.reasons import Fault, Reason, Refused

EVENTS = frozenset({"REGISTER", "UPDATE", "DEREGISTER", "DELETE", "LINK", "UNLINK", "NewHouseHoldMember"})


def subscribe(question: Question, asked: SubscribeCriteria, *, partner: Partner, at: datetime) -> Subscription:
    """Keep a subscription; the same question again gives the same one. Raises Refused."""
    if known := Subscription.objects.filter(question=question).first():
        return known
    if asked.reg_event_type not in EVENTS:
        raise Refused(Reason.CRITERIA, f"reg_event_type: {', '.join(sorted(EVENTS))}")
    if not partner.callback:
        raise Refused(Fault.SENDER_URI, "no address was agreed for news")
    row = Subscription(
        partner=partner,
        code=uuid.uuid4().hex,
        question=question,
        event=asked.reg_event_type,
        record=asked.notify_record_type[:40],
        from_at=(asked.frequency and asked.frequency.start_time) or at,
        until_at=asked.frequency.end_time if asked.frequency else None,
        **_about(asked, partner),
    )
    row.save(force_insert=True)
    return row


def unsubscribe(partner: Partner, codes: Iterable[str], *, at: datetime) -> list[dict[str, Any]]:
    """End subscriptions of this partner and say of each code how it stands; one that is not known is so for long."""
    wanted = list(dict.fromkeys(codes))
    Subscription.objects.filter(partner=partner, code__in=wanted, ended_at=None).update(ended_at=at)
    return [{"code": code, "status": "unsubscribe", "timestamp": at.isoformat()} for code in wanted]


def _about(asked: SubscribeCriteria, partner: Partner) -> dict[str, Any]:
    query = criteria.read(asked.filter_type, asked.filter)
    if not isinstance(query, ById):
        searching.need(partner, Right.LIST)
        codes = searching.districts_of(query)
        if len(criteria.comparisons(query)) != 1 or len(codes) != 1:
            raise Refused(Reason.FILTER, "region_code eq one district, and nothing else")
        return {"place": _district(codes.pop(), partner)}
    if query.type in {records.FAMILY, "HOUSEHOLD_ID"}:
        searching.need(partner, Right.FAMILY)
        family = searching.family_by(query, partner=partner).first()
        if family is None:
            raise Refused(Reason.FILTER, "nobody under this number")
        return {"family": family}
    searching.need(partner, Right.PERSON)
    worker = searching.worker_by(query, partner=partner).order_by("pk").first()
    if worker is None:
        raise Refused(Reason.FILTER, "nobody under this number")
    return {"worker": worker}


def _district(code: int, partner: Partner) -> Any:
    try:
        place = places.district(code)
    except places.NoPlace as error:
        raise Refused(Reason.FILTER, "region_code") from error
    if partner.place and not place.path.startswith(partner.place.path):
        raise Refused(Fault.FORBIDDEN, "region_code")
    return place
