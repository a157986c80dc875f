"""Splink over the extract: train where there is enough to learn from, score, keep what may be one person."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from shramsetu.workers.linkage import model

LEAST = 0.5
TRAINED_FROM = 50_000  # rows: of fewer nothing can be learnt
_SAMPLE = 5_000_000  # pairs
_BATCH = 10_000
_MEMORY = 0.5  # of the machine: PostgreSQL has the rest


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two rows by their ids, the lesser first, how sure (0 to 1), and at which level each field agrees."""

    first: int
    second: int
    sure: float
    agreed: dict[str, str]


def engine(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB whose tables lie in `folder` and which leaves memory to others."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * _MEMORY / 2**20
    made = duckdb.connect((folder / "linkage.duckdb").as_posix())
    made.execute(f"SET memory_limit = '{memory:.0f}MiB'")
    made.execute(f"SET temp_directory = '{(folder / 'spill').as_posix()}'")
    made.execute("SET preserve_insertion_order = false")
    return made


def linked(extract: Path, rows: int, engine: duckdb.DuckDBPyConnection) -> Iterator[Pairing]:
    """Search at once; the pairs from LEAST on among the rows in the file `extract` are then given one by one."""
    engine.read_parquet(extract.as_posix()).create_view("registry", replace=True)
    linker = Linker(DuckDBAPI(engine).register("registry"), model.settings(rows), log_level=None)
    train(linker, rows)
    return _read(engine, picked(predicted(linker).physical_name))


def _read(engine: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Pairing]:
    found = engine.execute(sql)
    while batch := found.fetchmany(_BATCH):
        yield from map(pairing, batch)


def train(linker: Linker, rows: int) -> None:
    """Estimate from the rows themselves how often fields agree by chance and in one person."""
    if rows < TRAINED_FROM:
        return
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLE, seed=5)
    for rule in model.TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, fix_u_probabilities=True, max_pairs=_SAMPLE
        )


def predicted(linker: Linker) -> Any:
    """Score every pair that is compared at all; return those from LEAST on."""
    return linker.inference.predict(threshold_match_probability=LEAST, warning_mode="never")


def picked(table: str) -> str:
    """Return the SQL that reads what `pairing` takes from a table of results."""
    gammas = ", ".join(f"gamma_{field}" for field in model.FIELDS)
    return f"SELECT least(id_l, id_r), greatest(id_l, id_r), match_probability, {gammas} FROM {table}"  # noqa: S608


def pairing(row: Sequence[Any]) -> Pairing:
    """Read one line of results."""
    first, second, sure, *gammas = row
    told = {field: model.level_of(field, gamma) for field, gamma in zip(model.FIELDS, gammas, strict=True)}
    return Pairing(first, second, sure, {field: level for field, level in told.items() if level})
