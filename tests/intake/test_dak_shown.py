"""What a register shows and prints: labels three across, and of a sealed case nobody's name."""

from datetime import datetime
from itertools import pairwise

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.cast import MONDAY

from shramsetu.casework.models import Case
from shramsetu.intake.dak import actions
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.offices.models import Post, User

pytestmark = pytest.mark.django_db
RECEIPT, DESPATCH = Letter.Book.RECEIPT, Letter.Book.DESPATCH
NAMED = ("सीता देवी", "ग्राम बिठूर", "छुड़ाए मज़दूर का पत्र", "EU123IN")


def alc() -> cast.Seat:
    return cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar"))


def letter(book: str = DESPATCH, *, at: datetime = MONDAY, **changes: object) -> Letter:
    given: dict[str, object] = {"party": NAMED[0], "subject": NAMED[2], "address": NAMED[1], "way": "speed", **changes}
    return actions.enter(alc().post, Written(**given), book=book, by=alc().actor, at=at)  # type: ignore[arg-type]


def page() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=alc().actor.user_id or 0))
    return client


def corners(sheet: pypdfium2.PdfPage, word: str) -> list[tuple[float, float]]:
    """Return where each place of `word` begins, in millimetres from the lower left."""
    text = sheet.get_textpage()
    found, search = [], text.search(word)
    while (hit := search.get_next()) is not None:
        left, bottom, _right, _top = text.get_charbox(hit[0])
        found.append((round(left * 25.4 / 72), round(bottom * 25.4 / 72)))
    return found


def test_labels_lie_three_across_and_eight_down_on_one_sheet() -> None:
    rows = [letter(tracking="") for _each in range(25)]
    chosen = "&".join(f"letter={one.pk}" for one in rows)
    document = pypdfium2.PdfDocument(page().get(f"/desk/intake/labels.pdf?{chosen}").content)
    places = corners(document[0], "2026/000")
    across, down = sorted({left for left, _bottom in places}), sorted({bottom for _left, bottom in places})
    assert (len(document), len(places), len(across), len(down)) == (2, 24, 3, 8)
    assert [right - left for left, right in pairwise(across)] == [70, 70]
    assert len(corners(document[1], "2026/000")) == 1


def sealed(book: str) -> Letter:
    """A letter of a case that was sealed to another post."""
    return letter(book, case=cast.complaint(at=MONDAY, sealed=True), tracking=NAMED[3], their_number="बं/7")


@pytest.mark.parametrize("book", [RECEIPT, DESPATCH])
def test_a_register_names_nobody_of_a_sealed_case_to_who_may_not_open_it(book: str) -> None:
    row = sealed(book)
    actions.cancel(row, reason="सीता देवी ने मना किया", by=alc().actor, at=MONDAY)
    shown = page().get(f"/desk/intake/letters/{book}/").content.decode()
    assert row.number in shown
    assert "गोपनीय" in shown
    assert [word for word in (*NAMED, "बं/7") if word in shown] == []


@pytest.mark.parametrize("word", ["सीता", "छुड़ाए", "बं/7"])
def test_no_word_finds_a_letter_of_a_sealed_case(word: str) -> None:
    row = sealed(RECEIPT)
    client = page()
    assert row.number not in client.get(f"/desk/intake/letters/receipt/?q={word}").content.decode()
    assert row.number in client.get("/desk/intake/letters/receipt/?q=00001").content.decode()


def test_who_holds_a_sealed_case_reads_its_letters() -> None:
    row = sealed(DESPATCH)
    Case.objects.filter(letters=row).update(holder=alc().post)
    client = page()
    shown = client.get("/desk/intake/letters/despatch/").content.decode()
    assert [word for word in NAMED[:1] if word in shown] == [NAMED[0]]
    assert client.get(f"/desk/intake/labels.pdf?letter={row.pk}").content[:4] == b"%PDF"


def test_no_envelope_is_printed_for_a_sealed_case_by_who_may_not_open_it() -> None:
    row = sealed(DESPATCH)
    answer = page().get(f"/desk/intake/labels.pdf?letter={row.pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/intake/letters/despatch/")


@pytest.mark.parametrize("book", [RECEIPT, DESPATCH])
def test_the_printed_register_says_the_number_of_a_sealed_case_alone(book: str) -> None:
    row = sealed(book)
    Case.objects.filter(letters=row).update(holder=alc().post)
    made = page().get(f"/desk/intake/letters/{book}/register.pdf?first=2026-11-16&last=2026-11-16").content
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert "गोपनीय" in text
    assert [word for word in (*NAMED, "बं/7") if word in text] == []


def test_a_page_asks_the_same_for_one_sealed_line_and_for_many() -> None:
    client, counts = page(), []
    client.get("/desk/intake/letters/despatch/")
    for many in (1, 3):
        for _each in range(many):
            sealed(DESPATCH)
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/intake/letters/despatch/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
