"""The next date of hearing of a case: packages that know of hearings register here; others only ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shramsetu.casework.models import Case


@dataclass(frozen=True, slots=True)
class Hearing:
    """When and where a case is heard next, in the words of each language."""

    at: datetime
    place_hi: str = ""
    place_en: str = ""

    def place(self, language: str) -> str:
        """Return the place in `language`; anything but "en" is Hindi."""
        return self.place_en if language == "en" else self.place_hi


Finder = Callable[[Case, datetime], Hearing | None]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let `finder` answer for the next hearing of a case after an instant; None for a case it does not know."""
    if finder not in _finders:
        _finders.append(finder)


def next_of(case: Case, at: datetime) -> Hearing | None:
    """Return the earliest hearing of `case` that is still to come; None if nobody knows of one."""
    found = [hearing for finder in _finders if (hearing := finder(case, at)) is not None and hearing.at >= at]
    return min(found, key=lambda hearing: hearing.at, default=None)
