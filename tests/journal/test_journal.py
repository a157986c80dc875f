"""The journal: append-only, chained, signed; every alteration is found."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests import apart, cast

from shramsetu.journal import actions, queries, rules
from shramsetu.journal.models import Entry, Private, Root
from shramsetu.journal.rules import SYSTEM

MINE = " WHERE stream = 'post:test' AND seq = 2"
HEAD = "the stream's head is not that of its last entry"


def write(count: int = 3, stream: str = "post:test") -> None:
    for n in range(count):
        actions.append(stream, "note", by=SYSTEM, at=cast.MONDAY, detail={"n": n}, private={"text": f"बात {n}"})


def altered(sql: str) -> list[str]:
    """Return what `verify` finds after somebody with the keys of the database has altered a row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_append_only")
    return [fault.what for fault in queries.faults()]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"])
def test_database_refuses_to_change_an_entry(sql: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_untouched_journal_has_no_fault() -> None:
    write()
    cast.complaint()
    assert list(queries.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE journal_entry SET verb = 'x'" + MINE, ["the entry was altered"]),
        ("UPDATE journal_entry SET by = 'user:1@1'" + MINE, ["the entry was altered"]),
        (
            "UPDATE journal_entry SET at = at + interval '1 minute'" + MINE,
            ["the entry was altered"],
        ),
        (
            "UPDATE journal_entry SET detail = '{\"n\": 9}'" + MINE,
            ["the entry was altered"],
        ),
        ('UPDATE journal_private SET body = \'{"text": "x"}\'', ["the personal side was altered"] * 3),
        (
            "UPDATE journal_stream SET head = '\\x00' WHERE key = 'post:test'",
            ["the stream's head is not that of its last entry"],
        ),
    ],
)
def test_alteration_is_found(sql: str, found: list[str]) -> None:
    write()
    assert altered(sql) == found


@pytest.mark.django_db
def test_some_streams_are_judged_by_themselves() -> None:
    write()
    write(stream="post:other")
    altered("UPDATE journal_entry SET verb = 'x'" + MINE)
    assert [fault.what for fault in queries.faults_in(["post:test"])] == ["the entry was altered"]
    assert list(queries.faults_in(["post:other"])) == []


@pytest.mark.django_db
def test_removed_entry_is_found() -> None:
    write()
    Private.objects.filter(entry__seq=2).delete()
    sql = "DELETE FROM journal_entry WHERE stream = 'post:test' AND seq = 2"
    assert altered(sql) == ["an entry is missing before this one"]


@pytest.mark.django_db
def test_altered_head_of_an_entry_is_found() -> None:
    write()
    assert "the entry was altered" in altered(
        "UPDATE journal_entry SET head = '\\x00' WHERE stream = 'post:test' AND seq = 3"
    )


@pytest.mark.django_db
def test_forgetting_the_personal_side_leaves_the_chain_whole() -> None:
    write()
    assert actions.forget("post:test") == {1: {"text": "बात 0"}, 2: {"text": "बात 1"}, 3: {"text": "बात 2"}}
    assert not Private.objects.filter(entry__stream="post:test").exists()
    assert list(queries.faults()) == []


@pytest.mark.django_db
def test_many_notes_at_once_chain_as_one_after_the_other() -> None:
    actions.append("post:b", "note", by=SYSTEM, at=cast.MONDAY, detail={"n": 0})
    notes = [
        actions.Note("post:b", "note", {"n": 1}, {"text": "बात"}),
        actions.Note("post:a", "note", {"n": 2}),
        actions.Note("post:b", "tell", {"n": 3}),
    ]
    made = actions.append_many(notes, by=SYSTEM, at=cast.MONDAY)
    assert [(one.stream, one.seq, one.verb) for one in made] == [
        ("post:b", 2, "note"),
        ("post:a", 1, "note"),
        ("post:b", 3, "tell"),
    ]
    assert list(Private.objects.values_list("entry__seq", "body")) == [(2, {"text": "बात"})]
    assert list(queries.faults()) == []


@pytest.mark.django_db
def test_many_notes_cost_as_many_statements_as_one(django_assert_num_queries: Callable[..., Any]) -> None:
    notes = [actions.Note(f"post:{n}", "note", {"n": n}) for n in range(50)]
    with django_assert_num_queries(6):  # a savepoint, streams made, locked and moved, entries, the savepoint released
        actions.append_many(notes, by=SYSTEM, at=cast.MONDAY)


@pytest.mark.django_db
def test_no_note_is_no_entry() -> None:
    before = Entry.objects.count()
    assert (actions.append_many([], by=SYSTEM, at=cast.MONDAY), Entry.objects.count()) == ([], before)


@pytest.mark.usefixtures("committed")
def test_roots_are_signed_and_linked_and_find_what_was_altered() -> None:
    roots = []
    for hour in range(3):
        write(2, stream=f"post:root{hour}")
        apart.wait_for_others()
        root = actions.close_root(at=cast.MONDAY + timedelta(hours=hour))
        assert root is not None
        roots.append(root)
    assert actions.close_root(at=cast.MONDAY + timedelta(hours=9)) is None
    assert [bytes(one.previous) for one in roots[1:]] == [bytes(one.digest) for one in roots[:-1]]
    assert list(queries.faults()) == []

    Root.objects.filter(pk=roots[1].pk).update(signature=b"\0" * 64)
    assert [fault.what for fault in queries.faults()] == ["the signature is not ours"]
    Root.objects.filter(pk=roots[1].pk).update(signature=roots[1].signature, merkle=b"\0" * 32)
    assert "the root was altered" in [fault.what for fault in queries.faults()]


@pytest.mark.usefixtures("committed")
def test_two_threads_append_to_one_stream_without_a_gap() -> None:
    def work() -> None:
        try:
            write(20, stream="post:both")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert list(Entry.objects.filter(stream="post:both").order_by("seq").values_list("seq", flat=True)) == [
        *range(1, 41)
    ]
    assert list(queries.faults()) == []


def test_root_of_one_leaf_is_not_the_leaf() -> None:
    assert rules.merkle_root([b"a"]) != b"a"
    assert rules.merkle_root([b"a", b"b"]) != rules.merkle_root([b"b", b"a"])
