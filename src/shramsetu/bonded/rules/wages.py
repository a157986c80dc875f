"""What is still owed for the work of a bonded person, by what the statement tells: a sum to claim, no finding of court.

Section 2(i) calls a wage nominal that lies below the minimum notified for that work; so each day of the bondage is
owed the minimum, less what was paid for it. The advance is no wage: section 6 extinguishes it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Days of bondage, what each brought and what each should have brought, in paise."""

    days: int
    paid_day: int
    minimum_day: int

    @property
    def owed(self) -> int:
        """What is still owed, in paise; never less than nothing."""
        return self.days * max(0, self.minimum_day - self.paid_day)


def reckoned(days: int, paid_day: int | None, minimum_day: int | None) -> Reckoned | None:
    """Reckon the wages owed; None while days or wages are not known. Nothing said of pay is no pay."""
    if days <= 0 or not minimum_day:
        return None
    return Reckoned(days, paid_day or 0, minimum_day)


def to_claim(found: Reckoned | None, *, withheld: bool) -> bool:
    """Tell whether somebody has to see to the wages: a sum is owed, or the statement says that wages were withheld."""
    return withheld or (found is not None and found.owed > 0)
