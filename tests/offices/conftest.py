"""A state with its districts, departments and posts."""

import pytest
from tests.offices.cast import person, vacate

from shramsetu.offices.models import User


@pytest.fixture
def state(db: None) -> None:
    """The whole state's posts, all of them vacant."""
    vacate()


@pytest.fixture
def ram(state: None) -> User:
    """Somebody who may be appointed."""
    return person("ram", "राम")


@pytest.fixture
def sita(state: None) -> User:
    """Somebody else."""
    return person("sita", "सीता")
