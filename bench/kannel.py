"""Messages to the operator over SMPP: the SMSC alone, Kannel before it, our outbox before Kannel, in one run."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after setup
from django.db import transaction  # noqa: E402
from tests.messages.kannel import BOX, SECRET, Kannel, answers, free_port, kannel  # noqa: E402
from tests.messages.smsc import Smsc  # noqa: E402

from bench import figures, smsc  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.messages import actions, worker  # noqa: E402
from shramsetu.messages.gateways import gateways  # noqa: E402
from shramsetu.messages.models import Message, State  # noqa: E402
from shramsetu.web import supervisor  # noqa: E402

COUNT = 1000
TEXT = "आपको संदेश फिर मिलेंगे। बंद करने के लिए STOP लिखकर भेजें। श्रम सेतु"
WAIT_SECONDS = 60


def main() -> None:
    """Measure each part of the way, then the whole."""
    found = sheet("kannel")
    if not Path(BOX).exists():
        figures.explain("Kannel is not here: apt-get install kannel (make test installs it).")
        return
    with smsc.centre() as centre, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        asyncio.run(smsc.submit(centre.port, COUNT, TEXT))
        found.add("SMSC alone, one line", COUNT / (time.monotonic() - began), "messages a second")
        port = free_port()
        with kannel(Path(folder), Smsc(port=centre.port), f"http://127.0.0.1:{port}", throughput=5000) as line:
            use(line)
            site = subprocess.Popen(
                supervisor.web_command("127.0.0.1", port),
                env=os.environ | line.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                wait(lambda: answers(port))
                through_kannel(found, centre)
                whole(found, centre)
            finally:
                os.killpg(site.pid, 9)
                site.wait(10)
    figures.explain(
        """SMSC alone is what the other side can take; Kannel alone is our gateway's requests, one after the other.
        The whole way is one worker with eight hands, DLT check, two writes a message, and the receipts back."""
    )


def use(line: Kannel) -> None:
    """Let this process send through `line`."""
    given = line.environment
    settings.MESSAGE_GATEWAYS = {"sms": "kannel", "email": ""}
    settings.SMS_ENTITY, settings.SMS_REPORT_SECRET = given["SMS_ENTITY"], SECRET
    settings.SMS_KANNEL = {
        **settings.SMS_KANNEL,
        "url": given["SMS_KANNEL_URL"],
        "user": given["SMS_KANNEL_USER"],
        "password": given["SMS_KANNEL_PASSWORD"],
        "site": given["SMS_KANNEL_SITE"],
    }


def through_kannel(found: figures.Sheet, centre: smsc.Centre) -> None:
    """Hand messages to Kannel without a database, until the SMSC has them."""
    before, gateway = centre.taken(), gateways()["sms"]
    began = time.monotonic()
    for number in range(COUNT):
        message = Message(
            to_phone=f"+9196{number:08d}", text=TEXT, dlt_header="SHRMST", dlt_template="1007000000000000085"
        )
        gateway.send(message)
    accepted = COUNT / (time.monotonic() - began)
    wait(lambda: centre.taken() - before >= COUNT)
    found.add("taken by Kannel", accepted, "messages a second")
    found.add("through Kannel to the SMSC", COUNT / (time.monotonic() - began), "messages a second")


def whole(found: figures.Sheet, centre: smsc.Centre) -> None:
    """Queue messages and drain the outbox; then wait for the receipts."""
    at, before = datetime.now(UTC), centre.taken()
    stream = f"bench:{at.timestamp():.0f}"
    with transaction.atomic():
        for number in range(COUNT):
            to = actions.Recipient(f"+9195{number:08d}")
            actions.send("sms-started", to=to, values={}, stream=stream, key=f"{stream}:{number}", by=SYSTEM, at=at)
    began = time.monotonic()
    worker.drain(lambda: datetime.now(UTC))
    drained = time.monotonic() - began
    mine = Message.objects.filter(stream=stream)
    wait(lambda: not mine.exclude(state=State.DELIVERED).exists())
    found.add("our outbox emptied into Kannel", COUNT / drained, "messages a second")
    found.add("to the receipt of the last", COUNT / (time.monotonic() - began), "messages a second")
    assert centre.taken() - before == COUNT, "lost or doubled on the way"


def wait(holds: Callable[[], object]) -> None:
    """Wait until `holds()`."""
    until = time.monotonic() + WAIT_SECONDS
    while not holds():
        if time.monotonic() > until:
            sys.exit("the messages did not arrive")
        time.sleep(0.02)


if __name__ == "__main__":
    main()
