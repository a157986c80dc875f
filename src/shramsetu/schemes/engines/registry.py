"""The whole registry asked at once: one statement for DuckDB over a Parquet extract, the same for Spark SQL.

The registry knows facts of workers and families. What only a claim tells (a wedding, a bill) is not known there, so of
each scheme two things are answered: whether it is due by all conditions, and whether it is open by those that the
registry can answer: each of them holds. Who is open may claim as soon as the event comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from shramsetu.lib import money
from shramsetu.lib.conditions import Given, Value, names, sql
from shramsetu.lib.conditions.relation import Source, query
from shramsetu.lib.conditions.sql import Dialect
from shramsetu.rulebook.editions import CLAIMED, DECIDED, Case, Condition, Edition, Part
from shramsetu.rulebook.scheme_book import Schemes
from shramsetu.rulebook.scheme_rows import BenefitRow


@dataclass(frozen=True)
class Extract:
    """A table of workers: where it is, which facts it has as columns, which columns are handed through.

    With a column `decided_on` each worker is asked of on a day of his own, else all on the day that is asked for.
    """

    relation: exp.Expr
    columns: frozenset[str]
    kept: tuple[str, ...] = ("worker",)

    @classmethod
    def parquet(cls, path: str, columns: Iterable[str], kept: tuple[str, ...] = ("worker",)) -> "Extract":
        """Return the extract in Parquet files of DuckDB's pattern `path`."""
        relation = exp.Anonymous(this="read_parquet", expressions=[exp.Literal.string(path)])
        return cls(exp.Table(this=relation), frozenset(columns), kept)

    @classmethod
    def table(cls, name: str, columns: Iterable[str], kept: tuple[str, ...] = ("worker",)) -> "Extract":
        """Return the extract in a table or view."""
        return cls(exp.to_table(name), frozenset(columns), kept)


def registry_facts(book: Schemes) -> tuple[str, ...]:
    """Return the facts an extract should have as columns: those of workers and of families that somebody gives."""
    return tuple(
        name
        for name, rule in book.facts.items()
        if rule.of in ("worker", "family") and isinstance(book.catalogue.facts[name], Given)
    )


def statement(book: Schemes, editions: Sequence[Edition], extract: Extract, *, asked: "Asked") -> str:
    """Return the SQL that answers each scheme for each worker: `SLUG`, `SLUG:open`, and `SLUG:KIND` in paise.

    The first is true, false or not known.
    """
    return _query(book, {edition.scheme.slug: edition for edition in editions}, extract, asked).sql(asked.dialect)


@dataclass(frozen=True)
class Asked:
    """The day that is asked for, in whose language, and facts that are the same for all, such as an order of relief."""

    on: date
    dialect: Dialect = "duckdb"
    of_the_day: Mapping[str, Value | None] = field(default_factory=dict)


def _query(book: Schemes, editions: Mapping[str, Edition], extract: Extract, asked: Asked) -> exp.Select:
    answers: dict[str, exp.Expr] = {}
    for label, edition in editions.items():
        answers |= _answers(book, label, edition, extract, asked.dialect)
    fixed = {DECIDED: asked.on, CLAIMED: asked.on, **asked.of_the_day}
    fixed = {name: value for name, value in fixed.items() if name not in extract.columns}
    source = Source(extract.relation, extract.columns, fixed, extract.kept)
    needs = dict.fromkeys(name for edition in editions.values() for name in edition.facts)
    return query(book.catalogue, answers, needs=needs, source=source)


def what_if(book: Schemes, before: Edition, after: Edition, extract: Extract, *, asked: Asked, by: str) -> str:
    """Return the SQL that compares a scheme with its draft by place: `by` is a column the extract hands through.

    Of each place: workers, those to whom the scheme is open `before` and `after`, who `gain` and `lose`, and of each
    kind of benefit what it costs (`before:KIND`, `after:KIND`, in paise), and for how many the sum is not known.
    """
    inner = _query(book, {"before": before, "after": after}, extract, asked).subquery("answered")
    old, new = sql.column("before:open"), sql.column("after:open")
    counted: dict[str, exp.Expr] = {
        "workers": exp.Count(this=exp.Star()),
        "before": _sum_of(old),
        "after": _sum_of(new),
        "gain": _sum_of(exp.And(this=new.copy(), expression=exp.Not(this=old.copy()))),
        "lose": _sum_of(exp.And(this=old.copy(), expression=exp.Not(this=new.copy()))),
    }
    for label, edition, flag in (("before", before, old), ("after", after, new)):
        for kind in dict.fromkeys(part.rule.kind for part in edition.parts if _is_money(part)):
            paid = sql.column(f"{label}:{kind}")
            unknown = exp.And(this=flag.copy(), expression=exp.Is(this=paid.copy(), expression=exp.Null()))
            counted[f"{label}:{kind}"] = _sum_of(flag.copy(), paid)
            counted[f"{label}:{kind}:unknown"] = _sum_of(unknown)
    columns = [one.as_(name, quoted=True) for name, one in counted.items()]
    return exp.select(sql.column(by), *columns).from_(inner).group_by(sql.column(by)).sql(asked.dialect)


def _sum_of(flag: exp.Expr, amount: exp.Expr | None = None) -> exp.Expr:
    one = exp.case().when(flag, exp.Literal.number(1) if amount is None else amount).else_(exp.Literal.number(0))
    return exp.cast(exp.func("COALESCE", exp.Sum(this=one), exp.Literal.number(0)), "bigint")


def _answers(book: Schemes, label: str, edition: Edition, extract: Extract, dialect: Dialect) -> dict[str, exp.Expr]:
    asked = {one.slug: sql.condition(one.tree, edition.figures, dialect) for one in edition.conditions}
    seen = [asked[one.slug] for one in edition.conditions if _is_seen(book, one, edition, extract)]
    return {
        label: _all(list(asked.values())),
        f"{label}:open": _all([exp.func("COALESCE", exp.Paren(this=one.copy()), exp.false()) for one in seen]),
        **{f"{label}:{kind}": paid for kind, paid in amounts(edition, dialect).items()},
    }


def unseen(book: Schemes, edition: Edition, extract: Extract) -> tuple[Condition, ...]:
    """Return the conditions that the registry cannot answer: of them a worker to whom a scheme is open may yet fail."""
    return tuple(one for one in edition.conditions if not _is_seen(book, one, edition, extract))


def _is_seen(book: Schemes, condition: Condition, edition: Edition, extract: Extract) -> bool:
    """Tell whether the registry can answer a condition: every fact behind it is a column, or of the day."""
    said = [name for name in names(condition.tree) if name not in edition.figures]
    behind = book.catalogue.given(said)
    return all(name in extract.columns or name == DECIDED or book.facts[name].of == "day" for name in behind)


def _all(parts: list[exp.Expr]) -> exp.Expr:
    made: exp.Expr = exp.Paren(this=parts[0].copy()) if parts else exp.true()
    for part in parts[1:]:
        made = exp.And(this=made, expression=exp.Paren(this=part.copy()))
    return made


def amounts(edition: Edition, dialect: Dialect) -> dict[str, exp.Expr]:
    """Return what the scheme pays one for whom its conditions hold, in paise, each kind of benefit for itself.

    NULL where it is not known which case holds, or what its sum is reckoned from.
    """
    found: dict[str, exp.Expr] = {}
    for part in edition.parts:
        if _is_money(part):
            kind, paid = part.rule.kind, _part(edition, part, dialect)
            found[kind] = exp.Add(this=found[kind], expression=paid) if kind in found else paid
    return found


def _is_money(part: Part) -> bool:
    return any(case.row.rupees is not None or case.row.of is not None for case in part.cases)


def _part(edition: Edition, part: Part, dialect: Dialect) -> exp.Expr:
    """Return the sum of the first case that holds: unknown as soon as a case before it is."""
    chosen = exp.case()
    for case in part.cases:
        asked = _asked(edition, case, dialect)
        chosen = chosen.when(exp.Is(this=exp.Paren(this=asked), expression=exp.Null()), exp.cast(exp.Null(), "bigint"))
        chosen = chosen.when(asked.copy(), _reckoned(case.row))
    return exp.Paren(this=chosen.else_(exp.Literal.number(0)))


def _asked(edition: Edition, case: Case, dialect: Dialect) -> exp.Expr:
    return exp.true() if case.when is None else sql.condition(case.when, edition.figures, dialect)


def _reckoned(row: BenefitRow) -> exp.Expr:
    if row.rupees is not None:
        return exp.cast(exp.Literal.number(row.rupees * money.PAISE), "bigint")
    if row.of is None:
        return exp.cast(exp.Literal.number(0), "bigint")
    times: exp.Expr = sql.column(row.times) if isinstance(row.times, str) else exp.Literal.number(row.times)
    product = exp.Mul(this=exp.cast(sql.column(row.of), "bigint"), expression=times)
    made: exp.Expr = exp.Add(this=product, expression=exp.Literal.number(row.plus_rupees * money.PAISE))
    if row.most_rupees is None:
        return made
    most = exp.Literal.number(row.most_rupees * money.PAISE)
    return exp.case().when(exp.GT(this=exp.Paren(this=made), expression=most), most.copy()).else_(made.copy())
