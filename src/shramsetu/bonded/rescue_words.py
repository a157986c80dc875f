"""The words of a rescue in clear, for whoever may read them: who of the team holds no post, what was seized."""

from shramsetu.bonded.models import Operation, Seizure, TeamMember
from shramsetu.casework import sealing


def team(operation: Operation, *, in_clear: bool) -> list[TeamMember]:
    """Return the team; names of whoever holds no post only in clear for whom they are."""
    rows = list(operation.team.select_related("post__place").order_by("pk"))
    for row in rows:
        row.name = sealing.unveiled(operation.case, row.name) if in_clear else ""
    return rows


def things(operation: Operation, *, in_clear: bool) -> list[Seizure]:
    """Return what was seized; what it is only in clear for whom it is."""
    rows = list(operation.seizures.select_related("kept_by__place").order_by("pk"))
    for row in rows:
        row.what = sealing.unveiled(operation.case, row.what) if in_clear else ""
    return rows
