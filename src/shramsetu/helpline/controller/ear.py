"""The controller's ear at the database: doorbells, and the lock by which a name belongs to one controller alone."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from django.conf import settings

from shramsetu.helpline.bells import TELEPHONY

PAUSE_SECONDS = 1.0
STANDBY_SECONDS = 0.1

log = structlog.get_logger(__name__)


class NameTaken(Exception):
    """Another controller runs under this name; this one must not."""


async def listen(
    node: str,
    *,
    back: Callable[[], None],
    away: Callable[[], None],
    hear: Callable[[str, str], None],
    waits: bool = False,
) -> None:
    """Hear the doorbells of `node` for ever; `back` after each (new) connection, `away` without. Raises NameTaken.

    One that `waits` stands by until the name is free: it takes over within a tenth of a second of the other's death.
    """
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_where(), autocommit=True) as wire:
                if not await _takes_name(wire, node):
                    if not waits:
                        raise NameTaken(node)
                    log.info("standing_by", node=node)
                    while not await _takes_name(wire, node):
                        await asyncio.sleep(STANDBY_SECONDS)
                waits = False  # who had it and lost it was replaced
                await wire.execute(f"LISTEN {TELEPHONY}")
                back()
                async for notice in wire.notifies():
                    whom, what, number = [*notice.payload.split(), "", ""][:3]
                    if whom in (node, "*"):
                        hear(what, number)
        except psycopg.OperationalError as error:
            log.warning("database_away", error=type(error).__name__)
            away()
            await asyncio.sleep(PAUSE_SECONDS)


async def _takes_name(wire: psycopg.AsyncConnection[Any], node: str) -> bool:
    asked = await wire.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"telephony:{node}"])
    row = await asked.fetchone()
    return bool(row and row[0])


def _where() -> dict[str, Any]:
    """Return where the database is, past any pooler: a pooled connection hears no bells."""
    if settings.DATABASE_DIRECT_URL:
        return {"conninfo": settings.DATABASE_DIRECT_URL}
    given = settings.DATABASES["default"]
    named = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return {name: given[key] for name, key in named.items() if given.get(key)}
