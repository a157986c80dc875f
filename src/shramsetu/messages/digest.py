"""One message a day tells each officer what lies with them; the packages that know the figures give them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from shramsetu import rulebook
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions
from shramsetu.messages.rules import Recipient

TEMPLATE = "officer-digest"


@dataclass(frozen=True, slots=True)
class Digest:
    """The figures of one post: `values` are those of the template officer-digest (open, today, overdue, new)."""

    post: int
    to: Recipient
    values: Mapping[str, object]


Source = Callable[[datetime], Iterable[Digest]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source` give the figures of every post that is to hear of them at an instant."""
    if source not in _sources:
        _sources.append(source)


def collect(*, at: datetime) -> int:
    """Queue today's digests on a working day from the hour of the rulebook on; return how many posts had one.

    A post that has had its digest today does not get another one.
    """
    on = clock.day(at)
    book = rulebook.book()
    hour = book.value("messages.digest_at", on).value
    assert isinstance(hour, tuple)
    assert isinstance(hour[0], time)
    if not book.calendar(on).is_working(on) or at < clock.moment(on, hour[0]):
        return 0
    digests = [digest for source in _sources for digest in source(at)]
    for digest in digests:
        key = f"digest:{on}:{digest.post}"
        actions.send(
            TEMPLATE, to=digest.to, values=digest.values, stream=f"post:{digest.post}", key=key, by=SYSTEM, at=at
        )
    return len(digests)
