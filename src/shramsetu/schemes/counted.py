"""What schemes count for targets: claims sanctioned and claims paid, each scheme by itself."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Count as Number
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.counting import Count, Counter, register
from shramsetu.schemes.models import Claim, Due


def sanctioned(scheme: str, since: date, until: date) -> Iterable[Count]:
    """Count the claims of `scheme` by the day of their sanction."""
    rows = Claim.objects.filter(scheme=scheme, sanctioned_on__range=(since, until), case__district__isnull=False)
    found = rows.values_list("case__district_id", "sanctioned_on").annotate(number=Number("pk")).order_by()
    return [Count(place, on, number) for place, on, number in found if place and on]


def paid(scheme: str, board: str, since: date, until: date) -> Iterable[Count]:
    """Count the claims of `scheme` to which money came, by the day of each payment."""
    rows = Due.objects.filter(board=board, stage=Due.Stage.PAID, paid_on__range=(since, until))
    rows = rows.filter(award__claim__scheme=scheme)
    claims = Number("award__claim", distinct=True)
    found = rows.values_list("district_id", "paid_on").annotate(number=claims).order_by()
    return [Count(place, on, number) for place, on, number in found if on]


for _slug, _rule in rulebook.book().scheme_rules.rules.items():
    register(Counter(f"schemes.sanctioned.{_slug}", _("Claims sanctioned"), partial(sanctioned, _slug)))
    register(Counter(f"schemes.paid.{_slug}", _("Claims paid"), partial(paid, _slug, _rule.board)))
