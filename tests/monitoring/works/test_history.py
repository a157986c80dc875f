"""What was measured is never rewritten, and what somebody tries to win by a false word is not won."""

from datetime import date

import pytest
from tests import cast
from tests.monitoring.works import building
from tests.monitoring.works.building import AT, TODAY, days

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.journal.rules import Actor
from shramsetu.monitoring.works import standing
from shramsetu.monitoring.works.actions import defects, entering, handing, hindrances, measuring, visiting
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.models import Measurement, Work
from shramsetu.monitoring.works.rules.flags import Flag

pytestmark = pytest.mark.django_db


def test_a_part_is_measured_once_a_day_and_a_second_word_is_a_correction() -> None:
    work = building.planned()
    building.measure(work, "academic", 40)
    with pytest.raises(Refused):
        building.measure(work, "academic", 50)
    building.measure(work, "mess", 50)


@pytest.mark.parametrize("done", [900, 5_100])
def test_a_correction_stays_between_its_neighbours(done: int) -> None:
    work, who = building.planned(), building.people()
    for ago, percent in ((60, 10), (30, 20), (10, 50)):
        building.measure(work, "academic", percent, on=TODAY - days(ago))
    wrong = Measurement.objects.get(done=2_000)
    with pytest.raises(Refused):
        measuring.correct(wrong, done, reason="गलत गिना", by=who.agency, at=AT)
    measuring.correct(wrong, 3_000, reason="गलत गिना", by=who.agency, at=AT)
    shares = [one.share for one in standing.one(work, TODAY).measured]
    assert shares == sorted(shares)


def test_a_correction_that_leaps_is_flagged_as_a_measurement_is() -> None:
    work, who = building.planned(), building.people()
    building.measure(work, "academic", 10, on=TODAY - days(40))
    building.measure(work, "academic", 12, on=TODAY - days(5))
    assert Flag.LEAP not in standing.one(work, TODAY).flags
    measuring.correct(Measurement.objects.get(done=1_200), 9_900, reason="छूट गया", by=who.agency, at=AT)
    assert Flag.LEAP in standing.one(work, TODAY).flags


def test_many_small_steps_of_many_parts_are_a_leap_of_the_whole() -> None:
    work = building.planned()
    for one in work.components.all():
        building.measure(work, one.slug, 10, on=TODAY - days(30))
    for one in work.components.all():
        building.measure(work, one.slug, 30)
    assert not Measurement.objects.filter(leaps=True).exists()
    assert standing.one(work, TODAY).flags == [Flag.LEAP, Flag.NO_PHOTO]


def test_the_first_measurement_is_held_against_the_plans_first_day() -> None:
    work = building.planned(begins=TODAY - days(60), ends=TODAY + days(60))
    building.whole(work, "academic", "hostel-boys", "mess")  # 51 of a hundred in sixty days
    found = standing.one(work, TODAY)
    assert found.forecast.on == TODAY + days(58)


def test_a_list_and_a_page_say_the_same_of_a_long_history() -> None:
    work = building.planned(begins=TODAY - days(400))
    for number, ago in enumerate(range(390, 0, -30)):
        for slug in ("academic", "mess"):
            building.measure(work, slug, min(10 + 8 * number, 100), on=TODAY - days(ago))
    (listed,), alone = standing.of(Work.objects.all(), TODAY), standing.one(work, TODAY)
    assert len(listed.measured) < len(alone.measured)
    for name in ("physical", "planned", "forecast", "light", "why", "flags", "days_behind"):
        assert getattr(listed, name) == getattr(alone, name), name


def test_a_building_that_is_whole_is_behind_no_plan() -> None:
    work = building.planned(ends=TODAY + days(10))
    building.whole(work)
    assert standing.one(work, TODAY + days(50)).days_behind is None


def test_nothing_is_handed_over_before_the_day_it_was_whole() -> None:
    work, who = building.planned(), building.people()
    building.whole(work, "mess")
    mess = building.part(work, "mess")
    with pytest.raises(Refused):
        handing.hand_over(mess, on=TODAY - days(1), paper=building.paper(), by=who.labour, at=AT)
    assert handing.hand_over(mess, on=TODAY, paper=building.paper(), by=who.labour, at=AT).pk


def test_who_cleared_a_hindrance_does_not_confirm_it_from_another_chair() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("poles", TODAY, "खंभे"), by=who.agency, at=AT)
    cast.take(row.case, "report", on=TODAY, note="हटाए", at=AT)
    row.case.refresh_from_db()
    owner = building.by("works-power.varanasi")
    both = Actor(who.agency.role, owner.user_id, who.agency.post_id)
    with pytest.raises(Refused):
        casework.take(row.case, "confirm", seen=row.case.revision, by=both, at=AT)
    cast.take(row.case, "confirm", at=AT)


def test_a_false_word_wins_no_new_time() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("poles", TODAY, "खंभे"), by=who.agency, at=AT)
    first = row.case.due_at
    cast.take(row.case, "report", on=TODAY + days(1), note="हटाए", at=AT + days(1))
    cast.take(row.case, "still", reason="खड़े हैं", at=AT + days(2))
    row.case.refresh_from_db()
    assert row.case.due_at == first
    cast.take(row.case, "report", on=TODAY + days(40), note="हटाए", at=AT + days(40))
    cast.take(row.case, "still", reason="खड़े हैं", at=AT + days(41))
    row.case.refresh_from_db()
    assert row.case.due_at is not None
    assert AT + days(47) < row.case.due_at < AT + days(50)


def test_an_old_photograph_does_not_show_that_a_defect_is_mended() -> None:
    work, who = building.planned(), building.people()
    row = defects.find(building.part(work, "mess"), "छत में दरार", on=TODAY, is_grave=False, by=who.dm, at=AT)
    stream = row.case.stream

    def mended(seed: int, day: int) -> None:
        at = AT + days(day)
        photo = files.store(building.picture(seed), stream=stream, purpose="site_photo", by=who.agency, at=at)
        cast.take(row.case, "mend", note="भर दी", files=[str(photo.pk)], at=at)

    mended(9, 1)
    row.case.refresh_from_db()
    cast.take(row.case, "again", reason="दरार वैसी ही है", at=AT + days(2))
    row.case.refresh_from_db()
    with pytest.raises(Refused):
        mended(9, 3)
    row.case.refresh_from_db()
    mended(10, 3)


def test_nobody_visits_under_the_name_of_another() -> None:
    work, who = building.planned(), building.people()
    for visitor in ("dm", "third", "department", "nobody"):
        with pytest.raises(Refused):
            visiting.visit(work, visiting.Seen(visitor, "देखा"), by=who.agency, at=AT)
    assert visiting.visit(work, visiting.Seen("dm", "देखा"), by=who.dm, at=AT).visitor == "dm"
    leo = building.by("labour.leo.varanasi")
    assert visiting.visit(work, visiting.Seen("department", "देखा"), by=leo, at=AT).visitor == "department"


def test_the_liability_does_not_end_while_a_defect_is_open() -> None:
    work, who = building.planned(), building.people()
    building.whole(work)
    for one in work.components.all():
        handing.hand_over(one, on=TODAY, paper=building.paper(), by=who.labour, at=AT)
    case = building.fresh(work).case
    assert case.due_at is not None
    at = case.due_at - days(3)
    on = date(at.year, at.month, at.day)
    row = defects.find(building.part(work, "mess"), "सीलन", on=on, is_grave=False, by=who.labour, at=at)
    ends = case.due_at
    casework.escalate_overdue(at=ends)
    case.refresh_from_db()
    assert (case.state, case.due_at > ends) == ("built", True)
    photo = files.store(building.picture(9), stream=row.case.stream, purpose="site_photo", by=who.agency, at=ends)
    row.case.refresh_from_db()
    cast.take(row.case, "mend", note="ठीक", files=[str(photo.pk)], at=ends)
    cast.take(row.case, "confirm", at=ends)
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert case.state == "over"


def test_with_a_building_that_is_given_up_end_its_hindrances_and_defects() -> None:
    work, who = building.planned(), building.people()
    hindrances.enter(work, Obstacle("land", TODAY - days(5), "कब्ज़ा नहीं"), by=who.agency, at=AT)
    defects.find(building.part(work, "mess"), "दरार", on=TODAY, is_grave=True, by=who.labour, at=AT)
    case = building.fresh(work).case
    casework.take(case, "abandon", seen=case.revision, by=who.head, at=AT, detail={"reason": "भूमि न्यायालय में"})
    assert set(Case.objects.filter(parent=case).values_list("state", flat=True)) == {"dropped"}
    with pytest.raises(Refused):
        hindrances.enter(building.fresh(work), Obstacle("trees", TODAY, "पेड़"), by=who.agency, at=AT)
    with pytest.raises(Refused):
        defects.find(building.part(work, "mess"), "दरार", on=TODAY, is_grave=True, by=who.labour, at=AT)


def test_the_weights_of_any_building_make_a_hundred() -> None:
    who = building.people()
    school = entering.of_site("atal-varanasi")
    part = entering.Part("hall", "भवन", "Hall", 99, is_block=True)
    new = entering.New("hall", "भवन", "Hall", school.district, [part])
    with pytest.raises(Refused) as refused:
        entering.enter(new, by=who.labour, at=AT)
    assert "99" in str(refused.value.message)
