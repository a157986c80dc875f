"""In which turns things are done at once that may have something in common: pure."""

from collections.abc import Iterable, Sequence


def of(marks: Sequence[Iterable[object]]) -> list[list[int]]:
    """Give the places of things, by their `marks`, in turns: none has a mark in common with another one of its turn.

    Whoever shares a mark with an earlier thing comes in a later turn than that.
    """
    last: dict[object, int] = {}
    turns: list[list[int]] = []
    for place, own in enumerate(marks):
        own = set(own)
        turn = max((last[mark] + 1 for mark in own if mark in last), default=0)
        last |= dict.fromkeys(own, turn)
        if turn == len(turns):
            turns.append([])
        turns[turn].append(place)
    return turns
