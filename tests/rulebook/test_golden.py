import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from shramsetu import rulebook
from shramsetu.lib import clock

GOLDEN = Path(__file__).parents[1] / "golden"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case["key"])
        for path in sorted(GOLDEN.glob(name))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases("limits.toml"))
def test_limit(case: dict[str, Any]) -> None:
    came: datetime = case["came"]
    category, _, level = case["key"].rpartition(".L")
    book = rulebook.book()
    limit = book.limit(category, int(level), clock.day(came))
    due = clock.span_due(came, amount=limit.amount, unit=limit.unit, calendar=book.calendar(clock.day(came)))
    assert due == case["due"]


@pytest.mark.parametrize("case", cases("figures/*.toml"))
def test_figure(case: dict[str, Any]) -> None:
    on: date = case["on"]
    rule = rulebook.book().value(case["key"], on)
    value = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    assert (list(value), rule.unit) == (case["value"], case["unit"])


def test_every_category_and_every_figure_is_pinned() -> None:
    book = rulebook.book()
    limits = {case.values[0]["key"].partition(".L")[0] for case in cases("limits.toml")}
    figures = {case.values[0]["key"] for case in cases("figures/*.toml")}
    assert (set(book.categories) - limits, set(book.figures) - figures) == (set(), set())
