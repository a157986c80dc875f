"""Freed people with words that are met nowhere else, taken through the real actions, and what an answer says."""

import html
import io
import logging
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from structlog.stdlib import ProcessorFormatter
from tests import cast
from tests.bonded import purse, rescue, room
from tests.bonded.leaky_words import Pen, Written, write_everything

from shramsetu.bonded import holders
from shramsetu.bonded.actions import climb, duties, entitling, lists, own, reading, transfers
from shramsetu.bonded.actions.handing import Home
from shramsetu.bonded.models import Certificate, Operation, Survivor
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.helpline import bells
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.people.queries import phone_key
from shramsetu.web import backup

P2, P3, NOTE = "p2", "p3", "note"
TELLER_PHONE = "9999977001"
CHANNELS = (bells.LIVE, bells.TELEPHONY, "outbox", "procrastinate_any_queue_v1")
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_TARGET = re.compile(r'\b(?:action|hx-post)="(/[^"]*)"')
_NAME = re.compile(r'\bname="([^"]+)"')


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
    written: tuple[Written, ...]
    more: tuple[Survivor, ...]

    def every_word(self) -> list[str]:
        """Return the words of everybody, whatever their class."""
        return [*(word.text for word in self.words), *self.told, *(one.text for one in self.written)]

    def phone_keys(self) -> list[str]:
        """Return what the freed would be known by, were their phones kept like those of complainants."""
        return [phone_key(str(_values(tag)[0]["phone"])) for tag in "कखग"]


@dataclass(frozen=True)
class Left:
    """A world in a database apart and what was heard while it was made: statements, notices, the log, messages."""

    world: World
    heard: dict[str, bytes]
    url: str


def left_behind(url: str) -> Left:
    """Make the world, let its duties run late and be told of, and listen to everything meanwhile."""
    said, statements = io.StringIO(), deque[dict[str, str]](maxlen=100_000)
    with psycopg.connect(url, autocommit=True) as listening, _log_into(said):
        for channel in CHANNELS:
            listening.execute(f'LISTEN "{channel}"')
        connection.force_debug_cursor, kept = True, connection.queries_log
        connection.queries_log = statements
        try:
            made = world()
            reading.search("गोपनरामकटिया", purpose="court", by=room.officer("dm"), at=room.AT)
            climb.climb(at=room.AT + timedelta(days=8))
            lists.send(at=clock.moment(clock.day(room.AT) + timedelta(days=8)) + timedelta(hours=8, minutes=30))
        finally:
            connection.force_debug_cursor, connection.queries_log = False, kept
        rung = [f"{one.channel} {one.payload}" for one in listening.notifies(timeout=1)]
    messages = [str(one) for one in Message.objects.values_list("key", "stream", "values", "subject", "text", "by")]
    heard = {
        "statements": [str(one["sql"]) for one in statements],
        "notices": rung,
        "log": [said.getvalue()],
        "messages": messages,
        "streams": list(Entry.objects.values_list("stream", flat=True).distinct()),
    }
    return Left(made, {name: "\n".join(found).encode() for name, found in heard.items()}, url)


@contextmanager
def _log_into(file: io.StringIO) -> Iterator[None]:
    """Write what the product logs into `file` as well, worded as it is for the operator."""
    root, handler = logging.getLogger(), logging.StreamHandler(file)
    worded = next(one.formatter for one in root.handlers if isinstance(one.formatter, ProcessorFormatter))
    handler.setFormatter(worded)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.info("listening")
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


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
    pen = Pen()
    more = write_everything(pen, man, child, operation)
    return World((man, child, other), words, told, information, tuple(pen.written), more)


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


def _man(operation: Operation) -> Survivor:
    identity, sealed = _values("क")
    found = room.certified(identity=identity, sealed=sealed, operation=operation, columns={"safe_phone": True})
    holder = holders.by_token(Certificate.objects.get(survivor=found).paper.token)
    assert holder is not None
    own.send_code(holder, source="203.0.113.9", at=room.AT)
    purse.passbook(found, name="खाता30012क")
    other = entitling.Override(200_000_00, 30_000_00, 0, f"{identity['name']} की दशा")
    entitling.override(found, other, by=room.officer("dm"), at=room.AT)
    payment = found.payments.get(kind="immediate")
    purse.sanctioned(payment)
    purse.sent()
    _noted(found, "क")
    said = cast.PAPER + f"\n%{sealed['statement']}".encode()
    paper = SimpleUploadedFile("गोपनरामकटिया.pdf", said, content_type="application/pdf")
    files.store(paper, stream=found.case.stream, purpose="statement", by=room.officer("labour_officer"), at=room.AT)
    transfer = transfers.draft(
        (found,), Home(room.district("Chitrakoot")), by=room.officer("labour_officer"), at=room.AT
    )
    transfers.send(transfer, by=room.officer("labour_officer"), at=room.AT)
    return found


def _child(operation: Operation) -> Survivor:
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
    """Return everything an answer says: its head and its body, files taken apart, and what the next page will say."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    kept = getattr(answer.wsgi_request, "_messages", None)  # type: ignore[attr-defined]
    notes = [str(one.message) for one in kept._queued_messages] if kept is not None else []  # noqa: SLF001
    return f"{answer.headers}\n{notes}\n{text_of(bytes(body))}"


def text_of(body: bytes) -> str:
    """Return the text of a page, a spreadsheet or a PDF."""
    if body.startswith(b"%PDF") and not body.startswith(cast.PAPER):
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return body.decode("utf-8", "replace")


def forms(page: str) -> Iterator[tuple[str, set[str]]]:
    """Yield where each form of a page is sent to, and the names of its fields."""
    for head, body in _FORM.findall(page):
        if found := _TARGET.search(head):
            names = set(_NAME.findall(body)) - {"csrfmiddlewaretoken"}
            yield urlsplit(html.unescape(found[1])).path, names


def dumped(folder: Path, *arguments: str) -> bytes:
    """Return what pg_dump writes of the database, readable as it is."""
    path = folder / "dump.sql"
    backup.client("pg_dump", "--format=plain", f"--file={path}", *arguments)
    return path.read_bytes()
