"""Who may act: posts of the district concerned; who may sign: its Magistrate, and whom their order gave the power."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import halves
from shramsetu.bonded.models import Delegation, Survivor
from shramsetu.bonded.words import SAY
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

FINDING, CERTIFICATE, SANCTION, MINUTES = "finding", "certificate", "sanction", "minutes"
POWERS = {
    FINDING: _("Sign findings"),
    CERTIFICATE: _("Sign release certificates"),
    SANCTION: _("Sanction payments"),
    MINUTES: _("Sign minutes of the vigilance committee"),
}


ONLY = _("Only the District Magistrate, or an officer with an order under section 10, may sign this.")


def may(by: Actor, power: str, district: Place | None, *, at: datetime) -> bool:
    """Tell whether `by` may use `power` in `district` on that day; an assistant never."""
    if by.post_id is None or by.assists or district is None:
        return False
    if by.role == Role.DM:
        return offices.dm_of(district).pk == by.post_id
    return in_force(at=at).filter(post=by.post_id, district=district, powers__contains=[power]).exists()


def need(by: Actor, power: str, district: Place | None, *, at: datetime) -> None:
    """Raise Refused unless `by` may use `power` in `district`."""
    if not may(by, power, district, at=at):
        raise Refused(ONLY)


def works_in(by: Actor, *districts: int | None) -> bool:
    """Tell whether `by` acts for one of these districts; the system does everywhere."""
    if by.role == SYSTEM.role:
        return True
    mine = halves.districts(by)
    return mine is None or bool(mine & set(districts))


def need_here(by: Actor, *districts: int | None) -> None:
    """Raise Refused unless `by` acts for one of these districts: every deed of bonded labour asks this or a half."""
    if not works_in(by, *districts):
        raise Refused(SAY["other_district"])


def of_person(survivor: Survivor) -> tuple[int | None, int | None]:
    """Return the districts of a person: that of the rescue, where the case lies, and home."""
    return survivor.case.district_id, survivor.native_district_id


def of_case(case: Case) -> tuple[int | None, ...]:
    """Return the districts of a case; of a person's home too."""
    home = Survivor.objects.filter(pk=case.pk).values_list("native_district", flat=True) if case.pk else ()
    return (case.district_id, *home)


def in_force(*, at: datetime) -> QuerySet[Delegation]:
    """Return the delegations in force on the day of `at`."""
    on = clock.day(at)
    return Delegation.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on, withdrawn_at=None)
