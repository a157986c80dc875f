"""The web process ended by SIGKILL in the middle of POSTs: each request is wholly done or not at all, a repeat safe."""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.utils import timezone
from tests import cast

from shramsetu.casework import reconcile
from shramsetu.casework.models import Case, Party
from shramsetu.grievances.models import Grievance
from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.messages.models import Message
from shramsetu.offices import actions as offices
from shramsetu.offices import queries as posts
from shramsetu.offices.models import Role
from shramsetu.web import supervisor

pytestmark = pytest.mark.kill
REQUESTS = 60
THREADS = 4


def token() -> str:
    """Return the text of an operator's token."""
    post = posts.of_role(Role.OPERATOR)[0]
    user = post.charges.get(user_id=cast.seat(post).actor.user_id, to_at=None).user
    made = offices.make_token(user, post, name="kill", scopes=["read", "write"], days=1, by=SYSTEM, at=timezone.now())
    return made[1]


@contextmanager
def served(url: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve the site on `port` in a process group of its own, and end it whatever happens."""
    environment = os.environ | {"DATABASE_URL": url, "VAR": str(settings.VAR), "TESTING": "yes"}
    process = subprocess.Popen(supervisor.web_command("127.0.0.1", port), env=environment, start_new_session=True)
    try:
        wait_for(port)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the site did not come up")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def file(port: int, bearer: str, number: int) -> str:
    """File complaint `number` under its own key; return its case number, empty where no answer came."""
    body = {
        "category": cast.WAGES,
        "text": f"मज़दूरी नहीं मिली, ठेकेदार टाल रहा है। रसीद {number}",
        "district": cast.KANPUR,
        "channel": "csc",
        "complainant": {"name": "रमेश कुमार", "phone": f"99999{number:05d}"},
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/grievances",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {bearer}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"kill-{number}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(json.load(answer)["number"])
    except (OSError, http.client.HTTPException):  # no answer, or one cut off between its head and its body
        return ""


def file_all(port: int, bearer: str, answers: dict[int, str]) -> list[threading.Thread]:
    """File everything from several threads, each its share; answers appear in `answers`."""

    def share(first: int) -> None:
        for number in range(first, REQUESTS, THREADS):
            answers[number] = file(port, bearer, number)

    threads = [threading.Thread(target=share, args=(first,)) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    return threads


def test_killed_in_the_middle_of_posts(committed: str) -> None:
    bearer, port = token(), free_port()
    before: dict[int, str] = {}
    with served(committed, port) as process:
        threads = file_all(port, bearer, before)
        until = time.monotonic() + 60
        while Case.objects.count() < REQUESTS // 4 and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(60)
    assert 0 < Case.objects.count() < REQUESTS

    after: dict[int, str] = {}
    with served(committed, port):
        for thread in file_all(port, bearer, after):
            thread.join(120)

    assert len(set(after.values()) - {""}) == REQUESTS
    assert {number: given for number, given in before.items() if given and after[number] != given} == {}
    assert Case.objects.count() == Grievance.objects.count() == REQUESTS
    assert Party.objects.count() == Entry.objects.filter(verb="register").count() == REQUESTS
    assert Message.objects.filter(template="registered").count() == REQUESTS
    assert {one.name: one.count for one in reconcile.findings(timezone.now()) if one.count} == {}
    assert list(journal.faults()) == []
