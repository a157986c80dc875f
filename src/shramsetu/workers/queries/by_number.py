"""Workers by a number: of the registry, a board, a phone, a family, another register, or Aadhaar by its token."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from shramsetu.lib import phone
from shramsetu.lib.identity import BadIdentity, Identity, Kind, parse
from shramsetu.lib.text import latin_digits
from shramsetu.people import vault
from shramsetu.workers.models import Family, Membership, Worker
from shramsetu.workers.models import Identity as Held

MOST = 50
_REGISTRY = 11
"""Digits of the registry's own number."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number as it was typed, of which only its shape tells the kind; and Aadhaar, which has a box of its own."""

    written: str = ""
    aadhaar: Identity | None = None

    @property
    def given(self) -> bool:
        """Whether there is a number at all."""
        return bool(self.written or self.aadhaar)


def numbered(numbers: Numbers, within: QuerySet[Worker]) -> Iterable[Worker]:
    """Give the rows `within` that have the number; one that was merged away gives the row it was merged into."""
    found: dict[int, Worker] = {}
    for one in within.filter(_having(numbers)).select_related("merged_into")[:MOST]:
        kept = _kept(one)
        if kept.erased_at is None:
            found.setdefault(kept.pk, kept)
    return found.values()


def is_known(typed: str) -> bool:
    """Tell whether the registry holds a UAN, Family ID or ration card of this number."""
    with suppress(BadIdentity):
        number = parse(Kind.FAMILY_ID, typed, vouched=True).number
        return (
            Family.objects.filter(number=number).exists()
            or Worker.objects.filter(uan=number).exists()
            or Held.objects.filter(number=number, kind=Kind.RATION_CARD).exists()
        )
    return False


def _kept(worker: Worker) -> Worker:
    """Follow the merges to the row that stands."""
    while worker.merged_into is not None:
        worker = worker.merged_into
    return worker


def _having(numbers: Numbers) -> Q:
    asked = Q(pk__in=[])
    if numbers.aadhaar is not None:
        asked |= Q(aadhaar_digest__in=[token.digest for token in vault.vault().tokens(numbers.aadhaar)])
    if numbers.written:
        asked |= _written(latin_digits(numbers.written).strip())
    return asked


def _written(typed: str) -> Q:
    bare = "".join(typed.split()).replace("-", "")
    asked = Q(pk__in=_ids(Membership.objects.filter(number=typed).exclude(number="").values_list("worker", flat=True)))
    if bare.isdigit() and len(bare) == _REGISTRY:
        asked |= Q(number=bare)
    with suppress(phone.BadPhone):
        asked |= Q(phone=phone.normalise(typed)) & ~Q(phone="")
    for kind in (Kind.UAN, Kind.FAMILY_ID, Kind.EPIC, Kind.PAN):
        with suppress(BadIdentity):
            asked |= _of(parse(kind, typed, vouched=True))  # it is looked for, not kept
    return asked


def _of(identity: Identity) -> Q:
    if identity.kind is Kind.UAN:
        return Q(uan=identity.number) & ~Q(uan="")
    if identity.kind is Kind.FAMILY_ID:  # a ration card's number is one of the same space
        held = Held.objects.filter(number=identity.number, kind=Kind.RATION_CARD).values_list("worker", flat=True)
        return Q(family__number=identity.number) | Q(pk__in=_ids(held))
    held = Held.objects.filter(number=identity.number, kind=identity.kind).values_list("worker", flat=True)
    return Q(pk__in=_ids(held))


def _ids(rows: QuerySet[Any, int]) -> list[int]:
    """Ask for the ids at once: beside an OR the planner would read the whole table."""
    return list(rows[:MOST])
