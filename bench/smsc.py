"""The operator's side of the measurement: the tests' SMSC in a process of its own, and a small client for it.

`python -m bench.smsc` prints its port, answers each line with how many messages it took, and ends with its input.
"""

import asyncio
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.messages.smsc import BIND_TRANSMITTER, RESPONSE, SUBMIT, UCS2, Smsc, smsc

WINDOW = 50


@dataclass
class Centre:
    """The running SMSC as the measurement sees it."""

    process: "subprocess.Popen[str]"
    port: int

    def taken(self) -> int:
        """How many messages it took until now."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("count\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def centre() -> Iterator[Centre]:
    """Start it, end it."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-m", "bench.smsc"], text=True, **pipes) as process:  # type: ignore[call-overload]
        yield Centre(process, int(process.stdout.readline()))
        process.stdin.close()


async def submit(port: int, count: int, text: str) -> None:
    """Hand over `count` messages on one line, at most WINDOW unanswered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_pdu(BIND_TRANSMITTER, 1, b"bench\0secret\0\0\x34\0\0\0"))
    await _answer(reader)
    sent = answered = 0
    while answered < count:
        while sent < count and sent - answered < WINDOW:
            sent += 1
            writer.write(_pdu(SUBMIT, sent + 1, _message(f"9197{sent:08d}", text)))
        await writer.drain()
        await _answer(reader)
        answered += 1
    writer.close()
    await writer.wait_closed()


def _message(to: str, text: str) -> bytes:
    content = text.encode("utf-16-be")
    head = b"\0\x05\0SHRMST\0" + b"\x01\x01" + to.encode() + b"\0" + b"\0\0\0" + b"\0\0"
    body = head + bytes([0, 0, UCS2, 0, len(content)]) + content
    ids = ((0x1400, b"1201159000000000001"), (0x1401, b"1007000000000000001"))
    return body + b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in ids)


def _pdu(command: int, sequence: int, body: bytes) -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, 0, sequence) + body


async def _answer(reader: asyncio.StreamReader) -> None:
    length, command, status, _ = struct.unpack(">IIII", await reader.readexactly(16))
    await reader.readexactly(length - 16)
    if status or not command & RESPONSE:
        raise RuntimeError(f"the SMSC answered {command:#x} with {status:#x}")


def main() -> None:
    """Serve until the input ends."""
    with smsc(Smsc()) as found:
        print(found.port, flush=True)
        for _ in sys.stdin:
            print(len(found.taken), flush=True)


if __name__ == "__main__":
    main()
