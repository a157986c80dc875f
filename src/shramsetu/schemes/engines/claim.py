"""PostgreSQL answers every question of one claim in one statement of one row."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db import connection

from shramsetu.lib.conditions import Catalogue, Value, sql
from shramsetu.lib.conditions.relation import Source, query
from shramsetu.lib.conditions.relation import parameters as row_of_parameters
from shramsetu.lib.conditions.sql import Dialect
from shramsetu.rulebook.editions import Edition
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.schemes.engines import many
from shramsetu.schemes.rules.benefits import Answers

KEPT = 200


def answers(edition: Edition, book: Schemes, values: Mapping[str, Value | None]) -> Answers:
    """Answer every question of `edition` in the database, the facts given as parameters."""
    asked = tuple(edition.questions)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement(edition, book.catalogue), parameters(edition, book.catalogue, values))
        row = cursor.fetchone()
    return dict(zip(asked, row, strict=True))


def answers_many(edition: Edition, book: Schemes, values: Sequence[Mapping[str, Value | None]]) -> list[Answers]:
    """Answer every question of `edition` for many claims in one statement, in their order."""
    if not edition.questions:
        return [{} for _ in values]
    asked = statement(edition, book.catalogue)
    return list(many.asked(asked, [parameters(edition, book.catalogue, one) for one in values]))


def parameters(edition: Edition, catalogue: Catalogue, values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Return what `statement` takes: every given fact its questions rest on, None where it is not known."""
    return {name: values.get(name) for name in _taken(edition, catalogue)}


@lru_cache(maxsize=KEPT)
def _taken(edition: Edition, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(catalogue.given(sql.facts_of(edition.questions.values())))


@lru_cache(maxsize=KEPT)
def statement(edition: Edition, catalogue: Catalogue, dialect: Dialect = "postgres") -> str:
    """Return the SQL that answers every question of `edition` for facts given as parameters of their names."""
    questions = edition.questions
    needs = sql.facts_of(questions.values())
    given = catalogue.given(needs)
    source = Source(row_of_parameters(catalogue, given), frozenset(given))
    found = {key: sql.condition(tree, edition.figures, dialect) for key, tree in questions.items()}
    return query(catalogue, found, needs=needs, source=source).sql(dialect)
