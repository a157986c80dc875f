"""A complaint about what another procedure does, opened from its case by one press."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from shramsetu.casework import handing
from shramsetu.casework.handing import Matter
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.grievances.actions import intake
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

WHO = frozenset({"citizen", Role.OPERATOR, Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.SUPERVISOR})


def suits(case: Case) -> bool:
    """Tell whether a complaint can be opened from a case: from none that is one itself, and from nothing secret."""
    return case.kind not in intake.KINDS and not case.sealed


def made(case: Case) -> Case | None:
    """Return the complaint that is open already."""
    over = [CLOSED, FINAL]
    return Case.objects.filter(parent=case, kind="grievance").exclude(phase__in=over).order_by("-pk").first()


def take(matter: Matter, by: Actor, at: datetime) -> Case:
    """Open the complaint; it goes to the officer who answers for its category in that place."""
    who = matter.teller
    filing = Filing(
        kind="grievance",
        category=matter.category,
        text=matter.text,
        channel=Case.Channel.PORTAL if by.role == "citizen" else Case.Channel.DESK,
        complainants=(Someone(name=str(who.get("name", "")), phone=str(who.get("phone", ""))),),
        district=matter.case.district,
        place=matter.case.place,
        landmark=matter.landmark,
        parent=matter.case,
    )
    return intake.register(filing, by=by, at=at)


handing.TAKERS["grievance"] = handing.Taker(
    label=_("Complain about this"),
    icon="message-square-warning",
    roles=WHO,
    suits=suits,
    take=take,
    made=made,
)
