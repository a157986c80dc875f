"""Time limits of the law: the last day of one, and by how many days something came late. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from shramsetu.lib.clock import Calendar
from shramsetu.rulebook.law import Event, Law, LawLimit, LawLimitRow, LimitKind, Of

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Timely:
    """Until when something could be filed, and by how many days it came late; `limit` is the rule behind it."""

    file_by: date
    days_late: int
    limit: LawLimit
    row: LawLimitRow

    @property
    def in_time(self) -> bool:
        """Whether it came in time."""
        return self.days_late == 0


@dataclass(frozen=True, slots=True)
class Days:
    """The days from which a limitation may count: the cause, and the report that conciliation failed."""

    cause_on: date
    report_on: date | None = None

    def of(self, event: Event) -> date | None:
        """Return the day of an event; None where it is not told."""
        return self.report_on if event == "failure_report" else self.cause_on


def last_day(from_on: date, row: LawLimitRow, calendar: Calendar) -> date:
    """Return the last day of a limit that counts from `from_on`, which is left out itself.

    Months and years end on the day of the same number, or on the last of a shorter month; a closed day moves on to the
    next working day.
    """
    if row.calendar_days is not None:
        end = from_on + timedelta(days=row.calendar_days)
    else:
        end = _months_on(from_on, row.months if row.months is not None else MONTHS * (row.years or 0))
    return calendar.working_on_or_after(end)


def timely(law: Law, matter: str, of: Of, days: Days, filed_on: date, calendar: Calendar) -> Timely | None:
    """Return whether a matter is filed in time under a law; None where no limit is set, or its day is not told."""
    found = law.limit("file", matter, of, filed_on)
    if found is None:
        return None
    limit, row = found
    began = days.of(limit.event)
    if began is None:
        return None
    file_by = last_day(began, row, calendar)
    return Timely(file_by, max((filed_on - file_by).days, 0), limit, row)


def target(law: Law, kind: LimitKind, matter: str, of: Of, from_on: date, calendar: Calendar) -> date | None:
    """Return the last day of another limit (to decide, to appeal …) that counts from a day; None where none is set."""
    found = law.limit(kind, matter, of, from_on)
    return last_day(from_on, found[1], calendar) if found else None


def _months_on(on: date, months: int) -> date:
    year, month = divmod(on.month - 1 + months, MONTHS)
    year, month = on.year + year, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))
