"""Somebody about to be entered has the marks of somebody who is there already: an officer says whether it is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import Refused

LINE = "#"  # of the form itself: the third line is #3


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said of somebody: `same_as` whom it is, or `other_than` which it is not."""

    same_as: str = ""
    other_than: frozenset[str] = frozenset()

    def is_open(self, asked: Sequence[str]) -> bool:
        """Tell whether somebody of `asked` is left of whom nothing was said."""
        return self.same_as not in asked and not self.other_than.issuperset(asked)


NOTHING_SAID = Said()


class PerhapsKnown(Refused):
    """Nobody was entered: `found` has, by the place of a person in what was sent, the codes of who it may be."""

    def __init__(self, found: Mapping[int, Sequence[str]]) -> None:
        super().__init__(_("Somebody like this is entered already. Say below whether it is the same person."))
        self.found = found
