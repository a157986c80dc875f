"""How tests are dealt out with `pytest -n`: by file, or by the mark `xdist_group`; the slowest first.

xdist writes the group into a name that pytest has not read since 9.2 (pytest-dev/pytest-xdist#1386), so nothing was
kept together. What a file or a group shares (a town, an exchange, an app) is then made once, and no long group is
begun when the other worker has nothing left.
"""

import pytest
from _pytest.nodeid import NodeId
from xdist.scheduler import LoadGroupScheduling

SLOW = {"slow", "browser", "kannel", "kill"}
# Groups and folders by how long they take. The walk over leaks is quiet, as the sound of the exchange beside it needs.
FIRST = ("exchange", "leaks", "tests/browser/")


class Dealing(LoadGroupScheduling):
    """Groups stay together, and so do the tests of a file."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return scope.partition("::")[0] if scope == nodeid else str(scope)


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Dealing | None:
    if config.getvalue("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # the order is ours
    return Dealing(config, log)  # type: ignore[arg-type]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write each test's group into its name, where the scheduler reads it, and put what is slow in front."""
    if not hasattr(config, "workerinput") or not config.getvalue("loadgroup"):
        return
    ranks: dict[str, int] = {}
    for item in items:
        unit = group_of(item) or item.nodeid.partition("::")[0]
        ranks[unit] = min(rank(item, unit), ranks.get(unit, len(FIRST) + 1))
    items.sort(key=lambda item: ranks[group_of(item) or item.nodeid.partition("::")[0]])
    for item in items:
        group = group_of(item)
        if group and not item.nodeid.endswith(f"@{group}"):
            item._id = NodeId.parse(f"{item.nodeid}@{group}")  # noqa: SLF001 - what `nodeid` is read from


def group_of(item: pytest.Item) -> str:
    return "_".join(sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")}))


def rank(item: pytest.Item, unit: str) -> int:
    for place, start in enumerate(FIRST):
        if unit == start or (start.endswith("/") and item.nodeid.startswith(start)):
            return place
    return len(FIRST) + all(item.get_closest_marker(name) is None for name in SLOW)
