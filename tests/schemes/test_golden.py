"""The golden cases of schemes hold in plain Python, in PostgreSQL and in DuckDB."""

from collections.abc import Mapping

import duckdb
import pytest
from tests.schemes.golden import BOOK, NAMES, Golden, cases, told

from shramsetu import rulebook
from shramsetu.lib.conditions import Value
from shramsetu.rulebook.editions import Edition
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.schemes.engines import claim
from shramsetu.schemes.rules.benefits import Answers
from shramsetu.schemes.rules.outcome import Engine, outcome, plainly

CASES = cases()
DUCK = duckdb.connect(config={"threads": 1})


def in_duckdb(edition: Edition, book: Schemes, values: Mapping[str, Value | None]) -> Answers:
    """The statement of one claim, written for DuckDB."""
    given = claim.parameters(edition, book.catalogue, values)
    row = DUCK.execute(claim.statement(edition, book.catalogue, "duckdb"), given).fetchone()
    assert row is not None
    return dict(zip(edition.questions, row, strict=True))


@pytest.mark.parametrize("engine", [plainly, in_duckdb, claim.answers], ids=["python", "duckdb", "postgres"])
@pytest.mark.django_db
def test_every_golden_case_is_answered_as_written(engine: Engine) -> None:
    wrong = {}
    for case in CASES:
        found = told(outcome(BOOK, case.scheme, case.stated, on=case.on, engine=engine))
        if found != (case.answers, case.whole, case.benefits):
            wrong[f"{case.scheme}: {case.about}"] = _difference(case, found)
    assert wrong == {}


def _difference(case: Golden, found: tuple[dict[str, str], str, list[str]]) -> list[object]:
    answers, whole, benefits = found
    return [
        {
            key: (answers.get(key), case.answers.get(key))
            for key in {**answers, **case.answers}
            if answers.get(key) != case.answers.get(key)
        },
        (whole, case.whole),
        (benefits, case.benefits),
    ]


def test_every_scheme_has_a_case_that_is_good_and_one_that_is_not() -> None:
    seen = {(case.scheme, case.whole) for case in CASES}
    wanted = {(slug, whole) for slug in BOOK.rules for whole in ("हाँ", "नहीं")}
    assert sorted(wanted - seen) == []


def test_every_condition_fails_in_some_case_and_holds_in_another() -> None:
    wanted = {
        (slug, one.title.hi, word)
        for slug in BOOK.rules
        for day in BOOK.days(slug)
        for one in BOOK.edition(slug, day).conditions
        for word in ("हाँ", "नहीं")
    }
    seen = {(case.scheme, title, word) for case in CASES for title, word in case.answers.items()}
    assert sorted(wanted - seen) == []


def test_every_fact_has_a_name_of_its_own() -> None:
    assert len(NAMES) == len(rulebook.book().scheme_rules.facts)


def test_a_claim_that_is_good_brings_something() -> None:
    empty = []
    for case in CASES:
        found = outcome(BOOK, case.scheme, case.stated, on=case.on)
        if found.whole and not found.benefits.given and not found.benefits.open:
            empty.append(f"{case.scheme}: {case.about}")
    assert empty == []
