"""The freed person's own page: opened by a one-time code alone, without a name, and "it did not come" is heard."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.bonded import purse, rescue, room
from tests.bonded.old_book import ROW, csv_of, written
from tests.bonded.room import AT
from tests.room import at_desk, of_role, text_of

from shramsetu.bonded import money_verbs, own_view, proof, settling, unpaid
from shramsetu.bonded.actions import nevercame, owed, own, paidbefore
from shramsetu.bonded.models import BondedDuty, Certificate, Payment, Survivor
from shramsetu.bonded.reports import affidavit
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.people import people
from shramsetu.casework import actions as casework
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
WHO = ("labour_officer", "sdm", "dm")


def paid() -> tuple[Certificate, Payment]:
    """Return the certificate of a man to whom the immediate assistance was paid, and that payment."""
    purse.opened_fund()
    payment = purse.freed(columns={"safe_phone": True})
    purse.sanctioned(payment)
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment)))
    payment.refresh_from_db()
    return Certificate.objects.select_related("paper", "survivor__case").get(survivor=payment.survivor), payment


def sent_code() -> str:
    return str(Message.objects.filter(template="code").latest("queued_at").values["code"])


def opened(certificate: Certificate) -> Client:
    client, where = Client(), f"/bandhua/mera/{certificate.paper.token}/"
    assert client.post(f"{where}code/").status_code == 302
    assert client.post(where, {"code": sent_code()}).status_code == 302
    return client


def test_the_mark_of_the_certificate_leads_to_the_code_and_the_code_to_the_page() -> None:
    certificate, payment = paid()
    where = f"/bandhua/mera/{certificate.paper.token}/"
    assert where in Client().get(f"/bandhua/praman/{certificate.paper.token}/").content.decode()
    assert "30,000" not in text_of(Client().get(where)), "the certificate alone opens nothing"
    assert Client().post(where, {"code": "000000"}).status_code == 422
    page = text_of(opened(certificate).get(where))
    assert "30,000" in page
    assert room.NAME not in page
    assert certificate.survivor.code not in page
    assert payment.survivor.case.number not in page


@pytest.mark.parametrize(("stage", "said"), [("due", "प्रस्ताव नहीं हुआ"), ("proposed", "प्रस्तावित")])
def test_what_is_due_beside_the_sum_of_the_scheme_is_owed_too(stage: str, said: str) -> None:
    certificate, _payment = paid()
    owed.owe(certificate.survivor, "travel", paise=22_500, key="r1", by=room.officer("labour_officer"), at=room.AT)
    if stage == "proposed":
        purse.proposed(Payment.objects.get(kind="travel"), 22_500)
    page = text_of(opened(certificate).get(f"/bandhua/mera/{certificate.paper.token}/"))
    assert f"यात्रा ₹ 225: {said}" in page
    assert "कोई रक़म बाक़ी नहीं" not in page
    assert [one.what for one in settling.still_open(certificate.survivor, at=room.AT) if "225" in one.what] == []


def test_the_first_page_leads_here_and_the_page_is_closed_on_a_borrowed_phone() -> None:
    assert 'href="/bandhua/mera/"' in text_of(Client().get("/"))
    assert 'class="button" href="tel:18001233100"' in text_of(Client().get("/bandhua/mera/"))
    certificate, _payment = paid()
    client, where = opened(certificate), f"/bandhua/mera/{certificate.paper.token}/"
    assert f"{where}band/" in text_of(client.get(where))
    assert Client().post(f"{where}band/").status_code == 302, "nothing was open there"
    assert client.post(f"{where}band/")["Location"] == "/bandhua/mera/"
    assert "30,000" not in text_of(client.get(where))


def test_no_code_goes_to_a_phone_that_is_not_safe_and_the_answer_is_the_same() -> None:
    room.certified()
    certificate = Certificate.objects.select_related("paper").get()
    before = Message.objects.filter(template="code").count()
    answer = Client().post(f"/bandhua/mera/{certificate.paper.token}/code/", follow=True)
    assert answer.status_code == 200
    assert Message.objects.filter(template="code").count() == before


def test_what_did_not_come_starts_the_clock_again_once() -> None:
    certificate, payment = paid()
    client = opened(certificate)
    where = f"/bandhua/mera/{certificate.paper.token}/nahin-mila/{payment.pk}/"
    for _again in range(2):
        assert client.post(where).status_code == 302
    duty = BondedDuty.objects.get(parent=certificate.survivor.case, clock="not-received", is_open=True)
    assert duty.key == str(payment.pk)
    assert Entry.objects.filter(stream=certificate.survivor.case.stream, verb="not_received").count() == 1
    assert Client().post(where).status_code == 302, "without the code it asks for the code"
    assert BondedDuty.objects.filter(clock="not-received").count() == 1


def test_what_did_not_come_is_answered_by_a_paper_and_the_person_reads_it() -> None:
    certificate, payment = paid()
    client, page = opened(certificate), f"/bandhua/mera/{certificate.paper.token}/"
    client.post(f"{page}nahin-mila/{payment.pk}/")
    duty = BondedDuty.objects.get(clock="not-received").case
    officer = room.officer("labour_officer")
    with pytest.raises(casework.Refused):
        rescue.take(duty, "complete", by=officer, text="बैंक से बात हुई")
    rescue.take(duty, "complete", by=officer, files=[cast.attach(duty, by=officer)])
    assert "बैंक कहता है कि रक़म आपके खाते में आई" in text_of(client.get(page))
    client.post(f"{page}nahin-mila/{payment.pk}/")
    assert BondedDuty.objects.filter(clock="not-received", is_open=True).count() == 1, "it may be said again"


def test_what_the_bank_says_never_came_is_owed_again_and_ends_the_clock() -> None:
    certificate, payment = paid()
    own.not_received(certificate.survivor, payment, at=room.AT)
    names = {who: [one.name for one in money_verbs.offered(payment, room.officer(who), at=room.AT)] for who in WHO}
    assert names == {"labour_officer": [], "sdm": ["never-came"], "dm": ["never-came"]}
    paper = SimpleUploadedFile("letter.pdf", cast.PAPER, content_type="application/pdf")
    letter = nevercame.Letter("SBI/412", paper, "दूसरे के खाते में गया")
    nevercame.write(payment, letter, seen=payment.seq, by=room.officer("sdm"), at=room.AT)
    running = set(
        BondedDuty.objects.filter(is_open=True, parent=certificate.survivor.pk).values_list("clock", flat=True)
    )
    assert payment.stage == "returned"
    assert "not-received" not in running
    assert {"payment-returned", "immediate-assistance"} <= running
    assert [one.paise for one in own_view.of(certificate.survivor, at=room.AT).came] == []
    assert [fault.name for fault in proof.faults() if fault.count] == []
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.credited(purse.reference(payment), utr="SBIN22611160002"))
    payment.refresh_from_db()
    assert payment.stage == "paid"
    assert [fault.name for fault in proof.faults() if fault.count] == []


def test_another_persons_sum_is_not_found() -> None:
    certificate, _payment = paid()
    other = purse.freed(2)
    client = opened(certificate)
    assert client.post(f"/bandhua/mera/{certificate.paper.token}/nahin-mila/{other.pk}/").status_code == 404


def test_the_helpline_reads_out_a_code_to_who_knows_number_and_name_and_sees_nothing() -> None:
    room.certified()
    certificate = Certificate.objects.select_related("paper", "survivor__case").get()
    operator, where = of_role(Role.OPERATOR), "/desk/bonded/papers/read-out/"
    for helper in (operator, of_role(Role.SUPERVISOR)):
        assert f'href="{where}"' in helper.get("/desk/").content.decode()
        assert helper.get(where).status_code == 200
    given = {"number": certificate.paper.number, "name": "कोई और"}
    assert operator.post(where, given).status_code == 422
    answer = operator.post(where, {**given, "name": room.NAME})
    page = answer.content.decode()
    code = page.partition('<strong class="number">')[2].partition("<")[0]
    assert code.isdigit()
    assert certificate.survivor.code not in page
    client = Client()
    assert client.post(f"/bandhua/mera/{certificate.paper.token}/", {"code": code}).status_code == 302
    assert Survivor.objects.get().case.number
    told = Entry.objects.filter(stream=f"reads:{certificate.survivor.case.number}", verb="own_code")
    assert [entry.detail["right"] for entry in told.order_by("seq")] == [False, True]
    assert at_desk(room.officer("food")).get(where).status_code in (200, 403, 404)


def old_paid(**changes: str) -> Survivor:
    """Return somebody of an old register whom it says was paid in 2022, with a certificate of then."""
    written(csv_of({**ROW, "immediate_rupees": "30000", "immediate_on": "14-03-2022", **changes}))
    return Survivor.objects.order_by("-pk").select_related("case")[0]


def spoken(number: str, name: str) -> str:
    answer = of_role(Role.OPERATOR).post("/desk/bonded/papers/read-out/", {"number": number, "name": name})
    return answer.content.decode().partition('<strong class="number">')[2].partition("<")[0]


@pytest.mark.parametrize("number", ["४५/२०२२", "99999 00077"])
def test_who_has_an_old_certificate_alone_opens_the_page_by_a_number_and_a_code(number: str) -> None:
    old_paid()
    assert spoken(number, "कोई और") == ""
    code, client = spoken(number, "सुखदेव कोल"), Client()
    assert client.post("/bandhua/mera/", {"number": number, "code": "000000"}).status_code == 422
    answer = client.post("/bandhua/mera/", {"number": number, "code": code})
    assert answer.status_code == 302
    page = text_of(client.get(answer["Location"]))
    assert "30,000" in page
    assert "सुखदेव" not in page
    assert "30,000" not in text_of(Client().get(answer["Location"])), "the address alone opens nothing"
    assert Client().get("/bandhua/mera/1:wrong/").status_code == 404


def test_what_an_old_register_says_was_paid_is_due_again_once_the_person_denies_it() -> None:
    survivor = old_paid()
    assert [line.survivor.code for line in unpaid.lines(Survivor.objects.all(), at=AT)] == []
    client = Client()
    place = client.post("/bandhua/mera/", {"number": "45/2022", "code": spoken("45/2022", "सुखदेव कोल")})["Location"]
    row = survivor.paid_before.get()
    for _again in range(2):
        assert client.post(f"{place}purana/{row.pk}/").status_code == 302
    assert [line.survivor.code for line in unpaid.lines(Survivor.objects.all(), at=AT)] == [survivor.code]
    due = Payment.objects.get(survivor=survivor, stage="due", kind="immediate")
    assert due.amount_paise == 3_000_000
    assert BondedDuty.objects.filter(parent=survivor.case, clock="immediate-assistance", is_open=True).count() == 1
    assert [fault.name for fault in proof.faults() if fault.count] == []
    assert "जाँच" in text_of(client.get(place))
    room.empower()
    row.refresh_from_db()
    paidbefore.confirm(row, by=room.officer("sdm"), at=timezone.now())
    due.refresh_from_db()
    assert (due.stage, survivor.paid_before.get().counts) == ("cancelled", True)
    assert not paidbefore.doubt(row, by=own.SELF, at=timezone.now()), "it was said once, and answered"


def test_reports_of_days_before_the_denial_stay_as_they_were() -> None:
    survivor = old_paid()
    before = affidavit_of(AT)
    paidbefore.doubt(survivor.paid_before.get(), by=own.SELF, at=AT + room.DAY)
    assert affidavit_of(AT) == before == []
    assert affidavit_of(AT + 2 * room.DAY) == [survivor.code]


def affidavit_of(at: datetime) -> list[str]:
    place = room.district()
    return [one.code for one in affidavit.unpaid(people(Asked((place,), place, clock.day(at))))]


def test_another_persons_old_sum_is_not_found() -> None:
    certificate, _payment = paid()
    other = old_paid(name="मंगरू", parent="झुरी", phone="", account="", ifsc="", certificate_number="7/22")
    client = opened(certificate)
    row = other.paid_before.get()
    assert client.post(f"/bandhua/mera/{certificate.paper.token}/purana/{row.pk}/").status_code == 404
    assert Client().post(f"/bandhua/mera/{certificate.paper.token}/purana/{row.pk}/").status_code == 302
    assert survivor_counts(other)


def survivor_counts(survivor: Survivor) -> bool:
    return survivor.paid_before.get().counts


def test_tries_are_counted_by_caller_of_the_desk_and_by_person() -> None:
    old_paid()
    for _ in range(3):
        assert spoken("४५/२०२२", "कोई और") == ""
    assert spoken("४५/२०२२", "सुखदेव कोल") == "", "three names were tried today"
