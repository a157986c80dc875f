"""The caller's menu: nobody is kept from an operator, whatever is pressed or not pressed, in any tree that is valid."""

import copy
from collections.abc import Iterable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shramsetu import rulebook
from shramsetu.helpline.rules import menu, menu_check
from shramsetu.helpline.rules.menu import Tree
from shramsetu.lib import numbers

MENUS = rulebook.book().helpline.menus
WORDS = {"hi": "नमस्ते", "en": "Namaste"}
NUMBER = numbers.number_for(7, b"k" * 16)
ENDS = {"bye", "queue", "call_back", "voicemail"}
REFUGES = {"queue", "voicemail", "call_back"}
TREE: Tree = {
    "start": "hello",
    "operator": "people",
    "closed": "shut",
    "nodes": {
        "hello": {"kind": "say", "text": WORDS, "next": "ask"},
        "ask": {"kind": "choice", "text": WORDS, "keys": {"1": "number", "2": "people", "9": "end"}, "tries": 3},
        "number": {"kind": "number", "text": WORDS, "digits": 12, "check": "case", "next": "told"},
        "told": {"kind": "answer", "what": "status", "next": "ask"},
        "people": {"kind": "queue", "board": "labour", "urgent": True},
        "shut": {"kind": "choice", "text": WORDS, "keys": {"2": "ring"}, "help": "box"},
        "box": {"kind": "voicemail"},
        "ring": {"kind": "call_back"},
        "end": {"kind": "bye", "text": WORDS},
    },
}


def changed(node: str, **more: object) -> Tree:
    tree = copy.deepcopy(dict(TREE))
    nodes = tree["nodes"]
    assert isinstance(nodes, dict)
    nodes[node] = {**nodes.get(node, {}), **more}
    return tree


def walk(tree: Tree, node: str, key: str, *, is_open: bool) -> tuple[str, int]:
    """Press `key` (or nothing) wherever something is waited for; return the deed it ends in and the turns it took."""
    tries = 0
    for steps in range(1, 4 * len(menu.nodes_of(tree)) + 8):
        turn = menu.turn(tree, node, language="hi", is_open=is_open, tries=tries)
        if turn.deed in REFUGES or turn.deed == "bye":
            return turn.deed, steps
        following = menu.after(tree, turn.node, key if turn.waits or key else "", tries=tries)
        tries = tries + 1 if following == turn.node else 0
        node = following
    return "lost", steps


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Draw a valid tree: nodes that go on by themselves only go forward, choices lead anywhere."""
    names = [f"n{number}" for number in range(draw(st.integers(1, 8)))]
    ends = ["people", "shut", "box", "end"]
    nodes: dict[str, dict[str, object]] = {}
    for place, name in enumerate(names):
        kind = draw(st.sampled_from(["say", "choice", "language", "number", "answer", "emergency", "call_back"]))
        forward = st.sampled_from([*names[place + 1 :], *ends])
        nodes[name] = {"kind": kind, "text": WORDS, "next": draw(forward), "what": "status", "language": "en"}
        if kind == "number":
            nodes[name] |= {"digits": draw(st.integers(1, 12)), "check": draw(st.sampled_from(["", "case"]))}
        if kind == "choice":
            keys = draw(st.sets(st.sampled_from("123456789*"), min_size=1))
            nodes[name] |= {"keys": {key: draw(st.sampled_from([*names, *ends])) for key in sorted(keys)}, "next": ""}
            nodes[name]["tries"] = draw(st.integers(1, 4))
    fixed = {name: TREE["nodes"][name] for name in ends}  # type: ignore[index]
    fixed["shut"] = {"kind": "choice", "text": WORDS, "keys": {"2": "box"}, "help": "box"}
    tree = {"start": names[0], "operator": "people", "closed": "shut", "nodes": {**nodes, **fixed}}
    lost = {fault.node for fault in menu_check.check(tree) if fault.reason == "unreachable"}
    tree["nodes"] = {name: node for name, node in {**nodes, **fixed}.items() if name not in lost}
    assume(not menu_check.check(tree))
    return tree


def refuge(*, is_open: bool) -> set[str]:
    return {"queue", "call_back", "voicemail"} if is_open else {"voicemail", "call_back"}


@settings(max_examples=150, deadline=None)
@given(trees(), st.booleans())
def test_zero_brings_an_operator_from_every_node(tree: Tree, is_open: bool) -> None:
    for name in menu.nodes_of(tree):
        following = menu.after(tree, name, "0", tries=0)
        if name != tree["closed"]:
            assert menu.node_of(tree, following).kind == "queue"
        deed, steps = walk(tree, following, "0", is_open=is_open)
        assert deed in refuge(is_open=is_open)
        assert steps <= 3


@settings(max_examples=150, deadline=None)
@given(trees(), st.booleans())
def test_who_presses_nothing_reaches_an_operator(tree: Tree, is_open: bool) -> None:
    deed, _ = walk(tree, menu.start(tree), "", is_open=is_open)
    assert deed in refuge(is_open=is_open)


@settings(max_examples=150, deadline=None)
@given(trees(), st.booleans())
def test_silence_ends_nowhere_else_than_at_somebody_or_at_goodbye(tree: Tree, is_open: bool) -> None:
    assert {walk(tree, name, "", is_open=is_open)[0] for name in menu.nodes_of(tree)} <= {
        *refuge(is_open=is_open),
        "bye",
    }


@settings(max_examples=150, deadline=None)
@given(trees(), st.text("0123456789*#", max_size=14), st.integers(0, 6))
def test_every_string_of_keys_leads_somewhere(tree: Tree, given: str, tries: int) -> None:
    nodes = menu.nodes_of(tree)
    for name in nodes:
        following = menu.after(tree, name, given, tries=tries)
        assert following in nodes or (following == "" and nodes[name]["kind"] in ENDS)


@pytest.mark.parametrize("slug", list(MENUS))
def test_the_menus_of_the_rulebook_have_no_fault(slug: str) -> None:
    helpline, tree = rulebook.book().helpline, MENUS[slug].tree
    known: dict[str, Iterable[str]] = {
        "board": helpline.boards,
        "dialect": helpline.languages,
        "language": helpline.languages,
        "service": helpline.emergencies,
        "scheme": rulebook.book().schemes,
        "what": ("status", "scheme", "hearing", "report", "reminder"),
        "word": ("satisfied", "dissatisfied", "heard", "stop"),
    }
    assert [*menu_check.check(tree), *menu_check.values(tree, known)] == []


@pytest.mark.parametrize("slug", sorted({line.menu for line in rulebook.book().helpline.lines.values()}))
def test_a_life_in_danger_is_one_key_from_the_main_menu(slug: str) -> None:
    tree = MENUS[slug].tree
    turn = menu.turn(tree, menu.after(tree, "main", "9", tries=0), language="hi", is_open=False, tries=0)
    assert (turn.deed, turn.detail) == ("emergency", {"service": "112"})


def test_a_turn_says_waits_and_counts() -> None:
    turn = menu.turn(TREE, "ask", language="hi", is_open=True, tries=0)
    assert (turn.node, turn.waits, turn.digits, turn.wait_seconds, turn.deed) == ("ask", "key", 1, 5.0, "")
    assert turn.say == (f"ss/{menu.sound('नमस्ते')}",)
    again = menu.turn(TREE, "ask", language="en", is_open=True, tries=1)
    assert again.say == ("ss/not-heard", f"ss/{menu.sound('Namaste')}")


def test_a_queue_tells_whom_to_look_for() -> None:
    turn = menu.turn(TREE, "people", language="hi", is_open=True, tries=0)
    assert (turn.deed, turn.detail, turn.say) == ("queue", {"board": "labour", "urgent": True}, ())


def test_while_closed_the_operator_is_the_closed_node() -> None:
    turn = menu.turn(TREE, "people", language="hi", is_open=False, tries=0)
    assert (turn.node, turn.waits) == ("shut", "key")
    assert menu.after(TREE, "shut", "0", tries=0) == "box"


def test_a_wrong_number_is_asked_again_until_the_tries_are_used_up() -> None:
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    assert menu.after(TREE, "number", wrong, tries=0) == "number"
    assert menu.after(TREE, "number", wrong, tries=1) == "people"
    assert menu.after(TREE, "number", NUMBER, tries=1) == "told"


@pytest.mark.parametrize(
    ("given", "enough"), [("", False), ("0", True), ("1", False), ("1#", True), ("1" * 12, True), ("10", False)]
)
def test_digits_are_collected_until_there_are_enough(given: str, enough: bool) -> None:
    turn = menu.turn(TREE, "number", language="hi", is_open=True, tries=0)
    assert menu.is_complete(turn, given) is enough


def test_another_text_is_another_sound() -> None:
    assert menu.sound("एक  दो ") == menu.sound("एक दो") != menu.sound("एक तीन")
    assert set(menu.texts(TREE, "hi")) == {menu.sound("नमस्ते")}


FAULTS = {
    "dead-link": changed("hello", next="nowhere"),
    "bad-kind": changed("hello", kind="sing"),
    "no-words": changed("hello", text={"hi": "नमस्ते"}),
    "no-next": changed("told", next=""),
    "no-keys": changed("ask", keys={}),
    "bad-key": changed("ask", keys={"12": "number", "2": "people"}),
    "operator-key": changed("ask", keys={"0": "box", "1": "number", "2": "people"}),
    "no-digits": changed("number", digits=0),
    "unreachable": changed("attic", kind="bye", text=WORDS),
    "no-help": changed("shut", help="end"),
    "too-long": changed("ask", wait_seconds=600),
    "never-valid": changed("number", check="case", digits=10),
    "bad-name": changed("a b", kind="bye", text=WORDS),
    "silent-end": changed("hello", next="end"),
    "no-operator": {**TREE, "operator": "end"},
    "no-closed": {**TREE, "closed": "end"},
    "empty": {},
}


@pytest.mark.parametrize("reason", [*FAULTS, "loop"])
def test_a_fault_is_found_and_named(reason: str) -> None:
    looped = changed("hello", next="echo")
    looped["nodes"]["echo"] = {"kind": "say", "text": WORDS, "next": "hello"}  # type: ignore[index]
    faults = menu_check.check(FAULTS.get(reason, looped))
    assert reason in {fault.reason for fault in faults}
    assert {fault.reason for fault in faults} <= set(menu_check.REASONS)


def test_help_that_leads_nowhere_is_a_fault_and_no_crash() -> None:
    assert [one.reason for one in menu_check.check(changed("ask", help="nowhere"))] == ["dead-link"]


def test_answers_that_go_round_by_themselves_are_a_loop() -> None:
    looped = changed("hello", next="echo")
    looped["nodes"]["echo"] = {"kind": "result", "word": "heard", "next": "hello"}  # type: ignore[index]
    assert {one.reason for one in menu_check.check(looped)} >= {"loop"}


def test_a_word_that_the_rulebook_does_not_know_is_named() -> None:
    assert menu_check.values(TREE, {"board": ["bocw"]}) == [menu_check.Fault("people", "bad-value", "labour")]
