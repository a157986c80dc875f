"""After the time of keeping nothing of a freed person can be read; what is counted stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests import cast
from tests.bonded import later_room, leaky, purse, room, test_keys
from tests.bonded import test_packets as parcels
from tests.bonded.old_book import ROW, csv_of, look, written
from tests.bonded.test_scan import page, pdf

from shramsetu.bonded import finding_keys, persons, proof
from shramsetu.bonded.actions import papers, scans, statements
from shramsetu.bonded.models import (
    Account,
    Accused,
    BankFile,
    BondedDuty,
    Paper,
    PaperBody,
    Payment,
    Register,
    Scan,
    Site,
    Survivor,
    SurvivorKeys,
)
from shramsetu.casework import sealing
from shramsetu.casework.models import FINAL, Case, FlowState, SealedBody
from shramsetu.files.models import Attachment
from shramsetu.journal import queries as journal
from shramsetu.journal.rules import SYSTEM
from shramsetu.privacy import actions, kinds

pytestmark = pytest.mark.django_db
SEALED = next(kind for kind in kinds.KINDS if kind.name == "sealed")
LATER = cast.MONDAY + timedelta(days=366 * 11)
NAME = "सुखदेव कोल"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def over(*cases: Case) -> None:
    """Let cases, or all there are, have come to their end on the Monday."""
    rows = Case.objects.filter(pk__in=[case.pk for case in cases]) if cases else Case.objects.all()
    end = {"phase": FINAL, "closed_at": cast.MONDAY, "holder": None, "due_at": None, "rests_until": None}
    for kind in set(rows.values_list("kind", flat=True)):
        state = FlowState.objects.filter(kind=kind, phase=FINAL).first()
        assert state is not None
        rows.filter(kind=kind).update(state=state.state, warn_at=None, **end)


def erased() -> int:
    return sum(iter(lambda: actions.erase_due(SEALED, by=SYSTEM, at=LATER), 0))


def stored() -> str:
    """Return every table as pg_dump writes it, by the same COPY: a dump of its own would not see this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = list[bytes]()
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                found += [bytes(part) for part in copied]
    return b"".join(found).decode()


def test_nothing_of_anybody_can_be_read_after_the_time_of_keeping() -> None:
    world = leaky.world()
    man = world.survivors[0].payments.get(kind="immediate")
    operation = later_room.operation(place=later_room.site())
    later_room.accused(operation)
    parcels.issued("name", "home")
    written(csv_of({**ROW, "phone": "9999900098", "account": "300123450088"}))
    paper = Paper.objects.get(certificate__survivor=world.survivors[0])
    assert leaky.text_of(papers.drawn(paper, by=room.officer("sdm"), at=room.AT))
    stained = SimpleUploadedFile("scan.pdf", pdf(page(words="स्याही")), content_type="application/pdf")
    waiting = scans.take_in([stained], by=room.officer("labour_officer"), at=room.AT).waiting[0]
    Scan.objects.filter(pk=waiting.pk).update(paper=paper)
    words = [word.text for word in world.words] + [*world.told, NAME, "300123450001", later_room.OWNER, "राम ब्रिक फील्ड"]
    hashes = {key for row in SurvivorKeys.objects.all() for key in row.keys}
    hashes |= {key for row in Account.objects.all() for key in [row.key]}
    veiled = {text for text in BondedDuty.objects.values_list("text", flat=True) if text}
    assert [word for word in words if any(word in text for text in test_keys.opened(scans=False))]
    assert finding_keys.of_identity({"name": NAME})[0] in hashes

    over()
    assert erased() == Case.objects.filter(sealed=True).count()

    read = test_keys.opened(scans=False)
    assert [word for word in words if any(word in text for text in read)] == []
    dump = stored()
    assert [one for one in (*words, *hashes, *veiled) if one in dump] == []
    assert PaperBody.objects.count() == 0
    assert not Attachment.objects.filter(stream__in=[waiting.stream, world.survivors[0].case.stream], removed_at=None)
    with pytest.raises(sealing.Unreadable):
        papers.drawn(Paper.objects.get(pk=paper.pk), by=room.officer("sdm"), at=room.AT)
    assert Payment.objects.filter(pk=man.pk, amount_paise=man.amount_paise).exists()
    assert list(journal.faults()) == []


def test_what_speaks_of_two_goes_with_the_last_of_them() -> None:
    purse.opened_fund()
    one, two = purse.freed(1), purse.freed(2)
    for payment in (one, two):
        purse.sanctioned(payment)
    file = purse.sent()
    over(one.survivor.case)
    assert erased() >= 1
    file.refresh_from_db()
    assert "300123450002" in test_keys.bankfiles.content(file).decode()
    over()
    erased()
    file.refresh_from_db()
    assert test_keys.bankfiles.content(file) == b""


def test_the_proof_of_the_money_outlives_the_forgotten_and_still_finds_what_was_changed() -> None:
    purse.opened_fund()
    one, two = purse.freed(1), purse.freed(2)
    purse.sanctioned(one)
    first = purse.sent()
    purse.sanctioned(two)
    purse.sent()
    one.refresh_from_db()
    purse.read(purse.credited(purse.reference(one)))
    over()
    erased()
    assert [fault.name for fault in proof.faults() if fault.count] == []
    BankFile.objects.exclude(pk=first.pk).update(emptied_at=None)
    assert [fault.name for fault in proof.faults() if fault.count] == ["file-is-unchanged"]


def test_lines_of_a_statement_that_name_nobody_known_are_emptied_soon() -> None:
    statement = purse.read(purse.answer(("OTHER1", "", "10.00", "2026-11-16", "RETURNED", f"{NAME} नहीं")))
    row = statement.rows.get()
    assert NAME in statements.cells(row)["REASON"]
    kind = next(kind for kind in kinds.KINDS if kind.name == "statement-lines")
    assert actions.erase_due(kind, by=SYSTEM, at=room.AT) == 0
    assert actions.erase_due(kind, by=SYSTEM, at=room.AT + timedelta(days=60)) == 1
    row.refresh_from_db()
    assert (statements.cells(row), row.result) == ({}, "unknown")


def test_a_site_stays_known_while_somebody_freed_there_is_kept() -> None:
    place = later_room.site()
    first, second = later_room.operation(place=place), later_room.operation(place=place)
    later_room.accused(first)
    over(first.case)
    erased()
    assert Site.objects.get(pk=place.pk).keys == place.keys
    assert Accused.objects.get().keys == []
    over(second.case)
    erased()
    assert Site.objects.get(pk=place.pk).keys == []


def test_whoever_is_still_followed_keeps_everything() -> None:
    one = room.freed()
    SealedBody.objects.get(case=one.case)
    assert erased() == 0
    assert persons.identity(Survivor.objects.get(pk=one.pk))["name"] == room.NAME
    assert SurvivorKeys.objects.filter(survivor=one).exists()


def test_an_old_register_that_was_never_written_goes_soon() -> None:
    look(csv_of(ROW))
    kept = written(csv_of({**ROW, "register_number": "13"}))
    kind = next(kind for kind in kinds.KINDS if kind.name == "registers")
    assert actions.erase_due(kind, by=SYSTEM, at=room.AT) == 0
    assert actions.erase_due(kind, by=SYSTEM, at=room.AT + timedelta(days=60)) == 1
    assert list(Register.objects.all()) == [kept]
