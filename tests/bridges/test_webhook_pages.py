"""The administrator's pages of webhooks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.bridges.servers import Listener

from shramsetu.bridges.models import Endpoint, Parcel
from shramsetu.bridges.webhooks import actions, sending
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
LIST = "/desk/bridges/webhooks/"


@pytest.fixture
def administrator() -> Client:
    client = Client()
    charge = Charge.objects.filter(post__role=Role.ADMINISTRATOR, to_at=None).select_related("user").order_by("pk")[0]
    client.force_login(charge.user)
    return client


def add(client: Client, url: str, name: str = "राज्य पोर्टल") -> Any:
    return client.post(f"{LIST}new/", {"name": name, "url": url, "events": ["case.closed", "case.registered"]})


def test_the_secret_is_shown_once(administrator: Client, hook: Listener) -> None:
    answer = add(administrator, hook.url).content.decode()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", answer)
    assert secret is not None
    page = administrator.get(f"{LIST}of/{Endpoint.objects.get().pk}/").content.decode()
    assert "राज्य पोर्टल" in page
    assert secret[0] not in page
    assert "whsec_" not in page


def test_an_address_inside_is_refused_with_a_sentence(administrator: Client, hook: Listener, settings: Any) -> None:
    settings.BRIDGES_NETWORKS = []
    answer = add(administrator, hook.url)
    assert answer.status_code == 422
    assert "हमारे अपने नेटवर्क" in answer.content.decode()
    assert Endpoint.objects.count() == 0


def test_a_delivery_is_seen_and_sent_again(administrator: Client, hook: Listener) -> None:
    add(administrator, hook.url)
    endpoint = Endpoint.objects.get()
    administrator.post(f"{LIST}of/{endpoint.pk}/test/")
    hook.reply = lambda count: 410 if count == 1 else 200
    sending.send_due(timezone.now)
    page = administrator.get(f"{LIST}of/{endpoint.pk}/").content.decode()
    assert ("HTTP 410" in page, "gone" in page) == (True, True)
    administrator.post(f"{LIST}of/{endpoint.pk}/resume/")
    administrator.post(f"{LIST}parcels/{Parcel.objects.get().pk}/again/")
    sending.send_due(timezone.now)
    assert Parcel.objects.get().state == "done"
    only_failed = administrator.get(f"{LIST}of/{endpoint.pk}/", {"state": "failed"}).content.decode()
    assert "अभी कुछ नहीं भेजा गया" in only_failed


def test_keys_are_changed_and_ended_on_the_page(administrator: Client, hook: Listener) -> None:
    add(administrator, hook.url)
    endpoint = Endpoint.objects.get()
    assert "whsec_" in administrator.post(f"{LIST}of/{endpoint.pk}/keys/new/").content.decode()
    old = endpoint.keys.order_by("pk")[0]
    assert administrator.post(f"{LIST}of/{endpoint.pk}/keys/{old.pk}/end/").status_code == 302
    administrator.post(f"{LIST}of/{endpoint.pk}/end/")
    assert administrator.get(f"{LIST}of/{endpoint.pk}/pause/").status_code == 404


def test_the_list_asks_as_much_of_one_as_of_three(administrator: Client, hook: Listener) -> None:
    counts = []
    for made in (1, 3):
        while Endpoint.objects.count() < made:
            actions.add("x", url=hook.url, events=["case.closed"], district=None, by=SYSTEM, at=timezone.now())
        administrator.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert administrator.get(LIST).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
