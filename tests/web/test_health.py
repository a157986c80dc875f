"""What machines are told: alive, ready, how the work stands; and nothing about a person, nor in any log."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone
from tests import cast

from shramsetu.web import logs
from shramsetu.web.views import health

pytestmark = pytest.mark.django_db
PHONE = "9876543210"


def test_alive_needs_no_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_the_tables_are_this_versions(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_not_ready_while_migrations_wait(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="web").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "migrations waiting"


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*given: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", gone)
    assert client.get("/readyz").status_code == 503


def test_metrics_tell_the_state_of_the_work_and_no_person(client: Client) -> None:
    case = cast.complaint(at=timezone.now())
    client.get(f"/desk/search/?q={PHONE}")
    text = client.get("/metrics").content.decode()
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(told["shramsetu_cases_open"]) == 1
    assert [word for word in (case.number, PHONE, "रमेश", "9999900001") if word in text] == []


def test_metrics_count_the_overdue(client: Client) -> None:
    cast.complaint(at=datetime(2026, 1, 5, 6, tzinfo=UTC) - timedelta(days=30))
    text = client.get("/metrics").content.decode()
    assert "shramsetu_cases_overdue 1.0" in text


def test_metrics_are_not_for_other_addresses(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    with override_settings(METRICS_TOKEN="of our own"):
        wrong = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer guess"})
        odd = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer g²"})
        right = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer of our own"})
    assert (wrong.status_code, odd.status_code, right.status_code) == (404, 404, 200)


@pytest.mark.parametrize(("said", "status"), [("127.0.0.1, 203.0.113.7", 404), ("203.0.113.7, 127.0.0.1", 200)])
def test_behind_a_proxy_the_address_is_what_the_proxy_wrote(client: Client, said: str, status: int) -> None:
    with override_settings(BEHIND_TLS=True):
        assert client.get("/metrics", headers={"X-Forwarded-For": said}).status_code == status


def test_without_a_proxy_nobody_chooses_an_address(client: Client) -> None:
    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": "127.0.0.1"})
    assert answer.status_code == 404


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Give what a running site would write to its log meanwhile."""
    root, written = logging.getLogger(), io.StringIO()
    before = (root.handlers, root.level)
    logs.configure("INFO")
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    try:
        yield written
    finally:
        root.handlers, root.level = before


def test_a_phone_in_query_or_body_leaves_no_trace_in_the_log(client: Client) -> None:
    with logged() as written:
        client.get(f"/desk/search/?q={PHONE}")
        client.post("/api/v1/grievances", {"complainant": {"phone": PHONE}}, content_type="application/json")
        client.post("/login/", {"login": PHONE, "password": "x"})
        client.get(f"/no/such/{PHONE}/")
    told = [json.loads(line) for line in written.getvalue().splitlines()]
    assert len([line for line in told if line["event"] == "request"]) == 4
    assert PHONE not in written.getvalue()


def test_a_phone_in_an_error_is_masked() -> None:
    with logged() as written:
        try:
            raise ValueError(f"bad phone {PHONE}")
        except ValueError:
            logging.getLogger("django.request").exception("failed for %s", "+91 98765 43210")
    assert "Traceback" in written.getvalue()
    assert [form for form in (PHONE, "98765 43210") if form in written.getvalue()] == []
