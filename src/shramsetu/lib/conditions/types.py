"""What a fact may be: its kind, its unit, and the span of values one can believe.

The span is what keeps every engine alike: a value outside is not known, in all of them, and since the span of every sum
follows from it, no sum can leave a 64-bit number or the calendar while a question runs.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = bool | int | date | str
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
MOST_DAYS = 40_000  # a hundred and nine years
MOST_NUMBER = 10**12  # a thousand crore rupees, in paise


class Kind(StrEnum):
    """What sort of thing a value is."""

    BOOL = "yes-no"
    INT = "number"
    DATE = "date"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Type:
    """Kind and unit of a value, with the least and most it may be (of a date its ordinal) or the words it may be."""

    kind: Kind
    unit: str = ""
    least: int = 0
    most: int = 0
    words: tuple[str, ...] = ()

    def take(self, value: Value | None) -> Value | None:
        """Return `value` if it can be believed, else None: not known. Raises TypeError for another kind of value."""
        if value is None:
            return None
        if kind_of(value) is not self.kind or isinstance(value, datetime):
            raise TypeError(f"{value!r} is no {self.kind}")
        if isinstance(value, str):
            return value if value in self.words else None
        if isinstance(value, bool):
            return value
        number = value.toordinal() if isinstance(value, date) else value
        return value if self.least <= number <= self.most else None


BOOL = Type(Kind.BOOL)


def number(unit: str = "", least: int | None = None, most: int | None = None) -> Type:
    """Return the type of a whole number of `unit`."""
    widest = MOST_DAYS if unit == "days" else MOST_NUMBER
    return Type(Kind.INT, unit, -widest if least is None else least, widest if most is None else most)


def day(first: date = FIRST_DAY, last: date = LAST_DAY) -> Type:
    """Return the type of a day."""
    return Type(Kind.DATE, least=first.toordinal(), most=last.toordinal())


def word(*words: str) -> Type:
    """Return the type of one of `words`."""
    return Type(Kind.WORD, words=tuple(sorted(words)))


def kind_of(value: Value) -> Kind:
    """Return what sort of thing `value` is."""
    if isinstance(value, bool):
        return Kind.BOOL
    if isinstance(value, int):
        return Kind.INT
    return Kind.DATE if isinstance(value, date) else Kind.WORD


def of(value: Value) -> Type:
    """Return the type that holds just `value`; a bare number has no unit and goes with any."""
    match value:
        case bool():
            return BOOL
        case int():
            return Type(Kind.INT, least=value, most=value)
        case date():
            return Type(Kind.DATE, least=value.toordinal(), most=value.toordinal())
        case _:
            return word(value)
