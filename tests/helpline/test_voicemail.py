"""Messages that callers left."""

from datetime import timedelta

import pytest
from tests import cast
from tests.helpline import room
from tests.helpline.sounds import tone

from shramsetu.helpline.actions import calls, recordings, voicemail
from shramsetu.helpline.errors import NotPossible, TakenByAnother
from shramsetu.helpline.models import Block, Outcome, Recording, Target, Voicemail
from shramsetu.helpline.queries import voicemails
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
LATER = cast.MONDAY + timedelta(minutes=5)


def message(number: int = 0, *, phone: str = room.CALLER, seconds: int = 12) -> Recording:
    call = room.caller(number, at=cast.MONDAY, phone=phone)
    recording = calls.leave_word(call, at=cast.MONDAY)
    recordings.keep(recording, tone(0.3, rate=8_000), seconds=seconds, at=LATER)
    calls.end(call, Outcome.VOICEMAIL, at=LATER)
    recording.refresh_from_db()
    return recording


def test_a_message_waits_until_it_is_done() -> None:
    first, second, too_short = message(), message(1), message(2, seconds=1)
    assert list(voicemails.waiting()) == [first, second]
    assert too_short.pk
    voicemail.done(first, "nothing", by=cast.desk(Role.OPERATOR), at=LATER)
    assert list(voicemails.waiting()) == [second]
    assert [one.result for one in voicemails.done_lately()] == ["nothing"]
    assert Entry.objects.get(stream=f"call:{first.call_id}", verb="voicemail_done").detail == {"result": "nothing"}


def test_abusive_messages_lead_to_a_proposed_block() -> None:
    for number in range(3):
        voicemail.done(message(number), "abuse", by=cast.desk(Role.OPERATOR), at=LATER)
    assert [(block.phone, block.reason) for block in Block.objects.all()] == [("+919999900001", "unnamed")]


def test_one_person_has_it_for_some_minutes() -> None:
    recording = message()
    mine, other = cast.desk(Role.OPERATOR), cast.desk(Role.OPERATOR, number=1)
    voicemail.take(recording, by=mine, at=LATER)
    with pytest.raises(TakenByAnother):
        voicemail.done(recording, "called", by=other, at=LATER)
    voicemail.take(recording, by=mine, at=LATER)
    voicemail.done(recording, "called", by=other, at=LATER + timedelta(minutes=21))
    with pytest.raises(TakenByAnother):
        voicemail.take(recording, by=mine, at=LATER + timedelta(hours=2))


def test_the_caller_is_owed_one_call_back() -> None:
    recording = message()
    target = voicemail.call_back(recording, by=cast.desk(Role.OPERATOR), at=LATER)
    assert (target.phone, target.source, target.campaign.kind) == ("+919999900001", "voicemail", "call_back")
    assert Voicemail.objects.get().result == "owed"
    assert voicemail.call_back(message(1), by=cast.desk(Role.OPERATOR), at=LATER).pk == target.pk
    assert Target.objects.count() == 1


def test_a_withheld_number_cannot_be_called_back() -> None:
    recording = message(phone="")
    with pytest.raises(NotPossible):
        voicemail.call_back(recording, by=cast.desk(Role.OPERATOR), at=LATER)
    assert list(voicemails.waiting()) == [recording]


def test_seeing_the_number_is_written_down() -> None:
    recording = message()
    by = cast.desk(Role.OPERATOR)
    assert voicemail.reveal(recording, by=by, at=LATER) == "+919999900001"
    entry = Entry.objects.get(stream=f"reads:call:{recording.call_id}")
    assert (entry.verb, entry.by, entry.detail) == ("see_phone", by.key, {"recording": recording.pk})
