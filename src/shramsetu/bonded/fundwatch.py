"""Alert A17: a fund not opened or below its floor, or money laid out that nobody paid back for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from shramsetu import rulebook
from shramsetu.bonded import claimed
from shramsetu.bonded.models import Claim, Payment
from shramsetu.bonded.unpaid import balances
from shramsetu.lib import clock
from shramsetu.places.models import Place

FLOOR, LONGEST = "bonded.fund_floor", "bonded.claim_days"


@dataclass(frozen=True, slots=True)
class Watch:
    """How a district's fund stands: what it holds (None without a book), and since when the oldest claim waits."""

    district: Place
    balance: int | None
    is_low: bool
    oldest_claim_at: datetime | None
    oldest_paid_at: datetime | None  # paid, and not in any proposal
    is_unreimbursed: bool

    @property
    def is_alert(self) -> bool:
        """Tell whether the fund needs somebody to act; first of all to open it."""
        return self.balance is None or self.is_low or self.is_unreimbursed


def watch(districts: Sequence[Place], *, at: datetime) -> list[Watch]:
    """Return how the funds of `districts` stand. Three queries, however many they are."""
    book, on = rulebook.book(), clock.day(at)
    floor, longest = book.number(FLOOR, on), timedelta(days=book.number(LONGEST, on))
    holds = balances({one.pk for one in districts})
    claims = _oldest(Claim.objects.filter(district__in=districts, settled_at=None, total_paise__gte=0), "at")
    paid = _oldest(claimed.to_ask(Payment.objects.filter(district__in=districts)), "stage_at")
    found = []
    for place in districts:
        balance, waits = holds.get(place.pk), (claims.get(place.pk), paid.get(place.pk))
        is_old = any(one is not None and at - one > longest for one in waits)
        is_low = balance is not None and balance < floor
        found.append(Watch(place, balance, is_low, *waits, is_old))
    return found


def _oldest(rows: object, column: str) -> dict[int, datetime]:
    found = rows.values("district").order_by("district").annotate(first=Min(column))  # type: ignore[attr-defined]
    return {row["district"]: row["first"] for row in found}
