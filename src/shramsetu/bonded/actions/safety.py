"""What is owed to everybody who is in safety, by whatever door they came: a finding and, to a child, the committee."""

from datetime import datetime

from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.queries import rescue as queries
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place

FINDING, CHILD = "finding", "child-committee"


def owe(survivor: Survivor, *, from_at: datetime, by: Actor, at: datetime, district: Place | None = None) -> None:
    """Let the time for the finding run and, for a child, that of the Child Welfare Committee. Safe to repeat.

    `district` owes them, that of the case if none is named.
    """
    if not queries.has_finding(survivor):
        duties.start(survivor.case, FINDING, from_at=from_at, by=by, at=at, district=district)
    owe_committee(survivor, from_at=from_at, by=by, at=at, district=district)


def owe_committee(
    survivor: Survivor, *, from_at: datetime, by: Actor, at: datetime, district: Place | None = None
) -> None:
    """Let the time for the Child Welfare Committee run where the person is a child; once."""
    if survivor.is_minor and not duties.ever(survivor.case, CHILD):
        duties.start(survivor.case, CHILD, from_at=from_at, by=by, at=at, district=district)
