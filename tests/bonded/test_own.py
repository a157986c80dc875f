"""The freed person's own page: opened by a one-time code alone, without a name, and "it did not come" is heard."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.bonded import purse, rescue, room
from tests.room import at_desk, of_role, text_of

from shramsetu.bonded import money_verbs, own_view, proof
from shramsetu.bonded.actions import nevercame, own
from shramsetu.bonded.models import BondedDuty, Certificate, Payment, Survivor
from shramsetu.casework import actions as casework
from shramsetu.journal.models import Entry
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
