"""The doors of other systems in the demo: once through the actions, every page that shows them has something."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shramsetu.bridges.cpgrams.models import CpgramsFile, CpgramsReport, CpgramsRow
from shramsetu.bridges.models import Endpoint, Parcel, Reference, System
from shramsetu.demo import doors, promised
from shramsetu.journal import queries as journal
from shramsetu.offices import demo_seats
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    client = Client()
    charge = Charge.objects.filter(post=offices.of_role(role)[0], to_at=None).select_related("user").order_by("pk")[0]
    client.force_login(charge.user)
    return client


def states(system: System, direction: str) -> list[str]:
    rows = Parcel.objects.filter(system=system, direction=direction)
    return sorted(rows.values_list("state", flat=True))


def test_something_passed_through_every_door_once(settings: Any) -> None:
    before = (settings.IGRS, settings.E112, settings.BRIDGES_PORTS, settings.BRIDGES_NETWORKS)
    at = timezone.now()
    assert "state-desk" in promised.waiting(at)
    assert doors.grow(at=at) == 9
    assert doors.grow(at=at + timedelta(minutes=1)) == 0
    assert "state-desk" not in promised.waiting(at)
    assert before == (settings.IGRS, settings.E112, settings.BRIDGES_PORTS, settings.BRIDGES_NETWORKS)
    assert (states(System.IGRS, "in"), states(System.IGRS, "out")) == (
        ["done"],
        ["done", "done", "done", "done", "failed"],
    )
    assert (states(System.E112, "in"), states(System.E112, "out")) == (["done", "done"], ["done", "done", "done"])
    assert states(System.WEBHOOK, "out") == ["done", "done", "done"]
    assert Endpoint.objects.get().paused_at == at
    assert Reference.objects.filter(system=System.CPGRAMS).count() == 3
    assert sorted(CpgramsRow.objects.values_list("outcome", flat=True)) == ["new", "new", "new", "new", "same", "wrong"]
    assert CpgramsReport.objects.exclude(taken_at=None).count() == 1
    assert list(journal.faults()) == []


def test_no_page_of_theirs_is_empty(settings: Any) -> None:
    doors.grow(at=timezone.now())
    desk, administrator = signed_in(Role.STATE_DESK), signed_in(Role.ADMINISTRATOR)
    file = CpgramsFile.objects.order_by("-pk")[0]
    for client, page, said in (
        (desk, "/desk/bridges/cpgrams/", "pgportal-2.csv"),
        (desk, f"/desk/bridges/cpgrams/files/{file.pk}/", "पंजीकरण संख्या नहीं है"),
        (desk, "/desk/bridges/cpgrams/reports/", "XLSX"),
        (desk, "/desk/bridges/cpgrams/differences/", "PMOPG/E/2026/0098902"),
        (administrator, "/desk/bridges/igrs/", "HTTP 400"),
        (administrator, "/desk/bridges/webhooks/", "ज़िला डैशबोर्ड"),
    ):
        assert said in client.get(page).content.decode(), page


def test_the_sign_ins_say_where_to_see_them() -> None:
    titles = {
        str(title): [seat.post.role for seat, _words, _there in seats]
        for title, seats in demo_seats.groups(at=timezone.now())
    }
    assert titles["दूसरी प्रणालियाँ और ई-मेल: क्या आज़माया जा सकता है"] == [
        "officer",
        "state_desk",
        "administrator",
        "operator",
        "officer",
    ]
