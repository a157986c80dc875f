"""What the provider delivers, kept before it is answered: each message once, whatever came of ours written down."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

import structlog
from django.db import transaction

from shramsetu.bridges.whatsapp.models import Heard
from shramsetu.bridges.whatsapp.payload import Delivery, Fate, Said
from shramsetu.lib import phone
from shramsetu.messages import chats
from shramsetu.people.queries import phone_key

log = structlog.get_logger("whatsapp")


@transaction.atomic
def keep(delivery: Delivery, *, at: datetime) -> bool:
    """Write down what a delivery brought and tell whether anything waits; what came before changes nothing."""
    rows = [_row(one, at) for one in delivery.said]
    rows += [_aside(ref, "unreadable", said_at=at, at=at) for ref in delivery.unread if ref]
    for ref in delivery.unread:
        log.warning("message not of the shape", ref=ref)
    Heard.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.phone:
            chats.wrote(row.phone, at=row.said_at)
    for fate in delivery.fates:
        _settle(fate, at)
    return any(row.phone for row in rows)


def _row(said: Said, at: datetime) -> Heard:
    said_at = min(datetime.fromtimestamp(said.at, UTC), at)
    try:
        number = phone.normalise(said.phone)
    except phone.BadPhone:  # hidden behind a name, or of another country: no case can be told to it
        return _aside(said.id, "foreign" if said.phone else "no_phone", said_at=said_at, at=at)
    body = asdict(said)
    for name in ("id", "phone", "at"):
        del body[name]
    waiting = Heard(ref=said.id, person=phone_key(number), phone=number, body=body, said_at=said_at)
    waiting.came_at = waiting.due_at = at
    return waiting


def _aside(ref: str, why: str, *, said_at: datetime, at: datetime) -> Heard:
    state = Heard.State.ASIDE
    return Heard(ref=ref, said_at=said_at, came_at=at, due_at=at, ended_at=at, state=state, error=why)


def _settle(fate: Fate, at: datetime) -> None:
    """Write down what became of a message of ours: known by our own id, else by theirs."""
    try:
        ours: UUID | None = UUID(fate.ours)
    except ValueError:
        ours = chats.named(fate.id)
    if ours is not None:
        chats.fate(ours, ref=fate.id, state=fate.state, code=fate.code, at=at)
