"""What a face hands in when somebody claims: plain values, whichever door they came through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shramsetu.schemes.models import Draft
from shramsetu.schemes.rules.stated import Stated
from shramsetu.workers.models import Worker


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as told. `begun_at` is when it was begun, which counts where the service was down meanwhile.

    `key` is what the same claim sent twice has in common; `papers` are ids of files by what the scheme calls them.
    """

    worker: Worker
    scheme: str
    facts: Mapping[str, Stated]
    channel: str
    papers: Mapping[str, Sequence[UUID]] = field(default_factory=dict)
    begun_at: datetime | None = None
    key: str = ""
    draft: Draft | None = None
