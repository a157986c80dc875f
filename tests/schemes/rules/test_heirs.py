from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shramsetu.schemes.rules.heirs import Kin, Rank, heirs

ON = date(2026, 11, 20)
SON = Kin("son", "son", born_on=date(2008, 11, 20))  # eighteen that very day
BOY = Kin("boy", "son", born_on=date(2008, 11, 21))
DAUGHTER = Kin("daughter", "daughter", is_married=False)
WIFE = Kin("wife", "spouse")
FATHER = Kin("father", "father", is_dependent=True)


def names(*family: Kin) -> list[str]:
    return [one.key for one in heirs(family, ON, 18)]


def test_the_spouse_comes_before_everybody() -> None:
    assert names(FATHER, SON, WIFE) == ["wife"]


def test_then_adult_sons_and_unmarried_daughters_together() -> None:
    assert names(FATHER, SON, BOY, DAUGHTER) == ["son", "daughter"]
    assert names(Kin("wife", "spouse", is_dead=True), DAUGHTER) == ["daughter"]


def test_then_parents_who_depended_on_the_worker() -> None:
    married = Kin("married", "daughter", is_married=True)
    assert names(BOY, married, FATHER, Kin("mother", "mother", is_dependent=False)) == ["father"]


def test_who_is_not_known_enough_does_not_stand() -> None:
    assert names(Kin("son", "son"), Kin("daughter", "daughter"), Kin("mother", "mother")) == []


@given(st.lists(st.sampled_from([SON, BOY, DAUGHTER, WIFE, FATHER]), max_size=6))
def test_heirs_are_of_one_rank_only(family: list[Kin]) -> None:
    found = heirs(family, ON, 18)
    assert len({one.rank for one in found}) <= 1
    if any(one.kin == "spouse" for one in family):
        assert {one.rank for one in found} == {Rank.SPOUSE}
