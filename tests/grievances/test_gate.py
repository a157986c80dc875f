"""What is not taken here, and what is the same as another complaint: the gates of intake, for every kind."""

import pytest
from tests import cast, room
from tests.grievances.test_feedback import awaiting, call

from shramsetu import rulebook
from shramsetu.casework import actions, queries
from shramsetu.casework.models import Case
from shramsetu.grievances import shown
from shramsetu.grievances.filing import Someone
from shramsetu.grievances.models import Grievance
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
KINDS = ("grievance", "information", "demand", "suggestion")
SITA = Someone(name="सीता देवी", phone="+919999900055")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_taken_here_gets_a_number_and_one_appeal_whatever_its_kind(kind: str) -> None:
    case = cast.complaint(kind=kind, exclusion="rti")
    assert (case.state, len(case.number), case.outcome) == ("excluded", 12, "excluded")

    cast.take(case, "appeal_exclusion", by=cast.citizen(), reason="यह सूचना का अधिकार नहीं है")
    assert case.holder is not None
    assert (case.state, case.holder.role) == ("screening", Role.SUPERVISOR)
    cast.take(case, "refuse", exclusion="rti", reason="सूचना का अधिकार ही है")

    with pytest.raises(actions.Refused):
        cast.take(case, "appeal_exclusion", by=cast.citizen(), reason="फिर भी")


@pytest.mark.parametrize("kind", KINDS)
def test_a_supervisor_may_take_it_up_after_all(kind: str) -> None:
    case = cast.complaint(kind=kind, exclusion="rti")
    cast.take(case, "appeal_exclusion", by=cast.citizen(), reason="-")

    cast.take(case, "admit")

    assert (case.state, case.outcome, case.is_open) == ("unmarked", "", True)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_only_grievances_are_attached_to_a_master(kind: str) -> None:
    case = cast.complaint(kind=kind, master=cast.complaint())
    assert (case.state, case.master) == ("unmarked", None)


def test_nothing_is_registered_as_attached_to_a_closed_case() -> None:
    master = awaiting()
    call(master, "satisfied", at=cast.MONDAY, answered_by="complainant")

    with pytest.raises(actions.Refused):
        cast.complaint(complainants=(SITA,), master=master)

    assert Case.objects.filter(kind="grievance").count() == 1


def test_the_operator_is_told_that_the_master_is_closed() -> None:
    master = awaiting()
    call(master, "satisfied", at=cast.MONDAY, answered_by="complainant")
    typed = {
        "phone": "9999900055",
        "name": "सीता देवी",
        "channel": "call",
        "kind": "grievance",
        "text": "तीन महीने से मज़दूरी नहीं मिली",
        "category": cast.WAGES,
        "place_word": "कानपुर नगर",
        "master": master.number,
    }
    page = room.of_role(Role.OPERATOR).post("/desk/register/", typed)

    assert page.status_code == 422
    assert "खुला" in room.text_of(page) or "खुली" in room.text_of(page)


ELSEWHERE = {
    "complainants": (SITA,),
    "text": "भवन निर्माण मज़दूर का पंजीयन नवीनीकरण नहीं हो रहा",
    "category": "other-labour",
}


def test_nothing_is_attached_to_another_wrong() -> None:
    master, case = cast.complaint(), cast.complaint(**ELSEWHERE)

    with pytest.raises(actions.Refused) as refused:
        cast.take(case, "attach_to_master", master=master)
    assert refused.value.field == "master"
    with pytest.raises(actions.Refused):
        cast.complaint(**ELSEWHERE, master=master)

    assert (case.state, Case.objects.filter(kind="grievance").count()) == ("unmarked", 2)


@pytest.mark.parametrize(
    "alike",
    [
        {"complainants": (cast.RAMESH,)},
        {"opposite": (Someone(name="गुप्ता ईंट भट्ठा"),)},
        {"text": "तीन महीने से मज़दूरी नहीं मिली। ठेकेदार फ़ोन नहीं उठाता।"},
        {"category": cast.WAGES},
    ],
)
def test_what_shares_phone_opposite_party_words_or_category_and_district_is_attached(alike: dict[str, object]) -> None:
    master = cast.complaint(opposite=(Someone(name="Gupta Int Bhattha"),))
    case = cast.complaint(**{**ELSEWHERE, **alike})

    cast.take(case, "attach_to_master", master=master)

    assert (case.state, case.master) == ("attached", master)


def test_the_same_category_in_another_district_is_another_wrong() -> None:
    district = places.district(118)
    case = cast.complaint(complainants=(SITA,), district=district, text="मशीन से हाथ कटा, इलाज का खर्च नहीं मिला")

    with pytest.raises(actions.Refused):
        cast.take(case, "attach_to_master", master=cast.complaint())


def fill_the_month() -> None:
    for _ in range(rulebook.book().number("grievances.monthly_per_mobile", cast.MONDAY.date())):
        cast.complaint()


def test_only_an_offices_own_word_lifts_the_monthly_limit() -> None:
    fill_the_month()
    union = Someone(name="यूनियन", phone=cast.RAMESH.phone, relation="union")
    said: dict[str, object] = {"filed_by": union, "channel": "portal"}

    assert cast.complaint(by=cast.citizen(), **said).state == "screening"
    assert cast.complaint(by=cast.citizen(), channel="csc", counter=True).state == "screening"
    assert cast.complaint(by=Actor(role="citizen"), **said).state == "screening"
    assert cast.complaint(filed_by=union).state == "unmarked"
    assert cast.complaint(channel="desk", counter=True).state == "unmarked"


def test_what_is_attached_at_once_counts_towards_the_limit_unless_urgent() -> None:
    fill_the_month()
    master = Case.objects.filter(kind="grievance").order_by("id")[0]
    case = cast.complaint(master=master)
    assert (case.state, case.master) == ("screening", None)
    assert master.number in room.text_of(room.holder(case).get(f"/desk/case/{case.number}/"))
    cast.take(case, "admit")
    cast.take(case, "attach_to_master", master=master)
    assert case.state == "attached"

    urgent = cast.complaint(category="work-accident", complainants=(SITA,))
    assert cast.complaint(category="work-accident", master=urgent).state == "attached"


@pytest.mark.parametrize("kind", KINDS)
def test_a_spent_appeal_is_not_offered_any_more(kind: str) -> None:
    case, by = cast.complaint(kind=kind, exclusion="rti"), cast.desk(Role.SUPERVISOR)
    assert "appeal_exclusion" in {step.verb for step in queries.steps_for(case, by)}

    cast.take(case, "appeal_exclusion", by=cast.citizen(), reason="-")
    cast.take(case, "refuse", exclusion="rti", reason="-")

    assert "appeal_exclusion" not in {step.verb for step in queries.steps_for(case, by)}
    assert "appeal_exclusion" not in room.text_of(room.at_desk(by).get(f"/desk/case/{case.number}/"))
    assert "appeal_exclusion" not in {step["verb"] for step in shown.whole(case, by)["steps"]}


def test_what_the_row_makes_impossible_is_not_offered() -> None:
    case = cast.complaint()
    cast.take(case, "open")
    assert {"ask", "refer", "attach_to_master", "seal"} <= {
        one.verb for one in queries.steps_for(case, cast.holder_of(case))
    }

    Grievance.objects.filter(pk=case.pk).update(asked_levels=[1])
    assert "ask" not in {one.verb for one in queries.steps_for(case, cast.holder_of(case))}
    Grievance.objects.filter(pk=case.pk).update(pauses=9)
    assert "refer" not in {one.verb for one in queries.steps_for(case, cast.holder_of(case))}

    sealed = cast.complaint(sealed=True)
    assert not {"seal", "attach_to_master"} & {one.verb for one in queries.steps_for(sealed, cast.holder_of(sealed))}


def test_two_cases_never_wait_for_each_other() -> None:
    one, other = cast.complaint(), cast.complaint(complainants=(SITA,))
    cast.take(one, "attach_to_master", master=other)

    with pytest.raises(actions.Refused):
        cast.take(other, "attach_to_master", master=one)


def test_who_sits_above_cannot_forge_the_systems_steps() -> None:
    case = cast.complaint()
    for role in (Role.OFFICER, Role.SUPERVISOR, Role.HEAD, Role.CM):
        open_to = {step.verb for step in queries.steps_for(case, cast.desk(role))}
        assert not open_to & {"escalate", "finalise", "lapse", "resume", "follow_master"}
