"""Notices and orders in claims: written once, printed as they were signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from shramsetu import rulebook
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
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
    return write_many([To(claim, found, words)], kind, by=by, at=at)[0]


@dataclass(frozen=True, slots=True)
class To:
    """What is said in which claim."""

    claim: Claim
    found: Outcome
    words: Words


def write_many(told: Sequence[To], kind: str, *, by: Actor, at: datetime) -> list[Order]:
    """Keep an order of one kind in each claim, in as many statements as for one."""
    assert by.post_id is not None
    rows = Order.objects.filter(claim__in=[one.claim for one in told]).values_list("claim").annotate(last=Max("seq"))
    last: dict[int, int] = dict(rows.order_by())
    post = offices.get(by.post_id)
    user = offices.incumbent(post)
    officer = user.name_hi if user else ""
    return Order.objects.bulk_create(
        Order(
            claim=one.claim,
            seq=last.get(one.claim.pk, 0) + 1,
            kind=kind,
            at=at,
            by=by.key,
            post=post,
            condition=one.words.condition,
            result=one.words.result,
            reasons=one.words.reasons,
            said=one.words.said,
            hearing_at=one.words.hearing_at,
            hearing_place=one.words.hearing_place,
            until=one.words.until,
            frozen=_frozen(one, post, officer, by=by, at=at),
        )
        for one in told
    )


def _frozen(told: To, post: Post, officer: str, *, by: Actor, at: datetime) -> Mapping[str, object]:
    worker = told.claim.worker
    rule = rulebook.book().scheme_rules.rules[told.claim.scheme]
    return {
        "worker": {
            "name": worker.name,
            "parent": worker.parent,
            "relation": worker.relation,
            "sex": worker.sex,
            "number": worker.number,
            "address": worker.address,
        },
        "district": {"hi": worker.district.name_hi, "en": worker.district.name_en},
        "scheme": {"hi": rule.name.hi, "en": rule.name.en},
        "office": {"hi": post.title_hi, "en": post.title_en},  # the title of a post names its place
        "officer": officer,
        "outcome": kept.frozen(told.found, by=by.key, at=at),
        "in_appeal": told.words.is_in_appeal,
    }


def last(claim: Claim, kind: str) -> Order | None:
    """Return the latest order of a kind."""
    return Order.objects.filter(claim=claim, kind=kind).select_related("post").order_by("-seq").first()
