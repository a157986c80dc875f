"""What a person is entitled to, and what of it is given, on its way, or left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from shramsetu.bonded.models import Entitlement, PaidBefore, Payment, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage

# Reasons that say nothing which the page does not show anyway; of the others the page says that they are sealed.
PLAIN = frozenset({"adult_man", "woman", "child", "child_labour", "begging", "dm_finds"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's money in paise: entitled to, paid, sanctioned and not there yet; and what came on top."""

    entitled: int
    paid: int
    coming: int
    beside: int

    @property
    def unsanctioned(self) -> int:
        """Return what of the entitlement nobody has sanctioned yet."""
        return max(0, self.entitled - self.paid - self.coming)


def of(survivor: Survivor) -> Entitlement | None:
    """Return the entitlement that counts; None before one was computed."""
    return Entitlement.objects.filter(survivor=survivor).order_by("-seq").first()


def bounds(entitlement: Entitlement | None) -> money.Bounds:
    """Return what may be sanctioned; nothing without an entitlement."""
    if entitlement is None:
        return money.Bounds(0, 0, 0)
    return money.Bounds(entitlement.total_paise, entitlement.immediate_paise, entitlement.annuity_least_paise)


def items(payments: Sequence[Payment]) -> list[money.Item]:
    """Return payments as the rules see them."""
    return [money.Item(money.Kind(one.kind), Stage(one.stage), one.amount_paise) for one in payments]


def beside(payment: Payment) -> list[money.Item]:
    """Return what else the person was given or is to be given, paid before this ledger began too."""
    others = list(Payment.objects.filter(survivor=payment.survivor_id).exclude(pk=payment.pk))
    before = PaidBefore.counted.filter(survivor=payment.survivor_id).values_list("kind", "amount_paise")
    return [*items(others), *(money.Item(money.Kind(kind), Stage.PAID, paise) for kind, paise in before)]


def paid_before(survivor: Survivor, kind: str) -> int:
    """Return what an old register, or another state, says was paid of a kind, in paise, where that counts."""
    return _total(PaidBefore.counted.filter(survivor=survivor, kind=kind))


def to_confirm() -> QuerySet[PaidBefore]:
    """Return the sums that one officer wrote another state had paid, and that no second one has confirmed."""
    return PaidBefore.objects.filter(said_by__isnull=False, confirmed_by=None)


def immediate_left(survivor: Survivor) -> int:
    """Return what of the immediate assistance nobody has paid yet, in paise."""
    found = of(survivor)
    paid = _total(Payment.objects.filter(survivor=survivor, kind=money.Kind.IMMEDIATE, stage=Stage.PAID))
    whole = found.immediate_paise if found else 0
    return max(0, whole - paid - paid_before(survivor, money.Kind.IMMEDIATE))


def breaches(payment: Payment) -> tuple[str, ...]:
    """Return the bounds that sanctioning `payment` would break; beside the scheme, what fell due is the bound."""
    if payment.kind not in money.WITHIN_TOTAL:
        return ("due",) if payment.amount_paise > payment.due_paise else ()
    found = bounds(of(payment.survivor))
    return money.breaches(found, beside(payment), money.Kind(payment.kind), payment.amount_paise)


def standing(entitlement: Entitlement | None, payments: Sequence[Payment], *, before: int = 0) -> Standing:
    """Add up a person's payments; `before` was paid before this ledger began."""
    within = [one for one in payments if one.kind in money.WITHIN_TOTAL]
    return Standing(
        entitled=entitlement.total_paise if entitlement else 0,
        paid=before + _sum(one for one in within if one.stage == Stage.PAID),
        coming=_sum(one for one in within if one.stage in money.STANDING - {Stage.PAID}),
        beside=_sum(one for one in payments if one.kind not in money.WITHIN_TOTAL and one.stage == Stage.PAID),
    )


def _total(rows: QuerySet[Payment] | QuerySet[PaidBefore]) -> int:
    return int(rows.aggregate(sum=Sum("amount_paise"))["sum"] or 0)


def _sum(payments: Iterable[Payment]) -> int:
    return sum(one.amount_paise for one in payments)
