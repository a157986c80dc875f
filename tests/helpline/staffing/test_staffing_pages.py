"""What supervisors, the state desk and operators see and do about staffing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from tests import cast, room
from tests.helpline.staffing.floor import Floor, agent, agents, learned

from shramsetu.helpline.actions import counting, occasions, requests, rosters
from shramsetu.helpline.models import Absence, Agent, Duty, Occasion, RosterWeek, Swap
from shramsetu.helpline.queries import rosters as weeks
from shramsetu.helpline.rules import calendar_file
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
BASE = "/desk/helpline/staffing/"


def monday() -> date:
    return weeks.monday(clock.day(timezone.now())) + timedelta(weeks=1)


@pytest.fixture
def boss() -> Actor:
    return cast.desk(Role.SUPERVISOR)


@pytest.fixture
def floor() -> list[Agent]:
    learned("1076", by_day=30, by_night=4, weeks=4, until=clock.day(timezone.now()))
    return agents(timezone.now(), 110, women_every=3)


@pytest.fixture
def week(floor: list[Agent], boss: Actor) -> RosterWeek:
    return rosters.draw(monday(), by=boss, at=timezone.now())


def published(week: RosterWeek, boss: Actor) -> RosterWeek:
    rosters.publish(week, seen=week.revision, by=boss, at=timezone.now())
    week.refresh_from_db()
    return week


def seated(one: Agent) -> Actor:
    return Actor(role=one.post.role, user_id=one.user_id, post_id=one.post_id)


def test_the_forecast_says_in_hindi_where_people_are_lacking(week: RosterWeek) -> None:
    client, tuesday = room.of_role(Role.SUPERVISOR), monday() + timedelta(days=1)  # the first night is last week's
    page = room.text_of(client.get(f"{BASE}?on={tuesday}"))
    assert "इस दिन के हर आधे घंटे के लिए रोस्टर में पर्याप्त लोग हैं।" in page
    assert "लोग कम हैं" not in page
    Duty.objects.filter(on=tuesday, shift="morning").delete()
    page = room.text_of(client.get(f"{BASE}?on={tuesday}"))
    assert "07:00–15:00: " in page
    assert "लोग कम हैं" in page


def test_without_history_the_forecast_says_so() -> None:
    assert "अभी कोई इतिहास नहीं" in room.text_of(room.of_role(Role.STATE_DESK).get(BASE))


def test_the_calculator_shows_both_formulas_and_what_is_lacking() -> None:
    client = room.of_role(Role.STATE_DESK)
    asked = "calls=9000&handle=300&within=20&level=80&patience=90&occupancy=100&abandoned=5&shrinkage=0&seats=700"
    page = room.text_of(client.get(f"{BASE}calculator/?{asked}"))
    assert '<td class="num">764</td>' in page  # Erlang C
    assert "सीटें कम हैं।" in page
    wrong = client.get(f"{BASE}calculator/?calls=-1")
    assert (wrong.status_code, "750" in room.text_of(wrong)) == (422, False)


def test_an_occasion_is_kept_and_taken_back() -> None:
    client = room.of_role(Role.SUPERVISOR)
    said = {"from_on": "2026-12-01", "to_on": "2026-12-03", "line": "1076", "percent": 150, "reason": "शिविर"}
    for _ in range(2):
        client.post(f"{BASE}occasions/", said)
    one = Occasion.objects.get()
    assert (one.percent, one.reason) == (150, "शिविर")
    assert "शिविर" in room.text_of(client.get(BASE))
    client.post(f"{BASE}occasions/{one.pk}/end/")
    assert Occasion.objects.get().ended_at is not None


def test_the_week_is_drawn_published_and_seen_by_its_operators(floor: list[Agent]) -> None:
    client = room.of_role(Role.SUPERVISOR)
    client.post(f"{BASE}roster/{monday()}/draw/")
    kept = RosterWeek.objects.get()
    him = Duty.objects.order_by("pk")[0].agent
    mine = room.at_desk(seated(him))
    assert "कोई पाली प्रकाशित नहीं" in room.text_of(mine.get(f"{BASE}mine/"))
    client.post(f"{BASE}roster/{monday()}/publish/", {"seen": kept.revision})
    kept.refresh_from_db()
    assert kept.published_at is not None
    assert "कोई पाली प्रकाशित नहीं" not in room.text_of(mine.get(f"{BASE}mine/"))


def test_a_stale_publishing_changes_nothing(week: RosterWeek, boss: Actor) -> None:
    room.of_role(Role.SUPERVISOR).post(f"{BASE}roster/{monday()}/publish/", {"seen": week.revision - 1})
    week.refresh_from_db()
    assert week.published_at is None


def test_the_state_desk_reads_and_does_not_write(week: RosterWeek) -> None:
    client = room.of_role(Role.STATE_DESK)
    assert client.get(f"{BASE}roster/{monday()}/").status_code == 200
    assert client.post(f"{BASE}roster/{monday()}/draw/").status_code == 403
    assert 'csrfmiddlewaretoken"' not in room.text_of(client.get(f"{BASE}roster/{monday()}/")).split("<main")[1]


def test_pages_of_a_thousand_operators_take_few_queries(week: RosterWeek) -> None:
    client = room.of_role(Role.SUPERVISOR)
    page = room.text_of(client.get(f"{BASE}roster/{monday()}/"))
    assert page.count("/agent/") == 50
    number = Agent.objects.latest("pk").number
    few = room.queries_of(client, f"{BASE}roster/{monday()}/?q={number}")  # one operator
    assert room.queries_of(client, f"{BASE}roster/{monday()}/") <= few <= 22
    assert room.queries_of(client, f"{BASE}roster/{monday()}/coverage/") <= 20
    assert room.queries_of(client, f"{BASE}?on={monday()}") <= 20
    counting.count_agents(monday())
    assert room.queries_of(client, f"{BASE}agents/?on={monday()}") <= 18


@pytest.mark.parametrize("only", ["shift=night", "site=lucknow", "line=1076", "q=ऑपरेटर", "team=none"])
def test_the_week_is_filtered(week: RosterWeek, only: str) -> None:
    page = room.text_of(room.of_role(Role.SUPERVISOR).get(f"{BASE}roster/{monday()}/?{only}"))
    assert ("कोई ऑपरेटर नहीं मिला" in page) == (only == "team=none")


def test_the_week_on_paper_and_as_csv_is_that_of_the_filter(week: RosterWeek) -> None:
    client = room.of_role(Role.SUPERVISOR)
    lines = client.get(f"{BASE}roster/{monday()}/csv/?shift=night").content.decode().splitlines()
    night = Duty.objects.filter(agent__in=Duty.objects.filter(shift="night").values("agent")).count()
    assert len(lines) == night + 1
    assert "23:00,07:00" in "".join(lines)
    assert client.get(f"{BASE}roster/{monday()}/print/?shift=night").status_code == 200


def test_another_day_than_a_monday_is_not_found(floor: list[Agent]) -> None:
    client = room.of_role(Role.SUPERVISOR)
    for wrong in (monday() + timedelta(days=1), "x", "2019-01-07"):
        assert client.get(f"{BASE}roster/{wrong}/").status_code == 404


def test_one_operator_is_put_on_another_shift_by_hand(week: RosterWeek) -> None:
    client, duty = room.of_role(Role.SUPERVISOR), Duty.objects.filter(shift="morning", on=monday()).order_by("pk")[0]
    address = f"{BASE}roster/{monday()}/agent/{duty.agent.number}/"
    assert client.get(address).status_code == 200
    client.post(address, {"what": "duty", "on": monday().isoformat(), "shift": ""})
    assert not Duty.objects.filter(agent=duty.agent, on=monday()).exists()
    client.post(address, {"what": "terms", "team": "टीम 1", "weekly_off": "2"})
    client.post(address, {"what": "absence", "kind": "sick", "from_on": f"{monday()}", "to_on": f"{monday()}"})
    assert (duty.agent.terms.team, duty.agent.terms.weekly_off) == ("टीम 1", 2)
    assert Absence.objects.get(agent=duty.agent).state == "granted"
    assert client.post(address, {"what": "duty", "on": "2026-01-01", "shift": "morning"}).status_code == 422


def test_leave_is_asked_and_granted(week: RosterWeek, boss: Actor) -> None:
    published(week, boss)
    him = Duty.objects.filter(shift="morning", on=monday()).order_by("pk")[0].agent
    mine = room.at_desk(seated(him))
    mine.post(f"{BASE}mine/leave/", {"kind": "leave", "from_on": f"{monday()}", "to_on": f"{monday()}"})
    asked = Absence.objects.get()
    client = room.of_role(Role.SUPERVISOR)
    assert him.number in room.text_of(client.get(f"{BASE}requests/"))
    client.post(f"{BASE}requests/leave/{asked.pk}/", {"grant": "1"})
    assert not him.duties.filter(on=monday()).exists()
    mine.post(f"{BASE}mine/leave/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert asked.state == "granted"  # too late to take it back


def test_a_swap_goes_from_one_to_the_other_to_the_supervisor(week: RosterWeek, boss: Actor) -> None:
    published(week, boss)
    give = Duty.objects.filter(shift="evening", on=monday(), agent__is_woman=False).order_by("pk")[0]
    busy = give.agent.duties.values("on")
    take = Duty.objects.filter(shift="evening", agent__is_woman=False).exclude(on__in=busy)
    take_one = take.exclude(agent__duties__on=monday()).order_by("pk").first()
    assert take_one is not None
    mine, theirs = room.at_desk(seated(give.agent)), room.at_desk(seated(take_one.agent))
    asked = {"duty": give.pk, "number": take_one.agent.number, "on": f"{take_one.on}"}
    mine.post(f"{BASE}mine/swap/", asked)
    swap = Swap.objects.get()
    mine.post(f"{BASE}mine/swap/{swap.pk}/agree/", {"agree": "1"})  # not theirs to agree to
    swap.refresh_from_db()
    assert swap.state == "asked"
    assert "आपसे पाली बदलना चाहते हैं" in room.text_of(theirs.get(f"{BASE}mine/"))
    theirs.post(f"{BASE}mine/swap/{swap.pk}/agree/", {"agree": "1"})
    room.of_role(Role.SUPERVISOR).post(f"{BASE}requests/swap/{swap.pk}/", {"grant": "1"})
    give.refresh_from_db()
    assert give.agent == take_one.agent


def test_my_shifts_go_into_a_calendar(week: RosterWeek, boss: Actor) -> None:
    published(week, boss)
    duty = Duty.objects.filter(agent__is_woman=True, shift="evening").order_by("pk")[0]
    answer = room.at_desk(seated(duty.agent)).get(f"{BASE}mine/shifts.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == duty.agent.duties.count()
    assert f"UID:duty-{duty.pk}@" in text
    assert f"DTSTART:{duty.from_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_long_hindi_line_is_folded_inside_no_character() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    event = calendar_file.Event("k", at, at, "पाली; सुबह, " + "हेल्पलाइन " * 30, "a\nb")
    text = calendar_file.written([event], host="x.in", at=at)
    assert "पाली\\; सुबह\\, हेल्पलाइन" in text.replace("\r\n ", "")
    assert "DESCRIPTION:a\\nb" in text


def test_an_operator_without_a_phone_is_told_so() -> None:
    assert "हेल्पलाइन का फ़ोन नहीं है" in room.text_of(room.of_role(Role.FEEDBACK).get(f"{BASE}mine/"))


@pytest.fixture
def worked() -> Agent:
    """An operator who answered two calls at ten and made a tea pause."""
    ten = datetime(2026, 11, 16, 4, 30, tzinfo=UTC)
    who, floor = agent(ten), Floor()
    call = floor.call(ten, by=who, talk=100, wrap=20)
    floor.call(ten + timedelta(minutes=5), by=who, talk=200, wrap=40)
    floor.spell(who, "paused", ten + timedelta(hours=1), 900, "tea")
    floor.spell(who, "available", ten + timedelta(hours=2), 360)
    floor.event(call, "returned", ten, agent=who.pk, why="no-answer")
    counting.count_agents(date(2026, 11, 16))
    return who


@pytest.mark.parametrize("group", ["agent", "team", "site"])
def test_the_report_adds_up_by_operator_team_and_site(worked: Agent, boss: Actor, group: str) -> None:
    requests.set_terms(worked, given=requests.Given(team="टीम 7"), by=boss, at=timezone.now())
    client = room.of_role(Role.STATE_DESK)
    key = {"agent": worked.number, "team": "टीम 7", "site": "lucknow"}[group]
    for period in ("day", "week", "month"):
        page = room.text_of(client.get(f"{BASE}agents/?by={group}&period={period}&on=2026-11-16"))
        assert key in page
        assert '<td class="num">50</td>' in page  # (300 talk + 60 wrap) of 720 seconds
    lines = client.get(f"{BASE}agents/csv/?by={group}&on=2026-11-16").content.decode("utf-8-sig").splitlines()
    row = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert (row["answered"], row["missed"], row["talk_s"], row["wrap_s"]) == ("2", "1", "300", "60")
    assert (row["pause_tea_s"], row["occupancy"], row["adherence"]) == ("900", "50.0", "")


def test_what_complainants_said_stands_with_who_took_their_call(worked: Agent) -> None:
    case = cast.complaint()
    worked.calls.update(case=case)
    from shramsetu.grievances.models import Feedback

    for attempt, result in ((1, "dissatisfied"), (2, "satisfied")):
        Feedback.objects.create(
            case=case, attempt=attempt, result=result, level=1, by="x", at=datetime(2026, 11, 18, tzinfo=UTC)
        )
    address = f"{BASE}agents/csv/?on=2026-11-16"
    lines = room.of_role(Role.SUPERVISOR).get(address).content.decode("utf-8-sig").splitlines()
    row = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert (row["satisfied"], row["dissatisfied"]) == ("1", "1")


def test_an_outage_is_shown_as_left_out() -> None:
    said = occasions.Said(date(2026, 11, 18), date(2026, 11, 18), "बिजली")
    occasions.add(said, by=cast.desk(Role.SUPERVISOR), at=timezone.now())
    assert "व्यवधान" in room.text_of(room.of_role(Role.SUPERVISOR).get(BASE))
