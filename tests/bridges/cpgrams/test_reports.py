"""The action-taken report: what it says of each case and when, to whom it goes, what differs on both sides."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from tests import cast
from tests.bridges.cpgrams.portal import FIRST, bring, case_of, line, table

from shramsetu import rulebook
from shramsetu.bridges.cpgrams import queries, reporting
from shramsetu.bridges.cpgrams.models import CpgramsReport, CpgramsStanding
from shramsetu.bridges.cpgrams.reporting import Asked
from shramsetu.bridges.errors import NoReport, TooManyRows
from shramsetu.casework import flow, tables
from shramsetu.casework.flow import Phase
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role
from shramsetu.rulebook.basis import NoRule

pytestmark = pytest.mark.django_db
SECOND = "DARPG/E/2026/0000002"
TUESDAY = cast.MONDAY + timedelta(days=1)
WEEK = Asked(date(2026, 11, 16), date(2026, 11, 22), only_changed=True, form="csv")


def made(asked: Asked = WEEK, *, at: datetime = TUESDAY) -> tuple[CpgramsReport, dict[str, list[str]]]:
    """A report, and its lines by registration; nothing is handed out by looking at it here."""
    report = reporting.make(asked, by=cast.desk(Role.STATE_DESK), at=at)
    content = reporting.sealing.opened(report.key_id, bytes(report.closed), bound_to=reporting.bound(report))
    return report, {one[0]: one for one in list(tables.lines(content))[1:]}


def taken(asked: Asked = WEEK, *, at: datetime = TUESDAY) -> dict[str, list[str]]:
    """A report that its officer downloads."""
    report, said = made(asked, at=at)
    reporting.take(report, by=cast.desk(Role.STATE_DESK), at=at)
    return said


def closed(case: Case, state: str = "closed") -> None:
    """Let the complainant have said yes."""
    now = {"state": state, "phase": Phase.CLOSED, "closed_at": TUESDAY, "rests_until": TUESDAY + timedelta(days=30)}
    Case.objects.filter(pk=case.pk).update(**now)


def reported(case: Case) -> Case:
    cast.take(case, "open")
    cast.report(case)
    case.refresh_from_db()
    return case


def test_a_case_with_a_report_is_under_process_until_the_worker_says_yes() -> None:
    bring(table(line()))
    case = reported(case_of())
    said = made()[1][FIRST]
    assert (said[1], said[2], said[3], said[7]) == (case.number, "20", "कार्यवाही जारी", "")
    assert cast.REPORTED not in said
    closed(case)
    said = made()[1][FIRST]
    assert (said[2], said[3], said[4], said[5]) == ("50", "निस्तारित", cast.REPORTED, "17-11-2026")
    assert ("paper.pdf" in said[7], "श्रम" in said[6]) == (True, True)


def test_no_open_state_has_the_word_disposed_and_every_state_has_a_word() -> None:
    book = rulebook.book().cpgrams
    for state in flow.flow_of("grievance").states:
        at_rest = state.phase in (Phase.CLOSED, Phase.FINAL)
        assert book.of_state(state.name, is_at_rest=at_rest, is_interim=False).is_disposed == at_rest
        with pytest.raises(NoRule):
            book.of_state(state.name, is_at_rest=not at_rest, is_interim=False)


def test_an_interim_report_is_said_as_one() -> None:
    bring(table(line()))
    case = case_of()
    cast.take(case, "open")
    words = "सेवायोजक को नोटिस दिया गया, 28 नवंबर को बुलाया है।"
    cast.take(case, "interim", text=words, expected_on=date(2026, 11, 28))
    said = made()[1][FIRST]
    assert (said[2], said[4]) == ("25", words)


def test_only_what_is_new_since_it_was_handed_out_comes_again() -> None:
    bring(table(line(), line(SECOND)))
    assert set(made()[1]) == {FIRST, SECOND}
    assert set(taken()) == {FIRST, SECOND}
    assert set(taken()) == set()
    closed(case_of())
    assert set(taken()) == {FIRST}
    assert set(taken(Asked(WEEK.first, WEEK.last, only_changed=False, form="csv"))) == {FIRST, SECOND}


def test_only_what_moved_in_these_days_is_told() -> None:
    bring(table(line()))
    assert made(Asked(date(2026, 11, 1), date(2026, 11, 15), only_changed=False, form="csv"))[1] == {}


def test_a_sealed_case_is_in_no_report_and_counted() -> None:
    bring(table(line(category="Bonded labour")))
    assert (made()[1], queries.sealed_among()) == ({}, 1)


def test_nobody_is_named_and_no_cell_is_a_formula() -> None:
    bring(table(line()))
    case = reported(case_of())
    closed(case)
    case.reports.update(text="=HYPERLINK(1)")
    report, said = made(Asked(WEEK.first, WEEK.last, only_changed=True, form="xlsx"))
    content = reporting.take(report, by=cast.desk(Role.STATE_DESK), at=TUESDAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=HYPERLINK(1)", "s")
    assert "सुनीता" not in str(said)


def test_handing_out_is_written_down_each_time_and_ends_with_its_days() -> None:
    bring(table(line()))
    report, _said = made()
    desk = cast.desk(Role.STATE_DESK)
    assert Entry.objects.get(stream=f"{report}").verb == "make_cpgrams_report"
    first = reporting.take(report, by=desk, at=TUESDAY)
    assert reporting.take(report, by=desk, at=TUESDAY) == first
    assert list(Entry.objects.filter(stream=f"reads:{report}").values_list("verb", flat=True)) == ["take_list"] * 2
    report.refresh_from_db()
    assert (report.times_taken, report.taken_at, bytes(report.closed) == first) == (2, TUESDAY, False)
    later = TUESDAY + timedelta(days=8)
    with pytest.raises(NoReport):
        reporting.take(report, by=desk, at=later)
    assert reporting.expired(later) == 1
    assert bytes(CpgramsReport.objects.get().closed) == b""


def test_too_many_rows_ask_for_fewer_days(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(table(line(), line(SECOND)))
    monkeypatch.setattr("shramsetu.rulebook.Book.number", lambda self, key, on: 1)
    with pytest.raises(TooManyRows):
        made()


def test_an_older_report_taken_later_tells_nothing_back() -> None:
    bring(table(line()))
    old, _said = made(at=TUESDAY)
    closed(case_of())
    taken(at=TUESDAY + timedelta(minutes=5))
    reporting.take(old, by=cast.desk(Role.STATE_DESK), at=TUESDAY + timedelta(minutes=9))
    assert CpgramsStanding.objects.get().told_code == "50"


def test_where_both_sides_differ() -> None:
    desk = cast.desk(Role.STATE_DESK)
    third, fourth = "GOVUP/E/2026/0000003", "GOVUP/E/2026/0000004"
    bring(table(line(), line(SECOND), line(third, status="Case closed"), line(fourth, text="x")))
    assert queries.differences(desk) == {"missing": 1, "untold": 0, "closed-there": 1, "reopened": 0}
    closed(case_of())
    assert [one.reference.number for one in queries.differing(desk, queries.UNTOLD)] == [FIRST]
    taken()
    assert queries.differences(desk)["untold"] == 0
    Case.objects.filter(pk=case_of().pk).update(state="with_officer", phase=Phase.OPEN)
    assert [one.reference.number for one in queries.differing(desk, queries.REOPENED)] == [FIRST]
