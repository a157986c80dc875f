"""The cells of one line of a file, and what is unclear in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from shramsetu.monitoring.targets.rules.figures_file import Unclear

Read = TypeVar("Read")


@dataclass(slots=True)
class Cells:
    """One line of a file: its cells by column, and what is unclear in them, each with its column."""

    line: Sequence[str]
    places: Mapping[str, int]
    head: Sequence[str]
    faults: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return what a cell says, nothing for a column that the file does not have."""
        at = self.places.get(key, len(self.line))
        return self.line[at] if at < len(self.line) else ""

    def has(self, key: str) -> bool:
        """Tell whether a cell says something."""
        return bool(self.text(key))

    def read(self, key: str, reader: Callable[[str], Read]) -> Read | None:
        """Return what a cell says in the eyes of its `reader`; where that is unclear, nothing, and note it."""
        try:
            return reader(self.text(key))
        except Unclear as unclear:
            said = _SAID.get(str(unclear))
            words = said() if said else str(unclear)
            self.faults.append(f"{self._column(key)}: {words}" if key in self.places else words)
            return None

    def _column(self, key: str) -> str:
        at = self.places[key]
        letter = get_column_letter(at + 1)
        return _("Column %(letter)s (%(heading)s)") % {"letter": letter, "heading": " ".join(self.head[at].split())}


_SAID: dict[str, Callable[[], str]] = {
    "day": lambda: _("The day cannot be read. Write it as 21-11-2026."),
    "number": lambda: _("The number cannot be read. Write a whole number; 0 is written as 0."),
}
