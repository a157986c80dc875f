"""The only way from a page to what is known of a person: with a purpose, and a line in the log of reads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import persons, scope
from shramsetu.bonded.models import Survivor
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

P2, P3 = "p2", "p3"
# Identity: who works on the case in its district. What is sealed: who examines and signs, and whoever holds the case.
MAY_READ = {
    P2: frozenset({Role.OFFICER, Role.MAGISTRATE, Role.DM, Role.CHILD_UNIT}),
    P3: frozenset({Role.MAGISTRATE, Role.DM}),
}
PURPOSES = {
    "finding": _("To take the statement and make the finding"),
    "certificate": _("To write the certificate"),
    "payment": _("To pay"),
    "travel": _("For the way home"),
    "rehabilitation": _("For the rehabilitation"),
    "court": _("For a court"),
    "safety": _("For the person's safety"),
}


def may(survivor: Survivor, klass: str, *, by: Actor) -> bool:
    """Tell whether `by` may read this class of a person's record."""
    mine = by.post_id is not None and survivor.case.holder_id == by.post_id
    allowed = mine or by.role in MAY_READ[klass]
    return allowed and scope.survivors(by).filter(pk=survivor.pk).exists()


@transaction.atomic
def reveal(survivor: Survivor, klass: str, *, purpose: str, by: Actor, at: datetime) -> dict[str, object]:
    """Return identity (P2) or what is sealed (P3) in clear and write the reading down.

    Raises NotAllowed for whom it is not for, Refused without a purpose of the list.
    """
    if purpose not in PURPOSES:
        raise Refused(_("Choose what you need it for."), "purpose")
    if not may(survivor, klass, by=by):
        raise NotAllowed("reveal")
    facts = {"class": klass, "purpose": purpose}
    journal.append(f"reads:{survivor.case.number}", "reveal", by=by, at=at, detail=facts)
    return persons.identity(survivor) if klass == P2 else persons.sealed_part(survivor)
