"""The pages of buildings: who sees and writes what, and what everybody sees."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.monitoring.works import building
from tests.monitoring.works.building import AT, TODAY, days

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works.actions import defects, entering, handing, hindrances, money
from shramsetu.monitoring.works.actions.hindrances import Obstacle
from shramsetu.monitoring.works.models import Measurement, Plan, Work
from shramsetu.monitoring.works.records import MoneyRow, Photo, PhotoPoint, Visit
from shramsetu.monitoring.works.rules.flags import Flag
from shramsetu.monitoring.works.rules.money import Stage
from shramsetu.offices.models import User

pytestmark = pytest.mark.django_db
DESK = "/desk/monitoring/works/"


def page(code: str) -> Client:
    return as_(building.by(code))


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_school_is_entered_from_the_list_by_one_press() -> None:
    labour = page("labour.alc.varanasi")
    assert "अटल आवासीय विद्यालय, वाराणसी मंडल" in text(labour, DESK)
    answer = labour.post(f"{DESK}enter/", {"site": "atal-varanasi"})
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}atal-varanasi/")
    assert Work.objects.get().case.kind == "mn_work"
    assert labour.post(f"{DESK}enter/", {"site": "atal-agra"}).status_code == 403
    assert labour.post(f"{DESK}enter/", {"site": "atal-nowhere"}).status_code == 404


def test_another_building_is_entered_with_its_own_parts() -> None:
    labour = page("labour.alc.varanasi")
    given = {
        "title_hi": "श्रम कार्यालय भवन",
        "title_en": "Labour office building",
        "slug": "labour-office-varanasi",
        "district": "187",
        "parts": "* मुख्य भवन; Main building; 70\nसड़क; Road; ३०",
    }
    assert labour.post(f"{DESK}new/", {**given, "parts": "मुख्य भवन"}).status_code == 422
    assert labour.post(f"{DESK}new/", given).status_code == 302
    work = Work.objects.get()
    assert [(one.slug, one.weight, one.is_block) for one in work.components.order_by("seq")] == [
        ("main-building", 70, True),
        ("road", 30, False),
    ]


def test_the_page_of_a_work_shows_curve_money_and_what_stands_in_the_way() -> None:
    full()
    shown = text(as_(building.people().agency), f"{DESK}atal-varanasi/")
    for words in ("भूमि का कब्ज़ा", "शासनादेश 4/2026", "छात्र छात्रावास", "<svg"):
        assert words in shown
    assert shown.count('class="line line-') >= 2


def test_a_page_costs_as_many_questions_for_many_rows_as_for_one() -> None:
    full()
    client = page("labour.lc")
    text(client, DESK)  # what is kept in memory is there
    one = asked(client, DESK)
    other = entering.enter(entering.of_site("atal-agra"), by=building.people().head, at=AT)
    entering.enter(entering.of_site("atal-lucknow"), by=building.people().head, at=AT)
    assert other.pk
    assert asked(client, DESK) == one
    assert asked(Client(), "/nirman/") <= one
    table = asked(Client(), "/nirman/works.csv")
    entering.enter(entering.of_site("atal-gonda"), by=building.people().head, at=AT)
    assert asked(Client(), "/nirman/works.csv") == table


def test_the_page_of_a_work_costs_as_many_questions_for_many_rows_as_for_one() -> None:
    work, who = full(), building.people()
    defects.find(building.part(work, "mess"), "दरार", on=TODAY, is_grave=False, by=who.dm, at=AT)
    handing.say_ready(work, "fire", is_ready=True, paper=building.paper(), by=who.labour, at=AT)
    desk, addresses = as_(who.labour), (f"{DESK}{work.slug}/", f"{DESK}{work.slug}/photos/")
    for address in addresses:
        text(desk, address)
    before = [asked(desk, one) for one in addresses], asked(Client(), f"/nirman/{work.slug}/")
    for number, kind in enumerate(("poles", "trees", "court"), 2):
        hindrances.enter(work, Obstacle(kind, TODAY, "बाधा"), by=who.agency, at=AT)
        defects.find(building.part(work, "academic"), f"कमी {number}", on=TODAY, is_grave=False, by=who.dm, at=AT)
        building.visit(work, (PhotoPoint.objects.get(), number), at=AT + days(number))
        building.measure(work, "mess", number, on=TODAY - days(10 - number))
        money.add(work, money.Step(Stage.RELEASED, number, TODAY, "5"), paper=building.paper(), by=who.labour, at=AT)
        handing.say_ready(work, "beds", is_ready=True, paper=building.paper(), by=who.labour, at=AT)
    assert ([asked(desk, one) for one in addresses], asked(Client(), f"/nirman/{work.slug}/")) == before


def test_sheets_are_written_by_their_side_alone() -> None:
    building.planned()
    agency, labour = page("works-agency.varanasi"), page("labour.alc.varanasi")
    given = {"part": "academic", "percent": "25.5", "on": str(clock.day(AT)), "note": ""}
    assert agency.post(f"{DESK}atal-varanasi/write/measure/", given).status_code == 302
    assert Measurement.objects.get().done == 2_550
    assert agency.get(f"{DESK}atal-varanasi/write/handover/").status_code == 403
    assert labour.get(f"{DESK}atal-varanasi/write/handover/").status_code == 200
    assert page("works-agency.agra").get(f"{DESK}atal-varanasi/").status_code == 404
    assert page("dm.varanasi").get(f"{DESK}atal-varanasi/write/measure/").status_code == 403
    assert agency.get(f"{DESK}atal-varanasi/write/nothing/").status_code == 404


def test_every_sheet_opens_and_says_what_is_missing() -> None:
    building.planned()
    clients = {"agency": page("works-agency.varanasi"), "labour": page("labour.alc.varanasi")}
    for sheet in ("measure", "money", "hindrance", "defect", "plan", "point"):
        assert clients["agency"].get(f"{DESK}atal-varanasi/write/{sheet}/").status_code == 200
        assert clients["agency"].post(f"{DESK}atal-varanasi/write/{sheet}/", {}).status_code == 422
    for sheet in ("handover", "ready", "order"):
        assert clients["labour"].post(f"{DESK}atal-varanasi/write/{sheet}/", {}).status_code == 422


def test_a_plan_is_proposed_and_approved_on_pages_by_two_persons() -> None:
    building.entered()
    given = {
        "reason": "प्रथम योजना",
        "on_1": "2026-03-01",
        "share_1": "0",
        "on_2": "2026-09-01",
        "share_2": "60",
        "on_3": "2027-03-01",
        "share_3": "100",
    }
    assert page("works-agency.varanasi").post(f"{DESK}atal-varanasi/write/plan/", given).status_code == 302
    labour = page("labour.alc.varanasi")
    assert "प्रथम योजना" in text(labour, f"{DESK}atal-varanasi/plan/1/")
    assert labour.post(f"{DESK}atal-varanasi/plan/1/", {"approve": "no", "remark": ""}).status_code == 422
    assert labour.post(f"{DESK}atal-varanasi/plan/1/", {"approve": "yes", "remark": ""}).status_code == 302
    assert Plan.objects.get().state == "approved"


def test_money_and_measurements_are_corrected_on_pages() -> None:
    work = full()
    labour, agency = page("labour.alc.varanasi"), page("works-agency.varanasi")
    row = MoneyRow.objects.filter(stage="released").get()
    address = f"{DESK}{work.slug}/money/{row.pk}/"
    assert agency.post(address, {"reason": "दो बार"}).status_code == 403
    assert labour.post(address, {"reason": "दो बार"}).status_code == 302
    wrong = Measurement.objects.order_by("pk")[0]
    assert "सुधार" in text(agency, f"{DESK}{work.slug}/measured/{wrong.pk}/")
    answer = agency.post(f"{DESK}{work.slug}/measured/{wrong.pk}/", {"percent": "5", "reason": "गलत गिना"})
    assert answer.status_code == 302
    assert Measurement.objects.filter(corrects=wrong, done=500).exists()


def test_a_visit_without_the_phones_place_is_flagged_not_refused() -> None:
    work = building.planned()
    spot = building.point(work)
    agency = page("works-agency.varanasi")
    assert 'capture="environment"' in text(agency, f"{DESK}atal-varanasi/visit/")
    now = timezone.now()
    given = {"visitor": "ee", "notes": "काम चल रहा है", f"photo_{spot.number}": building.picture(1, taken=now)}
    assert agency.post(f"{DESK}atal-varanasi/visit/", given).status_code == 302
    assert Photo.objects.get().flags == [Flag.NO_POSITION]
    told = {**given, "lat": "25.222", "lon": "82.884", f"photo_{spot.number}": building.picture(2, taken=now)}
    assert agency.post(f"{DESK}atal-varanasi/visit/", told).status_code == 302
    assert Photo.objects.order_by("-pk")[0].flags == []
    assert agency.post(f"{DESK}atal-varanasi/visit/", {"visitor": "ee"}).status_code == 422
    false = SimpleUploadedFile("site.jpg", b"no picture", content_type="image/jpeg")
    assert agency.post(f"{DESK}atal-varanasi/visit/", {**given, "photo_1": false}).status_code == 422
    assert Visit.objects.count() == 2
    assert set(Photo.objects.values_list("file__name", flat=True)) == {"site.jpg"}


def test_photographs_stand_by_point_and_one_is_taken_out_of_the_public_page() -> None:
    work = full()
    photo = Photo.objects.get()
    agency = page("works-agency.varanasi")
    assert f"/files/{photo.file_id}/" in text(agency, f"{DESK}{work.slug}/photos/")
    assert f"/files/{photo.file_id}/" in text(Client(), f"/nirman/{work.slug}/")
    assert opened(Client(), photo.file_id) == 200
    answer = agency.post(f"{DESK}{work.slug}/photos/{photo.pk}/hide/", {"reason": "मज़दूर का चेहरा"})
    assert answer.status_code == 302
    assert opened(Client(), photo.file_id) == 404
    assert opened(agency, photo.file_id) == 200
    assert f"/files/{photo.file_id}/" not in text(Client(), f"/nirman/{work.slug}/")
    again = f"{DESK}{work.slug}/photos/{photo.pk}/show/"
    assert agency.post(again).status_code == 403  # taken out for a reason: the department alone puts it back
    assert page("labour.alc.varanasi").post(again).status_code == 302
    assert opened(Client(), photo.file_id) == 200


def test_a_photograph_is_for_the_desk_until_somebody_says_that_nobody_is_seen_on_it() -> None:
    work = building.planned()
    building.visit(work, (building.point(work), 1), nobody_seen=False)
    photo, agency = Photo.objects.get(), page("works-agency.varanasi")
    assert (opened(Client(), photo.file_id), opened(agency, photo.file_id)) == (404, 200)
    small = f"{photo.file_id}/small"
    assert (opened(Client(), small), opened(agency, small)) == (404, 200)
    assert "पहचाना नहीं" in text(agency, f"{DESK}{work.slug}/photos/")
    assert page("dm.varanasi").post(f"{DESK}{work.slug}/photos/{photo.pk}/show/").status_code == 403
    assert agency.post(f"{DESK}{work.slug}/photos/{photo.pk}/show/").status_code == 302
    assert (opened(Client(), photo.file_id), Photo.objects.get().hidden_why) == (200, "")


def test_a_point_that_was_fixed_wrongly_is_asked_no_more() -> None:
    work = full()
    agency, address = page("works-agency.varanasi"), f"{DESK}atal-varanasi/points/1/retire/"
    assert page("dm.varanasi").post(address, {"reason": "दीवार"}).status_code == 403
    assert agency.post(address, {"reason": "सामने दीवार बन गई"}).status_code == 302
    assert "photo_1" not in text(agency, f"{DESK}{work.slug}/visit/")
    assert f"/files/{Photo.objects.get().file_id}/" in text(agency, f"{DESK}{work.slug}/photos/")
    assert agency.post(address, {"reason": "फिर"}).status_code == 404


def test_papers_of_the_money_are_for_the_desk_alone() -> None:
    full()
    paper = MoneyRow.objects.order_by("pk")[0].file_id
    assert opened(Client(), paper) == 404
    assert opened(page("labour.alc.varanasi"), paper) == 200
    assert opened(page("labour.alc.agra"), paper) == 404
    assert opened(page("labour.alc.varanasi"), f"{paper}/small") == 404  # no picture


def test_the_public_page_names_no_officer_and_no_remark() -> None:
    work = full()
    shown = text(Client(), f"/nirman/{work.slug}/")
    for actor in vars(building.people()).values():
        assert User.objects.get(pk=actor.user_id).name_hi not in shown
    for secret in ("काम चल रहा है", "तीन परिवार", "शासनादेश 4/2026"):
        assert secret not in shown
    assert "भूमि का कब्ज़ा" in shown


def test_each_side_is_offered_its_own_steps_alone() -> None:
    work = full()
    agency, labour = page("works-agency.varanasi"), page("labour.alc.varanasi")
    rows = [f"/money/{row.pk}/" for row in MoneyRow.objects.all()]
    assert [row in text(labour, f"{DESK}{work.slug}/") for row in rows] == [True, True]
    assert [row in text(agency, f"{DESK}{work.slug}/") for row in rows] == [False, False]
    assert 'value="sanctioned"' not in text(agency, f"{DESK}{work.slug}/write/money/")
    assert 'value="spent"' not in text(labour, f"{DESK}{work.slug}/write/money/")
    assert 'value="dm"' not in text(agency, f"{DESK}{work.slug}/visit/")
    assert 'value="dm"' in text(page("dm.varanasi"), f"{DESK}{work.slug}/visit/")


def test_the_first_level_of_the_department_looks_and_does_not_sanction() -> None:
    work, leo = full(), page("labour.leo.varanasi")
    assert leo.get(f"{DESK}{work.slug}/visit/").status_code == 200
    assert leo.get(f"{DESK}{work.slug}/write/money/").status_code == 403
    assert leo.post(f"{DESK}enter/", {"site": "atal-varanasi"}).status_code == 403


def test_a_plan_of_which_half_a_line_is_missing_is_not_taken() -> None:
    building.entered()
    given = {"reason": "योजना", "on_1": "2026-03-01", "share_1": "0", "on_2": "2027-03-01", "share_2": "100"}
    address = f"{DESK}atal-varanasi/write/plan/"
    agency = page("works-agency.varanasi")
    assert agency.post(address, {**given, "on_3": "2027-04-01"}).status_code == 422
    assert agency.post(address, {**given, "share_3": "50"}).status_code == 422
    assert agency.post(address, given).status_code == 302


def test_what_was_announced_is_shown_until_a_sanction_is_entered() -> None:
    building.entered()
    assert "₹ 66,54,00,000" in text(Client(), "/nirman/atal-varanasi/")
    work, who = building.fresh(Work.objects.get()), building.people()
    step = money.Step(Stage.SANCTIONED, 70_000_000_000, TODAY, "4/2026")
    money.add(work, step, paper=building.paper(), by=who.labour, at=AT)
    shown = text(Client(), "/nirman/atal-varanasi/")
    assert ("₹ 66,54,00,000" in shown, "₹ 70,00,00,000" in shown) == (False, True)


def test_what_is_not_public_is_not_there() -> None:
    work = full()
    Work.objects.filter(pk=work.pk).update(is_public=False)
    assert Client().get(f"/nirman/{work.slug}/").status_code == 404
    assert work.title_hi not in text(Client(), "/nirman/")


def test_the_open_data_hold_every_public_work() -> None:
    full()
    lines = Client().get("/nirman/works.csv").content.decode().lstrip("\ufeff").splitlines()
    rows = list(csv.DictReader(lines))
    assert [(row["slug"], row["hindrances_open"]) for row in rows] == [("atal-varanasi", "1")]


def test_a_hindrance_is_answered_from_the_case_page() -> None:
    full()
    case = Case.objects.get(kind="mn_hindrance")
    owner = page("revenue.adm.varanasi")
    shown = text(owner, f"/desk/case/{case.number}/")
    assert "भूमि का कब्ज़ा" in shown
    given = {"seen": case.revision, "on": str(TODAY), "note": "कब्ज़ा दिलाया"}
    assert owner.post(f"/desk/case/{case.number}/step/report/", given).status_code == 302
    case.refresh_from_db()
    assert case.state == "reported"
    assert "कब्ज़ा दिलाया" not in text(Client(), "/nirman/atal-varanasi/")


def test_who_holds_a_hindrance_sees_its_work_and_nothing_else() -> None:
    full()
    entering.enter(entering.of_site("atal-agra"), by=building.people().head, at=AT)
    hindrances.enter(
        Work.objects.get(slug="atal-varanasi"), Obstacle("poles", TODAY, "खंभे"), by=building.people().agency, at=AT
    )
    power = page("works-power.varanasi")
    shown = text(power, DESK)
    assert ("वाराणसी मंडल" in shown, "आगरा मंडल" in shown) == (True, False)
    assert power.get(f"{DESK}atal-varanasi/write/measure/").status_code == 403


def full() -> Work:
    """The school of Varanasi with a little of everything."""
    work, who = building.planned(), building.people()
    building.measure(work, "academic", 30, on=TODAY - days(20))
    building.measure(work, "academic", 40)
    steps = ((Stage.SANCTIONED, 500), (Stage.RELEASED, 300))
    for stage, rupees in steps:
        step = money.Step(stage, rupees * 100, TODAY, "शासनादेश 4/2026")
        money.add(work, step, paper=building.paper(), by=who.labour, at=AT)
    hindrances.enter(work, Obstacle("land", TODAY - days(9), "तीन परिवार बसे हैं"), by=who.agency, at=AT)
    building.visit(work, (building.point(work), 1))
    return building.fresh(work)


def opened(client: Client, file: object) -> int:
    """Ask for a paper or photograph, read it to its end, and return the answer's status."""
    answer = client.get(f"/files/{file}/")
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        text(client, address)
    return len(caught)
