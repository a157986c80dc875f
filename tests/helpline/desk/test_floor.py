"""The wallboard, the call log, one call, recordings and who hears them, supervisors who listen."""

import wave
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.helpline import room
from tests.helpline.desk.test_phone import HTMX, PHONE, ring, sit, talked
from tests.room import at_desk, of_role, queries_of, text_of

from shramsetu.demo.floor import seat_agents
from shramsetu.files.models import Attachment
from shramsetu.helpline.actions import calls, counting, desk, queue, recordings
from shramsetu.helpline.models import Agent, Call, Order, Outcome, Recording
from shramsetu.helpline.queries import floor as reads
from shramsetu.helpline.views import log
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Agent:
    return room.ready(room.agent(at=timezone.now()), at=timezone.now())


def sound() -> bytes:
    kept = BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(16_000))
    return kept.getvalue()


def recorded(call: Call) -> Recording:
    one = call.recordings.get()
    recordings.keep(one, sound(), seconds=1, at=timezone.now())
    one.refresh_from_db()
    return one


def hears(browser: Client, one: Recording) -> int:
    answer = browser.get(f"/files/{one.attachment_id}/")
    answer.getvalue()  # to its end, so that the file is closed
    return int(answer.status_code)


def test_the_wallboard_tells_who_waits_and_today_s_level(agent: Agent) -> None:
    at = timezone.now()
    talked(agent)
    for number in range(1, 4):
        queue.enqueue(room.caller(number, at=at), at=at - timedelta(seconds=50 * number), board="bocw")
    lost = room.caller(9, at=at)
    queue.enqueue(lost, at=at)
    calls.end(lost, Outcome.ABANDONED, at=at)
    counting.catch_up(at=at)
    found = reads.floor(at=at)
    assert (found.whole.waiting, found.longest.seconds) == (3, 150)
    assert (found.whole.offered, found.whole.answered, found.whole.abandoned, found.whole.level) == (2, 1, 1, 50)
    assert next(one.waiting for one in found.boards if one.slug == "bocw") == 3
    assert found.states["wrap_up"] == 1
    assert found.is_low
    shown = text_of(of_role(Role.STATE_DESK).get(PHONE + "floor/"))
    assert 'data-live="floor"' in shown
    assert "बाट" not in shown


def test_the_wallboard_asks_the_same_with_more_calls(agent: Agent) -> None:
    browser = of_role(Role.SUPERVISOR)
    ring(agent)
    one = queries_of(browser, PHONE + "floor/now/")
    for number in range(1, 4):
        queue.enqueue(room.caller(number, at=timezone.now()), at=timezone.now())
    assert queries_of(browser, PHONE + "floor/now/") == one


def test_the_log_is_filtered_and_paged_by_a_cursor(agent: Agent) -> None:
    at = timezone.now()
    for number in range(60):
        room.caller(number, at=at - timedelta(minutes=number))
    room.caller(99, at=at, line="labour")
    browser = of_role(Role.QUALITY)
    assert text_of(browser.get(PHONE + "calls/?line=labour")).count("<tr>") == 2
    first = browser.get(PHONE + "calls/?line=1076")
    assert len(first.context["calls"]) == 50
    second = browser.get(PHONE + "calls/" + first.context["next"])
    assert len(second.context["calls"]) == 10
    assert not {one.pk for one in first.context["calls"]} & {one.pk for one in second.context["calls"]}
    assert second.context["next"] == ""
    assert browser.get(PHONE + "calls/?cursor=x-y&first=2020-99-99").status_code == 200


def test_the_log_asks_the_same_with_more_calls(agent: Agent) -> None:
    browser = of_role(Role.QUALITY)
    talked(agent)
    one = queries_of(browser, PHONE + "calls/")
    for number in range(1, 4):
        room.caller(number, at=timezone.now())
    assert queries_of(browser, PHONE + "calls/") == one


def test_a_search_by_phone_takes_a_reason_and_is_written_down() -> None:
    room.caller(at=timezone.now())
    room.caller(1, at=timezone.now(), phone="9999900002")
    browser = of_role(Role.SUPERVISOR)
    assert browser.post(PHONE + "calls/", {"phone": "9999900002", "reason": "kyo"}).status_code == 422
    found = browser.post(PHONE + "calls/", {"phone": "9999900002", "reason": "शिकायत की जाँच के लिए"})
    assert [one.key for one in found.context["calls"]] == ["test-1"]
    assert "9999900002" not in text_of(found).replace('value="9999900002"', "")
    assert Entry.objects.filter(stream="reads:calls", verb="search").count() == 1


def test_the_csv_masks_and_is_written_down(agent: Agent) -> None:
    talked(agent)
    told = text_of(of_role(Role.SUPERVISOR).get(PHONE + "calls.csv"))
    assert "99XXXXXX01" in told
    assert "9999900001" not in told
    assert Entry.objects.filter(stream="reads:calls", verb="export").exists()


def test_a_csv_that_ends_too_soon_says_so(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        room.caller(number, at=timezone.now())
    browser = of_role(Role.SUPERVISOR)
    assert "कम दिन चुनें" not in text_of(browser.get(PHONE + "calls.csv"))
    monkeypatch.setattr(log, "MOST_LINES", 2)
    lines = text_of(browser.get(PHONE + "calls.csv")).splitlines()
    assert (len(lines), "कम दिन चुनें" in lines[-1]) == (4, True)


def test_a_recording_is_heard_by_role_and_each_hearing_is_written_down(agent: Agent) -> None:
    call = talked(agent)
    one = recorded(call)
    assert hears(of_role(Role.SUPERVISOR), one) == 200
    assert hears(of_role(Role.QUALITY), one) == 200
    assert hears(sit(agent), one) == 200
    assert Entry.objects.filter(stream=f"reads:call:{call.pk}", verb="open_file").count() == 3
    other = room.agent(1, at=timezone.now())
    assert hears(sit(other), one) == 404
    assert hears(of_role(Role.DM), one) == 404
    assert hears(Client(), one) == 404


def test_the_post_that_holds_the_case_hears_its_calls(agent: Agent) -> None:
    call = talked(agent)
    one = recorded(call)
    case = cast.complaint(at=timezone.now())
    desk.link(call, case, by=cast.desk(Role.OPERATOR), at=timezone.now())
    holder = at_desk(cast.holder_of(case))
    assert hears(holder, one) == 200
    assert f"/files/{one.attachment_id}/" in text_of(holder.get(f"/desk/case/{case.number}/"))
    assert hears(of_role(Role.DM), one) == 404


def test_the_call_of_a_sealed_case_is_heard_only_by_who_sees_the_case(agent: Agent) -> None:
    call = talked(agent)
    one = recorded(call)
    case = cast.complaint(at=timezone.now(), sealed=True)
    desk.link(call, case, by=cast.desk(Role.OPERATOR), at=timezone.now())
    assert hears(at_desk(cast.holder_of(case)), one) == 200
    assert [hears(each, one) for each in (sit(agent), of_role(Role.SUPERVISOR), of_role(Role.QUALITY))] == [404] * 3
    assert of_role(Role.STATE_DESK).get(f"{PHONE}calls/{call.pk}/").status_code == 404
    assert case.number not in text_of(of_role(Role.STATE_DESK).get(PHONE + "calls/"))


def test_one_case_shows_all_its_calls(agent: Agent) -> None:
    case = cast.complaint(at=timezone.now())
    first = talked(agent)
    room.ready(agent, at=timezone.now())
    call = room.caller(1, at=timezone.now())
    for each in (first, call):
        desk.link(each, case, by=cast.desk(Role.OPERATOR), at=timezone.now())
    shown = text_of(of_role(Role.SUPERVISOR).get(f"/desk/case/{case.number}/"))
    assert [f"/desk/helpline/calls/{each.pk}/" in shown for each in (first, call)] == [True, True]


def test_a_supervisor_listens_with_a_phone_of_their_own_and_it_is_written_down(agent: Agent) -> None:
    call = ring(agent)
    calls.connect(call, at=timezone.now())
    actor = cast.desk(Role.SUPERVISOR)
    browser = at_desk(actor)
    address = f"{PHONE}calls/{call.pk}/listen/"
    assert "फ़ोन" in text_of(browser.post(address, headers=HTMX))
    assert not Order.objects.exists()
    own = Agent.objects.create(
        user_id=actor.user_id, post_id=actor.post_id, number="super1", state_at=timezone.now(), languages=["hi"]
    )
    browser.post(address)
    assert not Order.objects.exists()
    Agent.objects.filter(pk=own.pk).update(phone_seen_at=timezone.now())
    browser.post(address)
    assert [(one.verb, one.detail["number"]) for one in Order.objects.all()] == [("listen", "super1")]
    assert Entry.objects.filter(stream=f"call:{call.pk}", verb="listen", by=actor.key).count() == 1
    assert sit(agent).post(address).status_code == 403


def test_the_demo_seats_its_desks_as_agents_once() -> None:
    made = seat_agents(at=timezone.now())
    assert made == Agent.objects.count() > 10
    assert seat_agents(at=timezone.now()) == 0
    assert Agent.objects.filter(post__role=Role.SUPERVISOR, number="4001").exists()


def test_a_complaint_about_an_operator_is_sealed_and_seen_at_another_site(agent: Agent) -> None:
    about = talked(agent)
    recorded(about)
    other = room.ready(room.agent(1, at=timezone.now()), at=timezone.now())
    near, far = (cast.desk(Role.SUPERVISOR, number=number) for number in range(2))
    for number, (actor, site) in enumerate(((near, "lucknow"), (far, "noida"))):
        Agent.objects.create(
            user_id=actor.user_id, post_id=actor.post_id, number=f"s{number}", site=site, state_at=timezone.now()
        )
    call = ring(other, number=7)
    given = {"about": about.pk, "name": "रमेश कुमार", "text": "ऑपरेटर ने गाली दी और फ़ोन काट दिया।"}
    shown = text_of(sit(other).post(f"{PHONE}call/{call.pk}/about-operator/", given, headers=HTMX))
    call.refresh_from_db()
    case = call.case
    assert case is not None
    assert case.sealed
    assert f"{case.number[:4]} {case.number[4:8]}" in shown
    address = f"/desk/case/{case.number}/"
    seen = [at_desk(actor).get(address).status_code for actor in (near, far)]
    assert seen == [404, 200]
    assert [sit(each).get(address).status_code for each in (agent, other)] == [404, 404]
    kept = Attachment.objects.get(stream=case.stream)
    assert kept.purpose == "recording"
    answer = at_desk(far).get(f"/files/{kept.pk}/")
    assert answer.getvalue() == sound()


def test_a_complaint_about_an_operator_names_a_call_of_the_same_phone(agent: Agent) -> None:
    about = talked(agent, phone="9999900055")
    other = room.ready(room.agent(1, at=timezone.now()), at=timezone.now())
    call = ring(other, number=7)
    given = {"about": about.pk, "name": "रमेश कुमार", "text": "ऑपरेटर ने गाली दी और फ़ोन काट दिया।"}
    sit(other).post(f"{PHONE}call/{call.pk}/about-operator/", given, headers=HTMX)
    call.refresh_from_db()
    assert call.case is None


def test_a_supervisor_keeps_the_event_number_of_a_call_that_nobody_spoke(agent: Agent) -> None:
    call = talked(agent)
    Call.objects.filter(pk=call.pk).update(outcome="emergency", agent=None)
    browser = of_role(Role.SUPERVISOR)
    assert "event-number" in browser.get(f"{PHONE}calls/{call.pk}/").content.decode()
    browser.post(f"{PHONE}call/{call.pk}/event-number/", {"event_number": "P21112612345"})
    call.refresh_from_db()
    assert call.event_number == "P21112612345"
