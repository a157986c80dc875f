"""The phones of people at pages of the simulated exchange: what a hand does with a phone."""

from shramsetu.helpline.exchange.protocol import Exchange
from shramsetu.helpline.exchange.simulated import SimulatedExchange


def hand(exchange: Exchange, number: str, verb: str) -> None:
    """Let a phone be plugged in or out, pick up, or put down; at a real exchange phones do that by themselves."""
    if not isinstance(exchange, SimulatedExchange):
        return
    wires = [one.id for one in exchange.wires.values() if one.kind == "agent" and one.to == number]
    match verb:
        case "phone_in":
            exchange.by_hand.add(number)
            exchange.plug_in(number)
        case "phone_out":
            exchange.unplug(number)
            exchange.by_hand.discard(number)
        case "pick_up":
            for wire in wires:
                exchange.pick_up(wire)
        case "put_down":
            for wire in wires:
                exchange.leave(wire)
