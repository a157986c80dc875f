from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.portal.portal_steps import sign_in

from shramsetu.casework import reading
from shramsetu.casework.models import Case, Party
from shramsetu.messages.models import OptOut
from shramsetu.offices import access
from shramsetu.offices.models import Role
from shramsetu.portal import citizen

pytestmark = pytest.mark.django_db
PHONE = "+919999900001"


@pytest.fixture
def case():
    return cast.complaint(at=timezone.now())


def test_my_complaints_need_a_code(client, case):
    assert client.get(reverse("portal:mine")).url == f"{reverse('portal:sign_in')}?next=/mine/"
    sign_in(client, PHONE)
    assert [row.case.number for row in client.get(reverse("portal:mine")).context["rows"]] == [case.number]


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, case, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, PHONE)
    client.get(reverse("portal:mine"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("portal:mine"))
    for _ in range(2):
        cast.complaint(at=timezone.now())
    with django_assert_num_queries(len(one)):
        assert len(client.get(reverse("portal:mine")).context["rows"]) == 3


def test_who_looked_is_told(client, case):
    party = Party.objects.get(case=case, part="complainant")
    operator = cast.desk(Role.OPERATOR)
    reading.reveal(case, party, reason="शिकायतकर्ता को फ़ोन करना है", by=operator, at=timezone.now())
    sign_in(client, PHONE)
    found = client.get(reverse("portal:my_data"))
    assert [(look.number, look.verb) for look in found.context["looks"]] == [(case.number, "reveal")]
    assert "999990" not in found.content.decode().replace("99999 0", "")


def test_a_wish_about_ones_data_becomes_a_case_with_a_number(client, case):
    sign_in(client, PHONE)
    found = client.post(reverse("portal:ask_data"), {"what": "correct", "text": "नाम रमेश चंद्र है, कुमार नहीं"})
    made = Case.objects.exclude(pk=case.pk).get()
    assert (found.url, made.kind) == (reverse("portal:case", args=[made.number]), "demand")


def test_messages_can_be_stopped_and_allowed(client, case):
    sign_in(client, PHONE)
    client.post(reverse("portal:set_messages"), {"messages": "no"})
    assert OptOut.objects.count() == 1
    client.post(reverse("portal:set_messages"), {"messages": "yes"})
    assert OptOut.objects.count() == 0


def test_signing_out_everywhere_ends_the_other_phone(client, case, monkeypatch):
    other = Client()
    sign_in(client, PHONE)
    session = other.session
    session.update({name: client.session[name] for name in (access.CITIZEN, access.CITIZEN_SEEN, citizen.SINCE)})
    session.save()
    assert other.get(reverse("portal:mine")).status_code == 200
    client.post(reverse("portal:sign_out"), {"everywhere": "yes"})
    assert other.get(reverse("portal:mine")).status_code == 302
    assert client.get(reverse("portal:mine")).status_code == 302


def test_a_citizens_session_is_short(client, case, monkeypatch):
    sign_in(client, PHONE)
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(reverse("portal:mine")).status_code == 302


def test_who_is_known_elsewhere_gets_a_code_too_and_keeps_the_phone_until_signing_out(client, rf, monkeypatch):
    from shramsetu.offices import citizens
    from shramsetu.people import reach

    stranger = "+919999977777"
    monkeypatch.setitem(reach.KNOWN, "test", lambda number: number == stranger)
    sign_in(client, stranger)
    request = rf.get("/")
    request.session = client.session
    assert citizens.phone_of(request, at=timezone.now()) == stranger
    client.post(reverse("portal:sign_out"), {"everywhere": "yes"})
    request.session = client.session
    assert citizens.phone_of(request, at=timezone.now()) == ""
