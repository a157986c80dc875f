"""Who may sign: the District Magistrate, and whom an order of theirs (section 10 of the Act) gave the power."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import Delegation
from shramsetu.casework.actions import Refused
from shramsetu.journal.rules import Actor
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
        raise Refused(_("Only the District Magistrate, or an officer with an order under section 10, may sign this."))


def in_force(*, at: datetime) -> QuerySet[Delegation]:
    """Return the delegations in force on the day of `at`."""
    on = clock.day(at)
    return Delegation.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)
