"""Changes in the register: by risk, never by one person alone, told to the phone of before, stopped by one tap."""

from datetime import timedelta

import pytest
from tests import cast
from tests.workers import room

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry, Private
from shramsetu.journal.rules import Actor
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.people.queries import phone_key
from shramsetu.workers.actions import accounts, boards, cards, changes, renewing
from shramsetu.workers.actions.changes import Wish
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.models import Account, Change, Nominee, Worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = room.AT + timedelta(days=150)
NEW = {"number": "99887766554433", "ifsc": "PUNB0123400"}
RAMDEV = Actor(role="citizen", person=phone_key(room.PHONE))


@pytest.fixture
def worker() -> Worker:
    return room.worker()


def asked(worker: Worker, field: str = "account", after: object = None, by: Actor = RAMDEV) -> Case:
    found = changes.ask(worker, Wish(field, after or NEW, "portal"), by=by, at=room.AT)  # type: ignore[arg-type]
    assert found is not None
    return found


def second(case: Case) -> None:
    cast.take(case, "approve", seen=True)
    cast.take(case, "confirm", at=room.AT + DAY)


def in_use(worker: Worker) -> str:
    return accounts.opened(Account.objects.get(worker=worker, ended_at=None)).number


def sent(template: str) -> list[str]:
    return sorted(Message.objects.filter(template=template).values_list("to_phone", flat=True))


def test_an_account_is_changed_by_two_officers_after_days_to_cool_off(worker):
    case = asked(worker)
    first = case.holder
    cast.take(case, "approve", seen=True)
    assert (case.state, case.holder != first) == ("second", True)
    cast.take(case, "confirm", at=room.AT + DAY)
    assert (case.state, in_use(worker)) == ("cooling", room.BANK.number)
    assert casework.escalate_overdue(at=room.AT + 3 * DAY) == 0
    assert casework.escalate_overdue(at=room.AT + 6 * DAY) == 1
    case.refresh_from_db()
    assert (case.state, case.outcome, in_use(worker)) == ("applied", "applied", NEW["number"])
    account = Account.objects.get(worker=worker, ended_at=None)
    assert account.checked_by
    assert Account.objects.filter(worker=worker).count() == 2


def test_the_phone_of_before_hears_of_each_stage(worker):
    case = asked(worker, "phone", {"phone": "+919999900777"})
    second(case)
    casework.escalate_overdue(at=room.AT + 9 * DAY)
    assert sent("wk-change-asked") == [room.PHONE]
    assert sent("wk-change-cooling") == sent("wk-change-done") == [room.PHONE, "+919999900777"]
    worker.refresh_from_db()
    assert worker.phone == "+919999900777"


@pytest.mark.parametrize("state", ["checking", "second", "cooling"])
def test_the_worker_stops_it_from_every_state_with_one_tap(worker, state):
    case = asked(worker)
    if state != "checking":
        cast.take(case, "approve", seen=True)
    if state == "cooling":
        cast.take(case, "confirm", at=room.AT + DAY)
    assert case.state == state
    cast.take(case, "stop", by=RAMDEV, at=room.AT + 2 * DAY)
    assert (case.state, in_use(worker)) == ("stopped", room.BANK.number)
    assert casework.escalate_overdue(at=room.AT + 30 * DAY) == 0
    [alarm] = Entry.objects.filter(stream="alarms:changes")
    assert alarm.detail["case"] == case.number
    assert sent("wk-change-ended") == [room.PHONE]


def test_another_worker_cannot_stop_it(worker):
    case = asked(worker)
    stranger = Actor(role="citizen", person=phone_key("+919999900888"))
    with pytest.raises(NotAllowed):
        cast.take(case, "stop", by=stranger)


def test_the_helpline_stops_it_for_a_caller(worker):
    case = asked(worker)
    cast.take(case, "stop", by=cast.desk(Role.OPERATOR), text="फ़ोन पर कहा: मैंने नहीं माँगा")
    assert case.state == "stopped"


def test_nobody_approves_what_they_asked_for_nor_twice(worker):
    case = asked(worker)
    assert case.holder is not None
    officer = cast.holder_of(case)
    own = changes.ask(worker, Wish("parent", {"parent": "दूसरे", "relation": "father"}, "desk"), by=officer, at=room.AT)
    assert own is not None
    assert own.holder_id == case.holder_id
    with pytest.raises(Refused):
        cast.take(own, "approve", by=officer, seen=True)
    cast.take(case, "approve", by=officer, seen=True)
    Change.objects.filter(pk=case.pk).update(first_by=cast.holder_of(case).key.partition("@")[0])
    with pytest.raises(Refused):
        cast.take(case, "confirm")


def test_a_new_name_changes_the_sounds_and_revokes_the_card(worker):
    membership = boards.admit(worker, "bocw", years=3, on=room.TODAY, by=room.clerk(), at=room.AT)
    card = cards.issue(membership, by=room.clerk(), at=room.AT)
    before = worker.name_key
    case = asked(worker, "name", {"name": "रामदेव केवट", "other_name": ""})
    second(case)
    casework.escalate_overdue(at=room.AT + 9 * DAY)
    worker.refresh_from_db()
    card.refresh_from_db()
    assert worker.name == "रामदेव केवट"
    assert worker.name_key != before
    assert (card.revoked_why, worker.keys != []) == (cards.Why.WRONG, True)


def test_an_address_is_changed_at_once_and_the_old_one_stays_in_the_journal(worker):
    values = {"address": "12, नई बस्ती", "pin": "208001"}
    assert changes.ask(worker, Wish("address", values, "portal"), by=RAMDEV, at=room.AT) is None
    worker.refresh_from_db()
    assert (worker.address, worker.pin) == ("12, नई बस्ती", "208001")
    entry = Entry.objects.get(stream=worker.stream, verb="change")
    assert entry.detail == {"field": "address"}
    assert Private.objects.get(entry=entry).body["after"] == values


def test_a_nominee_needs_one_officer(worker):
    case = asked(worker, "nominee", {"nominees": [["सीता देवी", "पत्नी", 100]]})
    cast.take(case, "approve", seen=True)
    assert case.state == "applied"
    assert list(Nominee.objects.filter(worker=worker).values_list("name", "share_percent")) == [("सीता देवी", 100)]


def test_neither_journal_nor_case_holds_an_account_in_the_clear(worker):
    case = asked(worker)
    second(case)
    casework.escalate_overdue(at=room.AT + 9 * DAY)
    written = [str(row.detail) for row in Entry.objects.all()] + [str(row.body) for row in Private.objects.all()]
    assert [text for text in written if NEW["number"] in text or room.BANK.number in text] == []
    assert NEW["number"].encode() not in bytes(Change.objects.get(pk=case.pk).closed)


def test_the_same_is_not_asked_twice_nor_without_a_difference(worker):
    asked(worker)
    with pytest.raises(Refused):
        asked(worker)
    with pytest.raises(Refused):
        asked(worker, "phone", {"phone": room.PHONE})


def test_refused_it_leaves_the_register_and_says_why(worker):
    case = asked(worker)
    cast.take(case, "refuse", text="पासबुक पर नाम दूसरा है।")
    assert (case.state, in_use(worker)) == ("refused", room.BANK.number)
    assert sent("wk-change-ended") == [room.PHONE]


def test_out_of_time_it_goes_up_and_never_by_itself_through(worker):
    case = asked(worker)
    casework.escalate_overdue(at=room.AT + 40 * DAY)
    case.refresh_from_db()
    assert (case.state, case.level) == ("checking", 2)
    assert in_use(worker) == room.BANK.number


def test_who_took_over_the_phone_does_not_change_the_account_unheard(worker):
    second(asked(worker, "phone", {"phone": "+919999900777"}))
    casework.escalate_overdue(at=room.AT + 9 * DAY)
    Message.objects.all().delete()
    case = changes.ask(worker, Wish("account", NEW, "portal"), by=RAMDEV, at=room.AT + 10 * DAY)
    assert case is not None
    assert sent("wk-change-asked") == [room.PHONE, "+919999900777"]
    cast.take(case, "approve", at=room.AT + 11 * DAY, seen=True)
    cast.take(case, "confirm", at=room.AT + 12 * DAY)
    assert sent("wk-change-cooling") == [room.PHONE, "+919999900777"]
    late = changes.ask(worker, Wish("nominee", {"nominees": [["सीता", "पत्नी", 100]]}, "portal"), by=RAMDEV, at=LATE)
    assert late is not None
    asked_late = Message.objects.filter(template="wk-change-asked", stream=late.stream)
    assert list(asked_late.values_list("to_phone", flat=True)) == ["+919999900777"]


def test_a_death_is_entered_by_two_and_ends_card_and_renewal(worker):
    membership = boards.admit(worker, "bocw", years=3, on=room.TODAY, by=room.clerk(), at=room.AT)
    card = cards.issue(membership, by=room.clerk(), at=room.AT)
    case = asked(worker, "death", {"died_on": room.TODAY}, by=room.clerk())
    assert sent("wk-change-asked") == [room.PHONE]
    cast.take(case, "approve", seen=True)
    worker.refresh_from_db()
    card.refresh_from_db()
    assert (case.state, worker.died_on, card.revoked_why) == ("applied", room.TODAY, cards.Why.DEAD)
    assert Entry.objects.filter(stream=worker.stream, verb="die").count() == 1
    with pytest.raises(Refused):
        renewing.renew(membership, Paid("CSC1", "csc"), years=1, by=room.clerk(), at=room.AT + DAY)


def test_who_was_entered_as_dead_and_lives_is_living_again(worker):
    Worker.objects.filter(pk=worker.pk).update(died_on=room.TODAY)
    case = asked(worker, "death", {"died_on": None}, by=room.clerk())
    cast.take(case, "approve", seen=True)
    worker.refresh_from_db()
    assert worker.died_on is None
    assert not Entry.objects.filter(stream=worker.stream, verb="die").exists()
