"""What the law asks of every district: a district that never had a committee or a survey owes its first one."""

from datetime import datetime

from shramsetu.bonded.actions import districts, duties
from shramsetu.bonded.models import Committee, Survey
from shramsetu.journal.rules import SYSTEM
from shramsetu.places.models import Place

COMMITTEE, SURVEY = "committee-first", "survey-first"


def begin(*, at: datetime) -> int:
    """Start the duty of each district that has none on record and does not owe it yet; return how many began.

    It ends by the deed: a committee that is constituted, a survey that is recorded. Safe to repeat.
    """
    sat = set(Committee.objects.filter(level=Committee.Level.DISTRICT).values_list("district", flat=True))
    surveyed = set(Survey.objects.values_list("district", flat=True))
    begun = 0
    for place in Place.objects.filter(kind="district").order_by("pk"):
        for clock, known in ((COMMITTEE, sat), (SURVEY, surveyed)):
            parent = None if place.pk in known else districts.parent(place, at=at)
            if parent is not None and duties.running_duty(parent, clock) is None:
                duties.start(parent, clock, from_at=at, by=SYSTEM, at=at, district=place)
                begun += 1
    return begun
