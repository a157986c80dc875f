"""Workers' own pages: what is held, days that lack, the card, a change asked for, and one tap that stops it."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.portal.portal_steps import sign_in
from tests.workers import room

from shramsetu.journal import actions as journal
from shramsetu.lib import clock
from shramsetu.workers.actions import boards, cards, changes
from shramsetu.workers.actions.changes import Wish
from shramsetu.workers.entry import NewSpell
from shramsetu.workers.models import Card, Change, Nominee, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    today = clock.day(timezone.now())
    spell = NewSpell("शर्मा बिल्डर्स", today - timedelta(days=100), today - timedelta(days=31), 70, proof="certificate")
    found = room.worker(spells=(spell,))
    boards.admit(found, "bocw", years=1, on=today - timedelta(days=10), by=room.clerk(), at=timezone.now())
    return found


def paper() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(out, "JPEG")
    return SimpleUploadedFile("passbook.jpg", out.getvalue(), "image/jpeg")


def page(worker: Worker) -> str:
    return reverse("shramik_own:page", args=[worker.number])


def test_nobody_comes_in_without_a_code(client, worker):
    answer = client.get(page(worker))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("portal:sign_in"))


def test_one_worker_behind_a_phone_is_led_to_the_page(client, worker):
    sign_in(client, room.PHONE)
    assert client.get(reverse("shramik_own:mine")).url == page(worker)


def test_a_family_with_one_phone_chooses(client, worker):
    other = room.worker(name="सुनीता देवी")
    sign_in(client, room.PHONE)
    shown = client.get(reverse("shramik_own:mine")).content.decode()
    assert all(one.name in shown for one in (worker, other))


def test_the_page_tells_standing_days_and_what_lacks(client, worker):
    sign_in(client, room.PHONE)
    shown = client.get(page(worker)).content.decode()
    assert "पिछले बारह महीनों का काम: 70 दिन; 90 दिन चाहिए।" in shown
    assert "20 दिन कम हैं" in shown
    assert "शर्मा बिल्डर्स" in shown
    assert room.BANK.number not in shown
    assert f"•••• {room.BANK.number[-4:]}" in shown


def test_another_phone_finds_nothing(client, worker):
    room.worker(name="सुनीता देवी", phone="+919999900555")
    sign_in(client, "+919999900555")
    assert client.get(page(worker)).status_code == 404
    assert client.post(reverse("shramik_own:card", args=[worker.number, "bocw"])).status_code == 404


def test_who_looked_is_told(client, worker):
    journal.append(f"reads:{worker.stream}", "look", by=room.clerk(), at=timezone.now(), detail={})
    sign_in(client, room.PHONE)
    [look] = client.get(page(worker)).context["looks"]
    assert look.post is not None


def test_the_card_is_printed_and_revoked_when_lost(client, worker):
    sign_in(client, room.PHONE)
    answer = client.post(reverse("shramik_own:card", args=[worker.number, "bocw"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    client.post(reverse("shramik_own:lost", args=[worker.number, "bocw"]))
    assert Card.objects.get().revoked_why == cards.Why.LOST


def test_an_account_is_asked_for_with_a_paper_and_stopped_with_one_tap(client, worker):
    sign_in(client, room.PHONE)
    there = reverse("shramik_own:change", args=[worker.number, "account"])
    told = {"account_number": "9988 7766 5544 33", "account_again": "99887766554433", "ifsc": "punb0123400"}
    assert client.post(there, told).status_code == 422  # no paper
    assert client.post(there, {**told, "papers": paper()}).status_code == 302
    change = Change.objects.select_related("case").get()
    assert (change.tier, change.case.state) == ("high", "checking")
    shown = client.get(page(worker)).content.decode()
    assert "•••• 4433 · PUNB0123400" in shown
    client.post(reverse("shramik_own:stop", args=[worker.number, change.case.number]))
    change.case.refresh_from_db()
    assert change.case.state == "stopped"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("account", {"account_number": "12", "account_again": "12", "ifsc": "PUNB0123400"}),
        ("birth", {"born_on": "2040-01-01"}),
        ("phone", {"phone": "12"}),
        ("nominee", {"first_name": "सीता", "first_kin": "पत्नी", "first_share": "60"}),
        ("address", {"address": "x", "pin": "12"}),
    ],
)
def test_what_is_wrong_is_told(client, worker, field, told):
    sign_in(client, room.PHONE)
    answer = client.post(reverse("shramik_own:change", args=[worker.number, field]), told)
    assert answer.status_code == 422
    assert not Change.objects.exists()


@pytest.mark.parametrize("field", ["account", "name", "birth", "parent", "phone", "nominee", "address", "language"])
def test_every_field_has_its_page(client, worker, field):
    sign_in(client, room.PHONE)
    assert client.get(reverse("shramik_own:change", args=[worker.number, field])).status_code == 200


def test_the_page_takes_as_many_queries_for_three_of_everything_as_for_one(client, worker):
    sign_in(client, room.PHONE)
    ask(worker, "parent", {"parent": "क", "relation": "father"})
    client.get(page(worker))
    with CaptureQueriesContext(connection) as one:
        client.get(page(worker))
    ask(worker, "name", {"name": "रामदेव केवट", "other_name": ""})
    ask(worker, "birth", {"born_on": date(1988, 4, 3)})
    for day in (1, 2):
        journal.append(
            f"reads:{worker.stream}", "look", by=room.clerk(), at=timezone.now() + timedelta(seconds=day), detail={}
        )
    with CaptureQueriesContext(connection) as three:
        client.get(page(worker))
    assert len(three) <= len(one) + 1  # the post of the first who looked


def ask(worker: Worker, field: str, after: dict[str, object]) -> None:
    assert changes.ask(worker, Wish(field, after, "portal"), by=room.clerk(), at=timezone.now())


def test_the_desk_shows_the_whole_number_to_who_decides_and_its_end_to_others(worker):
    from tests import cast
    from tests.room import at_desk

    case = changes.ask(
        worker,
        Wish("account", {"number": "99887766554433", "ifsc": "PUNB0123400"}, "portal"),
        by=room.clerk(),
        at=timezone.now(),
    )
    assert case is not None
    desk: Client = at_desk(cast.holder_of(case))
    shown = desk.get(f"/desk/case/{case.number}/").content.decode()
    assert "99887766554433" in shown


def test_benefits_are_told_with_what_was_paid(client):
    from tests.schemes import purse

    [award, *_] = purse.granted()
    worker = award.claim.worker
    Worker.objects.filter(pk=worker.pk).update(phone="+919999900666")
    sign_in(client, "+919999900666")
    sections = client.get(page(worker)).context["sections"]
    [line] = next(section for section in sections if section.title == "मेरे लाभ").lines
    assert "कन्या विवाह" in line.title
    assert "अगली" in line.says


def test_the_own_page_says_on_paper_when_it_was_printed(client, worker):
    sign_in(client, room.PHONE)
    shown = client.get(page(worker)).content.decode()
    assert f"{clock.day(timezone.now()).year}" in shown.split('class="print-only"')[1].split("</p>")[0]


def test_what_was_paid_is_told_kind_by_kind(client):
    from tests.schemes import purse

    made = purse.granted(purse.BIRTH, newborn="daughter", daughters_before=0, delivery_number=1)
    worker = made[0].claim.worker
    Worker.objects.filter(pk=worker.pk).update(phone="+919999900666")
    for award in made:
        award.dues.update(stage="paid", paid_on=purse.TODAY)
    sign_in(client, "+919999900666")
    sections = client.get(page(worker)).context["sections"]
    [line] = next(section for section in sections if section.title == "मेरे लाभ").lines
    assert "घटना पर ₹ 31,000" in line.says.replace("\u00a0", " ")
    assert "सावधि जमा ₹ 25,000" in line.says.replace("\u00a0", " ")
    assert "56,000" not in line.says


def test_what_a_nominee_is_to_the_worker_is_said_in_hindi_also_where_a_system_gave_a_code(client, worker):
    Nominee.objects.filter(worker=worker).delete()
    Nominee.objects.create(worker=worker, name="सीता", kin="spouse", share_percent=60)
    Nominee.objects.create(worker=worker, name="गीता", kin="बहन", share_percent=40)
    sign_in(client, room.PHONE)
    shown = client.get(page(worker)).content.decode()
    assert "<bdi>सीता</bdi> (पति या पत्नी, 60%), <bdi>गीता</bdi> (बहन, 40%)" in shown
