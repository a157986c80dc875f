"""What is wrong with a menu before it may be published. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shramsetu.helpline.rules import menu
from shramsetu.helpline.rules.menu import Node, Tree

LANGUAGES = ("hi", "en")
REASONS = (
    "empty",
    "bad-name",
    "bad-kind",
    "dead-link",
    "unreachable",
    "loop",
    "no-next",
    "no-keys",
    "bad-key",
    "operator-key",
    "no-words",
    "no-digits",
    "never-valid",
    "no-operator",
    "no-closed",
    "no-help",
    "silent-end",
    "bad-value",
    "too-long",
)
MOST = {"wait_seconds": 20, "tries": 5, "digits": 16}  # who presses nothing is with somebody within two minutes
_CASE_DIGITS = 12
_GOES_ON = {"say", "language", "number", "answer", "result", "emergency"}
_SPEAKS = {"say", "choice", "number", "bye"}
_REFUGES = {"voicemail", "call_back"}
_NAME_MAX = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: at which node (empty: the tree), why (one of REASONS), and with which link or word."""

    node: str
    reason: str
    what: str = ""


def check(tree: Tree) -> list[Fault]:
    """Return all that is wrong with a tree; an empty list says that it may be published."""
    if not menu.nodes_of(tree):
        return [Fault("", "empty")]
    found = {name: menu.node_of(tree, name) for name in menu.nodes_of(tree)}
    faults = [*_of_the_tree(tree, found), *(fault for node in found.values() for fault in _of_a_node(node, found))]
    if faults:
        return faults
    return [*_unreachable(tree, found), *_loops(found), *_silent_ends(tree, found)]


def values(tree: Tree, known: Mapping[str, Iterable[str]]) -> list[Fault]:
    """Return the words of the tree that the rulebook does not know; `known` has the words of board, dialect, …"""
    return [
        Fault(name, "bad-value", str(value))
        for name in menu.nodes_of(tree)
        for key, value in menu.node_of(tree, name).detail.items()
        if key in known and value not in ("", *known[key])
    ]


def _of_the_tree(tree: Tree, found: Mapping[str, Node]) -> Iterator[Fault]:
    if menu.start(tree) not in found:
        yield Fault("", "dead-link", menu.start(tree))
    operator, closed = (found.get(str(tree.get(key, ""))) for key in ("operator", "closed"))
    if operator is None or operator.kind != "queue":
        yield Fault("", "no-operator", str(tree.get("operator", "")))
    if closed is None or closed.kind not in {"choice", *_REFUGES}:
        yield Fault("", "no-closed", str(tree.get("closed", "")))
    elif closed.kind == "choice" and (closed.help not in found or found[closed.help].kind not in _REFUGES):
        yield Fault(closed.name, "no-help", closed.help)


def _of_a_node(node: Node, found: Mapping[str, Node]) -> Iterator[Fault]:
    if not node.name.replace("-", "").replace("_", "").isalnum() or len(node.name) > _NAME_MAX:
        yield Fault(node.name, "bad-name")
    if node.kind not in menu.KINDS:
        yield Fault(node.name, "bad-kind", node.kind)
    yield from _links(node, found)
    yield from _keys(node)
    if node.kind == "number" and not node.digits:
        yield Fault(node.name, "no-digits")
    elif node.kind == "number" and node.check == "case" and node.digits != _CASE_DIGITS:
        yield Fault(node.name, "never-valid", str(_CASE_DIGITS))
    given = {"wait_seconds": node.wait_seconds, "tries": node.tries, "digits": node.digits}
    yield from (Fault(node.name, "too-long", str(MOST[name])) for name in MOST if given[name] > MOST[name])
    for language in LANGUAGES:
        if node.kind in _SPEAKS and not node.text.get(language, "").strip():
            yield Fault(node.name, "no-words", language)


def _links(node: Node, found: Mapping[str, Node]) -> Iterator[Fault]:
    for target in (*node.keys.values(), node.next, node.help):
        if target and target not in found:
            yield Fault(node.name, "dead-link", target)
    if node.kind in _GOES_ON and not node.next:
        yield Fault(node.name, "no-next")
    if node.operator and (node.operator not in found or found[node.operator].kind != "queue"):
        yield Fault(node.name, "no-operator", node.operator)


def _keys(node: Node) -> Iterator[Fault]:
    if node.kind != "choice":
        return
    if not node.keys:
        yield Fault(node.name, "no-keys")
    for key in node.keys:
        if key == menu.OPERATOR_KEY:
            yield Fault(node.name, "operator-key")
        elif len(key) != 1 or key not in "123456789*":
            yield Fault(node.name, "bad-key", key)


def _unreachable(tree: Tree, found: Mapping[str, Node]) -> Iterator[Fault]:
    seen: set[str] = set()
    open_ends = [menu.start(tree), str(tree.get("operator")), str(tree.get("closed"))]
    while open_ends:
        name = open_ends.pop()
        if name in seen:
            continue
        seen.add(name)
        node = found[name]
        open_ends += [target for target in (*node.keys.values(), node.next, node.help, node.operator) if target]
    yield from (Fault(name, "unreachable") for name in found if name not in seen)


def _loops(found: Mapping[str, Node]) -> Iterator[Fault]:
    """Find nodes that go on by themselves round and round, with no key in between."""
    for name in found:
        seen: list[str] = []
        here = name
        while here and here not in seen and found[here].kind in _GOES_ON - {"number"}:
            seen.append(here)
            here = found[here].next
        if here == name and seen:
            yield Fault(name, "loop")


def _silent_ends(tree: Tree, found: Mapping[str, Node]) -> Iterator[Fault]:
    """Find a caller who presses nothing and is sent away without having been offered anybody."""
    here, seen = menu.start(tree), set[str]()
    while here not in seen:
        seen.add(here)
        node = found[here]
        if node.kind in {"choice", "number", "queue", *_REFUGES}:
            return
        if node.kind == "bye":
            yield Fault(here, "silent-end")
        here = node.next or here
