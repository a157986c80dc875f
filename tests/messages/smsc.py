"""A small SMSC of the tests' own: SMPP 3.4 over asyncio, with the operators' DLT rules, receipts and faults on demand.

It runs in a thread of its own. What it took lies in `taken`, one row a whole message: parts of a long one are put
together by their header (UDH) as a phone would.
"""

import asyncio
import re
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER = 0x01, 0x02, 0x09
SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x04, 0x05, 0x06, 0x15
RESPONSE, NACK = 0x80000000, 0x80000000
ENTITY_TAG, TEMPLATE_TAG = 0x1400, 0x1401
OK, BAD_COMMAND, BAD_BIND, BAD_SOURCE, THROTTLED = 0x00, 0x03, 0x0D, 0x0A, 0x58
# Operators choose their own numbers for what DLT refuses; these are this SMSC's (SMPP leaves 0x400-0x4FF to vendors).
NO_ENTITY, NO_TEMPLATE, OTHER_WORDS = 0x42B, 0x42C, 0x42D
UCS2, LATIN1 = 8, 3
HAS_HEADER, IS_RECEIPT, WANTS_RECEIPT = 0x40, 0x04, 0x01


@dataclass(frozen=True, slots=True)
class Submitted:
    """One whole message as it was handed over."""

    ref: str
    source: str
    to: str
    text: str
    coding: int
    entity: str
    template: str
    parts: int = 1
    is_whole: bool = True


@dataclass
class Smsc:
    """What it knows of the senders, how it behaves, and what it took and refused."""

    entity: str = "1201159000000000001"
    headers: frozenset[str] = frozenset({"SHRMST"})
    templates: Mapping[str, str] = field(default_factory=dict)  # id: what its text must match; empty: any id will do
    password: str = "secret"
    delay_seconds: float = 0.0
    refuse: Callable[[Submitted], int] = lambda given: OK
    receipt: Callable[[Submitted], str] = lambda given: "DELIVRD:000"  # "stat:err"; empty: none ever comes
    taken: list[Submitted] = field(default_factory=list)
    refused: list[tuple[Submitted, int]] = field(default_factory=list)
    binds: int = 0
    loop: asyncio.AbstractEventLoop = field(init=False)
    stopping: asyncio.Event = field(init=False)
    enquiries: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._count = 0
        self._parts: dict[tuple[str, str, bytes], dict[int, str]] = {}
        self._lines: set[Line] = set()  # that take messages of phones
        self._open: set[Line] = set()
        self.kept: list[bytes] = []  # for phones and receipts: what nobody acknowledged, sent again on the next line

    async def serve(self, ready: threading.Event) -> None:
        """Take connections until `stopping`."""
        self.loop, self.stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self.stopping.wait()
        server.close()
        for line in list(self._open):
            line.writer.close()
        await asyncio.sleep(0.05)

    def say(self, source: str, to: str, text: str) -> None:
        """Let the phone `source` send `text`, as a mobile-originated message on every bound line."""
        self.loop.call_soon_threadsafe(self._say, source, to, text)

    def _say(self, source: str, to: str, text: str) -> None:
        is_plain = text.isascii()
        content = text.encode("ascii" if is_plain else "utf-16-be")
        for line in list(self._lines)[:1]:
            line.deliver(source, to, content, esm=0, coding=0 if is_plain else UCS2)

    def drop_lines(self) -> None:
        """Cut every connection, as a fault of the network would."""
        self.loop.call_soon_threadsafe(lambda: [line.writer.transport.abort() for line in list(self._open)])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(self, reader, writer)
        self._open.add(line)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await line.converse()
        self._lines.discard(line)
        self._open.discard(line)
        self.kept += line.unanswered.values()
        writer.close()

    def weigh(self, given: "Given") -> tuple[Submitted, int]:
        """Return the message, only this part of it while others are missing, and the status that answers it."""
        self._count += 1
        ref = f"{self._count:08x}"
        if given.total > 1:
            kept = self._parts.setdefault((given.source, given.to, given.series), {})
            kept[given.place] = given.text
            whole = "".join(kept[at] for at in sorted(kept)) if len(kept) == given.total else None
        else:
            whole = given.text
        message = Submitted(
            ref, given.source, given.to, whole or given.text, given.coding, given.entity, given.template, given.total,
            whole is not None,
        )  # fmt: skip
        if whole is not None:
            self._parts.pop((given.source, given.to, given.series), None)
        status = self._status(message, is_whole=whole is not None)
        if status:
            self.refused.append((message, status))
        elif whole is not None:
            self.taken.append(message)
        return message, status

    def _status(self, message: Submitted, *, is_whole: bool) -> int:
        if message.source not in self.headers:
            return BAD_SOURCE
        if message.entity != self.entity:
            return NO_ENTITY
        if self.templates and message.template not in self.templates:
            return NO_TEMPLATE
        if self.templates and is_whole and not re.fullmatch(self.templates[message.template], message.text):
            return OTHER_WORDS
        return self.refuse(message)


@dataclass(frozen=True, slots=True)
class Given:
    """One submit_sm, taken apart."""

    source: str
    to: str
    text: str
    coding: int
    wants_receipt: bool
    entity: str
    template: str
    series: bytes = b""
    total: int = 1
    place: int = 1


@dataclass(eq=False)
class Line:
    """One connection of an ESME."""

    smsc: Smsc
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sequence: int = 0
    unanswered: dict[int, bytes] = field(default_factory=dict)

    async def converse(self) -> None:
        """Answer until the other side leaves."""
        while True:
            length, command, _, sequence = struct.unpack(">IIII", await self.reader.readexactly(16))
            body = await self.reader.readexactly(length - 16)
            if command in (BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER):
                self._bind(command, sequence, body)
            elif command == SUBMIT:
                await self._submit(sequence, body)
            elif command == ENQUIRE:
                self.smsc.enquiries += 1
                self._answer(command, OK, sequence)
            elif command == UNBIND:
                self._answer(command, OK, sequence)
                return
            elif command == DELIVER | RESPONSE:
                self.unanswered.pop(sequence, None)
            elif not command & RESPONSE:
                self._send(NACK, BAD_COMMAND, sequence)

    def _bind(self, command: int, sequence: int, body: bytes) -> None:
        password = body.split(b"\0")[1].decode()
        status = OK if password == self.smsc.password else BAD_BIND
        self._answer(command, status, sequence, b"TEST\0")
        if status == OK:
            self.smsc.binds += 1
            if command != BIND_TRANSMITTER:
                self.smsc._lines.add(self)
                kept, self.smsc.kept = self.smsc.kept, []
                for one in kept:
                    self._hand_on(one)

    async def _submit(self, sequence: int, body: bytes) -> None:
        given = taken_apart(body)
        if self.smsc.delay_seconds:
            await asyncio.sleep(self.smsc.delay_seconds)
        message, status = self.smsc.weigh(given)
        ref = f"{self.smsc._count:08x}"
        self._answer(SUBMIT, status, sequence, f"{ref}\0".encode() if status == OK else b"\0")
        if status == OK and given.wants_receipt and (told := self.smsc.receipt(message)):
            self._receipt(given, ref, told)

    def _receipt(self, given: Given, ref: str, told: str) -> None:
        state, _, code = told.partition(":")
        now = time.strftime("%y%m%d%H%M")
        text = f"id:{ref} sub:001 dlvrd:001 submit date:{now} done date:{now} stat:{state} err:{code} text:"
        self.deliver(given.to, given.source, text.encode(), esm=IS_RECEIPT, coding=0)

    def deliver(self, source: str, to: str, content: bytes, *, esm: int, coding: int) -> None:
        """Send a deliver_sm."""
        head = b"\0\x01\x01" + source.encode() + b"\0" + b"\x05\0" + to.encode() + b"\0"
        body = head + bytes([esm, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(content)]) + content
        self._hand_on(body)

    def _hand_on(self, body: bytes) -> None:
        self.sequence += 1
        self.unanswered[self.sequence] = body
        self._send(DELIVER, OK, self.sequence, body)

    def _answer(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        self._send(command | RESPONSE, status, sequence, body)

    def _send(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        if self.writer.transport.is_closing():
            return
        self.writer.write(struct.pack(">IIII", 16 + len(body), command, status, sequence) + body)


def taken_apart(body: bytes) -> Given:
    """Read a submit_sm (SMPP 3.4, 4.4.1) with its optional parameters."""
    at = body.index(0) + 3
    source, at = _text(body, at)
    to, at = _text(body, at + 2)
    esm, at = body[at], at + 3
    _, at = _text(body, at)
    _, at = _text(body, at)
    registered, coding, length = body[at], body[at + 2], body[at + 4]
    content, at = body[at + 5 : at + 5 + length], at + 5 + length
    options: dict[int, bytes] = {}
    while at + 4 <= len(body):
        tag, size = struct.unpack(">HH", body[at : at + 4])
        options[tag] = body[at + 4 : at + 4 + size]
        at += 4 + size
    header = content[: content[0] + 1] if esm & HAS_HEADER else b""
    text = content[len(header) :].decode("utf-16-be" if coding == UCS2 else "latin-1")
    entity, template = (options.get(tag, b"").rstrip(b"\0").decode() for tag in (ENTITY_TAG, TEMPLATE_TAG))
    series = (header[3:4], header[4], header[5]) if len(header) == 6 else (b"", 1, 1)
    return Given(source, to, text, coding, bool(registered & WANTS_RECEIPT), entity, template, *series)


def _text(body: bytes, at: int) -> tuple[str, int]:
    end = body.index(0, at)
    return body[at:end].decode("latin-1"), end + 1


@contextmanager
def smsc(given: Smsc | None = None) -> Iterator[Smsc]:
    """Run an SMSC on a free port of the loopback."""
    found, ready = given or Smsc(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(found.serve(ready)), daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield found
    finally:
        found.loop.call_soon_threadsafe(found.stopping.set)
        thread.join(5)
