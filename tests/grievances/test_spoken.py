"""A complaint that was spoken: number and clock at once, words that count after a yes, silence that loses nothing."""

from datetime import timedelta

import pytest
from tests import cast

from shramsetu.casework import actions as casework
from shramsetu.casework import finding, queries
from shramsetu.casework.models import Case, Party
from shramsetu.grievances import forgetting, papers
from shramsetu.grievances.actions import ways
from shramsetu.grievances.filing import Someone
from shramsetu.grievances.models import Grievance, Spoken
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
SAID = "ठेकेदार मोहन ने तीन महीने की [?] मज़दूरी नहीं दी"
DAUGHTER = Someone(name="सुनीता", phone="+919999900077", relation="बेटी")


def spoken(**changes: object) -> Case:
    return cast.complaint(**{"text": "", "spoken": True, "channel": "portal", **changes})


def take(case: Case, verb: str, by: Actor, *, hours: int = 1, **detail: object) -> Case:
    case.refresh_from_db()
    at = cast.MONDAY + timedelta(hours=hours)
    casework.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)
    case.refresh_from_db()
    return case


def typed(**changes: object) -> Case:
    case = spoken(**changes)
    return take(case, "type_words", cast.holder_of(case), text=SAID)


def words(case: Case) -> str:
    return Grievance.objects.get(pk=case.pk).text


def told(case: Case) -> list[str]:
    return list(
        Message.objects.filter(stream=case.stream).order_by("queued_at", "key").values_list("template", flat=True)
    )


def test_it_has_number_desk_and_time_at_once() -> None:
    case = spoken()
    assert case.holder is not None
    assert (case.state, case.holder.role, words(case)) == ("typing", Role.OPERATOR, "")
    assert case.due_at == cast.MONDAY + timedelta(hours=4)
    assert told(case) == ["registered-spoken"]


def test_its_sheet_says_whose_matter_it_is_while_it_is_typed() -> None:
    found = papers.sheet(spoken())["words"]
    assert isinstance(found, dict)
    assert {"grievance", "stream", "text"} <= set(found)


def test_typed_words_do_not_count_yet() -> None:
    case = typed()
    row = Spoken.objects.get(pk=case.pk)
    assert (case.state, words(case), row.text, row.unclear) == ("reading_back", "", SAID, 1)
    assert finding.find("मोहन", by=cast.desk(Role.OPERATOR)).cases == []
    assert "words-read-back" in told(case)


def test_a_yes_lets_them_count_and_the_limit_runs_from_the_day_it_came() -> None:
    case = take(typed(), "agree_words", cast.citizen(), hours=30)
    row = Spoken.objects.get(pk=case.pk)
    assert (case.state, words(case), row.how) == ("unmarked", SAID, "agreed")
    assert case.holder is not None
    assert case.holder.role == Role.OFFICER
    assert case.due_at == ways.level_due(case, 1, at=cast.MONDAY).at
    assert finding.find("मोहन", by=cast.desk(Role.OPERATOR)).cases == [case]


def test_a_yes_on_the_telephone_is_another_than_on_the_portal() -> None:
    case = take(typed(), "agree_words", cast.desk(Role.OPERATOR))
    assert Spoken.objects.get(pk=case.pk).how == "call"


def test_mended_words_are_the_words() -> None:
    case = take(typed(), "mend_words", cast.citizen(), text="ठेकेदार सोहन ने तीन महीने की पूरी मज़दूरी नहीं दी")
    assert (case.state, words(case)) == ("unmarked", "ठेकेदार सोहन ने तीन महीने की पूरी मज़दूरी नहीं दी")
    assert finding.find("मोहन", by=cast.desk(Role.OPERATOR)).cases == []


def test_silence_counts_as_typed() -> None:
    case = typed()
    assert case.due_at is not None
    casework.take(case, "count_as_typed", seen=case.revision, by=SYSTEM, at=case.due_at, detail={})
    case.refresh_from_db()
    assert (case.state, words(case), Spoken.objects.get(pk=case.pk).how) == ("unmarked", SAID, "silence")


def test_the_typist_puts_it_where_it_belongs() -> None:
    case = spoken(category="other-labour")
    case = take(case, "type_words", cast.holder_of(case), text=SAID, category=cast.WAGES)
    assert case.category == cast.WAGES


def test_without_a_place_it_goes_to_find_one() -> None:
    case = take(typed(district=None), "agree_words", cast.citizen())
    assert case.state == "placing"


def test_a_stranger_does_not_say_yes() -> None:
    case = typed()
    with pytest.raises(casework.NotAllowed):
        take(case, "agree_words", cast.citizen(Someone(name="और", phone="+919999900099")))


def test_a_daughter_who_filed_says_yes_for_her_father() -> None:
    case = typed(filed_by=DAUGHTER)
    assert take(case, "agree_words", cast.citizen(DAUGHTER)).state == "unmarked"
    assert Party.objects.filter(case=case, part="filer").exists()


def test_what_is_sealed_is_typed_by_its_own_holder() -> None:
    case = spoken(sealed=True)
    assert case.holder is not None
    assert (case.state, case.holder.role) == ("typing", Role.VIGILANCE)
    with pytest.raises(casework.NotAllowed):
        take(case, "type_words", cast.desk(Role.OPERATOR), text=SAID)
    case = take(case, "type_words", cast.holder_of(case), text=SAID)
    assert SAID not in Spoken.objects.get(pk=case.pk).text
    assert queries.cases_visible_to(cast.desk(Role.OPERATOR)).filter(pk=case.pk).count() == 0


@pytest.mark.parametrize("kind", ["information", "demand", "suggestion"])
def test_other_kinds_are_spoken_too(kind: str) -> None:
    case = spoken(kind=kind)
    case = take(case, "type_words", cast.holder_of(case), text=SAID)
    assert take(case, "agree_words", cast.citizen()).state == "unmarked"


def test_the_words_are_forgotten_with_the_case() -> None:
    case = typed()
    forgetting.erase([case], cast.MONDAY)
    assert Spoken.objects.get(pk=case.pk).text == ""


def test_what_nobody_types_goes_to_the_post_above() -> None:
    case = spoken()
    before = case.holder_id
    casework.take(case, "lapse", seen=case.revision, by=SYSTEM, at=cast.MONDAY + timedelta(hours=5), detail={})
    case.refresh_from_db()
    assert (case.state, case.holder_id != before) == ("typing", True)
