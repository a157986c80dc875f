"""What lies shut in a packet: the persons' fields until it was read, taken back or over, and the code."""

from datetime import datetime

from shramsetu.bonded import vault
from shramsetu.bonded.models import Packet, Transfer
from shramsetu.bonded.rules import packets as rules
from shramsetu.bonded.vault import Shut
from shramsetu.journal.rules import Actor


def shut(transfer: Transfer, version: int, *, persons: list[dict[str, str]], code: str, has_minor: bool) -> Shut:
    """Return what may lie in the row of a packet; with a child in it, under the ring of children."""
    return vault.shut({"persons": persons, "code": code}, bound_to=_bound(transfer, version), child=has_minor)


def kept(packet: Packet) -> dict[str, object]:
    """Return what is still in a packet, in clear; the caller has checked its reader."""
    bound_to = _bound(packet.transfer, packet.version)
    return vault.opened(packet.key_id, bytes(packet.closed), bound_to=bound_to, child=packet.has_minor)


def empty(packet: Packet) -> None:
    """Keep the code alone: what may not be shown again need not be kept."""
    code = str(kept(packet)["code"])
    left = shut(packet.transfer, packet.version, persons=[], code=code, has_minor=packet.has_minor)
    Packet.objects.filter(pk=packet.pk).update(key_id=left.key_id, closed=left.closed)


def take_back(transfer: Transfer, *, by: Actor, at: datetime, purpose: str = "") -> int:
    """Take back every packet of a transfer that still could be opened; return how many.

    With `purpose`, those alone that carry a field to which that consent is needed.
    """
    rows = list(transfer.packets.filter(revoked_at=None, opened_at=None).select_related("transfer"))
    rows = [one for one in rows if not purpose or purpose in rules.consents_needed(one.fields)]
    for packet in rows:
        Packet.objects.filter(pk=packet.pk).update(revoked_at=at, revoked_by=by.key)
        empty(packet)
    return len(rows)


def _bound(transfer: Transfer, version: int) -> str:
    return f"packet:{transfer.code}:{version}"
