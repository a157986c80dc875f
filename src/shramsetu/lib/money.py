"""Money in whole paise (100 to the rupee), never in floating point: one rounding, one splitting, one way of writing."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from shramsetu.lib.text import grouped, latin_digits

PAISE = 100
_AROUND = re.compile(r"^(?:(?:₹|रुपये|रुपए|रु|rs|inr)\.?)?|(?:/-|/=|रुपये|रुपए|रु\.?|rs\.?|only|मात्र)+$", re.IGNORECASE)
_SCALES = {"हजार": 1_000, "हज़ार": 1_000, "लाख": 100_000, "करोड़": 10_000_000, "करोड": 10_000_000}
_SCALES |= {"thousand": 1_000, "hazar": 1_000, "hajar": 1_000, "lakh": 100_000, "lac": 100_000, "crore": 10_000_000}
_AMOUNT = re.compile(r"^(?P<figure>\d[\d,]*(?:\.\d*)?|\.\d+)(?P<scale>\D*)$")
_LARGEST = 10**15


class BadMoney(ValueError):
    """This is not an amount of money.

    `reason` is `empty`, `character` (not an amount), `fraction` (parts of a paisa) or `large` (over 10 lakh crore
    rupees).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def sentence(self, language: str = "hi") -> str:
        """Say what is wrong and how to mend it, in `hi` or `en`."""
        return _SENTENCES[self.reason][language != "hi"]


_SENTENCES = {
    "empty": ("रकम लिखिए।", "Write the amount."),
    "character": ("रकम अंकों में लिखिए, जैसे 12,500।", "Write the amount in figures, such as 12,500."),
    "fraction": ("पैसे के दो ही अंक लिखिए, जैसे 12,500.50।", "Write two digits of paise, such as 12,500.50."),
    "large": ("रकम बहुत बड़ी है। फिर से देखिए।", "The amount is too large. Look at it again."),
}


def rounded(amount: Fraction | Decimal | int) -> int:
    """Round an exact amount of paise to whole paise: half a paisa goes away from zero, as a cashier rounds."""
    exact = Fraction(amount)
    return (1 if exact >= 0 else -1) * int(abs(exact) + Fraction(1, 2))


def portion(paise: int, numerator: int, denominator: int) -> int:
    """Give `numerator/denominator` of an amount (12 % is 12, 100), rounded once."""
    return rounded(Fraction(paise * numerator, denominator))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, so that the parts add up to it exactly (largest remainder, Hamilton).

    Serves paise, targets and percentages. What is left over goes to the largest remainders, of equal ones to the
    first. Raises ValueError if a weight is negative or all are 0.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError(f"weights must not be negative nor all 0: {list(weights)}")
    sign = 1 if total >= 0 else -1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(part for part, _ in parts)
    lucky = set(sorted(range(len(parts)), key=lambda place: -parts[place][1])[:left])
    return [sign * (part + (place in lucky)) for place, (part, _) in enumerate(parts)]


def rupees(paise: int) -> str:
    """Write an amount: `₹ 12,34,567.50`; whole rupees without paise: `₹ 12,000`; a debt: `-₹ 50`."""
    whole, rest = divmod(abs(paise), PAISE)
    return f"{'-' if paise < 0 else ''}₹ {grouped(whole)}{f'.{rest:02d}' if rest else ''}"


def in_rupees(paise: int) -> Decimal:
    """Give an amount in rupees, exact to the paisa, for the cell of a spreadsheet: `Decimal("12.50")`."""
    return Decimal(paise).scaleb(-2)


def parse(text: str) -> int:
    """Give the paise of what a person wrote: `12,500`, `₹ 12.50`, `रु. 500/-`, `५००`, `1.5 लाख`. Raises BadMoney."""
    bare = re.sub(r"\s+", "", latin_digits(text)).lower()
    if not bare:
        raise BadMoney("empty")
    found = _AMOUNT.match(_AROUND.sub("", bare))
    scale = _SCALES.get(found["scale"], 0) if found and found["scale"] else 1
    if not found or not scale:
        raise BadMoney("character")
    return _in_paise(found["figure"].replace(",", ""), scale)


def _in_paise(figure: str, scale: int) -> int:
    try:
        exact = Decimal(figure) * scale * PAISE
    except InvalidOperation:
        raise BadMoney("character") from None
    if exact > _LARGEST:
        raise BadMoney("large")
    if exact != exact.to_integral_value():
        raise BadMoney("fraction")
    return int(exact)
