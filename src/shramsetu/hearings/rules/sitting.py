"""On which days a forum sits, and at which hours it calls matters. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from shramsetu.lib import clock
from shramsetu.lib.clock import Calendar

AHEAD_DAYS = 400


class NeverSits(LookupError):
    """The forum does not sit within 400 days."""


@dataclass(frozen=True, slots=True)
class Week:
    """How a forum sits: its weekdays, the hours of its slots, how many matters in each, and days that are otherwise."""

    sits: frozenset[int]
    slots: tuple[time, ...]
    per_slot: int
    days: Mapping[date, bool] = field(default_factory=dict)

    def sits_on(self, on: date, calendar: Calendar) -> bool:
        """Tell whether it sits on a day: its own word on that day goes before the week and the holidays."""
        if on in self.days:
            return self.days[on]
        return on.weekday() in self.sits and calendar.is_working(on)

    def slots_on(self, on: date, calendar: Calendar) -> list[datetime]:
        """Return the instants of a day's slots; none where it does not sit."""
        return [clock.moment(on, one) for one in self.slots] if self.sits_on(on, calendar) else []

    def next_day(self, after: date, calendar: Calendar) -> date:
        """Return the first day after `after` on which it sits; raises NeverSits."""
        for ahead in range(1, AHEAD_DAYS + 1):
            found = after + timedelta(days=ahead)
            if self.sits_on(found, calendar):
                return found
        raise NeverSits(f"not within {AHEAD_DAYS} days after {after}")

    def free_slot(self, after: date, taken: Mapping[datetime, int], calendar: Calendar) -> datetime:
        """Return the first slot after a day that has room; `taken` counts the matters in each. Raises NeverSits."""
        on = after
        for _ in range(AHEAD_DAYS):
            on = self.next_day(on, calendar)
            for slot in self.slots_on(on, calendar):
                if taken.get(slot, 0) < self.per_slot:
                    return slot
        raise NeverSits(f"no room after {after}")


def week(sits: Sequence[int], slots: Sequence[str], per_slot: int, days: Mapping[date, bool]) -> Week:
    """Return how a forum sits, of what its row says."""
    return Week(frozenset(sits), tuple(time.fromisoformat(one) for one in slots), per_slot, dict(days))
