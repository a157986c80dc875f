"""What the rulebook says of the files of CPGRAMS: headings known once, words of categories, codes of the report."""

import shutil
from pathlib import Path

import pytest

from shramsetu import rulebook
from shramsetu.rulebook.basis import BadRule
from shramsetu.rulebook.load import read
from shramsetu.rulebook.read import folder

BOOK = rulebook.book().cpgrams


def changed(tmp_path: Path, was: str, is_now: str) -> Path:
    """The rulebook with one place of this file other."""
    copy = tmp_path / "rulebook"
    shutil.copytree(folder(), copy)
    text = (copy / "cpgrams.toml").read_text(encoding="utf-8")
    assert was in text
    (copy / "cpgrams.toml").write_text(text.replace(was, is_now, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("Labour >> Non payment of WAGES", "wages-not-paid"),
        ("Minimum  Wages", "below-minimum-wage"),
        ("बंधुआ श्रमिक", "bonded-labour"),
        ("Roads", ""),
        ("", ""),
    ],
)
def test_words_of_the_portal_find_our_category(said: str, category: str) -> None:
    assert BOOK.category(said) == category


def test_every_category_that_is_sealed_is_found_before_others() -> None:
    book = rulebook.book()
    sealed = [book.categories[one.category].sealed for one in BOOK.categories.values()]
    assert sealed == sorted(sealed, reverse=True)


@pytest.mark.parametrize(
    ("said", "is_closed"), [("Case Closed", True), ("निस्तारित", True), ("Not closed", False), ("", False)]
)
def test_what_the_portal_has_closed_is_known_by_whole_words(said: str, is_closed: bool) -> None:
    assert BOOK.is_closed_there(said) == is_closed


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("[columns.pin]", "[columns.pine]", "no such column"),
        ('"state name"', '"pincode"', "stands under"),
        ('category = "bonus-not-paid"', 'category = "bonus"', "bonus is no category"),
        ('states = ["excluded"]', 'states = ["excluded", "final"]', "final stands under"),
        ("[report.files]", "[report.papers]", "no such column"),
    ],
)
def test_a_mapping_that_is_not_whole_stops_the_site(tmp_path: Path, was: str, is_now: str, said: str) -> None:
    with pytest.raises(BadRule, match=said):
        read(changed(tmp_path, was, is_now))
