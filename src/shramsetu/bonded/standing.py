"""Whether a person's certificate stands: a cancelled one stops money and gate until another is there."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import Certificate
from shramsetu.offices.errors import Refused

IN_FORCE = Certificate.Standing.IN_FORCE


def is_withdrawn(survivor_id: int) -> bool:
    """Tell whether a person's certificates are all out of force; whoever never had one of ours has none withdrawn."""
    standings = set(Certificate.objects.filter(survivor=survivor_id).values_list("standing", flat=True))
    return bool(standings) and IN_FORCE not in standings


class Withdrawn(Refused):
    """The certificate was cancelled and no other one is in force: no money goes out."""

    message = _("The certificate of this person was cancelled. Nothing is sanctioned or sent until another is issued.")


def need(survivor_id: int) -> None:
    """Raise Withdrawn where no money may go out to a person."""
    if is_withdrawn(survivor_id):
        raise Withdrawn


def withdrawn(field: str) -> Q:
    """Return the condition that the certificates of the person in `field` are all out of force."""
    mine = Certificate.objects.filter(survivor=OuterRef(field))
    return Q(Exists(mine)) & ~Q(Exists(mine.filter(standing=IN_FORCE)))
