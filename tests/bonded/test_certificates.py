"""The release certificate: one for each person, fixed at issue, signed by its scan, and checked by anybody."""

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import room
from tests.room import at_desk, text_of

from shramsetu import rulebook
from shramsetu.bonded import persons
from shramsetu.bonded.actions import certificates, duties, papers
from shramsetu.bonded.models import Certificate, Delegation, Paper, PaperBody, Survivor
from shramsetu.bonded.papers import esign, people, sheet
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.rulebook.basis import Text

pytestmark = pytest.mark.django_db
WHY = "पिता का नाम ग़लत लिखा था।"


def issued(**changes: object) -> Certificate:
    room.certified(**changes)
    return Certificate.objects.select_related("paper", "survivor__case").latest("pk")


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def check(certificate: Certificate) -> tuple[int, str]:
    answer = Client().get(f"/bandhua/praman/{certificate.paper.token}/")
    return answer.status_code, text_of(answer)


def test_issue_fixes_number_and_words_and_starts_the_clock_of_the_money() -> None:
    one = issued()
    assert one.paper.number.startswith(f"RC/{room.district().lgd_code}/2026/")
    assert (one.version, one.standing, one.signature) == (1, "in_force", "")
    assert duties.running_duty(one.survivor.case, "immediate-assistance")
    persons.change(one.survivor, persons.IDENTITY, {"name": "कोई और"})
    sheet = words_of(papers.drawn(one.paper, by=room.officer("sdm"), at=room.AT))
    assert "2026" in sheet
    assert room.NAME.encode() not in bytes(PaperBody.objects.get(paper=one.paper).closed)


def test_certificate_of_a_child_lies_under_the_childrens_keys() -> None:
    assert PaperBody.objects.get(paper=issued(is_minor=True).paper).is_child


def test_nobody_has_two_certificates_in_force() -> None:
    one = issued()
    again = certificates.issue(one.survivor, by=room.officer("sdm"), at=room.AT)
    assert again.pk == one.pk


def test_only_a_magistrate_with_an_order_or_the_dm_issues() -> None:
    found = room.bonded(room.freed())
    Delegation.objects.update(powers=["finding"])
    with pytest.raises(NotAllowed):
        room.take(found, "certify", by=room.officer("labour_officer"))
    with pytest.raises(Refused, match=r"."):
        room.take(found, "certify", by=room.officer("sdm"))
    room.take(found, "certify", by=room.officer("dm"))
    assert Certificate.objects.get(survivor=found).magistrate.role == "dm"


def test_the_kind_of_work_stands_on_the_certificate_once() -> None:
    one = room.freed()
    Survivor.objects.filter(pk=one.pk).update(sector="brick-kiln", site=later.site())
    said = people.certificate_values(one, {})["workplace"]
    assert isinstance(said, Text)
    assert (said.hi.count("ईंट"), said.en.lower().count("brick")) == (1, 1)


def test_certificate_needs_the_name() -> None:
    found = room.bonded(room.freed(identity={}))
    with pytest.raises(Refused):
        room.take(found, "certify", by=room.officer("dm"))
    assert not Paper.objects.filter(case=found.case).exists()


def test_correction_makes_a_new_version_and_the_old_one_says_so() -> None:
    one = issued()
    new = certificates.replace(one, standing="corrected", reason=WHY, by=room.officer("sdm"), at=room.AT)
    one.refresh_from_db()
    assert (one.standing, new.version, new.standing) == ("corrected", 2, "in_force")
    assert WHY not in one.reason
    assert WHY not in str(Entry.objects.filter(stream=one.survivor.case.stream).values_list("detail", flat=True))
    assert duties.running_duty(one.survivor.case, "certificate")
    status, page = check(one)
    assert (status, new.paper.number in page) == (200, True)
    with pytest.raises(Refused):
        certificates.cancel(one, reason=WHY, by=room.officer("sdm"), at=room.AT)


def test_cancelled_certificate_is_owed_again() -> None:
    one = issued()
    with pytest.raises(Refused):
        certificates.cancel(one, reason="ग़लत", by=room.officer("sdm"), at=room.AT)
    certificates.cancel(one, reason=WHY, by=room.officer("sdm"), at=room.AT)
    assert duties.running_duty(one.survivor.case, "certificate")
    assert "रद्द" in check(one)[1]
    again = certificates.issue_anew(one.survivor, by=room.officer("sdm"), at=room.AT)
    assert again.version == 2


def test_public_page_says_how_it_stands_and_not_whose_it_is() -> None:
    one = issued()
    status, page = check(one)
    assert status == 200
    assert one.paper.number in page
    assert "मान्य" not in page
    certificates.sign(one, "ink", by=room.officer("sdm"), at=room.AT)
    status, page = check(one)
    assert "मान्य" in page
    survivor = Survivor.objects.get(pk=one.survivor_id)
    for secret in (room.NAME, room.PHONE, survivor.code, survivor.case.number, "Chitrakoot", "चित्रकूट"):
        assert secret not in page
    assert Client().get(f"/bandhua/praman/{'x' * 20}/").status_code == 404


def test_other_papers_are_not_on_the_public_page() -> None:
    one = issued()
    paper = papers.print_form(
        "inquiry-form", one.survivor.case, office=None, by=room.officer("labour_officer"), at=room.AT
    )
    assert Client().get(f"/bandhua/praman/{paper.token}/").status_code == 404


def test_public_page_is_throttled() -> None:
    one = issued()
    client = Client(REMOTE_ADDR="203.0.113.9")
    seen = {client.get(f"/bandhua/praman/{one.paper.token}/").status_code for _ in range(25)}
    assert seen == {200, 429}


def test_without_a_provider_the_page_says_so_and_nothing_is_signed() -> None:
    one = issued()
    assert esign.signer() is None
    client = at_desk(room.officer("sdm"))
    page = client.get(f"/desk/bonded/papers/case/{one.survivor.case.number}/certificate/esign/")
    assert page.status_code == 200
    with pytest.raises(Refused):
        certificates.sign_electronically(one, by=room.officer("sdm"), at=room.AT)
    one.refresh_from_db()
    assert one.signature == ""


class Provider:
    """A provider as a site might name it."""

    def sign(self, content: bytes, *, number: str, officer: str) -> bytes:
        assert number
        assert officer
        return content + b"%signed\n"


def test_configured_provider_signs(settings: object) -> None:
    settings.ESIGN = "tests.bonded.test_certificates.Provider"  # type: ignore[attr-defined]
    one = issued()
    certificates.sign_electronically(one, by=room.officer("sdm"), at=room.AT)
    one.refresh_from_db()
    paper = Paper.objects.get(pk=one.paper_id)
    assert (one.signature, paper.state) == ("esign", "scanned")
    assert Attachment.objects.filter(stream=one.survivor.case.stream).count() == 1


def test_pages_of_the_certificate_work_for_the_magistrate_alone() -> None:
    one = issued()
    number = one.survivor.case.number
    client = at_desk(room.officer("sdm"))
    page = f"/desk/bonded/papers/case/{number}/"
    assert client.get(page).status_code == 200
    assert client.get(f"/desk/case/{number}/").status_code == 200
    answer = client.post(f"{page}certificate/correct/", {"reason": WHY})
    assert answer.status_code == 302
    assert client.post(f"{page}certificate/cancel/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}certificate/cancel/", {"reason": WHY}).status_code == 302
    assert client.post(f"{page}certificate/anew/").status_code == 302
    assert Certificate.objects.filter(survivor=one.survivor, standing="in_force").count() == 1
    officer = at_desk(room.officer("labour_officer"))
    assert officer.get(page).status_code == 200
    assert officer.post(f"{page}certificate/cancel/", {"reason": WHY}).status_code == 403
    stranger = at_desk(room.officer("sdm", "Agra"))
    assert stranger.get(page).status_code in (403, 404)


def test_two_magistrates_at_once_end_it_once() -> None:
    one = issued()
    stale = Certificate.objects.select_related("paper", "survivor__case").get(pk=one.pk)
    certificates.replace(one, standing="superseded", reason=WHY, by=room.officer("sdm"), at=timezone.now())
    with pytest.raises(Refused):
        certificates.replace(stale, standing="corrected", reason=WHY, by=room.officer("dm"), at=timezone.now())
    assert Certificate.objects.filter(survivor=one.survivor).count() == 2
    assert Case.objects.get(pk=one.survivor_id).state == "certified"
    assert cast.MONDAY == room.AT


def test_each_language_of_a_certificate_stands_on_one_page_with_its_signature() -> None:
    one = issued()
    document = pypdfium2.PdfDocument(papers.drawn(one.paper, by=room.officer("sdm"), at=room.AT))
    assert len(document) == 2
    english = document[1].get_textpage().get_text_range()
    assert "16 November 2026" in english
    assert "Signature and seal" in english


def test_a_form_is_small_enough_for_a_slow_line() -> None:
    """Dotted lines for the pen were drawn dot by dot: half a megabyte a paper. Fonts are in it by the letters used."""
    head = sheet.Head("RC/157/2026/00001-1", "A" * 20, Text(hi="उप जिला मजिस्ट्रेट", en="Magistrate"), room.AT)
    assert len(sheet.render(rulebook.book().bonded.forms["release-certificate"], head, {})) < 64 * 1024
