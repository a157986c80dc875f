"""The phone of a freed person stands in no row of the outbox; who carries a message away is told it, nobody else."""

from datetime import datetime

import pytest
from django.db import connection
from tests.bonded import room

from shramsetu.bonded import phones
from shramsetu.bonded.actions import climb, duties
from shramsetu.bonded.models import Survivor
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages import actions, delivery, worker
from shramsetu.messages.gateways import Outcome, Sent
from shramsetu.messages.models import Message, State

pytestmark = pytest.mark.django_db
DAY_OF_REMINDING = room.AT + 3 * room.DAY


class Wire:
    """A gateway that remembers which phones it was told."""

    name, honours_id, needs_entity = "http", False, False

    def __init__(self) -> None:
        self.told = list[str]()

    def send(self, message: Message) -> Outcome:
        self.told.append(message.phone)
        return Sent("r1")


def reminded(**columns: object) -> tuple[Survivor, Message]:
    """Return a person of whose hearing in a week a message waits."""
    found = room.freed(columns={"safe_phone": True, **columns})
    duties.start(found.case, "hearing", from_at=room.AT + 10 * room.DAY, by=SYSTEM, at=room.AT)
    climb.climb(at=DAY_OF_REMINDING)
    return found, Message.objects.get(template="bonded-reminder")


def sent(monkeypatch: pytest.MonkeyPatch, message: Message) -> list[str]:
    wire, at = Wire(), message.send_after
    Message.objects.exclude(pk=message.pk).delete()
    monkeypatch.setattr(delivery, "gateways", lambda: {"sms": wire})
    worker.drain(lambda: at)
    return wire.told


def test_the_outbox_names_whose_phone_it_is_and_the_gateway_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found, message = reminded()
    assert (message.to_phone, message.hidden_address) == (phones.reference(found), "एक फ़ोन जो गोपनीय रखा है")
    assert sent(monkeypatch, message) == [room.PHONE]
    message.refresh_from_db()
    assert (message.state, message.to_phone) == (State.SENT, phones.reference(found))
    assert room.PHONE.removeprefix("+91") not in everything()


def everything() -> str:
    """Return every row of the outbox as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, ' ') FROM outbox_message m")
        return str(cursor.fetchone()[0])


def test_a_phone_that_is_safe_no_more_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found, message = reminded()
    Survivor.objects.filter(pk=found.pk).update(safe_phone=False)
    assert sent(monkeypatch, message) == []
    message.refresh_from_db()
    assert (message.state, message.error) == (State.PARKED, "sealed_away")


def test_a_phone_that_is_safe_again_gets_it_when_it_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found, message = reminded()
    Survivor.objects.filter(pk=found.pk).update(safe_phone=False)
    sent(monkeypatch, message)
    Survivor.objects.filter(pk=found.pk).update(safe_phone=True)
    assert again(message, at=DAY_OF_REMINDING)
    message.refresh_from_db()
    assert sent(monkeypatch, message) == [room.PHONE]


def again(message: Message, *, at: datetime) -> bool:
    message.refresh_from_db()
    return actions.send_again(message, at=at)
