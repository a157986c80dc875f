"""The demo's history is made through the real actions, and leaves nothing that does not fit."""

import json
import logging
import random
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from tests import cast

from shramsetu.casework import reconcile
from shramsetu.casework.actions import Stale
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes, simulate
from shramsetu.demo.management.commands import demo
from shramsetu.demo.models import Played
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message, State
from shramsetu.web import logs

pytestmark = pytest.mark.django_db


def test_played_cases_fit_together() -> None:
    played = list(simulate.grow(count=12, at=cast.MONDAY))

    assert played == list(range(1, 13))
    assert {finding.name: finding.count for finding in reconcile.findings(cast.MONDAY) if finding.count} == {}
    assert list(journal.faults()) == []


def test_messages_of_the_past_have_arrived() -> None:
    list(simulate.grow(count=6, at=cast.MONDAY))

    past = Message.objects.filter(queued_at__lt=cast.MONDAY - timedelta(days=1))

    assert past.exists()
    assert past.exclude(state=State.DELIVERED).count() == 0


def test_a_complaint_that_cannot_be_played_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    played, missed = list[int](), list[str]()

    def play(index: int, *, until: datetime) -> None:
        if index == 1:
            raise Stale("1")
        played.append(index)

    monkeypatch.setattr(simulate, "play", play)
    for _ in range(2):
        list(simulate.grow(count=3, at=cast.MONDAY, missed=lambda name, error: missed.append(name)))
    assert played == [0, 2, 0, 2]
    assert missed == ["complaint 1"]
    assert Played.objects.count() == 1  # who waits for the whole history does not wait for this one


def test_growing_goes_on_where_it_stopped() -> None:
    list(simulate.grow(count=2, at=cast.MONDAY))

    more = list(simulate.grow(count=4, at=cast.MONDAY + timedelta(hours=1)))

    assert more == [3, 4]
    assert sorted(Played.objects.values_list("index", flat=True)) == [0, 1, 2, 3]


def test_a_second_start_seats_nobody_and_notes_nothing() -> None:
    people.seat_everyone(at=cast.MONDAY)
    noted = Entry.objects.count()

    assert people.seat_everyone(at=cast.MONDAY) == 0
    assert Entry.objects.count() == noted


def test_demo_refuses_a_database_with_real_cases(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    cast.complaint()

    with pytest.raises(CommandError, match="real cases"):
        call_command("demo", "first")

    assert Case.objects.count() == 1


def test_warnings_of_libraries_stay_out_of_the_terminal(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def serve(self: demo.Command, kept: TextIO, *, onwards: bool) -> None:
        assert not onwards
        self.say("✓")
        logging.getLogger("weasyprint").warning("Ignored `font-weight: 400 700` at 6:3, invalid value.")
        command = [sys.executable, "-c", "import sys; print('Invalid media type', file=sys.stderr)"]
        subprocess.run(command, stderr=kept, check=True)  # noqa: S603 - our own

    settings.DEMO, settings.VAR = True, tmp_path
    monkeypatch.setattr(demo.Command, "serve", serve)
    root = logging.getLogger()
    before = (root.handlers, root.level)
    logs.configure("INFO")
    try:
        call_command("demo", "first")
        logging.getLogger("weasyprint").warning("heard again")
    finally:
        root.handlers, root.level = before

    out, err = capfd.readouterr()
    assert out == "✓\n"
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["heard again"]
    told = (tmp_path / "log" / "demo.log").read_text()
    assert "Ignored `font-weight" in told
    assert "Invalid media type" in told


def test_an_invented_text_is_written_in_one_kind_of_letters() -> None:
    lines = [line for slug, told in scenes.stories().items() if isinstance(told, list) for line in told]

    told = [scenes.fill(line, random.Random(number)) for line in lines for number in range(10)]

    assert [text for text in told if re.search("[a-z]", text) and re.search("[\u0900-\u097f]", text)] == []
