"""Turning the keys: all that lies closed goes under the new one, and the old one is needed for nothing."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, models, transaction
from tests.bonded import later_room, purse, room
from tests.bonded import test_packets as parcels
from tests.bonded import transfer_world as world
from tests.bonded.old_book import ROW, csv_of, look
from tests.bonded.test_scan import page, pdf

from shramsetu.bonded import packet_box, persons
from shramsetu.bonded.actions import accounts, bankfiles, journeys, packets, payments, registers, scans, sites
from shramsetu.bonded.actions import statements as bank
from shramsetu.bonded.models import (
    Account,
    Accused,
    BankFile,
    Journey,
    Packet,
    Register,
    Scan,
    Site,
    StatementRow,
    Survivor,
)
from shramsetu.bonded.papers import looking
from shramsetu.casework import rewrapping

pytestmark = pytest.mark.django_db
Put = Callable[..., None]


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(name.encode().ljust(32, b'.')).decode()}"


@pytest.fixture
def put(settings, tmp_path: Path) -> Put:  # type: ignore[no-untyped-def]
    """Return what puts keys into the environment; the old one is there."""
    settings.MEDIA_ROOT = tmp_path

    def put(*names: str) -> None:
        settings.SEAL_KEYS = [key(name) for name in names]
        settings.SEAL_KEYS_CHILD = [key(f"{name}-child") for name in names]

    put("old")
    return put


def everything() -> None:
    """Let a row of each closed table come to be, some of them of a child."""
    purse.opened_fund()
    payment = purse.freed()
    payments.check(Account.objects.get(), by=room.officer("sdm"), at=room.AT)
    purse.sanctioned(payment)
    purse.sent()
    payment.refresh_from_db()
    purse.read(purse.came_back(purse.reference(payment)))
    purse.passbook(room.certified(is_minor=True), 2)
    later_room.accused(later_room.operation(place=later_room.site()))
    parcels.issued("name")
    girl = world.person(is_minor=True, identity={"name": "मुन्नी"})
    parcels.agreed(girl, for_child_by="माता")
    by = world.officer(world.maharajganj())
    packets.issue(parcels.to_bihar(girl), ("name",), reason="घर ज़िला गया है", by=by, at=room.AT)
    world.on_the_way(world.person())
    look(csv_of(ROW))
    stained = SimpleUploadedFile("scan.pdf", pdf(page(words="स्याही")), content_type="application/pdf")
    scans.take_in([stained], by=room.officer("labour_officer"), at=room.AT)


def opened(*, scans: bool = True) -> list[str]:
    """Open everything that lies closed, as the pages do."""
    read: list[object] = [persons.identity(one) for one in Survivor.objects.order_by("pk")]
    read += [sites.opened(one) for one in Site.objects.order_by("pk")]
    read += [sites.opened(one) for one in Accused.objects.order_by("pk")]
    read += [accounts.opened(one) for one in Account.objects.select_related("survivor").order_by("pk")]
    read += [bankfiles.content(one) for one in BankFile.objects.order_by("pk")]
    read += [bank.cells(one) for one in StatementRow.objects.order_by("pk")]
    read += [journeys.escort(one) for one in Journey.objects.order_by("pk")]
    read += [packet_box.kept(one) for one in Packet.objects.order_by("pk")]
    read += [registers.opened(one, at=room.AT) for one in Register.objects.order_by("pk")]
    read += [looking.content(one) for one in Scan.objects.order_by("pk") if scans]
    return [str(one) for one in read]


def test_after_turning_the_old_key_is_needed_for_nothing(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    everything()
    before = opened()
    ours = {one for one in _closed_tables() if one._meta.app_label == "bonded"}
    assert {shelf.model for shelf in _shelves() if shelf.rows().exists()} == ours
    put("new", "old")
    call_command("casework", "rewrap")
    assert "✓ bank statements: 1" in capsys.readouterr().out
    put("new")
    assert opened() == before
    assert {name.removesuffix("-child") for _ring, name in rewrapping.in_use()} == {"new"}
    call_command("casework", "rewrap")
    assert "✓ bank statements: 0" in capsys.readouterr().out


def test_what_cannot_be_opened_is_told_and_the_rest_is_turned(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    later_room.site()
    put("lost")
    later_room.site("दूसरा भट्ठा")
    put("new", "lost")
    with pytest.raises(CommandError):
        call_command("casework", "rewrap")
    assert "✗ sites: 1 · 1 " in capsys.readouterr().out
    put("new", "lost", "old")
    call_command("casework", "rewrap")
    assert set(Site.objects.values_list("key_id", flat=True)) == {"new"}


def test_a_run_that_was_broken_off_goes_on_where_it_stood(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        later_room.site(f"भट्ठा {number}")
    put("new", "old")
    monkeypatch.setattr(rewrapping, "PAGE", 2)
    pages = rewrapping.KEEPERS["sites"].pages(room.AT)
    assert next(pages).done == 2
    pages.close()  # type: ignore[attr-defined]
    assert Site.objects.filter(key_id="new").count() == 2
    assert sum(page.done for page in rewrapping.KEEPERS["sites"].pages(room.AT)) == 3


def test_every_table_that_lies_closed_turns_with_the_keys() -> None:
    assert _closed_tables() == {shelf.model for shelf in _shelves()}


def test_of_a_line_of_a_statement_only_what_is_closed_can_be_written_anew(put: Put) -> None:
    everything()
    row = StatementRow.objects.get()
    StatementRow.objects.filter(pk=row.pk).update(closed=row.closed)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatementRow.objects.filter(pk=row.pk).update(result="unmatched")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def _shelves() -> list[rewrapping.Shelf]:
    return [shelf for keeper in rewrapping.KEEPERS.values() for shelf in keeper.shelves]


def _closed_tables() -> set[type[models.Model]]:
    """Return the tables of the product with something under a key of the environment."""
    tables = [one for one in apps.get_models() if {"key_id", "closed"} <= {field.name for field in one._meta.fields}]
    assert all(isinstance(one._meta.get_field("closed"), models.BinaryField) for one in tables)
    return set(tables)
