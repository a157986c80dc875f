"""The pages of scanned letters: attacks are refused in words, and a draft counts only when it was compared."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests import cast
from tests.intake import printed

from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.intake.counter import actions, queries
from shramsetu.intake.counter.actions import Pile
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.dak.models import Letter
from shramsetu.messages.models import Message
from shramsetu.offices.models import Post, User
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
LIST = "/desk/intake/scanned/"
ONE, TWO, THREE = printed.PAGES


def at_desk(code: str = "labour.alc.kanpur-nagar") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=cast.seat(Post.objects.get(code=code)).actor.user_id or 0))
    return client


def taken_in(*pages: str) -> Scanned:
    office = Post.objects.get(code="labour.alc.kanpur-nagar")
    pile = Pile(files=[printed.upload(printed.scanned(*pages, dpi=100))], how="one", way="post")
    return actions.scan_in(office, pile, by=cast.seat(office).actor, at=timezone.now() - timedelta(minutes=5))[0]


def typed(**changes: str) -> dict[str, str]:
    kanpur = places.district(cast.KANPUR)
    given = {
        "phone": "9999900001",
        "name": "रमेश कुमार",
        "channel": "post",
        "kind": "grievance",
        "text": "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।",
        "category": cast.WAGES,
        "place": str(kanpur.pk),
        "place_word": kanpur.name_hi,
    }
    return {**given, **changes}


def opens(client: Client, page: str) -> bool:
    answer = client.get(page)
    return answer.status_code == 200 and bool(b"".join(answer.streaming_content))  # type: ignore[attr-defined]


def bomb() -> bytes:
    """A picture of a few kilobytes that is 400 million points."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def sheet(*sizes: tuple[int, int]) -> bytes:
    made = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        made.new_page(width, height)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ATTACKS = {
    "no pdf": (b"MZ\x90\x00" * 500, "letter.pdf", "application/pdf"),
    "script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.png", "image/png"),
    "sound": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(200), "a.wav", "audio/wav"),
    "torn": (b"%PDF-1.7\n" + bytes(2_000), "letter.pdf", "application/pdf"),
    "bomb": (bomb(), "letter.png", "image/png"),
    "five metres": (sheet((14_000, 14_000)), "letter.pdf", "application/pdf"),
    "300 pages": (sheet(*[(595, 842)] * 300), "letter.pdf", "application/pdf"),
    "30 MB": (b"%PDF-1.7\n" + bytes(30 * 2**20), "letter.pdf", "application/pdf"),
    "empty page": (sheet((595, 842)), "letter.pdf", "application/pdf"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_no_letter_is_refused_in_words_and_takes_no_number(name: str) -> None:
    content, called, media_type = ATTACKS[name]
    upload = SimpleUploadedFile(called, content, content_type=media_type)
    answer = at_desk().post(LIST, {"pages": upload, "how": "blank", "way": "post"})
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["pages"]) == 1
    assert (Letter.objects.count(), Attachment.objects.count()) == (0, 0)


def test_one_bad_file_among_good_ones_lets_nothing_in() -> None:
    good = printed.upload(printed.scanned(ONE, dpi=100))
    bad = SimpleUploadedFile("b.pdf", b"MZ\x90\x00" * 500, content_type="application/pdf")
    answer = at_desk().post(LIST, {"pages": [good, bad], "how": "one", "way": "post"})
    assert (answer.status_code, Letter.objects.count(), Attachment.objects.count()) == (422, 0, 0)


def test_the_list_says_that_no_machine_reads_here() -> None:
    page = at_desk().get(LIST).content.decode()
    assert "यहाँ मशीन पत्र नहीं पढ़ती" in page
    assert "टाइप करने को कोई पत्र शेष नहीं" in page


def test_the_list_costs_the_same_for_one_letter_and_for_three(django_assert_max_num_queries: object) -> None:
    taken_in(ONE)
    client = at_desk()
    client.get(LIST)
    with django_assert_max_num_queries(40) as one:  # type: ignore[operator]
        client.get(LIST)
    taken_in(TWO)
    taken_in(THREE)
    with django_assert_max_num_queries(len(one)):  # type: ignore[operator]
        client.get(LIST)


def test_a_draft_counts_only_when_each_doubtful_word_and_the_whole_were_compared() -> None:
    row = taken_in(ONE)
    Scanned.objects.update(draft="तीन [महिने?] से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।", reading="read")
    client, address = at_desk(), f"{LIST}{row.pk}/"
    page = client.get(address)
    assert page.context["form"]["text"].value() == Scanned.objects.get().draft
    left = client.post(address, typed(text=Scanned.objects.get().draft))
    assert (left.status_code, set(left.context["form"].errors)) == (422, {"text", "compared"})
    assert "महिने" in left.context["form"].errors["text"][0]
    assert Case.objects.filter(kind="grievance").count() == 0
    done = client.post(address, typed(compared="on"))
    case = Case.objects.get(kind="grievance")
    assert (done.status_code, done["Location"]) == (302, f"{LIST}?done={case.number}&letter={row.pk}")


def test_after_one_letter_comes_the_next_with_the_slip_of_the_last() -> None:
    first, second = taken_in(ONE), taken_in(TWO)
    client = at_desk()
    done = client.post(f"{LIST}{first.pk}/", typed())
    case = Case.objects.get(kind="grievance")
    assert done["Location"] == f"{LIST}{second.pk}/?done={case.number}&letter={first.pk}"
    page = client.get(done["Location"]).content.decode()
    slip = f"/desk/registered/{case.number}/slip/"
    assert (f'"{slip}"' in page, f'"{slip}?paper=80"' in page) == (True, True)
    message = Message.objects.get(stream=case.stream, template="registered")
    assert message.to_phone == cast.RAMESH.phone


def test_a_letter_typed_meanwhile_is_not_filed_twice() -> None:
    row = taken_in(ONE)
    client = at_desk()
    client.post(f"{LIST}{row.pk}/", typed())
    again = client.post(f"{LIST}{row.pk}/", typed())
    assert (again.status_code, Case.objects.filter(kind="grievance").count()) == (302, 1)


@pytest.mark.parametrize("wrong", [{"phone": "12"}, {"place": "", "place_word": "क्षत्रज्ञ"}, {"category": ""}])
def test_nothing_typed_is_lost_when_the_form_is_refused(wrong: dict[str, str]) -> None:
    row = taken_in(ONE)
    given = typed(opposite_name="शिव कंस्ट्रक्शन", landmark="पुराने पुल के पास", outside_number="म/12", **wrong)
    answer = at_desk().post(f"{LIST}{row.pk}/", given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert [word for name, word in given.items() if word and name != "place" and word not in shown] == []
    assert f'data-keep="scan-{row.pk}-' in shown


@pytest.mark.parametrize(
    "change",
    [
        {"state": "typed", "draft": "", "done_by": "another", "done_at": timezone.now()},
        {"typing_by": "another", "typing_until": timezone.now() + timedelta(days=1)},
    ],
)
def test_who_is_overtaken_keeps_the_words_before_them(change: dict[str, object]) -> None:
    row, client = taken_in(ONE), at_desk()
    Scanned.objects.filter(pk=row.pk).update(**change)
    for address, name in (("", "form"), ("describe/", "describing")):
        answer = client.post(f"{LIST}{row.pk}/{address}", {**typed(), "party": "जिलाधिकारी", "subject": "बैठक"})
        assert answer.status_code in {409, 422}
        assert answer.context[name].non_field_errors()
        assert (typed()["text"] if name == "form" else "जिलाधिकारी") in answer.content.decode()
    assert Case.objects.filter(kind="grievance").count() == 0


def test_pages_are_seen_by_the_office_alone_and_by_the_case_afterwards() -> None:
    row = taken_in(ONE)
    page = f"/files/{queries.pages_of(row)[0].pk}/"
    assert opens(at_desk(), page)
    assert not opens(at_desk("labour.leo.agra"), page)
    assert at_desk("labour.leo.agra").get(f"{LIST}{row.pk}/").status_code == 404
    office = row.office
    actions.register(row, cast.filing(channel="post"), by=cast.seat(office).actor, at=timezone.now())
    case = Case.objects.get(kind="grievance")
    assert case.holder is not None
    assert opens(at_desk(case.holder.code), page)


def test_letters_are_parted_and_joined_on_their_page() -> None:
    row = taken_in(ONE, TWO)
    client = at_desk()
    client.post(f"{LIST}{row.pk}/split/", {"page": "2"})
    other = Scanned.objects.exclude(pk=row.pk).get()
    assert (Scanned.objects.get(pk=row.pk).pages, other.pages) == (1, 1)
    for wrong in ("", "x", "99999999999999999999", "-1"):
        assert client.post(f"{LIST}{row.pk}/split/", {"page": wrong}).status_code == 302
    assert client.post(f"{LIST}{other.pk}/join/")["Location"] == f"{LIST}{row.pk}/"
    assert Scanned.objects.get(pk=row.pk).pages == 2


def test_a_letter_that_is_no_complaint_is_only_entered() -> None:
    row = taken_in(ONE)
    client = at_desk()
    bad = client.post(f"{LIST}{row.pk}/describe/", {"party": "", "subject": "बैठक"})
    assert (bad.status_code, "party" in bad.context["describing"].errors) == (422, True)
    client.post(f"{LIST}{row.pk}/describe/", {"party": "जिलाधिकारी", "subject": "बैठक", "their_number": "12"})
    assert Letter.objects.get().party == "जिलाधिकारी"
    assert Case.objects.filter(kind="grievance").count() == 0
