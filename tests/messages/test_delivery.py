import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from tests.messages.outbox import NOON, fresh, queued

from shramsetu.messages import actions, delivery, queries, worker
from shramsetu.messages.gateways import Outcome, Rejected, Sent, Unknown
from shramsetu.messages.models import Message, State

LATER = NOON + delivery.LEASE + timedelta(seconds=1)


class Wire:
    """A gateway that answers as told and remembers each hand-over; it stands for any real one."""

    name = "http"
    needs_entity = False

    def __init__(self, answer: Callable[[Message], Outcome], honours_id: bool = False) -> None:
        self.answer = answer
        self.honours_id = honours_id
        self.got: Counter[str] = Counter()

    def send(self, message: Message) -> Outcome:
        self.got[message.key] += 1
        return self.answer(message)


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Wire]:
    def use(answer: Callable[[Message], Outcome], honours_id: bool = False) -> Wire:
        wire = Wire(answer, honours_id)
        monkeypatch.setattr(delivery, "gateways", lambda: {"sms": wire})
        return wire

    return use


def sent(message: Message) -> Outcome:
    return Sent("r1")


def work(at: datetime) -> None:
    worker.drain(lambda: at)


@pytest.mark.django_db
class TestFates:
    def test_sent_waits_for_its_report(self, through: Callable[..., Wire]) -> None:
        through(sent)
        message = queued()
        work(NOON)
        assert (fresh(message).state, fresh(message).gateway_ref, fresh(message).attempts) == ("sent", "r1", 1)
        assert actions.report(message.pk, delivered=True, code="", at=LATER)
        assert (fresh(message).state, fresh(message).settled_at) == (State.DELIVERED, LATER)
        assert not actions.report(message.pk, delivered=False, code="absent", at=LATER)
        assert fresh(message).state == State.DELIVERED

    def test_refused_for_good_is_failed_with_its_reason(self, through: Callable[..., Wire]) -> None:
        wire = through(lambda message: Rejected("632", is_final=True))
        message = queued()
        work(NOON)
        work(LATER)
        assert (fresh(message).state, fresh(message).error, wire.got.total()) == (State.FAILED, "632", 1)

    def test_refused_for_now_is_tried_again_later_and_not_for_ever(self, through: Callable[..., Wire]) -> None:
        wire = through(lambda message: Rejected("busy", is_final=False))
        message = queued()
        at, waits = NOON, []
        while fresh(message).state != State.FAILED:
            work(at)
            waits.append((fresh(message).send_after - at).total_seconds() / 60)
            at = fresh(message).send_after
        assert waits == [1, 5, 30, 120, 720, 0]
        assert (wire.got.total(), fresh(message).error) == (6, "busy")

    def test_an_unknown_fate_is_parked_and_never_resent_blindly(self, through: Callable[..., Wire]) -> None:
        wire = through(lambda message: Unknown("no_answer"))
        message = queued()
        work(NOON)
        work(NOON + timedelta(days=1))
        assert (fresh(message).state, fresh(message).error, wire.got.total()) == (State.UNKNOWN, "no_answer", 1)
        assert actions.report(message.pk, delivered=True, code="", at=LATER)
        assert fresh(message).state == State.DELIVERED

    def test_where_our_id_is_honoured_an_unknown_one_is_tried_again(self, through: Callable[..., Wire]) -> None:
        answers = iter([Unknown("no_answer"), Sent("r2")])
        wire = through(lambda message: next(answers), honours_id=True)
        message = queued()
        work(NOON)
        assert fresh(message).state == State.QUEUED
        work(fresh(message).send_after)
        assert (fresh(message).state, wire.got.total()) == (State.SENT, 2)

    def test_a_gateway_that_breaks_leaves_the_fate_unknown(self, through: Callable[..., Wire]) -> None:
        def broken(message: Message) -> Outcome:
            raise RuntimeError("bug")

        through(broken)
        message = queued()
        work(NOON)
        assert (fresh(message).state, fresh(message).error) == (State.UNKNOWN, "no_answer")

    def test_a_report_that_comes_before_the_answer_stands(self, through: Callable[..., Wire]) -> None:
        message = queued()

        def early(given: Message) -> Outcome:
            return Sent("r1")

        through(early)
        claimed = delivery.claim(at=NOON)
        delivery._begin(claimed, NOON)
        actions.report(message.pk, delivered=True, code="", at=NOON)
        delivery._settle(claimed[0], Sent("r1"), Wire(sent), NOON)
        assert fresh(message).state == State.DELIVERED

    def test_a_channel_without_a_gateway_waits(self, through: Callable[..., Wire]) -> None:
        through(sent)
        Message.objects.filter(pk=queued().pk).update(channel="email", to_phone="", to_email="a@b.in")
        work(NOON)
        assert queries.counts()["queued"] == 1


@pytest.mark.django_db
class TestDeadWorkers:
    def test_what_nobody_began_goes_back(self, through: Callable[..., Wire]) -> None:
        wire = through(sent)
        message = queued()
        assert delivery.claim(at=NOON) == [message]
        work(LATER - timedelta(seconds=2))
        assert fresh(message).state == State.CLAIMED
        work(LATER)
        assert (fresh(message).state, fresh(message).attempts, wire.got.total()) == (State.SENT, 1, 1)

    def test_what_was_begun_is_parked(self, through: Callable[..., Wire]) -> None:
        wire = through(sent)
        message = queued()
        delivery._begin(delivery.claim(at=NOON), NOON)
        work(LATER)
        assert (fresh(message).state, fresh(message).error) == (State.UNKNOWN, "lease_ran_out")
        assert wire.got.total() == 0

    def test_what_was_begun_goes_again_where_our_id_is_honoured(self, through: Callable[..., Wire]) -> None:
        wire = through(sent, honours_id=True)
        message = queued()
        delivery._begin(delivery.claim(at=NOON), NOON)
        work(LATER)
        assert (fresh(message).state, wire.got.total()) == (State.SENT, 1)

    def test_who_lost_the_lease_sends_nothing(self, through: Callable[..., Wire]) -> None:
        wire = through(sent)
        queued()
        slow = delivery.claim(at=NOON)
        work(LATER)
        assert delivery.deliver(slow, at=LATER).total() == 0
        assert wire.got.total() == 1

    def test_a_late_answer_settles_a_parked_message(self, through: Callable[..., Wire]) -> None:
        through(sent)
        message = queued()
        slow = delivery.claim(at=NOON)
        delivery._begin(slow, NOON)
        work(LATER)
        delivery._settle(slow[0], Sent("r9"), Wire(sent), LATER)
        assert (fresh(message).state, fresh(message).gateway_ref) == (State.SENT, "r9")


@pytest.mark.usefixtures("committed")
def test_two_workers_at_once_never_send_a_message_twice(through: Callable[..., Wire]) -> None:
    wire = through(sent)
    for n in range(120):
        queued(f"k{n}", template="code")
    start = threading.Barrier(2)

    def one() -> None:
        start.wait()
        work(NOON)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(wire.got), set(wire.got.values())) == (120, {1})
    assert queries.counts()["sent"] == 120


@pytest.mark.usefixtures("committed")
def test_claimed_rows_are_skipped_not_waited_for(through: Callable[..., Wire]) -> None:
    through(sent)
    first, second = queued("a"), queued("b", at=NOON + timedelta(seconds=1))
    found: list[Message] = []

    def other() -> None:
        found.extend(delivery.claim(at=LATER))
        connection.close()

    with transaction.atomic():
        assert delivery.claim(1, at=LATER) == [first]
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
        assert found == [second]


@pytest.mark.usefixtures("committed")
def test_the_doorbell_rings_once_a_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN outbox")
    with transaction.atomic():
        queued("a")
        queued("b")
    assert connection.connection is not None
    rung = list(connection.connection.notifies(timeout=0.3))
    with connection.cursor() as cursor:
        cursor.execute("UNLISTEN outbox")
    assert [note.channel for note in rung] == ["outbox"]
