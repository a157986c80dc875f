"""Conditions of schemes: one small grammar, one typed tree; answered in Python here, in SQL by `sql`.

Not imported here: `sql`, which loads sqlglot. Who only reads and checks conditions need not wait for it.
"""

from shramsetu.lib.conditions.evaluate import evaluate
from shramsetu.lib.conditions.facts import Catalogue, Given, Years
from shramsetu.lib.conditions.grammar import BadCondition, parse
from shramsetu.lib.conditions.tree import (
    And,
    Between,
    Compare,
    In,
    Known,
    Literal,
    Name,
    Not,
    Or,
    Sum,
    Tree,
    names,
    text,
)
from shramsetu.lib.conditions.types import Kind, Type, Value

__all__ = [
    "And",
    "BadCondition",
    "Between",
    "Catalogue",
    "Compare",
    "Given",
    "In",
    "Kind",
    "Known",
    "Literal",
    "Name",
    "Not",
    "Or",
    "Sum",
    "Tree",
    "Type",
    "Value",
    "Years",
    "evaluate",
    "names",
    "parse",
    "text",
]
