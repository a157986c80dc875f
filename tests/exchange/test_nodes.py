"""Two nodes side by side: a caller at one, the agent's phone registered at the other."""

import asyncio
from pathlib import Path

from tests.exchange.desk import desk
from tests.exchange.town import hears
from tools.pbx.configuration import Trunk
from tools.pbx.launch import Exchange, Network, free_network
from tools.pbx.media import tone
from tools.pbx.phone import Phone

from shramsetu.helpline.exchange.protocol import Answered, Arrived, Ended, Leg, Ringing

CALLER_HZ, AGENT_HZ, PLAIN = 700.0, 440.0, 0.05


def test_an_agent_is_rung_at_the_node_where_the_phone_is(exchange: Exchange, tmp_path: Path) -> None:
    async def scene(near: Exchange, far: Exchange) -> None:
        async with (
            desk(near, node="near") as here,
            desk(far, node="far") as there,
            Phone(near.network.carrier, voice=tone(CALLER_HZ)) as caller,
            Phone(far.network.agents, voice=tone(AGENT_HZ)) as agent,
        ):
            await there.provider.put_phone("agent-7", "word", browser=False)
            assert await agent.register("agent-7", "word", far.sip) == 200
            talk = await caller.dial("1076", near.sip, caller="+919999900001")
            channel = (await here.hear(Arrived)).channel
            await here.provider.answer(channel)
            leg = Leg("a-1", "agent", "agent-7", 20, beside=channel, node="far", headers={"X-Call-Id": "42"})
            await here.provider.dial(leg)
            await here.hear(Ringing)
            await here.hear(Answered)
            rung = agent.taken.get_nowait()
            assert rung.header("X-Call-Id") == "42"
            await here.provider.bridge("b-1", [channel, "a-1"])
            await hears(talk, AGENT_HZ)
            await hears(rung, CALLER_HZ)
            rung.hang_up()
            assert (await here.hear(Ended)).channel == "a-1"
            agent.manner = "busy"
            await here.provider.dial(Leg("a-2", "agent", "agent-7", 20, node="far"))
            assert await here.hear(Ended) == Ended("a-2", 17)
            talk.hang_up()

    def node(name: str, network: Network) -> Trunk:
        address = network.exchange
        return Trunk(name, (address,), f"sip:{address}:5060")

    first, second = free_network(), free_network()
    with (
        Exchange.fresh(name="near", network=first, nodes=(node("far", second),)) as near,
        Exchange.fresh(name="far", network=second, nodes=(node("near", first),)) as far,
    ):
        asyncio.run(scene(near, far))
