"""The same model of duplicates in a real Spark: what DuckDB finds, Spark finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bench.registry import people
from bench.registry.words import words

from shramsetu.workers.linkage import cluster, linking

pyspark = pytest.importorskip("pyspark.sql", reason="the extra `cluster` is not installed")
ROWS = 3_000


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("spark")
    quiet = {
        "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1",
        "spark.default.parallelism": "2",
    }  # fmt: skip
    builder = pyspark.SparkSession.builder.master("local[1]").appName("linkage")
    for key, value in quiet.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setCheckpointDir(folder.as_posix())
    yield session
    session.stop()


def test_spark_finds_what_duckdb_finds(spark: Any, tmp_path: Path) -> None:
    file = tmp_path / "registry.parquet"
    drawn(file)
    here = {(one.first, one.second): one for one in linking.linked(file, ROWS, duckdb.connect())}
    there = {(one.first, one.second): one for one in cluster.linked(file, ROWS, spark)}
    assert len(here) > ROWS * people.TWICE / 2
    assert there.keys() == here.keys()
    assert {pair: one.agreed for pair, one in there.items()} == {pair: one.agreed for pair, one in here.items()}
    assert all(abs(there[pair].sure - here[pair].sure) < 1e-6 for pair in here)


def drawn(file: Path) -> None:
    """Write an extract of people drawn by lot."""
    assert words("men")
    found = people.Draw({at: (1.0, [at * 10, at * 10 + 1]) for at in range(1, 6)}).chunk(0, ROWS)
    engine = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    engine.execute(f"CREATE TABLE registry ({columns})")
    chance = people.random.Random(3)
    engine.executemany(
        f"INSERT INTO registry VALUES ({', '.join('?' * len(COLUMNS))})",
        [row(at, one, chance) for at, one in enumerate(found)],
    )
    engine.execute(f"COPY registry TO '{file.as_posix()}' (FORMAT parquet)")


COLUMNS = {
    "id": "BIGINT", "name_key": "VARCHAR", "given": "VARCHAR", "parent_key": "VARCHAR", "kin": "VARCHAR",
    "sex": "VARCHAR", "born_year": "INT", "birth_day": "INT", "birthday": "INT", "known_birthday": "INT",
    "turned_day": "INT", "district": "BIGINT", "place": "BIGINT", "family": "BIGINT", "phone": "BIGINT",
    "uan": "BIGINT", "aadhaar": "BIGINT",
}  # fmt: skip


def row(at: int, one: people.Person, chance: people.random.Random) -> tuple[object, ...]:
    name = people.written(one.name, chance, is_roman=False).key
    parent = people.written(one.parent, chance, is_roman=False).key
    born, day = one.born_on, one.born_on.month * 100 + one.born_on.day
    turned = min(day, born.day * 100 + born.month) if born.day <= 12 and born.day != born.month else None
    whole = born.year * 10_000 + day
    return (
        at, name, max(name.split(), default=""), parent or None, max(parent.split(), default=None),
        "woman" if one.is_woman else "man", born.year, day, whole, whole if one.is_born_known else None, turned,
        one.district, one.place, one.family, int(one.phone) if one.phone else None, int(one.uan) if one.uan else None,
        at if one.has_aadhaar else None,
    )  # fmt: skip
