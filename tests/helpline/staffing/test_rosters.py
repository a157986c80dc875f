"""A week is drawn from the forecast, published, changed and swapped, and nothing bends rest or consent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast
from tests.helpline.staffing.floor import agent, agents, learned

from shramsetu import rulebook
from shramsetu.helpline.actions import counting, requests, rosters
from shramsetu.helpline.errors import DutyTooClose, NoConsent, NotYours, SettledAlready, WeekIsPublished, WeekMoved
from shramsetu.helpline.models import Absence, Agent, AgentDay, Duty, HalfHour, RosterWeek, Spell
from shramsetu.helpline.queries import expected
from shramsetu.helpline.queries import rosters as weeks
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Role

AT = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 11, 23)
DAYS = weeks.week_of(MONDAY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> list[Agent]:
    """Eight weeks of 40 calls a half-hour by day, and 160 agents."""
    learned("1076", by_day=40, by_night=4, weeks=8, until=clock.day(AT))
    return agents(AT, 160, women_every=2)


@pytest.fixture
def boss() -> object:
    return cast.desk(Role.SUPERVISOR)


def drawn(boss: object) -> RosterWeek:
    return rosters.draw(MONDAY, by=boss, at=AT)  # type: ignore[arg-type]


def published(boss: object) -> RosterWeek:
    week = drawn(boss)
    rosters.publish(week, seen=week.revision, by=boss, at=AT)  # type: ignore[arg-type]
    week.refresh_from_db()
    return week


def test_the_drawn_week_covers_the_forecast(floor: list[Agent], boss: object) -> None:
    week = drawn(boss)
    need = rosters.need_of(week, "1076")
    assert need == expected.people_needed("1076", DAYS, at=AT)
    assert need[MONDAY][20] > need[MONDAY][4] > 0
    cover = weeks.coverage(DAYS, line="1076")
    lacking = [weeks.gaps(need[on][14:46], cover[on][14:46], least=2) for on in DAYS]
    assert lacking == [[]] * 7
    assert Entry.objects.filter(stream=rosters.stream(MONDAY), verb="draw_roster").count() == 1


def test_drawing_again_replaces_the_draft_and_not_what_is_published(floor: list[Agent], boss: object) -> None:
    first = drawn(boss).duties.count()
    assert drawn(boss).duties.count() == first
    published(boss)
    with pytest.raises(WeekIsPublished):
        drawn(boss)


def test_publishing_a_week_that_moved_is_refused(floor: list[Agent], boss: object) -> None:
    week = drawn(boss)
    drawn(boss)
    with pytest.raises(WeekMoved):
        rosters.publish(week, seen=week.revision, by=boss, at=AT)  # type: ignore[arg-type]


def test_women_without_consent_are_never_on_at_night_and_are_brought_home(floor: list[Agent], boss: object) -> None:
    drawn(boss)
    assert not Duty.objects.filter(agent__is_woman=True, shift="night").exists()
    evening = Duty.objects.filter(agent__is_woman=True, shift="evening")
    assert set(evening.values_list("transport", flat=True)) == {True}
    assert set(Duty.objects.filter(shift="morning").values_list("transport", flat=True)) == {False}


def test_a_woman_is_put_on_at_night_only_with_her_consent(boss: object) -> None:
    week = RosterWeek.objects.create(first_on=MONDAY, made_by="x", made_at=AT)
    her = agent(AT, woman=True)
    with pytest.raises(NoConsent):
        rosters.put(week, her, on=MONDAY, shift="night", by=boss, at=AT)  # type: ignore[arg-type]
    requests.set_terms(her, given=requests.Given(night_consent_on=clock.day(AT)), by=boss, at=AT)  # type: ignore[arg-type]
    duty = rosters.put(week, her, on=MONDAY, shift="night", by=boss, at=AT)  # type: ignore[arg-type]
    assert duty is not None
    assert duty.transport


def test_the_database_itself_refuses_too_short_a_rest(boss: object) -> None:
    week = RosterWeek.objects.create(first_on=MONDAY, made_by="x", made_at=AT)
    him = agent(AT)
    rosters.put(week, him, on=MONDAY, shift="evening", by=boss, at=AT)  # type: ignore[arg-type]
    with pytest.raises(DutyTooClose):
        rosters.put(week, him, on=DAYS[1], shift="morning", by=boss, at=AT)  # type: ignore[arg-type]
    begins, ends = rosters.span(DAYS[1], "morning")
    close = Duty(week=week, agent=him, on=DAYS[1], shift="morning", from_at=begins, to_at=ends, rest_until=ends)
    close.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as database:
        database.execute("SET CONSTRAINTS ALL IMMEDIATE")
    close.delete()
    assert Duty.objects.filter(agent=him).count() == 1


def test_a_change_is_an_entry_and_repeating_it_is_none(boss: object) -> None:
    week = RosterWeek.objects.create(first_on=MONDAY, made_by="x", made_at=AT)
    him = agent(AT)
    for _ in range(2):
        rosters.put(week, him, on=MONDAY, shift="morning", by=boss, at=AT)  # type: ignore[arg-type]
    rosters.put(week, him, on=MONDAY, shift="evening", by=boss, at=AT)  # type: ignore[arg-type]
    entries = Entry.objects.filter(stream=rosters.stream(MONDAY)).order_by("seq").values_list("detail", flat=True)
    assert [(one["before"], one["shift"]) for one in entries] == [("", "morning"), ("morning", "evening")]
    rosters.put(week, him, on=MONDAY, shift="", by=boss, at=AT)  # type: ignore[arg-type]
    assert not Duty.objects.filter(agent=him).exists()


def test_granted_leave_takes_the_duties_off_and_keeps_the_next_draft_away(floor: list[Agent], boss: object) -> None:
    published(boss)
    him = Duty.objects.filter(on=DAYS[2], shift="morning").order_by("pk")[0].agent
    asked = requests.ask_leave(him, kind="leave", days=(DAYS[1], DAYS[3]), by=cast.desk(Role.OPERATOR), at=AT)
    assert requests.ask_leave(him, kind="leave", days=(DAYS[1], DAYS[3]), by=cast.desk(Role.OPERATOR), at=AT) == asked
    before = him.duties.filter(on__range=(DAYS[1], DAYS[3])).count()
    assert requests.decide_leave(asked, grant=True, by=boss, at=AT) == before > 0  # type: ignore[arg-type]
    assert not him.duties.filter(on__range=(DAYS[1], DAYS[3])).exists()
    with pytest.raises(SettledAlready):
        requests.decide_leave(asked, grant=False, by=boss, at=AT)  # type: ignore[arg-type]
    RosterWeek.objects.all().delete()
    drawn(boss)
    assert not him.duties.filter(on__range=(DAYS[1], DAYS[3])).exists()


def test_two_agents_change_places_once_both_and_the_supervisor_agree(floor: list[Agent], boss: object) -> None:
    published(boss)
    one = Duty.objects.filter(on=DAYS[0], shift="evening", agent__is_woman=False).order_by("pk")[0]
    taken = Duty.objects.filter(agent=one.agent).values("on")
    two = Duty.objects.filter(shift="evening", agent__is_woman=False).exclude(on__in=taken).exclude(agent=one.agent)
    other = two.exclude(agent__duties__on=DAYS[0]).order_by("pk").first()
    assert other is not None
    a, b = one.agent, other.agent
    with pytest.raises(NotYours):
        requests.ask_swap(one, other, agent=b, at=AT)
    swap = requests.ask_swap(one, other, agent=a, at=AT)
    with pytest.raises(NotYours):
        requests.agree_swap(swap, agent=a, agree=True, at=AT)
    with pytest.raises(SettledAlready):
        requests.decide_swap(swap, approve=True, by=boss, at=AT)  # type: ignore[arg-type]
    requests.agree_swap(swap, agent=b, agree=True, at=AT)
    requests.decide_swap(swap, approve=True, by=boss, at=AT)  # type: ignore[arg-type]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.agent, other.agent) == (b, a)
    assert Entry.objects.filter(verb="swap_duties").count() == 1


def test_a_swap_that_would_cut_the_rest_short_is_refused(boss: object) -> None:
    week = RosterWeek.objects.create(first_on=MONDAY, made_by="x", made_at=AT, published_at=AT)
    a, b = agent(AT), agent(AT)
    for who, on, shift in ((a, 0, "evening"), (b, 1, "morning"), (a, 2, "evening"), (b, 0, "morning")):
        rosters.put(week, who, on=DAYS[on], shift=shift, by=boss, at=AT)  # type: ignore[arg-type]
    give, take = Duty.objects.get(agent=a, on=DAYS[2]), Duty.objects.get(agent=b, on=DAYS[1])
    swap = requests.ask_swap(give, take, agent=a, at=AT)
    requests.agree_swap(swap, agent=b, agree=True, at=AT)
    with pytest.raises(DutyTooClose), transaction.atomic():
        requests.decide_swap(swap, approve=True, by=boss, at=AT)  # type: ignore[arg-type]
    swap.refresh_from_db()
    assert (swap.state, Duty.objects.get(pk=give.pk).agent) == ("agreed", a)


def test_adherence_counts_work_and_granted_breaks_and_no_more(boss: object) -> None:
    week = RosterWeek.objects.create(first_on=MONDAY, made_by="x", made_at=AT, published_at=AT)
    him, idle = agent(AT), agent(AT)
    duty = rosters.put(week, him, on=MONDAY, shift="morning", by=boss, at=AT)  # type: ignore[arg-type]
    rosters.put(week, idle, on=MONDAY, shift="morning", by=boss, at=AT)  # type: ignore[arg-type]
    assert duty is not None
    begin = duty.from_at
    for state, reason, start, end in (
        ("out", "", -3600, 1800),  # half an hour late
        ("available", "", 1800, 21600),
        ("paused", "tea", 21600, 21600 + 7200),  # two hours, of which one is granted
    ):
        from_at, to_at = begin + timedelta(seconds=start), begin + timedelta(seconds=end)
        Spell.objects.create(agent=him, state=state, reason=reason, from_at=from_at, to_at=to_at)
    counting.count_agents(MONDAY)
    found = AgentDay.objects.get(agent=him)
    assert (found.planned, found.kept) == (8 * 3600, 19800 + duty.break_seconds)
    assert AgentDay.objects.filter(agent=idle).values_list("planned", "kept").get() == (8 * 3600, 0)


def test_an_absence_told_by_phone_counts_at_once(boss: object) -> None:
    him = agent(AT)
    requests.note_absence(him, kind="sick", days=(MONDAY, MONDAY), by=boss, at=AT)  # type: ignore[arg-type]
    assert Absence.objects.get(agent=him).state == "granted"


def test_a_line_of_the_office_expects_nobody_on_a_closed_day() -> None:
    today = clock.day(AT)
    learned("labour", by_day=6, by_night=0, weeks=6, until=today)
    for back in range(1, 43):
        on = today - timedelta(days=back)
        if not rulebook.book().calendar(on).is_working(on):
            HalfHour.objects.filter(
                start__gte=clock.moment(on), start__lt=clock.moment(on + timedelta(days=1))
            ).delete()
    found = expected.outlook("labour", DAYS, at=AT)
    calls = {day.on: round(day.total) for day in found.days}
    closed = {on for on in DAYS if not rulebook.book().calendar(on).is_working(on)}
    assert closed >= {DAYS[6]}
    assert {on for on, count in calls.items() if not count} == closed
    assert {count for on, count in calls.items() if on not in closed} == {6 * 32}
