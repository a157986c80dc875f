"""Registrations of the PG portal: looked through, filed once each by the one filing, known again, nothing lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from tests import cast
from tests.bridges.cpgrams import portal
from tests.bridges.cpgrams.portal import FIRST, bring, case_of, columns, hand_in, line, outcomes, table

from shramsetu.bridges.cpgrams import files, forgetting, queries, taking
from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsStanding
from shramsetu.bridges.errors import NothingWaits
from shramsetu.casework import rewrapping, sheets
from shramsetu.casework.models import Case, Party
from shramsetu.grievances import actions as grievances
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
SECOND, THIRD = "DARPG/E/2026/0000002", "GOVUP/E/2026/0000003"


def test_a_registration_becomes_one_case_with_stream_number_and_limit() -> None:
    file = bring(table(line()))
    case = case_of()
    assert (case.reference_kind, case.category, case.channel) == ("pg-portal", cast.WAGES, "api")
    assert case.district is not None
    assert case.district.lgd_code == cast.KANPUR
    assert (case.reference.number, case.reference.outside_number) == ("PGP/2026/000001", FIRST)
    assert case.reference.outside_on == date(2026, 11, 12)
    person = Party.objects.select_related("person").get(case=case, part="complainant").person
    assert person is not None
    assert (person.name, person.phone) == ("सुनीता देवी", "+919999900077")
    assert Message.objects.filter(stream=case.stream, template="registered").count() == 1
    assert file.run is not None
    assert (file.run.state, file.run.done, file.run.failed) == ("done", 1, 0)
    assert (file.lines.get().outcome, bytes(file.lines.get().closed)) == ("new", b"")
    assert list(journal.faults()) == []


def test_nothing_is_taken_before_an_officer_begins() -> None:
    file = hand_in(table(line()))
    assert (Case.objects.count(), outcomes(file)) == (0, {FIRST: "new"})
    kept = file.lines.get()
    assert "सुनीता" not in bytes(kept.closed).decode("latin-1") + str(kept.doubts)
    assert taking.opened(kept)["name"] == "सुनीता देवी"


def test_a_second_file_tells_same_changed_and_new_apart() -> None:
    bring(table(line(), line(SECOND)))
    again = bring(table(line(), line(SECOND, text=f"{portal.TEXT} बच्चे भूखे हैं।"), line(THIRD)))
    assert outcomes(again) == {FIRST: "same", SECOND: "changed", THIRD: "new"}
    assert Case.objects.count() == 3
    entry = Entry.objects.get(stream=case_of(SECOND).stream, verb="cpgrams_changed")
    assert entry.detail["columns"] == ["text"]
    assert "बच्चे भूखे हैं" in str(entry.private.body)
    assert Entry.objects.filter(stream=case_of().stream, verb="cpgrams_changed").count() == 0


def test_another_state_there_is_kept_and_troubles_no_officer() -> None:
    bring(table(line()))
    assert outcomes(bring(table(line(status="Case closed")))) == {FIRST: "changed"}
    standing = CpgramsStanding.objects.get()
    assert (standing.status_there, standing.is_closed_there) == ("Case closed", True)
    assert Entry.objects.filter(verb="cpgrams_changed").count() == 0


def test_the_same_file_and_begun_twice_is_taken_once() -> None:
    text = table(line())
    file = bring(text)
    assert hand_in(text).pk == file.pk
    taking.begin(file, by=cast.desk(Role.STATE_DESK), at=cast.MONDAY)
    assert (CpgramsFile.objects.count(), Case.objects.count()) == (1, 1)


def test_a_wrong_cell_is_named_and_keeps_only_its_row_out() -> None:
    file = bring(table(line(name="123"), line("12345"), line(SECOND, text="x"), line(THIRD)))
    told = {row.line: columns(row.faults) for row in file.lines.order_by("line")}
    assert told == {2: {"name": "name"}, 3: {"number": "number"}, 4: {"text": "short"}, 5: {}}
    assert [row.number for row in queries.missing()] == [SECOND, FIRST]
    bring(table(line()))
    assert [row.number for row in queries.missing()] == [SECOND]


def test_a_file_that_left_rows_behind_may_come_again_as_it_is() -> None:
    text = table(line(), line(SECOND, text="x"))
    first = bring(text)
    again = hand_in(text)
    assert (again.pk != first.pk, outcomes(again)) == (True, {FIRST: "same", SECOND: "wrong"})


def test_a_number_twice_with_other_words_is_for_a_person_to_decide() -> None:
    file = bring(table(line(), line(), line(text=f"{portal.TEXT} और भी।")))
    rows = [(row.outcome, columns(row.faults)) for row in file.lines.order_by("line")]
    assert rows == [("new", {}), ("same", {}), ("wrong", {"number": "twice"})]


def test_a_doubtful_cell_keeps_no_complaint_out_and_is_not_lost() -> None:
    told = {
        "mobile": "12345",
        "email": "none",
        "district": "Nowhere",
        "category": "Something",
        "received": "31/31/2026",
    }
    file = bring(table(line(**told)))
    assert columns(file.lines.get().doubts) == {
        "received": "day",
        "mobile": "mobile",
        "email": "email",
        "district": "district",
        "category": "category",
    }
    case = case_of()
    assert (case.state, case.category) == ("placing", "other-labour")
    assert [word in case.grievance.text for word in ("12345", "none", "Nowhere", "Something")] == [True] * 4


def test_bonded_labour_lies_sealed_and_its_number_is_not_shown() -> None:
    file = bring(table(line(category="Bonded labour")))
    assert case_of().sealed
    assert queries.numbers_here(list(file.lines.all()), cast.desk(Role.STATE_DESK)) == {}
    assert file.run is not None
    assert case_of().number not in str(list(file.run.results.values_list("words", flat=True)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_encoding_of_spreadsheet_programs_is_read(encoding: str) -> None:
    bring(table(line()).encode(encoding))
    assert portal.TEXT in case_of().grievance.text


def test_a_spreadsheet_with_titles_above_is_read() -> None:
    book = sheets.xlsx([sheets.Sheet("a", ["Report of grievances"], [portal.HEAD, line()])], on=date(2026, 11, 16))
    assert outcomes(bring(book)) == {FIRST: "new"}


def test_kruti_dev_is_noticed_and_made_hindi_where_the_desk_says_so() -> None:
    typed = "Jfed dks etnwjh ugha feyh gS vkSj Bsdsnkj dk Qksu can gS"
    text = table(line(text=typed, name="lquhrk nsoh"))
    assert columns(hand_in(text).lines.get().doubts) == {"text": "krutidev"}
    file = hand_in(text, is_krutidev=True)
    cells = taking.opened(file.lines.get())
    assert ("श्रमिक" in cells["text"], cells["name"], cells["office"]) == (
        True,
        "सुनीता देवी",
        "Government of Uttar Pradesh",
    )
    assert columns(file.lines.get().doubts) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"<html><table><tr><td>Registration No</td></tr></table></html>", "वेब पेज"),
        ("पंजी,नाम\n".encode(), "पंजीकरण संख्या"),
        (b"caf\xe9,b\n1,2\n", "UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(files.Unusable, match=said):
        hand_in(content)
    assert CpgramsFile.objects.count() == 0


def test_a_file_with_more_rows_than_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shramsetu.rulebook.Book.number", lambda self, key, on: 1)
    with pytest.raises(files.Unusable):
        hand_in(table(line(), line(SECOND)))


def test_what_the_filing_refuses_is_told_and_stays_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise grievances_bad({"complainant.name": "…"})

    grievances_bad = taking.prepare.BadFiling
    monkeypatch.setattr(taking.prepare, "filing", refuse)
    file = bring(table(line()))
    assert file.run is not None
    assert (file.run.done, file.run.failed, columns(file.lines.get().faults)) == (0, 1, {"name": "refused"})
    assert [row.number for row in queries.missing()] == [FIRST]


def test_a_row_that_breaks_keeps_out_no_other_and_stays_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    real = grievances.register

    def broken(filing: Any, **options: Any) -> Case:
        if filing.outside_number == FIRST:
            raise ZeroDivisionError
        return real(filing, **options)

    monkeypatch.setattr(grievances, "register", broken)
    file = bring(table(line(), line(SECOND)))
    assert file.run is not None
    assert (file.run.state, file.run.done, file.run.failed) == ("done", 1, 1)
    assert (outcomes(file), Case.objects.count()) == ({FIRST: "wrong", SECOND: "new"}, 1)
    assert [row.number for row in queries.missing()] == [FIRST]


def test_a_database_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = grievances.register, list[str]()

    def away_once(filing: Any, **options: Any) -> Case:
        calls.append(filing.outside_number)
        if len(calls) == 2:
            raise OperationalError
        return real(filing, **options)

    monkeypatch.setattr(grievances, "register", away_once)
    file = bring(table(line(), line(SECOND)))
    assert calls == [FIRST, SECOND, FIRST, SECOND]
    assert (Case.objects.count(), outcomes(file)) == (2, {FIRST: "new", SECOND: "new"})


def test_an_aadhaar_number_is_kept_nowhere() -> None:
    number = "2345 6789 0124"
    bring(table(line(name=f"सुनीता {number}", address=f"आधार {number}", text=f"{portal.TEXT} मेरा आधार {number} है।")))
    case = case_of()
    person = Party.objects.select_related("person").get(case=case, part="complainant").person
    assert person is not None
    assert "6789" not in f"{person.name}{person.address}{case.grievance.text}"


def test_what_nobody_had_taken_is_emptied_but_its_number_stays() -> None:
    text = table(line())
    file = hand_in(text)
    later = cast.MONDAY + timedelta(days=40)
    assert forgetting.forget_waiting(cast.MONDAY + timedelta(days=30), later) == 1
    assert [row.number for row in queries.missing()] == [FIRST]
    with pytest.raises(NothingWaits):
        taking.begin(file, by=cast.desk(Role.STATE_DESK), at=later)
    assert outcomes(bring(text, at=later)) == {FIRST: "new"}


def test_what_waits_lies_under_a_key_that_can_be_changed() -> None:
    file = hand_in(table(line()))
    shelf = rewrapping.KEEPERS["rows of CPGRAMS files"].shelves[0]
    shelf.turn(shelf.rows().get())
    assert taking.opened(file.lines.get())["name"] == "सुनीता देवी"
