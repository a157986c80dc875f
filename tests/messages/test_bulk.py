"""Messages to many: what is left out and why, two persons, the speed, stopping and going on."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.messages.outbox import MORNING, NIGHT, NOON

from shramsetu import rulebook
from shramsetu.journal.models import Entry
from shramsetu.messages import actions, audiences, bulk, errors, queries, worker
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.models import Bulk, BulkRow, Message, State
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
CAMP = {"place": "कानपुर", "date": "28-11-2026", "time": "10:00"}
SPEED = 20


def phones(count: int) -> list[Addressee]:
    return [Addressee(f"+9197000{n:05d}", consent="फ़ॉर्म 7") for n in range(count)]


def prepared(people: list[Addressee], *, at: datetime = NOON, constants: dict[str, str] | None = None) -> Bulk:
    plan = bulk.Plan("शिविर", "bulk-camp", "list", "सूची", CAMP if constants is None else constants)
    return bulk.prepare(plan, {"people": people}, by=cast.desk(Role.STATE_DESK), at=at)


def let_go(made: Bulk, *, at: datetime = NOON) -> Bulk:
    bulk.propose(made, by=cast.desk(Role.STATE_DESK), at=at)
    bulk.approve(made, by=cast.desk(Role.ADMINISTRATOR), at=at)
    return Bulk.objects.get(pk=made.pk)


def left_out(made: Bulk) -> dict[int, str]:
    rows = made.rows.filter(state=BulkRow.State.LEFT_OUT).order_by("seq")
    return dict(rows.values_list("seq", "reason"))


def test_words_segments_and_cost_are_known_before_anything_goes() -> None:
    made = prepared(phones(5))
    assert (made.state, made.people, made.segments, made.cost_paise) == ("draft", 5, 10, 150)
    text = "श्रम विभाग का शिविर कानपुर में 28-11-2026 को 10:00 बजे से है। अपने काग़ज़ साथ लाएँ। श्रम सेतु"
    assert queries.samples(made) == [text] * 3
    assert Message.objects.count() == 0


def test_who_cannot_or_does_not_want_to_get_it_is_left_out_with_the_reason() -> None:
    actions.opt_out("+919700000001", at=NOON)
    people = [*phones(3), Addressee("12345"), Addressee("0522 2237582"), Addressee("97000 00000")]
    Message.objects.create(
        key="dnd", template="bulk-camp", channel="sms", to_phone="+919700000002", language="hi", values={}, text="x",
        units=1, segments=1, stream="bulk:0", by="system", state=State.FAILED, error="dnd", queued_at=NOON,
        send_after=NOON, settled_at=NOON - timedelta(days=89),
    )  # fmt: skip
    made = prepared(people)
    assert left_out(made) == {2: "opted_out", 3: "dnd_before", 4: "bad_phone", 5: "bad_phone", 6: "twice"}
    assert made.people == 1
    assert prepared(phones(3), at=NOON + timedelta(days=2)).people == 2


def test_values_that_do_not_fit_are_left_out() -> None:
    people = [
        Addressee("+919700000001", {"time": "10 बजे सुबह"}, consent="7"),
        Addressee("+919700000002", {"time": "11:00"}, consent="7"),
    ]
    assert left_out(prepared(people, constants={"place": "कानपुर", "date": "28-11-2026"})) == {1: "bad_value"}
    assert left_out(prepared(phones(1), constants={"place": "कानपुर"})) == {1: "bad_value"}


def test_nobody_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.NobodyThere):
        prepared([])
    number = rulebook.Book.number
    few = lambda book, key, on: 2 if key == "messages.bulk_most" else number(book, key, on)  # noqa: E731
    monkeypatch.setattr(rulebook.Book, "number", few)
    with pytest.raises(errors.TooMany):
        prepared(phones(3))


def test_only_a_message_for_many_goes_to_many() -> None:
    plan = bulk.Plan("x", "code", "list", "x", {})
    with pytest.raises(rulebook.NoRule):
        bulk.prepare(plan, {"people": phones(1)}, by=cast.desk(Role.STATE_DESK), at=NOON)


def test_a_second_person_lets_it_go() -> None:
    made = prepared(phones(1))
    maker = cast.desk(Role.STATE_DESK)
    with pytest.raises(errors.Moved):
        bulk.approve(made, by=cast.desk(Role.ADMINISTRATOR), at=NOON)
    bulk.propose(made, by=maker, at=NOON)
    with pytest.raises(errors.SamePerson):
        bulk.approve(made, by=maker, at=NOON)
    with pytest.raises(errors.Stale):
        bulk.approve(made, by=cast.desk(Role.ADMINISTRATOR), at=NOON + timedelta(hours=25))
    assert bulk.feed(at=NOON) == 0
    bulk.approve(made, by=cast.desk(Role.ADMINISTRATOR), at=NOON)
    verbs = Entry.objects.filter(stream=made.stream).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["prepare_bulk", "propose_bulk", "approve_bulk"]


def test_the_database_knows_no_bulk_let_go_by_its_maker() -> None:
    made = prepared(phones(1))
    with pytest.raises(IntegrityError, match="bulk_two_persons"):
        Bulk.objects.filter(pk=made.pk).update(decided_by=made.made_by)


def test_it_goes_at_the_speed_of_the_rulebook_and_ends() -> None:
    made = let_go(prepared(phones(3 * SPEED)))
    at, handed = NOON, []
    for _ in range(4):
        worker.drain(lambda moment=at: moment)  # type: ignore[misc]
        handed.append(Message.objects.filter(stream=made.stream, state=State.DELIVERED).count())
        at += timedelta(seconds=1)
    assert handed == [SPEED, 2 * SPEED, 3 * SPEED, 3 * SPEED]
    assert Bulk.objects.get(pk=made.pk).state == Bulk.State.DONE
    assert set(made.rows.values_list("state", flat=True)) == {"fed"}


def test_it_does_not_run_ahead_of_what_is_still_waiting() -> None:
    let_go(prepared(phones(5 * SPEED)))
    assert bulk.feed(at=NOON) == SPEED
    assert bulk.feed(at=NOON + timedelta(seconds=1)) == 0
    assert bulk.feed(at=NOON + timedelta(seconds=60)) == 2 * SPEED  # three seconds' worth, less what waits


def test_at_night_nothing_is_fed() -> None:
    let_go(prepared(phones(2), at=NIGHT), at=NIGHT)
    assert bulk.feed(at=NIGHT) == 0
    assert bulk.feed(at=MORNING) == 2


def test_stopped_for_now_and_going_on() -> None:
    made, state = let_go(prepared(phones(2 * SPEED))), cast.desk(Role.STATE_DESK)
    worker.drain(lambda: NOON)
    bulk.pause(made, by=state, at=NOON)
    worker.drain(lambda: NOON + timedelta(minutes=1))
    assert Message.objects.filter(stream=made.stream).count() == SPEED
    bulk.resume(made, by=state, at=NOON)
    worker.drain(lambda: NOON + timedelta(minutes=2))
    assert Message.objects.filter(stream=made.stream, state=State.DELIVERED).count() == 2 * SPEED


def test_stopped_for_good_nothing_more_leaves_us() -> None:
    made = let_go(prepared(phones(2 * SPEED)))
    assert bulk.feed(at=NOON) == SPEED
    bulk.stop(made, reason="ग़लत तारीख़", by=cast.desk(Role.STATE_DESK), at=NOON)
    worker.drain(lambda: NOON + timedelta(minutes=1))
    assert queries.progress(made).counts == {"cancelled": SPEED}
    assert left_out(made) == dict.fromkeys(range(SPEED + 1, 2 * SPEED + 1), "withdrawn")
    with pytest.raises(errors.Moved):
        bulk.resume(made, by=cast.desk(Role.STATE_DESK), at=NOON)


def test_what_operators_would_refuse_stops_it_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    made = let_go(prepared(phones(3 * SPEED)))
    bulk.feed(at=NOON)
    Message.objects.filter(stream=made.stream).update(state=State.PARKED, error="header_idle")
    assert bulk.feed(at=NOON + timedelta(seconds=5)) == 0
    stopped = Bulk.objects.get(pk=made.pk)
    assert (stopped.state, stopped.why) == ("paused", "हेडर ऑपरेटरों के यहाँ निलंबित है।")


def test_who_opts_out_meanwhile_gets_nothing() -> None:
    made = let_go(prepared(phones(2)))
    actions.opt_out("+919700000001", at=NOON)
    worker.drain(lambda: NOON)
    assert queries.progress(made).counts == {"delivered": 1, "cancelled": 1}


def test_a_pasted_list_is_read_as_people_write_it() -> None:
    assert [one.phone for one in audiences.people_in("98765 43210\n\n+91 98765-43211\n९८७६५४३२१२\n")] == [
        "98765 43210",
        "+91 98765-43211",
        "9876543212",
    ]
    found = audiences.people_in('Phone;place;language\n9876543210;"कानपुर नगर";en\n9876543211;आगरा;\n')
    assert found == [
        Addressee("9876543210", {"place": "कानपुर नगर"}, "en"),
        Addressee("9876543211", {"place": "आगरा"}, "hi"),
    ]


@pytest.mark.parametrize("text", ["", " \n,\n", "नाम,पता\nराम,कानपुर"])
def test_a_list_without_phones_is_refused(text: str) -> None:
    with pytest.raises(audiences.BadList):
        audiences.people_in(text)


def test_forgetting_erases_the_list_too() -> None:
    made = prepared(phones(2))
    actions.forget(before=NOON + timedelta(days=1), at=NOON + timedelta(days=1))
    assert set(made.rows.values_list("phone", flat=True)) == {""}
    assert Bulk.objects.get(pk=made.pk).constants == {}


def test_feeding_takes_as_many_statements_for_many_as_for_few() -> None:
    let_go(prepared(phones(1)))
    with CaptureQueriesContext(connection) as few:
        bulk.feed(at=NOON)
    Bulk.objects.all().update(state=Bulk.State.STOPPED, decided_by=None)
    let_go(prepared(phones(SPEED)))
    with CaptureQueriesContext(connection) as many:
        assert bulk.feed(at=NOON) == SPEED
    assert len(many) == len(few)
