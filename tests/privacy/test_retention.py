"""What has served its time is erased, each time with an entry; what has not stays, and the journal still fits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from tests import cast, room

from shramsetu.casework import reading, sealing
from shramsetu.casework.models import FINAL, Case, Party, SealedBody, SearchText
from shramsetu.files import queries as files
from shramsetu.grievances.models import Grievance, Report
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry, Private
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role
from shramsetu.people.models import Person
from shramsetu.privacy import actions, kinds, queries, rules

pytestmark = pytest.mark.django_db
CASES, SEALED, MESSAGES, READS = kinds.KINDS[:4]
YEAR = timedelta(days=366)


def finished(**changes: object) -> Case:
    """Return a complaint that was reported, closed as satisfied and made final."""
    case = cast.complaint(**changes)
    cast.report(case)
    Case.objects.filter(pk=case.pk).update(
        state="final", phase=FINAL, closed_at=cast.MONDAY, holder=None, due_at=None, rests_until=None, warn_at=None
    )
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (5, "years", datetime(2021, 2, 28, 10, tzinfo=UTC)),
        (12, "months", datetime(2025, 2, 28, 10, tzinfo=UTC)),
        (1, "calendar_days", datetime(2026, 2, 27, 10, tzinfo=UTC)),
    ],
)
def test_the_time_of_keeping_is_counted_by_the_calendar(amount: int, unit: str, expected: datetime) -> None:
    assert rules.cutoff(datetime(2026, 2, 28, 10, tzinfo=UTC), amount, unit) == expected


def test_a_leap_day_goes_to_the_last_of_february() -> None:
    assert rules.cutoff(datetime(2028, 2, 29, 10, tzinfo=UTC), 1, "years") == datetime(2027, 2, 28, 10, tzinfo=UTC)


def test_a_final_case_loses_words_and_persons_after_five_years_and_the_journal_still_fits() -> None:
    case, at = finished(), cast.MONDAY + 5 * YEAR
    person = Party.objects.get(case=case, part="complainant").person

    assert actions.erase_due(CASES, by=SYSTEM, at=cast.MONDAY + 4 * YEAR) == 0
    assert actions.erase_due(CASES, by=SYSTEM, at=at) == 1

    assert (Grievance.objects.get(pk=case.pk).text, Report.objects.get(case=case).text) == ("", "")
    assert person is not None
    erased = Person.objects.get(pk=person.pk)
    assert (erased.name, erased.phone, erased.keys, erased.erased_at) == ("", "", [], at)
    assert Party.objects.filter(case=case).exclude(person=None, phone_key="").count() == 0
    assert SearchText.objects.filter(case=case).count() == 0
    assert Private.objects.filter(entry__stream=case.stream).count() == 0
    assert files.attached(case.stream).count() == 0
    assert set(Message.objects.filter(stream=case.stream).values_list("to_phone", "text")) <= {("", "")}
    assert list(journal.faults()) == []


def test_each_erasure_is_an_entry_that_names_the_cases() -> None:
    case, at = finished(), cast.MONDAY + 5 * YEAR
    actions.erase_due(CASES, by=SYSTEM, at=at)
    entry = Entry.objects.get(stream="privacy:cases")
    assert (entry.verb, entry.detail["count"], entry.detail["numbers"]) == ("erase", 1, [case.number])
    assert actions.erase_due(CASES, by=SYSTEM, at=at) == 0
    assert Entry.objects.filter(stream="privacy:cases").count() == 1


def test_somebody_with_an_open_case_keeps_name_and_phone() -> None:
    finished()
    cast.complaint(text="एक और बात")
    actions.erase_due(CASES, by=SYSTEM, at=cast.MONDAY + 5 * YEAR)
    assert Person.objects.filter(phone=cast.RAMESH.phone, erased_at=None).count() == 1


def test_an_open_case_is_never_erased() -> None:
    case = cast.complaint()
    assert sum(actions.erase_all(by=SYSTEM, at=cast.MONDAY + timedelta(days=300)).values()) == 0
    assert Grievance.objects.get(pk=case.pk).text != ""


def test_a_sealed_case_loses_its_key_after_ten_years() -> None:
    case = finished(sealed=True)
    kept = bytes(SealedBody.objects.get(case=case).wrapped_key)
    secret = Report.objects.get(case=case).text
    assert actions.erase_due(SEALED, by=SYSTEM, at=cast.MONDAY + 5 * YEAR) == 0
    assert actions.erase_due(SEALED, by=SYSTEM, at=cast.MONDAY + 10 * YEAR) == 1

    case = Case.objects.get(pk=case.pk)
    assert sealing.identity(case) == {}
    assert bytes(SealedBody.objects.get(case=case).wrapped_key) != kept
    with pytest.raises(sealing.Unreadable):
        sealing.unveiled(case, secret)
    entry = Entry.objects.get(stream="privacy:sealed")
    assert "numbers" not in entry.detail
    assert list(journal.faults()) == []


def test_an_old_message_keeps_neither_phone_nor_words() -> None:
    cast.complaint()
    count = Message.objects.count()
    assert actions.erase_due(MESSAGES, by=SYSTEM, at=cast.MONDAY + YEAR) == count
    assert set(Message.objects.values_list("to_phone", "text")) == {("", "")}


def test_the_reason_of_an_old_look_goes_and_the_look_stays() -> None:
    case = cast.complaint()
    party = Party.objects.get(case=case, part="complainant")
    reading.reveal(case, party, reason="फ़ोन पर बात करनी है", by=cast.holder_of(case), at=cast.MONDAY)
    assert actions.erase_due(READS, by=SYSTEM, at=cast.MONDAY + 2 * YEAR + timedelta(days=1)) == 1
    assert Entry.objects.filter(stream=f"reads:{case.number}").count() == 1
    assert list(journal.faults()) == []


def test_the_page_of_an_erased_case_still_opens_and_says_so() -> None:
    case = finished()
    head = cast.seat(case.reports.get().post)
    actions.erase_due(CASES, by=SYSTEM, at=cast.MONDAY + 5 * YEAR)
    answer = room.at_desk(head.actor).get(f"/desk/case/{case.number}/")
    assert answer.status_code == 200
    assert "व्यक्तिगत विवरण" in room.text_of(answer)
    assert cast.RAMESH.name not in room.text_of(answer)


def test_the_administrator_sees_what_is_due_and_erases_it() -> None:
    case = finished()
    Case.objects.filter(pk=case.pk).update(closed_at=cast.MONDAY - 9 * YEAR)
    desk = room.of_role(Role.ADMINISTRATOR)
    assert "privacy.case_years" in room.text_of(desk.get("/desk/privacy/"))
    assert desk.post("/desk/privacy/erase/").status_code == 302
    assert {one.kind.name: one.waiting for one in queries.standings(cast.MONDAY)}["cases"] == 0
    assert Entry.objects.get(stream="privacy:cases").by.startswith("user:")


def test_the_command_says_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    case = finished()
    Case.objects.filter(pk=case.pk).update(closed_at=cast.MONDAY - 9 * YEAR)
    call_command("privacy", "due")
    assert "cases: 1 from before" in capsys.readouterr().out
    call_command("privacy", "erase")
    assert "✓ cases: 1 erased" in capsys.readouterr().out
