"""Whatever is asked of whatever facts, PostgreSQL and DuckDB answer as the plain meaning in Python does."""

from datetime import date
from typing import Any

import duckdb
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp
from tests.lib.conditions.strategies import CATALOGUE, FIGURES, SCOPE, conditions, rows

from shramsetu.lib.conditions import BadCondition, Given, Tree, Value, evaluate, parse, sql
from shramsetu.lib.conditions.relation import Source, query
from shramsetu.lib.conditions.sql import Dialect

NAMES = [name for name, fact in CATALOGUE.facts.items() if isinstance(fact, Given)]
COLUMNS = {"yes-no": "boolean", "number": "bigint", "date": "date", "word": "text"}
Row = dict[str, Value | None]


def source(some: list[Row]) -> Source:
    """The rows as a query of constants: no parameter, so that both engines read the same words."""
    parts = [
        exp.select(
            exp.Literal.number(number).as_("row_number"),
            *(
                exp.cast(
                    exp.Null() if (value := row[name]) is None else sql.constant(value),
                    COLUMNS[CATALOGUE.facts[name].type.kind],
                ).as_(name, quoted=True)
                for name in NAMES
            ),
        )
        for number, row in enumerate(some)
    ]
    made = parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False)
    return Source(made.subquery("claims"), frozenset(NAMES), kept=("row_number",))


def asked(trees: list[Tree], some: list[Row], dialect: Dialect) -> str:
    answers = {f"answer_{n}": sql.condition(tree, FIGURES, dialect) for n, tree in enumerate(trees)}
    return query(CATALOGUE, answers, needs=sql.facts_of(trees), source=source(some)).sql(dialect)


def plainly(trees: list[Tree], some: list[Row]) -> list[tuple[Any, ...]]:
    return [(n, *(evaluate(tree, CATALOGUE.settle(row) | FIGURES) for tree in trees)) for n, row in enumerate(some)]


def in_duckdb(statement: str) -> list[tuple[Any, ...]]:
    return sorted(ENGINE.execute(statement).fetchall())


def in_postgres(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall())


ENGINE = duckdb.connect(config={"threads": 1})
many = settings(max_examples=30, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@many
@given(st.lists(conditions, min_size=1, max_size=6), st.lists(rows, min_size=1, max_size=6))
def test_the_engines_agree_on_random_conditions_and_random_facts(texts: list[str], some: list[Row]) -> None:
    found: list[Tree] = []
    for text in texts:
        try:
            found.append(parse(text, SCOPE))
        except BadCondition as problem:
            assert problem.reason == "range"  # the only fault the strategy can make  # noqa: PT017
    if not found:
        return
    plain = plainly(found, some)
    assert in_duckdb(asked(found, some, "duckdb")) == plain
    assert in_postgres(asked(found, some, "postgres")) == plain
    assert asked(found, some, "spark")  # written and read back; run by `make test-cluster`


NONE: Row = dict.fromkeys(NAMES)
DECIDED = [
    # what is unknown, decided once: the answer of Python, PostgreSQL and DuckDB
    ("is_registered and has_pension", {"is_registered": False}, False),
    ("is_registered and has_pension", {"is_registered": True}, None),
    ("is_registered or has_pension", {"is_registered": True}, True),
    ("is_registered or has_pension", {"is_registered": False}, None),
    ("not is_registered", {}, None),
    ("is_registered is known", {}, False),
    ("is_registered is known", {"is_registered": False}, True),
    ("not (is_registered is known)", {}, True),
    ("sex = 'man'", {}, None),
    ("sex <> 'man'", {}, None),
    ("sex in ('man', 'woman')", {}, None),
    ("sex not in ('man', 'woman')", {}, None),
    ("sex = 'man'", {"sex": "stranger"}, None),
    ("sex is known", {"sex": "stranger"}, False),
    ("work_days in (5, waited_days)", {"work_days": 5}, True),
    ("work_days in (6, waited_days)", {"work_days": 5}, None),
    ("work_days not in (6, waited_days)", {"work_days": 5}, None),
    ("work_days between waited_days and 3", {"work_days": 5}, False),
    ("work_days between waited_days and 9", {"work_days": 5}, None),
    ("work_days not between waited_days and 3", {"work_days": 5}, True),
    ("work_days between 9 and 1", {"work_days": 5}, False),
    ("work_days + waited_days > 0", {"work_days": 5}, None),
    ("work_days >= least_days", {"work_days": 90}, True),
    ("work_days >= least_days", {"work_days": 89}, False),
    ("work_days is known", {"work_days": 401}, False),
    ("asked_on - wedding_on <= 365", {"wedding_on": date(2024, 2, 29), "asked_on": date(2025, 2, 28)}, True),
    ("asked_on - wedding_on <= 365", {"wedding_on": date(2024, 2, 29), "asked_on": date(2025, 3, 1)}, False),
    ("asked_on - 1 = 2024-02-29", {"asked_on": date(2024, 3, 1)}, True),
    ("asked_on + 366 = 2025-03-01", {"asked_on": date(2024, 2, 29)}, True),
    ("asked_on is known", {"asked_on": date(1949, 12, 31)}, False),
    ("age_years >= 18", {"born_on": date(2008, 11, 22), "asked_on": date(2026, 11, 21)}, False),
    ("age_years >= 18", {"born_on": date(2008, 11, 22), "asked_on": date(2026, 11, 22)}, True),
    ("age_years = 18", {"born_on": date(2008, 2, 29), "asked_on": date(2026, 2, 28)}, False),
    ("age_years = 18", {"born_on": date(2008, 2, 29), "asked_on": date(2026, 3, 1)}, True),
    ("age_years is known", {"born_on": date(2026, 1, 1), "asked_on": date(2025, 1, 1)}, False),
    ("paid_paise + paid_paise = 2000000000000", {"paid_paise": 10**12}, True),
    ("2000000000 + 2000000000 > fee_paise", {"fee_paise": 1}, True),
    ("least_days is known", {}, True),  # a figure of the scheme is no column
    ("least_days is not known or is_registered", {}, None),
]


@pytest.mark.django_db
def test_what_is_unknown_is_decided_once_for_every_engine() -> None:
    some = [NONE | facts for _, facts, _ in DECIDED]
    trees = [parse(text, SCOPE) for text, _, _ in DECIDED]
    wanted = [answer for _, _, answer in DECIDED]
    for found in (
        plainly(trees, some),
        in_duckdb(asked(trees, some, "duckdb")),
        in_postgres(asked(trees, some, "postgres")),
    ):
        assert [row[n + 1] for n, row in enumerate(found)] == wanted
