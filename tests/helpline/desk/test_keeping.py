"""Recordings become Opus; numbers, sound and lists go when their time is over."""

import shutil
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.helpline import room
from tests.helpline.desk.test_floor import recorded, sound
from tests.helpline.desk.test_phone import talked
from tests.room import of_role, text_of

from shramsetu.files.models import Attachment
from shramsetu.helpline.actions import blocks, compressing, desk, recordings
from shramsetu.helpline.models import Agent, Call, CallEvent, Recording, Target
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Private
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role
from shramsetu.privacy import actions, kinds

pytestmark = pytest.mark.django_db
KINDS = {kind.name: kind for kind in kinds.KINDS}


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def in_years(count: int) -> datetime:
    return timezone.now() + timedelta(days=366 * count)


def test_an_hour_of_talk_goes_into_the_store(agent: Agent) -> None:
    one = talked(agent).recordings.get()
    hour = sound()[:44] + bytes(3_600 * 16_000)
    recordings.keep(one, hour, seconds=3_600, at=timezone.now())
    one.refresh_from_db()
    assert one.attachment is not None


@pytest.mark.skipif(not shutil.which("opusenc"), reason="no opusenc here (Debian: opus-tools); recordings stay WAV")
def test_a_recording_becomes_opus_and_the_wav_goes(agent: Agent) -> None:
    one = recorded(talked(agent))
    wav = one.attachment
    assert wav is not None
    assert compressing.compress_all(at=timezone.now()) == 1
    one.refresh_from_db()
    assert one.attachment is not None
    assert (one.attachment.media_type, one.attachment.stream) == ("audio/ogg", wav.stream)
    assert one.attachment.size < wav.size
    assert Attachment.objects.get(pk=wav.pk).removed_at is not None
    assert compressing.compress_all(at=timezone.now()) == 0


def test_without_an_encoder_the_wav_stays(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(talked(agent))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert compressing.compress_all(at=timezone.now()) == 0


def test_a_call_loses_number_and_person_in_its_time(agent: Agent) -> None:
    call = talked(agent)
    assert actions.erase_due(KINDS["calls"], by=SYSTEM, at=in_years(1)) == 0
    assert actions.erase_due(KINDS["calls"], by=SYSTEM, at=in_years(3)) == 1
    call.refresh_from_db()
    assert (call.phone, call.person, call.outcome) == ("", None, "answered")
    assert actions.erase_due(KINDS["call-log"], by=SYSTEM, at=in_years(3)) > 0
    assert not CallEvent.objects.exists()


def test_an_emergency_s_event_number_stays_while_its_case_lives(agent: Agent) -> None:
    call = talked(agent)
    desk.note_event_number(call, "P21112612345", agent=agent, at=timezone.now())
    desk.link(call, cast.complaint(at=timezone.now()), by=cast.desk(Role.OPERATOR), at=timezone.now())
    assert actions.erase_due(KINDS["calls"], by=SYSTEM, at=in_years(3)) == 0
    call.refresh_from_db()
    assert call.event_number == "P21112612345"


def test_the_sound_goes_but_not_that_of_a_living_case(agent: Agent) -> None:
    free = recorded(talked(agent))
    room.ready(agent, at=timezone.now())
    other = Call.objects.create(
        key="x", node="node1", direction="in", line="1076", step="ended", began_at=timezone.now(),
        ended_at=timezone.now(), outcome="answered",
    )  # fmt: skip
    bound = Recording.objects.create(call=other, kind="talk", name="x-1", began_at=timezone.now())
    desk.link(other, cast.complaint(at=timezone.now()), by=cast.desk(Role.OPERATOR), at=timezone.now())
    assert actions.erase_due(KINDS["recordings"], by=SYSTEM, at=in_years(2)) == 1
    free.refresh_from_db()
    bound.refresh_from_db()
    assert free.forgotten_at is not None
    assert bound.forgotten_at is None
    assert free.attachment is not None
    assert free.attachment.removed_at is not None
    assert actions.erase_due(KINDS["voicemails"], by=SYSTEM, at=in_years(2)) == 0


def test_a_blocked_number_goes_some_months_after_its_block(agent: Agent) -> None:
    at, by = timezone.now(), cast.desk(Role.SUPERVISOR)
    over, running = (
        blocks.propose(phone, reason="threat: रमेश ने धमकी दी", by=SYSTEM, at=at, days=30)
        for phone in ("+919999900001", "+919999900002")
    )
    for one in (over, running):
        blocks.agree(one, by=by, at=at)
    running.until = in_years(3)
    running.save(update_fields=["until"])
    blocks.expire(at=at + timedelta(days=31))
    assert actions.erase_due(KINDS["blocks"], by=SYSTEM, at=at + timedelta(days=120)) == 0
    assert actions.erase_due(KINDS["blocks"], by=SYSTEM, at=in_years(1)) == 1
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.phone, over.reason, over.state, running.phone) == ("", "threat", "ended", "+919999900002")
    assert not Private.objects.filter(entry__stream=f"block:{over.pk}").exists()
    assert Private.objects.filter(entry__stream=f"block:{running.pk}").exists()
    assert list(journal.faults()) == []
    again = blocks.propose("+919999900001", reason="threat", by=SYSTEM, at=in_years(1))
    assert again.pk != over.pk
    assert "मिटाया गया" in text_of(of_role(Role.SUPERVISOR).get("/desk/helpline/blocks/"))


def test_a_target_that_is_done_loses_its_number(agent: Agent) -> None:
    call = talked(agent)
    when = timezone.now() + timedelta(hours=1)
    result = desk.Result("follow-up", None, when)
    desk.dispose(call, result, agent=agent, by=cast.desk(Role.OPERATOR), at=timezone.now())
    assert actions.erase_due(KINDS["targets"], by=SYSTEM, at=in_years(2)) == 0
    Target.objects.update(state="done")
    assert actions.erase_due(KINDS["targets"], by=SYSTEM, at=in_years(2)) == 1
    assert Target.objects.get().phone == ""
