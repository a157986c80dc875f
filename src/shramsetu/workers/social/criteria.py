"""What a search asks for, out of the three shapes in which it may be written: one tree of comparisons.

Nothing of it reaches the database as it came: an attribute is looked up by name in a table of ours, an operator is one
of six, a value is text, number or a list of them.
"""

from dataclasses import dataclass
from typing import Any

from shramsetu.workers.social.reasons import Reason, Refused

OPERATORS = {"eq": "eq", "lt": "lt", "gt": "gt", "le": "le", "lte": "le", "ge": "ge", "gte": "ge", "in": "in"}
DEEPEST, MOST_PARTS = 4, 20
Value = str | int | float | bool | tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """An attribute compared with a value."""

    attribute: str
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts joined by `and`, `or`; `not` has one part."""

    by: str
    parts: tuple["Compare | Joined", ...]


Tree = Compare | Joined


@dataclass(frozen=True, slots=True)
class ById:
    """The number of somebody or something, with its type."""

    type: str
    value: str


def read(query_type: str, query: dict[str, Any] | list[Any]) -> ById | Tree:
    """Read a query of a type. Raises Refused."""
    if query_type == "idtype-value":
        return _by_id(query)
    if query_type == "expression":
        return _expression(query)
    if query_type == "predicate":
        return _predicates(query)
    raise Refused(Reason.CRITERIA, "this query_type is not answered here")


def comparisons(tree: Tree) -> list[Compare]:
    """Return every comparison of a tree."""
    return [tree] if isinstance(tree, Compare) else [one for part in tree.parts for one in comparisons(part)]


def _by_id(query: object) -> ById:
    if not isinstance(query, dict):
        raise Refused(Reason.CRITERIA, "query")
    kind, value = query.get("type", query.get("identifier_type")), query.get("value", query.get("identifier_value"))
    if not isinstance(kind, str) or not isinstance(value, str) or not kind or not value or len(value) > 99:
        raise Refused(Reason.CRITERIA, "query: type and value")
    return ById(kind, value)


def _expression(query: object) -> Tree:
    inner = query
    for name in ("value", "expression"):
        inner = inner.get(name, inner) if isinstance(inner, dict) else inner
    if not isinstance(inner, dict) or not isinstance(inner.get("query"), dict):
        raise Refused(Reason.FILTER, "expression.query")
    tree = _object(inner["query"], depth=1)
    _bounded(tree)
    return tree


def _object(said: object, *, depth: int) -> Tree:
    if not isinstance(said, dict) or not said or depth > DEEPEST:
        raise Refused(Reason.FILTER, "expression")
    parts = [_member(name, value, depth=depth) for name, value in said.items()]
    return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))


def _member(name: str, value: object, *, depth: int) -> Tree:
    if name in {"$and", "$or"}:
        if not isinstance(value, list) or not value:
            raise Refused(Reason.FILTER, name)
        return Joined(name[1:], tuple(_object(one, depth=depth + 1) for one in value))
    if name == "$not":
        return Joined("not", (_object(value, depth=depth + 1),))
    if name.startswith("$"):
        raise Refused(Reason.FILTER, "operator")
    if not isinstance(value, dict):
        return Compare(name, "eq", _value(value))
    parts = [Compare(name, _operator(sign.removeprefix("$")), _value(one)) for sign, one in value.items()]
    if not parts:
        raise Refused(Reason.FILTER, "expression")
    return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))


def _predicates(query: object) -> Tree:
    if not isinstance(query, list) or not query or not all(isinstance(one, dict) for one in query):
        raise Refused(Reason.FILTER, "predicate")
    ordered = sorted(query, key=lambda one: one.get("seq_num") if isinstance(one.get("seq_num"), int) else 0)
    parts = tuple(_predicate(one) for one in ordered)
    tree = parts[0] if len(parts) == 1 else Joined("and", parts)
    _bounded(tree)
    return tree


def _predicate(said: dict[str, Any]) -> Tree:
    first, condition = _comparison(said.get("expression1")), said.get("condition")
    if said.get("expression2") is None:
        return Joined("not", (first,)) if condition == "not" else first
    second = _comparison(said["expression2"])
    if condition == "not":  # the first, and not the second
        return Joined("and", (first, Joined("not", (second,))))
    if condition not in {"and", "or"}:
        raise Refused(Reason.FILTER, "condition")
    return Joined(condition, (first, second))


def _comparison(said: object) -> Compare:
    if not isinstance(said, dict) or not isinstance(said.get("attribute_name"), str):
        raise Refused(Reason.FILTER, "attribute_name")
    return Compare(said["attribute_name"], _operator(said.get("operator")), _value(said.get("attribute_value")))


def _operator(said: object) -> str:
    if not isinstance(said, str) or said not in OPERATORS:
        raise Refused(Reason.FILTER, "operator")
    return OPERATORS[said]


def _value(said: object) -> Value:
    if isinstance(said, list):
        if not 0 < len(said) <= 100:
            raise Refused(Reason.FILTER, "attribute_value")
        return tuple(_single(one) for one in said)
    return _single(said)


def _single(said: object) -> str | int | float | bool:
    if isinstance(said, str | int | float) and len(str(said)) <= 99:
        return said
    raise Refused(Reason.FILTER, "attribute_value")


def _bounded(tree: Tree) -> None:
    if len(comparisons(tree)) > MOST_PARTS:
        raise Refused(Reason.FILTER, f"more than {MOST_PARTS} comparisons")
