"""Sealed packets for a state without login: issued with consent, opened once, answered, taken back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.core import signing
from django.db import transaction
from django.db.models import Max

from shramsetu.bonded import halves, packet_box, packet_content
from shramsetu.bonded.actions import consents, handing, transfers
from shramsetu.bonded.actions.handing import OTHER_STATE
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.models import Packet, PacketView, Survivor, Transfer
from shramsetu.bonded.rules import packets as rules
from shramsetu.bonded.rules import transfers as transfer_rules
from shramsetu.bonded.rules.packets import Why
from shramsetu.bonded.rules.transfers import Stage
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import rules as clock_rules
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib.text import latin_digits

SALT = "bandhua.packet"
What = PacketView.What


class NoPacket(LookupError):
    """The link is not one of ours."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of an opening: the persons' fields, or why there are none."""

    persons: list[dict[str, str]]
    why: Why | None = None


@transaction.atomic
def issue(transfer: Transfer, fields: Sequence[str], *, reason: str, by: Actor, at: datetime) -> Packet:
    """Issue a packet with the chosen fields of every person, and send the transfer with it. Raises Refused.

    A packet that was not opened yet is taken back by a newer one: one link at a time leads in.
    """
    held = handing.locked(transfer)
    halves.need(handing.sides(held), by, handing.sides(held).halves)
    if len(handing.sides(held).halves) > 1:
        raise Refused(SAY["not_outside"])
    if held.stage not in transfer_rules.OPEN:
        raise Refused(SAY["wrong_stage"])
    if not reason.strip():
        raise Refused(SAY["reason"], "reason")
    picked = rules.chosen(fields)
    who = [one.survivor for one in handing.persons_of(held) if one.is_open]
    consents.need(who, rules.consents_needed(picked), at=at)
    packet_box.take_back(held, by=by, at=at)
    version = (held.packets.aggregate(Max("version"))["version__max"] or 0) + 1
    code = f"{secrets.randbelow(10**8):08d}"
    try:
        told = packet_content.content(who, picked, by=by, at=at)
    except NotAllowed as error:
        raise Refused(SAY["not_yours_to_share"], "fields_wanted") from error
    has_minor = any(one.is_minor for one in who)
    shut = packet_box.shut(held, version, persons=told, code=code, has_minor=has_minor)
    packet = Packet(
        transfer=held,
        version=version,
        fields=list(picked),
        reason=sealing.veiled(handing.leading(held).case, reason.strip()),
        has_minor=has_minor,
        key_id=shut.key_id,
        closed=shut.closed,
        issued_by=by.key,
        issued_at=at,
        expires_at=at + timedelta(days=clock_rules.figure("bonded.packet_days", at)),
    )
    packet.save(force_insert=True)
    _log_share(who, packet, picked, by=by, at=at)
    handing.note(held, "packet_issued", by=by, at=at)
    if held.stage == Stage.DRAFTED:
        handing.send(held, by=by, at=at)
    return packet


@transaction.atomic
def revoke(packet: Packet, *, by: Actor, at: datetime) -> bool:
    """Take a packet back; its link leads nowhere from now on."""
    held = handing.locked(packet.transfer)
    halves.need(handing.sides(held), by, handing.sides(held).halves)
    won = Packet.objects.filter(pk=packet.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.key)
    if won:
        packet_box.empty(packet)
        handing.note(held, "packet_revoked", by=by, at=at)
    return bool(won)


def token(packet: Packet) -> str:
    """Return the signed text of the link; it says which packet and nothing else."""
    return signing.Signer(salt=SALT, sep=".").sign(str(packet.pk))


def find(text: str) -> Packet:
    """Return the packet of a link; raises NoPacket for one that we did not sign."""
    try:
        pk = int(signing.Signer(salt=SALT, sep=".").unsign(text))
    except (signing.BadSignature, ValueError) as error:
        raise NoPacket from error
    found = (
        Packet.objects.select_related("transfer__rescue_district", "transfer__native_district").filter(pk=pk).first()
    )
    if found is None:
        raise NoPacket
    return found


@transaction.atomic
def looked(packet: Packet, *, address: str, at: datetime) -> None:
    """Note that the page of a packet was asked for."""
    _log(packet, What.ASKED, address, at)


@transaction.atomic
def open_once(packet: Packet, code: str, *, address: str, at: datetime) -> Opened:
    """Open a packet with its code: once. Every try is logged and, if wrong, counted."""
    held = Packet.objects.select_for_update().get(pk=packet.pk)
    why = rules.barred(standing(held, at), at)
    if why is None and not _is_code(held, code):
        Packet.objects.filter(pk=held.pk).update(tries=held.tries + 1)
        why = Why.CODE
    elif why is None and (held.transfer.stage not in transfer_rules.OPEN or not _is_agreed(held, at)):
        why = Why.REVOKED
    if why is not None:
        _log(held, What.REFUSED, address, at, why)
        return Opened([], why)
    Packet.objects.filter(pk=held.pk).update(opened_at=at, tries=0)
    _log(held, What.OPENED, address, at)
    transfer = handing.locked(held.transfer)
    handing.note(transfer, "packet_opened", by=OTHER_STATE, at=at)
    transfers.see(transfer, by=OTHER_STATE, at=at)
    found = packet_box.kept(held)["persons"]
    assert isinstance(found, list)
    packet_box.empty(held)
    return Opened(found)


def empty_expired(*, at: datetime, batch: int = 200) -> int:
    """Empty the packets that nobody opened in time; return how many."""
    over = Packet.objects.filter(opened_at=None, revoked_at=None, expires_at__lte=at).select_related("transfer")
    count = 0
    for packet in over.order_by("pk")[:batch]:
        with transaction.atomic():
            if Packet.objects.filter(pk=packet.pk, opened_at=None, revoked_at=None).update(
                revoked_at=at, revoked_by=SYSTEM.key
            ):
                packet_box.empty(packet)
                count += 1
    return count


@transaction.atomic
def answer(packet: Packet, code: str, *, said: str, refusal: Refusal, address: str, at: datetime) -> Why | None:
    """Let the other state accept, refuse or receive, with the packet's code; return why not, None when it is written.

    Raises Refused where the answer itself lacks something.
    """
    held = Packet.objects.select_for_update().get(pk=packet.pk)
    if not rules.answerable(standing(held, at), at):
        why = rules.barred(standing(held, at), at) or Why.CODE
        _log(held, What.REFUSED, address, at, why)
        return why
    if not _is_code(held, code):
        Packet.objects.filter(pk=held.pk).update(tries=held.tries + 1)
        _log(held, What.REFUSED, address, at, Why.CODE)
        return Why.CODE
    _answer(held.transfer, said, refusal, at=at)
    _log(held, What.ANSWERED, address, at)
    return None


def code_of(packet: Packet) -> str:
    """Return the code, for the sender to tell by telephone; the caller has checked who asks."""
    return str(packet_box.kept(packet)["code"])


def standing(packet: Packet, at: datetime) -> rules.Standing:
    """Return how a packet stands."""
    most = clock_rules.figure("bonded.packet_tries", at)
    return rules.Standing(packet.expires_at, packet.opened_at, packet.revoked_at, packet.tries, most)


def _answer(transfer: Transfer, said: str, refusal: Refusal, *, at: datetime) -> None:
    if said == "accepted":
        transfers.accept(transfer, by=OTHER_STATE, at=at, letter=refusal.letter, text=refusal.reason)
    elif said == "received":
        who = [one.survivor for one in handing.persons_of(transfer)]
        transfers.received(transfer, who, condition=refusal.reason, by=OTHER_STATE, at=at)
    else:
        transfers.refuse(transfer, refusal, by=OTHER_STATE, at=at)


def _is_agreed(packet: Packet, at: datetime) -> bool:
    """Tell whether everybody still agrees to what the packet carries: consent is asked again at each share."""
    who = [one.survivor for one in handing.persons_of(packet.transfer)]
    return not consents.lacking(who, rules.consents_needed(packet.fields), at=at)


def _is_code(packet: Packet, code: str) -> bool:
    given = "".join(mark for mark in latin_digits(code) if mark.isdigit())
    return compare_digest(given.encode(), code_of(packet).encode())


def _log_share(who: Sequence[Survivor], packet: Packet, picked: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Write into the stream of reads of each person which fields left, in which packet."""
    detail = {"packet": packet.pk, "fields": list(picked)}
    for one in who:
        journal.append(f"reads:{one.case.number}", "share", by=by, at=at, detail=detail)


def _log(packet: Packet, what: str, address: str, at: datetime, why: str = "") -> None:
    PacketView(packet=packet, what=what, why=why, address=rules.masked(address), at=at).save(force_insert=True)
