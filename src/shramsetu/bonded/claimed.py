"""What of the paid sums the centre was asked for, and what came back since and is to be deducted."""

from collections.abc import Sequence
from contextlib import suppress

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shramsetu.bonded import persons
from shramsetu.bonded.models import Certificate, Chase, ClaimItem, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing

CERTIFICATE_MOST = 60
BACK = (Stage.RETURNED, Stage.CANCELLED)


def to_ask(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Return those of `rows` that are paid, that the scheme pays back and that no proposal asks for."""
    paid = rows.filter(stage=Stage.PAID, kind__in=sorted(money.CLAIMABLE))
    return paid.alias(asked=_asked()).filter(Q(asked=0))


def to_deduct(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Return those of `rows` that a proposal asks for although the money came back since."""
    return rows.filter(stage__in=BACK).alias(asked=_asked()).filter(Q(asked__gt=0))


def open_everywhere(districts: Sequence[int]) -> QuerySet[Payment]:
    """Return the paid sums of districts that the scheme pays back and nobody has claimed, longest paid first."""
    rows = to_ask(Payment.objects.filter(district__in=districts))
    return rows.select_related("survivor__case").order_by("stage_at", "pk")


def back_everywhere(districts: Sequence[int]) -> QuerySet[Payment]:
    """Return what proposals of districts ask for although the bank took it back: the next one deducts it."""
    rows = to_deduct(Payment.objects.filter(district__in=districts))
    return rows.select_related("survivor__case").order_by("stage_at", "pk")


def certificates_of(survivors: list[int]) -> dict[int, str]:
    """Return the number of the certificate in force of each person who has one, of another state or an old one too.

    That of an old register stands with the identity; without its key nothing of the person can be claimed yet.
    """
    theirs = Chase.objects.filter(survivor__in=survivors, state=Chase.State.RECEIVED)
    ours = Certificate.objects.filter(survivor__in=survivors, standing=Certificate.Standing.IN_FORCE)
    found = _of_registers(survivors) | dict(theirs.values_list("survivor", "certificate_number"))
    return found | dict(ours.values_list("survivor", "paper__number"))


def _of_registers(survivors: list[int]) -> dict[int, str]:
    rows = Survivor.objects.filter(pk__in=survivors, is_imported=True).select_related("case__sealed_body")
    found = dict[int, str]()
    for one in rows:
        with suppress(sealing.Unreadable):
            found[one.pk] = str(persons.identity(one).get("certificate_number", ""))[:CERTIFICATE_MOST]
    return {pk: number for pk, number in found.items() if number}


def proofs_of(paid: list[Payment]) -> dict[int, str]:
    """Return the bank's reference, or the cheque, by which each payment was paid."""
    rows = PaymentLine.objects.filter(payment__in=paid, stage=Stage.PAID).order_by("payment", "seq")
    return dict(rows.values_list("payment", "reference"))


def _asked() -> Coalesce:
    items = ClaimItem.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    sums = items.annotate(sum=Sum("amount_paise")).values("sum")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)
