"""What must not be seen or done: a complaint about an operator by their own people, orders of who only helps."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.helpline import room
from tests.helpline.desk.test_phone import HTMX, PHONE, actor_of, ring, sit, talked
from tests.room import at_desk, of_role, text_of

from shramsetu.casework.models import Bar, Case
from shramsetu.helpline.actions import agents, calls, desk, orders, queue
from shramsetu.helpline.errors import NotYourCall
from shramsetu.helpline.models import Agent, AgentState, Call, Order
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
SAID = "ऑपरेटर की शिकायत"


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def supervisor(number: int, *, site: str = "") -> Actor:
    """Return a supervisor; with a phone of the helpline where a site is named."""
    actor = cast.desk(Role.SUPERVISOR, number=number)
    if site:
        Agent.objects.create(
            user_id=actor.user_id,
            post_id=actor.post_id,
            number=f"s{number}",
            site=site,
            state_at=timezone.now(),
            phone_seen_at=timezone.now(),
        )
    return actor


def complained(about: Call, by: Agent) -> Case:
    """Let the caller of `about` complain of its operator in a call that `by` has now."""
    call = ring(by, number=7)
    calls.connect(call, at=timezone.now())
    given = {"about": about.pk, "name": "रमेश कुमार", "text": "ऑपरेटर ने गाली दी और फ़ोन काट दिया।"}
    sit(by).post(f"{PHONE}call/{call.pk}/about-operator/", given, headers=HTMX)
    call.refresh_from_db()
    assert call.case is not None
    return call.case


def test_nobody_hears_of_a_complaint_about_an_operator_by_the_result_of_its_call(agent: Agent) -> None:
    about = talked(agent)
    other = room.ready(room.agent(1, at=timezone.now()), at=timezone.now())
    case = complained(about, other)
    call = Call.objects.get(case=case)
    desk.dispose(call, desk.Result("about-operator"), agent=other, by=actor_of(other), at=timezone.now())
    call.refresh_from_db()
    calls.end(call, calls.Outcome.ANSWERED, at=timezone.now())
    near = at_desk(supervisor(0, site="lucknow"))
    assert SAID not in text_of(near.get(PHONE + "calls/"))
    assert "about-operator" not in text_of(near.get(PHONE + "calls.csv"))
    room.ready(agent, at=timezone.now())
    again = ring(agent, number=8)
    shown = text_of(sit(agent).get(PHONE))
    assert f'data-pop="{again.pk}"' in shown
    earlier = shown.partition("pop-calls")[2].partition("</ul>")[0]
    assert "<li>" in earlier
    assert SAID not in earlier


def test_a_supervisor_whose_site_nobody_knows_does_not_see_a_complaint_about_an_operator(agent: Agent) -> None:
    about = talked(agent)
    other = room.ready(room.agent(1, at=timezone.now()), at=timezone.now())
    unknown, far = supervisor(0), supervisor(1, site="noida")
    case = complained(about, other)
    address = f"/desk/case/{case.number}/"
    assert [at_desk(one).get(address).status_code for one in (unknown, far)] == [404, 200]
    assert not Bar.objects.filter(case=case, user=far.user_id).exists()


def test_nobody_listens_to_the_call_of_a_sealed_case_who_may_not_see_it(agent: Agent) -> None:
    about = talked(agent)
    other = room.ready(room.agent(1, at=timezone.now()), at=timezone.now())
    near, far = supervisor(0, site="lucknow"), supervisor(1, site="noida")
    case = complained(about, other)
    address = f"{PHONE}calls/{Call.objects.get(case=case).pk}/listen/"
    assert at_desk(near).post(address, headers=HTMX).status_code == 404
    assert not Order.objects.filter(verb="listen").exists()
    assert at_desk(far).post(address, headers=HTMX).status_code == 200
    assert Order.objects.get(verb="listen").detail["number"] == "s1"


def test_who_is_only_consulted_leaves_the_call_and_cannot_end_it(agent: Agent) -> None:
    at = timezone.now()
    call = ring(agent)
    calls.connect(call, at=at)
    helper = room.ready(room.agent(1, at=at), at=at)
    agents.turn(helper, AgentState.TALKING, at=at, call=call)
    order = orders.ask(call, "hang_up", agent=helper, by=actor_of(helper), at=at)
    assert order.verb == "drop_third"
    assert orders.ask(call, "decline", agent=helper, by=actor_of(helper), at=at).verb == "drop_third"
    for verb in ("blind", "complete", "pause_recording", "emergency"):
        with pytest.raises(NotYourCall):
            orders.ask(call, verb, agent=helper, by=actor_of(helper), at=at)
    assert orders.ask(call, "hang_up", agent=agent, by=actor_of(agent), at=at).verb == "hang_up"


def test_a_caller_is_passed_only_to_a_board_that_there_is(agent: Agent) -> None:
    calls.connect(ring(agent), at=timezone.now())
    browser = sit(agent)
    browser.post(PHONE + "order/blind/", {"kind": "queue", "to": "moon"}, headers=HTMX)
    assert not Order.objects.exists()
    browser.post(PHONE + "order/blind/", {"kind": "queue", "to": "bocw"}, headers=HTMX)
    assert Order.objects.get().detail == {"kind": "queue", "to": "bocw"}


def test_a_new_talk_is_recorded_although_the_one_before_was_paused(agent: Agent) -> None:
    at = timezone.now()
    call = ring(agent)
    calls.connect(call, at=at)
    calls.change(call, recording_paused=True)
    calls.connect(call, at=at)  # the same talk after a restart
    assert Call.objects.get().recording_paused
    queue.back(call, at=at, why=agents.PHONE_LOST)
    room.ready(agent, at=at)
    queue.match(at=at)
    call.refresh_from_db()
    calls.connect(call, at=at)
    assert not Call.objects.get().recording_paused


def test_a_result_is_not_changed_long_after_the_call(agent: Agent) -> None:
    call = talked(agent)
    browser = sit(agent)
    address = f"{PHONE}call/{call.pk}/result/"
    assert browser.post(address, {"disposition": "information"}).status_code == 302
    Call.objects.update(began_at=timezone.now() - timedelta(hours=3), ended_at=timezone.now() - timedelta(hours=2))
    assert browser.post(address, {"disposition": "abuse"}).status_code == 404
    assert Call.objects.get().disposition == "information"


def test_the_log_still_says_what_other_calls_came_to(agent: Agent) -> None:
    call = talked(agent)
    desk.dispose(call, desk.Result("information"), agent=agent, by=actor_of(agent), at=timezone.now())
    browser = of_role(Role.SUPERVISOR)
    assert "जानकारी दी" in text_of(browser.get(PHONE + "calls/"))
    assert "information" in text_of(browser.get(PHONE + "calls.csv"))
