"""A site that really serves: many threads with one key act once, and live pages hear what other processes do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psycopg
import pytest
from tests import cast
from tests.web.running import Running, running
from tests.web.site import opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILING = {
    "kind": "grievance",
    "category": cast.WAGES,
    "text": "तीन महीने से मज़दूरी नहीं मिली।",
    "district": cast.KANPUR,
    "channel": "call",
    "complainant": {"name": "रमेश कुमार", "phone": "9999900001"},
}
SCENE = """
import json
from datetime import timedelta
from django.utils import timezone
from tests import cast
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions, queries
from shramsetu.offices.models import User
from shramsetu.web import tickets

at = timezone.now()
post = queries.of_role("operator")[0]
user = User.objects.get(pk=cast.seat(post).actor.user_id)
token = actions.make_token(user, post, name="t", scopes=("read", "write"), days=1, by=SYSTEM, at=at)[1]
case, sealed = cast.complaint(at=at), cast.complaint(at=at, sealed=True)
holder, stranger = cast.holder_of(case), cast.desk(cast.Role.OPERATOR)
print(json.dumps({
    "token": token, "case": case.number, "sealed": sealed.number,
    "ticket": tickets.ticket(holder.user_id, holder.post_id, at=at + timedelta(hours=1)),
    "left": tickets.ticket(holder.user_id, stranger.post_id, at=at),
}))
"""
FILE_AFTER_PAGE = """
from django.utils import timezone
from tests import cast
from shramsetu.web import tickets
at = timezone.now()
holder = cast.holder_of(cast.complaint(at=at))
print(tickets.ticket(holder.user_id, holder.post_id, at=at))
"""
OPEN = """
from django.utils import timezone
from tests import cast
from shramsetu.casework.models import Case
cast.take(Case.objects.select_related("holder").get(number="{}"), "{}", at=timezone.now())
"""


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A site that serves, as operators have it."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        opened(Path(tmp_path_factory.mktemp("site")), filled=True) as found,
        running(found) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def scene(site: Running) -> dict[str, str]:
    """An ordinary case and a sealed one, a token, and tickets for the event stream, from pages that missed nothing."""
    told: dict[str, str] = json.loads(site.site.python(SCENE))
    return told


@contextmanager
def listening(site: Running, **query: str) -> Iterator[Iterator[str]]:
    """Give the lines of an event stream."""
    with httpx.stream("GET", f"{site.live}/live?{urlencode(query)}", timeout=90) as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        assert next(lines) == "retry: 3000"
        yield lines


def topics(lines: Iterator[str]) -> list[str]:
    told = next(line for line in lines if line.startswith("data: "))
    found: list[str] = json.loads(told.removeprefix("data: "))["topics"]
    return found


def test_many_threads_with_one_key_make_one_case(site: Running, scene: dict[str, str]) -> None:
    answers: list[httpx.Response] = []

    def post() -> None:
        headers = {"Authorization": f"Bearer {scene['token']}", "Idempotency-Key": "at once"}
        answers.append(httpx.post(f"{site.web}/api/v1/grievances", json=FILING, headers=headers, timeout=120))

    threads = [threading.Thread(target=post) for _ in range(4)]
    before = site.site.ask("SELECT count(*) FROM casework_case")
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert site.site.ask("SELECT count(*) FROM casework_case") == before + 1  # type: ignore[operator]


def test_an_open_page_hears_a_step_taken_in_another_process(site: Running, scene: dict[str, str]) -> None:
    with listening(site, ticket=scene["ticket"], case=scene["case"]) as lines:
        site.site.python(OPEN.format(scene["case"], "open"))
        assert topics(lines) == [f"case:{scene['case']}", "inbox"]


def test_a_page_hears_of_a_case_filed_before_it_listened(site: Running) -> None:
    ticket = site.site.python(FILE_AFTER_PAGE).strip()
    with listening(site, ticket=ticket) as lines:
        assert topics(lines) == ["inbox"]


def test_after_a_break_every_page_refreshes(site: Running, scene: dict[str, str]) -> None:
    with listening(site, ticket=scene["ticket"]) as lines:
        broken = site.site.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN live%'"
        )
        assert broken == 1
        assert topics(lines) == ["*"]


@pytest.mark.parametrize(
    "query", [{}, {"ticket": "forged"}, {"ticket": "left"}, {"ticket": "ticket", "case": "sealed"}]
)
def test_no_stream_without_a_ticket_for_it(site: Running, scene: dict[str, str], query: dict[str, str]) -> None:
    """Not for who brings none, a false one, one of a post left since, or asks for a case out of sight."""
    given = {name: scene.get(value, value) for name, value in query.items()}
    assert httpx.get(f"{site.live}/live?{urlencode(given)}", timeout=60).status_code == 403


def test_a_sealed_case_rings_for_nobody(site: Running, scene: dict[str, str]) -> None:
    with psycopg.connect(site.site.url, autocommit=True) as wire:
        wire.execute("LISTEN live")
        site.site.python(OPEN.format(scene["sealed"], "open"))
        assert list(wire.notifies(timeout=1)) == []
