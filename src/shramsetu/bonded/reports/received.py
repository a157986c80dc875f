"""What each person of a report had received by then, here and before, and what they were entitled to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shramsetu.bonded.models import Entitlement, PaidBefore, PaymentLine
from shramsetu.bonded.reports.asked import Asked
from shramsetu.journal.models import Entry
from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class Money:
    """One payment as its lines stood: what for, how far, how much; when it was paid, when it came to this stage."""

    kind: str
    stage: str
    paise: int
    at: datetime


def here(asked: Asked, found: Iterable[int]) -> Mapping[int, list[Money]]:
    """Return the payments of this ledger, each as its last line before that day has it."""
    lines = PaymentLine.objects.filter(payment__survivor__in=found, at__lt=asked.at)
    last = lines.order_by("payment", "-seq").distinct("payment").select_related("payment")
    by_person: dict[int, list[Money]] = defaultdict(list)
    for line in last:
        if line.stage != "cancelled":
            payment = line.payment
            by_person[payment.survivor_id].append(Money(payment.kind, line.stage, line.amount_paise, line.at))
    return by_person


def before(asked: Asked, found: Iterable[int]) -> Mapping[int, list[Money]]:
    """Return what was paid before this ledger, by an old register or another state, each on its own day.

    What another state paid counts from the day on which a second officer confirmed it; what the person said did not
    come counts until that day, and again from a confirmation after it.
    """
    rows = list(PaidBefore.objects.filter(survivor__in=found, paid_on__lte=asked.on).order_by("pk"))
    streams = [f"paid_before:{row.pk}" for row in rows if row.said_by_id or row.doubted_at]
    seen = Entry.objects.filter(stream__in=streams, verb="confirm_paid_before", at__lt=asked.at).order_by("at")
    confirmed = dict(seen.values_list("stream", "at"))
    by_person: dict[int, list[Money]] = defaultdict(list)
    for row in rows:
        if _counted(row, confirmed.get(f"paid_before:{row.pk}"), asked):
            by_person[row.survivor_id].append(Money(row.kind, "paid", row.amount_paise, clock.moment(row.paid_on)))
    return by_person


def _counted(row: PaidBefore, confirmed_at: datetime | None, asked: Asked) -> bool:
    if row.doubted_at is not None and row.doubted_at < asked.at:
        return confirmed_at is not None and confirmed_at > row.doubted_at
    return row.said_by_id is None or confirmed_at is not None


def rights(asked: Asked, found: Iterable[int]) -> Iterable[tuple[int, int, date]]:
    """Return entitlements as they stood then, the last of each person last."""
    rows = Entitlement.objects.filter(survivor__in=found, at__lt=asked.at).order_by("survivor", "seq")
    return rows.values_list("survivor", "immediate_paise", "released_on")
