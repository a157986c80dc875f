"""The flow tables themselves, and the engine's refusals: every step from every state, for everybody who may not."""

import pytest
from tests import cast

from shramsetu.casework import actions, flow
from shramsetu.casework.flow import BadFlow, Flow, Phase, State, Step
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Role

SYSTEMS = frozenset({"system"})
HOLDER = frozenset({"holder"})
OPEN = State("open", Phase.OPEN, "खुला", "खुला")
DONE = State("done", Phase.FINAL, "पूरा", "पूरा")
FINISH = Step("finish", ("open",), ("done",), HOLDER, "पूरा करें")
OVER = Step("over", ("open",), ("open",), SYSTEMS, "समय पूरा", clock=True)


def table(states: tuple[State, ...] = (OPEN, DONE), steps: tuple[Step, ...] = (FINISH, OVER)) -> Flow:
    return Flow("x", "x", states, steps, ("open",))


def test_sound_table_is_taken() -> None:
    assert table().when_over("open") == OVER


@pytest.mark.parametrize(
    ("states", "steps", "says"),
    [
        ((OPEN, OPEN, DONE), (FINISH, OVER), "stands twice"),
        ((OPEN, DONE), (FINISH, FINISH, OVER), "finish stands twice from open"),
        ((OPEN, DONE), (FINISH, OVER, Step("go", ("open",), ("nowhere",), HOLDER, "-")), "unknown states"),
        ((OPEN, DONE, State("lost", Phase.FINAL, "-", "-")), (FINISH, OVER), "nothing leads to"),
        ((OPEN, DONE), (FINISH, OVER, Step("back", ("done",), ("open",), HOLDER, "-")), "way out of the final"),
        ((OPEN, DONE), (FINISH,), "0 steps for when the time of open is over"),
        ((OPEN, DONE), (FINISH, OVER, Step("late", ("open",), ("open",), SYSTEMS, "-", clock=True)), "2 steps for"),
        ((OPEN, DONE), (FINISH, Step("over", ("open",), ("done",), HOLDER, "-", clock=True)), "only the system"),
    ],
)
def test_table_that_contradicts_itself_is_refused(
    states: tuple[State, ...], steps: tuple[Step, ...], says: str
) -> None:
    with pytest.raises(BadFlow, match=says):
        table(states, steps)


def test_every_step_has_its_effect_and_every_effect_its_step() -> None:
    assert flow.uncovered() == []


def test_closures_and_reports_of_assistants_wait_in_the_tray() -> None:
    waiting = {step.verb for step in flow.flow_of("grievance").steps if step.tray}
    assert waiting >= {"report", "approve_enquiry", "propose_special_close", "approve_special_close"}
    assert waiting >= {"close_unconfirmed", "decide_review", "refuse_special_close", "submit_enquiry"}


@pytest.mark.django_db
def test_nobody_takes_a_step_that_the_table_does_not_give_them() -> None:
    case = cast.complaint()
    stranger = cast.desk(Role.QUALITY)
    for verb in flow.flow_of("grievance").verbs:
        with pytest.raises(actions.NotAllowed):
            actions.take(case, verb, seen=case.revision, by=stranger, at=cast.MONDAY)
    case.refresh_from_db()
    assert (case.state, case.revision) == ("unmarked", 1)


@pytest.mark.django_db
def test_nobody_but_the_system_takes_the_systems_steps() -> None:
    case = cast.complaint()
    for by in (cast.holder_of(case), cast.citizen(), cast.desk(Role.SUPERVISOR)):
        with pytest.raises(actions.NotAllowed):
            actions.take(case, "escalate", seen=case.revision, by=by, at=cast.MONDAY)
    actions.take(case, "escalate", seen=case.revision, by=SYSTEM, at=cast.MONDAY)
    assert case.level == 2


@pytest.mark.django_db
def test_stale_page_changes_nothing_and_says_so() -> None:
    case = cast.complaint()
    by = cast.holder_of(case)
    actions.take(case, "open", seen=1, by=by, at=cast.MONDAY)
    with pytest.raises(actions.Stale):
        actions.take(case, "interim", seen=1, by=by, at=cast.MONDAY, detail={"text": "काम जारी है"})


@pytest.mark.django_db
def test_missing_values_are_named() -> None:
    case = cast.complaint()
    with pytest.raises(actions.Missing) as missing:
        actions.take(case, "transfer", seen=1, by=cast.holder_of(case), at=cast.MONDAY)
    assert missing.value.names == ["department", "reason"]
