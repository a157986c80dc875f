"""Alert A17, a duty of the district while its fund is not open, low, or not paid back; it ends by itself."""

from datetime import datetime

from shramsetu.bonded import fundwatch
from shramsetu.bonded.actions import districts, duties
from shramsetu.journal.rules import SYSTEM
from shramsetu.places.models import Place

CLOCK = "corpus"


def look(*, at: datetime) -> tuple[int, int]:
    """Start the duty where a fund needs somebody, end it where it no longer does; return how many of each."""
    begun = ended = 0
    for found in fundwatch.watch(list(Place.objects.filter(kind="district").order_by("pk")), at=at):
        parent = districts.parent(found.district, at=at)
        running = duties.running_duty(parent, CLOCK) is not None
        if found.is_alert and not running:
            duties.start(parent, CLOCK, from_at=at, by=SYSTEM, at=at, district=found.district)
            begun += 1
        elif running and not found.is_alert:
            duties.done(parent, CLOCK, at=at)
            ended += 1
    return begun, ended
