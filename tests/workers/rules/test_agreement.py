from dataclasses import replace
from datetime import date

from shramsetu.workers.rules import agreement
from shramsetu.workers.rules.agreement import Rarity, Told

RAMDEV = Told("रामदेव निषाद", "शिवचरण निषाद", "man", date(1988, 4, 2), True, 157, 9001, "+919999900301", "216740012344")
STATE = Rarity(15_000_000, 0.0004, 0.0004)


def score(other: Told, rarity: Rarity = STATE) -> int:
    return agreement.score(agreement.agreed(RAMDEV, other), rarity)


def test_one_person_in_two_scripts_is_nearly_certain() -> None:
    other = replace(RAMDEV, name="Ramdev Nishad", parent="Shivcharan Nishad", phone="", family="", place=None)
    levels = agreement.agreed(RAMDEV, other)
    assert levels == {"name": "same", "parent": "same", "born": "same", "sex": "same", "district": "same"}
    assert score(other) >= agreement.STRONG


def test_aadhaar_decides_alone() -> None:
    one = replace(RAMDEV, aadhaar=frozenset({"a" * 64, "b" * 64}))
    other = replace(one, aadhaar=frozenset({"b" * 64}), name="राजू", parent="", born_on=date(1990, 1, 1), phone="")
    assert agreement.score(agreement.agreed(one, other), STATE) >= agreement.STRONG
    stranger = replace(one, aadhaar=frozenset({"c" * 64}))
    assert agreement.score(agreement.agreed(one, stranger), STATE) < agreement.STRONG


def test_a_brother_with_the_same_phone_and_family_is_another() -> None:
    assert score(replace(RAMDEV, name="रामसेवक निषाद", born_on=date(1991, 7, 9))) < agreement.REVIEW


def test_a_namesake_of_another_district_is_another() -> None:
    other = replace(RAMDEV, parent="", district=118, place=None, phone="", family="", born_on=date(1986, 1, 1))
    assert score(other) < agreement.REVIEW


def test_a_common_name_says_less_than_a_rare_one() -> None:
    other = replace(RAMDEV, parent="", phone="", family="", place=None)
    assert score(other, Rarity(15_000_000, 0.02, 1)) < score(other, Rarity(15_000_000, 0.00001, 1))


def test_what_is_not_told_says_nothing() -> None:
    bare = Told("रामदेव निषाद", "", "man", date(1988, 4, 2), True, 157)
    assert set(agreement.agreed(bare, RAMDEV)) == {"name", "born", "sex", "district"}


def test_births_agree_in_steps() -> None:
    def born(day: date, known: bool = True) -> str:
        return agreement.agreed(RAMDEV, replace(RAMDEV, born_on=day, is_born_known=known))["born"]

    assert born(date(1988, 4, 2)) == "same"
    assert born(date(1988, 4, 2), known=False) == "year"
    assert born(date(1988, 2, 4)) == "swapped"
    assert born(date(1988, 1, 1)) == "year"
    assert born(date(1988, 9, 30)) == "near"
    assert born(date(1986, 4, 2)) == "near"
    assert born(date(1985, 4, 2)) == "other"


def test_nothing_that_differs_leaves_a_thousand_of_a_thousand() -> None:
    assert score(RAMDEV) == 1000
    assert score(replace(RAMDEV, phone="+919999900302")) == 999
