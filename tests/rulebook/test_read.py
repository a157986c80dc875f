"""No figure of the rulebook is there for show: whoever changes one changes what the site does."""

import ast
from collections.abc import Iterator
from pathlib import Path

from shramsetu import rulebook

CODE = Path(__file__).parents[2] / "src" / "shramsetu"


def words(text: str) -> Iterator[str]:
    """Yield the texts that the code works with: docstrings and other idle texts are none."""
    tree = ast.parse(text)
    idle = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in idle:
            yield node.value


def test_every_figure_is_read_somewhere() -> None:
    read = {word for path in CODE.rglob("*.py") for word in words(path.read_text(encoding="utf-8"))}
    read |= {line.trunks for line in rulebook.book().helpline.lines.values()}
    assert [key for key in rulebook.book().figures if key not in read] == []


def test_a_figure_named_in_a_docstring_is_not_read() -> None:
    assert list(words('def one():\n    """a.b"""\n    return "c.d"')) == ["c.d"]
