"""What the centre is asked to pay back: paid sums with a certificate, each once, less what came back since."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from shramsetu.bonded import claimed, counters, refusals
from shramsetu.bonded.actions import duties, fund, payments
from shramsetu.bonded.models import (
    Claim,
    ClaimItem,
    ClaimReceipt,
    FundLine,
    Payment,
)
from shramsetu.bonded.rules import money
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.places.models import Place

CLAIMANTS = frozenset({Role.OFFICER, Role.DM})
FORWARDERS = frozenset({Role.OFFICER, Role.DM, Role.HEAD})
TO_CENTRE = "balance-to-centre"
DEPOSITED = frozenset({money.Kind.BALANCE, money.Kind.ANNUITY})


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came back on a claim."""

    paise: int
    reference: str
    on: date


@transaction.atomic
def make(district: Place, *, by: Actor, at: datetime) -> Claim:
    """Put all that is paid, certified and unclaimed in a district into a proposal, less what came back of earlier ones.

    Raises NotYours; NothingToClaim also where more came back than is to be claimed: that is for a correction.
    """
    items = _open(district, by=by)
    if not items or sum(one.amount_paise for one in items) < 0:
        raise refusals.NothingToClaim
    return _made(district, items, verb="make_claim", by=by, at=at)


@transaction.atomic
def correct(district: Place, *, by: Actor, at: datetime) -> Claim:
    """Tell the state that more came back of earlier proposals than there is to claim: it gets the rest back.

    Raises NotYours, NothingToCorrect.
    """
    items = _open(district, by=by)
    if sum(one.amount_paise for one in items) >= 0:
        raise refusals.NothingToCorrect
    return _made(district, items, verb="correct_claim", by=by, at=at)


def _open(district: Place, *, by: Actor) -> list[ClaimItem]:
    payments.allow(by, CLAIMANTS, district.pk)
    # the place's row is the lock: what is claimed of a payment stands in other rows than its own
    Place.objects.select_for_update(no_key=True).get(pk=district.pk)
    return _asking(district) + _deducting(district)


def _made(district: Place, items: list[ClaimItem], *, verb: str, by: Actor, at: datetime) -> Claim:
    total = sum(one.amount_paise for one in items)
    claim = Claim(
        number=_number(district, at),
        district=district,
        count=len(items),
        total_paise=total,
        settled_at=None if total else at,
        by=by.key,
        at=at,
    )
    claim.save(force_insert=True)
    for one in items:
        one.claim = claim
    ClaimItem.objects.bulk_create(items)
    _note(claim, verb, {"count": claim.count, "paise": claim.total_paise}, by=by, at=at)
    return claim


def _asking(district: Place) -> list[ClaimItem]:
    paid = list(claimed.open_everywhere([district.pk]).select_for_update(of=("self",)))
    certificates = claimed.certificates_of([one.survivor_id for one in paid])
    certified = [one for one in paid if one.survivor_id in certificates]
    proofs, turns = claimed.proofs_of(certified), _turns(certified)
    return [
        ClaimItem(
            payment=one,
            turn=turns[one.pk] + 1,
            amount_paise=one.amount_paise,
            certificate=certificates[one.survivor_id],
            proof=proofs[one.pk],
        )
        for one in certified
    ]


def _deducting(district: Place) -> list[ClaimItem]:
    """Return the deductions: each undoes the last asking of a payment, under the certificate and proof it named."""
    back = list(claimed.back_everywhere([district.pk]).select_for_update(of=("self",)))
    rows = ClaimItem.objects.filter(payment__in=back).order_by("payment", "turn")
    last = {one.payment_id: one for one in rows}
    return [
        ClaimItem(
            payment=one,
            turn=last[one.pk].turn + 1,
            amount_paise=-last[one.pk].amount_paise,
            certificate=last[one.pk].certificate,
            proof=last[one.pk].proof,
        )
        for one in back
    ]


def _turns(rows: Sequence[Payment]) -> Counter[int]:
    found = ClaimItem.objects.filter(payment__in=rows).values_list("payment", flat=True)
    return Counter(found)


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
        if item.payment.kind in DEPOSITED and item.amount_paise > 0
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

    Raises NotYours, NotNow for a correction, TooMuchBack, ReferenceUsed, NoFund.
    """
    claim = _held(claim, by=by)
    if claim.is_correction:
        raise refusals.NotNow
    if ClaimReceipt.objects.filter(reference=came.reference).exists():
        raise refusals.ReferenceUsed
    if came.paise > claim.total_paise - claim.received_paise:
        raise refusals.TooMuchBack
    for_fund = max(0, min(came.paise, laid_out(claim) - sum(claim.receipts.values_list("fund_paise", flat=True))))
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


@transaction.atomic
def give_back(claim: Claim, came: Came, *, by: Actor, at: datetime) -> ClaimReceipt:
    """Enter what the state got back on a correction: first out of the fund, as far as its sums came back to the fund.

    Raises NotYours, NotNow for what is no correction, TooMuchBack, ReferenceUsed, FundTooLow, NoFund.
    """
    claim = _held(claim, by=by)
    if not claim.is_correction:
        raise refusals.NotNow
    if ClaimReceipt.objects.filter(reference=came.reference).exists():
        raise refusals.ReferenceUsed
    left = claim.received_paise - claim.total_paise
    if came.paise > left:
        raise refusals.TooMuchBack
    given = -sum(claim.receipts.values_list("fund_paise", flat=True))
    of_fund = max(0, min(came.paise, -laid_out(claim) - given))
    receipt = ClaimReceipt(
        claim=claim,
        amount_paise=-came.paise,
        fund_paise=-of_fund,
        reference=came.reference,
        on=came.on,
        by=by.key,
        at=at,
    )
    receipt.save(force_insert=True)
    Claim.objects.filter(pk=claim.pk).update(
        received_paise=F("received_paise") - came.paise, settled_at=at if came.paise == left else None
    )
    if of_fund:
        movement = fund.Movement(FundLine.Kind.REPAID, -of_fund, came.on, reference=came.reference, claim=claim)
        fund.book(claim.district, movement, by=by, at=at)
    _note(claim, "claim_given_back", {"paise": came.paise, "fund": of_fund, "reference": came.reference}, by=by, at=at)
    return receipt


def _held(claim: Claim, *, by: Actor) -> Claim:
    payments.allow(by, FORWARDERS, claim.district_id)
    return Claim.objects.select_for_update(of=("self",)).select_related("district").get(pk=claim.pk)


def laid_out(claim: Claim) -> int:
    """Return how much of a claim the district's fund laid out, in paise."""
    rows = claim.items.filter(payment__source=money.Source.CORPUS)
    return sum(rows.values_list("amount_paise", flat=True))


def _note(claim: Claim, verb: str, detail: dict[str, object], *, by: Actor, at: datetime) -> None:
    journal.append(f"claim:{claim.number}", verb, by=by, at=at, detail=detail)


def _number(district: Place, at: datetime) -> str:
    year = clock.day(at).year
    return f"CL-{district.lgd_code}-{year}-{counters.following(f'claim:{district.lgd_code}:{year}'):04d}"
