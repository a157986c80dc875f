"""The caller's menu: a tree as data, and what it says, waits for and does at each node. Pure.

A tree is JSON: `start`, `operator` (a node of kind queue), `closed` (where a caller goes instead while the line is
closed) and `nodes` by name. A node has its `kind`, a `text` in both languages, and what its kind needs:

    say         next
    choice      keys {"1": node, ...}, wait_seconds, tries
    language    language and, or dialect; next
    number      digits, check ("case" or ""), next, wait_seconds, tries
    answer      what (status, hearing, scheme), scheme, next
    result      word (satisfied, dissatisfied, heard, stop), next: of an outgoing call with a recorded voice
    queue       board, urgent, dialect, woman
    emergency   service, next (when the service cannot be reached)
    call_back, voicemail, bye

`0` brings an operator from everywhere, and so does silence: where nobody sits, at the `closed` node, both lead on to
its `help`, a voicemail or a call-back. No tree that `menu_check.check` passes can keep a caller from them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shramsetu.lib import numbers

Tree = Mapping[str, object]
Detail = Mapping[str, str | int | bool]

KINDS = (
    "say",
    "choice",
    "language",
    "number",
    "answer",
    "result",
    "queue",
    "call_back",
    "voicemail",
    "emergency",
    "bye",
)
OPERATOR_KEY = "0"
END_KEY = "#"
KEY_WAIT_SECONDS = 5.0
DIGIT_WAIT_SECONDS = 8.0
TRIES = 2
FOLDER = "ss"
_DEEDS = {"queue", "answer", "result", "call_back", "voicemail", "emergency", "language", "bye"}
_DETAILS = ("board", "urgent", "dialect", "woman", "language", "what", "scheme", "service", "word")


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a tree, read."""

    name: str
    kind: str
    text: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    next: str = ""
    help: str = ""
    operator: str = ""
    digits: int = 0
    check: str = ""
    tries: int = TRIES
    wait_seconds: float = KEY_WAIT_SECONDS
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens when a caller comes to a node.

    `node` may be another one than asked for: the closed one instead of the operator. `say` are sounds below the
    folder of the caller's language. `waits` is "key" (one key), "digits" (up to `digits`, see `is_complete`), or ""
    to go on by itself once all is said and the `deed` done; queue, call_back, voicemail and bye are the last deeds.
    """

    node: str
    say: tuple[str, ...]
    waits: str = ""
    digits: int = 0
    wait_seconds: float = 0.0
    deed: str = ""
    detail: Detail = field(default_factory=dict)


def sound(text: str) -> str:
    """Return the key of the sound of a free text: another text is another sound, so an old recording never speaks."""
    return f"t{hashlib.sha256(' '.join(text.split()).encode()).hexdigest()[:20]}"


def piece(key: str) -> str:
    """Return the path of a sound below the folder of its language."""
    return f"{FOLDER}/{key}"


def node_of(tree: Tree, name: str) -> Node:
    """Return one node of the tree; raises KeyError if there is none of that name."""
    rows = tree.get("nodes")
    row = rows.get(name) if isinstance(rows, Mapping) else None
    if not isinstance(row, Mapping):
        raise KeyError(name)
    numeric = row.get("kind") == "number"
    return Node(
        name=name,
        kind=str(row.get("kind", "")),
        text=_texts(row.get("text")),
        keys=_texts(row.get("keys")),
        next=str(row.get("next", "")),
        help=str(row.get("help", "")),
        operator=str(row.get("operator", "")),
        digits=_whole(row.get("digits"), 0),
        check=str(row.get("check", "")),
        tries=_whole(row.get("tries"), TRIES),
        wait_seconds=float(_whole(row.get("wait_seconds"), int(DIGIT_WAIT_SECONDS if numeric else KEY_WAIT_SECONDS))),
        detail={name: _plain(row[name]) for name in _DETAILS if name in row},
    )


def nodes_of(tree: Tree) -> Mapping[str, Mapping[str, object]]:
    """Return the rows of the tree by their names; what is no row is left out."""
    rows = tree.get("nodes")
    return (
        {str(name): row for name, row in rows.items() if isinstance(row, Mapping)} if isinstance(rows, Mapping) else {}
    )


def start(tree: Tree) -> str:
    """Return the name of the first node."""
    return str(tree.get("start", ""))


def operator(tree: Tree, name: str) -> str:
    """Return the queue that `0` and lasting silence lead to from the node `name`; at the closed node its `help`."""
    node = node_of(tree, name)
    if node.name == tree.get("closed") and node.help:
        return node.help
    return node.operator or str(tree.get("operator", ""))


def turn(tree: Tree, node: str, *, language: str, is_open: bool, tries: int) -> Turn:
    """Return what is said and done at `node`; `tries` counts how often this node was answered wrongly or not at all.

    Raises KeyError if the tree has no such node.
    """
    here = node_of(tree, node)
    if here.kind == "queue" and not is_open:
        here = node_of(tree, str(tree.get("closed", "")))
    said = (piece(sound(here.text[language])),) if here.text.get(language) else ()
    if tries:
        said = (piece("not-heard"), *said)
    if here.kind == "choice":
        return Turn(here.name, said, "key", 1, here.wait_seconds)
    if here.kind == "number":
        return Turn(here.name, said, "digits", here.digits, here.wait_seconds)
    return Turn(here.name, said, deed=here.kind if here.kind in _DEEDS else "", detail=here.detail)


def is_complete(turn: Turn, given: str) -> bool:
    """Tell whether the keys `given` are enough, so that `after` may be asked before `wait_seconds` are over.

    Call it with each key; a lone `0` is enough everywhere but in the middle of a number.
    """
    if turn.waits == "digits":
        return given == OPERATOR_KEY or given.endswith(END_KEY) or len(given) >= turn.digits
    return bool(given)


def after(tree: Tree, node: str, given: str, *, tries: int) -> str:
    """Return the node that follows `node` once the caller gave the keys `given` ("" for silence).

    The same node again for a wrong key, a wrong number and silence, until its tries are used up; then an operator.
    At a node that waits for nothing, `given` "" means that it is said and done: "" comes back after the last one.
    """
    here = node_of(tree, node)
    keyed = given.removesuffix(END_KEY)
    if keyed == OPERATOR_KEY:
        return operator(tree, node)
    if here.kind == "choice" and keyed in here.keys:
        return here.keys[keyed]
    if here.kind == "number" and _is_number(here, keyed):
        return here.next
    if here.kind in ("choice", "number"):
        return node if tries + 1 < here.tries else operator(tree, node)
    return here.next


def texts(tree: Tree, language: str) -> Mapping[str, str]:
    """Return every text that the tree says in `language`, by the key of its sound."""
    found = [node_of(tree, name).text.get(language, "") for name in nodes_of(tree)]
    return {sound(text): text for text in found if text}


def ways(tree: Tree, name: str) -> Sequence[tuple[str, str]]:
    """Return the ways out of a node as (key pressed or "", next node): keys first, then what comes by itself."""
    node = node_of(tree, name)
    found = [(key, node.keys[key]) for key in sorted(node.keys)] if node.kind == "choice" else []
    return [*found, ("", node.next)] if node.next else found


def _is_number(node: Node, keyed: str) -> bool:
    if not (keyed.isascii() and keyed.isdigit()) or len(keyed) > node.digits:
        return False
    return numbers.is_valid(keyed) if node.check == "case" else True


def _texts(row: object) -> Mapping[str, str]:
    return {str(key): str(value) for key, value in row.items()} if isinstance(row, Mapping) else {}


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else otherwise


def _plain(value: object) -> str | int | bool:
    return value if isinstance(value, str | int | bool) else str(value)
