"""A real day in figures: when people call, how long they wait, talk and are away. All chance comes from the seed.

The day's shape is that of an Indian government helpline: a hump before noon and one in the afternoon, a dip at lunch,
and 1076 going on through evening and night. The spans are set by hand, not measured: docs/reference/capacity.md.
"""

import math
import random
from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate

DAY_SECONDS = 86_400
HALF_HOUR_SECONDS = 1_800
HALF_HOURS = (
    3.0, 2.5, 2.0, 1.8, 1.5, 1.4, 1.4, 1.5, 1.8, 2.0, 3.0, 4.0, 6.0, 9.0,  # 00:00 to 07:00
    14.0, 18.0, 24.0, 32.0, 44.0, 54.0, 60.0, 60.0, 58.0, 55.0, 50.0,  # to 12:30
    44.0, 38.0, 35.0, 38.0, 46.0, 51.0, 52.0, 50.0, 46.0, 40.0, 34.0,  # to 18:00
    28.0, 25.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 4.5,  # to 24:00
)  # fmt: skip
# Share of called citizens who pick up, by the hour of India; the rest is busy or rings in vain.
PICKS_UP = (0.3,) * 7 + (0.38, 0.44, 0.46, 0.48, 0.5, 0.52, 0.54, 0.5, 0.5, 0.52, 0.56, 0.6, 0.62, 0.58, 0.5, 0.4, 0.3)
BUSY_SHARE = 0.15
WITHHELD_SHARE = 0.02
REDIALS_SHARE = 0.45  # of those who gave up in the queue
# What callers want of the menu, and in what speech.
WISHES = {
    "operator": 62, "silence": 8, "status": 12, "scheme": 5, "hearing": 2, "call_back": 2, "emergency": 1,
    "woman": 2, "hangs_up": 6,
}  # fmt: skip
BOARDS = {"labour": 40, "bocw": 22, "uow": 16, "general": 16, "welfare-council": 4, "labour-courts": 2}
TONGUES = {"hi": 88, "en": 2, "bho": 5, "awa": 2, "bns": 1, "bra": 1, "ur": 1}
TOPICS = {"complaint": 34, "status": 30, "follow_up": 12, "information": 24}
TALK = {"complaint": (230, 0.45), "status": (110, 0.5), "follow_up": (150, 0.5), "information": (130, 0.5)}
FEEDBACK_TALK = (85, 0.5)
WRAP = (24, 0.5)
PATIENCE_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class Span:
    """A shift: from and to in seconds of the day, and how many people sit in it."""

    name: str
    starts: int
    ends: int
    seats: int


@dataclass(frozen=True, slots=True)
class Load:
    """How much a day holds; `seats` is the size of each of the two day shifts, `night` of the night shift."""

    calls: int
    outbound: int
    seats: int
    night: int
    seed: int = 1076

    def shifts(self) -> tuple[Span, ...]:
        """Return the shifts of the day; the night shift works before 07:00 and after 23:00."""
        hour = 3_600
        return (
            Span("night", 0, 7 * hour, self.night),
            Span("morning", 7 * hour, 15 * hour, self.seats),
            Span("evening", 15 * hour, 23 * hour, self.seats),
            Span("late", 23 * hour, 25 * hour, self.night),
        )


@dataclass
class Dice:
    """The chance of a day, and what is drawn with it."""

    chance: random.Random
    edges: list[float] = field(default_factory=lambda: list(accumulate(HALF_HOURS)))

    def arrivals(self, count: int, *, until: float = DAY_SECONDS) -> list[float]:
        """Return `count` instants of the day in order, more of them where the shape is higher."""
        found = [self._instant() for _ in range(count)]
        return sorted(one for one in found if one < until)

    def _instant(self) -> float:
        half = bisect(self.edges, self.chance.random() * self.edges[-1])
        return (min(half, len(HALF_HOURS) - 1) + self.chance.random()) * HALF_HOUR_SECONDS

    def one_of(self, weights: dict[str, int]) -> str:
        """Return one of the words by their weights."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def span(self, middle: float, spread: float) -> float:
        """Return a log-normal span in seconds with this median."""
        return self.chance.lognormvariate(math.log(middle), spread)

    def patience(self) -> float:
        """Return how long a caller waits before giving up."""
        return 15.0 + self.chance.expovariate(1 / PATIENCE_SECONDS)

    def happens(self, share: float) -> bool:
        """Tell whether something of this share of cases happens now."""
        return self.chance.random() < share

    def between(self, least: float, most: float) -> float:
        """Return a span between two."""
        return self.chance.uniform(least, most)
