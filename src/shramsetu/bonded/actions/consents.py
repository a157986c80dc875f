"""Consent, purpose by purpose; asked before anything of a person leaves the office."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.bonded import packet_box, powers
from shramsetu.bonded.actions import beside, handing
from shramsetu.bonded.models import Consent, Survivor, Transfer
from shramsetu.bonded.rules import consents
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.journal.rules import Actor

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said, in which language it was explained, who was there, and who speaks for a child."""

    purpose: str
    said: str
    language: str
    witness: str = ""
    for_child_by: str = ""


@transaction.atomic
def record(survivor: Survivor, said: Said, *, by: Actor, at: datetime) -> Consent:
    """Write down one answer; an earlier one stays on record, the last one holds.

    A refusal takes back every packet with such fields that nobody opened yet.
    """
    case = survivor.case
    powers.need_here(by, *powers.of_person(survivor))
    row = Consent(
        survivor=survivor,
        purpose=said.purpose,
        said=said.said,
        language=said.language,
        witness=sealing.veiled(case, said.witness),
        for_child_by=sealing.veiled(case, said.for_child_by),
        by=by.key,
        at=at,
    )
    row.save(force_insert=True)
    beside.write(case, "consent", facts={"purpose": said.purpose, "said": said.said}, by=by, at=at)
    if said.said != GIVEN:
        _take_back(survivor, said.purpose, by=by, at=at)
    return row


def _take_back(survivor: Survivor, purpose: str, *, by: Actor, at: datetime) -> None:
    # each is locked first: a packet that is issued in this very moment holds its transfer
    for transfer in Transfer.objects.filter(persons__survivor=survivor).order_by("pk"):
        held = handing.locked(transfer)
        if packet_box.take_back(held, by=by, at=at, purpose=purpose):
            handing.note(held, "packet_revoked", by=by, at=at)


def lacking(survivors: Sequence[Survivor], purposes: Collection[str], *, at: datetime) -> list[Survivor]:
    """Return the persons of whom one of the purposes is not agreed to."""
    if not purposes:
        return []
    rows = Consent.objects.filter(survivor__in=survivors, purpose__in=purposes, at__lte=at).order_by("pk")
    said: dict[int, list[consents.Word]] = {}
    for row in rows:
        word = consents.Word(row.purpose, row.said, row.at, row.for_child_by)  # type: ignore[arg-type] # of its choices
        said.setdefault(row.survivor_id, []).append(word)
    return [
        one
        for one in survivors
        if not all(consents.allows(said.get(one.pk, ()), name, at, is_minor=one.is_minor) for name in purposes)
    ]


def need(survivors: Sequence[Survivor], purposes: Collection[str], *, at: datetime) -> None:
    """Raise Refused if anybody has not agreed to one of the purposes: checked on every share."""
    missing = lacking(survivors, purposes, at=at)
    if missing:
        raise Refused(SAY["consent"] % {"code": ", ".join(one.code for one in missing)})
