"""A caller who listens: understands which node of the menu speaks, and knows the key that leads to what they want."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from shramsetu.helpline.rules import menu
from shramsetu.helpline.rules.menu import Node, Tree

Wanted = Callable[[Node], bool]


@dataclass
class Listener:
    """What the words of a published menu mean; the same for all callers of a line."""

    tree: Tree
    nodes: dict[str, str] = field(default_factory=dict)  # node by the sound of its words, in any language
    ways: dict[str, dict[str, str]] = field(default_factory=dict)  # per wish: key by node

    def __post_init__(self) -> None:
        for name in menu.nodes_of(self.tree):
            for text in menu.node_of(self.tree, name).text.values():
                self.nodes[menu.piece(menu.sound(text))] = name

    def node(self, sounds: tuple[str, ...]) -> Node | None:
        """Return the node that speaks, None for other words."""
        name = next((self.nodes[sound] for sound in sounds if sound in self.nodes), None)
        return menu.node_of(self.tree, name) if name else None

    def key(self, node: Node, wish: str, wanted: Wanted) -> str:
        """Return the key to press at a choice on the way to a node that is `wanted`; "" if none leads there."""
        if wish not in self.ways:
            self.ways[wish] = self._ways(wanted)
        return self.ways[wish].get(node.name, "")

    def spoken(self, name: str) -> str:
        """Return the language to which a node changes, "" for none."""
        return str(menu.node_of(self.tree, name).detail.get("language", ""))

    def _ways(self, wanted: Wanted) -> dict[str, str]:
        """Search backwards from the wanted nodes, so that each choice knows its shortest way."""
        names = list(menu.nodes_of(self.tree))
        goals = [name for name in names if wanted(menu.node_of(self.tree, name))]
        before: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            for key, then in menu.ways(self.tree, name):
                before.setdefault(then, []).append((name, key))
        found: dict[str, str] = {}
        seen, ahead = set(goals), deque(goals)
        while ahead:
            for name, key in before.get(ahead.popleft(), []):
                if name not in seen:
                    seen.add(name)
                    ahead.append(name)
                    found[name] = key
        return found


def wants(wish: str, board: str, tongue: str) -> tuple[str, Wanted]:
    """Return a name for a wish and the test of the node that grants it."""
    if wish == "operator" and tongue not in ("hi", "en"):
        return f"tongue:{tongue}", lambda node: node.detail.get("dialect") == tongue
    if wish == "operator":
        return f"board:{board}", lambda node: node.kind == "queue" and node.detail.get("board") == board
    if wish == "woman":
        return wish, lambda node: node.kind == "queue" and bool(node.detail.get("woman"))
    if wish in ("status", "hearing", "scheme"):
        return wish, lambda node: node.kind == "answer" and node.detail.get("what") == wish
    return wish, lambda node: node.kind == wish
