"""Two registrations that are merged: nobody is paid on an account that one person alone chose."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from tests import cast
from tests.room import at_desk, text_of
from tests.schemes import purse
from tests.schemes.purse import LATER, accounts
from tests.workers import room

from shramsetu.casework import sealing
from shramsetu.offices.models import Role
from shramsetu.schemes import ledger, payable, refusals
from shramsetu.schemes.actions import batches, sharing
from shramsetu.schemes.models import Award
from shramsetu.workers.actions import accounts as banks
from shramsetu.workers.actions import merging
from shramsetu.workers.entry import NewAccount
from shramsetu.workers.models import Account, Merge, Worker

pytestmark = pytest.mark.django_db
HOME = "/desk/payments/"


def merge(kept: Worker, gone: Worker) -> Merge:
    return merging.merge(kept, gone, by=cast.desk(Role.STEWARD), at=LATER)


def two(**changes: object) -> tuple[Award, Award]:
    """Return what Ramdev was granted in two registrations; `changes` are the second one's."""
    (one,) = purse.granted(number=1)
    purse.claim(number=2, of=purse.worker(2, **changes))
    (other,) = purse.awarded(2)
    return one, other


def merged(**changes: object) -> Merge:
    one, other = two(**changes)
    return merge(one.claim.worker, other.claim.worker)


def whys() -> dict[str, int]:
    return {one.why: one.count for one in payable.waiting("bocw", at=LATER)}


def test_money_of_both_waits_for_a_second_person_and_the_days_of_a_change() -> None:
    made = merged()
    assert whys() == {"merged": 2}
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=LATER)

    sharing.confirm(made, "bocw", by=accounts(), at=LATER)
    made.refresh_from_db()
    (waits,) = payable.waiting("bocw", at=LATER)
    assert (waits.why, waits.count, waits.until) == ("cooling", 2, made.cools_until)
    assert made.cools_until is not None
    assert made.cools_until >= LATER + timedelta(days=3)
    with pytest.raises(refusals.NothingToPay):
        purse.batch(at=made.cools_until - timedelta(seconds=1))

    sent = purse.sent(at=made.cools_until)
    file = batches.take(sent, by=accounts(), at=made.cools_until).decode()
    assert (file.count("30451100001"), file.count("30451100002")) == (2, 0)


def test_who_merged_them_is_no_second_person_and_twice_is_not_needed() -> None:
    one, other = two()
    made = merging.merge(one.claim.worker, other.claim.worker, by=accounts(), at=LATER)
    with pytest.raises(refusals.SameHand):
        sharing.confirm(made, "bocw", by=accounts(), at=LATER)
    with pytest.raises(refusals.NotYours):
        sharing.confirm(made, "bocw", by=room.registrar(), at=LATER)
    sharing.confirm(made, "bocw", by=accounts(1), at=LATER)
    with pytest.raises(refusals.NotNow):
        sharing.confirm(made, "bocw", by=accounts(1), at=LATER)


def test_what_lay_in_a_batch_when_they_were_merged_is_left_out() -> None:
    one, other = two()
    batch = purse.batch()
    merge(one.claim.worker, other.claim.worker)
    with pytest.raises(refusals.NothingToPay):
        batches.approve(batch, by=accounts(1), at=LATER)


def test_undone_both_are_paid_as_before() -> None:
    made = merged()
    merging.undo(made, for_ever=False, by=cast.desk(Role.STEWARD), at=LATER)
    assert whys() == {"ready": 2}
    file = batches.take(purse.sent(at=LATER), by=accounts(), at=LATER).decode()
    assert (file.count("30451100001"), file.count("30451100002")) == (1, 1)


def test_one_account_in_both_holds_nothing() -> None:
    merged(account=NewAccount("30451100001", "SBIN0000123"))
    assert whys() == {"ready": 2}


def test_an_account_that_moves_to_a_row_without_one_is_held_and_can_be_paid_after() -> None:
    kept, gone = purse.worker(1, account=None), purse.worker(2)
    for number, of in ((1, kept), (2, gone)):
        purse.claim(number=number, of=of)
        purse.awarded(number)
    made = merge(kept, gone)
    assert whys() == {"merged": 2}
    sharing.confirm(made, "bocw", by=accounts(), at=LATER)
    made.refresh_from_db()
    assert made.cools_until is not None
    file = batches.take(purse.sent(at=made.cools_until), by=accounts(), at=made.cools_until).decode()
    assert file.count("30451100002") == 2

    merging.undo(made, for_ever=False, by=cast.desk(Role.STEWARD), at=made.cools_until)
    assert banks.opened(Account.objects.get()).number == "30451100002"
    assert Account.objects.get().worker == gone


def test_an_account_changed_by_the_rule_after_the_merge_is_held_no_longer() -> None:
    made = merged()
    Account.objects.filter(worker=made.kept).update(ended_at=LATER)
    row = banks.closed(made.kept, NewAccount("99887766554", "PUNB0000456"), by=room.clerk(), at=LATER)
    row.from_at, row.checked_by = LATER + timedelta(days=4), "user:0@0"
    row.save(force_insert=True)
    assert {one.why for one in payable.waiting("bocw", at=row.from_at)} == {"ready"}


def test_a_hold_goes_on_when_the_row_that_stayed_is_merged_into_a_third() -> None:
    made = merged()
    third = purse.worker(3, account=NewAccount("30451100001", "SBIN0000123"))
    merge(third, made.kept)
    assert whys() == {"merged": 2}


def test_a_chain_of_merges_is_listed_at_the_row_that_stands_last() -> None:
    made = merged()
    third = purse.worker(3, account=NewAccount("30451100003", "SBIN0000123"))
    second = merge(third, made.kept)
    assert {one.claim.worker_id for one in Award.objects.select_related("claim")} == {third.pk}
    assert list(ledger.merged(accounts(), LATER)) == [made, second]
    page = text_of(at_desk(accounts()).get(f"{HOME}merged/"))
    assert (page.count(third.number), page.count(f"{made.kept.number} इसमें मिलाया गया")) == (2, 1)
    assert page.count("SBIN •••• 0003") == 2


def moved_before_accounts_were_shut_anew() -> tuple[Merge, Account, str]:
    """Return a merge that moved an account and left it shut under the number of the row that went."""
    kept, gone = purse.worker(1, account=None), purse.worker(2)
    account = Account.objects.get()
    before = bytes(account.closed)
    made = merge(kept, gone)
    Account.objects.update(closed=before, key_id=account.key_id)
    account.refresh_from_db()
    with pytest.raises(sealing.Unreadable):
        banks.opened(account)
    return made, account, "30451100002"


def test_the_update_shuts_moved_accounts_anew_and_leaves_others_alone() -> None:
    made, account, number = moved_before_accounts_were_shut_anew()
    other = purse.worker(3, account=NewAccount("30451100003", "SBIN0000123"))
    third = Account.objects.get(worker=other)
    migration = import_module("shramsetu.workers.migrations.0014_moved_accounts_shut_anew")
    merge(made.kept, other)
    migration.shut_anew(apps, None)
    account.refresh_from_db()
    assert banks.opened(account).number == number
    before = bytes(account.closed)
    migration.shut_anew(apps, None)
    account.refresh_from_db()
    third.refresh_from_db()
    assert (bytes(account.closed), banks.opened(third).number) == (before, "30451100003")


def test_a_merge_of_that_time_is_undone_and_merged_on_without_the_update() -> None:
    made, account, number = moved_before_accounts_were_shut_anew()
    third = purse.worker(3, account=None)
    on = merge(third, made.kept)
    account.refresh_from_db()
    assert (account.worker, banks.opened(account).number) == (third, number)
    merging.undo(on, for_ever=False, by=cast.desk(Role.STEWARD), at=LATER)
    merging.undo(made, for_ever=False, by=cast.desk(Role.STEWARD), at=LATER)
    account.refresh_from_db()
    assert (account.worker, banks.opened(account).number) == (made.gone, number)


def test_the_desk_says_why_and_until_when() -> None:
    made = merged()
    desk, other = at_desk(accounts()), at_desk(accounts(board="uow"))
    assert "अलग खातों वाले दो पंजीयन मिलाए गए: दूसरे व्यक्ति को खाता देखना है" in text_of(desk.get(HOME))
    page = text_of(desk.get(f"{HOME}merged/"))
    assert all(said in page for said in (made.kept.number, made.gone.number, "SBIN •••• 0001", "SBIN •••• 0002"))
    assert made.kept.name not in page
    assert made.kept.number not in text_of(other.get(f"{HOME}merged/"))
    assert other.post(f"{HOME}merged/{made.pk}/right/").status_code == 404

    assert desk.post(f"{HOME}merged/{made.pk}/right/").status_code == 302
    home = text_of(desk.get(HOME))
    assert "अलग खातों वाले दो पंजीयन मिलाए गए: भुगतान रुका है" in home
    assert "बजे तक" in home


def test_a_line_to_the_kept_rows_account_is_left_out_once_the_merge_was_undone() -> None:
    made = merged()
    sharing.confirm(made, "bocw", by=accounts(), at=LATER)
    made.refresh_from_db()
    assert made.cools_until is not None
    batch = purse.batch(at=made.cools_until)
    assert batch.count == 2
    merging.undo(made, for_ever=False, by=cast.desk(Role.STEWARD), at=made.cools_until)
    batches.approve(batch, by=accounts(1), at=made.cools_until)
    batch.refresh_from_db()
    (line,) = batch.transfers.filter(outcome="")
    assert line.account is not None
    assert line.account.worker_id == line.due.award.payee.worker_id == made.kept_id
