"""Words that lie sealed show in clear to whom they are, and to everybody else as a sentence that says so."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import cast
from tests.bonded import later_room as later
from tests.bonded import purse, room
from tests.bonded import transfer_world as world
from tests.bonded.test_packets import issued
from tests.room import at_desk, text_of

import shramsetu.bonded
from shramsetu import rulebook
from shramsetu.bonded import rights
from shramsetu.bonded.actions import entitling, fir
from shramsetu.bonded.models import Site, Statement, Survivor
from shramsetu.bonded.papers import people, values
from shramsetu.bonded.reports import words
from shramsetu.casework import queries
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role

pytestmark = pytest.mark.django_db

NAME = "सीता देवी"
SEALED = "गोपनीय: यह आपके पद के लिए नहीं खुला है।"
ABOVE = ("divisional_commissioner", "commissioner")


def above() -> list[Actor]:
    """Return who looks at cases of the whole state or of a division, and reads nobody's identity."""
    return [*(room.officer(one) for one in ABOVE), cast.desk(Role.CHIEF_SECRETARY)]


def test_sealed_words_are_opened_in_one_file() -> None:
    folder = Path(shramsetu.bonded.__file__).parent
    found = {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*.py")
        if path.name not in ("unsealed.py",)
    }
    assert [name for name, text in found.items() if "sealing.unveiled(" in text] == []
    pages = [name for name in found if name.startswith("views/") or name.endswith("_desk.py")]
    assert [name for name in pages if "for_work(" in found[name] or "vault.opened(" in found[name]] == []


def test_reasons_of_money_are_read_by_who_pays_alone() -> None:
    purse.opened_fund()
    payment = purse.freed(1)
    person = payment.survivor
    other = entitling.Override(20000000, 3000000, 0, f"पीड़िता {NAME} की दशा")
    entitling.override(person, other, by=room.officer("dm"), at=room.AT)
    purse.proposed(payment, mode="cheque", cheque_reason="पुत्र मोहन कोल का खाता")
    address = reverse("bonded:ledger", args=[person.code])
    for by in (room.officer("labour_officer"), room.officer("dm")):
        page = text_of(at_desk(by).get(address))
        assert NAME in page
        assert "मोहन कोल" in page
    for by in (*above(), cast.desk(Role.AUDITOR)):
        page = text_of(at_desk(by).get(address))
        assert NAME not in page
        assert "मोहन कोल" not in page
        assert SEALED in page


def test_what_the_bank_wrote_is_read_by_who_pays_alone() -> None:
    purse.opened_fund()
    payment = purse.freed(1)
    purse.sanctioned(payment)
    purse.sent()
    payment.refresh_from_db()
    read = purse.read(purse.came_back(purse.reference(payment), reason="NAME MISMATCH SUKHDEV KOL"))
    lost = purse.read(purse.came_back("SUKHDEV KOL", reason="NO SUCH PERSON SUKHDEV"))
    assert purse.results(read) == ["matched"]
    for address in (reverse("bonded:ledger", args=[payment.survivor.code]), *_of(lost.pk)):
        assert "SUKHDEV" in text_of(at_desk(room.officer("labour_officer")).get(address))
        for by in (room.officer("divisional_commissioner"), cast.desk(Role.AUDITOR)):
            assert "SUKHDEV" not in text_of(at_desk(by).get(address, follow=True))


def _of(statement: int) -> tuple[str, str]:
    return reverse("bonded:bank_statement", args=[statement]), reverse("bonded:statement_errors", args=[statement])


def test_words_of_police_and_courts_stay_with_the_case() -> None:
    person = room.certified(operation=later.operation())
    fir.decide(fir.Decision([person], None, f"{NAME} ने बयान बदला"), by=room.officer("police"), at=room.AT)
    track = later.track(person)
    later.move(track, "order", order_kind="interim", on=later.TODAY, text=f"{NAME} को 5000 दिए जाएँ")
    for number in (person.case.number, track.case.number):
        address = reverse("desk:case", args=[number])
        assert NAME in text_of(at_desk(room.officer("dm")).get(address))
        for by in above():
            page = text_of(at_desk(by).get(address))
            assert NAME not in page
            assert SEALED in page


def test_why_a_packet_left_is_not_for_who_may_not_know_whom_it_is_about() -> None:
    packet = issued("name")
    address = f"/desk/bonded/transfers/{packet.transfer.code}/"
    assert "घर ज़िला गया है" in text_of(at_desk(world.officer(world.maharajganj())).get(address))
    page = text_of(at_desk(room.officer("commissioner")).get(address))
    assert "घर ज़िला गया है" not in page
    assert SEALED in page


def test_who_is_accused_stands_open_to_who_works_on_the_operation_alone() -> None:
    operation = later.operation()
    later.accused(operation)
    address = reverse("bonded:accused", args=[operation.case.number])
    posts = Post.objects.filter(role=Role.OFFICER, place=room.district(), department__slug="labour").order_by("pk")
    officers = [cast.seat(post).actor for post in posts]
    seeing = [by for by in officers if queries.cases_visible_to(by).filter(pk=operation.pk).exists()]
    others = [by for by in seeing if not rights.may_read_words(operation.case, by)]
    assert later.OWNER in text_of(at_desk(room.officer("sdm")).get(address))
    assert others
    for by in others:
        answer = at_desk(by).get(address)
        assert later.OWNER not in text_of(answer)
        assert SEALED in text_of(answer)
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_kind_of_work_that_says_what_was_done_counts_as_another_one() -> None:
    person = purse.freed(1, sex="f", columns={"sector": "sexual-exploitation"}).survivor
    address = reverse("desk:case", args=[person.case.number])
    assert "यौन शोषण" in text_of(at_desk(room.officer("dm")).get(address))
    for by in (*above(), cast.desk(Role.AUDITOR)):
        page = text_of(at_desk(by).get(address))
        assert "यौन शोषण" not in page
        assert "अन्य" in page
    assert words.sector("sexual-exploitation") == words.sector("other")


def test_no_paper_says_that_somebody_was_exploited_sexually() -> None:
    operation = later.operation()
    Site.objects.filter(pk=operation.site_id).update(sector="sexual-exploitation")
    one = room.certified(sex="f", operation=operation, columns={"sector": "sexual-exploitation"})
    forms = rulebook.book().bonded.forms.values()
    cases = {"person": one.case, "operation": operation.case}
    said = [str(values.known(form.slug, cases[form.subject])) for form in forms if form.subject in cases]
    said += [str(people.certificate_values(Survivor.objects.get(pk=one.pk), {"name": NAME}))]
    assert [text for text in said if "यौन शोषण" in text or "Sexual" in text] == []
    assert "अन्य" in said[-1]


def test_no_name_of_a_file_is_kept() -> None:
    purse.opened_fund()
    file = SimpleUploadedFile("सुखदेव कोल.csv", purse.came_back("X"), content_type="text/csv")
    at_desk(room.officer("labour_officer")).post(reverse("bonded:statements"), {"statement": file})
    (row,) = Statement.objects.values()
    assert "सुखदेव" not in str(row)
