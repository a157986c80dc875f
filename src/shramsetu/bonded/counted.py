"""What bonded labour counts for targets: how many freed persons were helped at once. Rescues are never ranked."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count as Number
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.models import Payment, PaymentLine
from shramsetu.casework.counting import Count, Counter, register


def helped(since: date, until: date) -> Iterable[Count]:
    """Count the freed persons whose immediate assistance came, by its value date, in the district that pays."""
    rows = PaymentLine.objects.filter(
        stage=Payment.Stage.PAID, payment__kind=Payment.Kind.IMMEDIATE, value_on__range=(since, until)
    )
    persons = Number("payment__survivor", distinct=True)
    found = rows.values_list("payment__district_id", "value_on").annotate(number=persons).order_by()
    return [Count(place, on, number) for place, on, number in found if on]


register(Counter("bonded.helped", _("Freed persons helped at once"), helped))
