from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.messages.outbox import MORNING, NIGHT, NOON, NUMBER, OFFICER, PHONE, VALUES, fresh, queued

from shramsetu.messages import actions, delivery, digest, queries, reasons, rules, worker
from shramsetu.messages.models import Message, State
from shramsetu.rulebook import NoRule

pytestmark = pytest.mark.django_db


def test_a_message_is_worded_and_measured_when_it_is_queued() -> None:
    message = queued()
    assert message.text == ("आपके कहने पर मामला 1047 2963 8150 वापस लिया गया। आपने न कहा हो तो 28-11-2026 तक बताएँ। श्रम सेतु")
    assert (message.state, message.channel, message.audience) == ("queued", "sms", "complainant")
    assert (message.units, message.segments) == (len(message.text), 2)
    assert (message.dlt_template, message.dlt_header) == ("1007000000000000036", "SHRMST")
    assert message.values == {"number": "1047 2963 8150", "date": "28-11-2026"}


def test_an_action_repeated_does_not_tell_twice() -> None:
    first = queued("104729638150:7:withdrawn:1")
    again = queued("104729638150:7:withdrawn:1")
    assert (first.pk, Message.objects.count()) == (again.pk, 1)


def test_queueing_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        actions.send(
            "code", to=actions.Recipient(PHONE), values=VALUES["code"], stream="x:1", key="q", by=OFFICER, at=NOON
        )
    assert len(asked) == 1


def test_nothing_is_sent_for_a_change_that_was_rolled_back() -> None:
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(NoRule):
        actions.send("none", to=actions.Recipient(PHONE), values={}, stream="x:1", key="q", by=OFFICER, at=NOON)


def test_an_english_reader_gets_english() -> None:
    to = actions.Recipient(PHONE, "en")
    actions.send("withdrawn", to=to, values=VALUES["withdrawn"], stream="x:1", key="q", by=OFFICER, at=NOON)
    message = Message.objects.get()
    assert message.text.startswith("Case 1047 2963 8150 was withdrawn")
    assert message.dlt_template == "1007000000000001036"


def test_at_night_a_message_that_can_wait_is_held_until_eight() -> None:
    held = queued(template="opened", at=NIGHT)
    assert (held.state, held.send_after) == (State.HELD, MORNING)
    assert delivery.claim(at=MORNING - timedelta(seconds=1)) == []
    assert delivery.claim(at=MORNING) == [held]


def test_a_code_goes_out_at_night() -> None:
    code = queued(template="code", at=NIGHT)
    assert code.state == State.QUEUED
    assert delivery.claim(at=NIGHT) == [code]


def test_a_backlog_is_not_sent_into_the_night() -> None:
    late = queued(template="opened", at=NOON)
    assert delivery.claim(at=NIGHT) == []
    assert (fresh(late).state, fresh(late).send_after) == (State.HELD, MORNING)


def test_not_before_is_kept() -> None:
    to = actions.Recipient(PHONE, not_before=NOON + timedelta(hours=1))
    actions.send("withdrawn", to=to, values=VALUES["withdrawn"], stream="x:1", key="q", by=OFFICER, at=NOON)
    assert delivery.claim(at=NOON + timedelta(minutes=59)) == []
    assert len(delivery.claim(at=NOON + timedelta(minutes=60))) == 1


def test_who_opted_out_gets_codes_only() -> None:
    actions.opt_out(PHONE, at=NOON)
    service, code = queued("a"), queued("b", template="code")
    assert delivery.claim(at=NOON) == [code]
    assert (fresh(service).state, fresh(service).error) == (State.CANCELLED, "opted_out")
    actions.opt_in(PHONE)
    again = queued("c")
    assert delivery.claim(at=NOON) == [again]


def test_a_phone_gets_a_dozen_a_day_and_the_rest_in_the_morning() -> None:
    for n in range(15):
        queued(f"k{n}")
    delivery.deliver(delivery.claim(at=NOON), at=NOON)
    assert queries.counts() | {"delivered": 12, "held": 3} == queries.counts()
    assert set(Message.objects.filter(state=State.HELD).values_list("send_after", flat=True)) == {MORNING}
    delivery.deliver(delivery.claim(at=MORNING), at=MORNING)
    assert queries.counts()["delivered"] == 15


def test_a_message_too_old_is_given_up() -> None:
    old = queued()
    assert delivery.claim(at=NOON + timedelta(hours=73)) == []
    assert (fresh(old).state, fresh(old).error) == (State.FAILED, "expired")
    assert reasons.reason("expired") == "भेजे जाने से पहले ही संदेश पुराना हो गया।"


def test_cancelling_a_case_cancels_what_waits() -> None:
    sent, waiting = queued("a"), queued("b", at=NOON + timedelta(hours=1))
    delivery.deliver(delivery.claim(1, at=NOON), at=NOON)
    assert actions.cancel(f"case:{NUMBER}", at=NOON) == 1
    assert (fresh(sent).state, fresh(waiting).state) == (State.DELIVERED, State.CANCELLED)


def test_a_sent_code_is_not_kept_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wire:
        name, honours_id, needs_entity = "http", False, False

        def send(self, message: Message) -> delivery.Outcome:
            assert "482913" in message.text
            return delivery.Sent("r1")

    monkeypatch.setattr(delivery, "gateways", lambda: {"sms": Wire()})
    code = queued(template="code")
    delivery.deliver(delivery.claim(at=NOON), at=NOON)
    assert fresh(code).state == State.SENT
    assert "482913" not in fresh(code).text + str(fresh(code).values)


def test_forgetting_erases_whom_and_what() -> None:
    old = queued()
    assert actions.forget(before=NOON, at=NOON) == 0
    assert actions.forget(before=NOON + timedelta(seconds=1), at=NOON) == 1
    kept = fresh(old)
    assert (kept.address, kept.text, kept.values, kept.template) == ("", "", {}, "withdrawn")


def test_the_messages_of_a_case_and_the_stuck_ones() -> None:
    first = queued("a")
    second = queued("b", at=NOON + timedelta(minutes=1))
    assert list(queries.of_stream(f"case:{NUMBER}")) == [second, first]
    Message.objects.filter(pk=first.pk).update(state=State.UNKNOWN)
    assert list(queries.stuck()) == [first]
    assert actions.send_again(first, at=NOON)
    assert not actions.send_again(second, at=NOON)
    assert fresh(first).state == State.QUEUED


def test_a_header_long_unused_is_named() -> None:
    queued()
    worker.drain(lambda: NOON)
    assert queries.idle_headers(at=NOON + timedelta(days=25)) == []
    assert queries.idle_headers(at=NOON + timedelta(days=26)) == ["SHRMST"]


def test_each_officer_gets_one_digest_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "_sources", [])
    values = {"open": 41, "today": 3, "overdue": 1200, "new": 5}
    digest.register(lambda at: [digest.Digest(3, rules.Recipient(PHONE), values)])
    early = NOON.replace(hour=3, minute=29)
    assert digest.collect(at=early) == 0
    assert digest.collect(at=early + timedelta(minutes=1)) == 1
    digest.collect(at=NOON)
    assert Message.objects.get().text == "आज आपके पास: लंबित 41, आज देय 3, समय पार 1,200, नए 5। श्रम सेतु"
    assert digest.collect(at=NOON + timedelta(days=2)) == 0  # Sunday
