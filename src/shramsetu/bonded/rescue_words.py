"""The words of a rescue for a reader: who of the team holds no post, what was seized."""

from shramsetu.bonded.models import Operation, Seizure, TeamMember
from shramsetu.bonded.unsealed import Eyes


def team(operation: Operation, *, eyes: Eyes) -> list[TeamMember]:
    """Return the team; names of whoever holds no post only in clear for whom they are."""
    rows = list(operation.team.select_related("post__place").order_by("pk"))
    for row in rows:
        row.name = str(eyes.read(row.name))
    return rows


def things(operation: Operation, *, eyes: Eyes) -> list[Seizure]:
    """Return what was seized; what it is only in clear for whom it is."""
    rows = list(operation.seizures.select_related("kept_by__place").order_by("pk"))
    for row in rows:
        row.what = str(eyes.read(row.what))
    return rows
