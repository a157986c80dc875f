"""A third party in a call: consulted alone, joined by all, and left with the caller; 112 with the caller listening.

`third_state`: `ringing` (the caller hears music), `private` (agent and third talk), `joining` (it rings while the
agent goes on talking with the caller: emergencies), `all` (three talk), `blind` (the agent has gone already).
"""

from shramsetu.helpline.actions import agents, calls, queue
from shramsetu.helpline.actions import thirds as rows
from shramsetu.helpline.controller.live import Letter, LiveCall
from shramsetu.helpline.exchange.protocol import Answered, Ended, ExchangeError, Leg
from shramsetu.helpline.models import Order

RINGING, PRIVATE, JOINING, ALL, BLIND = "ringing", "private", "joining", "all", "blind"
APART = (RINGING, PRIVATE)  # the caller waits with music


async def hear(live: LiveCall, letter: Letter) -> bool:
    """Do what concerns a third party; False if the letter does not."""
    match letter:
        case Order(verb="consult" | "emergency") if not live.call.third_leg:
            await _begin(live, letter, JOINING if letter.verb == "emergency" else RINGING)
        case Order(verb="blind") if not live.call.third_leg:
            await _blind(live, letter)
        case Order(verb="conference") if live.call.third_state == PRIVATE:
            await _join(live)
        case Order(verb="complete") if live.call.third_state in (PRIVATE, ALL):
            await complete(live)
        case Order(verb="drop_third") if live.call.third_leg:
            await live.drop(live.call.third_leg)
            await _third_gone(live)
        case Answered(channel=channel) if channel == live.call.third_leg:
            await _answered(live)
        case Ended(channel=channel) if live.call.third_leg and channel == live.call.third_leg:
            await _third_gone(live)
        case _:
            return False
    await live.store.do(live.house.show, live.call)
    return True


async def complete(live: LiveCall) -> None:
    """The agent leaves: another agent takes the call over, or the caller stays with who is outside."""
    call, old = live.call, live.call.leg
    joined = [live.channel, call.third_leg]
    if await live.store.do(rows.take_over, call, at=live.house.now()):
        await live.music(on=False)
        await live.exchange.bridge(live.bridge, joined)
        await live.drop(old)
        return
    await live.store.do(rows.hand, call, at=live.house.now())
    await live.music(on=False)
    await live.enter()
    await live.drop(old)


async def from_menu(live: LiveCall, service: str) -> bool:
    """Hand a caller over from the menu; False if the service cannot even be dialled."""
    leg = f"t-{live.call.key}-{live.call.revision}"
    address = await live.store.do(
        rows.begin, live.call, kind="service", to=service, leg=leg, state=BLIND, at=live.house.now()
    )
    try:
        if not address:
            return False
        await live.exchange.dial(_leg(live, leg, "service", address))
    except ExchangeError:
        await let_off(live)
        return False
    await live.exchange.ring_back(live.channel, on=True)
    return True


async def let_off(live: LiveCall) -> None:
    """The service to which the menu handed over is not there: the caller is in the menu again."""
    await live.store.do(rows.third_gone, live.call, at=live.house.now())
    await live.exchange.ring_back(live.channel, on=False)


def _leg(live: LiveCall, leg: str, kind: str, address: str) -> Leg:
    wait, shown = live.house.figure("helpline.dial_seconds"), live.house.words.number_of(live.call.line)
    by = "citizen" if kind == "officer" else kind  # an officer's phone is a number of the public network
    return Leg(leg, by, address, wait, shown=shown, beside=live.channel, headers={"X-Call-Id": str(live.call.pk)})


async def _begin(live: LiveCall, order: Order, state: str) -> None:
    """Write down whom the agent wants, then dial; one who cannot be had leaves the call as it is."""
    kind, to = str(order.detail.get("kind", "service")), str(order.detail.get("to", ""))
    leg = f"t-{live.call.key}-{order.pk}"
    address = await live.store.do(rows.begin, live.call, kind=kind, to=to, leg=leg, state=state, at=live.house.now())
    if not address:
        return
    if state == RINGING:
        await live.quietly(live.exchange.unjoin(live.bridge, live.channel))
        await live.music(on=True)
    try:
        await live.exchange.dial(_leg(live, leg, kind, address))
    except ExchangeError:
        await _third_gone(live)
        raise


async def _blind(live: LiveCall, order: Order) -> None:
    """Pass the caller on without asking: to a board's queue, or to a phone; who is not reached comes back first."""
    old, at = live.call.leg, live.house.now()
    if str(order.detail.get("kind")) == "queue":
        await live.store.do(rows.requeue, live.call, board=str(order.detail.get("to", "")), at=at)
        await live.quietly(live.exchange.stop_recording(calls.recording_name(live.call)))
        await live.quietly(live.exchange.unjoin(live.bridge, live.channel))
        await live.drop(old)
        await live.enter()
        return
    await _begin(live, order, BLIND)
    if live.call.third_leg:
        await live.store.do(rows.let_go, live.call, at=at)
        await live.quietly(live.exchange.unjoin(live.bridge, live.channel))
        await live.exchange.ring_back(live.channel, on=True)
        await live.drop(old)


async def _answered(live: LiveCall) -> None:
    state = live.call.third_state
    if state == BLIND:
        await live.exchange.ring_back(live.channel, on=False)
        await live.store.do(rows.hand, live.call, at=live.house.now())
        await live.enter()
        return
    await live.store.do(rows.third_answered, live.call, state=ALL if state == JOINING else PRIVATE, at=live.house.now())
    await live.exchange.bridge(live.bridge, [live.call.third_leg])


async def _join(live: LiveCall) -> None:
    await live.store.do(calls.change, live.call, third_state=ALL)
    await live.music(on=False)
    await live.exchange.bridge(live.bridge, [live.channel])
    await live.store.do(calls.note, live.call, "conference", at=live.house.now())


async def _third_gone(live: LiveCall) -> None:
    """The third party left, or never came: caller and agent go on; after a blind transfer the caller is first again."""
    state, at = live.call.third_state, live.house.now()
    await live.store.do(rows.third_gone, live.call, at=at)
    if state == BLIND:
        await live.exchange.ring_back(live.channel, on=False)
        await live.store.do(queue.back, live.call, at=at, why=agents.NO_ANSWER)
        await live.enter()
    elif state in APART:
        await live.music(on=False)
        await live.exchange.bridge(live.bridge, [live.channel])
