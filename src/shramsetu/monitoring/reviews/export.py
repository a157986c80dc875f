"""The decisions as the state's decision tracker takes them: one line each, columns with names that do not change.

`docs/reference/reviews.md` says what each column holds. Column names are English words of ours, in small letters, for
programs; no layout of the state's tracker is published that we could follow.
"""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse

from shramsetu.casework import sheets
from shramsetu.casework.sheets import Sheet
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import words
from shramsetu.monitoring.reviews.models import Decision

COLUMNS = (
    "decision_number",
    "meeting_date",
    "meeting",
    "chair",
    "item",
    "decision",
    "owner_code",
    "owner",
    "district_lgd",
    "first_due",
    "due",
    "carried_over",
    "state",
    "days_late",
    "proof_wanted",
    "reported_on",
    "closed_on",
)


def tracker(rows: Sequence[Decision], *, today: date) -> Sheet:
    """Return the table of these decisions."""
    return Sheet("decisions", COLUMNS, [_line(one, today) for one in rows])


def answer(sheet: Sheet, *, name: str) -> HttpResponse:
    """Return a table as a CSV to keep."""
    made = HttpResponse(sheets.csv(sheet), content_type=sheets.TYPES["csv"])
    made["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    made["Cache-Control"] = "private, no-store"
    return made


def _line(one: Decision, today: date) -> list[sheets.Cell]:
    district = one.owner.place if one.owner.place.kind == "district" else None
    reported = clock.day(one.reported_at).isoformat() if one.reported_at else ""
    over = clock.day(one.case.closed_at) if one.case.closed_at else None
    return [
        one.case.number,
        one.review.day.isoformat(),
        words.title(one.review),
        words.owner(one.review.chair),
        one.item.title(words.language()) if one.item else "",
        one.text,
        one.owner.code,
        words.owner(one.owner),
        district.lgd_code if district else None,
        one.first_due_on.isoformat(),
        one.due_on.isoformat(),
        one.carried,
        one.case.state,
        max(((over or today) - one.first_due_on).days, 0),
        one.proof,
        reported,
        over.isoformat() if over else "",
    ]
