"""What a report is asked of, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shramsetu.casework.sheets import Sheet
from shramsetu.lib import clock
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which districts, as they stood at the end of which day. `place` is what they make up together."""

    districts: tuple[Place, ...]
    place: Place
    on: date

    @property
    def at(self) -> datetime:
        """The first instant that is not counted."""
        return clock.bounds(self.on)[1]

    @property
    def pks(self) -> list[int]:
        """The ids of the districts."""
        return [one.pk for one in self.districts]


@dataclass(frozen=True, slots=True)
class Report:
    """A made report. `first` is the first day of its period, None where it counts from the beginning.

    `refused` says why it may not be handed in.
    """

    slug: str
    title: str
    asked: Asked
    first: date | None
    sheets: Sequence[Sheet]
    refused: Sequence[str] = ()


Builder = Callable[[Asked], Report]
