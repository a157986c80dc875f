"""What complaints count for targets: visits to the place, as reports with their day tell."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count as Number
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.counting import Count, Counter, register
from shramsetu.grievances.models import Report
from shramsetu.lib import clock


def site_visits(since: date, until: date) -> Iterable[Count]:
    """Count the complaints for which somebody went to the place, by the day; told in several reports it is one."""
    first, last = clock.bounds(since)[0], clock.bounds(until)[1]
    rows = Report.objects.filter(visited_at__gte=first, visited_at__lt=last, case__district__isnull=False)
    days = rows.annotate(on=TruncDate("visited_at", tzinfo=clock.IST))
    cases = Number("case", distinct=True)
    found = days.values_list("case__district_id", "on").annotate(number=cases).order_by()
    return [Count(place, on, number) for place, on, number in found if place]


register(Counter("grievances.site_visits", _("Complaints visited on the spot"), site_visits))
