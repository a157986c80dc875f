"""The tests' own database: as the models declare it, and made once for all workers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests import schema

NAMES = ("test_trial", "test_trial_gw0", "test_trial_gw1", "test_trial_source")


@pytest.mark.django_db
def test_tables_drawn_quickly_are_those_of_the_models() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("shramsetu.") and model._meta.managed]
    with connection.cursor() as cursor:
        for model in ours:
            table = model._meta.db_table
            found = {column.name: column for column in connection.introspection.get_table_description(cursor, table)}
            fields = {field.column: field for field in model._meta.local_concrete_fields}
            assert {name: found[name].null_ok for name in fields} == {
                name: field.null for name, field in fields.items()
            }, table
            there = connection.introspection.get_constraints(cursor, table)
            named = [*model._meta.constraints, *model._meta.indexes]
            assert {one.name for one in named} - set(there) == set(), table
            linked = {tuple(one["columns"]): one["foreign_key"] for one in there.values() if one["foreign_key"]}
            asked = {
                (name,): (field.related_model._meta.db_table, field.target_field.column)
                for name, field in fields.items()
                if field.remote_field and field.db_constraint
            }
            assert linked | asked == linked, table  # some more are written by hand


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Iterator[list[str]]:
    """What is made, when making is only to create a database."""
    settings.VAR = tmp_path
    given = connection.settings_dict
    monkeypatch.setitem(given, "NAME", "trial")
    monkeypatch.setitem(given, "TEST", {**given["TEST"]})
    names: list[str] = []

    def make(**_: object) -> None:
        names.append(given["TEST"]["NAME"])
        with schema._postgres() as wire:
            wire.execute(f"DROP DATABASE IF EXISTS {names[-1]}")
            wire.execute(f"CREATE DATABASE {names[-1]}")

    monkeypatch.setattr(schema, "setup_databases", make)
    monkeypatch.setattr(schema.connections, "close_all", lambda: None)
    yield names
    with schema._postgres() as wire:
        for name in NAMES:
            wire.execute(f"DROP DATABASE IF EXISTS {name}")


def worker(number: int, *, anew: bool) -> list[str]:
    """Come as a worker; return what was filled."""
    filled: list[str] = []
    connection.settings_dict["TEST"]["NAME"] = f"test_trial_gw{number}"
    schema.copied(lambda: filled.append("filled"), anew=anew)
    return filled


def test_first_worker_makes_it_and_the_next_copies(made: list[str]) -> None:
    assert (worker(0, anew=True), worker(1, anew=True)) == (["filled"], [])
    assert made == ["test_trial_source"]
    with schema._postgres() as wire:
        found = wire.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_trial%' ORDER BY 1").fetchall()
    assert found == [("test_trial_gw0",), ("test_trial_gw1",), ("test_trial_source",)]
    assert connection.settings_dict["TEST"]["NAME"] == "test_trial_gw1"


def test_next_run_takes_it_over_unless_asked_anew(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    worker(0, anew=True)
    monkeypatch.setattr(schema, "RUN", "next")
    assert (worker(0, anew=False), worker(1, anew=False)) == ([], [])
    assert (worker(0, anew=True), worker(1, anew=True)) == (["filled"], [])
    assert len(made) == 2


def test_half_made_one_is_made_again(made: list[str]) -> None:
    def fall() -> None:
        raise RuntimeError("no room")

    connection.settings_dict["TEST"]["NAME"] = "test_trial_gw0"
    with pytest.raises(RuntimeError):
        schema.copied(fall, anew=False)
    assert worker(0, anew=False) == ["filled"]
    assert made == ["test_trial_source"] * 2


def test_town_grows_once_in_a_run_and_anew_in_the_next(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(name: str) -> None:
        made.append(name)
        with schema._postgres() as wire:
            schema._say(wire, "CREATE DATABASE {}", schema.sql.Identifier(name))

    schema.once("test_trial_source", grow)
    schema.once("test_trial_source", grow)
    assert made == ["test_trial_source"]
    with schema._postgres() as wire:
        wire.execute("DROP DATABASE test_trial_source")
    monkeypatch.setattr(schema, "RUN", "next")
    schema.once("test_trial_source", grow)
    assert len(made) == 2
