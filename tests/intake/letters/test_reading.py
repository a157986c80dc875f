"""A printed Hindi letter is read by the real Tesseract, and what it reads wrongly it is not sure of."""

import difflib
import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests import cast
from tests.cast import MONDAY
from tests.intake import printed

from shramsetu.casework import alarm
from shramsetu.intake.counter import actions as counter
from shramsetu.intake.counter.actions import Pile
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.letters import actions, rules
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Post
from shramsetu.web import metrics

pytestmark = pytest.mark.django_db
WRONG_MOST = 0.01  # of the characters; 0.002 to 0.006 were measured


def taken_in(*pages: str, dpi: int = 200) -> Scanned:
    office = Post.objects.get(code="labour.alc.kanpur-nagar")
    pile = Pile(files=[printed.upload(printed.scanned(*pages, dpi=dpi))], how="one", way="post")
    return counter.scan_in(office, pile, by=cast.seat(office).actor, at=MONDAY)[0]


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def error_rate(read: str, truth: str) -> float:
    """The fewest changes that make `read` into `truth`, by its length."""
    before = list(range(len(truth) + 1))
    for at, mark in enumerate(read, 1):
        row = [at]
        for to, wanted in enumerate(truth, 1):
            row.append(min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (mark != wanted)))
        before = row
    return before[-1] / len(truth)


@pytest.mark.usefixtures("reading")
def test_a_printed_letter_is_read_and_its_wrong_words_are_marked() -> None:
    row = taken_in(printed.PAGES[0])
    assert actions.read_next(at=MONDAY)
    row.refresh_from_db()
    assert row.reading == Scanned.Reading.READ
    doubtful = set(rules.unsure(row.draft))
    read, truth = plain(row.draft.replace("[", "").replace("?]", "")), plain(printed.PAGES[0])
    assert error_rate(read, truth) <= WRONG_MOST
    changes = difflib.SequenceMatcher(a=truth.split(), b=read.split(), autojunk=False).get_opcodes()
    wrong = {word for what, _a, _b, first, last in changes if what != "equal" for word in read.split()[first:last]}
    assert wrong <= doubtful
    assert not actions.read_next(at=MONDAY)


def test_a_machine_without_reader_leaves_letters_to_the_clerk() -> None:
    row = taken_in(printed.PAGES[2], dpi=100)
    assert not actions.read_next(at=MONDAY)
    row.refresh_from_db()
    assert (row.reading, row.tries, row.draft) == ("waiting", 0, "")


def test_what_cannot_be_read_is_tried_three_times_and_left_to_the_clerk(reads_as: Callable[[str], None]) -> None:
    reads_as("exit 3")
    row = taken_in(printed.PAGES[2], dpi=100)
    later = [MONDAY + timedelta(hours=hour) for hour in range(3)]
    assert [actions.read_next(at=at) for at in (later[0], later[0], later[1], later[2])] == [True, False, True, True]
    row.refresh_from_db()
    assert (row.reading, row.tries) == (Scanned.Reading.UNREAD, 3)
    assert not actions.read_next(at=MONDAY + timedelta(days=1))


def test_many_letters_that_break_the_reader_are_counted_and_told_of(reads_as: Callable[[str], None]) -> None:
    reads_as("exit 3")
    for _letter in range(5):
        assert b"shramsetu_letters_broken %d.0" % Scanned.objects.count() in metrics.text()
        assert not Entry.objects.filter(stream=alarm.STREAM).exists()
        taken_in(printed.PAGES[2], dpi=100)
        for hour in range(3):
            assert actions.read_next(at=MONDAY + timedelta(hours=hour))
    assert b"shramsetu_letters_broken 5.0" in metrics.text()
    told = Entry.objects.get(stream=alarm.STREAM)
    assert told.detail["what"].startswith("छपे पत्र")


def test_a_reader_that_hangs_is_ended(reads_as: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    reads_as("exec sleep 60")
    taken_in(printed.PAGES[2], dpi=100)
    monkeypatch.setattr(actions.figures, "figure", lambda key, _at: 1 if key == "counter.page_seconds" else 4)
    assert actions.read_next(at=MONDAY)
    assert Scanned.objects.get().draft == ""


def test_a_draft_of_pages_that_were_parted_meanwhile_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = taken_in(*printed.PAGES[:2], dpi=100)

    def slow(_picture: bytes, *, seconds: int) -> rules.Lines:
        del seconds
        if Scanned.objects.count() == 1:
            counter.split(row, 2, by=cast.seat(row.office).actor, at=MONDAY)
        return [[rules.Word("पुराना", 96)]]

    monkeypatch.setattr(actions.reader, "is_here", lambda: True)
    monkeypatch.setattr(actions.reader, "read", slow)
    assert actions.read_next(at=MONDAY)
    row.refresh_from_db()
    assert (row.pages, row.draft, row.reading) == (1, "", "waiting")
