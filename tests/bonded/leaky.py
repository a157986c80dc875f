"""Freed people with words that are met nowhere else, taken through the real actions, and what an answer says."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from tests import cast
from tests.bonded import purse, rescue, room

from shramsetu.bonded.actions import duties, reading, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.models import Survivor
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.journal.rules import SYSTEM

P2, P3, NOTE = "p2", "p3", "note"
TELLER_PHONE = "9999977001"


@dataclass(frozen=True)
class Word:
    """One word, whose it is, and the class that it belongs to."""

    text: str
    survivor: Survivor
    klass: str


@dataclass(frozen=True)
class World:
    """Everybody who was entered, their words, and the words of an information that belong to nobody freed."""

    survivors: tuple[Survivor, ...]
    words: tuple[Word, ...]
    told: tuple[str, ...]
    information: Case


def world() -> World:
    """Tell of a kiln, free a man and a child of it through the flow, pay him, hand them on, refuse a third."""
    purse.opened_fund()
    operation = rescue.under_way()
    told = ("चुपकेश मुखबिर", "बारहसिंगा टोला", TELLER_PHONE)
    information = rescue.informed(
        text=f"{told[1]} के पीछे लोग बंद हैं", teller={"name": told[0], "phone": f"+91{TELLER_PHONE}", "safe_to_call": True}
    )
    man, child, other = _man(operation), _child(operation), _other()
    words = tuple(word for one, tag in ((man, "क"), (child, "ख"), (other, "ग")) for word in _words(one, tag))
    return World((man, child, other), words, told, information)


def _values(tag: str) -> tuple[dict[str, object], dict[str, object]]:
    tail = {"क": "1", "ख": "2", "ग": "3"}[tag]
    identity = {
        "name": f"गोपनराम{tag}टिया",
        "parent": f"फुलझरिया{tag}वा",
        "address": f"चन्द्रभुज{tag}पुरवा",
        "phone": f"+91999998880{tail}",
        "aadhaar": f"23412341234{tail}",
    }
    sealed = {
        "statement": f"कपासगंधी{tag}बयान",
        "health": f"अतिसारगुप्ति{tag}रोग",
        "threat": f"लठैतभय{tag}धमकी",
        "safe_house": f"नीमतल्ला{tag}गृह",
    }
    return identity, sealed  # type: ignore[return-value]


def _words(survivor: Survivor, tag: str) -> Iterator[Word]:
    identity, sealed = _values(tag)
    for text in identity.values():
        yield Word(str(text).removeprefix("+91"), survivor, P2)
    for text in sealed.values():
        yield Word(str(text), survivor, P3)
    yield Word(f"टिप्पणी{tag}गोपित", survivor, NOTE)
    if tag != "ग":
        yield Word(f"खाता30012{tag}", survivor, P2)


def _man(operation: object) -> Survivor:
    identity, sealed = _values("क")
    found = room.certified(identity=identity, sealed=sealed, operation=operation)
    purse.passbook(found, name="खाता30012क")
    payment = found.payments.get(kind="immediate")
    purse.sanctioned(payment)
    purse.sent()
    _noted(found, "क")
    paper = SimpleUploadedFile("गोपनरामकटिया.pdf", cast.PAPER, content_type="application/pdf")
    files.store(paper, stream=found.case.stream, purpose="statement", by=room.officer("labour_officer"), at=room.AT)
    transfer = transfers.draft(
        (found,), Home(room.district("Chitrakoot")), by=room.officer("labour_officer"), at=room.AT
    )
    transfers.send(transfer, by=room.officer("labour_officer"), at=room.AT)
    return found


def _child(operation: object) -> Survivor:
    identity, sealed = _values("ख")
    found = room.certified(identity=identity, sealed=sealed, operation=operation, is_minor=True, sex="f")
    purse.passbook(found, 2, name="खाता30012ख")
    duties.start(found.case, "fir", from_at=room.AT, by=SYSTEM, at=room.AT, text="टिप्पणीखगोपित")
    _noted(found, "ख")
    reading.reveal(found, P2, purpose="care", by=room.officer("child_unit"), at=room.AT)
    return found


def _other() -> Survivor:
    identity, sealed = _values("ग")
    found = room.refused(identity=identity, sealed=sealed)
    room.take(found, "ask_review", by=room.officer("labour_officer"), reason="टिप्पणीगगोपित")
    return found


def _noted(survivor: Survivor, tag: str) -> None:
    room.take(survivor, "note", by=room.officer("labour_officer"), text=f"टिप्पणी{tag}गोपित")


def said(answer: HttpResponse) -> str:
    """Return everything an answer says: its head and its body, files taken apart."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return f"{answer.headers}\n{text_of(bytes(body))}"


def text_of(body: bytes) -> str:
    """Return the text of a page, a spreadsheet or a PDF."""
    if body.startswith(b"%PDF") and body != cast.PAPER:
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")


def dumped() -> Iterator[tuple[str, str]]:
    """Yield every table as a dump in clear holds it: the same COPY that pg_dump writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 2")
        tables = cursor.fetchall()
        for schema, table in tables:
            with cursor.copy(f'COPY "{schema}"."{table}" TO STDOUT') as copied:
                yield table, b"".join(bytes(part) for part in copied).decode("utf-8")
