"""A menu as a drawing, as differences between two versions, and its nodes as a person edits them. Pure."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from shramsetu.helpline.rules import menu
from shramsetu.helpline.rules.menu import Node, Tree

# What a person fills in for a node of each kind, in the order of the form.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "say": ("text", "next"),
    "choice": ("text", "keys", "tries", "wait_seconds", "operator", "help"),
    "language": ("language", "dialect", "next"),
    "number": ("text", "digits", "check", "tries", "wait_seconds", "next", "operator"),
    "answer": ("what", "scheme", "next"),
    "result": ("word", "next"),
    "queue": ("text", "board", "dialect", "urgent", "woman"),
    "call_back": ("text",),
    "voicemail": ("text",),
    "emergency": ("text", "service", "next", "operator"),
    "bye": ("text",),
}
KEYS = "123456789*"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node in the drawing with the key that leads to it; `again` where it is drawn elsewhere already."""

    key: str
    node: Node
    again: bool
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs at a node (empty: the tree) in a field; a side that has no such node or field is empty."""

    node: str
    field: str
    before: str
    after: str


def drawn(tree: Tree) -> list[Branch]:
    """Return the tree from its start, then what only the operator and the closed line lead to; each node once."""
    seen: set[str] = set()
    roots = [menu.start(tree), str(tree.get("operator", "")), str(tree.get("closed", ""))]
    found = [_branch(tree, "", name, seen) for name in roots if name in menu.nodes_of(tree) and name not in seen]
    lost = [name for name in menu.nodes_of(tree) if name not in seen]
    return [*found, *(_branch(tree, "", name, seen) for name in lost if name not in seen)]


def differences(before: Tree, after: Tree) -> list[Difference]:
    """Return field by field what changed from one version to the next."""
    old, new = menu.nodes_of(before), menu.nodes_of(after)
    found = [
        Difference("", key, _written(before.get(key)), _written(after.get(key)))
        for key in ("start", "operator", "closed")
        if before.get(key) != after.get(key)
    ]
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = _flat(old.get(name, {})), _flat(new.get(name, {}))
        for key in [*was, *(key for key in now if key not in was)]:
            if was.get(key) != now.get(key):
                found.append(Difference(name, key, _written(was.get(key)), _written(now.get(key))))
    return found


def with_node(tree: Tree, name: str, row: Mapping[str, object]) -> dict[str, object]:
    """Return the tree with a node put in or replaced; what stands empty in `row` is left out."""
    changed = copy.deepcopy(dict(tree))
    nodes = {key: dict(value) for key, value in menu.nodes_of(changed).items()}
    nodes[name] = {key: value for key, value in row.items() if value not in ("", None, False, {}, 0)}
    changed["nodes"] = nodes
    return changed


def without_node(tree: Tree, name: str) -> dict[str, object]:
    """Return the tree without a node; the links that led to it are then found as faults."""
    changed = copy.deepcopy(dict(tree))
    changed["nodes"] = {key: value for key, value in menu.nodes_of(changed).items() if key != name}
    return changed


def _branch(tree: Tree, key: str, name: str, seen: set[str]) -> Branch:
    node = menu.node_of(tree, name)
    if name in seen:
        return Branch(key, node, True)
    seen.add(name)
    known = menu.nodes_of(tree)
    return Branch(
        key, node, False, tuple(_branch(tree, way, to, seen) for way, to in menu.ways(tree, name) if to in known)
    )


def _flat(row: Mapping[str, object]) -> Mapping[str, object]:
    """Return a node's row with its text in each language as a field of its own."""
    text = row.get("text")
    texts = {f"text_{language}": said for language, said in text.items()} if isinstance(text, Mapping) else {}
    return {**{key: value for key, value in row.items() if key != "text"}, **texts}


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{key}: {part}" for key, part in value.items())
    return "" if value is None else str(value)
