"""Who is an agent of the helpline, with which phone and which skills."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from shramsetu.helpline import bells
from shramsetu.helpline.errors import OnACall
from shramsetu.helpline.models import Agent, AgentState
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Charge


@dataclass(frozen=True, slots=True)
class Skills:
    """What an agent can do and where they sit; no boards or lines: all of them."""

    languages: tuple[str, ...] = ("hi",)
    boards: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_woman: bool = False
    site: str = "lucknow"
    has_own_phone: bool = False


@transaction.atomic
def seat(charge: Charge, number: str, *, skills: Skills, by: Actor, at: datetime) -> Agent:
    """Make the person of `charge` an agent with the phone `number`; one who is an agent already gets the skills."""
    agent, is_new = Agent.objects.get_or_create(
        user_id=charge.user_id,
        defaults={"post_id": charge.post_id, "number": number, "state_at": at, **_fields(skills)},
    )
    if not is_new:
        change(agent, skills, by=by, at=at)
        return agent
    journal.append(f"agent:{agent.pk}", "seat", by=by, at=at, detail={"number": number, **asdict(skills)})
    return agent


@transaction.atomic
def change(agent: Agent, skills: Skills, *, by: Actor, at: datetime) -> None:
    """Change the skills; another kind of phone only while the agent is logged out (raises OnACall)."""
    row = Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    if row.has_own_phone != skills.has_own_phone and row.state != AgentState.OUT:
        raise OnACall
    Agent.objects.filter(pk=agent.pk).update(**_fields(skills))
    journal.append(f"agent:{agent.pk}", "change", by=by, at=at, detail=asdict(skills))
    bells.ring("*", "match")
    bells.show_agent(row.user_id)


def _fields(skills: Skills) -> dict[str, object]:
    listed = {"languages": list(skills.languages), "boards": list(skills.boards), "lines": list(skills.lines)}
    return {**asdict(skills), **listed}
