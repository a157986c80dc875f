"""What the reports reckon: periods, ages, why somebody is unpaid, and when a report of nothing may be believed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

AGES = ((7, "week"), (30, "month"), (90, "quarter"), (365, "year"))
OLDER = "older"
AGE_BANDS = (
    (8, "0-8"),
    (17, "9-17"),
    (20, "18-20"),
    (23, "21-23"),
    (26, "24-26"),
    (29, "27-29"),
    (38, "30-38"),
    (47, "39-47"),
)
OLDEST_BAND = "48+"


class Nil(StrEnum):
    """Whether a district that reports nobody may be believed (PUCL, 2012: reports of nothing are suspect)."""

    NOT = "not"  # it reports somebody
    PROVED = "proved"  # a survey within its time visited sites
    NO_SURVEY = "no_survey"
    OLD_SURVEY = "old_survey"
    NO_SITES = "no_sites"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The last survey of a district, and until when it counts."""

    on: date
    sites: int
    until: date


def nil(identified: int, surveyed: Surveyed | None, on: date) -> Nil:
    """Return whether a report of `identified` persons on a day needs a survey, and has one."""
    if identified:
        return Nil.NOT
    if surveyed is None:
        return Nil.NO_SURVEY
    if surveyed.sites == 0:
        return Nil.NO_SITES
    return Nil.PROVED if on <= surveyed.until else Nil.OLD_SURVEY


def half_year(on: date) -> tuple[date, date]:
    """Return the first and last day of the half year in which a day lies."""
    if on.month <= 6:
        return date(on.year, 1, 1), date(on.year, 6, 30)
    return date(on.year, 7, 1), date(on.year, 12, 31)


def last_over(on: date) -> date:
    """Return the last day of the half year that is over on a day, that day's own included."""
    first, last = half_year(on)
    return last if last == on else first - timedelta(days=1)


def age(since: datetime, at: datetime) -> str:
    """Return into which stretch of waiting a span falls: week, month, quarter, year or older."""
    days = (at - since) / timedelta(days=1)
    return next((name for most, name in AGES if days <= most), OLDER)


def band(years: int) -> str:
    """Return the band of ages in which anonymous rows are told."""
    return next((name for most, name in AGE_BANDS if years <= most), OLDEST_BAND)


# How the stages of the immediate assistance, and what stands in its way, are told as the reason why it is not paid.
UNPAID = {
    None: "not_proposed",
    "due": "not_proposed",
    "cancelled": "not_proposed",
    "proposed": "not_sanctioned",
    "sanctioned": "not_sent",
    "sent": "at_bank",
    "returned": "returned",
    "refused": "refused",
}


# Until it is final, a death or loss may be taken back; a report tells both alike.
GONE = {"untraceable": "untraceable", "lost": "untraceable", "died": "died", "dead": "died"}


def why_unpaid(stage: str | None, *, state: str, has_account: bool) -> str:
    """Return why somebody has not been paid: what became of the person comes first, then how far the money is."""
    if state in GONE:
        return GONE[state]
    if stage is None and state == "bonded":
        return "no_certificate"  # the sum is reckoned and owed with it
    reason = UNPAID[stage]
    return "no_account" if reason == "not_proposed" and not has_account else reason
