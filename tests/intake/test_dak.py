"""The registers of letters: numbers without gaps, cancelled lines, what a page shows, labels, the printed register."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.cast import MONDAY

from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.intake import forgetting
from shramsetu.intake.dak import actions
from shramsetu.intake.dak.actions import Written
from shramsetu.intake.dak.models import Letter
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Post, User

pytestmark = pytest.mark.django_db
RECEIPT, DESPATCH = Letter.Book.RECEIPT, Letter.Book.DESPATCH
NEW_YEAR = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)


def alc() -> cast.Seat:
    return cast.seat(Post.objects.get(code="labour.alc.kanpur-nagar"))


def letter(book: str = RECEIPT, *, at: datetime = MONDAY, **changes: object) -> Letter:
    given: dict[str, object] = {"party": "राम प्रसाद", "subject": "मज़दूरी न मिलने के संबंध में", "way": "hand", **changes}
    return actions.enter(alc().post, Written(**given), book=book, by=alc().actor, at=at)  # type: ignore[arg-type]


def page() -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=alc().actor.user_id or 0))
    return client


def test_each_register_counts_by_itself_and_anew_each_year() -> None:
    rows = [letter(), letter(), letter(DESPATCH), letter(at=NEW_YEAR - timedelta(minutes=1)), letter(at=NEW_YEAR)]
    assert [(row.book, row.year, row.serial) for row in rows] == [
        ("receipt", 2026, 1),
        ("receipt", 2026, 2),
        ("despatch", 2026, 1),
        ("receipt", 2026, 3),
        ("receipt", 2027, 1),
    ]
    assert len({row.number for row in rows}) == 5


def test_a_line_that_could_not_be_written_leaves_no_gap() -> None:
    letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        letter(party="क" * 200)
    assert letter().serial == 2


def test_a_cancelled_line_stays_and_its_number_is_not_given_again() -> None:
    row = letter()
    actions.cancel(row, reason="दो बार चढ़ गया", by=alc().actor, at=MONDAY)
    assert (row.cancelled_at, row.cancel_reason, letter().serial) == (MONDAY, "दो बार चढ़ गया", 2)
    with pytest.raises(Refused):
        actions.cancel(row, reason="फिर", by=alc().actor, at=MONDAY)
    told = [one.verb for one in Entry.objects.filter(stream=f"letter:{row.pk}").order_by("seq")]
    assert told == ["enter", "cancel"]


@pytest.mark.parametrize("change", [{"serial": 7}, {"number": "x"}, {"book": DESPATCH}, {"year": 2025}])
def test_the_database_keeps_numbers_as_they_are(change: dict[str, object]) -> None:
    row = letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=row.pk).update(**change)


def test_the_database_lets_no_line_go() -> None:
    row = letter()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_another_office_writes_and_cancels_nothing_here() -> None:
    other = cast.seat(Post.objects.get(code="labour.leo.agra")).actor
    with pytest.raises(NotAllowed):
        actions.enter(alc().post, Written("क", "ख", "hand"), book=RECEIPT, by=other, at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.cancel(letter(), reason="नहीं", by=other, at=MONDAY)


def test_a_letter_is_not_dated_in_the_future() -> None:
    with pytest.raises(Refused):
        letter(their_on=MONDAY.date() + timedelta(days=1))


def test_the_clerk_types_a_receipt_and_its_answer_and_finds_both() -> None:
    case = cast.complaint(at=MONDAY)
    given = {"party": "सीता देवी", "subject": "छुट्टी का पैसा", "way": "post", "case": case.number, "their_number": "म/12"}
    client = page()
    assert client.post("/desk/intake/letters/receipt/", given).status_code == 302
    receipt = Letter.objects.get()
    assert (receipt.case, receipt.their_number, receipt.on) == (case, "म/12", receipt.on)
    answer = {"party": "सीता देवी", "address": "ग्राम बिठूर\nकानपुर नगर 209201", "subject": "आपका पत्र", "way": "speed"}
    sent = client.post("/desk/intake/letters/despatch/", {**answer, "answers": receipt.number})
    assert (sent.status_code, Letter.objects.get(book=DESPATCH).answers) == (302, receipt)
    assert receipt.number in client.get("/desk/intake/letters/despatch/").content.decode()
    found = client.get("/desk/intake/letters/receipt/?q=म/12").content.decode()
    assert "छुट्टी का पैसा" in found
    assert "छुट्टी का पैसा" not in client.get("/desk/intake/letters/receipt/?q=नहीं").content.decode()


def test_an_answer_to_a_letter_that_never_came_is_not_entered() -> None:
    given = {"party": "क", "address": "ख", "subject": "ग", "way": "hand", "answers": "ALC/9"}
    answer = page().post("/desk/intake/letters/despatch/", given)
    assert (answer.status_code, Letter.objects.count()) == (422, 0)


def test_the_register_of_another_office_stays_its_own() -> None:
    row = letter()
    client = Client()
    client.force_login(User.objects.get(pk=cast.seat(Post.objects.get(code="labour.leo.agra")).actor.user_id or 0))
    assert row.party not in client.get("/desk/intake/letters/receipt/").content.decode()
    assert client.get(f"/desk/intake/letters/cancel/{row.pk}/").status_code == 404
    assert client.get(f"/desk/intake/labels.pdf?letter={letter(DESPATCH, address='क').pk}").status_code == 302


def test_a_page_asks_the_same_for_one_line_and_for_many() -> None:
    client = page()
    client.get("/desk/intake/letters/receipt/")  # what is kept once a process is read by then
    counts = []
    for many in (1, 5):
        for _each in range(many):
            letter(case=cast.complaint(at=MONDAY) if many == 1 else Letter.objects.all()[0].case)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/desk/intake/letters/receipt/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_register_goes_on_by_pages() -> None:
    rows = [letter() for _each in range(52)]
    client = page()
    first = client.get("/desk/intake/letters/receipt/").content.decode()
    assert rows[1].number not in first
    older = client.get(f"/desk/intake/letters/receipt/?before={rows[2].pk}").content.decode()
    assert rows[1].number in older
    assert rows[51].number not in older


def test_register_and_labels_are_printed() -> None:
    one, two = letter(DESPATCH, address="ग्राम बिठूर\nकानपुर नगर"), letter(DESPATCH, address="लखनऊ")
    actions.cancel(two, reason="ग़लत", by=alc().actor, at=MONDAY)
    client = page()
    register = client.get("/desk/intake/letters/despatch/register.pdf?first=2026-11-16&last=2026-11-16")
    labels = client.get(f"/desk/intake/labels.pdf?letter={one.pk}&letter={two.pk}&skip=23")
    assert [answer.content[:4] for answer in (register, labels)] == [b"%PDF", b"%PDF"]
    refused = client.get("/desk/intake/letters/despatch/register.pdf?first=2020-01-01&last=2026-11-16", follow=True)
    assert "ज़्यादा से ज़्यादा 92" in refused.content.decode()


def test_old_letters_forget_who_wrote_and_keep_their_number() -> None:
    row = letter(address="बिठूर", their_number="7")
    assert forgetting.forget_letters(MONDAY + timedelta(days=1), MONDAY) == 1
    row.refresh_from_db()
    assert (row.party, row.address, row.subject, row.their_number, row.serial) == ("", "", "", "", 1)
    assert not forgetting.letters(MONDAY + timedelta(days=1)).exists()
