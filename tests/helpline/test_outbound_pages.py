"""The pages of outgoing calls: campaigns, call-backs, the next person to call."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.grievances.test_feedback import awaiting
from tests.helpline import room

from shramsetu.casework import calling
from shramsetu.casework.models import Case
from shramsetu.helpline.actions import agents, callbacks, calls, campaigns, menus, outbound, targets
from shramsetu.helpline.models import Agent, Call, Campaign, NotToCall, Outcome, Step, Target
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
PHONE = "+919999900101"
ASKED = {"name_hi": "राय", "name_en": "Feedback", "mode": "preview", "line": "1076", "agents": "10"}


@pytest.fixture
def supervisor() -> Client:
    return desk.of_role(Role.SUPERVISOR)


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def sit(agent: Agent) -> Client:
    return desk.at_desk(Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id))


def test_a_campaign_is_estimated_then_made_started_and_ended(supervisor: Client) -> None:
    awaiting()
    asked = {**ASKED, "source": "feedback"}

    looked = desk.text_of(supervisor.post(reverse("helpline:new_campaign"), {**asked, "look": "1"}))
    assert "1 लोग; 10 ऑपरेटर से लगभग" in looked
    assert Campaign.objects.count() == 0
    made = supervisor.post(reverse("helpline:new_campaign"), {**asked, "make": "1"})
    campaign = Campaign.objects.get()
    assert made.headers["Location"] == reverse("helpline:campaign", args=[campaign.pk])
    supervisor.post(reverse("helpline:turn_campaign", args=[campaign.pk, "start"]))
    shown = desk.text_of(supervisor.get(reverse("helpline:campaign", args=[campaign.pk])))
    assert cast.RAMESH.phone not in shown
    assert campaign.targets.count() == 1
    supervisor.post(reverse("helpline:turn_campaign", args=[campaign.pk, "end"]))
    campaign.refresh_from_db()
    assert (campaign.running, campaign.targets.get().state) == (False, Target.State.GIVEN_UP)


def test_a_list_is_checked_line_by_line_and_its_results_are_masked(supervisor: Client) -> None:
    asked = {**ASKED, "source": "list", "is_service": "on", "make": "1"}
    wrong = SimpleUploadedFile("list.csv", b"phone,language\n9999900101,bho\n12,hi\n", content_type="text/csv")
    refused = supervisor.post(reverse("helpline:new_campaign"), {**asked, "people": wrong})
    assert (refused.status_code, Target.objects.count()) == (422, 0)
    good = SimpleUploadedFile("list.csv", b"phone,language\n9999900101,bho\n9999900101,hi\n", content_type="text/csv")
    supervisor.post(reverse("helpline:new_campaign"), {**asked, "people": good})
    assert (Target.objects.get().phone, Target.objects.get().language) == (PHONE, "hi")
    given = supervisor.get(reverse("helpline:campaign_csv", args=[Campaign.objects.get().pk])).content.decode()
    assert PHONE not in given
    assert given.count("\n") == 2


def test_a_case_that_was_sealed_is_neither_named_nor_called(supervisor: Client) -> None:
    case = cast.complaint(at=timezone.now())
    made = Campaign.objects.create(
        slug="f", name_hi="राय", name_en="x", kind="feedback", mode="preview", line="1076", audience="feedback",
        made_by="s", made_at=timezone.now(),
    )  # fmt: skip
    Target.objects.create(
        campaign=made, phone=PHONE, case=case, result="=1+1", due_at=timezone.now(), made_at=timezone.now()
    )
    address = reverse("helpline:campaign_csv", args=[made.pk])
    shown = supervisor.get(address).content.decode()
    assert case.number in shown
    assert ",'=1+1," in shown
    assert Entry.objects.filter(stream="campaign:f", verb="export").count() == 1
    Case.objects.filter(pk=case.pk).update(state="awaiting_feedback")
    assert calling.get("feedback").still([case.pk]) == {case.pk}
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert calling.get("feedback").still([case.pk]) == frozenset()
    assert case.number not in supervisor.get(address).content.decode()
    assert case.number not in supervisor.get(reverse("helpline:campaign", args=[made.pk])).content.decode()


def test_advertising_is_not_called_out(supervisor: Client) -> None:
    good = SimpleUploadedFile("list.csv", b"phone\n9999900101\n", content_type="text/csv")
    answer = supervisor.post(reverse("helpline:new_campaign"), {**ASKED, "source": "list", "make": "1", "people": good})
    assert (answer.status_code, Campaign.objects.count()) == (422, 0)


def test_a_recorded_voice_needs_its_words(supervisor: Client) -> None:
    menus.seed(by=SYSTEM, at=cast.MONDAY)
    asked = {**ASKED, "mode": "automatic", "source": "feedback", "make": "1"}
    assert supervisor.post(reverse("helpline:new_campaign"), asked).status_code == 422
    supervisor.post(reverse("helpline:new_campaign"), {**asked, "menu_slug": "feedback"})
    assert Campaign.objects.get().menu_slug == "feedback"


def test_the_agent_sees_the_next_person_and_writes_the_answer_with_the_desks_own_form(agent: Agent) -> None:
    case = awaiting()
    plan = campaigns.Plan("राय", "Feedback", "feedback", "preview", "1076", audience="feedback")
    campaigns.start(campaigns.make(plan, by=SYSTEM, at=cast.MONDAY), by=SYSTEM, at=cast.MONDAY)
    client, target = sit(agent), Target.objects.get()
    target.due_at, target.urgent = timezone.now() - timedelta(days=1), True
    target.save()
    leased = timezone.now() + timedelta(minutes=5)
    Target.objects.filter(pk=target.pk).update(leased_by=agent, leased_until=leased)

    page = desk.text_of(client.get(reverse("helpline:next_target")))
    assert "अभी फ़ोन करें" in page
    assert "क्या आप इस जवाब से संतुष्ट हैं" in page
    case.refresh_from_db()
    filled = {"seen": case.revision, "result": "satisfied", "answered_by": "complainant"}
    answer = client.post(reverse("helpline:target_answer", args=[target.pk]), filled)

    case.refresh_from_db()
    assert (answer.status_code, case.state, case.feedback.get().by) == (
        302,
        "closed",
        f"user:{agent.user_id}@{agent.post_id}",
    )


def test_a_wrong_number_is_written_into_the_case(agent: Agent) -> None:
    case = awaiting()
    plan = campaigns.Plan("राय", "Feedback", "feedback", "preview", "1076", audience="feedback")
    campaigns.start(campaigns.make(plan, by=SYSTEM, at=cast.MONDAY), by=SYSTEM, at=cast.MONDAY)
    Target.objects.update(leased_by=agent, leased_until=timezone.now() + timedelta(minutes=5))

    sit(agent).post(reverse("helpline:target_wrong_number", args=[Target.objects.get().pk]))

    case.refresh_from_db()
    assert (case.state, Target.objects.get().state) == ("mending", Target.State.GIVEN_UP)


def test_nobody_touches_another_agents_person(agent: Agent) -> None:
    target = callbacks.owe_phone(PHONE, source="asked", at=timezone.now())
    for name in ("dial_target", "target_later", "target_wrong_number", "target_not_again", "target_answer"):
        assert sit(agent).post(reverse(f"helpline:{name}", args=[target.pk])).status_code == 404
    assert NotToCall.objects.count() == 0


def test_a_late_call_back_is_marked_and_comes_first(agent: Agent) -> None:
    at = timezone.now()
    late = callbacks.owe_phone(PHONE, source="missed", at=at - timedelta(hours=3))
    callbacks.owe_phone("+919999900102", source="abandoned", at=at)
    assert (targets.raise_late(at=at), targets.raise_late(at=at)) == (1, 0)

    page = desk.text_of(sit(agent).get(reverse("helpline:call_backs")))
    assert "1 वापसी कॉल पिछड़ी है" in page
    assert PHONE not in page
    late.refresh_from_db()
    assert late.urgent
    assert "1 पिछड़ी" in desk.text_of(desk.of_role(Role.SUPERVISOR).get(reverse("helpline:floor")))


def test_an_agent_takes_a_call_back_and_calls_at_once(agent: Agent) -> None:
    target = callbacks.owe_phone(PHONE, source="asked", at=timezone.now())

    sit(agent).post(reverse("helpline:take_call_back", args=[target.pk]))

    call = Call.objects.get()
    assert (call.step, call.agent_first, call.phone, call.agent_id) == (Step.DIALLING, True, PHONE, agent.pk)
    calls.end(call, Outcome.NO_ANSWER, at=timezone.now())
    agents.ready(agent, at=timezone.now())
    outbound.pace("node1", at=timezone.now() + timedelta(seconds=5))
    target.refresh_from_db()
    assert (target.state, target.attempts) == (Target.State.WAITING, 1)


def test_who_was_spoken_to_otherwise_is_off_the_list(agent: Agent) -> None:
    target = callbacks.owe_phone(PHONE, source="asked", at=timezone.now())
    sit(agent).post(reverse("helpline:call_back_done", args=[target.pk]), {"result": "not-needed"})
    target.refresh_from_db()
    assert (target.state, target.result) == (Target.State.DONE, "not-needed")


def test_long_lists_cost_no_more_queries(supervisor: Client, agent: Agent) -> None:
    client = sit(agent)

    callbacks.owe_phone(PHONE, source="asked", at=timezone.now())
    pages = [(client, reverse("helpline:call_backs")), (supervisor, reverse("helpline:campaigns"))]
    few = [desk.queries_of(*page) for page in pages]
    for number in range(3):
        callbacks.owe_phone(f"+91999990020{number}", source="asked", at=timezone.now())
        plan = campaigns.Plan("सूची", "List", "list", "preview", "1076", phones=[campaigns.Person(PHONE)])
        campaigns.make(plan, by=SYSTEM, at=cast.MONDAY)
    assert [desk.queries_of(*page) for page in pages] == few
