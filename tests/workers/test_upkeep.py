"""After names are heard differently keys are made anew; after a new key of Aadhaar tokens are laid under it."""

import base64
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.workers import room

from shramsetu.people import vault
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
OLD, NEW = (f"{name}:{base64.b64encode(name.encode() * 16).decode()}" for name in ("k1", "k2"))


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_stale_keys_of_workers_are_made_anew_and_others_stay() -> None:
    one, other = room.worker(name="जयप्रकाश यादव"), room.worker(name="गीता देवी")
    want = (one.name_key, one.parent_key, one.keys)
    Worker.objects.filter(pk=one.pk).update(name_key="old", parent_key="old", keys=["old"])
    assert "✓ workers: 1 " in run("names", "rekey")
    one.refresh_from_db()
    assert (one.name_key, one.parent_key, one.keys) == want
    assert "✓ workers: 0 " in run("names", "rekey")
    assert Worker.objects.get(pk=other.pk).keys == other.keys


def test_whoever_was_merged_into_a_row_is_still_found_by_it() -> None:
    kept, gone = room.worker(name="राजेश यादव"), room.worker(name="मुकेश पासी")
    Worker.objects.filter(pk=gone.pk).update(merged_into=kept)
    run("names", "rekey")
    kept.refresh_from_db()
    assert {*gone.keys, *kept.keys} == set(kept.keys)


def test_tokens_are_turned_to_a_new_key_without_the_number(settings: Any) -> None:
    settings.AADHAAR_KEYS = [OLD]
    one = room.worker(aadhaar=room.AADHAAR)
    settings.AADHAAR_KEYS = [NEW, OLD]
    assert "✓ workers: 1 " in run("aadhaar", "turn")
    one.refresh_from_db()
    token = vault.vault().token(room.AADHAAR)
    assert (one.aadhaar_key, one.aadhaar_digest, one.aadhaar_last_four) == ("k2", token.digest, token.last_four)
    assert "✓ workers: 0 " in run("aadhaar", "turn")


def test_a_key_that_was_taken_away_is_missed(settings: Any) -> None:
    settings.AADHAAR_KEYS = [OLD]
    room.worker(aadhaar=room.AADHAAR)
    settings.AADHAAR_KEYS = [NEW]
    with pytest.raises(CommandError, match="k1 is not in AADHAAR_KEYS"):
        run("aadhaar", "turn")
