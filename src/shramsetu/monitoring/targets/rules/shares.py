"""Whole numbers in shares that add up: the method of the largest remainder, from the state down to a source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


class NothingToShare(ValueError):
    """There is a number to share, and nobody to share it among."""


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` by `weights` into whole numbers that add up to it exactly; nobody is more than one off the mark.

    Where all weights are 0 the parts are equal. What is left after rounding down goes to the largest remainders, among
    equal ones to the first. Raises NothingToShare if there are no weights for a number, ValueError below 0.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither numbers nor weights are negative")
    if not weights:
        if total:
            raise NothingToShare(str(total))
        return []
    whole = sum(weights)
    if not whole:
        return apportion(total, [1] * len(weights))
    parts = [total * weight // whole for weight in weights]
    fullest = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in fullest[: total - sum(parts)]:
        parts[at] += 1
    return parts


@dataclass(frozen=True, slots=True)
class Node:
    """A place, or a source within it, with what lies in it. Only the weights of leaves count."""

    key: str
    weight: int = 0
    parts: tuple["Node", ...] = ()

    @property
    def whole(self) -> int:
        """The weight of all its leaves."""
        return sum(part.whole for part in self.parts) if self.parts else self.weight

    def leaves(self) -> Iterator["Node"]:
        """Yield the nodes without parts, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def cascade(total: int, node: Node) -> dict[str, int]:
    """Share `total` out from the top down, at each step by the largest remainder; every number by its node's key.

    A node without any weight in it gets nothing as long as one beside it has some.
    """
    found = {node.key: total}
    if node.parts:
        weights = [part.whole for part in node.parts]
        for number, part in zip(apportion(total, weights), node.parts, strict=True):
            found |= cascade(number, part)
    return found


def added_up(node: Node, given: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of all nodes from those `given` for the leaves; a leaf without one has 0."""
    if not node.parts:
        return {node.key: given.get(node.key, 0)}
    found: dict[str, int] = {}
    for part in node.parts:
        found |= added_up(part, given)
    return {node.key: sum(found[part.key] for part in node.parts), **found}
