"""Who works the mail, and who answers out of a case."""

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

DESK = (Role.OPERATOR, Role.SUPERVISOR, Role.STATE_DESK)
# Posts that hold cases of persons and answer for what is done in them.
HOLDERS = (Role.OFFICER, Role.DM, Role.CDO, Role.MANDAL, Role.HEAD)


def may_answer(case: Case, by: Actor) -> bool:
    """Tell whether `by`, who sees the case, may write to who wrote in it: its holder, or the desk."""
    return by.role in DESK or case.holder_id == by.post_id
