"""Makes the tests' tables and reference data once for all workers, in a database of which each has a copy.

Its making is the longest step of a run: whoever comes first makes it, the others wait. Its name carries the digest of
migrations and rulebook (`shramsetu.web.testing`), its comment the run that made it; a half-made one has no comment.
"""

import fcntl
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.state import ProjectState
from django.test.utils import setup_databases
from psycopg import sql

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
# What may change a column that others point at; after any other step only the model itself looks different.
WIDE = ("alter_field", "rename_field", "rename_model")
COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def copied(fill: Callable[[], None], *, anew: bool) -> None:
    """Give this process its database with what `fill` writes; `anew` takes nothing over from earlier runs."""
    values = connection.settings_dict
    own = values["TEST"]["NAME"] or f"test_{values['NAME']}"
    source = f"test_{values['NAME']}_source"
    with _alone(), _postgres() as wire:
        if not anew and wire.execute(COMMENT, [own]).fetchone():
            return
        made_by = _maker(wire, source)
        if made_by is None or (anew and made_by != RUN):
            _make(source, fill)
            _sign(wire, source)
        _copy(wire, own, of=source)


def once(name: str, make: Callable[[str], None]) -> None:
    """Let `make` make the database `name`, once in a run for all workers."""
    with _alone(), _postgres() as wire:
        if _maker(wire, name) != RUN:
            make(name)
            _sign(wire, name)


def _copy(wire: psycopg.Connection, name: str, *, of: str) -> None:
    _say(wire, "DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))
    _say(wire, "CREATE DATABASE {} TEMPLATE {}", sql.Identifier(name), sql.Identifier(of))


@contextmanager
def quickly() -> Iterator[None]:
    """Let migrations draw a changed model anew alone, not with all that it is linked to: a tenth of the time."""
    whole = ProjectState.reload_model

    def alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in vars(state):  # drawn already
            state._reload({(app_label, model_name)})  # type: ignore[attr-defined] # noqa: SLF001

    def wide(change: Callable[..., None]) -> Callable[..., None]:
        def changed(state: ProjectState, *args: Any, **named: Any) -> None:
            with patch.object(ProjectState, "reload_model", whole):
                change(state, *args, **named)

        return changed

    given = {name: wide(getattr(ProjectState, name)) for name in WIDE}
    with patch.multiple(ProjectState, reload_model=alone, **given):
        yield


def _make(name: str, fill: Callable[[], None]) -> None:
    values = connection.settings_dict
    before = values["NAME"], values["TEST"]["NAME"]
    values["TEST"]["NAME"] = name
    try:
        with quickly():
            setup_databases(verbosity=0, interactive=False)
        fill()
    finally:
        connections.close_all()  # a database that is copied may have no session
        values["NAME"], values["TEST"]["NAME"] = before


def _maker(wire: psycopg.Connection, name: str) -> str | None:
    """Return the run that made it, None if it is half made or not there."""
    return (wire.execute(COMMENT, [name]).fetchone() or (None,))[0]


def _sign(wire: psycopg.Connection, name: str) -> None:
    _say(wire, "COMMENT ON DATABASE {} IS {}", sql.Identifier(name), sql.Literal(RUN))


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(settings.VAR) / "source.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _postgres() -> psycopg.Connection:
    values = connection.settings_dict
    named = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "password": values["PASSWORD"]}
    return psycopg.connect(dbname="postgres", autocommit=True, **{key: given for key, given in named.items() if given})


def _say(wire: psycopg.Connection, text: str, *parts: sql.Composable) -> None:
    wire.execute(sql.SQL(text).format(*parts))  # type: ignore[arg-type]
