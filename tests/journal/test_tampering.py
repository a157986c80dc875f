"""Whoever changes what was written, even with the database in hand, is found."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from tests import cast

from shramsetu.journal import actions, queries
from shramsetu.journal.models import Entry, Private, Root
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    actions.append("test", "begin", by=SYSTEM, at=cast.MONDAY, detail={"n": 1})
    return actions.append("test", "say", by=SYSTEM, at=cast.MONDAY, detail={"n": 2}, private={"name": "रमेश"})


def faults() -> list[tuple[str, str]]:
    return [(fault.stream, fault.what) for fault in queries.faults()]


def as_database_administrator(statement: str) -> None:
    """Nothing in the database stops its own administrator."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


def test_the_chain_holds(entry: Entry) -> None:
    assert (faults(), entry.seq) == ([], 2)


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_an_entry(entry: Entry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_altered_entry_is_found(entry: Entry) -> None:
    as_database_administrator(f"UPDATE journal_entry SET by = 'user:9' WHERE id = {entry.pk}")
    assert ("test", "the entry was altered") in faults()


def test_a_removed_entry_is_found(entry: Entry) -> None:
    as_database_administrator("DELETE FROM journal_entry WHERE stream = 'test' AND seq = 1")
    assert ("test", "an entry is missing before this one") in faults()


def test_an_altered_personal_side_is_found_and_an_erased_one_is_none(entry: Entry) -> None:
    Private.objects.filter(entry=entry).update(body={"name": "सुरेश"})
    assert faults() == [("test", "the personal side was altered")]
    assert actions.forget("test") == {2: {"name": "सुरेश"}}
    assert faults() == []


def test_a_history_written_anew_does_not_fit_its_signed_root(entry: Entry) -> None:
    """Whoever recomputes the whole chain still cannot sign the root that was published."""
    assert _root() is not None
    Root.objects.update(merkle=b"x" * 32)
    assert [what for _, what in faults()][-2:] == [
        "the root was altered",
        "the entries of that hour are no longer the same",
    ]


def test_roots_stay_valid_when_the_secret_is_changed(entry: Entry) -> None:
    root = _root()
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert (f"root:{root.pk}", "the signature is not ours") in faults()
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert faults() == []


def _root() -> Root:
    """Close a root over what earlier tests committed; this test's own transaction is still open."""
    Root.objects.all().delete()
    root = actions.close_root(at=cast.MONDAY)
    assert root is not None
    return root
