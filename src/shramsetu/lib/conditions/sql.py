"""Conditions as SQL: one tree written for PostgreSQL, DuckDB and Spark by sqlglot, and read back by it.

SQL's own three values are those of `evaluate`, so nothing is translated but the arithmetic of days.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Literal as OneOf

import sqlglot
from sqlglot import exp

from shramsetu.lib.conditions.tree import And, Between, Compare, In, Known, Literal, Name, Not, Or, Sum, Tree
from shramsetu.lib.conditions.tree import names as names_in
from shramsetu.lib.conditions.types import Kind, Value

Dialect = OneOf["postgres", "duckdb", "spark"]
DIALECTS: tuple[Dialect, ...] = ("postgres", "duckdb", "spark")
Figures = Mapping[str, Value]
_SIGNS = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
# All that a condition may be made of when it is read back: no query, no function, no name but a column's.
_PARTS = (
    *(exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Cast, exp.DataType, exp.Var),
    *(exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Add, exp.Sub, exp.Neg, *_SIGNS.values()),
    *(exp.DateAdd, exp.DateDiff, exp.TsOrDsAdd, exp.TsOrDsDiff, exp.TsOrDsToDate),
)


class BadSql(Exception):
    """What was written is not what sqlglot reads: nothing of it may be run."""


def condition(tree: Tree, figures: Figures, dialect: Dialect) -> exp.Expr:
    """Return the expression that answers `tree` in SQL, the scheme's figures filled in; raises BadSql."""
    made = _write(tree, figures, dialect)
    check(made, dialect)
    return made


def check(made: exp.Expr, dialect: Dialect) -> None:
    """Raise BadSql unless sqlglot reads what was written, and finds in it only what a condition is made of."""
    written = made.sql(dialect)
    back = sqlglot.parse_one(written, read=dialect)
    strange = sorted({type(node).__name__ for node in back.walk() if not isinstance(node, _PARTS)})
    if strange or back.sql(dialect) != written:
        raise BadSql(f"{written}: read back as {back.sql(dialect)} {strange}")


def facts_of(trees: Iterable[Tree]) -> tuple[str, ...]:
    """Return the names that `trees` speak of, each once."""
    return tuple(dict.fromkeys(name for tree in trees for name in names_in(tree)))


def column(name: str) -> exp.Column:
    """Return the column of a fact."""
    return exp.column(name, quoted=True)


def constant(value: Value) -> exp.Expr:
    """Return `value` as SQL writes it."""
    match value:
        case bool():
            return exp.Boolean(this=value)
        case int():
            return exp.Literal.number(value)
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "date")
        case _:
            return exp.Literal.string(value)


def _write(tree: Tree, figures: Figures, dialect: Dialect) -> exp.Expr:
    write = partial(_inner, figures=figures, dialect=dialect)
    match tree:
        case Literal(value):
            return constant(value)
        case Name(name):
            return constant(figures[name]) if name in figures else column(name)
        case Sum():
            return _sum(tree, write(tree.left), write(tree.right), dialect)
        case Not(item):
            return exp.Not(this=write(item))
        case And(parts):
            return _chain(exp.And, [write(part) for part in parts])
        case Or(parts):
            return _chain(exp.Or, [write(part) for part in parts])
        case _:
            return _comparison(tree, write, figures)


def _comparison(tree: Compare | In | Between | Known, write: Callable[[Tree], exp.Expr], figures: Figures) -> exp.Expr:
    match tree:
        case Known(item) if item.name in figures:
            return exp.true()
        case Compare(sign, left, right):
            return _SIGNS[sign](this=write(left), expression=write(right))
        case In(item, options):
            return exp.In(this=write(item), expressions=[write(one) for one in options])
        case Between(item, low, high):
            return exp.Between(this=write(item), low=write(low), high=write(high))
        case Known(item):
            return exp.Not(this=exp.Is(this=column(item.name), expression=exp.Null()))


def _inner(tree: Tree, figures: Figures, dialect: Dialect) -> exp.Expr:
    made = _write(tree, figures, dialect)
    return made if isinstance(tree, Literal | Name) else exp.Paren(this=made)


def _chain(joiner: type[exp.And | exp.Or], parts: list[exp.Expr]) -> exp.Expr:
    made = parts[0]
    for part in parts[1:]:
        made = joiner(this=made, expression=part)
    return made


def _sum(tree: Sum, left: exp.Expr, right: exp.Expr, dialect: Dialect) -> exp.Expr:
    of_days, by_days = tree.left.type.kind is Kind.DATE, tree.right.type.kind is Kind.INT
    if of_days and by_days:
        right = _cast(right, "int")  # none of the three adds a 64-bit number to a day
    elif not of_days:
        left = _cast(left, "bigint")  # two constants would be added in 32 bits
    if dialect == "spark" and of_days:
        return _spark_days(tree.sign, left, right, by_days=by_days)
    return (exp.Add if tree.sign == "+" else exp.Sub)(this=left, expression=right)


def _spark_days(sign: str, left: exp.Expr, right: exp.Expr, *, by_days: bool) -> exp.Expr:
    if not by_days:  # a day less a day is an interval there
        return exp.DateDiff(this=left, expression=right, unit=exp.var("DAY"))
    days = right if sign == "+" else exp.Neg(this=exp.Paren(this=right))
    return exp.DateAdd(this=left, expression=days, unit=exp.var("DAY"))


def _cast(made: exp.Expr, kind: str) -> exp.Expr:
    return made if kind == "int" and isinstance(made, exp.Literal) else exp.cast(made, kind)
