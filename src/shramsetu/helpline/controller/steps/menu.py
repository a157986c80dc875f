"""The menu: words, keys, deeds. Silence and 0 bring an operator; a menu that cannot be read does so too."""

from shramsetu.helpline.actions import calls, queue, targets
from shramsetu.helpline.controller import thirds
from shramsetu.helpline.controller.live import Letter, LiveCall, Timer
from shramsetu.helpline.controller.steps import bye
from shramsetu.helpline.exchange.protocol import Ended, Played, Pressed
from shramsetu.helpline.models import Outcome, Step
from shramsetu.helpline.rules import menu
from shramsetu.helpline.rules.menu import Turn

MOST_TURNS = 60  # a caller who goes round and round is brought to an operator


async def enter(live: LiveCall) -> None:
    """Go on where the caller is in the menu; at its start for a new call."""
    await live.hush()
    await live.answer()
    call = live.call
    if call.menu is None:
        await queue_up(live, {})
    elif call.third_leg:
        await live.exchange.ring_back(live.channel, on=True)  # a service rings still: it is not called twice
    else:
        await _show(live, call.node_path or menu.start(call.menu.tree))


async def hear(live: LiveCall, letter: Letter) -> None:
    """Collect keys, go on when all is said, take silence for a wish to speak to somebody."""
    if isinstance(letter, Timer) and letter.name == "rescue":
        await queue_up(live, {})
        return
    if live.call.third_leg:
        await _handing_over(live, letter)
        return
    turn = live.notes.get("turn")
    if not isinstance(turn, Turn):
        return
    if isinstance(letter, Pressed):
        await _pressed(live, turn, letter.digit)
    elif isinstance(letter, Played) and not live.playing:
        await _said(live, turn)
    elif isinstance(letter, Timer) and letter.name == f"silence-{live.count}-{len(live.call.keyed)}":
        await _given(live, turn, live.call.keyed)


async def gone(live: LiveCall, ended: Ended) -> None:
    """Who hangs up in the menu was served by it; the place where they did stands in `cause`."""
    await live.drop(live.call.third_leg)
    await live.end(Outcome.SELF_SERVICE, cause=live.call.node_path[:40])


async def queue_up(live: LiveCall, wish: menu.Detail) -> None:
    """Bring the caller to the queue with what they chose."""
    fields: dict[str, object] = {
        "board": str(wish.get("board", live.call.board)),
        "urgent": bool(wish.get("urgent", live.call.urgent)),
        "wants_woman": bool(wish.get("woman", live.call.wants_woman)),
        "dialect": str(wish.get("dialect", live.call.dialect)),
        "returned": bool(live.notes.get("first", live.call.returned)),
        "keyed": "",
    }
    await live.store.do(queue.enqueue, live.call, at=live.house.now(), **fields)
    await live.enter()


async def _show(live: LiveCall, node: str, *, tries: int = 0) -> None:
    call = live.call
    assert call.menu is not None
    for left in ("told", "then"):  # of the place before, if a key cut its words short
        live.notes.pop(left, None)
    is_open = await live.house.words.is_open(call.line)
    turns = int(str(live.notes.get("turns", 0))) + 1
    try:
        turn = menu.turn(call.menu.tree, node, language=call.language, is_open=is_open, tries=tries)
    except KeyError:
        turns = MOST_TURNS
    if turns >= MOST_TURNS:
        await queue_up(live, {})
        return
    live.notes |= {"turn": turn, "tries": tries, "turns": turns}
    if turn.say or turn.waits or turn.deed == "emergency":  # what is passed in no time is passed again
        await _stand(live, turn.node)
    call.keyed = ""
    await live.say(turn.say)
    if not turn.say:
        await _said(live, turn)


async def _handing_over(live: LiveCall, letter: Letter) -> None:
    """The service rings: it answers, it cannot be had, or the caller would rather have an operator."""
    tree, node = _tree(live), live.call.node_path
    match letter:
        case Ended(channel=channel) if channel == live.call.third_leg:
            await thirds.let_off(live)
            await _failed(live)
        case Pressed(digit=menu.OPERATOR_KEY):
            await live.drop(live.call.third_leg)
            await thirds.let_off(live)
            await _show(live, menu.operator(tree, node))
        case _:
            await thirds.hear(live, letter)


async def _failed(live: LiveCall) -> None:
    """The service cannot be had: say so, and bring the caller to who comes next, before all others."""
    here = menu.node_of(_tree(live), live.call.node_path)
    then = here.next if here.kind == "emergency" else menu.operator(_tree(live), here.name)
    live.notes |= {"first": True}
    await _tell(live, "ss/emergency-failed", then)


async def _tell(live: LiveCall, words: str, then: str) -> None:
    """Say a sentence that stands in no menu, then go on to the node `then`."""
    live.notes |= {"told": True, "then": then, "turn": Turn(live.call.node_path, (words,))}
    await live.say((words,))


async def _stand(live: LiveCall, node: str) -> None:
    """Write down where the caller is, and what they chose on the way; the start of the menu goes without saying."""
    call, chosen = live.call, live.unwritten
    if not call.node_path and not chosen and call.menu is not None and node == menu.start(call.menu.tree):
        call.node_path = node
    elif node != call.node_path or chosen:
        await live.store.do(calls.change, call, node_path=node, keyed="", **chosen)
        live.unwritten = {}


async def _pressed(live: LiveCall, turn: Turn, digit: str) -> None:
    if digit == menu.END_KEY and turn.waits != "digits":
        return  # who ends a number that was complete already shall hear its answer
    await live.hush()
    live.call.keyed += digit
    if not turn.waits:
        if digit == menu.OPERATOR_KEY:
            await _given(live, turn, digit)
        else:
            await _said(live, turn)  # a key cuts the words short
    elif menu.is_complete(turn, live.call.keyed):
        await _given(live, turn, live.call.keyed)
    else:
        _listen(live, turn)


def _listen(live: LiveCall, turn: Turn) -> None:
    live.after(turn.wait_seconds, f"silence-{live.count}-{len(live.call.keyed)}")


async def _said(live: LiveCall, turn: Turn) -> None:
    """All is said: wait for keys, or do the deed of this place."""
    if turn.waits:
        _listen(live, turn)
    elif live.notes.pop("told", False) or not turn.deed:
        await _on(live, str(live.notes.pop("then", "")) or menu.after(_tree(live), turn.node, "", tries=0))
    else:
        await _do(live, turn)


async def _given(live: LiveCall, turn: Turn, keys: str) -> None:
    tries = int(str(live.notes.get("tries", 0)))
    then = menu.after(_tree(live), turn.node, keys, tries=tries)
    if not keys and then != turn.node and live.call.target_id is not None and live.call.agent_id is None:
        await bye.part(live, Outcome.NO_ANSWER, words=())  # a machine, a pocket: no operator for whom we rang
        return
    live.notes["number"] = keys.removesuffix(menu.END_KEY) if turn.waits == "digits" else live.notes.get("number", "")
    await _on(live, then, tries=tries + 1 if then == turn.node else 0)


async def _on(live: LiveCall, node: str, *, tries: int = 0) -> None:
    if node:
        await _show(live, node, tries=tries)
    else:
        await bye.part(live, Outcome.SELF_SERVICE)


async def _do(live: LiveCall, turn: Turn) -> None:
    """Do the deed of a place; what talks back is said before the menu goes on."""
    detail = turn.detail
    await _write(live, turn)
    match turn.deed:
        case "queue":
            await queue_up(live, detail)
        case "voicemail":
            await live.go(Step.VOICEMAIL, keyed="")
        case "call_back":
            await _promise(live, turn)
        case "emergency":
            if not await thirds.from_menu(live, str(detail.get("service", "112"))):
                await _failed(live)
        case "language" | "result":
            await _note(live, turn)
        case "answer":
            await _answer(live, turn)
        case _:
            await bye.part(live, Outcome.SELF_SERVICE, words=())  # the place has said goodbye in its own words


async def _promise(live: LiveCall, turn: Turn) -> None:
    """Promise to call back; who withheld the number is told that we cannot, and has an operator or leaves a message."""
    if live.call.phone:
        await bye.part(live, Outcome.CALL_BACK, words=("ss/call-back-noted",))
    elif await live.house.words.is_open(live.call.line):
        await _tell(live, "ss/no-number", menu.operator(_tree(live), turn.node))
    else:
        await live.go(Step.VOICEMAIL, keyed="")


async def _answer(live: LiveCall, turn: Turn) -> None:
    live.notes["told"] = True
    number = str(live.notes.get("number", ""))
    words = await live.store.do(live.house.words.answer, live.call, turn.detail, number, at=live.house.now())
    await live.say(words)
    if not words:
        await _said(live, turn)


async def _write(live: LiveCall, turn: Turn) -> None:
    """Write down what was chosen before anything comes of it; a language waits for the words that follow."""
    if live.unwritten and turn.deed != "language":
        await live.store.do(calls.change, live.call, **live.unwritten)
        live.unwritten = {}


async def _note(live: LiveCall, turn: Turn) -> None:
    """Write down what was chosen and go on; an answer that cannot count is heard by an operator."""
    detail, then = turn.detail, menu.after(_tree(live), turn.node, "", tries=0)
    if turn.deed == "language":
        chosen = {name: detail[name] for name in ("language", "dialect") if name in detail}
        live.unwritten |= chosen  # with the place where it is said next
        for name, value in chosen.items():
            setattr(live.call, name, value)
    elif not await live.store.do(targets.heard, live.call, str(detail.get("word", "")), at=live.house.now()):
        then = menu.operator(_tree(live), turn.node)
    await _on(live, then)


def _tree(live: LiveCall) -> menu.Tree:
    assert live.call.menu is not None
    tree: menu.Tree = live.call.menu.tree
    return tree
