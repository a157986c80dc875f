"""The registry answered at once says of each worker what the plain meaning says of that worker alone."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection

from shramsetu import rulebook
from shramsetu.lib.conditions import Given, Kind, Value, names
from shramsetu.lib.conditions.evaluate import all_of
from shramsetu.rulebook.basis import BadRule, NoRule
from shramsetu.rulebook.drafts import drafted
from shramsetu.rulebook.editions import CLAIMED, DECIDED, Edition
from shramsetu.schemes.engines.registry import Asked, Extract, registry_facts, statement, what_if
from shramsetu.schemes.rules.benefits import benefits
from shramsetu.schemes.rules.outcome import plainly

BOOK = rulebook.book().scheme_rules
TODAY = date(2026, 11, 21)
EDITIONS = [BOOK.edition(slug, TODAY) for slug in BOOK.rules]
GIVEN = [
    name for name, fact in BOOK.catalogue.facts.items() if isinstance(fact, Given) and name not in (DECIDED, CLAIMED)
]
COLUMNS = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.DATE: "DATE", Kind.WORD: "TEXT"}
Row = dict[str, Value | None]


def some(name: str, dice: random.Random) -> Value | None:
    """A value of a fact, near the figures of the schemes as often as not; now and then unknown or beyond belief."""
    type_ = BOOK.facts[name].type
    if dice.random() < 0.08:
        return None
    if type_.kind is Kind.BOOL:
        return dice.random() < (0.9 if name.startswith(("is_bocw", "is_uow", "has_bank")) else 0.5)
    if type_.kind is Kind.WORD:
        return dice.choice([*type_.words, "stranger"])
    if type_.kind is Kind.DATE:
        if name == "renewed_until":
            return TODAY + timedelta(days=dice.choice([-1, 0, 300]))
        return TODAY - timedelta(days=dice.choice([0, 1, 14, 364, 365, 366, dice.randint(0, 26_000), 50_000]))
    return dice.choice([type_.least, type_.least + 2, 90, 1_500_000, dice.randint(0, 400), type_.most + 1])


def workers(count: int) -> list[Row]:
    dice = random.Random(5)
    return [{name: some(name, dice) for name in GIVEN} for _ in range(count)]


def in_duckdb(rows: list[Row], columns: list[str], statement: str) -> list[dict[str, Any]]:
    engine = duckdb.connect(config={"threads": 1})
    _fill(engine.execute, engine.executemany, rows, columns, "?")
    found = engine.execute(statement)
    names_ = [column[0] for column in found.description or ()]
    return [dict(zip(names_, row, strict=True)) for row in sorted(found.fetchall())]


def in_postgres(rows: list[Row], columns: list[str], statement: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        _fill(cursor.execute, cursor.executemany, rows, columns, "%s")
        cursor.execute(statement)
        names_ = [column[0] for column in cursor.description or ()]
        return [dict(zip(names_, row, strict=True)) for row in sorted(cursor.fetchall())]


def _fill(execute: Any, many: Any, rows: list[Row], columns: list[str], mark: str) -> None:
    shape = ", ".join(f'"{name}" {COLUMNS[BOOK.facts[name].type.kind]}' for name in columns)
    execute(f'CREATE TEMP TABLE registry ("worker" BIGINT, {shape})')
    marks = ", ".join([mark] * (len(columns) + 1))
    many(f"INSERT INTO registry VALUES ({marks})", [[n, *(row[one] for one in columns)] for n, row in enumerate(rows)])


def plain(row: Row, columns: list[str], edition: Edition) -> dict[str, Any]:
    values = BOOK.catalogue.settle({name: row[name] for name in columns} | {DECIDED: TODAY, CLAIMED: TODAY})
    answers = plainly(edition, BOOK, values)
    seen = [answers[one.slug] is True for one in edition.conditions if _is_seen(edition, one.slug, columns)]
    given = benefits(edition, answers, values)
    slug = edition.scheme.slug
    found: dict[str, Any] = {slug: all_of(answers[one.slug] for one in edition.conditions), f"{slug}:open": all(seen)}
    for part in edition.parts:
        if any(case.row.rupees is not None or case.row.of for case in part.cases):
            mine = [one for one in given.given if one.part is part]
            open_ = part in given.open or (mine and mine[0].is_money and mine[0].paise is None)
            paid = None if open_ else (mine[0].paise or 0) if mine else 0
            key = f"{slug}:{part.rule.kind}"
            found[key] = paid if key not in found else None if None in (paid, found[key]) else paid + found[key]
    return found


def _is_seen(edition: Edition, slug: str, columns: list[str]) -> bool:
    condition = next(one for one in edition.conditions if one.slug == slug)
    behind = BOOK.catalogue.given(name for name in names(condition.tree) if name not in edition.figures)
    return all(name in columns or name == DECIDED or BOOK.facts[name].of == "day" for name in behind)


@pytest.mark.django_db
@pytest.mark.parametrize("columns", [GIVEN, list(registry_facts(BOOK))], ids=["all facts", "facts of the registry"])
def test_every_scheme_is_answered_for_every_worker_as_for_one(columns: list[str]) -> None:
    rows = workers(150)
    wanted = [
        {"worker": n} | {k: v for one in EDITIONS for k, v in plain(row, columns, one).items()}
        for n, row in enumerate(rows)
    ]
    extract = Extract.table("registry", columns)
    duck = in_duckdb(rows, columns, statement(BOOK, EDITIONS, extract, asked=Asked(TODAY)))
    postgres = in_postgres(rows, columns, statement(BOOK, EDITIONS, extract, asked=Asked(TODAY, "postgres")))
    assert duck == wanted
    assert postgres == wanted
    assert {row[f"{slug}:open"] for row in wanted for slug in BOOK.rules} == {True, False}


def test_spark_is_written_for_every_scheme() -> None:
    assert "DATEDIFF" in statement(BOOK, EDITIONS, Extract.table("registry", GIVEN), asked=Asked(TODAY, "spark"))


REGISTERED: Row = {
    "is_bocw_registered": True,
    "registered_on": date(2020, 1, 1),
    "renewed_until": date(2027, 12, 31),
    "has_bank_account": True,
    "is_aadhaar_verified": True,
}


def parquet(path: Path, rows: list[tuple[int, Row]]) -> Extract:
    columns = list(REGISTERED)
    engine = duckdb.connect(config={"threads": 1})
    _fill(engine.execute, engine.executemany, [row for _, row in rows], columns, "?")
    place = "CASE WHEN worker < 2 THEN 'आगरा' ELSE 'मऊ' END AS district"
    engine.execute(f"COPY (SELECT *, {place} FROM registry) TO '{path}' (FORMAT parquet)")
    return Extract.parquet(str(path), columns, kept=("worker", "district"))


def test_a_draft_shows_by_district_who_gains_who_loses_and_the_cost(tmp_path: Path) -> None:
    lapsed = REGISTERED | {"renewed_until": date(2026, 11, 1)}
    extract = parquet(tmp_path / "registry.parquet", [(0, REGISTERED), (1, lapsed), (2, REGISTERED), (3, lapsed)])
    before = BOOK.edition("bocw-disaster-help", TODAY)
    after = drafted(
        BOOK, before, conditions={"renewed": "renewed_until + 90 >= decided_on"}, rupees={"relief.worker": 2_500}
    )
    asked = Asked(TODAY, of_the_day={"is_relief_ordered": True})
    found = duckdb.connect().execute(what_if(BOOK, before, after, extract, asked=asked, by="district"))
    columns = [column[0] for column in found.description or ()]
    wanted = {
        "workers": 2, "before": 1, "after": 2, "gain": 1, "lose": 0,
        "before:once": 100_000, "before:once:unknown": 0, "after:once": 500_000, "after:once:unknown": 0,
    }  # fmt: skip
    assert [dict(zip(columns, row, strict=True)) for row in sorted(found.fetchall())] == [
        {"district": "आगरा", **wanted},
        {"district": "मऊ", **wanted},
    ]


def test_a_drafted_figure_is_in_its_unit_and_cites_the_draft() -> None:
    before = BOOK.edition("pm-sym", TODAY)
    after = drafted(BOOK, before, figures={"income_most": 21_000})
    assert (before.figures["income_most"], after.figures["income_most"]) == (1_500_000, 2_100_000)
    assert after.figure_rows["income_most"].source == "draft, not signed"
    with pytest.raises(TypeError, match="is no figure in rupees"):
        drafted(BOOK, before, figures={"income_most": TODAY})


def test_a_draft_of_what_a_scheme_does_not_have_is_refused() -> None:
    with pytest.raises(NoRule, match="bride_age is nothing of this scheme"):
        drafted(BOOK, EDITIONS[3], figures={"bride_age": 21})
    with pytest.raises(rulebook.BadRule, match=r"conditions\.registered: 'is_registered': There is no fact"):
        drafted(BOOK, EDITIONS[3], conditions={"registered": "is_registered"})


def test_a_draft_beyond_belief_is_refused() -> None:
    edition = BOOK.edition("bocw-marriage-help", TODAY)
    with pytest.raises(BadRule, match="beyond belief"):
        drafted(BOOK, edition, figures={"bride_age_least": 10**13})
    with pytest.raises(BadRule, match="beyond belief"):
        drafted(BOOK, edition, rupees={"wedding.usual": 10**17})
    with pytest.raises(BadRule, match="beyond belief"):
        drafted(BOOK, edition, rupees={"wedding.usual": -1})
