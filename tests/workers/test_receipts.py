"""The receipt: who filed, the official fee and no other, and the code whose one tap says that more was asked for."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from tests import cast
from tests.room import at_desk
from tests.workers import applying as apply
from tests.workers import room

from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, User
from shramsetu.workers import receipts, terms
from shramsetu.workers.actions import renewing
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.models import Fee

pytestmark = pytest.mark.django_db


def of_the_seat(actor: Actor) -> str:
    return f"{User.objects.get(pk=actor.user_id).name_hi}, {Post.objects.get(pk=actor.post_id).short_hi}"


def test_it_says_who_filed_the_official_fee_and_where_to_tell_of_more() -> None:
    centre = cast.seat(Post.objects.get(code="service-centre.kanpur-nagar")).actor
    case = apply.sent(by=centre, channel="csc", filer="रवि जन सेवा केंद्र")
    page = receipts.of(case)
    paper = render_to_string("workers/papers/receipt.html", {**page, "size": "a5"}).replace("\u00a0", " ")
    assert f"रवि जन सेवा केंद्र, {of_the_seat(centre)}" in paper
    assert [sum_ in paper for sum_ in ("₹ 20", "₹ 60", "₹ 80")] == [True, True, True]
    address = f"{settings.SITE_URL}{receipts.more_address(case)}"
    assert str(receipts.qr(address)) in paper


@pytest.mark.parametrize("filer", ["", "श्रमिक स्वयं"])
def test_whoever_files_for_a_worker_is_named_by_the_seat_whatever_they_call_themselves(filer: str) -> None:
    centre = cast.seat(Post.objects.get(code="service-centre.kanpur-nagar")).actor
    case = apply.sent(by=centre, channel="api", filer=filer)
    assert receipts.of(case)["filer"] == ", ".join([*filter(None, [filer]), of_the_seat(centre)])


def test_a_seat_that_calls_itself_by_its_name_is_named_once() -> None:
    centre = cast.seat(Post.objects.get(code="service-centre.kanpur-nagar")).actor
    case = apply.sent(by=centre, channel="csc", filer=of_the_seat(centre))
    assert receipts.of(case)["filer"] == of_the_seat(centre)


def test_a_worker_who_files_is_named_as_the_worker() -> None:
    assert receipts.of(apply.sent())["filer"] == ""


def test_the_fee_is_that_of_the_day_it_was_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    dearer = date(2026, 11, 1)
    monkeypatch.setattr(terms, "tariff", lambda board, on: terms.Tariff(2000 if on < dearer else 3000, 2000, 3))
    case = apply.sent(began_at=room.AT - timedelta(days=30))
    page = receipts.of(case)
    assert (page["official_paise"], page["registration_paise"]) == (Fee.objects.get().paise, 3000) == (9000, 3000)


def renewed() -> Fee:
    case = apply.sent(years=1)
    apply.take(case, "register", work_seen=True)
    member = apply.membership(case)
    renewing.renew(member, Paid("RAJ-9", "csc", "रवि, जन सेवा केंद्र"), years=1, by=room.clerk(), at=room.AT)
    return Fee.objects.select_related("membership__worker").get(reference="RAJ-9")


def test_a_renewal_has_a_receipt_with_who_filed_the_fee_and_the_tap(client: Client) -> None:
    fee = renewed()
    page = receipts.of_fee(fee)
    paper = render_to_string("workers/papers/fee.html", {**page, "size": "a5"}).replace("\u00a0", " ")
    assert [one in paper for one in ("रवि, जन सेवा केंद्र", "₹ 20", "RAJ-9", str(page["more_qr"]))] == [True] * 4
    address = str(page["more_address"])
    assert "₹ 20" in client.get(address).content.decode().replace("\u00a0", " ")
    for _ in range(2):
        client.post(address)
    assert Case.objects.get(kind="grievance").category == "bocw-tout"
    assert client.get(f"/shramik/zyada/shulk/{fee.pk}/0000000000/").status_code == 404


def test_a_counter_prints_the_receipt_of_a_fee_of_that_worker_alone() -> None:
    fee, desk = renewed(), at_desk(room.clerk())
    number = fee.membership.worker.number
    assert f"/desk/workers/{number}/fee/{fee.pk}/" in desk.get(f"/desk/workers/{number}/fees/").content.decode()
    assert desk.get(f"/desk/workers/{number}/fee/{fee.pk}/").content.startswith(b"%PDF")
    other = room.worker(name="सीता देवी", phone="")
    assert desk.get(f"/desk/workers/{other.number}/fee/{fee.pk}/").status_code == 404
