"""What is refused in the demo's history does not happen, the rest of it does: a visitor may have acted before."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.offices import errors as offices
from shramsetu.people import errors as people

# Payments, claims and funds refuse by the errors of the posts.
REFUSALS = (Refused, NotAllowed, Stale, Missing, offices.Refused, people.Refused)
log = logging.getLogger(__name__)


@contextmanager
def spared(what: str) -> Iterator[None]:
    """Undo what is refused inside, that alone, and let the act go on without it."""
    try:
        with savepoints(made=True), transaction.atomic(), savepoints(made=False):
            yield
    except REFUSALS as error:
        note(what, error)


def note(what: str, error: Exception) -> None:
    """Say in the log what was left out of the history, and why."""
    log.warning("left out of the demo's history: %s (%s: %s)", what, type(error).__name__, error)


@contextmanager
def savepoints(*, made: bool) -> Iterator[None]:
    """Let actions make savepoints in the act's transaction or not: what fails fails the act, and they are a quarter of
    all statements."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, made
    try:
        yield
    finally:
        features.uses_savepoints = before
