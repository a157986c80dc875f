"""Money goes out by two hands, once; comes back by its code; goes out again when it is mended."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import cast
from tests.schemes import purse
from tests.schemes.purse import AT, LATER, accounts
from tests.workers import room

from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Role
from shramsetu.schemes import ledger, payable, proof, refusals
from shramsetu.schemes.actions import answers, awards, batches, payees, sharing
from shramsetu.schemes.models import Award, Batch, BatchFile, Due, SharedAccount, Transfer
from shramsetu.schemes.rules import bankfile
from shramsetu.schemes.rules.bankfile import Result
from shramsetu.workers.actions import accounts as banks
from shramsetu.workers.actions import merging
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account, Worker

pytestmark = pytest.mark.django_db
HEIR = payees.NewPayee("सुमन निषाद", kin="spouse")


def stages() -> list[str]:
    return list(Due.objects.order_by("pk").values_list("stage", flat=True))


def only() -> Transfer:
    return Transfer.objects.order_by("-attempt").first()  # type: ignore[return-value]


def other_account(worker: Worker, number: str = "99887766554") -> None:
    Account.objects.filter(worker=worker).update(ended_at=AT)
    row = banks.closed(worker, NewAccount(number, "PUNB0000456"), by=room.clerk(), at=LATER)
    row.checked_by = "user:0@0"
    row.save(force_insert=True)


def test_two_people_send_a_wedding_and_the_file_proves_itself() -> None:
    purse.granted(number=1)
    purse.granted(number=2)
    made = purse.batch()
    assert (made.count, made.total_paise, stages()) == (2, 130_000_00, ["batched", "batched"])
    with pytest.raises(refusals.SamePerson):
        batches.approve(made, by=accounts(), at=AT)
    approved = batches.approve(made, by=accounts(1), at=AT)
    file = batches.write(approved, at=AT)

    assert stages() == ["sent", "sent"]
    assert batches.write(approved, at=AT) == file
    assert b"SBIN" not in bytes(file.closed)
    content = batches.take(approved, by=accounts(), at=AT)
    assert bankfile.proved(content) == (2, 130_000_00)
    assert "रामदेव निषाद,30451100001,SBIN0000123,65000.00" in content.decode()
    with pytest.raises(refusals.TakenBefore):
        batches.take(approved, by=accounts(), at=AT)
    assert batches.take(approved, by=accounts(), at=AT, reason="बैंक ने फिर माँगी") == content
    assert list(Entry.objects.filter(stream=approved.stream).order_by("seq").values_list("verb", flat=True)) == [
        "make_batch",
        "approve_batch",
        "take_batch",
        "take_batch",
    ]


def test_the_database_refuses_one_person_for_both_hands() -> None:
    purse.granted()
    made = purse.batch()
    with pytest.raises(DatabaseError), transaction.atomic():
        Batch.objects.filter(pk=made.pk).update(stage="approved", decided_by=made.made_by, decided_at=AT)


def test_another_board_and_another_post_make_no_batch() -> None:
    purse.granted()
    for by in (accounts(board="uow"), room.registrar()):
        with pytest.raises(refusals.NotYours):
            batches.make("bocw", "per_event", district=purse.kanpur(), by=by, at=AT)


def test_kinds_never_share_a_batch() -> None:
    purse.granted()
    purse.granted(purse.DEATH, 2, loss="disability", disability_percent=100, cause="accident")
    assert (purse.batch().total_paise, purse.batch("instalments").total_paise) == (65_000_00, 9_172_00)
    with pytest.raises(refusals.NothingToPay):
        purse.batch()


def test_paid_to_the_paisa_and_read_again_changes_nothing() -> None:
    purse.granted()
    purse.sent()
    line = purse.paid(only())
    found = purse.answer(line)
    assert (found.results, stages()) == ({Result.MATCHED: 1}, ["paid"])
    assert purse.answer(line).was_read
    assert purse.answer(line, line).results == {Result.SEEN: 2}
    assert Due.objects.get().paid_on == (LATER - timedelta(days=2)).date()


def test_a_returned_transfer_waits_for_another_account_or_an_officers_word() -> None:
    (award,) = purse.granted()
    purse.sent()
    purse.answer(purse.returned(only(), "53"))
    assert (stages(), Due.objects.get().why) == (["returned"], "53")
    assert [one.why for one in payable.waiting("bocw", at=LATER)] == ["returned"]
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=LATER)

    answers.mend(only(), "बैंक में खाता चालू हुआ", by=accounts(), at=LATER)
    purse.sent(at=LATER)
    again = only()
    assert (again.attempt, again.due.award, again.due.stage) == (2, award, "sent")


def test_a_closed_account_waits_for_another_one_whatever_an_officer_says() -> None:
    (award,) = purse.granted()
    purse.sent()
    purse.answer(purse.returned(only(), "01"))
    answers.mend(only(), "फिर भेजें", by=accounts(), at=LATER)
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=LATER)

    assert award.payee.worker is not None
    other_account(award.payee.worker)
    made = purse.sent(at=LATER)
    assert "99887766554,PUNB0000456" in batches.take(made, by=accounts(), at=LATER).decode()
    purse.answer(purse.paid(only(), 2, "2026-11-19"))
    assert stages() == ["paid"]


def test_the_banks_own_trouble_needs_no_mend() -> None:
    purse.granted()
    purse.sent()
    purse.answer(purse.returned(only(), "59"))
    assert purse.batch(at=LATER).count == 1


def test_a_credit_taken_back_days_later_is_owed_again() -> None:
    purse.granted()
    purse.sent()
    purse.answer(purse.paid(only()))
    purse.answer(purse.returned(only(), "68"))
    assert (stages(), Due.objects.get().paid_on) == (["returned"], None)


def test_an_account_changed_before_approval_is_left_out() -> None:
    (award, other) = (*purse.granted(number=1), *purse.granted(number=2))
    made = purse.batch()
    assert award.payee.worker is not None
    other_account(award.payee.worker)
    approved = batches.approve(made, by=accounts(1), at=AT)
    assert (approved.count, approved.total_paise) == (1, 65_000_00)
    assert [award.dues.get().stage, other.dues.get().stage] == ["planned", "batched"]
    assert purse.batch().count == 1


def test_a_batch_sent_back_is_due_again() -> None:
    purse.granted()
    made = purse.batch()
    batches.refuse(made, "ज़िला ग़लत", by=accounts(1), at=AT)
    assert stages() == ["planned"]
    assert purse.batch().count == 1
    with pytest.raises(refusals.NotNow):
        batches.approve(made, by=accounts(1), at=AT)


def test_a_file_the_bank_did_not_take_goes_out_anew_by_the_word_of_two() -> None:
    purse.granted()
    made = purse.sent()
    assert not batches.untaken(made, "सर्वर पर नहीं पहुँची", by=accounts(), at=LATER)
    with pytest.raises(refusals.SameWord):
        batches.untaken(made, "सर्वर पर नहीं पहुँची", by=accounts(), at=LATER)
    assert batches.untaken(made, "सर्वर पर नहीं पहुँची", by=accounts(1), at=LATER)
    assert stages() == ["planned"]

    first = only()
    purse.sent(at=LATER)
    found = purse.answer(purse.paid(first, 7), purse.paid(only(), 8, "2026-11-19"))
    assert found.results == {Result.PAID_TWICE: 1, Result.MATCHED: 1}
    first.refresh_from_db()
    assert (first.outcome, stages()) == ("excess", ["paid"])
    assert "SBIN222" not in answers.report(found.answer, "hi").decode()
    purse.answer(purse.returned(first, "70"))
    first.refresh_from_db()
    assert (first.outcome, stages()) == ("returned", ["paid"])


def test_the_file_taken_after_all_is_paid() -> None:
    purse.granted()
    made = purse.sent()
    for number in (0, 1):
        batches.untaken(made, "नहीं पहुँची", by=accounts(number), at=LATER)
    assert purse.answer(purse.paid(only())).results == {Result.PAID_UNTAKEN: 1}
    assert stages() == ["paid"]


def untaken(made: Batch) -> Transfer:
    for number in (0, 1):
        batches.untaken(made, "नहीं पहुँची", by=accounts(number), at=AT)
    return made.transfers.get()


def test_what_the_bank_paid_after_all_does_not_go_out_in_the_batch_that_waits() -> None:
    purse.granted()
    first, waiting = untaken(purse.sent()), purse.batch()
    assert purse.answer(purse.paid(first)).results == {Result.PAID_UNTAKEN: 1}
    assert (stages(), waiting.transfers.get().outcome) == (["paid"], "dropped")
    assert [one.name for one in proof.faults() if one.count] == []
    with pytest.raises(refusals.NothingToPay):
        batches.approve(waiting, by=accounts(1), at=LATER)


def test_two_files_said_not_taken_and_both_paid_are_read() -> None:
    purse.granted()
    first, second = untaken(purse.sent()), untaken(purse.sent())
    found = purse.answer(purse.paid(first, 7), purse.paid(second, 8))
    assert found.results == {Result.PAID_UNTAKEN: 1, Result.PAID_TWICE: 1}
    assert stages() == ["paid"]


def test_the_order_of_lines_does_not_matter_for_one_sum() -> None:
    purse.granted()
    first = untaken(purse.sent())
    purse.sent()
    found = purse.answer(purse.paid(only(), 8), purse.paid(first, 7))
    assert (found.results, stages()) == ({Result.MATCHED: 1, Result.PAID_TWICE: 1}, ["paid"])


def test_what_is_planned_for_heirs_and_was_paid_after_all_is_a_second_payment() -> None:
    (award,) = purse.granted()
    first = untaken(purse.sent())
    awards.succeed(award.payee, [HEIR], died_on=purse.TODAY, by=accounts(), at=AT)
    assert purse.answer(purse.paid(first)).results == {Result.PAID_TWICE: 1}
    assert stages() == ["cancelled", "planned"]


def test_what_a_bank_takes_back_after_the_succession_goes_to_the_heirs_too() -> None:
    (award,) = purse.granted()
    sent = purse.sent().transfers.get()
    purse.answer(purse.paid(sent))
    Award.objects.filter(pk=award.pk).update(state="ended", why="death")  # heirs have what was left of it
    purse.answer(purse.returned(sent, "54"))
    (again,) = awards.succeed(award.payee, [HEIR], died_on=purse.TODAY, by=accounts(), at=LATER)
    assert [one.paise for one in again.dues.all()] == [sent.paise]


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("S00000000009T01,PAID,,SBIN226111700001,2026-11-17,65000.00", Result.UNKNOWN),
        ("{reference},PAID,,SBIN226111700001,2026-11-17,65000.01", Result.WRONG_AMOUNT),
        ("{reference},PAID,,SBIN226111700001,2026-11-30,65000.00", Result.UNREADABLE),
    ],
)
def test_what_does_not_fit_settles_nothing_and_says_what_to_do(line: str, result: Result) -> None:
    purse.granted()
    purse.sent()
    found = purse.answer(line.format(reference=only().reference))
    assert (found.results, stages()) == ({result: 1}, ["sent"])
    assert str(answers.ADVICE[result]) in answers.report(found.answer, "hi").decode()


def test_one_account_of_many_persons_waits_until_somebody_looked() -> None:
    same = NewAccount("30451122334", "SBIN0000123")
    for number in (1, 2, 3):
        purse.claim(number=number, of=purse.worker(number, account=same))
        purse.awarded(number)
    with pytest.raises(refusals.NothingToPay):
        purse.batch()
    flag = SharedAccount.objects.get()
    assert (flag.persons, [one.why for one in payable.waiting("bocw", at=AT)]) == (3, ["shared"])

    sharing.clear(flag, "एक ही परिवार का खाता", persons=3, by=accounts(), at=AT)
    assert purse.batch().count == 3

    purse.claim(number=4, of=purse.worker(4, account=same))
    purse.awarded(4)
    with pytest.raises(refusals.NothingToPay):
        purse.batch()


def shared_by_two_boards() -> None:
    same = NewAccount("30451122334", "SBIN0000123")
    for number, scheme in ((1, purse.WEDDING), (2, purse.WEDDING), (3, purse.ACCIDENT)):
        claim = purse.claim(scheme, number, of=purse.worker(number, account=same))
        found = purse.answered(scheme, **(purse.INJURED if scheme == purse.ACCIDENT else {}))
        awards.grant(claim, found, by=room.registrar(), at=AT)


@pytest.mark.parametrize("first", ["bocw", "uow"])
def test_an_account_of_two_boards_stands_on_both_desks_and_each_clears_it_for_itself(first: str) -> None:
    shared_by_two_boards()
    payable.flag_shared(first, at=AT)
    desks = {board: accounts(board=board) for board in ("bocw", "uow")}
    flags = {board: ledger.shared(by).get() for board, by in desks.items()}
    assert {one.persons for one in flags.values()} == {3}
    sharing.clear(flags["bocw"], "एक ही परिवार का खाता", persons=3, by=desks["bocw"], at=AT)
    assert [one.why for one in payable.waiting("bocw", at=AT)] == ["ready"]
    assert [one.why for one in payable.waiting("uow", at=AT)] == ["shared"]
    with pytest.raises(refusals.NotYours):
        sharing.clear(flags["uow"], "एक ही परिवार का खाता", persons=3, by=desks["bocw"], at=AT)


def test_two_rows_found_to_be_one_person_are_one_in_a_shared_account() -> None:
    same = NewAccount("30451122334", "SBIN0000123")
    for number in (1, 2, 3):
        purse.claim(number=number, of=purse.worker(number, account=same))
        purse.awarded(number)
    payable.flag_shared("bocw", at=AT)
    one, two = Worker.objects.order_by("pk")[:2]
    sharing.clear(SharedAccount.objects.get(), "एक परिवार", persons=3, by=accounts(), at=AT)
    merging.merge(one, two, by=cast.desk(Role.STEWARD), at=AT)
    payable.flag_shared("bocw", at=AT)
    assert not SharedAccount.objects.exists()  # two persons may share one
    purse.claim(number=4, of=purse.worker(4, account=same))
    purse.awarded(4)
    payable.flag_shared("bocw", at=AT)
    assert SharedAccount.objects.get().persons == 3  # and one more is looked at anew
    assert {one.why for one in payable.waiting("bocw", at=AT)} == {"shared"}


def test_an_heir_is_paid_when_a_second_person_checked_the_account() -> None:
    granted = purse.granted(purse.DEATH)
    heir = granted[0].payee
    assert {one.why for one in payable.waiting("bocw", at=AT)} == {"no_account"}
    account = payees.enter_account(heir, number="20304050607", ifsc="BARB0KANPUR", by=accounts(), at=AT)
    with pytest.raises(refusals.SameHand):
        payees.check_account(account, by=accounts(), at=AT)
    with pytest.raises(refusals.NothingToPay):
        purse.batch("once")
    payees.check_account(account, by=accounts(1), at=AT)
    made = purse.sent("once")
    assert made.total_paise == 25_000_00
    assert BatchFile.objects.get().batch == made


def test_a_dead_workers_money_waits_for_heirs() -> None:
    (award,) = purse.granted()
    Worker.objects.filter(pk=award.payee.worker_id).update(died_on=purse.TODAY)
    assert [one.why for one in payable.waiting("bocw", at=AT)] == ["dead"]


def test_money_of_a_row_that_was_merged_waits_when_the_person_is_dead() -> None:
    (award,) = purse.granted()
    kept = purse.worker(2)
    Worker.objects.filter(pk=award.payee.worker_id).update(merged_into=kept)
    made = purse.batch()
    Worker.objects.filter(pk=kept.pk).update(died_on=purse.TODAY)
    with pytest.raises(refusals.NothingToPay):
        batches.approve(made, by=accounts(1), at=AT)
    batches.refuse(made, "मृत्यु", by=accounts(1), at=AT)
    assert [one.why for one in payable.waiting("bocw", at=AT)] == ["dead"]


def test_one_event_claimed_by_two_rows_of_one_person_is_paid_once() -> None:
    (award,) = purse.granted()
    second = purse.claim(number=2, subject=award.claim.subject)
    awards.grant(second, purse.answered(purse.WEDDING), by=room.registrar(), at=AT)
    Worker.objects.filter(pk=second.worker_id).update(merged_into=award.claim.worker)
    assert {one.why: one.count for one in payable.waiting("bocw", at=AT)} == {"ready": 1, "twice": 1}
    purse.sent()
    assert only().due.award == award


def test_what_was_claimed_by_one_row_alone_is_paid_after_a_merge() -> None:
    (award,) = purse.granted()
    kept = purse.worker(2, account=NewAccount("30451100001", "SBIN0000123"))
    merging.merge(kept, award.claim.worker, by=cast.desk(Role.STEWARD), at=AT)
    assert [one.why for one in payable.waiting("bocw", at=AT)] == ["ready"]


def test_what_went_out_cannot_be_changed() -> None:
    purse.granted()
    purse.sent()
    for change in ({"paise": 1}, {"reference": "S00000000001T99"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Transfer.objects.update(**change)
    for stage in ("cancelled", "batched"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Due.objects.update(stage=stage, why="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Due.objects.all().delete()


def test_the_next_instalments_wait_until_what_came_back_is_mended() -> None:
    claim = purse.claim(purse.DEATH)
    made = awards.grant(
        claim, purse.answered(purse.DEATH, loss="disability", disability_percent=60), by=accounts(), at=purse.AT
    )
    award = next(one for one in made if one.kind == "instalments")
    purse.sent("instalments")
    purse.answer(purse.returned(Transfer.objects.get(), "53"))
    next_month = purse.AT + timedelta(days=31)
    assert award.dues.filter(stage="planned", due_on__lte=clock.day(next_month)).count() == 1
    waits = [one for one in payable.waiting("bocw", at=next_month) if one.kind == "instalments"]
    assert [(one.why, one.count) for one in waits] == [("returned", 2)]
    answers.mend(Transfer.objects.get(), "केवाईसी पूरी हुई", by=accounts(), at=next_month)
    waits = [one for one in payable.waiting("bocw", at=next_month) if one.kind == "instalments"]
    assert [(one.why, one.count) for one in waits] == [("ready", 2)]


def test_a_workers_account_waits_for_a_second_person_before_the_first_payment() -> None:
    (award,) = purse.granted()
    Account.objects.update(checked_by="", entered_by=accounts().key)
    assert [one.why for one in payable.waiting("bocw", at=AT)] == ["no_account"]
    with pytest.raises(refusals.SameHand):
        payees.check_worker(Account.objects.get(), by=accounts(), at=AT)
    with pytest.raises(refusals.NothingToPay):
        purse.batch()
    payees.check_worker(Account.objects.get(), by=accounts(1), at=AT)
    assert purse.batch().total_paise == award.total_paise
