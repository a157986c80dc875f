"""What a post may see of bonded labour without opening anybody's identity: code names, states, times (class P1)."""

from django.db.models import QuerySet

from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.casework.reading import OWN_GLASS
from shramsetu.casework.scope import OPEN_TO
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

# Who works on the procedure, or answers for it. Operators and the other desks only hand an information in.
OFFICERS = frozenset(
    {Role.OFFICER, Role.DM, Role.MAGISTRATE, Role.MANDAL, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.CHIEF_SECRETARY}
)
# Who may owe a duty: beside them the posts that owe one line or one step.
OWNERS = OFFICERS | {Role.CHILD_UNIT, Role.PROSECUTOR, Role.LINE_DESK, Role.CDO}
# Who may look for a person by name or phone: nobody who does not read identities in their own district.
SEARCHERS = frozenset({Role.OFFICER, Role.DM, Role.MAGISTRATE, Role.CHILD_UNIT})
KINDS = ("bl_info", "bl_operation", "bl_person", "bl_duty", "bl_track", "bl_district")
for _kind in KINDS:
    OPEN_TO[_kind] = OFFICERS
OWN_GLASS.update(KINDS)
OPEN_TO["bl_track"] = OFFICERS | {Role.PROSECUTOR}
OPEN_TO["bl_person"] = OFFICERS | {Role.CHILD_UNIT, Role.AUDITOR}


def cases(by: Actor, kind: str) -> QuerySet[Case]:
    """Return the cases of `kind` that `by` may see."""
    return casework.cases_visible_to(by).filter(kind=kind)


def survivors(by: Actor) -> QuerySet[Survivor]:
    """Return the persons that `by` may see by their code names."""
    return Survivor.objects.filter(case__in=cases(by, "bl_person"))


def duties(by: Actor) -> QuerySet[BondedDuty]:
    """Return the duties that `by` may see."""
    return BondedDuty.objects.filter(case__in=cases(by, "bl_duty"))
