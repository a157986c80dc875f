"""What the rulebook says of streams of references and of the days on which people come together."""

import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/streams.toml").read_text(encoding="utf-8"))["case"]
BOOK = rulebook.book()


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['key']}-{case['year']}-{case['month']}")
def test_days(case: dict[str, Any]) -> None:
    rule = BOOK.streams.day(case["key"].removeprefix("day:"))
    calendar = BOOK.calendar(date(case["year"], case["month"], 1))
    assert rule.dates(case["year"], case["month"], calendar) == case["dates"]


def test_every_kind_of_day_is_pinned() -> None:
    assert {f"day:{slug}" for slug in BOOK.streams.days} == {case["key"] for case in GOLDEN}


def test_a_saturday_that_is_a_holiday_is_held_on_the_next_working_day() -> None:
    rule = BOOK.streams.day("samadhan")
    calendar = BOOK.calendar(date(2026, 1, 1))
    assert [rule.is_on(date(2026, 1, day), calendar) for day in (3, 4, 5, 10, 17)] == [False, False, True, False, True]


def test_a_day_without_a_rule_is_any_day() -> None:
    calendar = BOOK.calendar(date(2026, 1, 1))
    assert BOOK.streams.day("jan-sunwai").is_on(date(2026, 1, 6), calendar)


def test_every_channel_of_people_has_its_stream() -> None:
    named = {channel: BOOK.streams.of_channel(channel) for channel in Case.Channel.values}
    assert named == {
        "portal": "online",
        "call": "cm-helpline",
        "desk": "department",
        "post": "department",
        "email": "department",
        "app": "online",
        "whatsapp": "online",
        "api": "",
        "csc": "csc",
        "system": "",
    }


def test_a_stream_that_nobody_gave_a_limit_has_none() -> None:
    with pytest.raises(rulebook.NoRule):
        BOOK.limit("stream:dm", 1, date(2026, 11, 23))
    with pytest.raises(rulebook.NoRule):
        BOOK.limit("stream:moon", 1, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ('prefix = "CMO"', 'prefix = "CMH"', "another stream has the prefix CMH"),
        ('channels = ["csc"]', 'channels = ["csc", "call"]', "another stream has the channel call"),
        ('stream = "jan-sunwai"', 'stream = "moon"', "moon is no stream"),
        ("nth = [1, 3]\n", "", "weekday and nth stand together"),
        ("calendar_days = 21", "calendar_days = 21, working_days = 3", "exactly one of"),
    ],
)
def test_what_does_not_hold_together_is_refused(was: str, is_now: str, said: str, tmp_path: Path) -> None:
    copy = tmp_path / "rulebook"
    shutil.copytree(folder(), copy)
    text = (copy / "streams.toml").read_text(encoding="utf-8")
    assert was in text
    (copy / "streams.toml").write_text(text.replace(was, is_now, 1), encoding="utf-8")
    with pytest.raises(rulebook.BadRule, match=said):
        read(copy)
