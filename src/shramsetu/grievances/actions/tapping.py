"""A grievance that is opened in one tap out of another procedure, such as a registration or a claim."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import complaining
from shramsetu.casework.complaining import Complaint
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.grievances.actions import intake
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.rules import Actor


@transaction.atomic
def open_grievance(about: Complaint, *, by: Actor, at: datetime) -> Case:
    """Register the complaint as a child of its case; whoever taps again finds the one that is open."""
    Case.objects.select_for_update(of=("self",)).get(pk=about.case.pk)
    known = Case.objects.filter(
        parent=about.case, kind="grievance", category=about.category, phase__in=[OPEN, PAUSED]
    ).first()
    if known is not None:
        return known
    filing = Filing(
        kind="grievance",
        category=about.category,
        text=about.text,
        channel=about.channel,
        complainants=(Someone(name=about.name, phone=about.phone),),
        district=about.case.district,
        place=about.case.place,
        parent=about.case,
    )
    return intake.register(filing, by=by, at=at)


complaining.register(lambda about, by, at: open_grievance(about, by=by, at=at))
