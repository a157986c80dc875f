"""Who was freed and has no immediate assistance yet: since when, why, whose turn, and whether the fund could pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise

from shramsetu import rulebook
from shramsetu.bonded import entitled, owners, standing
from shramsetu.bonded.models import Account, Entitlement, FundLine, PaidBefore, Payment, Proof, Survivor
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.unpaid_words import ASIDE, TURN, UNTOUCHED, WHY
from shramsetu.journal.models import Entry
from shramsetu.lib import clock

# Found bonded, or later on the way.
LIVE = frozenset({"bonded", "certified", "travelling", "home", "planned", "followed"})
# Who was freed before and died is owed too, to the heirs, and who was bound again is owed both times.
GONE = frozenset({"untraceable", "lost", "died", "dead", "self_reliant", "handed_over", "rebonded"})
FREED = (*LIVE, *GONE)
RANK = {stage: rank for rank, stage in enumerate(
    (Stage.DUE, Stage.REFUSED, Stage.PROPOSED, Stage.SANCTIONED, Stage.RETURNED, Stage.SENT)
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One person who is not paid. `why` is a word of WHY, `turn` an owner of the rulebook."""

    survivor: Survivor
    payment: Payment | None
    since: date | None
    days: int
    paise: int
    why: str
    turn: str
    fund_covers: bool | None  # None where the fund has no book yet
    order: Proof | None = None  # by which the District Magistrate found that it cannot be paid

    @property
    def is_aside(self) -> bool:
        """Tell whether nobody can pay this: it stands in a part of its own, with why, and is never left out."""
        return self.why in ASIDE

    @property
    def reason(self) -> str | Promise:
        """Return why in words."""
        return WHY[self.why]

    @property
    def whose(self) -> str:
        """Return whose turn it is in words."""
        return owners.title(self.turn)


def lines(survivors: QuerySet[Survivor], *, at: datetime) -> list[Line]:
    """Return the unpaid of `survivors`, who lack any of it, longest waiting first; last those whom nobody can pay.

    Five queries, however many.
    """
    gone = Q(case__state__in=GONE) & Exists(_was_freed())
    rows = _owed(survivors.filter(Q(case__state__in=LIVE) | gone)).select_related("case__district")
    rows = rows.annotate(stopped=standing.withdrawn("pk"))
    found = list(rows.order_by("released_on", "pk"))
    payments = _payments([one.pk for one in found])
    accounts = _accounts([one.pk for one in found])
    funds = balances({one.case.district_id for one in found})
    orders = _orders([one.pk for one in found])
    told = [_line(one, payments.get(one.pk), is_checked=accounts.get(one.pk), funds=funds, at=at) for one in found]
    told = [_aside(line, orders.get(line.survivor.pk)) for line in told]
    return sorted(told, key=lambda line: (line.is_aside, -line.days, line.survivor.code))


def _aside(line: Line, order: Proof | None) -> Line:
    """Say of a sum that nobody has sanctioned what it waits for beside that, or why it never will be."""
    if line.why in {*UNTOUCHED, "to_sanction"} and order is None and getattr(line.survivor, "is_paid_there", False):
        return replace(line, why="paid_there", turn=TURN["paid_there"])
    if line.why not in UNTOUCHED:
        return line
    if order is not None:
        return replace(line, why="waived", turn=TURN["waived"], order=order)
    released = line.survivor.released_on
    if line.payment is None and released is not None and not rulebook.book().bonded.knows(released):
        return replace(line, why="before_scheme", turn=TURN["before_scheme"])
    return line


def _orders(survivors: Sequence[int]) -> dict[int, Proof]:
    """Return by person the finding in force that the immediate assistance cannot be paid."""
    rows = Proof.objects.filter(survivor__in=survivors, kind=Proof.Kind.NO_IMMEDIATE, holds=True, replaced_at=None)
    return {one.survivor_id: one for one in rows}


def _was_freed() -> QuerySet[Entry]:
    """Return the entries by which the outer person was found bonded or came home; whoever died before has none."""
    stream = Concat(Value("case:"), OuterRef("case__number"), output_field=CharField())
    return Entry.objects.filter(stream=stream).annotate(to=KT("detail__to")).filter(to__in=LIVE)


def _owed(freed: QuerySet[Survivor]) -> QuerySet[Survivor]:
    """Return whom less was paid, here and before, than the immediate assistance is; `owed` is what lacks."""
    mine = {"survivor": OuterRef("pk"), "kind": Payment.Kind.IMMEDIATE}
    paid = _sum(Payment.objects.filter(**mine, stage=Stage.PAID))
    before = _sum(PaidBefore.counted.filter(**mine))
    right = Entitlement.objects.filter(survivor=OuterRef("pk")).order_by("-seq").values("immediate_paise")[:1]
    rows = freed.annotate(right=Subquery(right), given=paid + before).annotate(owed=F("right") - F("given"))
    rows = rows.annotate(is_paid_there=Exists(entitled.to_confirm().filter(**mine)))
    return rows.filter(Q(owed__gt=0) | Q(right=None, given=0))


def _sum(rows: QuerySet[Payment] | QuerySet[PaidBefore]) -> Coalesce:
    sums = rows.order_by().values("survivor").annotate(sum=Sum("amount_paise")).values("sum")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def balances(districts: set[int | None]) -> dict[int, int]:
    """Return what the fund of each district holds, of those that have a book."""
    rows = FundLine.objects.filter(district__in=[one for one in districts if one]).order_by("district", "-seq")
    return {line.district_id: line.balance_paise for line in rows.distinct("district")}


def _payments(survivors: Sequence[int]) -> dict[int, Payment]:
    """Return of each person the immediate payment that is furthest on its way."""
    rows = Payment.objects.filter(survivor__in=survivors, kind=Payment.Kind.IMMEDIATE, stage__in=list(RANK))
    ordered = sorted(rows, key=lambda one: (RANK[Stage(one.stage)], one.pk))
    return {one.survivor_id: one for one in ordered}


def _accounts(survivors: Sequence[int]) -> dict[int, bool]:
    """Return of each person with an account whether two officers have seen it."""
    rows = Account.objects.filter(survivor__in=survivors, ended_at=None)
    return {one: checked is not None for one, checked in rows.values_list("survivor", "checked_by")}


def _line(
    survivor: Survivor, payment: Payment | None, *, is_checked: bool | None, funds: Mapping[int, int], at: datetime
) -> Line:
    since = survivor.released_on or (clock.day(payment.due_at) if payment else None)
    owed = getattr(survivor, "owed", None) or 0
    paise = payment.amount_paise if payment else owed
    holds = funds.get(payment.district_id if payment else survivor.case.district_id or 0)
    covers = None if holds is None else holds >= paise
    why = _why(survivor, payment, is_checked=is_checked, covers=covers)
    return Line(
        survivor,
        payment,
        since,
        (clock.day(at) - since).days if since else 0,
        paise,
        why,
        TURN.get(why, "labour_officer"),
        covers,
    )


def _why(survivor: Survivor, payment: Payment | None, *, is_checked: bool | None, covers: bool | None) -> str:
    if getattr(survivor, "stopped", False) and (payment is None or payment.stage != Stage.SENT):
        return "withdrawn"
    if payment is None:
        return _unbegun(survivor)
    by_cheque = payment.mode == Payment.Mode.CHEQUE
    tests: Sequence[tuple[Stage, str]] = (
        (Stage.DUE, "no_account" if is_checked is None else "not_proposed"),
        (Stage.REFUSED, "refused"),
        (Stage.PROPOSED, "to_sanction"),
        (Stage.SENT, "cheque_out" if by_cheque else "at_bank"),
        # the other account is there: what is waited for now is the second pair of eyes
        (Stage.RETURNED, "unchecked" if is_checked is False and not by_cheque else "returned"),
    )
    found = dict(tests).get(Stage(payment.stage))
    return found or _ready(by_cheque=by_cheque, is_checked=is_checked, covers=covers)


def _unbegun(survivor: Survivor) -> str:
    """Return why there is no payment at all: the sum is reckoned with the certificate, so nobody can propose it."""
    if survivor.released_on is None:
        return "no_date"
    return "no_certificate" if survivor.case.state == "bonded" else "not_proposed"


def _ready(*, by_cheque: bool, is_checked: bool | None, covers: bool | None) -> str:
    if covers is not True:
        return "no_money"
    if by_cheque:
        return "cheque"
    if is_checked is None:
        return "no_account"
    return "to_send" if is_checked else "unchecked"
