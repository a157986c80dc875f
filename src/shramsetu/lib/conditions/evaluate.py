"""The meaning of a condition, in plain Python: what every engine must answer.

An answer is True, False or None (not known). `and` is False if any part is, else None if any part is, else True; `or`
the other way round; what compares or adds something unknown is unknown; `is known` never is.
"""

import operator
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from shramsetu.lib.conditions.tree import And, Between, Compare, In, Known, Literal, Name, Not, Or, Sum, Tree
from shramsetu.lib.conditions.types import Value

_SIGNS = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Values = Mapping[str, Value | None]


def evaluate(tree: Tree, values: Values) -> Value | None:
    """Return the value of `tree`; a name that `values` does not have is not known."""
    match tree:
        case Literal(value):
            return value
        case Name(name):
            return values.get(name)
        case Sum(sign, left, right):
            return _sum(sign, evaluate(left, values), evaluate(right, values))
        case Known(item):
            return values.get(item.name) is not None
        case _:
            return holds(tree, values)


def holds(tree: Tree, values: Values) -> bool | None:
    """Return the answer of a question: True, False or None for not known."""
    match tree:
        case Compare(sign, left, right):
            return _compare(sign, evaluate(left, values), evaluate(right, values))
        case In(item, options):
            found = evaluate(item, values)
            return any_of(_compare("=", found, evaluate(option, values)) for option in options)
        case Between(item, low, high):
            found = evaluate(item, values)
            return all_of(
                (_compare(">=", found, evaluate(low, values)), _compare("<=", found, evaluate(high, values))),
            )
        case Not(item):
            return opposite(holds(item, values))
        case And(parts):
            return all_of([holds(part, values) for part in parts])
        case Or(parts):
            return any_of([holds(part, values) for part in parts])
        case _:
            found = evaluate(tree, values)
            assert found is None or isinstance(found, bool)
            return found


def opposite(answer: bool | None) -> bool | None:
    """Return the other answer; what is not known stays so."""
    return None if answer is None else not answer


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all of `answers` are True: one False decides, else one unknown leaves it open."""
    found = set(answers)
    return False if False in found else None if None in found else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether one of `answers` is True: one True decides, else one unknown leaves it open."""
    found = set(answers)
    return True if True in found else None if None in found else False


def _compare(sign: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    return bool(_SIGNS[sign](left, right))


def _sum(sign: str, left: Any, right: Any) -> Value | None:
    if left is None or right is None:
        return None
    if isinstance(left, date) and isinstance(right, date):
        return (left - right).days
    if isinstance(left, date):
        return left + timedelta(days=right if sign == "+" else -right)
    found: int = left + right if sign == "+" else left - right
    return found
