"""A sender ended by SIGKILL in the middle: nothing lost, nothing doubled, what nobody knows is parked."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.db import connection
from tests.messages.outbox import queued
from tests.messages.servers import Aggregator, Reply, aggregator

from shramsetu.messages import delivery, queries
from shramsetu.messages.models import Message, State

pytestmark = [pytest.mark.kill, pytest.mark.usefixtures("committed")]
MESSAGES = 60


@pytest.fixture
def server() -> Iterator[Aggregator]:
    with aggregator() as found:
        yield found


def sender(url: str, *, honours_id: bool) -> subprocess.Popen[bytes]:
    given = connection.settings_dict
    account = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    database = f"postgresql://{account}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": database,
        "SMS_GATEWAY": "http",
        "SMS_URL": url,
        "SMS_HONOURS_ID": "yes" if honours_id else "no",
    }
    command = [sys.executable, "-m", "shramsetu.web.cli", "messages", "deliver"]
    return subprocess.Popen(command, env=environment)


def wait_for(what: str, server: Aggregator, count: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while len(server.got) < count:
        assert process.poll() is None, "the sender ended by itself"
        assert time.monotonic() < until, what
        time.sleep(0.01)


def let_leases_run_out() -> None:
    Message.objects.filter(state=State.CLAIMED).update(claimed_until=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("honours_id", [False, True])
def test_killed_in_the_middle(server: Aggregator, honours_id: bool) -> None:
    def slow(count: int) -> Reply:
        time.sleep(0.05)
        return 200, {"id": f"ref-{count}"}

    server.reply = slow
    now = datetime.now(UTC)
    for n in range(MESSAGES):
        queued(f"k{n}", template="code", at=now)

    for killed_at in (10, 30):
        process = sender(server.url, honours_id=honours_id)
        wait_for(f"{killed_at} messages", server, killed_at, process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        let_leases_run_out()

    process = sender(server.url, honours_id=honours_id)
    until = time.monotonic() + 30
    while delivery_goes_on():
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0

    handed = Counter(server.keys)
    counts = queries.counts()
    assert counts["sent"] + counts["unknown"] == MESSAGES
    if honours_id:
        assert (counts["sent"], len(handed)) == (MESSAGES, MESSAGES)
    else:
        assert set(handed.values()) == {1}
        assert len(handed) >= counts["sent"]
        assert 0 < counts["unknown"] <= 2 * delivery.THREADS


def delivery_goes_on() -> bool:
    return Message.objects.filter(state__in=[State.QUEUED, State.CLAIMED]).exists()
