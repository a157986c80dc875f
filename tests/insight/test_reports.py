"""What leaves the house: files that people build, sheets on paper, mails by schedule."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.insight.history import new, pk, settle

from shramsetu.insight import actions, exports, mailings, scope, sheets, tables
from shramsetu.insight.models import Export, Mailing, Shape
from shramsetu.insight.scope import STATE
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.offices.models import Charge, Post
from shramsetu.places.models import Place

# Monday, the first working day of its week; the first of a month that is a working day
MONDAY = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
COLUMNS = ["received", "disposed", "first_level"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(committed: None) -> None:
    """Two open cases of district 3, one overdue; one disposed."""
    done = new(1, at=NOW - timedelta(days=2))
    done.write("record_feedback", to="closed", phase=3, outcome="satisfied", due=None, result="satisfied")
    late = new(2, at=NOW - timedelta(days=9))
    settle([done, late, new(3, at=NOW - timedelta(hours=3))])
    actions.catch_up(at=NOW)


@pytest.fixture
def client_of(client: Client) -> Callable[..., Client]:
    def by(**where: object) -> Client:
        charge = Charge.objects.filter(to_at=None, **where).select_related("user").order_by("post__code")[0]
        client.force_login(charge.user)
        return client

    return by


@pytest.fixture(autouse=True)
def forget(committed: None):  # type: ignore[no-untyped-def]
    yield
    Message.objects.all().delete()
    Shape.objects.all().delete()
    Mailing.objects.all().delete()


def shape(form: str = "csv", group: str = "district", every: str = "never", role: str = "dm") -> Shape:
    post = Post.objects.filter(role=role, place=pk(3))[0] if role == "dm" else Post.objects.filter(role=role)[0]
    made = Shape(
        post=post, title="माह की रिपोर्ट", measures=COLUMNS, group=group, period="days30", form=form, every=every
    )
    return exports.build(made, by=SYSTEM, at=NOW)


def made(of: Shape) -> bytes:
    export = exports.ask(of, by=SYSTEM, at=NOW)
    assert exports.make(export.pk, at=NOW)
    export.refresh_from_db()
    return bytes(export.content or b"")


def test_a_text_table_opens_in_hindi_and_runs_no_formula(told: None) -> None:
    content = made(shape()).decode()
    assert content.startswith("\ufeff")
    head, line, total = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    assert head[1:] == ["प्राप्त", "निस्तारित", "पहले स्तर पर संतुष्ट (प्रतिशत)"]
    assert line == [Place.objects.get(pk=pk(3)).name_hi, "3", "1", "100.0"]
    assert total[1:] == ["3", "1", "100.0"]
    evil = tables.Table("t", NOW.date(), NOW.date(), ["x"], [["=1+1", 5]])
    assert "\n'=1+1,5" in tables.written(evil, "csv").decode().replace("\r", "")


def test_a_spreadsheet_holds_numbers_and_text_as_text(told: None) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(shape("xlsx"))))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][1:] == (3, 1, 100)
    evil = tables.Table("t", NOW.date(), NOW.date(), ["x"], [["=1+1", 5]])
    cell = openpyxl.load_workbook(io.BytesIO(tables.written(evil, "xlsx"))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_hindi_pdf_is_made(told: None) -> None:
    assert made(shape("pdf")).startswith(b"%PDF")


@pytest.mark.parametrize("group", Shape.Group.values)
def test_every_grouping_adds_up_to_the_same(told: None, group: str) -> None:
    of = shape("csv", group, role="chief_secretary")
    with translation.override("hi"):
        table = tables.table(of, STATE, at=NOW)
    assert table.lines[-1][1:] == [3, 1, 100.0]


def test_a_report_of_a_district_holds_nothing_of_another(told: None) -> None:
    of = shape()
    table = tables.table(of, scope.scope(of.post), at=NOW)
    assert [line[0] for line in table.lines[:-1]] == [Place.objects.get(pk=pk(3)).name_hi]


def test_an_export_is_made_once_and_forgotten_when_it_expires(told: None) -> None:
    export = exports.ask(shape(), by=SYSTEM, at=NOW)
    assert exports.make(export.pk, at=NOW)
    assert not exports.make(export.pk, at=NOW)
    assert exports.expire(at=NOW + timedelta(days=6)) == 0
    assert exports.expire(at=NOW + timedelta(days=7)) == 1


def test_scheduled_reports_are_asked_for_once_on_their_day(told: None) -> None:
    for every in Shape.Every.values:
        shape(every=every)
    assert len(exports.ask_for_due(at=NOW)) == 2  # every day and every Monday
    assert exports.ask_for_due(at=NOW) == []
    assert len(exports.ask_for_due(at=datetime(2026, 12, 1, 6, tzinfo=UTC))) == 2  # every day and every first


def test_a_failed_report_says_so(told: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(tables, "written", broken)
    export = exports.ask(shape(), by=SYSTEM, at=NOW)
    with pytest.raises(RuntimeError):
        exports.make(export.pk, at=NOW)
    assert Export.objects.get(pk=export.pk).state == "failed"


def test_a_report_is_built_made_waited_for_and_taken_on_the_desk(told: None, client_of: Callable[..., Client]) -> None:
    client = client_of(post__role="dm", post__place=pk(3))
    given = {"title": "रिपोर्ट", "measures": COLUMNS, "group": "time", "period": "week", "form": "csv", "every": "never"}
    assert client.get("/desk/figures/reports/build/").status_code == 200
    assert client.post("/desk/figures/reports/build/", {**given, "measures": []}).status_code == 422
    assert client.post("/desk/figures/reports/build/", given).status_code == 302
    mine = Shape.objects.get(title="रिपोर्ट")
    assert "रिपोर्ट" in client.get("/desk/figures/reports/").content.decode()
    waiting = client.post(f"/desk/figures/reports/{mine.pk}/make/").headers["Location"]
    assert "hx-get" in client.get(waiting).content.decode()
    assert client.get(waiting + "file/").status_code == 404
    exports.make(Export.objects.get().pk, at=timezone.now())
    assert "hx-get" not in client.get(waiting).content.decode().partition('id="progress"')[2]
    taken = client.get(waiting + "file/")
    assert (taken.status_code, taken.content[:3]) == (200, b"\xef\xbb\xbf")
    other = client_of(post__role="dm", post__place=pk(2))
    assert other.get(waiting).status_code == 404
    assert other.post(f"/desk/figures/reports/{mine.pk}/drop/").status_code == 404
    assert (
        client_of(post__role="dm", post__place=pk(3)).post(f"/desk/figures/reports/{mine.pk}/drop/").status_code == 302
    )
    assert not Shape.objects.exists()


def test_the_review_sheet_prints_and_becomes_a_pdf(told: None, client_of: Callable[..., Client]) -> None:
    client = client_of(post__role="chief_secretary")
    page = client.get("/desk/figures/sheet/?month=2026-11")
    assert page.status_code == 200
    assert {label: now for label, now, _ in page.context["lines"]}["प्राप्त"] == 3
    paper = client.get("/desk/figures/sheet/?month=2026-11&format=pdf")
    assert paper.content.startswith(b"%PDF")
    dm = client_of(post__role="dm", post__place=pk(3))
    assert dm.get(f"/desk/figures/sheet/{Place.objects.get(pk=pk(3)).lgd_code}/").status_code == 200
    assert dm.get(f"/desk/figures/sheet/{Place.objects.get(pk=pk(2)).lgd_code}/").status_code == 404


def test_the_draw_of_a_day_is_the_same_for_everybody(told: None) -> None:
    assert [case.pk for case in sheets.sample(STATE, at=NOW)] == [case.pk for case in sheets.sample(STATE, at=NOW)]
    assert len(sheets.sample(STATE, at=NOW)) == 1


def test_before_eight_nobody_is_mailed_and_afterwards_once(told: None) -> None:
    assert mailings.collect(at=MONDAY - timedelta(hours=1)) == 0
    assert mailings.collect(at=NOW) > 0
    before = Message.objects.count()
    assert mailings.collect(at=NOW + timedelta(minutes=10)) == 0
    assert Message.objects.count() == before


def test_an_officer_hears_what_lies_with_them(told: None) -> None:
    assert mailings.daily(at=NOW) == 1
    mail = Message.objects.get(template="officer-digest")
    assert mail.stream == f"post:{pk(11)}"
    assert (mail.values["open"], mail.values["overdue"]) == ("2", "1")
    assert len(mail.values["rows"].splitlines()) == 2


def test_heads_and_magistrates_hear_weekly_of_their_own(told: None) -> None:
    mailings.weekly(at=NOW)
    dm = Post.objects.get(role="dm", place=pk(3))
    mail = Message.objects.get(template="weekly-report", stream=f"post:{dm.pk}")
    assert (mail.values["registered"], mail.values["overdue"]) == ("1", "1")
    other = Post.objects.get(role="dm", place=pk(2))
    mail = Message.objects.get(template="weekly-report", stream=f"post:{other.pk}")
    assert (mail.values["registered"], mail.values["pending"]) == ("0", "0")


def test_the_chief_secretary_hears_monthly(told: None) -> None:
    assert mailings.monthly(at=datetime(2026, 12, 1, 6, tzinfo=UTC)) > 0
    chief = Post.objects.filter(role="chief_secretary")[0]
    mail = Message.objects.filter(template="monthly-report", stream=f"post:{chief.pk}")[0]
    assert (mail.values["registered"], mail.values["month"]) == ("3", "11-2026")


def test_a_post_turns_a_report_off_and_another_on(told: None, client_of: Callable[..., Client]) -> None:
    client = client_of(post=pk(11))
    assert client.get("/desk/figures/mails/").status_code == 200
    assert client.post("/desk/figures/mails/", {"report": ["weekly"]}).status_code == 302
    assert mailings.daily(at=NOW) == 0
    mailings.weekly(at=NOW)
    assert Message.objects.filter(template="weekly-report", stream=f"post:{pk(11)}").exists()


def test_a_problem_from_all_over_the_state_is_told_to_its_department(told: None) -> None:
    assert mailings.problems(at=NOW) == 0
    places = Place.objects.filter(kind="district").order_by("lgd_code").values_list("pk", flat=True)[:15]
    for number, place in enumerate([*places, *places]):
        new(100 + number, at=NOW - timedelta(days=1), district=place)
    actions.catch_up(at=NOW)
    assert mailings.problems(at=NOW) > 0
    mail = Message.objects.filter(template="same-problem")[0]
    assert (mail.values["districts"], mail.values["count"]) == ("15", "33")
    readers = set(Message.objects.filter(template="same-problem").values_list("stream", flat=True))
    chief = Post.objects.filter(role="chief_secretary")[0]
    assert f"post:{chief.pk}" in readers
