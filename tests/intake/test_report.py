"""The report of the streams: what each counts, for whom, on the page and in the files."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests import cast
from tests.cast import MONDAY

from shramsetu.casework import actions as casework
from shramsetu.intake.streams import report
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role, User

pytestmark = pytest.mark.django_db
DAYS = "?from=2026-11-16&to=2026-11-16"


def of(code: str) -> Actor:
    return cast.seat(Post.objects.get(code=code)).actor


def figures(by: Actor, stream: str, *, at: object = MONDAY) -> tuple[int, ...]:
    found = {one.slug: one for one in report.lines(by, MONDAY.date(), MONDAY.date(), at=at)}  # type: ignore[arg-type]
    return tuple(getattr(found[stream], name) for name in report.MEASURES)


def test_each_stream_counts_what_came_and_how_it_stands() -> None:
    desk = cast.desk(Role.SUPERVISOR)
    done = cast.complaint(stream="cm-office", channel="post")
    cast.complaint(stream="cm-office", channel="post")
    cast.complaint(stream="dm", channel="post", at=MONDAY - timedelta(days=3))
    cast.take(done, "withdraw", by=cast.citizen(), reason="मज़दूरी मिल गई")
    assert figures(desk, "cm-office") == (2, 1, 1, 0, 0)
    assert figures(desk, "dm") == (0, 0, 0, 0, 0)
    assert figures(desk, "cm-office", at=MONDAY + timedelta(days=30)) == (2, 1, 1, 1, 0)


def test_what_was_passed_on_late_stays_overdue() -> None:
    case = cast.complaint(stream="cm-office", channel="post")
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at + timedelta(minutes=1))
    assert figures(cast.desk(Role.SUPERVISOR), "cm-office", at=case.due_at + timedelta(minutes=2)) == (1, 0, 1, 1, 0)


def test_an_office_counts_its_own_part_of_the_state() -> None:
    cast.complaint(stream="cm-office", channel="post")
    assert figures(of("labour.alc.kanpur-nagar"), "cm-office")[0] == 1
    assert figures(of("labour.leo.agra"), "cm-office")[0] == 0


def test_the_report_is_one_question() -> None:
    desk = cast.desk(Role.SUPERVISOR)
    figures(desk, "dm")
    with CaptureQueriesContext(connection) as asked:
        figures(desk, "dm")
    assert len([one for one in asked.captured_queries if "GROUP BY" in one["sql"]]) == 1
    assert len(asked) <= 2


def test_page_and_files_say_the_same() -> None:
    cast.complaint(stream="cm-office", channel="post")
    client = Client()
    client.force_login(User.objects.get(pk=cast.desk(Role.SUPERVISOR).user_id or 0))
    assert "मुख्यमंत्री कार्यालय" in client.get(f"/desk/intake/streams/{DAYS}").content.decode()
    text = client.get(f"/desk/intake/streams/{DAYS}&as=csv").content.decode("utf-8-sig")
    rows = {row[1]: row for row in csv.reader(io.StringIO(text))}
    assert rows["CMO"] == ["मुख्यमंत्री कार्यालय", "CMO", "1", "0", "1", rows["CMO"][5], "0"]
    sheet = load_workbook(io.BytesIO(client.get(f"/desk/intake/streams/{DAYS}&as=xlsx").content)).active
    assert sheet is not None
    assert [sheet.cell(row, 3).value for row in range(2, 16) if sheet.cell(row, 2).value == "CMO"] == [1]
    assert client.get("/desk/intake/streams/?from=2020-01-01&to=2026-11-16").status_code == 404


@pytest.mark.parametrize("form", ["", "&as=csv", "&as=xlsx"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x"])
def test_a_day_that_is_none_is_today(day: str, form: str) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=cast.desk(Role.SUPERVISOR).user_id or 0))
    assert client.get(f"/desk/intake/streams/?from={day}&to={day}{form}").status_code == 200
    assert client.get(f"/desk/intake/streams/?from={day}{form}").content != b""
