"""How the work of each minute is divided: what takes long leaves the others their turn."""

from datetime import UTC, datetime
from itertools import count

import pytest

from shramsetu.bridges import tasks

AT = int(datetime(2026, 11, 16, 6, 0, tzinfo=UTC).timestamp())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let there be no end of work, each batch ten seconds; return who was asked for a batch."""
    made: list[str] = []
    ticks = count(0, 10)
    monkeypatch.setattr(tasks.time, "monotonic", lambda: float(next(ticks)))
    for name, door in (("webhooks", tasks.webhooks), ("igrs", tasks.sending)):
        monkeypatch.setattr(door, "send_due", lambda clock_read, name=name: made.append(name) or 1)
    return made


def test_events_go_for_a_spell_and_the_rest_the_next_minute(asked: list[str]) -> None:
    tasks.tell_endpoints(AT)
    assert asked == ["webhooks"] * 3


def test_112_waits_for_no_endpoint(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.spreading, "spread", lambda at: 0)
    monkeypatch.setattr(tasks.outgoing, "send_due", lambda clock_read: asked.append("112"))
    tasks.carry(AT)
    assert asked == ["112"]


def test_steps_go_to_igrs_for_a_spell_and_its_references_come_each_minute(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.sending, "sound_if_silent", lambda at: False)
    monkeypatch.setattr(tasks.taking, "fetch_all", lambda clock_read: asked.append("references"))
    tasks.igrs(AT)
    assert asked == ["igrs"] * 3 + ["references"]
