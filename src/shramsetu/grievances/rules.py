"""Pure rules of complaints: which evidence a report lacks, who is sampled, what a feedback call leads to."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

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


def is_sampled(number: str, percent: int) -> bool:
    """Return whether the case falls into the share that is checked: by its number, so that nobody can choose."""
    return hashlib.sha256(number.encode()).digest()[0] * 100 < percent * 256


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands when its complainant is called: level, how often sent back, attempts made without answer."""

    level: int
    returns: int
    attempts: int
    attempts_max: int


def after_feedback(result: str, answered_by: str, standing: Standing) -> str:
    """Return the state to which a call leads.

    `result` is satisfied, dissatisfied, no_answer, call_later, wrong_number; `answered_by` is complainant,
    representative, neighbour or officer. Only the complainant or their representative can close or send back: a
    neighbour's or officer's word counts as not reached. The first dissatisfaction goes back to the level that
    reported, every later one a level up, at the top to a review.
    """
    if result == "wrong_number":
        return "mending"
    if answered_by in {"neighbour", "officer"} or result in {"no_answer", "call_later"}:
        return "unreached" if standing.attempts + 1 >= standing.attempts_max else "awaiting_feedback"
    if result == "satisfied":
        return "closed"
    if standing.returns == 0:
        return "with_officer"
    return "review" if standing.level >= TOP else "unmarked"
