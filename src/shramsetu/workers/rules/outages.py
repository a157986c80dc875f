"""From when an application counts: from its draft, where the service was down when it was to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which nothing could be sent; `id` names its row."""

    id: int
    from_at: datetime
    to_at: datetime


def that_counts(began_at: datetime, sent_at: datetime, downs: Iterable[Stretch], grace: timedelta) -> Stretch | None:
    """Give the outage for which an application begun at `began_at` and sent at `sent_at` counts from its draft.

    One that began while somebody was writing or that the writer ran into, and that was over no longer than `grace`
    before it was sent: whoever comes back in that time loses nothing. The latest of several.
    """
    met = [one for one in downs if began_at < one.to_at and one.from_at < sent_at <= one.to_at + grace]
    return max(met, key=lambda one: one.to_at, default=None)
