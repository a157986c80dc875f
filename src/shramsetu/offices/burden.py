"""What a post holds, asked of the floors above: they register how to count, this floor only asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shramsetu.offices.models import Post


@dataclass(frozen=True, slots=True)
class Burden:
    """Numbers of the open and of the overdue cases of a post; the sealed ones are only counted."""

    open: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    sealed: int = 0


Count = Callable[[Post, datetime], Burden]
_counts: list[Count] = []


def register(count: Count) -> None:
    """Let `count` say what a post holds; called once by each floor above when it starts."""
    _counts.append(count)


def of(post: Post, at: datetime) -> Burden:
    """Return what `post` holds now."""
    found = [count(post, at) for count in _counts]
    return Burden(
        tuple(number for one in found for number in one.open),
        tuple(number for one in found for number in one.overdue),
        sum(one.sealed for one in found),
    )
