"""The administrator's pages of the bridge: how it stands, what differs, sending again, comparing now."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.bridges.igrs.world import SECRET

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.igrs import hearing
from shramsetu.bridges.models import Difference, Parcel, Reconciliation, System
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
PAGE = "/desk/bridges/igrs/"
BUDGET = 20


@pytest.fixture
def administrator(settings: Any) -> Client:
    settings.IGRS = {"url": "http://127.0.0.1:1", "secret": SECRET}
    client = Client()
    charge = Charge.objects.filter(post__role=Role.ADMINISTRATOR, to_at=None).select_related("user").order_by("pk")[0]
    client.force_login(charge.user)
    return client


def aside() -> Parcel:
    now = timezone.now()
    parcels.owe([hearing.step(cast.complaint(), 1, at=now)])
    row = Parcel.objects.order_by("-pk")[0]
    parcels.give_up(row, parcels.Tried("HTTP 400", 400), at=now)
    return row


def test_without_igrs_the_page_says_what_to_do(administrator: Client, settings: Any) -> None:
    settings.IGRS = {"url": "", "secret": ""}
    assert "IGRS_SECRET" in administrator.get(PAGE).content.decode()


def test_what_was_set_aside_is_shown_and_sent_again(administrator: Client) -> None:
    row = aside()
    page = administrator.get(PAGE).content.decode()
    assert [word in page for word in (row.key, "HTTP 400", "फिर भेजें")] == [True] * 3
    administrator.post(f"{PAGE}parcels/{row.pk}/again/")
    assert (Parcel.objects.get().state, Parcel.objects.get().tries) == ("waiting", 0)
    aside()
    administrator.post(f"{PAGE}again/")
    assert set(Parcel.objects.values_list("state", flat=True)) == {"waiting"}
    assert list(Entry.objects.filter(stream="bridge:igrs").values_list("verb", flat=True)) == ["send_again"] * 2


def test_differences_are_shown_until_both_sides_agree(administrator: Client) -> None:
    now = timezone.now()
    Reconciliation.objects.create(system=System.IGRS, begun_at=now, ended_at=now, compared=12, unlike=1)
    seen = {"found_at": now, "seen_at": now, "of_case": True, "system": System.IGRS}
    Difference.objects.create(number="104729638150", kind="ahead_there", ours="1", theirs="2", **seen)
    Difference.objects.create(number="104729638151", kind="differs", healed_at=now, **seen)
    assert "12 मिलाए गए, 1 में अंतर" in administrator.get(PAGE).content.decode()
    page = administrator.get(f"{PAGE}differences/").content.decode()
    assert ["104729638150" in page, "104729638151" in page] == [True, False]
    assert "104729638151" in administrator.get(f"{PAGE}differences/?all=yes").content.decode()


def test_comparing_now_is_written_down(administrator: Client) -> None:
    assert administrator.post(f"{PAGE}compare/").status_code == 302
    assert Entry.objects.get(stream="bridge:igrs").verb == "reconcile"


def exchanged(count: int) -> list[Parcel]:
    case, now = cast.complaint(), timezone.now()
    parcels.owe([hearing.step(case, seq, at=now) for seq in range(1, count + 1)])
    Parcel.objects.update(state="done", ended_at=now, status=200)
    return list(Parcel.objects.order_by("-pk"))


def test_all_that_was_exchanged_is_read_page_by_page(administrator: Client) -> None:
    rows = exchanged(120)
    assert rows[0].key not in administrator.get(PAGE).content.decode()
    seen, address = list[str](), f"{PAGE}?state=done"
    for _ in range(3):
        page = administrator.get(address)
        seen += [one.key for one in page.context["ledger"].parcels]
        address = f"{PAGE}?state=done&before={page.context['ledger'].older}"
    assert seen == [one.key for one in rows]
    assert ('rel="next"' in page.content.decode(), "state=done&amp;after=" in page.content.decode()) == (False, True)
    back = administrator.get(f"{PAGE}?state=done&after={page.context['ledger'].newer}").context["ledger"]
    assert [one.pk for one in back.parcels] == [one.pk for one in rows[50:100]]
    first = administrator.get(f"{PAGE}?state=done&after={back.newer}").context["ledger"]
    assert ([one.pk for one in first.parcels], first.newer) == ([one.pk for one in rows[:50]], None)


@pytest.mark.parametrize("asked", ["before=x", "before=", "after=-1", "before=" + "9" * 40, "after=0&before=0"])
def test_a_place_in_the_ledger_that_is_none_is_its_beginning(administrator: Client, asked: str) -> None:
    row = exchanged(1)[0]
    assert row.key in administrator.get(f"{PAGE}?state=done&{asked}").content.decode()


def test_every_page_of_the_ledger_asks_as_much(administrator: Client) -> None:
    rows, counts = exchanged(120), []
    administrator.get(PAGE)
    for asked in ("", f"&before={rows[49].pk}", f"&before={rows[99].pk}", f"&after={rows[99].pk}"):
        with CaptureQueriesContext(connection) as made:
            administrator.get(f"{PAGE}?state=done{asked}")
        counts.append(len(made))
    assert counts == [counts[0]] * 4
    assert counts[0] <= BUDGET


def test_the_page_asks_as_much_of_one_as_of_three(administrator: Client) -> None:
    counts = []
    for made in (1, 3):
        while Parcel.objects.count() < made:
            aside()
        administrator.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert administrator.get(PAGE).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
