"""What a post may see and do of money: districts, payments, files, the story of one person's payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from shramsetu.bonded import entitled, scope, unsealed
from shramsetu.bonded.models import (
    Account,
    BankEntry,
    BankFile,
    Bondage,
    Claim,
    Entitlement,
    FundLine,
    PaidBefore,
    Payment,
    PaymentLine,
    Survivor,
)
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.rules.wages import Reckoned
from shramsetu.casework import scope as cases
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Department, Role
from shramsetu.places.models import Place

LABOUR = "labour"
READERS = scope.OFFICERS | {Role.AUDITOR}
STATE_WIDE = frozenset({Role.AUDITOR, Role.CHIEF_SECRETARY})
# What waits for whom: the lists of the desk, each a set of stages.
LISTS: Mapping[str, Q] = {
    "propose": Q(stage__in=[Stage.DUE, Stage.REFUSED]),
    "sanction": Q(stage=Stage.PROPOSED),
    "send": Q(stage=Stage.SANCTIONED),
    "bank": Q(stage=Stage.SENT),
    "returned": Q(stage=Stage.RETURNED),
    "twice": Q(pk__in=BankEntry.objects.filter(outcome__in=["recall", "excess"]).values("payment")),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One person's money, for the page: who, what they are entitled to and why, what was paid and what comes."""

    survivor: Survivor
    entitlement: Entitlement | None
    because: tuple[str, ...]
    is_because_sealed: bool
    standing: entitled.Standing
    account: Account | None
    payments: Sequence[Payment]
    before: Sequence[PaidBefore]
    wages: Reckoned | None


def districts(by: Actor) -> list[Place]:
    """Return the districts whose money `by` may look at; an officer of another department has none."""
    every = Place.objects.filter(kind="district").order_by("name_hi")
    if by.role in STATE_WIDE:
        return list(every)
    if by.post_id is None or by.role not in READERS:
        return []
    found = cases.of(by)
    if by.role in cases.BY_DEPARTMENT and _labour() not in (found.departments or ()):
        return []
    return list(every if found.districts is None else every.filter(pk__in=found.districts))


def payments(by: Actor) -> QuerySet[Payment]:
    """Return the payments of the districts of `by`, longest waiting first."""
    rows = Payment.objects.filter(district__in=districts(by))
    return rows.select_related("survivor__case", "district", "account").order_by("stage_at", "pk")


def counts(by: Actor) -> dict[str, int]:
    """Return how many payments each list holds."""
    rows = Payment.objects.filter(district__in=districts(by))
    return rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in LISTS.items()})


def files(by: Actor) -> QuerySet[BankFile]:
    """Return the bank files of the districts of `by`, newest first, without their contents."""
    rows = BankFile.objects.filter(district__in=districts(by)).defer("closed").select_related("district")
    answered = Count("entries", filter=~Q(entries__outcome__in=["", "recall"]))
    back = Count("entries", filter=Q(entries__outcome="returned"))
    return rows.annotate(answered=answered, back=back).order_by("-at", "-pk")


def claims(by: Actor) -> QuerySet[Claim]:
    """Return the reimbursement proposals of the districts of `by`, newest first."""
    return Claim.objects.filter(district__in=districts(by)).select_related("district").order_by("-at", "-pk")


def person(survivor: Survivor) -> Person:
    """Return everything that the page of one person's money shows."""
    found = entitled.of(survivor)
    reasons = tuple(unsealed.for_work(survivor.case, found.because).split()) if found else ()
    rows = list(
        Payment.objects.filter(survivor=survivor).select_related("district", "account").order_by("due_at", "pk")
    )
    before = list(PaidBefore.objects.filter(survivor=survivor).order_by("kind"))
    counted = sum(one.amount_paise for one in before if one.counts)
    bound = Bondage.objects.filter(pk=survivor.pk).first()
    return Person(
        survivor=survivor,
        entitlement=found,
        because=tuple(one for one in reasons if one in entitled.PLAIN),
        is_because_sealed=any(one not in entitled.PLAIN for one in reasons),
        standing=entitled.standing(found, rows, before=counted),
        account=Account.objects.filter(survivor=survivor, ended_at=None).first(),
        payments=rows,
        before=before,
        wages=bound.wages_owed if bound else None,
    )


def lines(rows: Sequence[Payment]) -> dict[int, list[PaymentLine]]:
    """Return the lines of payments, in order."""
    found: dict[int, list[PaymentLine]] = {one.pk: [] for one in rows}
    for line in PaymentLine.objects.filter(payment__in=found).order_by("payment", "seq"):
        found[line.payment_id].append(line)
    return found


@dataclass(frozen=True, slots=True)
class Fund:
    """One district's fund: what it holds, what went out and came in."""

    district: Place
    is_open: bool
    balance: int
    paid_out: int
    recouped: int
    fines: int
    awaited: int


def funds(by: Actor) -> list[Fund]:
    """Return the fund of each district of `by`: three queries for all."""
    places = districts(by)
    kinds = FundLine.Kind
    outs = Q(kind__in=[kinds.SENT, kinds.RETURNED, kinds.TAKEN, kinds.EXCESS, kinds.GOT_BACK])
    sums = FundLine.objects.filter(district__in=places).values("district").order_by("district")
    found = {
        row["district"]: row
        for row in sums.annotate(
            balance=Sum("amount_paise"),
            out=Sum("amount_paise", filter=outs),
            back=Sum("amount_paise", filter=Q(kind=kinds.RECOUPED)),
            fine=Sum("amount_paise", filter=Q(kind=kinds.FINE)),
        )
    }
    open_claims = Claim.objects.filter(district__in=places, settled_at=None).values("district").order_by("district")
    awaited = {
        row["district"]: row["asked"] - row["come"]
        for row in open_claims.annotate(asked=Sum("total_paise"), come=Sum("received_paise"))
    }
    return [_fund(place, found.get(place.pk), awaited.get(place.pk, 0)) for place in places]


def _fund(place: Place, row: Mapping[str, int | None] | None, awaited: int) -> Fund:
    sums = row or {}
    return Fund(
        place,
        is_open=row is not None,
        balance=sums.get("balance") or 0,
        paid_out=-(sums.get("out") or 0),
        recouped=sums.get("back") or 0,
        fines=sums.get("fine") or 0,
        awaited=awaited,
    )


def _labour() -> int:
    return Department.objects.only("pk").get(slug=LABOUR).pk
