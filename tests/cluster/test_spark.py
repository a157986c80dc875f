"""The same conditions in Spark SQL, really run: `make test-cluster`, which wants a Java of 17 or newer."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.lib.conditions.strategies import SCOPE, conditions, rows
from tests.lib.conditions.test_engines import DECIDED, NONE, Row, asked, plainly
from tests.schemes.test_registry import BOOK, EDITIONS, GIVEN, TODAY, plain, some

from shramsetu.lib.conditions import BadCondition, Kind, Tree, Value, parse
from shramsetu.schemes.engines.registry import Asked, Extract, statement

pyspark = pytest.importorskip("pyspark.sql", reason="the extra `cluster` is not installed")
TYPES = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.DATE: "DATE", Kind.WORD: "STRING"}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.driver.host": "127.0.0.1"}
    builder = pyspark.SparkSession.builder.master("local[1]").appName("conditions")
    for key, value in quiet.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def answered(spark: Any, statement: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(row) for row in spark.sql(statement).collect())


def test_what_is_unknown_is_decided_in_spark_too(spark: Any) -> None:
    trees = [parse(text, SCOPE) for text, _, _ in DECIDED]
    some_ = [NONE | facts for _, facts, _ in DECIDED]
    found = answered(spark, asked(trees, some_, "spark"))
    assert [row[n + 1] for n, row in enumerate(found)] == [answer for _, _, answer in DECIDED]


def test_spark_agrees_on_random_conditions_and_random_facts(spark: Any) -> None:
    trees, facts = drawn()
    assert len(trees) > 40
    assert len(facts) == 25
    assert answered(spark, asked(trees, facts, "spark")) == plainly(trees, facts)


def drawn() -> tuple[list[Tree], list[Row]]:
    """Draw many conditions and rows once: one statement, since each costs Spark a second."""
    texts: list[str] = []
    facts: list[Row] = []

    @seed(5)
    @settings(max_examples=80, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(conditions, min_size=1, max_size=3), rows)
    def draw(more: list[str], row: dict[str, Value | None]) -> None:
        texts.extend(more)
        facts.append(row)

    draw()
    trees = []
    for text in dict.fromkeys(texts):
        try:
            trees.append(parse(text, SCOPE))
        except BadCondition:
            continue
    return trees[:60], facts[:25]


def test_every_scheme_is_answered_for_every_worker_as_for_one(spark: Any) -> None:
    dice = random.Random(7)
    workers = [{name: some(name, dice) for name in GIVEN} for _ in range(60)]
    shape = ", ".join(f"`{name}` {TYPES[BOOK.facts[name].type.kind]}" for name in GIVEN)
    table = [(n, *(row[name] for name in GIVEN)) for n, row in enumerate(workers)]
    spark.createDataFrame(table, f"worker BIGINT, {shape}").createOrReplaceTempView("registry")
    asked_ = Asked(TODAY, "spark")
    found = spark.sql(statement(BOOK, EDITIONS, Extract.table("registry", GIVEN), asked=asked_))
    wanted = [
        {"worker": n} | {key: value for one in EDITIONS for key, value in plain(row, GIVEN, one).items()}
        for n, row in enumerate(workers)
    ]
    assert sorted((row.asDict() for row in found.collect()), key=lambda row: row["worker"]) == wanted
