"""What the desk writes of a call: that it was shown, its case, its result, the emergency service's event number."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework.models import Case
from shramsetu.helpline import bells
from shramsetu.helpline.actions import agents, blocks, callbacks, calls, targets
from shramsetu.helpline.errors import NotYourCall
from shramsetu.helpline.models import Agent, AgentState, Call, CallEvent
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor

FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Result:
    """What a call came to: a disposition of the rulebook, with the case or the time to call again that it needs."""

    disposition: str
    case: Case | None = None
    follow_up_at: datetime | None = None
    event_number: str = ""


@transaction.atomic
def show(call: Call, *, agent: Agent, at: datetime) -> bool:
    """Note, once for an agent, that a caller's data were shown to them; False if it stands already."""
    seen = CallEvent.objects.filter(call=call, verb="shown").values_list("detail", flat=True)
    if any(detail.get("agent") == agent.pk for detail in seen):
        return False
    calls.note(call, "shown", at=at, agent=agent.pk)
    return True


@transaction.atomic
def link(call: Call, case: Case, *, by: Actor, at: datetime) -> None:
    """Say which case a call is about, so that the case has all its calls; saying it again changes nothing.

    Of a sealed case the call's log does not tell the number.
    """
    if not Call.objects.filter(pk=call.pk).exclude(case=case).update(case=case):
        return
    call.case = case
    number = "" if case.sealed else case.number
    calls.note(call, "case", at=at, number=number)
    journal.append(f"call:{call.pk}", "link", by=by, at=at, detail={"case": number})


@transaction.atomic
def dispose(call: Call, result: Result, *, agent: Agent, by: Actor, at: datetime) -> None:
    """Write down what a call came to, and call again later where that was agreed; then the wrap-up is over.

    A second result replaces the first. Raises NotYourCall for anybody but its agent.
    """
    if call.agent_id != agent.pk:
        raise NotYourCall
    book = rulebook.book().helpline.dispositions[result.disposition]
    if result.case is not None:
        link(call, result.case, by=by, at=at)
    facts: dict[str, object] = {"disposition": result.disposition, "follow_up_at": result.follow_up_at}
    if result.event_number:
        facts["event_number"] = result.event_number[:40]
    Call.objects.filter(pk=call.pk).update(**facts)
    calls.note(call, "result", at=at, disposition=result.disposition, again=result.follow_up_at is not None)
    if result.disposition == blocks.MARK:
        blocks.mark(call, blocks.UNNAMED, by=by, at=at)
    if book.needs_follow_up and result.follow_up_at is not None and call.phone and not targets.is_being_called(call):
        callbacks.owe_phone(
            call.phone,
            source=FOLLOW_UP,
            at=at,
            due_at=result.follow_up_at,
            person_id=call.person_id,
            language=call.dialect or call.language,
            board=call.board,
            wants_woman=call.wants_woman,
        )
    _finish(agent, at)


@transaction.atomic
def note_event_number(call: Call, number: str, *, agent: Agent | None, at: datetime) -> None:
    """Keep the number under which the emergency service took the matter; raises NotYourCall.

    Without an agent it is who watches the floor: nobody spoke a call that went over from the menu.
    """
    if agent is not None and agent.pk not in (call.agent_id, *call.agents.values_list("pk", flat=True)):
        raise NotYourCall
    written = "".join(mark for mark in number if mark.isprintable()).strip()
    Call.objects.filter(pk=call.pk).update(event_number=written[:40])
    calls.note(call, "event_number", at=at)


def _finish(agent: Agent, at: datetime) -> None:
    """End the wrap-up of who is in one; let the page see it in any case."""
    row = Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    if row.state == AgentState.WRAP_UP:
        agents.wrapped(row, at=at)
        bells.ring("*", "match")
    bells.show_agent(agent.user_id)
