"""A real Asterisk for these tests, one for each process; without one: skipped, or failed where REQUIRE has pbx."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.pbx.launch import Exchange
from tools.pbx.root import NoExchange

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def exchange() -> Iterator[Exchange]:
    """The exchange, running."""
    try:
        started = Exchange.fresh(name="test", tries=60)  # a controller may start slowly here
        started.prepare()
        started.start()
    except NoExchange as error:
        sentence = f"no exchange here: {error}"
        if "pbx" in os.environ.get("REQUIRE", "").split(","):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)

    yield started
    started.stop()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups, also where these files are named on the command line
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker have them all: two exchanges at once starve each other's sound on two cores."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("exchange"))
