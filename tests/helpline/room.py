"""What the tests of the helpline speak of: agents with phones, callers on the line."""

from datetime import datetime

from shramsetu.helpline.actions import agents
from shramsetu.helpline.actions.calls import Arrival, arrive
from shramsetu.helpline.models import Agent, Call
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role

CALLER = "9999900001"


def agent(number: int = 0, *, at: datetime, **skills: object) -> Agent:
    """Return the agent of the operators' desk's member `number`, logged out, the phone away."""
    post = offices.of_role(Role.OPERATOR)[0]
    charge = Charge.objects.filter(post=post, to_at=None).order_by("id")[number]
    given = {"languages": ["hi"], **skills}
    return Agent.objects.create(user_id=charge.user_id, post=post, number=f"agent{number}", state_at=at, **given)


def ready(one: Agent, *, at: datetime) -> Agent:
    """Let the agent log in with the phone there and wait for calls."""
    agents.log_in(one, at=at)
    agents.phone(one.number, there=True, at=at)
    return agents.ready(one, at=at)


def caller(number: int = 0, *, at: datetime, line: str = "1076", phone: str = CALLER) -> Call:
    """Let a call come in."""
    return arrive(Arrival(f"test-{number}", "node1", line, phone), menu=None, at=at)
