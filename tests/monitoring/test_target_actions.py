"""Setting a target, taking in figures, and freezing the day, on the real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast
from tests.monitoring import room

from shramsetu.casework import counting
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.monitoring.targets import queries
from shramsetu.monitoring.targets.actions import freezing, reading, setting, shortfalls, taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.errors import NotAllowed, Refused, Stale
from shramsetu.monitoring.targets.models import Achievement, DayTarget, Delivery, Share, TargetSet
from shramsetu.monitoring.targets.spreading import Draft, leaves, shared
from shramsetu.monitoring.targets.standing import Day, stands
from shramsetu.monitoring.targets.tasks import midnight
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 5)


# --- setting


def test_a_target_is_shared_out_over_every_mandal_and_district() -> None:
    one = room.target()
    rows = room.rows(one)
    assert len(rows) == 1 + 18 + 75
    assert rows[0].number == 75_000
    assert {row.number for row in rows if row.place.kind == "district"} == {1_000}
    kanpur = room.share(one, room.district())
    assert (kanpur.parent, kanpur.parent.parent) == (room.share(one, kanpur.place.parent), rows[0])  # type: ignore[arg-type, union-attr]


@given(st.integers(1, 10**7), st.sampled_from(["equal", "past", "workers"]), st.sampled_from(["pm-sym", "e-shram"]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_number_all_rows_add_up(number: int, method: str, indicator: str) -> None:
    top = shared(room.draft(number=number, method=method, indicator=indicator))
    assert top.number == number
    assert all(row.number == sum(part.number for part in row.parts) for row in top.walk() if row.parts)


def test_what_was_reached_before_is_a_measure() -> None:
    room.send([(date(2026, 9, 1), 30)], at=room.AT, lgd=room.AGRA)
    room.send([(date(2026, 9, 1), 10)], at=room.AT, lgd=room.KANPUR)
    top = shared(room.draft(number=401, method="past"))
    found = {row.place.lgd_code: row.number for row in top.walk() if row.place.kind == "district" and row.number}
    assert found == {room.AGRA: 301, room.KANPUR: 100}


def test_numbers_written_for_each_source_make_the_whole() -> None:
    """Pratapgarh, e-Shram 2021: the districts' own order by source department."""
    pratapgarh = room.district(174)
    known = {"asha": 2_884, "anganwadi": 5_240, "pm-kisan": 5_70_461, "others": 10_87_399}
    given_ = {(pratapgarh.pk, source): number for source, number in known.items()}
    one = room.target(indicator=room.E_SHRAM, method="given", number=0, given=given_)
    assert (one.number, room.share(one, pratapgarh).number) == (16_65_984, 16_65_984)
    assert room.share(one, pratapgarh, "pm-kisan").number == 5_70_461
    assert room.share(one, pratapgarh.parent).number == 16_65_984  # type: ignore[arg-type]


def test_only_another_person_of_the_right_office_approves() -> None:
    one = setting.propose(room.draft(), by=room.head(), at=room.AT)
    with pytest.raises(NotAllowed):
        setting.propose(room.draft(indicator="pm-lvmy"), by=cast.desk(Role.OFFICER), at=room.AT)
    with pytest.raises(NotAllowed):
        setting.decide(one, approve=True, by=room.state_desk(), at=room.AT)
    with pytest.raises(Refused):
        setting.decide(one, approve=True, by=room.head(), at=room.AT)
    with pytest.raises(Refused):
        setting.decide(one, approve=False, by=room.secretary(), at=room.AT)
    setting.decide(one, approve=True, by=room.secretary(), at=room.AT)
    with pytest.raises(Stale):
        setting.decide(one, approve=False, remark="नहीं", by=room.secretary(), at=room.AT)
    assert list(Entry.objects.filter(stream=one.stream).order_by("seq").values_list("verb", flat=True)) == [
        "propose",
        "approve",
    ]


def test_a_board_decides_for_itself_alone() -> None:
    board = cast.seat(offices.desk("bocw.board-secretary")).actor
    with pytest.raises(NotAllowed):
        setting.propose(room.draft(), by=board, at=room.AT)
    one = setting.propose(room.draft(), by=room.state_desk(), at=room.AT)
    with pytest.raises(NotAllowed):
        setting.decide(one, approve=True, by=board, at=room.AT)
    own = setting.propose(room.draft(indicator="bocw-registrations"), by=board, at=room.AT)
    assert setting.decide(own, approve=True, by=room.head(), at=room.AT).state == "approved"


def test_the_database_too_wants_two_persons() -> None:
    one = setting.propose(room.draft(), by=room.head(), at=room.AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetSet.objects.filter(pk=one.pk).update(state="approved", decided_by=one.proposed_by_id, decided_at=room.AT)


def test_a_refused_target_may_be_proposed_anew() -> None:
    one = setting.propose(room.draft(), by=room.head(), at=room.AT)
    with pytest.raises(Refused):
        setting.propose(room.draft(), by=room.state_desk(), at=room.AT)
    setting.decide(one, approve=False, remark="संख्या अधिक है", by=room.secretary(), at=room.AT)
    again = setting.propose(room.draft(number=60_000), by=room.state_desk(), at=room.AT)
    setting.decide(again, approve=True, by=room.secretary(), at=room.AT)
    assert (again.version, again.replaces, queries.target(room.PM_SYM, room.TODAY)) == (2, None, again)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"number": 0}, "number"),
        ({"last_on": date(2026, 9, 30)}, "last_on"),
        ({"first_on": date(2026, 10, 4), "from_on": date(2026, 10, 4), "last_on": date(2026, 10, 4)}, "last_on"),
    ],
)
def test_what_cannot_be_a_target_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        setting.propose(room.draft(**changes), by=room.head(), at=room.AT)
    assert refused.value.field == field


def test_two_targets_of_one_indicator_never_share_a_day() -> None:
    room.target()
    with pytest.raises(Refused) as refused:
        setting.propose(
            room.draft(first_on=room.LAST, from_on=room.LAST, last_on=date(2027, 6, 30)), by=room.head(), at=room.AT
        )
    assert refused.value.field == "first_on"


def test_an_approved_target_is_never_changed() -> None:
    one = room.target()
    for change in (
        lambda: TargetSet.objects.filter(pk=one.pk).update(number=1),
        lambda: TargetSet.objects.filter(pk=one.pk).delete(),
        lambda: Share.objects.filter(target=one).update(number=1),
        lambda: Share.objects.create(target=one, place=room.district(), source="asha", number=1),
    ):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            change()


def test_rows_that_do_not_add_up_are_not_approved() -> None:
    one = setting.propose(room.draft(), by=room.head(), at=room.AT)
    Share.objects.create(
        target=one, parent=room.share(one, room.district()), place=room.district(), source="asha", number=1
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        setting.decide(one, approve=True, by=room.secretary(), at=room.AT)


def test_a_change_within_the_year_is_a_new_version_and_the_old_days_stay() -> None:
    one = room.target()
    change = date(2027, 1, 4)
    at = clock.moment(change - timedelta(days=3))
    two = setting.propose(room.draft(number=90_000, from_on=change), by=room.head(), at=at)
    assert (two.version, two.replaces) == (2, one)
    setting.decide(two, approve=True, by=room.secretary(), at=at)
    assert queries.target(room.PM_SYM, change - timedelta(days=1)) == one
    assert queries.target(room.PM_SYM, change) == two
    old = Day(one, change - timedelta(days=1))
    kanpur = room.district()
    before = old.official_to(room.share(one, kanpur), change - timedelta(days=1))
    assert room.share(two, kanpur).before == before
    assert Day(two, change).official_to(room.share(two, kanpur), room.LAST) == 1_200
    top = room.rows(two)[0]
    found = stands(Day(two, room.LAST), room.rows(two))
    assert found[top.pk].official_to == 90_000


@pytest.mark.parametrize("from_on", [date(2026, 11, 1), room.TODAY])
def test_a_change_reaches_neither_back_nor_into_the_frozen_day(from_on: date) -> None:
    room.target()
    with pytest.raises(Refused) as refused:
        setting.propose(room.draft(number=1, from_on=from_on), by=room.head(), at=room.AT)
    assert refused.value.field == "from_on"


def test_a_smaller_version_asks_for_no_more_than_itself() -> None:
    room.target()
    change = date(2027, 1, 4)
    at = clock.moment(change - timedelta(days=3))
    two = setting.propose(room.draft(number=7_500, from_on=change), by=room.head(), at=at)
    setting.decide(two, approve=True, by=room.secretary(), at=at)
    room.send([(date(2026, 12, 1), 100)], at=at)
    found = stands(Day(two, change), room.rows(two))
    kanpur, top = found[room.share(two, room.district()).pk], found[room.rows(two)[0].pk]
    assert (kanpur.share.before > 100, kanpur.official, kanpur.official_to, kanpur.gap) == (True, 0, 100, 0)
    assert (top.official, top.official_to) == (0, 7_500)


def test_every_lowest_row_of_an_indicator_is_known() -> None:
    assert len(leaves(room.PM_SYM)) == 75
    assert len(leaves(room.E_SHRAM)) == 75 * 8
    assert isinstance(room.draft(), Draft)


# --- figures


def test_event_day_and_report_day_are_kept_apart() -> None:
    room.send([(MONDAY, 12)], at=clock.moment(date(2026, 10, 9)))
    row = Achievement.objects.get()
    assert (row.on, row.reported_on, row.number, row.change, row.revision) == (MONDAY, date(2026, 10, 9), 12, 12, 1)


def test_the_same_parcel_twice_changes_nothing() -> None:
    first = room.send([(MONDAY, 12)], at=room.AT, key="a")
    again = room.send([(MONDAY, 12)], at=room.AT, key="a")
    assert (again, Achievement.objects.count()) == (first, 1)


def test_other_figures_under_a_key_that_was_used_are_refused_and_not_forgotten() -> None:
    room.send([(MONDAY, 12)], at=room.AT, key="a")
    with pytest.raises(Refused) as refused:
        room.send([(MONDAY, 99)], at=room.AT, key="a", reason="दो बार")
    assert refused.value.field == "key"


def test_two_offices_may_use_the_same_key() -> None:
    line = [Line(1, room.district().pk, "", MONDAY, 12, room.TODAY)]
    other = [Line(1, room.district(room.AGRA).pk, "", MONDAY, 7, room.TODAY)]
    for actor, lines in ((room.state_desk(), line), (room.head(), other)):
        made, is_new = taking.take(Parcel(room.PM_SYM, "api", "2026-10", "", lines), by=actor, at=room.AT)
        assert (is_new, made.taken) == (True, 1)
    assert Achievement.objects.count() == 2


def test_the_reading_of_one_instant_twice_takes_what_changed_meanwhile() -> None:
    """A night's work that is started again with its own time reads what came between."""
    one = room.target(indicator="site-visits")
    counter = counting.of("grievances.site_visits")
    seen = [[counting.Count(room.district().pk, MONDAY, 2)], [counting.Count(room.district().pk, MONDAY, 3)]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(counting._counters, counter.key, replace(counter, ask=lambda *_days: seen.pop(0)))
        assert [reading.read(one, at=room.AT) for _ in range(2)] == [1, 1]
    assert Achievement.objects.get(revision=2).number == 3


def test_the_same_figure_in_another_parcel_is_none() -> None:
    room.send([(MONDAY, 12)], at=room.AT, key="a")
    again = room.send([(MONDAY, 12), (MONDAY + timedelta(days=1), 3)], at=room.AT, key="b")
    assert (again.same, again.taken, Achievement.objects.count()) == (1, 1, 2)


def test_another_figure_needs_a_reason_and_leaves_the_first_in_place() -> None:
    room.send([(MONDAY, 12)], at=room.AT, key="a")
    refused = room.send([(MONDAY, 15)], at=room.AT, key="b")
    assert (refused.corrected, len(refused.faults), refused.faults[0][0]) == (0, 1, 1)
    assert "12" in refused.faults[0][1]
    taken = room.send([(MONDAY, 9)], at=room.AT, key="c", reason="दो बार गिने गए थे")
    assert taken.corrected == 1
    first, second = Achievement.objects.order_by("revision")
    assert (second.corrects, second.number, second.change, second.reason) == (first, 9, -3, "दो बार गिने गए थे")
    assert first.number == 12


def test_one_wrong_line_holds_up_no_other() -> None:
    ahead = clock.day(room.AT) + timedelta(days=1)
    made = room.send([(ahead, 5), (MONDAY, 1), (MONDAY, 2), (MONDAY, 1)], at=room.AT)
    assert (made.rows, made.taken, made.same, [line for line, _ in made.faults]) == (4, 1, 1, [1, 3])


def test_what_was_reported_is_never_changed() -> None:
    room.send([(MONDAY, 12)], at=room.AT)
    for change in (lambda: Achievement.objects.update(number=13), lambda: Achievement.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_correction_that_skips_a_row_is_refused_by_the_database() -> None:
    made = room.send([(MONDAY, 12)], at=room.AT)
    row = Achievement.objects.get()
    wrong = Achievement(
        indicator=row.indicator,
        place=row.place,
        on=MONDAY,
        reported_on=room.TODAY,
        number=20,
        change=5,
        revision=2,
        corrects=row,
        reason="x",
        delivery=made,
        at=room.AT,
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        wrong.save(force_insert=True)


# --- the frozen day


def test_the_day_is_frozen_once_and_adds_up() -> None:
    one = room.target()
    room.send([(date(2026, 10, 1), 20)], at=clock.moment(MONDAY) - timedelta(hours=1))
    written = freezing.freeze(at=room.midnight(MONDAY))
    again = freezing.freeze(at=room.midnight(MONDAY) + timedelta(minutes=5))
    days = {row.share_id: row for row in DayTarget.objects.filter(on=MONDAY)}
    top = room.rows(one)[0]
    assert (len(days), again) == (94, 0)
    assert written >= 94
    mandals = [row.pk for row in room.rows(one) if row.parent_id == top.pk]
    assert days[top.pk].official == sum(days[pk].official for pk in mandals)
    kanpur = days[room.share(one, room.district()).pk]
    assert kanpur.done == 20
    left = len(room.working(MONDAY, room.LAST))
    assert (kanpur.days_left, kanpur.required) == (left, -(-980 // left))


def test_a_figure_that_comes_late_changes_no_frozen_day() -> None:
    one = room.target()
    freezing.freeze(at=room.midnight(MONDAY))
    room.send([(date(2026, 10, 1), 500)], at=room.midnight(MONDAY) + timedelta(hours=9))
    freezing.freeze(at=room.midnight(MONDAY + timedelta(days=1)))
    kanpur = room.share(one, room.district())
    assert [row.done for row in DayTarget.objects.filter(share=kanpur, on__gte=MONDAY).order_by("on")] == [0, 500]
    with pytest.raises(DatabaseError), transaction.atomic():
        DayTarget.objects.update(done=0)


def test_a_night_without_a_freeze_is_made_good_as_of_that_morning() -> None:
    one = room.target()
    room.send([(date(2026, 10, 1), 500)], at=room.midnight(MONDAY) + timedelta(hours=9))
    freezing.freeze(at=room.midnight(MONDAY + timedelta(days=2)))
    kanpur = room.share(one, room.district())
    assert [row.done for row in DayTarget.objects.filter(share=kanpur, on__gte=MONDAY).order_by("on")] == [0, 500, 500]


def test_a_target_that_cannot_be_frozen_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = room.target(), room.target(indicator="pm-lvmy")
    whole = freezing.stands

    def broken(day: Day, rows: list[Share], **options: object) -> object:
        if day.target == bad:
            raise RuntimeError
        return whole(day, rows, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(freezing, "stands", broken)
    freezing.freeze(at=room.midnight(MONDAY))
    assert not DayTarget.objects.filter(share__target=bad, on=MONDAY).exists()
    assert DayTarget.objects.filter(share__target=good, on=MONDAY).count() == 94


def test_days_off_have_no_target() -> None:
    room.target()
    freezing.freeze(at=room.midnight(date(2026, 10, 11)))
    assert not DayTarget.objects.filter(on=date(2026, 10, 11)).exists()


# --- lights and shortfalls


def steady(per_day: int, first: date, last: date, lgd: int = room.KANPUR) -> None:
    for on in room.working(first, last):
        room.send([(on, per_day)], at=clock.moment(on) + timedelta(hours=12), lgd=lgd)


def test_the_light_goes_by_the_pace_of_the_last_week() -> None:
    one = room.target()
    steady(10, room.FIRST, date(2026, 10, 31))
    steady(3, room.FIRST, date(2026, 10, 31), lgd=room.AGRA)
    found = stands(Day(one, date(2026, 11, 2)), room.rows(one))
    good, bad = (found[room.share(one, room.district(lgd)).pk] for lgd in (room.KANPUR, room.AGRA))
    silent = found[room.share(one, room.district(room.LUCKNOW)).pk]
    assert (good.light, good.why) == ("green", "on_time")
    assert (bad.light, bad.why) == ("red", "late")
    assert (silent.light, silent.why, silent.data_on) == ("red", "no_data", None)


def test_a_day_that_nobody_told_yet_is_no_day_without_work() -> None:
    """Two portals are as quick; one reports two days later. Missing is not 0: both are forecast alike."""
    one = room.target()
    steady(8, room.FIRST, date(2026, 10, 30))
    steady(8, room.FIRST, date(2026, 10, 28), lgd=room.AGRA)
    found = stands(Day(one, date(2026, 10, 31)), room.rows(one))
    told, late = (found[room.share(one, room.district(lgd)).pk] for lgd in (room.KANPUR, room.AGRA))
    assert (told.light, late.light) == ("green", "green")
    assert late.forecast_on is not None
    assert told.forecast_on is not None
    lag = room.working(told.forecast_on, late.forecast_on)
    assert len(lag) == 3  # the two days that are still unknown, no more


def test_what_the_platform_did_not_count_yet_is_no_zero_either() -> None:
    """The counter could not be read for two nights: the pace is that of the days that were read."""
    one = room.target(indicator="site-visits")
    counter = counting.of("grievances.site_visits")
    days = room.working(room.FIRST, date(2026, 10, 28))
    counted = [counting.Count(room.district().pk, on, 8) for on in days]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(counting._counters, counter.key, replace(counter, ask=lambda *_days: counted))
        reading.read(one, at=clock.moment(date(2026, 10, 29)))
    kanpur = stands(Day(one, date(2026, 10, 31)), room.rows(one))[room.share(one, room.district()).pk]
    assert (kanpur.light, kanpur.data_on) == ("green", date(2026, 10, 28))


def test_last_years_season_is_counted_on() -> None:
    """All of last year's came in March: little by November is no red light."""
    one = room.target()
    year_ago = [(on, 1) for on in room.working(date(2025, 10, 1), date(2026, 2, 28))]
    season = [(on, 40) for on in room.working(date(2026, 3, 1), date(2026, 3, 31))]
    room.send([*year_ago, *season], at=room.midnight(date(2026, 9, 1)) + timedelta(days=220), lgd=room.KANPUR)
    steady(2, room.FIRST, date(2026, 10, 30))
    steady(2, room.FIRST, date(2026, 10, 30), lgd=room.AGRA)
    found = stands(Day(one, date(2026, 11, 2)), room.rows(one))
    assert found[room.share(one, room.district()).pk].light == "green"
    assert found[room.share(one, room.district(room.AGRA)).pk].light == "red"


def test_three_red_days_open_a_shortfall_with_the_districts_officer() -> None:
    room.target()
    days = room.working(room.FIRST, date(2026, 10, 14))
    opened = []
    for on in days:
        room.send([(on - timedelta(days=1), 1)], at=room.midnight(on) - timedelta(hours=1))
        freezing.freeze(at=room.midnight(on))
        opened.append(shortfalls.watch(at=room.midnight(on))[0])
    first = shortfalls.Shortfall.objects.get(place=room.district())
    assert first.case.holder is not None
    assert (first.case.holder.level, first.case.holder.place) == (1, room.district())
    assert (first.case.state, first.case.district, first.gap > 0) == ("behind", room.district(), True)
    assert sum(opened) == shortfalls.Shortfall.objects.count()


def test_deliveries_say_who_sent_them() -> None:
    made = room.send([(MONDAY, 1)], at=room.AT)
    assert (made.by, made.origin) == (room.state_desk().key, Delivery.Origin.API)


def test_a_change_that_is_approved_too_late_is_refused() -> None:
    room.target()
    change = date(2027, 1, 4)
    two = setting.propose(room.draft(number=90_000, from_on=change), by=room.head(), at=room.AT)
    with pytest.raises(Refused):
        setting.decide(two, approve=True, by=room.secretary(), at=clock.moment(change) + timedelta(hours=9))
    two.refresh_from_db()
    assert two.state == "proposed"


def test_a_counter_that_fails_holds_up_neither_the_others_nor_the_freeze(monkeypatch: pytest.MonkeyPatch) -> None:
    one = room.target(indicator="bocw-registrations")

    def fails(since: date, until: date) -> list[object]:
        raise RuntimeError(since, until)

    counter = counting.of("workers.registered.bocw")
    monkeypatch.setitem(counting._counters, counter.key, replace(counter, ask=fails))
    midnight(at=room.midnight(MONDAY))
    assert DayTarget.objects.filter(share__target=one, on=MONDAY).count() == 94
