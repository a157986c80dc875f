"""What the rulebook says of reviews, against golden rows an official can read; and what it refuses."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/reviews.toml").read_text(encoding="utf-8"))["case"]


def cases(shelf: str) -> list[Any]:
    return [pytest.param(case, id=case["key"]) for case in GOLDEN if case["key"].startswith(f"{shelf}:")]


def slug(case: dict[str, Any]) -> str:
    return str(case["key"]).partition(":")[2]


@pytest.mark.parametrize("case", cases("round"))
def test_round(case: dict[str, Any]) -> None:
    found = rulebook.book().reviews.round(slug(case))
    assert (found.kind, found.chair, found.deputy) == (case["kind"], case["chair"], case["deputy"])
    assert (found.at, found.minutes, list(found.week)) == (case["at"], case["minutes"], case["week"])


@pytest.mark.parametrize("case", cases("review-sector"))
def test_sector(case: dict[str, Any]) -> None:
    found = rulebook.book().reviews.sectors[slug(case)]
    assert (list(found.targets), list(found.kinds), found.works) == (case["targets"], case["kinds"], case["works"])


@pytest.mark.parametrize("case", cases("section"))
def test_section(case: dict[str, Any]) -> None:
    assert list(rulebook.book().reviews.sections[slug(case)].posts) == case["posts"]


def test_everything_is_pinned() -> None:
    made = rulebook.book().reviews
    keys = {f"{shelf}:{key}" for shelf, rows in made.shelves.items() for key in rows}
    assert keys == {case["key"] for case in GOLDEN}


def test_a_round_that_is_not_there_is_no_rule() -> None:
    with pytest.raises(rulebook.NoRule):
        rulebook.book().reviews.round("moon")


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ('chair = "labour.lc"', 'chair = "labour.king"', "labour.king is no post"),
        ('week = ["registration", ', "week = [", "names 6 of them"),
        ('deputy = "labour.addl-lc"', 'deputy = "labour.lc"', "the deputy is the chair"),
        ('targets = ["pensions"]', 'targets = ["moons"]', "moons is no sector of targets"),
        ('posts = ["bocw.accounts", "uow.accounts"]', 'posts = ["nobody"]', "nobody is no post"),
        ('"bonded", "schools"]', '"bonded", "moon"]', "moon is no sector of reviews"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, was: str, is_now: str, said: str) -> None:
    copy = tmp_path / "rulebook"
    shutil.copytree(folder(), copy)
    file = copy / "reviews.toml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, is_now, 1), encoding="utf-8")
    with pytest.raises(rulebook.BadRule, match=said):
        read(copy)
