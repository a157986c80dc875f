"""Notices and orders in claims: written once, printed as they were signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.schemes import kept
from shramsetu.schemes.models import Claim, Order
from shramsetu.schemes.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """What an order says: reasons, the condition it stands on, the hearing, until when it may be appealed."""

    reasons: str = ""
    condition: str = ""
    result: str = ""
    said: str = ""
    hearing_at: datetime | None = None
    hearing_place: str = ""
    until: datetime | None = None
    is_in_appeal: bool = False


def write(claim: Claim, kind: str, found: Outcome, words: Words, *, by: Actor, at: datetime) -> Order:
    """Keep an order with the names, the answers and the posts as they stand now."""
    assert by.post_id is not None
    last = Order.objects.filter(claim=claim).aggregate(last=Max("seq"))["last"] or 0
    order = Order(
        claim=claim,
        seq=last + 1,
        kind=kind,
        at=at,
        by=by.key,
        post_id=by.post_id,
        condition=words.condition,
        result=words.result,
        reasons=words.reasons,
        said=words.said,
        hearing_at=words.hearing_at,
        hearing_place=words.hearing_place,
        until=words.until,
        frozen={**_frozen(claim, found, by=by, at=at), "in_appeal": words.is_in_appeal},
    )
    order.save(force_insert=True)
    return order


def _frozen(claim: Claim, found: Outcome, *, by: Actor, at: datetime) -> Mapping[str, object]:
    worker, post = claim.worker, offices.get(by.post_id or 0)
    user = offices.incumbent(post)
    rule = rulebook.book().scheme_rules.rules[claim.scheme]
    return {
        "worker": {"name": worker.name, "parent": worker.parent, "number": worker.number, "address": worker.address},
        "district": {"hi": worker.district.name_hi, "en": worker.district.name_en},
        "scheme": {"hi": rule.name.hi, "en": rule.name.en},
        "office": {"hi": post.title_hi, "en": post.title_en},
        "place": {"hi": post.place.name_hi, "en": post.place.name_en},
        "officer": user.name_hi if user else "",
        "outcome": kept.frozen(found, by=by.key, at=at),
    }


def last(claim: Claim, kind: str) -> Order | None:
    """Return the latest order of a kind."""
    return Order.objects.filter(claim=claim, kind=kind).select_related("post").order_by("-seq").first()
