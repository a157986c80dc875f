"""The operator's page: states, the screen of a call, its result, the form that is filled in already."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.helpline import room
from tests.room import at_desk, of_role, queries_of, text_of

from shramsetu.casework.models import Case
from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent, Order, Outcome, Step, Target
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
PHONE = "/desk/helpline/"
NOW = "/desk/helpline/now/"
HTMX = {"HX-Request": "true"}


def actor_of(agent: Agent) -> Actor:
    return Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id)


def sit(agent: Agent) -> Client:
    return at_desk(actor_of(agent))


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def ring(agent: Agent, **given: object) -> Call:
    at = timezone.now()
    call = room.caller(at=at, **given)  # type: ignore[arg-type]
    queue.enqueue(call, at=at)
    queue.match(at=at)
    call.refresh_from_db()
    assert call.agent_id == agent.pk
    return call


def talked(agent: Agent, **given: object) -> Call:
    call = ring(agent, **given)
    calls.connect(call, at=timezone.now())
    calls.end(call, Outcome.ANSWERED, at=timezone.now())
    call.refresh_from_db()
    return call


def test_who_is_no_agent_is_told_how_to_become_one() -> None:
    assert "पर्यवेक्षक" in text_of(of_role(Role.OPERATOR).get(PHONE))


def test_an_operator_logs_in_and_the_simulated_phone_is_plugged_in() -> None:
    agent = room.agent(at=timezone.now())
    browser = sit(agent)
    browser.post(PHONE + "state/log-in/")
    agent.refresh_from_db()
    assert (agent.state, agent.reason) == (AgentState.PAUSED, "starting")
    assert Order.objects.get().verb == "phone_in"
    answer = browser.post(PHONE + "state/ready/", headers=HTMX)
    assert "फ़ोन" in text_of(answer)
    agent.refresh_from_db()
    assert agent.state == AgentState.PAUSED


def test_a_pause_has_a_reason_of_the_list_that_an_agent_may_choose(agent: Agent) -> None:
    browser = sit(agent)
    assert browser.post(PHONE + "state/pause/", {"reason": "no-answer"}).status_code == 404
    assert browser.post(PHONE + "state/pause/", {"reason": "x"}).status_code == 404
    browser.post(PHONE + "state/pause/", {"reason": "tea"})
    agent.refresh_from_db()
    assert (agent.state, agent.reason) == (AgentState.PAUSED, "tea")


def test_the_screen_tells_the_last_case_in_a_line_to_read_out(agent: Agent) -> None:
    case = cast.complaint(at=timezone.now())
    ring(agent)
    shown = text_of(sit(agent).get(NOW))
    assert case.holder is not None
    assert f"{case.holder.title_hi} के पास है" in shown
    assert "रमेश कुमार" in shown
    assert "99XXXXXX01" in shown
    assert "9999900001" not in shown
    assert "पंजीयन" in shown


def test_a_sealed_case_does_not_pop_up(agent: Agent) -> None:
    case = cast.complaint(at=timezone.now(), sealed=True)
    earlier = talked(agent)
    Call.objects.filter(pk=earlier.pk).update(case=case, disposition="registered")
    room.ready(agent, at=timezone.now())
    call = room.caller(1, at=timezone.now())
    queue.enqueue(call, at=timezone.now())
    queue.match(at=timezone.now())
    shown = text_of(sit(agent).get(NOW))
    assert "इस नंबर से कोई नहीं" in shown
    assert case.number not in shown.replace(" ", "")


def test_that_a_caller_was_shown_is_noted_once(agent: Agent) -> None:
    call = ring(agent)
    browser = sit(agent)
    browser.get(NOW)
    browser.get(PHONE)
    assert CallEvent.objects.filter(call=call, verb="shown").count() == 1


def test_the_screen_is_not_sent_again_for_the_same_call(agent: Agent) -> None:
    call = ring(agent)
    browser = sit(agent)
    assert 'data-pop="' in text_of(browser.get(NOW))
    again = text_of(browser.get(f"{NOW}?call={call.pk}"))
    assert 'data-pop="' not in again
    assert "data-state" in again


def test_what_stands_below_the_bar_follows_the_state_without_a_call() -> None:
    agent = room.agent(at=timezone.now())
    browser = sit(agent)
    assert "आप लॉग आउट हैं" in text_of(browser.get(NOW))
    agents.log_in(agent, at=timezone.now())
    paused = text_of(browser.get(f"{NOW}?call=out"))
    assert "r दबाएँ" in paused
    assert "आप लॉग आउट हैं" not in paused
    agents.phone(agent.number, there=True, at=timezone.now())
    agents.ready(agent, at=timezone.now())
    assert "घंटी बजते ही" in text_of(browser.get(f"{NOW}?call=paused"))
    assert 'id="pop"' not in text_of(browser.get(f"{NOW}?call=available"))


def test_the_name_of_the_site_stands_alone_in_the_head_during_a_call(agent: Agent) -> None:
    ring(agent)
    assert "brand-line" not in text_of(sit(agent).get(PHONE))


def test_orders_go_to_the_call_that_the_agent_has(agent: Agent) -> None:
    call = ring(agent)
    calls.connect(call, at=timezone.now())
    browser = sit(agent)
    browser.post(PHONE + "order/hold/")
    browser.post(PHONE + "order/consult/", {"whom": "officer:12", "evil": "x"})
    browser.post(PHONE + "order/listen/")
    given = [(one.verb, one.call_id, one.detail) for one in Order.objects.order_by("id")]
    assert given == [("hold", call.pk, {}), ("consult", call.pk, {"kind": "officer", "to": "12"})]


def test_nobody_orders_in_the_call_of_another(agent: Agent) -> None:
    call = ring(agent)
    calls.connect(call, at=timezone.now())
    other = room.agent(1, at=timezone.now())
    sit(other).post(PHONE + "order/hang_up/")
    assert not Order.objects.exists()


def test_the_form_is_filled_in_and_ties_the_call_to_the_case(agent: Agent) -> None:
    cast.complaint(at=timezone.now())
    call = ring(agent)
    calls.connect(call, at=timezone.now())
    browser = sit(agent)
    form = text_of(browser.get(f"/desk/register/?call={call.pk}"))
    assert 'value="+919999900001"' in form or 'value="9999900001"' in form
    assert 'value="रमेश कुमार"' in form
    assert 'value="कानपुर नगर"' in form
    given = {
        "call": str(call.pk), "phone": "9999900001", "name": "रमेश कुमार", "channel": "call", "kind": "grievance",
        "text": "आज फिर ठेकेदार ने काम से निकाल दिया।", "category": cast.WAGES, "place_word": "कानपुर नगर",
        "looked_alike": "on", "language": "hi",
    }  # fmt: skip
    answer = browser.post("/desk/register/", given)
    assert answer.status_code == 302, text_of(answer)
    call.refresh_from_db()
    assert call.case is not None
    assert call.case.number in answer["Location"]
    assert [one.detail for one in CallEvent.objects.filter(call=call, verb="case")] == [{"number": call.case.number}]


def test_a_call_of_bonded_labour_is_registered_from_the_page_and_tied_to_it(agent: Agent) -> None:
    cast.complaint(at=timezone.now())
    call = ring(agent)
    calls.connect(call, at=timezone.now())
    browser = sit(agent)
    assert f"/desk/bonded/inform/?call={call.pk}" in text_of(browser.get(PHONE))
    form = text_of(browser.get(f"/desk/bonded/inform/?call={call.pk}"))
    assert 'value="रमेश कुमार"' in form
    given = {
        "call": str(call.pk), "channel": "call", "informant": "relative", "text": "भाई भट्ठे पर बंद है",
        "risk_to_life": "no", "district": str(cast.KANPUR), "landmark": "बिल्हौर", "sector": "brick-kiln",
    }  # fmt: skip
    assert browser.post("/desk/bonded/inform/", given).status_code == 302
    call.refresh_from_db()
    assert call.case is not None
    assert call.case.kind == "bl_info"


def test_the_form_tells_nothing_of_the_caller_of_another(agent: Agent) -> None:
    call = ring(agent)
    other = room.agent(1, at=timezone.now())
    assert "9999900001" not in text_of(sit(other).get(f"/desk/register/?call={call.pk}"))


def test_the_result_ends_the_wrap_up(agent: Agent) -> None:
    call = talked(agent)
    browser = sit(agent)
    assert f'data-pop="{call.pk}"' in text_of(browser.get(NOW))
    browser.post(f"{PHONE}call/{call.pk}/result/", {"disposition": "information"})
    agent.refresh_from_db()
    call.refresh_from_db()
    assert (agent.state, call.disposition) == (AgentState.AVAILABLE, "information")
    assert 'data-pop="' not in text_of(browser.get(NOW))


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"disposition": "registered"}, "case"),
        ({"disposition": "follow-up"}, "follow_up_at"),
        ({"disposition": "follow-up", "follow_up_at": "2020-01-01T10:00"}, "follow_up_at"),
        ({"disposition": "status", "case": "123"}, "case"),
        ({}, "disposition"),
    ],
)
def test_a_result_says_what_it_lacks(agent: Agent, given: dict[str, str], lacking: str) -> None:
    call = talked(agent)
    answer = sit(agent).post(f"{PHONE}call/{call.pk}/result/", given)
    assert answer.status_code == 422
    assert f'href="#id_{lacking}"' in text_of(answer)


def test_a_follow_up_is_a_promise_to_call_back_at_that_time(agent: Agent) -> None:
    call = talked(agent)
    when = (timezone.localtime() + timedelta(hours=5)).replace(second=0, microsecond=0)
    given = {"disposition": "follow-up", "follow_up_at": f"{when:%Y-%m-%dT%H:%M}"}
    sit(agent).post(f"{PHONE}call/{call.pk}/result/", given)
    target = Target.objects.get()
    assert (target.due_at, target.phone, target.source) == (when, call.phone, "follow-up")


def test_the_event_number_stays_with_the_call(agent: Agent) -> None:
    call = talked(agent)
    sit(agent).post(f"{PHONE}call/{call.pk}/event-number/", {"event_number": "P21112612345"})
    call.refresh_from_db()
    assert call.event_number == "P21112612345"
    assert sit(agent).post(f"{PHONE}call/{call.pk}/event-number/", {"event_number": "P\x00"}).status_code == 302
    call.refresh_from_db()
    assert call.event_number == "P"


def test_the_secret_goes_to_the_agents_own_browser_phone_alone(agent: Agent, settings: object) -> None:
    browser = sit(agent)
    assert browser.post(PHONE + "line/").status_code == 409
    settings.TELEPHONY, settings.TELEPHONY_WSS = "asterisk", "wss://pbx.example/ws"  # type: ignore[attr-defined]
    found = browser.post(PHONE + "line/")
    assert (found.json()["phone"], len(found.json()["secret"])) == (agent.number, 32)
    assert "no-store" in found["Cache-Control"]
    page = browser.get(PHONE)
    assert "wss://pbx.example/ws" in page["Content-Security-Policy"]
    assert page["Permissions-Policy"] == "microphone=(self)"
    assert found.json()["secret"] not in text_of(page)
    assert "microphone=()" in browser.get("/desk/")["Permissions-Policy"]
    Agent.objects.update(has_own_phone=True)
    assert browser.post(PHONE + "line/").status_code == 409


def test_by_hand_only_at_the_simulated_exchange(agent: Agent, settings: object) -> None:
    browser = sit(agent)
    browser.post(PHONE + "by-hand/pick-up/")
    assert Order.objects.get().verb == "pick_up"
    settings.TELEPHONY = "asterisk"  # type: ignore[attr-defined]
    assert browser.post(PHONE + "by-hand/pick-up/").status_code == 404


def test_the_screen_asks_little(agent: Agent) -> None:
    browser = sit(agent)
    ring(agent)
    one = queries_of(browser, NOW)
    for number in range(2, 5):
        Case.objects.filter(pk=cast.complaint(at=timezone.now()).pk)
        room.caller(number, at=timezone.now())
    assert queries_of(browser, NOW) <= one + 1
    assert one <= 16


def test_a_supervisor_makes_agents_and_changes_their_skills() -> None:
    browser = of_role(Role.SUPERVISOR)
    user = room.agent(at=timezone.now()).user
    Agent.objects.all().delete()
    given = {"username": user.username, "number": "2001", "languages": ["hi", "bho"], "site": "lucknow"}
    assert browser.post(PHONE + "agents/new/", given).status_code == 302
    agent = Agent.objects.get()
    assert (agent.number, agent.languages, agent.boards, agent.state) == ("2001", ["hi", "bho"], [], "out")
    assert browser.post(PHONE + "agents/new/", given).status_code == 422
    changed = {"languages": ["hi"], "boards": ["bocw"], "site": "noida", "is_woman": "on"}
    browser.post(f"{PHONE}agents/{agent.pk}/", changed)
    agent.refresh_from_db()
    assert (agent.boards, agent.site, agent.is_woman) == (["bocw"], "noida", True)
    browser.post(f"{PHONE}agents/{agent.pk}/secret/")
    agent.refresh_from_db()
    assert agent.key_epoch == 1
    assert "2001" in text_of(browser.get(PHONE + "agents/"))


def test_step_names_stay(agent: Agent) -> None:
    assert ring(agent).step == Step.RINGING
