"""A question over many facts as one query of SQL: what is believed of a source, what follows from it, what is asked.

Three floors: `given` takes from the source what the catalogue can believe, `facts` adds what follows, and the outermost
gives the answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from shramsetu.lib.conditions.facts import Catalogue, Years
from shramsetu.lib.conditions.sql import column, constant
from shramsetu.lib.conditions.types import Kind, Type, Value

_COLUMN = {Kind.BOOL: "boolean", Kind.INT: "bigint", Kind.DATE: "date", Kind.WORD: "text"}


@dataclass(frozen=True)
class Source:
    """Where the facts come from: a table or query with columns of their names, and those fixed for all rows."""

    relation: exp.Expr
    columns: frozenset[str] = frozenset()
    fixed: Mapping[str, Value | None] = field(default_factory=dict)
    kept: tuple[str, ...] = ()  # columns handed through, such as the worker's number


def query(catalogue: Catalogue, answers: Mapping[str, exp.Expr], *, needs: Iterable[str], source: Source) -> exp.Select:
    """Return the query that gives each of `answers` (by the name of its column) for each row of `source`.

    `needs` names the facts they speak of. A fact that `source` does not have is not known.
    """
    wanted = tuple(needs)
    kept = [column(name) for name in source.kept]
    given = [_given(catalogue, name, source).as_(name, quoted=True) for name in catalogue.given(wanted)]
    follows = [_years(one).as_(name, quoted=True) for name, one in catalogue.derived(wanted).items()]
    asked = exp.select(*kept, *(one.as_(name, quoted=True) for name, one in answers.items())).from_("facts")
    floors = {
        "given": exp.select(*kept, *given).from_(source.relation),
        "facts": exp.select(exp.Star(), *follows).from_("given"),
    }
    for name, floor in floors.items():
        asked = asked.with_(name, as_=floor)
    return asked


def parameters(catalogue: Catalogue, names: Iterable[str]) -> exp.Subquery:
    """Return a source of one row whose columns are named parameters, each cast to its type."""
    columns = [
        exp.cast(exp.Placeholder(this=name), _COLUMN[catalogue.facts[name].type.kind]).as_(name, quoted=True)
        for name in names
    ]
    return exp.select(*columns, exp.Literal.number(1).as_("row")).subquery("claim")


def _given(catalogue: Catalogue, name: str, source: Source) -> exp.Expr:
    type_ = catalogue.facts[name].type
    if name in source.fixed or name not in source.columns:
        fixed = type_.take(source.fixed.get(name))
        return exp.cast(exp.Null() if fixed is None else constant(fixed), _COLUMN[type_.kind])
    return believed(column(name), type_)


def believed(found: exp.Expr, type_: Type) -> exp.Expr:
    """Return `found` where it lies in the span of `type_`, else NULL."""
    if type_.kind is Kind.BOOL:
        return exp.cast(found, "boolean")
    if type_.kind is Kind.WORD:
        inside: exp.Expr = exp.In(this=found, expressions=[exp.Literal.string(word) for word in type_.words])
    elif type_.kind is Kind.DATE:
        ends = [constant(date.fromordinal(end)) for end in (type_.least, type_.most)]
        inside = exp.Between(this=found, low=ends[0], high=ends[1])
    else:
        low, high = (exp.Literal.number(end) for end in (type_.least, type_.most))
        inside = exp.Between(this=found, low=low, high=high)
    return exp.case().when(inside, exp.cast(found.copy(), _COLUMN[type_.kind]))


def _years(fact: Years) -> exp.Expr:
    """Return the completed years: the difference of the years, less one before the anniversary."""
    since, until = column(fact.since), column(fact.until)

    def of(name: str, day: exp.Column) -> exp.Expr:
        return exp.cast(exp.Extract(this=exp.var(name), expression=day.copy()), "bigint")

    def place(day: exp.Column) -> exp.Expr:
        return exp.Add(
            this=exp.Mul(this=of("MONTH", day), expression=exp.Literal.number(100)), expression=of("DAY", day)
        )

    early = exp.case().when(exp.LT(this=place(until), expression=place(since)), exp.Literal.number(1))
    whole = exp.Sub(this=of("YEAR", until), expression=of("YEAR", since))
    passed = exp.Paren(this=exp.Sub(this=whole, expression=early.else_(exp.Literal.number(0))))
    return believed(passed, fact.type)
