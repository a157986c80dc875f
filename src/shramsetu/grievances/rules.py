"""Pure rules of complaints: which evidence a report lacks, who is sampled, what a feedback call leads to."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shramsetu.lib import clock

# What each kind of evidence in the rulebook asks of a report: a written value, or a stored file of a purpose.
WRITTEN = {
    "contact_with_complainant": "contacted_at",
    "site_visit": "visited_at",
    "both_statements": "statements",
    "letter": "letter_number",
    "bank_reference": "bank_reference",
    "inspection_permission": "permission",
}
FILED = {"site_photo": "site_photo", "order_or_receipt": "order_or_receipt"}
TOP = 4


def lacking_evidence(demanded: Collection[str], given: Mapping[str, object], purposes: Collection[str]) -> list[str]:
    """Return the demanded kinds of evidence that neither a written value nor a stored file provides, in order.

    Both statements may also lie in the store as a file.
    """
    lacking = []
    for kind in demanded:
        written = bool(given.get(WRITTEN.get(kind, "")))
        filed = FILED.get(kind, kind) in purposes or (kind == "both_statements" and "statement" in purposes)
        if not written and not filed:
            lacking.append(kind)
    return lacking


def is_sampled(number: str, percent: int, *, secret: bytes) -> bool:
    """Return whether the case falls into the share that is checked.

    By a keyed hash of its number, so that nobody can choose it, and no officer can reckon which reports nobody reads.
    """
    drawn = hmac.new(secret, b"sample:" + number.encode(), hashlib.sha256).digest()
    return int.from_bytes(drawn[:4]) * 100 < percent << 32


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands when its complainant is called.

    Its level, how often it was sent back and how often it may be sent back to the same level, the days of the attempts
    made without answer, and how many attempts on how many days make "not reached".
    """

    level: int
    returns: int
    same_level: int
    tried_on: tuple[date, ...]
    attempts_max: int
    days_min: int

    def is_exhausted(self, on: date) -> bool:
        """Tell whether one more attempt on this day is the last one that is owed."""
        days = {*self.tried_on, on}
        return len(self.tried_on) + 1 >= self.attempts_max and len(days) >= self.days_min


def was_heard(result: str, answered_by: str) -> bool:
    """Tell whether the complainant, or who speaks for them, said how it is."""
    return answered_by not in {"neighbour", "officer"} and result not in {"no_answer", "call_later"}


def is_vain(result: str, answered_by: str) -> bool:
    """Tell whether a call counts as an attempt that reached nobody who can close or send back."""
    return result != "wrong_number" and not was_heard(result, answered_by)


def next_attempt(at: datetime, attempt: int, spacing: int, hours: tuple[time, time]) -> datetime:
    """Return from when the call may be tried again: after the spacing, in calling hours, another part of the day.

    The first retry is on the same day if its calling hours allow, each second one on the next day; times of day move
    by the spacing, so that a worker who is at the site by day is called in the evening too. `attempt` counts from 1.
    """
    earliest = at + timedelta(hours=spacing)
    opens, closes = hours
    if attempt % 2 == 0:
        tomorrow = clock.moment(clock.day(at) + timedelta(days=1), opens)
        earliest = max(earliest, tomorrow + timedelta(hours=spacing * (attempt // 2 % 3)))
    if clock.is_between(earliest, opens, closes):
        return earliest
    return clock.next_at(earliest, opens)


def yes_or_no(text: str) -> str:
    """Return what an answered yes/no message says: satisfied, dissatisfied, or nothing that can be told."""
    word = text.strip().strip(".!।").casefold()
    if word in {"1", "१", "yes", "y", "ha", "haan", "han", "हाँ", "हां", "हा", "۱", "ہاں"}:
        return "satisfied"
    if word in {"2", "२", "no", "n", "nahi", "nahin", "नहीं", "नही", "ना", "۲", "نہیں"}:
        return "dissatisfied"
    return ""


def after_feedback(result: str, answered_by: str, standing: Standing, on: date) -> str:
    """Return the state to which a call leads.

    `result` is satisfied, dissatisfied, no_answer, call_later, wrong_number; `answered_by` is complainant,
    representative, fellow, neighbour or officer. Only the complainant or their representative can close or send back:
    a neighbour's or officer's word counts as not reached. Of several complainants each may send back, but only the
    leading one's "satisfied" closes. The first dissatisfaction goes back to the level that reported, every later one
    a level up, at the top to a review. `on` is the day of this call.
    """
    if result == "wrong_number":
        return "mending"
    if not was_heard(result, answered_by):
        return "unreached" if standing.is_exhausted(on) else "awaiting_feedback"
    if result == "satisfied":
        return "awaiting_feedback" if answered_by == "fellow" else "closed"
    if standing.returns < standing.same_level:
        return "with_officer"
    return "review" if standing.level >= TOP else "unmarked"
