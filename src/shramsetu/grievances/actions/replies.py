"""What a complainant answers by text message: yes or no to the question that was sent, or any word that reopens."""

import re
from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.grievances import queries, rules
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers

_NUMBER = re.compile(r"\d{4}[ -]?\d{4}[ -]?\d{4}")
REASON_MOST = 500


@transaction.atomic
def answer_by_sms(phone: str, text: str, *, at: datetime) -> Case | None:
    """Take a text message from `phone` (E.164) as the word of its complainant; return the case that it moved, if any.

    A yes or a no answers the call that could not be made. What was closed unconfirmed becomes satisfied by a yes and is
    reopened by any other word.
    The message speaks of the case whose number stands in it, else of the one that was asked about last: one word
    never closes two cases. Before any question was sent, it must be plain which case is meant.
    """
    key = queries.phone_key(phone)
    said = rules.yes_or_no(_NUMBER.sub("", text))
    case = _spoken_of(queries.waiting_for_word(key, at=at), text, said)
    if case is None:
        return None
    verb, detail = _step(case, text[:REASON_MOST], said)
    try:
        casework.take(case, verb, seen=case.revision, by=Actor(role="citizen", person=key), at=at, detail=detail)
    except casework.Refused:  # of several complainants this one's yes closes nothing
        return None
    return case


@transaction.atomic
def answer_by_call(case: Case, phone: str, *, said: str, at: datetime) -> bool:
    """Take a key pressed in a call to `phone` (E.164) as the word of its complainant; tell whether it counted.

    `said` is satisfied or dissatisfied. A phone that is not a complainant's says nothing, nor does one of several
    complainants whose yes closes nothing.
    """
    citizen = Actor(role="citizen", person=queries.phone_key(phone))
    detail = {"result": said, "text": ""}
    try:
        casework.take(case, "record_feedback", seen=case.revision, by=citizen, at=at, detail=detail)
    except (casework.NotAllowed, casework.Refused):
        return False
    return True


def _step(case: Case, text: str, said: str) -> tuple[str, dict[str, object]]:
    """Return the step that the word takes in `case`, and what it brings."""
    if case.state != "closed_unconfirmed":
        return "record_feedback", {"result": said, "text": text}
    if said == "satisfied":
        return "confirm", {"text": text}
    return "reopen", {"reason": text.strip() or "-"}


def _spoken_of(waiting: list[Case], text: str, said: str) -> Case | None:
    named = _named(text)
    if named:
        return next((case for case in waiting if case.number == named and _counts(case, said)), None)
    asked = [case for case in waiting if case.state != "awaiting_feedback"] or waiting[:1] * (len(waiting) == 1)
    return next((case for case in asked if _counts(case, said)), None)


def _counts(case: Case, said: str) -> bool:
    """Tell whether what was said moves `case`: a yes or no where it waits, any word once it is closed."""
    return case.state == "closed_unconfirmed" or bool(said)


def _named(text: str) -> str:
    found = _NUMBER.search(text)
    try:
        return numbers.parse(found[0]) if found else ""
    except numbers.BadNumber:
        return ""
