"""A corrected row of somebody who is known: what it says more is taken over, what it says otherwise waits."""

import pytest
from tests.bonded import purse, room
from tests.bonded.old_book import ROW, csv_of, look, written
from tests.bonded.room import AT
from tests.room import at_desk, text_of

from shramsetu.bonded import persons, scope, unpaid
from shramsetu.bonded.actions import registers
from shramsetu.bonded.models import PaidBefore, Payment, Register, RegisterRow, Survivor

pytestmark = pytest.mark.django_db
BARE = {
    key: value for key, value in ROW.items() if key not in ("certificate_number", "certificate_on", "account", "ifsc")
}
PAID = {"immediate_rupees": "30000", "immediate_on": "12-03-2022"}


def decide(row: Register, number: int, decision: str) -> Register:
    return registers.write(row, by=room.officer("labour_officer"), at=AT, decided={number: decision})


def not_paid() -> set[str]:
    return {line.survivor.code for line in unpaid.lines(scope.survivors(room.officer("commissioner")), at=AT)}


def test_what_a_corrected_row_says_was_paid_is_kept() -> None:
    written(csv_of(BARE))
    one = Survivor.objects.get()
    assert not_paid() == {one.code}
    row = look(csv_of({**ROW, **PAID}))
    [perhaps] = registers.opened(row, at=AT).perhaps
    assert perhaps.beyond
    assert perhaps.beyond.new == ("immediate", "certificate", "account")
    page = text_of(at_desk(room.officer("labour_officer")).get(f"/desk/bonded/registers/{row.pk}/"))
    assert 'value="same"' in page
    decide(row, 2, registers.SAME)
    before = PaidBefore.objects.get(survivor=one)
    assert (before.kind, before.amount_paise, before.counts) == ("immediate", 30_000_00, True)
    assert not_paid() == set()
    assert not Payment.objects.filter(survivor=one, stage="due").exists()
    assert "45/2022" in str(persons.identity(Survivor.objects.get())["certificate_number"])
    assert one.accounts.filter(ended_at=None).exists()
    assert (Survivor.objects.count(), RegisterRow.objects.count(), look(csv_of({**ROW, **PAID})).known) == (1, 2, 1)


def test_a_row_that_says_another_sum_waits_until_both_were_compared() -> None:
    written(csv_of({**BARE, **PAID}))
    row = look(csv_of({**BARE, "address": "मऊ", "immediate_rupees": "5000", "immediate_on": "12-03-2022"}))
    after = decide(row, 2, registers.SAME)
    assert [one.beyond and one.beyond.otherwise for one in registers.opened(after, at=AT).perhaps] == [("immediate",)]
    page = text_of(at_desk(room.officer("labour_officer")).get(f"/desk/bonded/registers/{row.pk}/"))
    assert 'value="keep"' in page
    after = decide(after, 2, registers.KEEP)
    assert (registers.opened(after, at=AT).perhaps, PaidBefore.objects.get().amount_paise) == ((), 30_000_00)


def test_a_sum_of_somebody_freed_here_waits_for_a_second_officer() -> None:
    payment = purse.freed(account=False, identity={"name": "सुखदेव कोल", "parent": "रामदीन कोल", "phone": ""})
    row = look(csv_of({**BARE, **PAID}))
    decide(row, 2, registers.SAME)
    before = PaidBefore.objects.get(survivor=payment.survivor)
    assert (before.counts, before.said_by_id) == (False, room.officer("labour_officer").user_id)
    payment.refresh_from_db()
    assert payment.stage == "due"


def test_the_same_for_a_twin_in_one_file_keeps_what_it_says() -> None:
    row = look(csv_of(BARE, {**BARE, "address": "मऊ", **PAID}))
    decide(row, 3, registers.SAME)
    assert (Survivor.objects.count(), PaidBefore.objects.get().amount_paise) == (1, 30_000_00)
