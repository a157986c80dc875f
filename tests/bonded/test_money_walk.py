"""Any walk over the ledger: whatever officers and the bank do in any order, its sums agree and no step is skipped."""

from collections.abc import Callable
from itertools import pairwise
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.bonded import purse, room

from shramsetu.bonded import proof, unpaid
from shramsetu.bonded.actions import bankfiles, payments
from shramsetu.bonded.models import BankEntry, FundLine, Payment, PaymentLine, Survivor
from shramsetu.bonded.rules.ledger import NEXT, Stage
from shramsetu.offices.errors import Refused

pytestmark = pytest.mark.django_db
AT = purse.AT
PEOPLE = 2
FUND = 5_000_000  # paise: enough for one immediate assistance, never for two
which = st.integers(0, PEOPLE - 1)
utrs = st.sampled_from(["SBIN22611160001", "SBIN22611160002", "SBIN22611160003"])


class Walk(RuleBasedStateMachine):
    """The officers, the bank and the clock of one district; each walk is undone at its end."""

    people: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(so_far=st.integers(0, 3))
    def begin(self, so_far: int) -> None:
        """Start where a ledger of some days stands: proposed and sanctioned, at the bank, credited."""
        if so_far >= 1:
            self.propose_and_sanction(0)
        if so_far >= 2:
            self.send()
        if so_far >= 3:
            self.credit(0, "SBIN22611160001", "30000")

    @rule(person=which, paise=st.sampled_from([purse.IMMEDIATE, purse.IMMEDIATE + 1, 1]))
    def propose(self, person: int, paise: int) -> None:
        payment = self.payment(person)
        proposal = payments.Proposal(paise)
        officer = room.officer("labour_officer")
        self.attempt(lambda: payments.propose(payment, proposal, seen=payment.seq, by=officer, at=AT))

    @rule(person=which, who=st.sampled_from(["sdm", "dm"]), reason=st.sampled_from(["", "इलाज"]))
    def sanction(self, person: int, who: str, reason: str) -> None:
        payment, by = self.payment(person), room.officer(who)
        self.attempt(
            lambda: payments.sanction(payment, purse.ORDER, seen=payment.seq, by=by, at=AT, over_reason=reason)
        )
        payment.refresh_from_db()
        if payment.stage == "sanctioned" and payment.amount_paise > purse.IMMEDIATE:
            assert payment.over_reason

    @rule(person=which)
    def propose_and_sanction(self, person: int) -> None:
        self.propose(person, purse.IMMEDIATE)
        self.sanction(person, "sdm", "")

    @rule(person=which)
    def refuse(self, person: int) -> None:
        payment = self.payment(person)
        self.attempt(lambda: payments.refuse(payment, "नहीं", seen=payment.seq, by=room.officer("sdm"), at=AT))

    @rule(person=which)
    def act_on_what_was_seen_long_ago(self, person: int) -> None:
        payment = self.payment(person)
        with pytest.raises(Refused):
            payments.refuse(payment, "नहीं", seen=payment.seq - 1, by=room.officer("sdm"), at=AT)

    @rule()
    def send(self) -> None:
        self.attempt(lambda: bankfiles.make(room.district(), by=room.officer("labour_officer"), at=AT))

    @rule(person=which, utr=utrs, rupees=st.sampled_from(["30000", "30000.01", "0.01"]))
    def credit(self, person: int, utr: str, rupees: str) -> None:
        if reference := self.reference(person):
            purse.read(purse.credited(reference, utr=utr, rupees=rupees))

    @rule(person=which, rupees=st.sampled_from(["30000", "30000.01", "0.01"]))
    def give_back(self, person: int, rupees: str) -> None:
        if reference := self.reference(person):
            purse.read(purse.came_back(reference, rupees=rupees))

    @invariant()
    def all_sums_agree(self) -> None:
        assert [one for one in proof.faults() if one.count] == []

    @invariant()
    def no_step_is_skipped(self) -> None:
        for payment in Payment.objects.filter(pk__in=self.people):
            lines = list(payment.lines.values_list("stage", flat=True))
            assert lines[0] == "due"
            assert all(Stage(there) in NEXT[Stage(here)] for here, there in pairwise(lines))

    @invariant()
    def the_fund_is_what_went_out(self) -> None:
        out = Payment.objects.filter(stage__in=["sent", "paid"]).values_list("amount_paise", flat=True)
        last = FundLine.objects.filter(district=room.district()).order_by("-seq").first()
        assert last is not None
        assert last.balance_paise == FUND - sum(out) >= 0

    @invariant()
    def who_is_not_paid_is_on_the_list(self) -> None:
        open_ones = set(Payment.objects.exclude(stage="paid").values_list("survivor", flat=True))
        assert {line.survivor.pk for line in unpaid.lines(Survivor.objects.all(), at=AT)} == open_ones

    def attempt(self, deed: Callable[[], object]) -> None:
        """Do what may be refused; what is refused has changed nothing."""
        lines = PaymentLine.objects.count()
        try:
            with transaction.atomic():
                deed()
        except Refused:
            assert PaymentLine.objects.count() == lines

    def payment(self, person: int) -> Payment:
        return Payment.objects.select_related("survivor__case", "district", "account").get(pk=self.people[person])

    def reference(self, person: int) -> str:
        entry = BankEntry.objects.filter(payment=self.people[person]).order_by("-attempt").first()
        return entry.reference if entry else ""


def test_any_walk_over_the_ledger_adds_up() -> None:
    purse.opened_fund(FUND // 100)
    Walk.people = [purse.freed(number).pk for number in range(PEOPLE)]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Walk, settings=settings(max_examples=8, stateful_step_count=10, deadline=None)
    )
