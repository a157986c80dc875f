"""What may be added to what, compared with what: checked while a condition is read, so that no engine errs later."""

from datetime import date
from typing import TypeVar

from shramsetu.lib.conditions.tree import Literal, Name, Sum, Tree
from shramsetu.lib.conditions.types import Kind, Type
from shramsetu.lib.conditions.wrong import BadCondition, wrong

Bounded = TypeVar("Bounded", Literal, Sum)
LARGEST = 10**15  # far inside 64 bits
EARLIEST, LATEST = date(1000, 1, 1).toordinal(), date(3000, 12, 31).toordinal()
_SUMS = {
    ("+", Kind.INT, Kind.INT): Kind.INT,
    ("-", Kind.INT, Kind.INT): Kind.INT,
    ("+", Kind.DATE, Kind.INT): Kind.DATE,
    ("-", Kind.DATE, Kind.INT): Kind.DATE,
    ("-", Kind.DATE, Kind.DATE): Kind.INT,
}


def question(tree: Tree, at: int) -> Tree:
    """Return `tree` if it asks for yes or no; raises BadCondition."""
    if tree.type.kind is not Kind.BOOL:
        raise wrong("question", at, found=tree.type.kind)
    return tree


def comparable(sign: str, left: Tree, right: Tree, at: int) -> Tree:
    """Return `right` if it may be compared with `left` by `sign`; raises BadCondition."""
    one, other = left.type, right.type
    if Kind.BOOL in (one.kind, other.kind):
        raise wrong("yes-no", at)
    if one.kind is not other.kind:
        raise wrong("kinds", at, left=one.kind, right=other.kind)
    if one.kind is Kind.WORD:
        _words(sign, left, right, at)
    elif one.unit and other.unit and one.unit != other.unit:
        raise wrong("units", at, left=one.unit, right=other.unit)
    return right


def _words(sign: str, left: Tree, right: Tree, at: int) -> None:
    if sign not in ("=", "<>"):
        raise wrong("order", at)
    fact, other = (left, right) if isinstance(left, Name) else (right, left)
    strange = sorted(set(other.type.words) - set(fact.type.words))
    if not isinstance(fact, Name) or strange:
        raise wrong("words", at, found=", ".join(strange), known=", ".join(fact.type.words))


def added(sign: str, left: Tree, right: Tree, at: int) -> Sum:
    """Return `left sign right` with its type; raises BadCondition if it makes no sense or could leave the calendar."""
    one, other = left.type, right.type
    kind = _SUMS.get((sign, one.kind, other.kind))
    if kind is None:
        raise wrong("sum", at, left=one.kind, sign=sign, right=other.kind)
    ends = (other.least, other.most) if sign == "+" else (-other.most, -other.least)
    made = Type(kind, _unit(kind, one, other, at), one.least + ends[0], one.most + ends[1])
    return bounded(Sum(sign, left, right, made), at)


def _unit(kind: Kind, one: Type, other: Type, at: int) -> str:
    if one.kind is Kind.DATE:
        if other.unit not in ("", "days"):
            raise wrong("units", at, left="days", right=other.unit)
        return "days" if kind is Kind.INT else ""
    if one.unit and other.unit and one.unit != other.unit:
        raise wrong("units", at, left=one.unit, right=other.unit)
    return one.unit or other.unit


def bounded(tree: Bounded, at: int) -> Bounded:
    """Return `tree` if none of its values can leave 64 bits or the calendar; raises BadCondition."""
    least, most = (EARLIEST, LATEST) if tree.type.kind is Kind.DATE else (-LARGEST, LARGEST)
    if tree.type.least < least or tree.type.most > most:
        raise wrong("range", at)
    return tree


__all__ = ["BadCondition", "added", "bounded", "comparable", "question"]
