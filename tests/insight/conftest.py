"""The roll-ups see only what is committed: these tests commit, and take away afterwards what they wrote."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from tests import apart
from tests.insight.history import clear

from shramsetu.insight import actions

HERE = Path(__file__).parent
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the worker of the walk over leaks have them: a minute of one transaction, for which others would wait."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("leaks"))


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
        apart.wait_for_others()
        return roll_up(at=at, batch=batch)

    monkeypatch.setattr(actions, "roll_up", after_others)


@pytest.fixture
def _django_db_helper(committed: None) -> None:
    """What the mark django_db does in this folder: commit and take away, instead of rolling back."""
