"""What bonded labour keeps under the keys of the environment, outside of any case: all of it turns with them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from shramsetu.bonded import bound
from shramsetu.bonded.models import (
    Account,
    Accused,
    BankFile,
    Journey,
    Packet,
    PaperBody,
    Register,
    Site,
    StatementRow,
)
from shramsetu.casework import rewrapping, sealing
from shramsetu.casework.rewrapping import Keeper, Shelf, Turned
from shramsetu.files import actions as files
from shramsetu.files import veil
from shramsetu.files.models import Attachment
from shramsetu.files.store import store

SCANS = "scan"
CHILD = sealing.CHILD
_BAR = b"|"
_HEAD = len(veil.MARK) + 30

rewrapping.keep("sites", Shelf(Site, bound.place))
rewrapping.keep("accused", Shelf(Accused, bound.place))
rewrapping.keep(
    "bank accounts",
    Shelf(Account, bound.account, only=Q(survivor__is_minor=False)),
    Shelf(Account, bound.account, ring=CHILD, only=Q(survivor__is_minor=True)),
)
rewrapping.keep("bank files", Shelf(BankFile, bound.bank_file))
rewrapping.keep("bank statements", Shelf(StatementRow, bound.statement_row, related=("statement",)))
rewrapping.keep("journeys", Shelf(Journey, bound.journey))
rewrapping.keep(
    "packets",
    Shelf(Packet, bound.packet, only=Q(has_minor=False), related=("transfer",)),
    Shelf(Packet, bound.packet, ring=CHILD, only=Q(has_minor=True), related=("transfer",)),
)
rewrapping.keep(
    "papers",
    Shelf(PaperBody, bound.paper, only=Q(is_child=False), related=("paper",)),
    Shelf(PaperBody, bound.paper, ring=CHILD, only=Q(is_child=True), related=("paper",)),
)
rewrapping.keep("old registers", Shelf(Register, bound.register, ring=CHILD))


def _shut(stream: str, content: bytes) -> bytes:
    key_id, shut = sealing.shut(content, bound_to=stream, ring=CHILD)
    return key_id.encode() + _BAR + shut


def _open(stream: str, stored: bytes) -> bytes:
    key_id, _bar, shut = stored.partition(_BAR)
    return sealing.opened(key_id.decode(), shut, bound_to=stream, ring=CHILD)


def _scans() -> QuerySet[Attachment]:
    return Attachment.objects.filter(stream__startswith=f"{SCANS}:", removed_at=None, blob__isnull=False)


def _key_of(scan: Attachment) -> str:
    with store().open(str(scan.blob_id)) as file:
        head = file.read(_HEAD)
    return head.removeprefix(veil.MARK).partition(_BAR)[0].decode(errors="replace")


def _scans_in_use() -> set[tuple[str, str]]:
    return {(CHILD, _key_of(one)) for one in _scans()}


def _turn_scans(at: datetime) -> Iterator[Turned]:
    first = sealing.first_key(CHILD)
    for one in _scans().order_by("pk").iterator():
        if _key_of(one) == first:
            continue
        try:
            files.turn(one, at=at)
        except sealing.Unreadable:
            yield Turned(locked=1)
        else:
            yield Turned(done=1)


veil.register(SCANS, veil.Cipher(shut=_shut, open=_open))
rewrapping.KEEPERS["scans that wait"] = Keeper(_scans_in_use, _turn_scans)
