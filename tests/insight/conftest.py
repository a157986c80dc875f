"""The roll-ups see only what is committed: these tests commit, and take away afterwards what they wrote."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.insight.history import clear

from shramsetu.insight import actions

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Rows that other connections see; what the reference data wrote in the journal is counted already."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        clear()
        actions.catch_up(at=AT)
        try:
            yield
        finally:
            clear()
            connection.close()


@pytest.fixture(autouse=True)
def _undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let roll-ups wait for other tests: the watermark stands below the oldest transaction of the whole server."""
    roll_up = actions.roll_up

    def after_others(*, at: datetime, batch: int = 20_000) -> int:
        wait_for_other_databases()
        return roll_up(at=at, batch=batch)

    monkeypatch.setattr(actions, "roll_up", after_others)


OLDEST_ELSEWHERE = """
SELECT min(backend_xid::text::bigint) <= (SELECT coalesce(max(xid), 0) FROM journal_entry)
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND (datname IS DISTINCT FROM current_database() OR backend_type <> 'client backend')
"""


def wait_for_other_databases() -> None:
    """Wait until no transaction elsewhere, nor of the server itself, is older than the newest entry here."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(OLDEST_ELSEWHERE)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.fixture
def _django_db_helper(committed: None) -> None:
    """What the mark django_db does in this folder: commit and take away, instead of rolling back."""
