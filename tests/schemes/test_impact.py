"""Some time after money came beneficiaries drawn by lot are asked what came of it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.helpline import room as floor
from tests.schemes import room

from shramsetu import rulebook
from shramsetu.casework import calling
from shramsetu.casework.models import Case
from shramsetu.helpline.actions import campaigns
from shramsetu.helpline.models import Agent, Campaign, Target
from shramsetu.helpline.views import target as target_views
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role
from shramsetu.schemes import impact
from shramsetu.schemes.actions import aftercalls
from shramsetu.schemes.actions.aftercalls import Said
from shramsetu.schemes.models import Aftercall, Due

pytestmark = pytest.mark.django_db
AT, TODAY = cast.MONDAY, clock.day(cast.MONDAY)
NINETY = timedelta(days=90)
PAGE = "/desk/schemes/impact/"


@pytest.fixture(autouse=True)
def _everybody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aftercalls.sampling, "is_sampled", lambda drawn, percent: percent == 5)


def paid(phone: str = "+919999900311") -> Case:
    case = room.checked(room.claim(room.member(phone=phone)))
    room.take(case, "sanction")
    Due.objects.filter(award__claim=case.pk).update(stage="paid", paid_on=TODAY)
    room.take(case, "pay", by=SYSTEM)
    return case


def drawn() -> Aftercall:
    case = paid()
    assert aftercalls.draw(at=AT + NINETY) == 1
    return Aftercall.objects.get(claim=case.pk)


def test_who_was_paid_ninety_days_ago_is_drawn_once() -> None:
    paid()
    assert aftercalls.draw(at=AT + NINETY - timedelta(days=1)) == 0
    assert aftercalls.draw(at=AT + NINETY) == 1
    assert aftercalls.draw(at=AT + NINETY + timedelta(days=1)) == 0


def test_what_is_said_counts_by_scheme_and_district() -> None:
    by = cast.desk(Role.FEEDBACK)
    aftercalls.answer(drawn(), Said("less", True, "debt", 200_000), by=by, at=AT + NINETY)
    found = impact.results(None, by="scheme")
    assert [(one.key, one.answered, one.less, one.cut, one.cut_paise) for one in found] == [
        (room.MARRIAGE, 1, 1, 1, 200_000)
    ]
    assert (impact.total(None).cut_percent, impact.total(None).whole_percent) == (100, 0)
    assert impact.total(frozenset()).answered == 0
    with pytest.raises(aftercalls.Answered):
        aftercalls.decline(Aftercall.objects.get(), by=by, at=AT + NINETY)


def test_who_is_not_reached_is_tried_again_and_then_given_up() -> None:
    call, by, at = drawn(), cast.desk(Role.FEEDBACK), AT + NINETY
    for _attempt in range(rulebook.book().number("impact.attempts", clock.day(at))):
        assert impact.waiting(None, on=clock.day(at)).count() == 1
        aftercalls.miss(call, by=by, at=at)
        assert impact.waiting(None, on=clock.day(at)).count() == 0
        call.refresh_from_db()
        at += timedelta(days=2)
    assert (call.state, call.tries) == ("missed", 3)


def test_the_caller_sees_the_name_and_writes_down_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    call = drawn()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + NINETY)
    client, address = desk.of_role(Role.FEEDBACK), f"{PAGE}calls/{call.claim.case.number}/"
    assert call.claim.case.number[:4] in desk.text_of(client.get(f"{PAGE}calls/"))
    assert "रामदेव निषाद" in desk.text_of(client.get(address))
    assert Entry.objects.filter(stream=f"reads:{call.claim.case.number}", verb="open_aftercall").count() == 1
    assert client.post(address, {"came": "yes", "cut": "no", "cut_rupees": "50", "used": "meant"}).status_code == 422
    assert client.post(address, {"came": "yes", "cut": "no", "used": "meant"}).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.came, call.cut_taken) == ("answered", "yes", False)
    assert "रामदेव" not in desk.text_of(client.get(address))
    assert "100,0 %" in desk.text_of(desk.of_role(Role.STATE_DESK).get(PAGE)).replace("100.0", "100,0")
    assert desk.of_role(Role.STATE_DESK).get(f"{PAGE}calls/").status_code == 403


def test_buttons_for_nobody_and_no_thanks() -> None:
    call = drawn()
    client, address = desk.of_role(Role.FEEDBACK), f"{PAGE}calls/{call.claim.case.number}/"
    assert client.post(f"{address}miss/").status_code == 302
    assert client.post(f"{address}decline/").status_code == 302
    call.refresh_from_db()
    assert (call.state, call.tries) == ("refused", 1)
    assert client.post(f"{address}nonsense/").status_code == 404


def campaign(at: datetime) -> Campaign:
    plan = campaigns.Plan(
        "भुगतान के बाद", "After payment", "list", Campaign.Mode.PREVIEW, "1076", audience="after-payment"
    )
    made = campaigns.make(plan, by=cast.desk(Role.SUPERVISOR), at=at)
    campaigns.start(made, by=cast.desk(Role.SUPERVISOR), at=at)
    return made


def test_a_campaign_calls_who_was_drawn_until_the_answer_is_written_down() -> None:
    call, at = drawn(), AT + NINETY
    made = campaign(at)
    target = made.targets.get()
    assert (target.phone, target.case_id, target.state) == (call.claim.worker.phone, call.pk, "waiting")
    assert campaigns.follow_one(made, at=at) == 0
    aftercalls.answer(call, Said("yes", False, "meant"), by=cast.desk(Role.FEEDBACK), at=at)
    campaigns.follow_one(made, at=at)
    assert made.targets.get().state == "done"


def test_a_call_of_the_campaign_that_reaches_nobody_counts_as_an_attempt() -> None:
    call, at = drawn(), AT + NINETY
    vain = calling.get("after-payment").vain
    assert vain is not None
    when = vain(call.claim.case, at)
    call.refresh_from_db()
    assert (call.tries, when) == (1, clock.moment(call.next_on))
    assert list(calling.get("after-payment").people({}, at)) == []
    agra = {"district": "118"}
    assert when is not None
    assert [one.case for one in calling.get("after-payment").people({}, when)] == [call.pk]
    assert list(calling.get("after-payment").people(agra, when)) == []
    for _attempt in range(2):
        when = vain(call.claim.case, at)
    assert when is None
    assert calling.get("after-payment").still([call.pk]) == frozenset()


def test_the_feedback_desk_gets_to_the_questions_from_the_list_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    call, at = drawn(), AT + NINETY
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = campaign(at)
    for role, is_led in ((Role.FEEDBACK, True), (Role.OPERATOR, False)):
        request = RequestFactory().get("/")
        request.actor = cast.desk(role)  # type: ignore[attr-defined]
        request.post = Post.objects.get(pk=request.actor.post_id)  # type: ignore[attr-defined]
        address = target_views.answer_page(request, made.targets.get())  # type: ignore[arg-type]
        assert address == (f"{PAGE}calls/{call.claim.case.number}/" if is_led else "")


def on_the_phone() -> tuple[Aftercall, Agent, Client, str]:
    """Give a beneficiary to call to an operator who sees nothing but the call."""
    call = drawn()
    target = campaign(AT + NINETY).targets.get()
    agent = floor.ready(floor.agent(at=timezone.now()), at=timezone.now())
    until = timezone.now() + timedelta(minutes=5)
    Target.objects.filter(pk=target.pk).update(leased_by=agent, leased_until=until)
    client = desk.at_desk(Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id))
    return call, agent, client, reverse("helpline:target_answer", args=[target.pk])


def test_an_operator_asks_the_three_questions_beside_the_call() -> None:
    call, agent, client, address = on_the_phone()
    page = desk.text_of(client.get(reverse("helpline:next_target")))
    assert [word in page for word in ('name="came"', 'name="cut"', 'name="used"', "कन्या विवाह")] == [True] * 4
    assert call.claim.worker.name in page
    assert client.get(f"{PAGE}calls/{call.claim.case.number}/").status_code == 403
    lacking = client.post(address, {"came": "less", "cut": "yes"})
    assert lacking.status_code == 422
    assert client.post(address, {"came": "less", "cut": "yes", "cut_rupees": "500", "used": "debt"}).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.came, call.cut_paise, call.used) == ("answered", "less", 50_000, "debt")
    assert call.by == f"user:{agent.user_id}@{agent.post_id}"
    assert 'name="came"' not in desk.text_of(client.get(reverse("helpline:next_target")))
    client.post(address, {"came": "yes", "cut": "no", "used": "meant"})
    call.refresh_from_db()
    assert call.came == "less"


def test_an_operator_writes_down_that_somebody_does_not_want_to_answer() -> None:
    call, _agent, client, address = on_the_phone()
    assert client.post(address, {"decline": "1"}).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.came) == ("refused", "")


def test_an_operator_who_has_not_the_call_cannot_answer_for_the_beneficiary() -> None:
    call, _agent, _client, address = on_the_phone()
    Target.objects.update(leased_by=None, leased_until=None)
    other = floor.agent(number=1, at=timezone.now())
    stranger = desk.at_desk(Actor(role=other.post.role, user_id=other.user_id, post_id=other.post_id))
    assert stranger.post(address, {"came": "yes", "cut": "no", "used": "meant"}).status_code == 404
    call.refresh_from_db()
    assert call.state == "waiting"


def test_a_claim_that_was_sealed_is_asked_about_no_more() -> None:
    call, _agent, client, address = on_the_phone()
    Case.objects.filter(pk=call.claim_id).update(sealed=True)
    assert client.post(address, {"came": "yes", "cut": "no", "used": "meant"}).status_code == 302
    call.refresh_from_db()
    assert call.state == "waiting"
