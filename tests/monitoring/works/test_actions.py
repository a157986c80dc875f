"""The verbs of buildings: who may, what is refused, what never changes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from tests import cast
from tests.monitoring.works import building
from tests.monitoring.works.building import AT, TODAY, days

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.journal.models import Entry
from shramsetu.lib.money import rupees
from shramsetu.monitoring.works import queries, standing
from shramsetu.monitoring.works.actions import (
    clockwork,
    defects,
    entering,
    handing,
    hindrances,
    measuring,
    money,
    planning,
    visiting,
)
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.models import Measurement, Plan, PlanPoint, Work
from shramsetu.monitoring.works.records import MoneyRow, Photo, Standing
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.monitoring.works.rules.light import Light, Why
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.monitoring.works.rules.progress import Point

pytestmark = pytest.mark.django_db


def test_a_school_is_entered_by_one_press_with_its_parts_and_lies_with_the_building_cell() -> None:
    work = building.entered()
    assert work.case.holder is not None
    assert (work.case.state, work.case.holder.code) == ("preparing", "works-agency.varanasi")
    assert sum(one.weight for one in work.components.all()) == 100
    assert work.is_unverified
    with pytest.raises(Refused):
        building.entered()


def test_only_the_labour_department_of_the_place_enters_a_work() -> None:
    new, who = entering.of_site("atal-varanasi"), building.people()
    for actor in (who.agency, who.dm, building.by("labour.alc.agra")):
        with pytest.raises(NotAllowed):
            entering.enter(new, by=actor, at=AT)
    assert entering.enter(new, by=who.dlc, at=AT).slug == "atal-varanasi"


def test_a_plan_counts_once_somebody_else_approves_it_and_the_old_curve_stays() -> None:
    work, who = building.entered(), building.people()
    plan = building.propose(work)
    with pytest.raises(Refused):
        building.propose(work)
    planning.decide(plan, approve=True, by=who.labour, at=AT)
    work = building.fresh(work)
    assert (work.case.state, work.case.due_at) == (
        "building",
        planning.clock.moment(building.ENDS, planning.CLOSE_OF_DAY),
    )
    later = building.propose(work, ends=date(2027, 6, 30), reason="भूमि विवाद")
    planning.decide(later, approve=True, by=who.labour, at=AT)
    found = standing.one(work, TODAY)
    assert [curve.points[-1].on for curve in found.curves] == [building.ENDS, date(2027, 6, 30)]


def test_who_proposed_a_plan_does_not_approve_it() -> None:
    work, who = building.entered(), building.people()
    points = [Point(building.BEGINS, 0), Point(building.ENDS, 10_000)]
    plan = planning.propose(work, points, reason="विभाग की योजना", by=who.labour, at=AT)
    with pytest.raises(Refused):
        planning.decide(plan, approve=True, by=who.labour, at=AT)
    with pytest.raises(NotAllowed):
        planning.decide(plan, approve=True, by=who.agency, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="approved", decided_by=plan.proposed_by_id, decided_at=AT)


def test_a_plan_that_is_refused_says_why() -> None:
    work, who = building.entered(), building.people()
    plan = building.propose(work)
    with pytest.raises(Refused):
        planning.decide(plan, approve=False, by=who.labour, at=AT)
    planning.decide(plan, approve=False, remark="अवधि बहुत लंबी है", by=who.labour, at=AT)
    assert (building.fresh(work).case.state, standing.one(work, TODAY).why) == ("preparing", Why.UNPLANNED)


def test_a_measurement_never_goes_back_but_by_a_correction_with_its_reason() -> None:
    work, who = building.planned(), building.people()
    building.measure(work, "academic", 40, on=TODAY - days(10))
    with pytest.raises(Refused):
        building.measure(work, "academic", 30)
    wrong = Measurement.objects.get()
    with pytest.raises(Refused):
        measuring.correct(wrong, 3_000, reason=" ", by=who.agency, at=AT)
    measuring.correct(wrong, 3_000, reason="गलत मंज़िल गिनी गई", by=who.agency, at=AT)
    found = standing.one(work, TODAY)
    assert next(one.done for one in found.parts if one.component.slug == "academic") == 3_000
    assert Measurement.objects.count() == 2


def test_what_is_not_planned_is_not_measured() -> None:
    with pytest.raises(Refused):
        building.measure(building.entered(), "academic", 5)


def test_a_leap_is_flagged_not_refused() -> None:
    work = building.planned()
    building.measure(work, "academic", 10, on=TODAY - days(10))
    building.measure(work, "academic", 60)
    assert list(Measurement.objects.order_by("pk").values_list("leaps", flat=True)) == [False, True]


@pytest.mark.parametrize("table", [Measurement, MoneyRow, PlanPoint, Photo, Standing])
def test_the_database_keeps_history(table: type[Measurement]) -> None:
    work, who = building.planned(), building.people()
    building.measure(work, "academic", 10)
    money.add(work, _step(Stage.SANCTIONED, 100), paper=building.paper(), by=who.labour, at=AT)
    building.visit(work, (building.point(work), 1))
    clockwork.write_standings(TODAY, at=AT)
    row = table.objects.order_by("pk")[0]
    for change in (lambda: table.objects.filter(pk=row.pk).delete(), lambda: row.save(force_update=True)):
        if table is Photo and change.__code__.co_names[-1] == "save":
            continue  # a save that changes nothing is let pass: it may be hidden
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_money_goes_its_road_and_no_stage_passes_the_one_before() -> None:
    work, who = building.planned(), building.people()
    with pytest.raises(Refused):
        money.add(work, _step(Stage.RELEASED, 10), paper=building.paper(), by=who.labour, at=AT)
    money.add(work, _step(Stage.SANCTIONED, 100), paper=building.paper(), by=who.labour, at=AT)
    money.add(work, _step(Stage.RELEASED, 60), paper=building.paper(), by=who.labour, at=AT)
    with pytest.raises(NotAllowed):
        money.add(work, _step(Stage.SPENT, 50), paper=building.paper(), by=who.labour, at=AT)
    money.add(work, _step(Stage.SPENT, 50), paper=building.paper(), by=who.agency, at=AT)
    with pytest.raises(Refused) as refused:
        money.add(work, _step(Stage.SPENT, 11), paper=building.paper(), by=who.agency, at=AT)
    assert rupees(6_000) in str(refused.value.message)
    assert standing.one(work, TODAY).road.unspent == 10 * 100


def test_money_taken_back_leaves_both_rows_and_the_database_holds_the_order() -> None:
    work, who = building.planned(), building.people()
    sanction = money.add(work, _step(Stage.SANCTIONED, 100), paper=building.paper(), by=who.labour, at=AT)
    release = money.add(work, _step(Stage.RELEASED, 60), paper=building.paper(), by=who.labour, at=AT)
    with pytest.raises(Refused):
        money.take_back(sanction, reason="दो बार दर्ज", by=who.labour, at=AT)
    money.take_back(release, reason="दो बार दर्ज", by=who.labour, at=AT)
    assert [row.paise for row in queries.money(work)] == [10_000, 6_000, -6_000]
    with pytest.raises(DatabaseError, match="than to the one before"), transaction.atomic():
        MoneyRow.objects.create(
            work=work,
            stage="spent",
            paise=1,
            on=TODAY,
            order_number="x",
            file=release.file,
            by_id=release.by_id,
            post_id=release.post_id,
            at=AT,
        )


def test_a_photograph_is_flagged_for_place_time_and_sameness() -> None:
    work = building.planned()
    spot = building.point(work)
    first = building.visit(work, (spot, 1))
    assert _flags(first) == []
    again = building.visit(work, (spot, 1), at=AT + days(7))
    assert _flags(again) == [Flag.SAME_PHOTO]
    far = building.visit(work, (spot, 2), place=(83.0, 25.3), at=AT + days(14))
    assert _flags(far) == [Flag.ELSEWHERE]
    nowhere = building.visit(work, (spot, 3), place=None, at=AT + days(21))
    assert _flags(nowhere) == [Flag.NO_POSITION]


def test_one_person_is_not_at_two_schools_in_an_hour() -> None:
    head = building.people().head
    varanasi, agra = building.planned(), _of_agra()
    here = building.point(varanasi)
    there = entering_point(agra, (78.01, 27.18))
    building.visit(varanasi, (here, 4), actor=head, visitor="department")
    late = building.visit(
        agra, (there, 5), actor=head, visitor="department", place=(78.01, 27.18), at=AT + days(1) / 24
    )
    assert _flags(late) == [Flag.TOO_FAST]
    copied = building.visit(agra, (there, 4), actor=head, visitor="department", place=(78.01, 27.18), at=AT + days(4))
    assert _flags(copied) == [Flag.SAME_PHOTO]


def test_a_hindrance_lies_with_its_owner_climbs_and_ends_by_another_word() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("poles", TODAY - days(5), "परिसर में तीन खंभे"), by=who.agency, at=AT)
    case = row.case
    assert case.holder is not None
    assert (case.holder.code, case.limit_key) == ("works-power.varanasi", "hindrance:poles")
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert case.holder.code == "dm.varanasi"
    later = AT + days(30)
    cast.take(case, "report", at=later, on=TODAY + days(20), note="खंभे हटा दिए")
    case.refresh_from_db()
    assert case.holder.code == "works-agency.varanasi"
    cast.take(case, "still", at=later, reason="एक खंभा बाकी है")
    case.refresh_from_db()
    assert (case.state, case.holder.code) == ("standing", "works-power.varanasi")
    cast.take(case, "report", at=later, on=TODAY + days(30), note="आखिरी खंभा भी हटा")
    cast.take(case, "confirm", at=later)
    row.refresh_from_db()
    assert (case.state, row.cleared_on) == ("cleared", TODAY + days(30))
    assert standing.one(work, TODAY + days(60)).days_hindered == 36


def test_a_hindrance_is_passed_on_without_winning_time() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("encroachment", TODAY, "पूर्वी कोना"), by=who.dm, at=AT)
    due = row.case.due_at
    cast.take(row.case, "pass_on", owner="local_body", reason="पंचायत की भूमि", at=AT + days(2))
    row.case.refresh_from_db()
    assert row.case.holder is not None
    assert (row.case.holder.code, row.case.due_at) == ("cdo.varanasi", due)


def test_a_hindrance_entered_by_mistake_counts_no_day() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("trees", TODAY - days(9), "पेड़"), by=who.agency, at=AT)
    with pytest.raises(Refused):
        hindrances.withdraw(row, reason=" ", by=who.agency, at=AT)
    with pytest.raises(NotAllowed):
        hindrances.withdraw(row, reason="ग़लत विद्यालय", by=building.by("works-forest.varanasi"), at=AT)
    hindrances.withdraw(row, reason="ग़लत विद्यालय", by=who.agency, at=AT)
    assert standing.one(work, TODAY).days_hindered == 0
    with pytest.raises(Refused):
        hindrances.withdraw(row, reason="फिर", by=who.agency, at=AT)


def test_what_is_strange_of_a_work_is_told() -> None:
    work, who = building.planned(begins=TODAY - days(300)), building.people()
    building.measure(work, "academic", 10, on=TODAY - days(10))
    building.measure(work, "academic", 60)
    for stage, actor in ((Stage.SANCTIONED, who.labour), (Stage.RELEASED, who.labour), (Stage.SPENT, who.agency)):
        step = money.Step(stage, 100_00, TODAY - days(91), "4/2026")
        money.add(work, step, paper=building.paper(), by=actor, at=AT)
    assert standing.one(work, TODAY).flags == [Flag.MONEY_AHEAD, Flag.LEAP, Flag.NO_PHOTO, Flag.UC_LATE]


def test_the_agencys_own_hindrance_is_confirmed_by_the_department() -> None:
    work, who = building.planned(), building.people()
    row = hindrances.enter(work, Obstacle("material", TODAY, "सीमेंट नहीं"), by=who.labour, at=AT)
    cast.take(row.case, "report", on=TODAY, note="आ गया", at=AT)
    row.case.refresh_from_db()
    assert row.case.holder is not None
    assert row.case.holder.code == "labour.alc.varanasi"


def test_a_defect_is_mended_with_a_photograph_and_seen_by_somebody_else() -> None:
    work, who = building.planned(), building.people()
    row = defects.find(building.part(work, "mess"), "छत में दरार", on=TODAY, is_grave=True, by=who.dm, at=AT)
    with pytest.raises(casework.Missing):
        cast.take(row.case, "mend", note="भर दी")
    paper = cast.attach(row.case, by=who.agency, at=AT)
    with pytest.raises(Refused):
        cast.take(row.case, "mend", note="भर दी", files=[str(paper.pk)])
    photo = files.store(building.picture(9), stream=row.case.stream, purpose="site_photo", by=who.agency, at=AT)
    cast.take(row.case, "mend", note="भर दी", files=[str(photo.pk)], at=AT)
    row.case.refresh_from_db()
    assert row.case.holder is not None
    assert row.case.holder.code == "labour.alc.varanasi"
    cast.take(row.case, "confirm", at=AT)
    assert Case.objects.get(pk=row.pk).state == "confirmed"


def test_blocks_open_one_by_one_once_whole_handed_over_and_ready() -> None:
    work, who = building.planned(), building.people()
    mess = building.part(work, "mess")
    with pytest.raises(Refused):
        handing.hand_over(mess, on=TODAY, paper=building.paper(), by=who.labour, at=AT)
    building.whole(work, "mess")
    row = handing.hand_over(mess, on=TODAY, paper=building.paper(), by=who.labour, at=AT)
    assert row.liability_until == date(2028, 3, 2)
    for item in ("kitchen", "water-test", "fire", "power-on", "safety", "guards"):
        handing.say_ready(work, item, is_ready=True, paper=building.paper(), by=who.labour, at=AT)
    found = queries.opening(standing.one(work, TODAY))
    assert [one.component.slug for one in found.blocks if one.is_open] == ["mess"]
    with pytest.raises(Refused):
        handing.say_ready(work, "rooms", is_ready=True, by=who.labour, at=AT)


def test_the_last_part_handed_over_completes_the_work_until_its_liability_ends() -> None:
    work, who = building.planned(), building.people()
    building.whole(work)
    for one in work.components.all():
        handing.hand_over(one, on=TODAY, paper=building.paper(), by=who.labour, at=AT)
    case = building.fresh(work).case
    assert (case.state, standing.one(work, TODAY).why) == ("built", Why.BUILT)
    assert case.due_at is not None
    casework.escalate_overdue(at=case.due_at)
    case.refresh_from_db()
    assert case.state == "over"


def test_the_light_follows_the_forecast_not_the_share() -> None:
    work = building.planned(begins=TODAY - days(100), ends=TODAY + days(100))
    assert standing.one(work, TODAY).light == Light.RED  # nobody measured in a hundred days
    for number, percent in enumerate((40, 50, 60, 70)):
        for one in work.components.all():
            building.measure(work, one.slug, percent, on=TODAY - days(30 - 10 * number))
    found = standing.one(work, TODAY)
    # from the plan's first day to the first measurement it grew evenly: 64.3 points in the ninety days of the window
    assert (found.physical, found.light, found.forecast.on) == (7_000, Light.GREEN, TODAY + days(42))
    # three quarters of the plan's time later nothing more was built
    assert standing.one(work, TODAY + days(31)).why == Why.SILENT


def test_what_is_red_is_told_to_a_review() -> None:
    work, who = building.planned(begins=TODAY - days(100), ends=TODAY + days(100)), building.people()
    row = hindrances.enter(work, Obstacle("land", TODAY - days(60), "कब्ज़ा नहीं"), by=who.agency, at=AT)
    assert row.case.due_at is not None
    found = queries.red_items(TODAY + days(31))
    assert [(one.work.slug, one.case.kind) for one in found] == [
        ("atal-varanasi", "mn_work"),
        ("atal-varanasi", "mn_hindrance"),
    ]
    assert [one.holder.code for one in found if one.holder] == ["works-agency.varanasi", "revenue.adm.varanasi"]


def test_the_night_writes_each_work_once() -> None:
    work = building.planned()
    assert (clockwork.write_standings(TODAY, at=AT), clockwork.write_standings(TODAY, at=AT)) == (1, 0)
    assert Standing.objects.get(work=work).why == Why.SILENT


def test_a_late_work_climbs_and_comes_back_with_a_new_plan() -> None:
    work, who = building.planned(ends=TODAY + days(3), begins=TODAY - days(300)), building.people()
    casework.escalate_overdue(at=AT + days(5))
    case = building.fresh(work).case
    assert case.holder is not None
    assert case.holder.code == "works-circle.varanasi"
    plan = building.propose(building.fresh(work), begins=TODAY - days(300), ends=TODAY + days(200), at=AT + days(6))
    planning.decide(plan, approve=True, by=who.labour, at=AT + days(6))
    case = building.fresh(work).case
    assert case.holder is not None
    assert (case.holder.code, case.level) == ("works-agency.varanasi", 1)


def test_an_order_says_how_many_days_or_how_much() -> None:
    work, who = building.planned(), building.people()
    asked = handing.Order("penalty", TODAY, "शा. 12/2026", "विलंब", days=30)
    with pytest.raises(Refused):
        handing.order(work, asked, paper=building.paper(), by=who.labour, at=AT)
    right = handing.Order("extension", TODAY, "शा. 12/2026", "भूमि विवाद", days=30)
    assert handing.order(work, right, paper=building.paper(), by=who.labour, at=AT).days == 30


def test_the_journal_of_a_work_holds_every_verb() -> None:
    work, who = building.planned(), building.people()
    building.measure(work, "land", 50)
    money.add(work, _step(Stage.SANCTIONED, 100), paper=building.paper(), by=who.labour, at=AT)
    verbs = list(Entry.objects.filter(stream=work.stream).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["enter_work", "propose_plan", "approve_plan", "measure", "add_money"]


def _step(stage: Stage, rupees: int) -> money.Step:
    return money.Step(stage, rupees * 100, TODAY, "शासनादेश 4/2026")


def _flags(visit: object) -> list[Flag]:
    return [Flag(one) for photo in Photo.objects.filter(visit=visit) for one in photo.flags]


def _of_agra() -> Work:
    work = entering.enter(entering.of_site("atal-agra"), by=building.people().head, at=AT)
    return building.fresh(work)


def entering_point(work: Work, place: tuple[float, float]) -> building.PhotoPoint:
    return visiting.set_point(work, "सड़क से", place=place, bearing=10, by=building.people().head, at=AT)
