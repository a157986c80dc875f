"""What the centre is asked to pay back: paid sums with a certificate, each claimed once, through the state."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from shramsetu.bonded import counters, persons, refusals
from shramsetu.bonded.actions import duties, fund, payments
from shramsetu.bonded.models import (
    Certificate,
    Chase,
    Claim,
    ClaimItem,
    ClaimReceipt,
    FundLine,
    Payment,
    PaymentLine,
    Survivor,
)
from shramsetu.bonded.rules import money
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

CLAIMANTS = frozenset({Role.OFFICER, Role.DM})
FORWARDERS = frozenset({Role.OFFICER, Role.DM, Role.HEAD})
TO_CENTRE = "balance-to-centre"
CERTIFICATE_MOST = 60
DEPOSITED = frozenset({money.Kind.BALANCE, money.Kind.ANNUITY})


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came back on a claim."""

    paise: int
    reference: str
    on: date


def open_everywhere(districts: Sequence[int]) -> QuerySet[Payment]:
    """Return the paid sums of districts that the scheme pays back and nobody has claimed, longest paid first."""
    rows = Payment.objects.filter(
        district__in=districts, stage=Stage.PAID, kind__in=sorted(money.CLAIMABLE), claimed__isnull=True
    )
    return rows.select_related("survivor__case").order_by("stage_at", "pk")


@transaction.atomic
def make(district: Place, *, by: Actor, at: datetime) -> Claim:
    """Put all that is paid, certified and unclaimed in a district into a proposal. Raises NotYours, NothingToClaim."""
    payments.allow(by, CLAIMANTS, district.pk)
    paid = list(open_everywhere([district.pk]).select_for_update(of=("self",)))
    certificates = certificates_of([one.survivor_id for one in paid])
    items = [one for one in paid if one.survivor_id in certificates]
    if not items:
        raise refusals.NothingToClaim
    proofs = proofs_of(items)
    claim = Claim(
        number=_number(district, at),
        district=district,
        count=len(items),
        total_paise=sum(one.amount_paise for one in items),
        by=by.key,
        at=at,
    )
    claim.save(force_insert=True)
    ClaimItem.objects.bulk_create(
        ClaimItem(
            claim=claim,
            payment=one,
            amount_paise=one.amount_paise,
            certificate=certificates[one.survivor_id],
            proof=proofs[one.pk],
        )
        for one in items
    )
    _note(claim, "make_claim", {"count": claim.count, "paise": claim.total_paise}, by=by, at=at)
    return claim


@transaction.atomic
def forward(claim: Claim, letter: str, *, on: date, by: Actor, at: datetime) -> None:
    """Write that the proposal went to the state, or from there to the centre. Raises NotYours, NotNow."""
    payments.allow(by, FORWARDERS, claim.district_id)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.to_centre_on is not None:
        raise refusals.NotNow
    to_state = claim.to_state_on is None
    cases = [
        item.payment.survivor.case
        for item in claim.items.select_related("payment__survivor__case__parent").order_by("pk")
        if item.payment.kind in DEPOSITED
    ]
    if to_state:
        Claim.objects.filter(pk=claim.pk).update(to_state_on=on, to_state_letter=letter)
        for case in cases:
            duties.start(case, TO_CENTRE, from_at=at, by=by, at=at, key=claim.number)
    else:
        Claim.objects.filter(pk=claim.pk).update(to_centre_on=on, to_centre_letter=letter)
        for case in cases:
            duties.done(case, TO_CENTRE, at=at, key=claim.number)
    verb = "claim_to_state" if to_state else "claim_to_centre"
    _note(claim, verb, {"letter": letter, "on": on}, by=by, at=at)


@transaction.atomic
def receive(claim: Claim, came: Came, *, by: Actor, at: datetime) -> ClaimReceipt:
    """Enter what came back: first the district's fund is made whole, the rest is the state's.

    Raises NotYours, TooMuchBack, ReferenceUsed, NoFund.
    """
    payments.allow(by, FORWARDERS, claim.district_id)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("district").get(pk=claim.pk)
    if ClaimReceipt.objects.filter(reference=came.reference).exists():
        raise refusals.ReferenceUsed
    if came.paise > claim.total_paise - claim.received_paise:
        raise refusals.TooMuchBack
    for_fund = min(came.paise, laid_out(claim) - sum(claim.receipts.values_list("fund_paise", flat=True)))
    receipt = ClaimReceipt(
        claim=claim,
        amount_paise=came.paise,
        fund_paise=for_fund,
        reference=came.reference,
        on=came.on,
        by=by.key,
        at=at,
    )
    receipt.save(force_insert=True)
    is_whole = came.paise == claim.total_paise - claim.received_paise
    Claim.objects.filter(pk=claim.pk).update(
        received_paise=F("received_paise") + came.paise, settled_at=at if is_whole else None
    )
    if for_fund:
        movement = fund.Movement(FundLine.Kind.RECOUPED, for_fund, came.on, reference=came.reference, claim=claim)
        fund.book(claim.district, movement, by=by, at=at)
    _note(claim, "claim_received", {"paise": came.paise, "fund": for_fund, "reference": came.reference}, by=by, at=at)
    return receipt


def laid_out(claim: Claim) -> int:
    """Return how much of a claim the district's fund laid out, in paise."""
    rows = claim.items.filter(payment__source=money.Source.CORPUS)
    return sum(rows.values_list("amount_paise", flat=True))


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


def _note(claim: Claim, verb: str, detail: dict[str, object], *, by: Actor, at: datetime) -> None:
    journal.append(f"claim:{claim.number}", verb, by=by, at=at, detail=detail)


def _number(district: Place, at: datetime) -> str:
    year = clock.day(at).year
    return f"CL-{district.lgd_code}-{year}-{counters.following(f'claim:{district.lgd_code}:{year}'):04d}"
