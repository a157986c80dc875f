"""The demo's e-mails: once through the actions, one in every list of the desk."""

from typing import Any

import pytest
from tests import cast

from shramsetu.demo import mails
from shramsetu.intake.mail.models import Fetched, Mail
from shramsetu.journal import queries as journal
from shramsetu.messages.models import Message

pytestmark = pytest.mark.django_db


def test_they_come_in_once_and_stand_in_every_list(settings: Any) -> None:
    settings.MAIL_ADDRESS = "shikayat@setu.example"
    assert mails.grow(at=cast.MONDAY) == 7
    assert mails.grow(at=cast.MONDAY) == 0
    states = sorted(Mail.objects.values_list("state", flat=True))
    assert states == ["automatic", "discarded", "filed", "joined", "quarantined", "waiting", "waiting"]
    assert Message.objects.filter(template__in=["email-intake", "case-answer"]).count() == 2
    assert Fetched.objects.filter(flagged_at=None).count() == 0
    assert list(journal.faults()) == []
