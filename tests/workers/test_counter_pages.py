"""A service centre registers a worker; the receipt says who filed and the official fee."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.workers import applying as apply
from tests.workers import room

from shramsetu.casework import timeline
from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role
from shramsetu.places.models import Place
from shramsetu.workers.actions import boards, service
from shramsetu.workers.models import Fee, Outage, Pair, Worker

pytestmark = pytest.mark.django_db
POSTED = {
    "board": "bocw",
    "trade": "masonry",
    "years": "3",
    "name": "रामदेव निषाद",
    "relation": "father",
    "parent": "शिवचरण निषाद",
    "sex": "man",
    "born_on": "1988-04-02",
    "phone": "99999 00301",
    "district": str(cast.KANPUR),
    "address": "ग्राम बिठूर",
    "aadhaar": "2345 6789 0124",
    "employer_1": "शर्मा बिल्डर्स",
    "first_1": "2026-05-01",
    "last_1": "2026-08-31",
    "days_1": "96",
    "proof_1": "certificate",
    "ifsc": "sbin0000123",
    "account_number": "30451122334",
    "account_again": "3045 1122 334",
    "nominee_name": "सीता देवी",
    "nominee_kin": "पत्नी",
    "member_1": "पूजा",
    "kin_1": "daughter",
    "filer": "रवि जन सेवा केंद्र",
    "reference": "RAJ-1",
    "declared": "on",
    "idempotency_key": "k1",
}


def centre() -> Actor:
    return cast.seat(Post.objects.get(code="service-centre.kanpur-nagar")).actor


def registered() -> Case:
    client = desk.at_desk(centre())
    answer = client.post("/desk/workers/new/", POSTED)
    assert answer.status_code == 302, desk.text_of(answer)
    return Case.objects.get(kind="wk_registration")


def test_the_form_opens_for_who_files() -> None:
    page = desk.at_desk(centre()).get("/desk/workers/new/")
    assert page.status_code == 200
    assert "राजमिस्त्री" in desk.text_of(page)


def test_a_centre_registers_and_sees_what_it_filed() -> None:
    case = registered()
    worker = Worker.objects.get()
    assert (worker.phone, worker.aadhaar_last_four, worker.family is not None) == ("+919999900301", "0124", True)
    page = desk.text_of(desk.at_desk(centre()).get(f"/desk/workers/sent/{case.number}/"))
    assert "₹ 80" in page.replace("\u00a0", " ")
    assert "RAJ-1" in page
    assert desk.at_desk(centre()).get(f"/desk/workers/{worker.number}/").status_code == 200


def test_what_is_wrong_is_told_all_at_once() -> None:
    wrong = {**POSTED, "years": "4", "account_again": "1", "born_on": "", "pin": "12", "days_1": "300", "aadhaar": "1"}
    answer = desk.at_desk(centre()).post("/desk/workers/new/", wrong)
    page = desk.text_of(answer)
    assert answer.status_code == 422
    for field in ("years", "account_again", "born_on", "pin", "days_1", "aadhaar"):
        assert f'id="id_{field}_error"' in page
    assert Worker.objects.count() == 0


def test_an_aadhaar_number_of_another_application_is_told_at_its_box_and_in_the_list_by_its_name() -> None:
    registered()
    other = {"name": "कमला देवी", "parent": "रामलाल", "sex": "woman", "born_on": "1991-01-09", "phone": "99999 00777"}
    told = {**POSTED, **other, "reference": "RAJ-2", "idempotency_key": "k2", "likely_seen": "yes"}
    answer = desk.at_desk(centre()).post("/desk/workers/new/", told)
    page = desk.text_of(answer)
    said = "इस आधार नंबर पर एक आवेदन पहले से निर्णय के लिए लंबित है। अंक मिलाइए।"
    assert (answer.status_code, page.count(said), "इस श्रमिक का" in page) == (422, 2, False)
    assert f'<a href="#id_aadhaar">आधार नंबर · {said}' in page
    assert 'id="id_aadhaar_error"' in page
    assert "2345 6789 0124" not in page
    assert "यह नंबर पन्ने पर नहीं रखा जाता: इसे फिर से लिखिए।" in page


def test_a_number_that_the_page_does_not_keep_is_asked_for_again_and_an_empty_box_is_not() -> None:
    again = "यह नंबर पन्ने पर नहीं रखा जाता: इसे फिर से लिखिए।"
    client = desk.at_desk(centre())
    asked = [
        again in desk.text_of(client.post("/desk/workers/new/", {**POSTED, "name": "", "aadhaar": typed}))
        for typed in (POSTED["aadhaar"], "")
    ]
    assert asked == [True, False]


def test_papers_lie_with_the_case() -> None:
    paper = SimpleUploadedFile("praman.pdf", cast.PAPER, content_type="application/pdf")
    desk.at_desk(centre()).post("/desk/workers/new/", {**POSTED, "certificate": paper})
    case = Case.objects.get(kind="wk_registration")
    assert Attachment.objects.get().stream == case.stream


def test_who_may_be_registered_already_is_shown_once_and_noted_for_the_steward() -> None:
    room.worker(name="Ramdev Nishad", parent="Shivcharan Nishad", phone="+919999900301")
    client = desk.at_desk(centre())
    first = client.post("/desk/workers/new/", POSTED)
    assert first.status_code == 200
    assert "Shivcharan" not in desk.text_of(first)
    assert Case.objects.filter(kind="wk_registration").count() == 0
    again = {**POSTED, "likely_seen": "yes", "idempotency_key": "k2"}
    assert client.post("/desk/workers/new/", again).status_code == 302
    assert Pair.objects.count() == 1


@pytest.mark.parametrize("size", ["a5", "a4", "80mm"])
def test_the_receipt_is_a_pdf_in_each_size(size: str) -> None:
    case = registered()
    answer = desk.at_desk(centre()).get(f"/desk/workers/sent/{case.number}/receipt/?size={size}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_fee_may_be_noted_later_and_once() -> None:
    client = desk.at_desk(centre())
    client.post("/desk/workers/new/", {**POSTED, "reference": ""})
    case = Case.objects.get(kind="wk_registration")
    for _ in range(2):
        client.post(f"/desk/workers/sent/{case.number}/pay/", {"reference": "utr 77"})
    assert [(one.reference, one.paise) for one in Fee.objects.all()] == [("UTR 77", 8000)]


def test_the_case_page_shows_work_and_fee_to_its_holder() -> None:
    page = desk.text_of(desk.holder(registered()).get(f"/desk/case/{Case.objects.get(kind='wk_registration').number}/"))
    assert "शर्मा बिल्डर्स" in page
    assert "RAJ-1" in page
    assert "30451122334" not in page


def test_another_centre_sees_nothing_of_it() -> None:
    case = registered()
    other = cast.seat(Post.objects.get(code="service-centre.agra")).actor
    assert desk.at_desk(other).get(f"/desk/workers/sent/{case.number}/").status_code == 404
    assert desk.at_desk(other).get(f"/desk/workers/{Worker.objects.get().number}/").status_code == 404


@pytest.mark.parametrize("tab", ["", "work/", "family/", "fees/", "history/"])
def test_each_tab_of_a_worker_opens_within_its_budget(tab: str) -> None:
    worker = room.worker(aadhaar=room.AADHAAR)
    boards.admit(worker, "bocw", years=3, on=room.TODAY, by=room.registrar(), at=room.AT)
    assert desk.queries_of(desk.at_desk(room.registrar()), f"/desk/workers/{worker.number}/{tab}") <= 22


def holds_the_phone(page: str) -> bool:
    return "9999900301" in page.replace(" ", "").replace("\u00a0", "")


def test_the_phone_is_masked_for_all_and_shown_to_the_registrar_for_a_reason_that_is_written_down() -> None:
    worker = room.worker()
    there = f"/desk/workers/{worker.number}/"
    registrar, operator = desk.at_desk(room.registrar()), desk.of_role(Role.OPERATOR)
    pages = [desk.text_of(one.get(there)) for one in (registrar, operator)]
    assert [(holds_the_phone(page), "99XXXXXX01" in page, f"{there}phone/" in page) for page in pages] == [
        (False, True, True),
        (False, True, False),
    ]
    asked, short = registrar.get(f"{there}phone/"), registrar.post(f"{there}phone/", {"reason": "देखना"})
    assert (short.status_code, holds_the_phone(desk.text_of(asked) + desk.text_of(short))) == (422, False)
    assert not Entry.objects.filter(verb="reveal").exists()
    shown = registrar.post(f"{there}phone/", {"reason": "काम के दिन पूछने के लिए"})
    assert holds_the_phone(desk.text_of(shown))
    assert Entry.objects.filter(stream=f"reads:{worker.stream}", verb="reveal").count() == 1
    assert operator.post(f"{there}phone/", {"reason": "काम के दिन पूछने के लिए"}).status_code == 403
    elsewhere = desk.at_desk(room.registrar(Place.objects.get(kind="district", name_en="Lucknow")))
    assert elsewhere.post(f"{there}phone/", {"reason": "काम के दिन पूछने के लिए"}).status_code == 404


def test_a_look_is_written_down_once_an_hour() -> None:
    worker = room.worker()
    client = desk.at_desk(room.registrar())
    for _ in range(2):
        client.get(f"/desk/workers/{worker.number}/")
    assert Entry.objects.filter(stream=f"reads:{worker.stream}").count() == 1


def test_a_counter_renews() -> None:
    worker = room.worker()
    boards.admit(worker, "bocw", years=1, on=date(2026, 1, 5), by=room.registrar(), at=room.AT)
    client = desk.at_desk(room.clerk())
    assert client.get(f"/desk/workers/{worker.number}/renew/bocw/").status_code == 200
    answer = client.post(f"/desk/workers/{worker.number}/renew/bocw/", {"years": "2", "reference": "RAJ-9"})
    assert answer.status_code == 302
    assert str(worker.memberships.get().paid_until) == "2029-01-04"


def test_a_renewal_opened_before_an_outage_costs_nobody_the_days_of_the_outage() -> None:
    worker, at = room.worker(), timezone.now()
    today = clock.day(at)
    boards.admit(worker, "bocw", years=1, on=today - timedelta(days=900), by=room.registrar(), at=room.AT)
    worker.memberships.update(paid_until=clock.years_from(today, -1) - timedelta(days=1))  # since yesterday revivable
    client = desk.at_desk(room.clerk())
    there = f"/desk/workers/{worker.number}/renew/bocw/"
    client.get(there)
    session = client.session
    session["wk_renewal"] = {**session["wk_renewal"], "at": (at - timedelta(days=2)).isoformat()}
    session.save()
    service.declare(at - timedelta(days=1), at - timedelta(hours=1), reason="", by=room.clerk(), at=at)
    answer = client.post(there, {"years": "1", "reference": "RAJ-9"})
    assert (answer.status_code, answer["Location"].endswith("/fees/")) == (302, True)
    assert worker.memberships.get().paid_until == today - timedelta(days=1)


def test_a_head_declares_an_outage() -> None:
    client = desk.of_role(Role.HEAD)
    client.post(
        "/desk/workers/outages/",
        {"from_at": "2026-11-01T10:00", "to_at": "2026-11-01T18:00", "reason": "कोषागार बंद"},
    )
    assert Outage.objects.get().reason == "कोषागार बंद"
    assert "कोषागार बंद" in desk.text_of(client.get("/desk/workers/outages/"))


def test_the_order_of_a_refusal_is_a_pdf() -> None:
    from tests.workers.test_registration import refused  # noqa: PLC0415

    case = apply.sent()
    refused(case)
    answer = desk.at_desk(room.registrar()).get(f"/desk/workers/sent/{case.number}/order/")
    assert answer["Content-Type"] == "application/pdf"


def test_a_counter_prints_the_card_of_who_is_registered_and_of_nobody_else() -> None:
    worker = room.worker()
    client = desk.at_desk(room.clerk())
    boards.admit(worker, "bocw", years=3, on=date(2026, 1, 5), by=room.registrar(), at=room.AT)
    answer = client.post(f"/desk/workers/{worker.number}/card/bocw/")
    assert answer.content.startswith(b"%PDF")
    worker.memberships.update(paid_until=date(2026, 2, 1))
    assert client.post(f"/desk/workers/{worker.number}/card/bocw/").status_code == 302


def test_who_comes_to_a_centre_with_number_and_phone_is_served_there() -> None:
    membership = boards.admit(room.worker(), "bocw", years=1, on=date(2026, 3, 1), by=room.clerk(), at=room.AT)
    number, client = membership.worker.number, desk.at_desk(centre())
    assert client.get(f"/desk/workers/{number}/").status_code == 404
    wrong = client.post("/desk/workers/at-counter/", {"number": number, "phone": "99999 00399"})
    assert wrong.status_code == 422
    assert client.get(f"/desk/workers/{number}/").status_code == 404
    answer = client.post("/desk/workers/at-counter/", {"number": number, "phone": room.PHONE})
    assert answer["Location"] == f"/desk/workers/{number}/"
    assert client.get(f"/desk/workers/{number}/renew/bocw/").status_code == 200
    assert desk.at_desk(centre()).get(f"/desk/workers/{number}/").status_code == 404


def test_the_timeline_says_applied_until_the_officer_registers() -> None:
    case = registered()
    shown = [str(one.sentence) for one in timeline.story(case, timeline.entries(case))]
    assert shown[-1].startswith("आवेदन हुआ")
    assert "श्रमिक के रूप में पंजीकृत" not in shown
