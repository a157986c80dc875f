"""What is not taken here, and what is the same as another complaint: the gates of intake, for every kind."""

import pytest
from tests import cast, room
from tests.grievances.test_feedback import awaiting, call

from shramsetu.casework import actions, queries
from shramsetu.casework.models import Case
from shramsetu.grievances.filing import Someone
from shramsetu.offices.models import Role

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
