"""Papers of the procedure: printed with a number and a mark, read back from a scan, never lost."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.bonded import room, test_committees
from tests.bonded.test_certificates import words_of
from tests.bonded.test_scan import jpeg, page, pdf
from tests.room import at_desk, queries_of, text_of

from shramsetu import rulebook
from shramsetu.bonded import owners
from shramsetu.bonded.actions import certificates, confirming, papers, scans
from shramsetu.bonded.models import Certificate, Paper, Scan, Survivor
from shramsetu.bonded.papers import looking, marks, scan, values
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.files.models import Attachment
from shramsetu.files.rules import FalseType
from shramsetu.files.store import store
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor

pytestmark = pytest.mark.django_db
HOME = "/desk/bonded/papers/"
FORMS = {
    "process-chart",
    "spot-questionnaire",
    "evidence-checklist",
    "inquiry-form",
    "release-certificate",
    "rehabilitation-assessment",
    "rescue-memo",
    "native-letter",
    "protection-letter",
    "police-complaint",
}


@pytest.fixture
def officer() -> Actor:
    return room.officer("labour_officer")


def printed(kind: str = "inquiry-form", *, by: Actor) -> Paper:
    return papers.print_form(kind, room.freed().case, office=None, by=by, at=room.AT)


def sheet(paper: Paper, *, by: Actor) -> bytes:
    return papers.drawn(paper, by=by, at=room.AT)


def scanned(paper: Paper, *, by: Actor) -> bytes:
    """Return the sheet as a scanner gives it back."""
    return scan.pictured(sheet(paper, by=by))


def upload(content: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def as_photo(content: bytes, number: int = 0, *, turned: int = 0) -> bytes:
    """Return a page of a PDF as somebody photographs it: grey, crooked, with a margin of table around it."""
    image = pypdfium2.PdfDocument(content)[number].render(scale=150 / 72).to_pil().convert("L")
    table = Image.new("L", (image.width + 200, image.height + 160), 90)
    table.paste(image.point(lambda grey: 40 + grey * 180 // 255), (100, 80))
    return jpeg(table.rotate(turned + 3, expand=True, fillcolor=90), quality=60)


def test_the_ten_forms_three_orders_and_two_letters_are_in_both_languages() -> None:
    forms = rulebook.book().bonded.forms
    assert set(forms) == FORMS | {"finding-order", "sanction", "minutes", "chase-letter", "chase-copy"}
    assert len({form.code for form in forms.values()}) == len(forms)
    for form in forms.values():
        assert "ऀ" <= form.title.hi[0] <= "ॿ"
        assert form.title.en.isascii()


def test_every_form_is_printed_blank_and_read_back(officer: Actor) -> None:
    office = owners.post("labour_officer", room.district())
    for form in rulebook.book().bonded.forms.values():
        paper = papers.print_blank(form.slug, 1, office=office, by=officer, at=room.AT)[0]
        made = sheet(paper, by=officer)
        pieces = scan.pieces(made, scan.PDF, token_of=marks.token_of)
        assert [one.token for one in pieces] == [paper.token], form.slug
        assert len(pieces[0].pages) == len(pypdfium2.PdfDocument(made)), f"a page of {form.slug} has no mark"


def test_number_is_fixed_at_print_and_the_sheet_stays_the_same(officer: Actor) -> None:
    paper = printed(by=officer)
    assert looking.parse(paper.number) == paper.number
    first = words_of(sheet(paper, by=officer))
    Survivor.objects.filter(pk=paper.case_id).update(sector="quarry")
    paper.refresh_from_db()
    assert words_of(sheet(paper, by=officer)) == first
    assert len(paper.sha256) == 64
    reads = Entry.objects.filter(stream=f"reads:{paper.case and paper.case.number}", verb="draw_paper")
    assert reads.count() == 2


def test_no_name_stands_on_any_paper_but_the_certificate(officer: Actor) -> None:
    one = room.certified()
    for form in rulebook.book().bonded.forms.values():
        if form.subject == "person" and not form.is_public:
            known = str(values.known(form.slug, one.case))
            assert room.NAME not in known
            assert room.PHONE not in known
    known = str(values.known("inquiry-form", one.case))
    assert one.code in known
    del officer


@pytest.mark.parametrize("turned", [0, 90, 180])
def test_photographed_page_finds_its_case(officer: Actor, turned: int) -> None:
    paper = printed(by=officer)
    content = as_photo(sheet(paper, by=officer), turned=turned)
    outcome = scans.take_in([upload(content, "IMG_1.jpg")], by=officer, at=room.AT)
    assert [one.pk for one in outcome.papers] == [paper.pk]
    paper.refresh_from_db()
    assert paper.case is not None
    assert (paper.state, paper.scan and paper.scan.stream) == ("scanned", paper.case.stream)
    assert not Scan.objects.exists()


def test_photographs_of_all_pages_become_one_scan(officer: Actor) -> None:
    paper = printed(by=officer)
    made = sheet(paper, by=officer)
    shots = [upload(as_photo(made, number), f"{number}.jpg") for number in range(2)]
    outcome = scans.take_in(shots, by=officer, at=room.AT)
    assert [one.pk for one in outcome.papers] == [paper.pk]
    paper.refresh_from_db()
    assert paper.scan is not None
    assert paper.scan.media_type == "application/pdf"


def test_pile_is_taken_apart_and_what_is_foreign_waits(officer: Actor) -> None:
    one, two = printed(by=officer), printed("protection-letter", by=officer)
    pile = scan.joined([scanned(one, by=officer), scanned(two, by=officer), pdf(page("Z" * 20))])
    outcome = scans.take_in([upload(pile)], by=officer, at=room.AT)
    assert {paper.pk for paper in outcome.papers} == {one.pk, two.pk}
    assert [waiting.trouble for waiting in outcome.waiting] == ["unknown"]
    assert Attachment.objects.filter(stream__startswith="scan:", removed_at=None).count() == 1


def test_unreadable_scan_waits_encrypted_until_somebody_reads_the_number(officer: Actor) -> None:
    paper = printed(by=officer)
    stained = pdf(page(words="स्याही गिर गई"))
    waiting = scans.take_in([upload(scan.pictured(stained))], by=officer, at=room.AT).waiting[0]
    assert waiting.trouble == "unreadable"
    kept = Attachment.objects.get(stream=waiting.stream, removed_at=None)
    with store().open(str(kept.blob_id)) as file:
        assert b"%PDF" not in file.read()
    client = at_desk(officer)
    assert client.get(f"/files/{kept.pk}/").status_code == 200
    assert at_desk(room.officer("labour_officer", "Agra")).get(f"/files/{kept.pk}/").status_code == 404
    address = f"{HOME}scan/{waiting.pk}/"
    assert client.get(address).status_code == 200
    wrong = paper.number[:-1] + str((int(paper.number[-1]) + 1) % 10)
    assert client.post(address, {"number": wrong}).status_code == 422
    assert client.post(address, {"number": f" {paper.number.lower()} "}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "scanned"
    assert client.get(address).status_code == 404


def test_duplicate_changes_nothing_and_is_kept_as_a_further_copy(officer: Actor) -> None:
    paper = printed(by=officer)
    made = scanned(paper, by=officer)
    scans.take_in([upload(made)], by=officer, at=room.AT)
    paper.refresh_from_db()
    first = paper.scan_id
    again = scans.take_in([upload(made)], by=officer, at=room.AT).waiting[0]
    assert (again.trouble, again.paper_id) == ("duplicate", paper.pk)
    scans.place(again, paper, by=officer, at=room.AT)
    paper.refresh_from_db()
    assert paper.case is not None
    assert paper.scan_id == first
    assert Attachment.objects.filter(stream=paper.case.stream, removed_at=None).count() == 2
    with pytest.raises(Refused):
        scans.place(Scan.objects.get(pk=again.pk), paper, by=officer, at=room.AT)


def test_scan_on_another_papers_line_is_told_apart(officer: Actor) -> None:
    asked, other = printed(by=officer), printed(by=officer)
    waiting = scans.take_in([upload(scanned(other, by=officer))], by=officer, at=room.AT, expected=asked).waiting[0]
    assert (waiting.trouble, waiting.paper_id) == ("other_paper", other.pk)


def test_paper_of_another_district_is_unknown_here(officer: Actor) -> None:
    paper = printed(by=officer)
    stranger = room.officer("labour_officer", "Agra")
    waiting = scans.take_in([upload(sheet(paper, by=officer))], by=stranger, at=room.AT).waiting[0]
    assert (waiting.trouble, waiting.paper_id) == ("unknown", None)
    scans.discard(waiting, by=stranger, at=room.AT)
    assert not Attachment.objects.filter(stream=waiting.stream, removed_at=None).exists()


def test_scan_of_an_old_version_does_not_sign_the_new_one() -> None:
    magistrate = room.officer("sdm")
    old = Certificate.objects.get(survivor=room.certified())
    made = scanned(old.paper, by=magistrate)
    reason = "आयु ग़लत लिखी गई थी।"
    new = certificates.replace(old, standing="corrected", reason=reason, by=magistrate, at=room.AT)
    waiting = scans.take_in([upload(made)], by=magistrate, at=room.AT).waiting[0]
    new.refresh_from_db()
    assert (waiting.trouble, new.signature) == ("not_in_force", "")


def test_blank_form_comes_to_the_case_that_somebody_names(officer: Actor) -> None:
    client = at_desk(officer)
    answer = client.post(f"{HOME}blank/", {"kind": "inquiry-form", "count": 2})
    assert answer.status_code == 200
    outcome = scans.take_in([upload(scan.pictured(answer.content))], by=officer, at=room.AT)
    assert [one.trouble for one in outcome.waiting] == ["blank", "blank"]
    one, waiting = room.freed(), outcome.waiting[0]
    assert waiting.paper is not None
    address, number = f"{HOME}scan/{waiting.pk}/", waiting.paper.number
    assert client.post(address, {"number": number}).status_code == 422
    assert client.post(address, {"number": number, "case": one.case.number}).status_code == 302
    paper = Paper.objects.get(pk=waiting.paper_id)
    assert (paper.case_id, paper.state) == (one.pk, "scanned")


def test_broken_file_waits_and_a_wrong_kind_is_refused(officer: Actor) -> None:
    waiting = scans.take_in([upload(b"%PDF-1.4 half of it")], by=officer, at=room.AT).waiting[0]
    assert waiting.trouble == "broken"
    for files in (
        [upload(b"just words", "words.txt")],
        [upload(pdf(page())), upload(jpeg(Image.new("L", (9, 9))), "a.jpg")],
    ):
        with pytest.raises(FalseType):
            scans.take_in(files, by=officer, at=room.AT)
    assert Scan.objects.count() == 1


def test_pages_print_scan_and_lead_from_the_mark(officer: Actor) -> None:
    client, one = at_desk(officer), room.freed()
    address = f"{HOME}case/{one.case.number}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"kind": "rehabilitation-assessment"})
    assert answer.status_code == 302
    made = client.get(answer["Location"])
    assert made.content.startswith(b"%PDF")
    paper = Paper.objects.get(case=one.case)
    assert client.get(f"{HOME}code/{paper.token}/")["Location"] == address
    answer = client.post(f"{HOME}scan/", {"pages": io.BytesIO(made.content)})
    assert answer.status_code == 422
    assert client.post(f"{HOME}scan/").status_code == 422
    answer = client.post(f"{HOME}scan/", {"pages": upload(scan.pictured(made.content))})
    assert answer.status_code == 200
    assert paper.number in text_of(answer)
    assert client.post(address, {"kind": "release-certificate"}).status_code == 422
    assert room.NAME not in text_of(client.get(address))
    assert Client().get(address).status_code == 302


def test_home_asks_a_fixed_number_of_questions(officer: Actor) -> None:
    client = at_desk(officer)
    printed(by=officer)
    few = queries_of(client, HOME)
    for _ in range(4):
        printed(by=officer)
    assert queries_of(client, HOME) <= few


def test_certificate_and_finding_order_open_for_a_purpose_only() -> None:
    one = room.certified()
    paper = Certificate.objects.get(survivor=one).paper
    stranger = room.officer("food")
    answer = at_desk(stranger).get(f"{HOME}{paper.pk}/pdf/")
    assert answer.status_code in (403, 404)
    officer = room.officer("labour_officer")
    assert at_desk(officer).get(f"{HOME}{paper.pk}/pdf/").status_code == 200
    with pytest.raises(NotAllowed):
        papers.print_form("finding-order", one.case, office=None, by=officer, at=room.AT)
    order = papers.print_form("finding-order", one.case, office=None, by=room.officer("sdm"), at=room.AT)
    assert papers.purpose_of(order) == "statement"
    reads = Entry.objects.filter(verb="reveal", detail__purpose="certificate")
    assert reads.count() == 2


def test_scan_of_a_statement_opens_to_whom_the_statement_does(officer: Actor) -> None:
    one = room.certified()
    paper = papers.print_form("inquiry-form", one.case, office=None, by=officer, at=room.AT)
    scans.take_in([upload(scanned(paper, by=officer))], by=officer, at=room.AT)
    paper.refresh_from_db()
    address = f"/files/{paper.scan_id}/"
    assert at_desk(officer).get(address).status_code == 404
    assert at_desk(room.officer("sdm")).get(address).status_code == 200


def test_sanction_lists_what_waits_for_the_signature() -> None:
    one = room.certified()
    known = values.known("sanction", one.case)
    assert known["certificate"] == Certificate.objects.get(survivor=one).paper.number
    assert "30,000" in str(known["amounts"])
    assert known["entitlement"]


def test_minutes_are_numbered_signed_and_scanned_back() -> None:
    meeting = test_committees.held(test_committees.called(test_committees.full()))
    client = at_desk(room.officer("dm"))
    address = f"{HOME}minutes/{meeting.pk}/"
    first, again = client.post(address), client.post(address)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    made = client.get(first["Location"])
    paper = Paper.objects.get(kind="minutes")
    scans.take_in([upload(scan.pictured(made.content))], by=room.officer("dm"), at=room.AT)
    confirming.confirm(paper, by=room.officer("dm"), at=room.AT)
    paper.refresh_from_db()
    assert paper.state == "scanned"
    assert paper.case is not None
    assert client.get(f"{HOME}case/{paper.case.number}/").status_code == 200
    assert at_desk(room.officer("dm", "Agra")).post(address).status_code == 404
