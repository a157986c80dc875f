"""A sanctioned sum put right: what is paid stays, the rest is planned anew, and too much comes back, to the paisa."""

import random
from datetime import date

import pytest
from tests.room import at_desk, text_of
from tests.schemes import purse
from tests.schemes.purse import AT, LATER, accounts

from shramsetu.schemes import payable, proof, refusals
from shramsetu.schemes.actions import answers, awards, batches, correcting, payees
from shramsetu.schemes.models import Award, Correction, Due, Transfer
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.plans import Planned

pytestmark = pytest.mark.django_db
ORDER = "आदेश 417, दिनांक 18.11.2026"
HOME = "/desk/payments/"


def corrected(award: Award, paise: int) -> Correction:
    made = correcting.ask(award, paise, order=ORDER, by=accounts(), at=LATER)
    correcting.make(made, by=accounts(1), at=LATER)
    award.refresh_from_db()
    made.refresh_from_db()
    return made


def paid(kind: str = "per_event") -> list[Transfer]:
    """Have what is due paid; return the transfers."""
    sent = list(purse.sent(kind).transfers.order_by("pk"))
    purse.answer(*(purse.paid(one, number) for number, one in enumerate(sent, 1)))
    return sent


def instalments() -> Award:
    """Return sixty instalments of a disabled worker, the first of them paid."""
    made = purse.granted(purse.DEATH, loss="disability", disability_percent=100, cause="accident")
    paid("instalments")
    return next(one for one in made if one.kind == "instalments")


def planned(award: Award) -> list[int]:
    return list(award.dues.filter(stage="planned").order_by("due_on").values_list("paise", flat=True))


def faults() -> list[str]:
    return [one.name for one in proof.faults() if one.count]


def test_a_sum_not_paid_yet_goes_out_as_it_was_put_right() -> None:
    (award,) = purse.granted()
    made = corrected(award, 55_000_50)
    assert (award.total_paise, planned(award), made.over_paise) == (55_000_50, [55_000_50], 0)
    assert purse.batch(at=LATER).total_paise == 55_000_50
    assert faults() == []


@pytest.mark.parametrize("total", [400_000_00, 600_000_07])
def test_what_is_paid_stays_and_the_difference_goes_to_the_days_that_are_left(total: int) -> None:
    award = instalments()
    days = list(award.dues.filter(stage="planned").order_by("seq").values_list("due_on", flat=True))
    corrected(award, total)
    (first,) = award.dues.filter(stage="paid")
    rest = planned(award)
    assert (first.paise, len(rest), sum(rest)) == (9_172_00, len(days), total - 9_172_00)
    assert max(rest) - min(rest) <= 1
    assert list(award.dues.filter(stage="planned").order_by("seq").values_list("due_on", flat=True)) == days
    assert faults() == []


def test_what_is_missing_of_a_sum_that_was_paid_whole_falls_due_at_once() -> None:
    (award,) = purse.granted()
    paid()
    corrected(award, 75_000_00)
    (due,) = award.dues.filter(stage="planned")
    assert (due.paise, due.due_on) == (10_000_00, LATER.date())
    assert faults() == []


def test_what_was_paid_too_much_stands_in_the_list_until_it_came_back() -> None:
    award = instalments()
    made = corrected(award, 9_000_00)
    assert (planned(award), made.over_paise, faults()) == ([], 172_00, ["over-came-back"])
    with pytest.raises(refusals.SameHand):
        correcting.recover(made, "CH-88", on=purse.TODAY, by=accounts(), at=LATER)
    correcting.recover(made, "CH-88", on=purse.TODAY, by=accounts(1), at=LATER)
    assert faults() == []
    corrected(award, 10_000_00)
    assert (planned(award), faults()) == ([1_000_00], [])


def test_too_much_that_the_bank_took_back_is_not_paid_out_again() -> None:
    (award,) = purse.granted()
    (sent,) = paid()
    corrected(award, 55_000_00)
    purse.answer(purse.returned(sent, "59"))
    assert [one.why for one in payable.waiting("bocw", at=LATER)] == ["corrected"]
    corrected(award, 55_000_00)
    assert (planned(award), faults()) == ([55_000_00], [])
    assert purse.batch(at=LATER).total_paise == 55_000_00


def test_one_person_does_not_put_a_sum_right_and_until_it_is_nothing_goes_out() -> None:
    (award,) = purse.granted()
    made = correcting.ask(award, 55_000_00, order=ORDER, by=accounts(), at=LATER)
    assert [one.why for one in payable.waiting("bocw", at=LATER)] == ["corrected"]
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=LATER)
    with pytest.raises(refusals.SameHand):
        correcting.make(made, by=accounts(), at=LATER)
    with pytest.raises(refusals.NotNow):
        correcting.ask(award, 45_000_00, order=ORDER, by=accounts(1), at=LATER)
    with pytest.raises(refusals.NotYours):
        correcting.make(made, by=accounts(board="uow"), at=LATER)
    correcting.drop(made, by=accounts(), at=LATER)
    assert purse.batch(at=LATER).total_paise == 65_000_00


def test_a_line_that_waits_for_approval_is_left_out_and_one_at_the_bank_is_waited_for() -> None:
    (award,) = purse.granted()
    batch = purse.batch()
    made = correcting.ask(award, 55_000_00, order=ORDER, by=accounts(), at=LATER)
    with pytest.raises(refusals.OnTheWay):
        correcting.make(made, by=accounts(1), at=LATER)
    with pytest.raises(refusals.NothingToPay):
        batches.approve(batch, by=accounts(1), at=LATER)
    batches.refuse(batch, "राशि बदली", by=accounts(1), at=LATER)
    correcting.make(made, by=accounts(1), at=LATER)
    assert purse.batch(at=LATER).total_paise == 55_000_00


def test_what_came_back_is_seen_to_before_the_sum_is_put_right() -> None:
    (award,) = purse.granted()
    purse.sent()
    purse.answer(purse.returned(Transfer.objects.get(), "53"))
    made = correcting.ask(award, 55_000_00, order=ORDER, by=accounts(), at=LATER)
    with pytest.raises(refusals.MendFirst):
        correcting.make(made, by=accounts(1), at=LATER)
    answers.mend(Transfer.objects.get(), "खाता चालू हुआ", by=accounts(), at=LATER)
    correcting.make(made, by=accounts(1), at=LATER)
    assert (purse.batch(at=LATER).total_paise, faults()) == (55_000_00, [])


def test_pensions_and_what_would_change_nothing_are_not_put_right() -> None:
    (wedding,), (pension,) = purse.granted(), purse.granted(purse.PENSION, 2)
    with pytest.raises(refusals.SameSum):
        correcting.ask(wedding, 65_000_00, order=ORDER, by=accounts(), at=LATER)
    with pytest.raises(refusals.NotNow):
        correcting.ask(pension, 65_000_00, order=ORDER, by=accounts(), at=LATER)


def test_a_claim_granted_again_with_another_sum_does_not_keep_the_old_plan_in_silence() -> None:
    (award,) = purse.granted()
    other = purse.answered(purse.WEDDING, is_inter_caste=True)
    assert other.benefits.given[0].paise != award.total_paise
    with pytest.raises(refusals.OtherSum):
        awards.grant(award.claim, other, by=accounts(), at=LATER)
    assert Due.objects.get().paise == award.total_paise


def test_the_rest_of_any_plan_adds_up_to_the_paisa_with_interest_within_each_sum() -> None:
    chance = random.Random(7)
    for _ in range(300):
        left = []
        for seq in range(1, chance.randrange(1, 61)):
            paise = chance.randrange(1, 1_000_000)
            left.append(Planned(seq, date(2027, 1, 1), paise, chance.randrange(paise)))
        total, done = chance.randrange(1, 50_000_000), chance.randrange(0, 20_000_000)
        rest = plans.corrected(total, done, left, on=AT.date(), seq=61)
        assert sum(one.paise for one in rest) == max(0, total - done)
        assert all(0 <= one.interest_paise <= one.paise and one.paise for one in rest)
        assert [one.seq for one in rest] == list(range(61, 61 + len(rest)))


def test_two_of_the_desk_put_a_sum_right_from_its_pages() -> None:
    (award,) = purse.granted()
    maker, checker, other = at_desk(accounts()), at_desk(accounts(1)), at_desk(accounts(board="uow"))
    address = f"{HOME}award/{award.pk}/sum/"
    assert address in text_of(maker.get(f"{HOME}claim/{award.claim.case.number}/"))
    assert other.get(address).status_code == 404
    assert maker.post(address, {"amount": "55,000", "order": ""}).status_code == 422
    assert maker.post(address, {"amount": "55,000", "order": ORDER}).status_code == 302
    row = Correction.objects.get()
    assert "राशि ठीक की जा रही है" in text_of(maker.get(HOME))
    assert ORDER in text_of(checker.get(f"{HOME}corrections/"))
    assert ORDER not in text_of(other.get(f"{HOME}corrections/"))
    assert other.post(f"{HOME}correction/{row.pk}/make/").status_code == 404
    maker.post(f"{HOME}correction/{row.pk}/make/")
    assert Correction.objects.get().is_made is None
    checker.post(f"{HOME}correction/{row.pk}/make/")
    assert Correction.objects.get().is_made
    page = text_of(checker.get(f"{HOME}claim/{award.claim.case.number}/"))
    assert "₹ 65,000 → ₹ 55,000" in page

    paid()
    maker.post(address, {"amount": "50,000", "order": ORDER})
    last = Correction.objects.latest("pk")
    checker.post(f"{HOME}correction/{last.pk}/make/")
    assert "₹ 5,000" in text_of(maker.get(f"{HOME}corrections/"))
    given = {"reference": "CH-88", "on": "2026-11-20"}
    assert checker.post(f"{HOME}correction/{last.pk}/came-back/", given).status_code == 302
    assert faults() == []


def test_a_correction_is_dropped_from_the_list() -> None:
    (award,) = purse.granted()
    row = correcting.ask(award, 55_000_00, order=ORDER, by=accounts(), at=AT)
    at_desk(accounts(1)).post(f"{HOME}correction/{row.pk}/drop/")
    assert (Correction.objects.get().is_made, Due.objects.get().paise) == (False, 65_000_00)


def test_what_the_bank_took_back_itself_is_not_written_down_as_come_back_once_more() -> None:
    (award,) = purse.granted()
    (sent,) = paid()
    made = corrected(award, 55_000_00)
    purse.answer(purse.returned(sent, "59"))
    with pytest.raises(refusals.NotNow):
        correcting.recover(made, "CH-1", on=LATER.date(), by=accounts(1), at=LATER)
    assert [one.why for one in payable.waiting("bocw", at=LATER)] == ["corrected"]


def test_heirs_take_no_sum_over_that_is_being_put_right() -> None:
    (award,) = purse.granted()
    heirs = [payees.NewPayee("सुमन निषाद", kin="spouse")]
    made = correcting.ask(award, 55_000_00, order=ORDER, by=accounts(), at=AT)
    with pytest.raises(refusals.NotNow):
        awards.succeed(award.payee, heirs, died_on=purse.TODAY, by=accounts(1), at=AT)
    correcting.drop(made, by=accounts(), at=AT)
    (told,) = awards.succeed(award.payee, heirs, died_on=purse.TODAY, by=accounts(1), at=AT)
    assert told.total_paise == award.total_paise
