"""Size budgets: every codebase we admire lost its shape at the edges, so the largest are bounded too."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FILE_LINES_P90, TEST_LINES = 400, 200, 600
FUNCTION_LINES, FUNCTION_LINES_P90 = 50, 24
ARGUMENTS, POSITIONAL = 7, 2

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> list[Path]:
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in files if "migrations" not in path.parts and "node_modules" not in path.parts]


def functions() -> Iterator[tuple[str, Function]]:
    for path in sources("src", "tools"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def p90(numbers: list[int]) -> int:
    return sorted(numbers)[int(len(numbers) * 0.9)] if numbers else 0


def places(function: Function) -> int:
    """How many arguments can be given by position, self and cls apart."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in {"self", "cls"}])


def test_no_file_is_too_long() -> None:
    long = {str(path.relative_to(ROOT)): lines_of(path) for path in sources("src", "tools", "bench")}
    tests = {str(path.relative_to(ROOT)): lines_of(path) for path in sources("tests")}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}
    assert {name: lines for name, lines in tests.items() if lines > TEST_LINES} == {}


def test_most_files_are_short() -> None:
    assert p90([lines_of(path) for path in sources("src")]) <= FILE_LINES_P90


def test_no_function_is_too_long() -> None:
    assert {name: length(one) for name, one in functions() if length(one) > FUNCTION_LINES} == {}


def test_most_functions_are_short() -> None:
    assert p90([length(one) for _, one in functions()]) <= FUNCTION_LINES_P90


def test_no_function_takes_too_many_arguments() -> None:
    counts = {name: places(one) + len(one.args.kwonlyargs) for name, one in functions()}
    assert {name: count for name, count in counts.items() if count > ARGUMENTS} == {}


def test_verbs_take_what_they_act_on_and_the_rest_by_name() -> None:
    verbs = {name: one for name, one in functions() if "/actions" in name and not one.name.startswith("_")}
    assert {name: places(one) for name, one in verbs.items() if places(one) > POSITIONAL} == {}
