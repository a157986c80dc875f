"""What the registry counts for targets: who was registered, and who renewed, with each board."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Count as Number
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.counting import Count, Counter, register
from shramsetu.lib import clock
from shramsetu.workers.models import Fee, Membership


def registered(board: str, since: date, until: date) -> Iterable[Count]:
    """Count the members of `board` by the day of their registration; who was merged into another row is not counted."""
    rows = Membership.objects.filter(board=board, registered_on__range=(since, until), worker__merged_into=None)
    found = rows.values_list("worker__district_id", "registered_on").annotate(number=Number("pk")).order_by()
    return [Count(place, on, number) for place, on, number in found if on]


def renewed(board: str, since: date, until: date) -> Iterable[Count]:
    """Count the renewals with `board` by the day of the fee; a fee whose renewal is not decided yet is none."""
    first, last = clock.bounds(since)[0], clock.bounds(until)[1]
    rows = Fee.objects.filter(what__in=[Fee.What.RENEWAL, Fee.What.REVIVAL], paid_at__gte=first, paid_at__lt=last)
    rows = rows.filter(membership__board=board, until__isnull=False)
    days = rows.annotate(on=TruncDate("paid_at", tzinfo=clock.IST))
    found = days.values_list("membership__worker__district_id", "on").annotate(number=Number("pk")).order_by()
    return [Count(place, on, number) for place, on, number in found]


for _board in Membership.Board:
    register(Counter(f"workers.registered.{_board.value}", _("Workers registered"), partial(registered, _board.value)))
    register(Counter(f"workers.renewed.{_board.value}", _("Registrations renewed"), partial(renewed, _board.value)))
