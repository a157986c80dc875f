"""What the rulebook says of bonded labour, against golden rows an official can read; and what it refuses."""

import shutil
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.bonded.rules.clocks import times
from shramsetu.lib import clock
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/bonded.toml").read_text(encoding="utf-8"))["case"]


def cases(shelf: str) -> list[Any]:
    return [pytest.param(case, id=case["key"]) for case in GOLDEN if case["key"].startswith(f"{shelf}:")]


@pytest.mark.parametrize("case", cases("clock"))
def test_clock(case: dict[str, Any]) -> None:
    book, start, slug = rulebook.book(), case["start"], case["key"].partition(":")[2]
    assert isinstance(start, datetime)
    on = clock.day(start)
    whole = timedelta(days=_days(case["head"], on)) if "head" in case else None
    found = times(book.bonded.clock(slug, on), start, book.calendar(on), whole=whole)
    assert (book.bonded.clocks[slug].code, found.due, found.amber, found.red) == (
        case["code"],
        case["due"],
        case["amber"],
        case["red"],
    )


@pytest.mark.parametrize("case", cases("head"))
def test_head(case: dict[str, Any]) -> None:
    assert _days(case["key"].partition(":")[2], case["on"]) == case["days"]


@pytest.mark.parametrize("case", cases("version"))
def test_version(case: dict[str, Any]) -> None:
    found = rulebook.book().bonded.version(case["released"])
    rupees = [amount // 100 for amount in (found.immediate_paise, *(found.share(one).total_paise for one in SHARES))]
    assert (found.slug, rupees) == (
        case["key"].partition(":")[2],
        [case[name] for name in ("immediate", *SHARES)],
    )


def test_everything_is_pinned() -> None:
    book = rulebook.book().bonded
    keys = {*(f"clock:{one}" for one in book.clocks), *(f"head:{one}" for one in book.heads)}
    assert keys | {f"version:{one}" for one in book.versions} == {case["key"] for case in GOLDEN}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder(), tmp_path / "rulebook"))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("clocks", 'owner = "sdm"', 'owner = "nobody"', r"clocks\.toml:\d+: \[inquiry\] nobody is no owner"),
        ("clocks", '{ who = "dm"', '{ who = "everybody"', r"\[inquiry\] everybody is no owner"),
        ("clocks", 'code = "A20"', 'code = "A18"', "no clock has the code A20"),
        ("heads", 'owner = "food"', 'owner = "foot"', r"heads\.toml:\d+: \[ration\] foot is no owner"),
        ("owners", 'post = "home.superintendent"', 'post = "home.super"', r"\[police\] home.super is no post"),
        ("scheme", "until = 2017-06-22", "until = 2017-06-20", r"\[css-2016\] does not end on the day before css-2017"),
    ],
)
def test_a_wrong_name_is_told_with_its_file_and_line(copy: Path, file: str, old: str, new: str, said: str) -> None:
    path = copy / "bonded" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(rulebook.BadRule, match=said):
        read(copy)


SHARES = ("man", "special", "extreme")


def _days(head: str, on: date) -> int:
    rows = [row for row in rulebook.book().bonded.heads[head].values if row.from_on <= on]
    value = rows[-1].value
    assert isinstance(value, int)
    return value
