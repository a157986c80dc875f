"""Who is owed something by the registry and has not asked: one part of the extract asked in DuckDB."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from shramsetu import rulebook
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import DECIDED, Edition
from shramsetu.schemes.engines import gathering, registry
from shramsetu.schemes.engines.registry import Asked, Extract
from shramsetu.schemes.rules.signs import POINTERS, Pointer
from shramsetu.workers import terms

Row = tuple[int, str, str, date | None, date | None, int, int | None]
COLUMNS = ("worker_id", "scheme", "sign", "event_on", "last_on", "district_id", "place_id")


def found(duck: duckdb.DuckDBPyConnection, part: Path, on: date) -> Iterator[Row]:
    """Yield who has a sign of each scheme that is in force and open to them, and whose card is due or lapsed."""
    for pointer in POINTERS:
        try:
            edition = rulebook.book().scheme_rules.edition(pointer.scheme, on)
        except NoRule:
            continue
        yield from _pointed(duck, part, pointer, edition, on)
    yield from _cards(duck, part, on)


def eligible(duck: duckdb.DuckDBPyConnection, part: Path, on: date) -> list[tuple[str, int, int]]:
    """Return of a part how many living workers each scheme is open to: scheme, district, workers."""
    book = rulebook.book().scheme_rules
    slugs = [slug for slug, rule in book.rules.items() if rule.is_in_force(on)]
    duck.execute(f"CREATE OR REPLACE TEMP VIEW asked AS SELECT * FROM read_parquet('{part}') WHERE died_on IS NULL")  # noqa: S608
    extract = Extract.table("asked", gathering.FACTS, gathering.KEPT)
    asked = registry.statement(book, [book.edition(slug, on) for slug in slugs], extract, asked=Asked(on))
    counts = ", ".join(f'count(*) FILTER (WHERE "{slug}:open")' for slug in slugs)
    rows = duck.execute(f"SELECT district, {counts} FROM ({asked}) GROUP BY district").fetchall()  # noqa: S608 - our own
    return [(slug, row[0], count) for row in rows for slug, count in zip(slugs, row[1:], strict=True) if count]


def _pointed(
    duck: duckdb.DuckDBPyConnection, part: Path, pointer: Pointer, edition: Edition, on: date
) -> Iterator[Row]:
    duck.execute(f"CREATE OR REPLACE TEMP VIEW pointed AS {_view(part, pointer, on)}")
    columns = {*gathering.FACTS, DECIDED}
    extract = Extract.table("pointed", columns, (*gathering.KEPT, DECIDED))
    asked = registry.statement(rulebook.book().scheme_rules, [edition], extract, asked=Asked(on))
    rows = duck.execute(
        f'SELECT worker, "{DECIDED}", district, place FROM ({asked}) WHERE "{pointer.scheme}:open"'  # noqa: S608 - our own
    )
    days = _closes_days(edition)
    for worker, event, district, place in rows.fetchall():
        event_on = event if pointer.event else None
        last_on = event_on + timedelta(days=days) if event_on and days is not None else None
        if last_on is None or last_on >= on:
            yield worker, pointer.scheme, pointer.sign, event_on, last_on, district, place


def _view(part: Path, pointer: Pointer, on: date) -> str:
    """Return those of a part to whom `pointer` points, with the day that decides."""
    parts = [pointer.where, f"died_on IS {'NOT ' if pointer.is_of_the_dead else ''}NULL"]
    decided = f"DATE '{on}'"
    if pointer.event:
        since = on - timedelta(days=rulebook.book().number(pointer.within, on))
        parts.append(f"{pointer.event} BETWEEN DATE '{since}' AND DATE '{on}'")
        decided = pointer.event
    return f"SELECT *, {decided} AS {DECIDED} FROM read_parquet('{part}') WHERE {' AND '.join(parts)}"  # noqa: S608


def _closes_days(edition: Edition) -> int | None:
    days = [row.closes_days for _when, row in edition.windows if row.closes_days is not None]
    return max(days) if days else None


def _cards(duck: duckdb.DuckDBPyConnection, part: Path, on: date) -> Iterator[Row]:
    """Yield the cards of construction workers whose renewal is due, or lapsed and still to be made up for."""
    limits, book = terms.limits(terms.BOCW, on), rulebook.book()
    # A card is struck from the count on the day the years are full: the day before is the last.
    last_on = f"CAST(renewed_until - 1 + INTERVAL {int(limits.inactive_years)} YEAR AS DATE)"
    rows = duck.execute(
        f"""SELECT worker, renewed_until >= $on AS is_due, renewed_until, {last_on} AS last_on, district, place
        FROM read_parquet('{part}')
        WHERE died_on IS NULL AND is_bocw_registered AND renewed_until < $due AND renewed_until > $inactive
            AND (renewed_until >= $lapsed OR {last_on} < $soon)""",  # noqa: S608 - our own
        {
            "on": on,
            "due": on + timedelta(days=limits.due_days),
            "lapsed": on - timedelta(days=book.number("outreach.lapsed_days", on)),
            "soon": on + timedelta(days=book.number("outreach.deadline_days", on)),
            "inactive": gathering.latest(on, limits.inactive_years),
        },
    )
    for worker, is_due, until, last_on_, district, place in rows.fetchall():
        yield worker, "", "due" if is_due else "lapsed", until, until if is_due else last_on_, district, place
