"""The desk's pages of targets: who sees which place, the drill-down, the forms, files in and out."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.monitoring import room

from shramsetu.lib import clock
from shramsetu.monitoring.reviews import reds
from shramsetu.monitoring.reviews.reds import Reach
from shramsetu.monitoring.targets.actions import freezing, setting, taking
from shramsetu.monitoring.targets.actions.taking import Line, Parcel
from shramsetu.monitoring.targets.models import Achievement, Delivery, TargetSet
from shramsetu.monitoring.targets.views import board, page
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
BOARD = "/desk/monitoring/targets/"
TODAY = room.TODAY


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "today", lambda: TODAY)


def of_post(code: str) -> Client:
    return desk.at_desk(cast.seat(offices.desk(code)).actor)


def begun(**changes: object) -> TargetSet:
    """A target with a week of figures, frozen this morning."""
    one = room.target(**changes)
    for on in room.working(TODAY - timedelta(days=9), TODAY - timedelta(days=1)):
        room.send([(on, 10)], at=clock.moment(on) + timedelta(hours=12))
    freezing.freeze(at=room.midnight(TODAY))
    return one


def test_the_board_says_how_each_target_stands_in_words() -> None:
    begun()
    text = desk.text_of(of_post("labour.lc").get(BOARD))
    assert "प्रधानमंत्री श्रम योगी मानधन" in text
    assert "लाल: " in text
    assert "75,000" in text


def test_an_officer_begins_in_their_own_district_and_sees_no_other() -> None:
    begun()
    client = of_post("labour.leo.kanpur-nagar")
    own, other = places.district(room.KANPUR), places.district(room.AGRA)
    assert "कानपुर नगर" in desk.text_of(client.get(BOARD))
    assert client.get(f"{BOARD}pm-sym/{own.pk}/").status_code == 200
    assert client.get(f"{BOARD}pm-sym/{other.pk}/").status_code == 404
    assert client.get(f"{BOARD}pm-sym/{other.pk}/days/").status_code == 404
    mandal = desk.text_of(client.get(f"{BOARD}pm-sym/{own.parent_id}/"))
    assert f"pm-sym/{own.pk}/" in mandal
    assert "इटावा" not in mandal.partition("जो नहीं आया")[2]


def test_from_the_state_down_to_the_day() -> None:
    begun()
    client, kanpur = of_post("labour.lc"), places.district(room.KANPUR)
    state = desk.text_of(client.get(f"{BOARD}pm-sym/"))
    assert f"{BOARD}pm-sym/{kanpur.parent_id}/" in state
    mandal = desk.text_of(client.get(f"{BOARD}pm-sym/{kanpur.parent_id}/"))
    assert f"{BOARD}pm-sym/{kanpur.pk}/" in mandal
    days = desk.text_of(client.get(f"{BOARD}pm-sym/{kanpur.pk}/days/"))
    last = room.working(TODAY - timedelta(days=9), TODAY - timedelta(days=1))[-1]
    assert f"{BOARD}pm-sym/{kanpur.pk}/days/{last}/" in days
    day = desk.text_of(client.get(f"{BOARD}pm-sym/{kanpur.pk}/days/{last}/"))
    assert "कानपुर नगर" in day
    assert ">10<" in day


def test_late_figures_and_corrections_stand_beside_the_day() -> None:
    begun()
    on = room.working(TODAY - timedelta(days=9), TODAY - timedelta(days=1))[0]
    room.send([(on, 7)], at=room.AT, reason="तीन नाम दो बार थे")
    kanpur = places.district(room.KANPUR)
    client = of_post("labour.lc")
    assert "तीन नाम दो बार थे" in desk.text_of(client.get(f"{BOARD}pm-sym/{kanpur.pk}/days/{on}/"))
    row = next(one for one in page_days(client, kanpur.pk) if one.on == on)
    assert (row.done, row.late, row.corrections) == (7, -3, 1)


def page_days(client: Client, pk: int) -> list[object]:
    return list(client.get(f"{BOARD}pm-sym/{pk}/days/").context["page"].object_list)


def test_a_day_without_a_figure_is_not_zero() -> None:
    begun()
    agra = places.district(room.AGRA)
    text = desk.text_of(of_post("labour.lc").get(f"{BOARD}pm-sym/{agra.pk}/days/{TODAY - timedelta(days=3)}/"))
    assert "यह शून्य नहीं है" in text
    assert of_post("labour.lc").get(f"{BOARD}pm-sym/{agra.pk}/days/2026-13-01/").status_code == 404


def test_the_same_rows_as_a_file_and_on_paper() -> None:
    one = begun()
    client, state = of_post("labour.lc"), places.state()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{BOARD}pm-sym/{state.pk}/file.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (len(rows), rows[1][1]) == (1 + 1 + 18, one.number)
    assert sum(row[1] for row in rows[2:]) == one.number
    assert "75000" in client.get(f"{BOARD}pm-sym/{state.pk}/file.csv").content.decode()
    assert client.get(f"{BOARD}pm-sym/{state.pk}/file.pdf").content.startswith(b"%PDF")
    assert client.get(f"{BOARD}pm-sym/{state.pk}/file.doc").status_code == 404


def test_ranks_stand_within_groups_and_ties_are_said() -> None:
    for on in room.working(TODAY - timedelta(days=9), TODAY - timedelta(days=1)):
        room.send([(on, 10)], at=clock.moment(on) + timedelta(hours=12), lgd=room.AGRA)
    begun()
    text = desk.text_of(of_post("labour.leo.kanpur-nagar").get(f"{BOARD}pm-sym/ranking/"))
    assert "(बराबर)" in text
    assert "नगर निगम वाले और औद्योगिक जनपद" in text
    assert "क्रम नहीं: आँकड़े नहीं" in text


def test_the_ranks_show_an_officer_the_figures_of_no_other_district() -> None:
    begun()
    room.send([(TODAY - timedelta(days=3), 777)], at=room.midnight(TODAY), lgd=room.AGRA)
    freezing.freeze(at=room.midnight(TODAY + timedelta(days=1)))
    path = f"{BOARD}pm-sym/ranking/"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "today", lambda: TODAY + timedelta(days=1))
        whole, own = (desk.text_of(of_post(code).get(path)) for code in ("labour.lc", "labour.leo.kanpur-nagar"))
    assert ("आगरा" in own, "777" in whole, "777" in own) == (True, True, False)


def test_helped_persons_are_never_ranked() -> None:
    room.target(indicator="bonded-helped")
    text = desk.text_of(of_post("labour.lc").get(f"{BOARD}bonded-helped/ranking/"))
    assert "छिपाने या गढ़ने" in text
    assert "<table" not in text


def test_no_map_sets_district_against_district_by_helped_persons() -> None:
    room.target(indicator="bonded-helped")
    room.target()
    client = of_post("labour.lc")
    found = [bool(client.get(f"{BOARD}{slug}/").context["cells"]) for slug in ("pm-sym", "bonded-helped")]
    assert found == [True, False]


def test_other_departments_watch_no_targets() -> None:
    begun()
    client = desk.at_desk(next(cast.seat(post).actor for post in foreign_officers()))
    assert client.get(BOARD).status_code == 404


def foreign_officers() -> list[object]:
    ours = {"labour", "bocw", "uow"}
    return [
        post
        for post in offices.of_role(Role.OFFICER)
        if post.department is not None and post.department.slug not in ours and not post.is_vacant
    ]


def test_an_officer_sees_only_their_districts_rows_of_a_version_and_of_a_day() -> None:
    one, on = begun(), TODAY - timedelta(days=3)
    room.send([(on, 777)], at=room.AT, lgd=room.AGRA)
    own, whole = of_post("labour.leo.kanpur-nagar"), of_post("labour.lc")
    version = f"{BOARD}version/{one.pk}/"
    assert "कानपुर नगर" in desk.text_of(own.get(version))
    assert ("इटावा" in desk.text_of(own.get(version)), "इटावा" in desk.text_of(whole.get(version))) == (False, True)
    day = f"{BOARD}pm-sym/{places.state().pk}/days/{on}/"
    assert ("777" in desk.text_of(own.get(day)), "777" in desk.text_of(whole.get(day))) == (False, True)


def test_a_days_figures_are_shown_to_the_last_one() -> None:
    begun(indicator="e-shram")
    on = TODAY - timedelta(days=3)
    for place in places.districts()[:3]:
        for number, source in enumerate(("asha", "anganwadi", "shops")):
            room.send([(on, number)], at=room.AT, lgd=place.lgd_code or 0, source=source, indicator="e-shram")
    address, client = f"{BOARD}e-shram/{places.state().pk}/days/{on}/", of_post("labour.lc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(board, "FIGURES", 5)
        found = [len(client.get(address, {"page": number}).context["page"].object_list) for number in (1, 2)]
    assert found == [5, 4]


def test_what_is_not_told_yet_is_no_zero_on_the_board() -> None:
    begun()
    begun(indicator="site-visits")
    tiles = {one.indicator.slug: one for one in tiles_of(of_post("labour.lc").get(BOARD))}
    assert (tiles["pm-sym"].today, tiles["site-visits"].today) == (None, 0)
    room.send([(TODAY, 4)], at=room.AT)
    case = cast.complaint()
    cast.report(case)
    tiles = {one.indicator.slug: one for one in tiles_of(of_post("labour.lc").get(BOARD))}
    assert (tiles["pm-sym"].today, tiles["site-visits"].today) == (4, 1)
    agra = {"place": places.district(room.AGRA).pk}
    tiles = {one.indicator.slug: one for one in tiles_of(of_post("labour.lc").get(BOARD, agra))}
    assert (tiles["pm-sym"].today, tiles["pm-sym"].known, tiles["site-visits"].today) == (None, None, 0)


def tiles_of(answer: object) -> list[Any]:
    return [one for _, rows in answer.context["sectors"] for one in rows]  # type: ignore[attr-defined]


def test_a_night_without_a_freeze_is_said_on_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    begun()
    assert "स्थिर नहीं हुए" not in desk.text_of(of_post("labour.lc").get(BOARD))
    monkeypatch.setattr(page, "today", lambda: TODAY + timedelta(days=1))
    assert "स्थिर नहीं हुए" in desk.text_of(of_post("labour.lc").get(BOARD))


def test_what_came_late_is_late_whatever_day_its_sender_writes() -> None:
    begun()
    on = room.working(TODAY - timedelta(days=9), TODAY - timedelta(days=1))[0]
    lines = [Line(1, places.district(room.AGRA).pk, "", on, 30, on)]
    taking.take(Parcel("pm-sym", "api", "late", "", lines), by=room.state_desk(), at=room.AT)
    agra = places.district(room.AGRA).pk
    row = next(one for one in page_days(of_post("labour.lc"), agra) if one.on == on)
    assert (row.done, row.late) == (30, 30)
    day = desk.text_of(of_post("labour.lc").get(f"{BOARD}pm-sym/{agra}/days/{on}/"))
    assert "को पहुँचा" in day


def test_the_red_list_puts_helped_persons_in_no_order_and_leads_to_the_figures() -> None:
    room.target(indicator="bonded-helped", number=7_500)
    last = TODAY - timedelta(days=4)
    room.send([(last, 9)], at=room.midnight(last) + timedelta(hours=12), lgd=room.AGRA, indicator="bonded-helped")
    freezing.freeze(at=room.midnight(TODAY))
    found = reds.mornings(Reach(), TODAY)
    assert [one.share.place.path for one in found] == sorted(one.share.place.path for one in found)
    assert {one.weight for one in reds.red(Reach(), TODAY, at=room.AT)} == {0}
    first = reds.red(Reach(), TODAY, at=room.AT)[0].thing()
    assert first.link == f"{BOARD}bonded-helped/{found[0].share.place_id}/"


# --- setting


def form(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "indicator": "pm-sym",
        "first_on": "2026-10-01",
        "last_on": "2027-03-31",
        "method": "equal",
        "number": "75000",
        "reason": "पत्र 117",
    }
    return {**values, **changes}


def test_a_target_is_previewed_proposed_and_approved_by_another() -> None:
    head, secretary = of_post("labour.lc"), of_post("labour.secretary")
    preview = head.post(f"{BOARD}set/", form())
    assert preview.status_code == 200
    assert "सभी पंक्तियों का जोड़ मिलता है" in desk.text_of(preview)
    assert TargetSet.objects.count() == 0
    head.post(f"{BOARD}set/", form(propose="1"))
    one = TargetSet.objects.get()
    assert "स्वीकृति दूसरा अधिकारी देगा" in desk.text_of(head.get(f"{BOARD}version/{one.pk}/"))
    head.post(f"{BOARD}version/{one.pk}/decide/", {"verb": "approve"})
    one.refresh_from_db()
    assert one.state == "proposed"
    assert "पत्र 117" in desk.text_of(secretary.get(f"{BOARD}version/{one.pk}/"))
    secretary.post(f"{BOARD}version/{one.pk}/decide/", {"verb": "approve"})
    one.refresh_from_db()
    assert one.state == "approved"


def test_a_file_with_each_districts_number_travels_through_the_preview() -> None:
    client = of_post("labour.lc")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["जनपद", "लक्ष्य"], ["आगरा", "14,84,692"], [157, 1000]):
        sheet.append(row)
    sent = io.BytesIO()
    book.save(sent)
    upload = SimpleUploadedFile("lakshya.xlsx", sent.getvalue())
    answer = client.post(f"{BOARD}set/", form(method="given", number="", file=upload))
    rows = answer.context["form"]["rows"].value()
    assert "14,85,692" in desk.text_of(answer)
    assert ("73 जनपद फ़ाइल में नहीं हैं" in desk.text_of(answer), len(answer.context["absent"])) == (True, 73)
    client.post(f"{BOARD}set/", form(method="given", number="", rows=rows, propose="1"))
    one = TargetSet.objects.get()
    assert (one.number, room.share(one, places.district(room.AGRA)).number) == (14_85_692, 14_84_692)


def test_rows_that_somebody_wrote_into_the_page_by_hand_are_no_rows() -> None:
    rows = "² 1:: 157:asha:² 5:x:" + "9" * 30
    answer = of_post("labour.lc").post(f"{BOARD}set/", form(method="given", number="", rows=rows, propose="1"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "संख्या लिखें"),
        ({"reason": ""}, "error"),
        ({"last_on": "2026-09-01"}, "कोई कार्य-दिवस नहीं"),
        ({"method": "given", "number": ""}, "फ़ाइल चुनें"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(changes: dict[str, object], said: str) -> None:
    answer = of_post("labour.lc").post(f"{BOARD}set/", form(propose="1", **changes))
    assert (answer.status_code, said in desk.text_of(answer)) == (422, True)


def test_the_table_to_fill_in_has_every_row() -> None:
    answer = of_post("labour.lc").get(f"{BOARD}set/e-shram.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0].max_row == 1 + 75 * 8


def test_a_target_approved_on_a_day_off_is_named_on_the_board() -> None:
    sunday = date(2026, 11, 15)
    room.target(at=clock.moment(sunday) + timedelta(hours=12))
    assert "पहली सुबह अभी आनी है" in desk.text_of(of_post("labour.lc").get(BOARD))


def test_the_list_shows_what_waits_and_what_is_in_force() -> None:
    begun()
    setting.propose(room.draft(indicator="pm-lvmy"), by=room.head(), at=room.AT)
    text = desk.text_of(of_post("labour.secretary").get(f"{BOARD}proposals/"))
    assert "लघु व्यापारी मानधन" in text
    assert "श्रम योगी" in text


# --- figures from outside

CSV = "\n".join(
    [
        "जनपद,दिन,संख्या,सुधार का कारण",
        "कानपुर नगर,16-11-2026,१२,",
        'Kanpur Nagar,13-11-2026,"1,200",',
        "आगरा,32-11-2026,5,",
        "मंगल ग्रह,16-11-2026,5,",
        "Allahabad,16-11-2026,,",
    ]
)


def sent(text: str, name: str = "pm-sym.csv") -> dict[str, object]:
    return {"indicator": "pm-sym", "file": SimpleUploadedFile(name, text.encode("utf-8-sig"))}


def test_a_file_of_figures_says_what_is_wrong_by_line() -> None:
    client = of_post("labour.lc")
    answer = client.post(f"{BOARD}figures/", sent(CSV), follow=True)
    made = Delivery.objects.get()
    assert (made.rows, made.taken, [line for line, _ in made.faults]) == (5, 2, [4, 5, 6])
    assert [fault.partition(":")[0] for _, fault in made.faults] == [
        "स्तंभ B (दिन)",
        "स्तंभ A (जनपद)",
        "स्तंभ C (संख्या)",
    ]
    assert "मंगल ग्रह कोई जनपद नहीं है" in desk.text_of(answer)
    kanpur = places.district(room.KANPUR)
    assert dict(Achievement.objects.values_list("on", "number")) == {date(2026, 11, 16): 12, date(2026, 11, 13): 1200}
    assert Achievement.objects.filter(place=kanpur).count() == 2


def test_the_same_file_again_counts_nothing_twice() -> None:
    client = of_post("labour.lc")
    client.post(f"{BOARD}figures/", sent(CSV))
    answer = client.post(f"{BOARD}figures/", sent(CSV), follow=True)
    assert (Delivery.objects.count(), Achievement.objects.count()) == (1, 2)
    assert "पहले लिया जा चुका है" in desk.text_of(answer)


def test_every_wrong_cell_of_a_line_is_named_and_every_wrong_line_counted() -> None:
    wrong = "\n".join(["मंगल,कल,ढेर"] * 3)
    answer = of_post("labour.lc").post(f"{BOARD}figures/", sent(f"जनपद,दिन,संख्या\n{wrong}\n"), follow=True)
    made = Delivery.objects.get()
    assert (made.rows, made.taken, made.wrong, len(made.faults)) == (3, 0, 3, 9)
    assert desk.text_of(answer).count("स्तंभ C (संख्या)") == 3


def test_a_file_is_taken_again_on_the_day_that_it_tells() -> None:
    client, ahead = of_post("labour.lc"), TODAY + timedelta(days=1)
    text = f"जनपद,दिन,संख्या\n157,{TODAY:%d-%m-%Y},5\n157,{ahead:%d-%m-%Y},6\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: room.AT)
        client.post(f"{BOARD}figures/", sent(text))
        patch.setattr(page, "today", lambda: ahead)
        patch.setattr(timezone, "now", lambda: room.AT + timedelta(days=1))
        client.post(f"{BOARD}figures/", sent(text))
    first, second = Delivery.objects.order_by("pk")
    assert (first.taken, first.wrong, second.taken, second.same, second.wrong) == (1, 1, 1, 1, 0)


def test_one_file_of_all_districts_is_taken_from_each_office_for_its_own() -> None:
    text = "जनपद,दिन,संख्या\nआगरा,13-11-2026,5\n157,13-11-2026,6\n"
    for code in ("labour.leo.kanpur-nagar", "labour.leo.agra"):
        answer = of_post(code).post(f"{BOARD}figures/", sent(text), follow=True)
        assert answer.status_code == 200
    assert dict(Achievement.objects.values_list("place__lgd_code", "number")) == {room.AGRA: 5, room.KANPUR: 6}


def test_a_board_is_asked_for_its_own_figures_alone() -> None:
    client = of_post("bocw.board-secretary")
    upload = {"indicator": "inspections", "file": SimpleUploadedFile("a.csv", b"x")}
    answer = client.post(f"{BOARD}figures/", upload)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["indicator"])
    assert client.get(f"{BOARD}figures/inspections.xlsx").status_code == 404
    assert client.get(f"{BOARD}figures/bocw-awareness.xlsx").status_code == 200


def test_an_officer_reports_for_their_own_district_alone() -> None:
    client = of_post("labour.leo.kanpur-nagar")
    client.post(f"{BOARD}figures/", sent("जनपद,दिन,संख्या\nआगरा,13-11-2026,5\n157,13-11-2026,6\n"))
    made = Delivery.objects.get()
    assert (made.taken, len(made.faults)) == (1, 1)
    assert "आपके कार्यालय का जनपद नहीं" in made.faults[0][1]
    assert of_post("labour.leo.agra").get(f"{BOARD}figures/{made.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 not a book", "पढ़ी जा सकने वाली"),
        (b"\xff\xfe\x00", "पढ़ी जा सकने वाली"),
        ("क,ख\n1,2\n".encode(), "शीर्षक नहीं मिले"),
        (b"", "error"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    upload = {"indicator": "pm-sym", "file": SimpleUploadedFile("x.csv", content)}
    answer = of_post("labour.lc").post(f"{BOARD}figures/", upload)
    assert (answer.status_code, said in desk.text_of(answer)) == (422, True)


def test_the_table_of_figures_comes_back_as_it_went_out() -> None:
    client = of_post("labour.lc")
    content = client.get(f"{BOARD}figures/e-shram.xlsx").content
    client.post(f"{BOARD}figures/", {"indicator": "e-shram", "file": SimpleUploadedFile("t.xlsx", content)})
    made = Delivery.objects.get()
    assert [line for line, _ in made.faults] == [2]


def typed(**changes: object) -> dict[str, object]:
    kanpur = places.district(room.KANPUR)
    values = {
        "indicator": "inspections",
        "district": kanpur.pk,
        "on": "2026-11-16",
        "number": "4",
        "proof": "रजिस्टर 3, पृष्ठ 12",
    }
    return {**values, **changes}


def test_one_figure_by_hand_names_its_proof_and_is_marked() -> None:
    client = of_post("labour.leo.kanpur-nagar")
    client.post(f"{BOARD}figures/typed/", typed())
    again = client.post(f"{BOARD}figures/typed/", typed(), follow=True)
    row = Achievement.objects.get()
    assert (row.number, row.delivery.origin, row.delivery.name) == (4, "typed", "रजिस्टर 3, पृष्ठ 12")
    assert "हाथ से लिखा" in desk.text_of(again)


def test_a_figure_by_hand_that_corrects_asks_for_its_reason_and_loses_nothing() -> None:
    client = of_post("labour.leo.kanpur-nagar")
    client.post(f"{BOARD}figures/typed/", typed())
    answer = client.post(f"{BOARD}figures/typed/", typed(number="6"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])
    assert 'value="6"' in desk.text_of(answer)
    assert (Delivery.objects.count(), Achievement.objects.count()) == (1, 1)
    client.post(f"{BOARD}figures/typed/", typed(number="6", reason="दो और हुए"))
    assert Achievement.objects.get(revision=2).number == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"proof": ""}, "proof"),
        ({"number": "-1"}, "number"),
        ({"indicator": "e-shram"}, "source"),
        ({"indicator": "bocw-registrations"}, "indicator"),
        ({"district": "1"}, "district"),
    ],
)
def test_a_figure_by_hand_is_whole(changes: dict[str, object], field: str) -> None:
    answer = of_post("labour.leo.kanpur-nagar").post(f"{BOARD}figures/typed/", typed(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


# --- as many queries for many as for one


def test_the_board_asks_as_much_for_two_targets_as_for_one() -> None:
    client = of_post("labour.lc")
    begun()
    one = desk.queries_of(client, BOARD)
    begun(indicator="pm-lvmy")
    begun(indicator="inspections")
    assert desk.queries_of(client, BOARD) == one
    begun(indicator="site-visits")
    assert desk.queries_of(client, BOARD) == one + 1  # the platform's own counter, asked for today


def test_a_target_asks_the_same_for_any_number_of_rows() -> None:
    client = of_post("labour.lc")
    begun()
    begun(indicator="e-shram")
    few, many = (desk.queries_of(client, f"{BOARD}{slug}/") for slug in ("pm-sym", "e-shram"))
    assert few == many
    assert desk.queries_of(client, f"{BOARD}pm-sym/ranking/") <= few + 2
