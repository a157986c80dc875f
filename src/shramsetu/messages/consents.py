"""Consent to messages that may go only to who agreed: given with its proof, withdrawn at any time, kept as a record.

A phone is known by its keyed hash. Nothing here is deleted: what was given, by whom it was written down and when it was
withdrawn must be shown when somebody complains of a message.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import Consent

STREAM = "consents"


@transaction.atomic
def give(phone: str, category: str, *, source: str, reference: str, by: Actor, at: datetime) -> bool:
    """Note that a phone (E.164) agreed to messages of a category; False where its consent stands already."""
    made = give_many({phone: reference}, category, source=source, by=by, at=at)
    if made:
        journal.append(STREAM, "give", by=by, at=at, detail={"category": category, "source": source})
    return bool(made)


def give_many(proofs: Mapping[str, str], category: str, *, source: str, by: Actor, at: datetime) -> int:
    """Note the consents of many phones, each with what proves it; return how many are new."""
    fresh = lacking(proofs, category)
    rows = [
        Consent(
            address_key=address_key(phone),
            category=category,
            source=source,
            reference=proofs[phone][:120],
            by=by.key,
            given_at=at,
        )
        for phone in fresh
    ]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def withdraw(phone: str, *, by: Actor, at: datetime) -> int:
    """End every consent of a phone; return how many there were."""
    count = Consent.objects.filter(address_key=address_key(phone), withdrawn_at=None).update(withdrawn_at=at)
    if count:
        journal.append(STREAM, "withdraw", by=by, at=at, detail={"count": count})
    return count


def lacking(phones: Iterable[str], category: str) -> list[str]:
    """Return which of these phones have not agreed to messages of a category, in their order."""
    keys = {phone: address_key(phone) for phone in phones if phone}
    there = set(
        Consent.objects.filter(address_key__in=list(keys.values()), category=category, withdrawn_at=None).values_list(
            "address_key", flat=True
        )
    )
    return [phone for phone, key in keys.items() if key not in there]


def counts() -> list[tuple[str, str, int, int]]:
    """Return category, source, how many consents stand and how many were withdrawn."""
    rows = Consent.objects.values_list("category", "source").annotate(
        standing=Count("pk", filter=Q(withdrawn_at=None)), over=Count("pk", filter=Q(withdrawn_at__isnull=False))
    )
    return list(rows.order_by("category", "source"))


def columns(rows: Collection[tuple[str, str]]) -> dict[str, str]:
    """Return the proof of each phone that brings one; the first of a phone counts."""
    found: dict[str, str] = {}
    for phone, proof in rows:
        if phone and proof:
            found.setdefault(phone, proof)
    return found
