from datetime import UTC, datetime, timedelta

import pytest

from shramsetu.offline import rules

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
KEY = "3f0c2b9e-52a7-4d1c-9d3a-8a1f6f0d2b11"
BELIEVED = timedelta(days=30)


def entry(**changes):
    return {"key": KEY, "kind": "complaint", "owner": "", "written": AT.timestamp() * 1000, "body": {}, **changes}


def read(given):
    return rules.read(given, at=AT, believed=BELIEVED)


def nested(depth):
    found = {}
    for _ in range(depth):
        found = {"in": found}
    return found


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        "entry",
        7,
        {},
        entry(key=""),
        entry(key=KEY.replace("-", "")),
        entry(key="00000000-0000-1000-8000-000000000000"),
        entry(key="x" * 36),
        entry(key=[KEY]),
        entry(kind=None),
        entry(kind=["complaint"]),
        entry(owner=1),
        entry(body=[]),
        entry(body="text"),
        entry(body=nested(9)),
        entry(body={"text": "a\0b"}),
        entry(body={"text": "x" * 50_000}),
        entry(more=1),
    ],
)
def test_what_is_no_entry_is_none(given):
    with pytest.raises(rules.BadEntry):
        read(given)


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (AT - timedelta(days=29), AT - timedelta(days=29)),
        (AT - timedelta(days=31), AT),
        (AT + timedelta(minutes=4), AT + timedelta(minutes=4)),
        (AT + timedelta(minutes=6), AT),
    ],
)
def test_a_time_is_believed_within_measure(told, believed):
    assert read(entry(written=told.timestamp() * 1000)).written_at == believed


@pytest.mark.parametrize("told", [None, "now", True, -1, 10**20, [1]])
def test_a_time_that_is_none_becomes_now(told):
    assert read(entry(written=told)).written_at == AT


def test_the_order_of_values_does_not_change_the_digest_and_a_file_does():
    one = rules.digest(read(entry(body={"a": "1", "b": "2"})), ["f"])
    assert one == rules.digest(read(entry(body={"b": "2", "a": "1"})), ["f"])
    assert len({one, rules.digest(read(entry(body={"a": "1", "b": "2"})), []), rules.digest(read(entry()), ["f"])}) == 3
