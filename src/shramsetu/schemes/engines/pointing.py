"""Who is owed something by the registry and has not asked: one part of the extract asked in DuckDB."""

from collections.abc import Iterator, Mapping, Sequence
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
# Of each board the fact that its card stands, and until when it is paid.
_CARDS = {terms.BOCW: ("is_bocw_registered", "renewed_until"), terms.UOW: ("is_uow_registered", "uow_until")}
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


def eligible(
    duck: duckdb.DuckDBPyConnection, part: Path, on: date, *, paid: Mapping[int, Sequence[str]]
) -> list[tuple[str, int, int, int]]:
    """Return of a part how many living workers each scheme is open to: scheme, district, workers, of them unpaid.

    `paid` says of workers under which schemes they were ever paid.
    """
    book = rulebook.book().scheme_rules
    slugs = [slug for slug, rule in book.rules.items() if rule.is_in_force(on)]
    duck.execute(f"CREATE OR REPLACE TEMP VIEW asked AS SELECT * FROM read_parquet('{part}') WHERE died_on IS NULL")  # noqa: S608
    extract = Extract.table("asked", gathering.FACTS, gathering.KEPT)
    asked = registry.statement(book, [book.edition(slug, on) for slug in slugs], extract, asked=Asked(on))
    duck.execute("CREATE OR REPLACE TEMP TABLE paid (worker BIGINT, schemes VARCHAR[])")
    if paid:
        columns = [list(paid), [list(one) for one in paid.values()]]
        duck.execute("INSERT INTO paid SELECT unnest($1), unnest($2)", columns)
    flags = ", ".join(f"coalesce(list_contains(schemes, '{slug}'), false) AS \"{slug}:paid\"" for slug in slugs)
    known = f"SELECT asked.*, {flags} FROM ({asked}) asked LEFT JOIN paid USING (worker)"  # noqa: S608 - our own
    counts = ", ".join(
        f'count(*) FILTER (WHERE "{slug}:open"), count(*) FILTER (WHERE "{slug}:open" AND NOT "{slug}:paid")'
        for slug in slugs
    )
    rows = duck.execute(f"SELECT district, {counts} FROM ({known}) GROUP BY district").fetchall()  # noqa: S608 - our own
    return [
        (slug, row[0], workers, unpaid)
        for row in rows
        for slug, workers, unpaid in zip(slugs, row[1::2], row[2::2], strict=True)
        if workers
    ]


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
    """Yield the cards whose renewal is due, or lapsed and still to be made up for; of one worker's the sooner one."""
    cards = " UNION ALL ".join(_card(part, board, on) for board in _CARDS)
    sooner = "QUALIFY row_number() OVER (PARTITION BY worker, is_due ORDER BY last_on) = 1"
    rows = duck.execute(f"SELECT * FROM ({cards}) {sooner} ORDER BY worker, is_due")  # noqa: S608 - our own
    for worker, is_due, until, last_on, district, place in rows.fetchall():
        yield worker, "", "due" if is_due else "lapsed", until, last_on, district, place


def _card(part: Path, board: str, on: date) -> str:
    """Return the question for the cards of one board."""
    (held, until), limits, book = _CARDS[board], terms.limits(board, on), rulebook.book()
    # A card is struck from the count on the day the years are full: the day before is the last.
    ends = f"CAST({until} - 1 + INTERVAL {int(limits.inactive_years)} YEAR AS DATE)"
    due = on + timedelta(days=limits.due_days)
    lapsed = on - timedelta(days=book.number("outreach.lapsed_days", on))
    soon = on + timedelta(days=book.number("outreach.deadline_days", on))
    inactive = gathering.latest(on, limits.inactive_years)
    return f"""SELECT worker, {until} >= DATE '{on}' AS is_due, {until} AS until,
            CASE WHEN {until} >= DATE '{on}' THEN {until} ELSE {ends} END AS last_on, district, place
        FROM read_parquet('{part}')
        WHERE died_on IS NULL AND {held} AND {until} < DATE '{due}' AND {until} > DATE '{inactive}'
            AND ({until} >= DATE '{lapsed}' OR {ends} < DATE '{soon}')"""  # noqa: S608 - our own
