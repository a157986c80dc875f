"""The world in which the tests happen: every place, department and post of the state, each post held by somebody."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases
from django.utils import translation
from hypothesis import HealthCheck, settings
from tests import schema
from tests.groups import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401 - hooks

from shramsetu.demo import people as demo
from shramsetu.hearings.actions import forums
from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import actions as offices
from shramsetu.places import actions as places

# A machine that is busy with other things makes no test wrong.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
BEGAN = datetime(2025, 1, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    """Let Django keep what it finds: `tests.schema` has made it anew if that was asked for."""
    return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    """Copy tables and reference data from what one worker makes for all; a test's own rows are rolled back over it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        schema.copied(fill, anew=request.config.getvalue("create_db"))


def fill() -> None:
    places.load(by=SYSTEM, at=BEGAN)
    offices.load(by=SYSTEM, at=BEGAN)
    forums.load(by=SYSTEM, at=BEGAN)
    demo.seat_everyone(at=BEGAN)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Have a database even where nothing is marked django_db: tests with one apart copy this one."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if not str(connection.settings_dict["NAME"]).startswith("test_"):
            setup_databases(verbosity=0, interactive=False, keepdb=True)
        connection.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Hide the loop that Playwright keeps running in a worker from tests that run one of their own.

    From before their fixtures until after them, for Django keeps another connection where a loop runs.
    """
    if "browser" in item.path.parts:
        return (yield)
    running = asyncio._get_running_loop()  # noqa: SLF001 - made for who runs loops
    if running is not None:
        connections.close_all()  # a database that is copied may have no other session
    asyncio._set_running_loop(None)  # noqa: SLF001
    for kept in connections.all(initialized_only=True):
        if kept.connection is not None and not kept.is_usable():
            kept.close()  # the copy of the tests' database for the browser ended it
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(running)  # noqa: SLF001


@pytest.fixture(autouse=True)
def _in_hindi() -> Iterator[None]:
    """Speak Hindi at the start of every test, whatever language the one before asked for."""
    with translation.override("hi"):
        yield
