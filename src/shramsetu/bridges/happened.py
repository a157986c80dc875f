"""What happened to a case, as the journal says it: the common news of all doors that tell others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from shramsetu.bridges.models import Cursor
from shramsetu.casework import flow

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the stream of a case that everybody may follow; `detail` holds nothing personal."""

    entry: int
    number: str
    seq: int
    verb: str
    role: str
    at: datetime
    detail: Mapping[str, Any]

    @property
    def is_sealed(self) -> bool:
        """Whether the case was sealed then."""
        return bool(self.detail.get("sealed"))

    @property
    def is_first(self) -> bool:
        """Whether this is how the case began."""
        return self.seq == 1

    def phase(self, which: str) -> int:
        """Return the phase of the state that it came "from", or went "to"; 0 where there was none."""
        state = flow.flow_of(str(self.detail["kind"])).by_name.get(str(self.detail.get(which, "")))
        return int(state.phase) if state else 0


def since(cursor: Cursor) -> list[tuple[Any, ...]]:
    """Return the next entries behind `cursor`, up to the oldest transaction that may still be running."""
    with connection.cursor() as database:
        database.execute(
            "SELECT id, xid, stream, seq, verb, role, at, detail FROM journal_entry"
            " WHERE (xid, id) > (%s, %s) AND xid < public.journal_horizon() ORDER BY xid, id LIMIT %s",
            [cursor.xid, cursor.entry, BATCH],
        )
        return list(database.fetchall())


def read(rows: Sequence[tuple[Any, ...]]) -> list[Happened]:
    """Return those of `rows` that speak of a case."""
    return [
        Happened(entry, stream.partition(":")[2], seq, verb, role, at, detail)
        for entry, _, stream, seq, verb, role, at, detail in rows
        if stream.startswith("case:") and isinstance(detail, dict) and "kind" in detail
    ]
