"""The typed tree of a condition: what the grammar makes, what every engine is written from."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from shramsetu.lib.conditions.types import BOOL, Type, Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a day or a word written in the condition."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, or a figure of the scheme."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right` or `left - right`."""

    sign: str
    left: "Tree"
    right: "Tree"
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """`left sign right`, where sign is one of = <> < <= > >=."""

    sign: str
    left: "Tree"
    right: "Tree"
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class In:
    """`item in (options)`: as if it were `=` with each option, joined by `or`."""

    item: "Tree"
    options: tuple["Tree", ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Between:
    """`item between low and high`: as if it were `item >= low and item <= high`."""

    item: "Tree"
    low: "Tree"
    high: "Tree"
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Known:
    """`name is known`: the one question whose answer is never unknown."""

    item: Name
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Not:
    """`not item`."""

    item: "Tree"
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: tuple["Tree", ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple["Tree", ...]
    type: Type = BOOL


Tree = Literal | Name | Sum | Compare | In | Between | Known | Not | And | Or


def nodes(tree: Tree) -> Iterator[Tree]:
    """Yield `tree` and everything in it, from left to right."""
    yield tree
    for field in fields(tree):
        found = getattr(tree, field.name)
        for part in found if isinstance(found, tuple) else (found,):
            if isinstance(part, Tree):
                yield from nodes(part)


def names(tree: Tree) -> tuple[str, ...]:
    """Return the facts and figures that `tree` speaks of, each once, in the order they come."""
    return tuple(dict.fromkeys(node.name for node in nodes(tree) if isinstance(node, Name)))


def text(tree: Tree) -> str:
    """Return `tree` as it would be written; read again it gives the same tree."""
    match tree:
        case Literal(value):
            return written(value)
        case Name(name):
            return name
        case Sum(sign, left, right):
            return f"{_inside(left, Sum)} {sign} {_inside(right)}"
        case Not(item):
            return f"not {_inside(item, Compare, In, Between, Known, Not)}"
        case And(parts):
            return " and ".join(_inside(one, Compare, In, Between, Known, Not) for one in parts)
        case Or(parts):
            return " or ".join(_inside(one, Compare, In, Between, Known, Not, And) for one in parts)
        case _:
            return _comparison(tree)


def _comparison(tree: Compare | In | Between | Known) -> str:
    match tree:
        case Compare(sign, left, right):
            return f"{_inside(left, Sum)} {sign} {_inside(right, Sum)}"
        case In(item, options):
            return f"{_inside(item, Sum)} in ({', '.join(_inside(one, Sum) for one in options)})"
        case Between(item, low, high):
            return f"{_inside(item, Sum)} between {_inside(low, Sum)} and {_inside(high, Sum)}"
        case Known(item):
            return f"{item.name} is known"


def written(value: Value) -> str:
    """Return `value` as a condition writes it."""
    if isinstance(value, str):
        return f"'{value}'"
    return value.isoformat() if isinstance(value, date) else str(value)


def _inside(tree: Tree, *bare: type) -> str:
    return text(tree) if isinstance(tree, (Literal, Name, *bare)) else f"({text(tree)})"
