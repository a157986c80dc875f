"""What counts as signed: a scan, not the print; by the half whose paper it is; once a magistrate has confirmed it."""

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bonded import room
from tests.room import at_desk, text_of

from shramsetu import rulebook
from shramsetu.bonded.actions import certificates, confirming, duties, papers, scans, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.actions.scans import Outcome
from shramsetu.bonded.models import Certificate, Paper, Scan
from shramsetu.bonded.papers import looking, scan
from shramsetu.bonded.queries import papers as queries
from shramsetu.casework.actions import Refused
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor

pytestmark = pytest.mark.django_db
WHY = "मुहर नहीं लगी है।"


def upload(content: bytes, *, by: Actor) -> Outcome:
    return scans.take_in([SimpleUploadedFile("scan.pdf", content, "application/pdf")], by=by, at=room.AT)


def issued() -> Certificate:
    one = room.certified()
    return Certificate.objects.select_related("paper__case", "survivor__case").get(survivor=one)


def sheet(paper: Paper) -> bytes:
    return papers.drawn(paper, by=room.officer("sdm"), at=room.AT)


def public(one: Certificate) -> str:
    return text_of(Client().get(f"/bandhua/praman/{one.paper.token}/"))


def state(paper: Paper) -> str:
    return Paper.objects.values_list("state", flat=True).get(pk=paper.pk)


def test_the_print_itself_is_no_signed_sheet_however_it_is_handed_in() -> None:
    one, labour = issued(), room.officer("labour_officer")
    drawn = sheet(one.paper)
    waiting = upload(drawn, by=labour).waiting[0]
    assert (waiting.trouble, state(one.paper)) == ("print", "printed")
    with pytest.raises(Refused):
        scans.place(waiting, one.paper, by=labour, at=room.AT)
    stained = scan.joined([scan.pictured(drawn), drawn])
    assert upload(stained, by=labour).waiting[0].trouble == "print", "one page of it is drawn"
    assert state(one.paper) == "printed"
    broken = upload(b"%PDF-1.4 half of it", by=labour).waiting[0]
    with pytest.raises(Refused):
        scans.place(broken, one.paper, by=labour, at=room.AT)
    answer = at_desk(labour).get(f"/desk/bonded/papers/scan/{waiting.pk}/")
    assert "छपा हुआ" in text_of(answer)


def test_a_searchable_scan_and_the_line_of_a_scanning_app_are_pictures() -> None:
    drawn = sheet(issued().paper)
    assert not scan.is_picture(drawn, scan.PDF)
    assert scan.is_picture(scan.pictured(drawn), scan.PDF)
    assert scan.is_picture(with_words(scan.pictured(drawn), "Release certificate " * 40, unseen=True), scan.PDF)
    assert scan.is_picture(with_words(scan.pictured(drawn), "Scanned with an app"), scan.PDF)
    assert not scan.is_picture(
        with_words(scan.pictured(drawn), "Release certificate, signed and sealed " * 5), scan.PDF
    )


def with_words(content: bytes, words: str, *, unseen: bool = False) -> bytes:
    """Return a PDF with words over its first page, as recognising software or an app adds them."""
    document = pypdfium2.PdfDocument(content)
    text = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 12)
    pdfium.FPDFText_SetText(text, (ctypes.c_ushort * (len(words) + 1))(*words.encode("latin-1"), 0))
    if unseen:
        pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    page = document[0]
    pdfium.FPDFPage_InsertObject(page, text)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_a_scan_counts_once_the_magistrate_has_confirmed_it() -> None:
    one, labour, sdm = issued(), room.officer("labour_officer"), room.officer("sdm")
    case = one.survivor.case
    duties.start(case, "certificate", from_at=room.AT, by=sdm, at=room.AT)
    assert upload(scan.pictured(sheet(one.paper)), by=labour).papers == (one.paper,)
    one.refresh_from_db()
    assert (state(one.paper), one.signature) == ("received", "")
    assert duties.running_duty(case, "certificate") is not None
    assert "मान्य" not in public(one)
    with pytest.raises(Refused):
        confirming.confirm(one.paper, by=labour, at=room.AT)
    at = room.AT + room.HOUR
    for _twice in range(2):
        confirming.confirm(one.paper, by=sdm, at=at)
    one.refresh_from_db()
    assert (state(one.paper), one.signature, one.signed_at) == ("scanned", "ink", at)
    assert duties.running_duty(case, "certificate") is None
    assert "मान्य" in public(one)
    assert Entry.objects.filter(stream=case.stream, verb="paper_confirmed").count() == 1


def test_a_scan_without_seal_goes_back_and_stays_with_the_case() -> None:
    one, labour, sdm = issued(), room.officer("labour_officer"), room.officer("sdm")
    made = scan.pictured(sheet(one.paper))
    upload(made, by=labour)
    client, address = at_desk(sdm), f"/desk/bonded/papers/{one.paper_id}/confirm/"
    assert client.post(address, {"answer": "back", "reason": ""}).status_code == 422
    assert client.post(address, {"answer": "back", "reason": WHY}).status_code == 302
    assert client.post(address, {"answer": "yes"}).status_code == 422
    assert state(one.paper) == "printed"
    assert Attachment.objects.filter(stream=one.survivor.case.stream, removed_at=None).count() == 1
    assert WHY not in str(Entry.objects.get(verb="paper_turned_down").detail)
    upload(made, by=labour)
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert state(one.paper) == "scanned"


def test_an_old_version_waits_for_nobody() -> None:
    one, sdm = issued(), room.officer("sdm")
    upload(scan.pictured(sheet(one.paper)), by=room.officer("labour_officer"))
    certificates.cancel(one, reason="व्यक्ति का नाम ग़लत था।", by=sdm, at=room.AT)
    assert state(one.paper) == "void"
    with pytest.raises(Refused):
        confirming.confirm(one.paper, by=sdm, at=room.AT)


def test_only_the_half_that_printed_a_paper_scans_it_back() -> None:
    one, by, home = issued(), room.officer("labour_officer"), room.officer("labour_officer", "Chitrakoot")
    made = scan.pictured(sheet(one.paper))
    transfer = transfers.draft((one.survivor,), Home(room.district("Chitrakoot")), by=by, at=room.AT)
    transfers.send(transfer, by=by, at=room.AT)
    waiting = upload(made, by=home).waiting[0]
    assert (waiting.trouble, state(one.paper)) == ("other_half", "printed")
    with pytest.raises(Refused):
        scans.place(Scan.objects.get(pk=waiting.pk), one.paper, by=home, at=room.AT)
    case = one.survivor.case
    theirs = papers.print_form("rehabilitation-assessment", case, office=None, by=home, at=room.AT)
    assert theirs.district == room.district("Chitrakoot")
    drawn = scan.pictured(papers.drawn(theirs, by=home, at=room.AT))
    assert upload(drawn, by=by).waiting[0].trouble == "other_half"
    assert upload(drawn, by=home).papers == (theirs,)
    assert state(theirs) == "scanned", "no magistrate signs it"


def test_what_is_to_be_confirmed_stands_in_the_queue_and_on_the_pages() -> None:
    one, labour, sdm = issued(), room.officer("labour_officer"), room.officer("sdm")
    upload(scan.pictured(sheet(one.paper)), by=labour)
    assert queries.counts(sdm) == {"print": 0, "sign": 0, "confirm": 1, "back": 0}
    queue = at_desk(sdm).get("/desk/bonded/papers/queue/?what=confirm")
    address = f"/desk/bonded/papers/{one.paper_id}/confirm/"
    assert address in queue.content.decode()
    assert address in at_desk(sdm).get(f"/desk/bonded/papers/case/{one.survivor.case.number}/").content.decode()
    assert "?what=confirm" in at_desk(sdm).get("/desk/bonded/").content.decode()
    page = at_desk(sdm).get(address)
    paper = looking.papers(sdm).get(pk=one.paper_id)
    assert f"/files/{paper.scan_id}/" in page.content.decode()
    assert room.NAME not in page.content.decode()
    assert at_desk(sdm).get(f"/files/{paper.scan_id}/").status_code == 200
    assert at_desk(labour).get(address).status_code == 403
    assert at_desk(room.officer("sdm", "Agra")).get(address).status_code == 404


def test_each_paper_of_a_magistrate_has_its_power() -> None:
    theirs = {slug for slug, form in rulebook.book().bonded.forms.items() if form.is_by_magistrate}
    assert set(confirming.POWERS) == theirs
