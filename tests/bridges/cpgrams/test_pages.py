"""The state desk's pages of the PG portal: who comes in, what is seen, how much each asks of the database."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.bridges.cpgrams.portal import FIRST, bring, case_of, line, table

from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport
from shramsetu.casework import runs
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
PAGE = "/desk/bridges/cpgrams/"


def signed_in(role: Role, *, number: int = 0) -> Client:
    client = Client()
    seats = Charge.objects.filter(post=offices.of_role(role)[0], to_at=None).select_related("user").order_by("pk")
    client.force_login(seats[number].user)
    return client


@pytest.fixture
def desk() -> Client:
    return signed_in(Role.STATE_DESK)


def upload(client: Client, text: str) -> str:
    sent = SimpleUploadedFile("november.csv", text.encode("utf-8-sig"), content_type="text/csv")
    answer = client.post(PAGE, {"file": sent})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_file_is_looked_through_shown_and_taken(desk: Client) -> None:
    where = upload(
        desk, table(line(), line("GOVUP/E/2026/7", mobile="123", text="x"), line("GOVUP/E/2026/8", mobile="9"))
    )
    page = desk.get(where).content.decode()
    assert [word in page for word in ("बहुत छोटा है", "मोबाइल नंबर नहीं है", "2 पंजीकरण दर्ज कीजिए")] == [True] * 3
    assert [word in page for word in ("सुनीता", "9999900077", "sunita@", "रामपुर")] == [False] * 4
    assert desk.post(f"{where}begin/").status_code == 302
    file = CpgramsFile.objects.get()
    while file.run_id and runs.step(file.run_id, at=timezone.now()):
        pass
    page = desk.get(f"{where}?what=new").content.decode()
    assert f"/desk/cases/{case_of().number}/" in page or case_of().number in page.replace(" ", "")
    assert FIRST in page
    assert "november.csv" in desk.get(PAGE).content.decode()


def test_a_file_that_is_no_table_says_what_to_do(desk: Client) -> None:
    answer = desk.post(PAGE, {"file": SimpleUploadedFile("a.xls", b"<html><table></table></html>")})
    assert (answer.status_code, "XLSX में सहेजिए" in answer.content.decode()) == (422, True)


def test_a_report_is_made_downloaded_by_its_officer_alone_and_written_down(desk: Client) -> None:
    bring(table(line()), at=timezone.now())
    today = clock.day(timezone.now())
    days = {"first": f"{today}", "last": f"{today}", "only_changed": "on", "form": "csv"}
    assert desk.post(f"{PAGE}reports/", days).status_code == 302
    report = CpgramsReport.objects.get()
    answer = desk.get(f"{PAGE}reports/{report.pk}/")
    assert (FIRST in answer.content.decode(), answer.headers["Cache-Control"]) == (True, "private, no-store")
    assert Entry.objects.filter(stream=f"reads:{report}").count() == 1
    CpgramsReport.objects.filter(pk=report.pk).update(user=signed_user(Role.SUPERVISOR))
    assert desk.get(f"{PAGE}reports/{report.pk}/").status_code == 404
    assert Entry.objects.filter(stream=f"reads:{report}").count() == 1


def signed_user(role: Role) -> int:
    return Charge.objects.filter(post__role=role, to_at=None).order_by("pk")[0].user_id


def test_days_to_come_and_too_many_days_are_refused(desk: Client) -> None:
    today = clock.day(timezone.now())
    for first, last in ((today, today + timedelta(days=1)), (today - timedelta(days=92), today)):
        answer = desk.post(f"{PAGE}reports/", {"first": f"{first}", "last": f"{last}", "form": "csv"})
        assert answer.status_code == 422
    assert CpgramsReport.objects.count() == 0


def test_differences_are_listed_by_kind(desk: Client) -> None:
    bring(table(line(status="Disposed"), line("GOVUP/E/2026/7", text="x")))
    assert "GOVUP/E/2026/7" in desk.get(f"{PAGE}differences/").content.decode()
    page = desk.get(f"{PAGE}differences/?what=closed-there").content.decode()
    assert [FIRST in page, "सुनीता" in page] == [True, False]
    assert desk.get(f"{PAGE}differences/?what=nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_others_do_not_come_in(role: Role) -> None:
    file = bring(table(line()))
    client = signed_in(role)
    pages = ("", f"files/{file.pk}/", "reports/", "differences/", "template.csv")
    assert [client.get(PAGE + page).status_code for page in pages] == [403] * 5
    assert client.post(f"{PAGE}files/{file.pk}/begin/").status_code == 403


def test_the_empty_table_can_be_handed_in_as_it_is(desk: Client) -> None:
    where = upload(desk, desk.get(f"{PAGE}template.csv").content.decode("utf-8-sig"))
    assert "PMOPG/E/2025/0012345" in desk.get(f"{where}?what=new").content.decode()
    assert desk.get(f"{PAGE}template.pdf").status_code == 404


def test_the_pages_ask_as_much_of_one_row_as_of_three(desk: Client) -> None:
    counts: list[list[int]] = []
    numbers = [f"GOVUP/E/2026/{number}" for number in range(1, 4)]
    for made in (1, 3):
        file = bring(table(*(line(one, mobile="1", status="Closed") for one in numbers[:made])), at=timezone.now())
        pages = ("", f"files/{file.pk}/", "reports/", "differences/?what=closed-there", "differences/")
        asked = []
        for page in pages:
            desk.get(PAGE + page)
            with CaptureQueriesContext(connection) as found:
                assert desk.get(PAGE + page).status_code == 200
            asked.append(len(found))
        counts.append(asked)
    assert counts[0] == counts[1]
