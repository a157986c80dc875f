"""`shramsetu token USERNAME`."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings
from tests.offices.cast import sit

from shramsetu.journal.rules import Actor
from shramsetu.offices import tokens
from shramsetu.offices.models import Charge, User


def test_the_token_acts_as_the_users_post(ram: User, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMO = True
    sit("labour.leo.agra", ram)
    second = sit("labour.alc.agra", ram, Charge.Kind.ADDITIONAL)
    call_command("token", "ram", "--post", "labour.alc.agra")
    actor = tokens.actor_of(capsys.readouterr().out.strip(), timezone.now())
    assert actor == Actor(role="officer", user_id=ram.pk, post_id=second.post_id)
    assert actor.scopes == {"read", "write"}


def test_outside_the_demo_and_for_strangers_there_is_none(ram: User, settings: Settings) -> None:
    with pytest.raises(CommandError, match="DEMO"):
        call_command("token", "ram")
    settings.DEMO = True
    with pytest.raises(CommandError, match="nobody"):
        call_command("token", "nobody")
    with pytest.raises(CommandError, match="पद"):
        call_command("token", "ram")
