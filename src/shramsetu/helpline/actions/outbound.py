"""Calls that the helpline places: never more phones ring than can be answered, never one phone twice at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import agents, queue, targets, writes
from shramsetu.helpline.errors import NoPhone, NotPossible, OnACall, SignedOut
from shramsetu.helpline.models import Agent, AgentState, Call, Campaign, Direction, Menu, Step, Target
from shramsetu.helpline.queries import open as open_calls
from shramsetu.helpline.queries import outgoing, waiting
from shramsetu.helpline.rules import dialling
from shramsetu.lib import clock

LOOKED_AT = 4  # people looked at for each free agent: their skills may not fit the first
MOST = 400  # placed at once by one controller
MENU_LANGUAGES = ("hi", "en")


@dataclass(frozen=True, slots=True)
class How:
    """How a call is placed: from which node, for which agent, who is on the line first, which menu speaks."""

    node: str
    agent: Agent | None = None
    agent_first: bool = False
    menu: Menu | None = None


def pace(node: str, *, at: datetime) -> list[int]:
    """Settle the calls that are over and place those that may ring now; return their ids, for the node to dial.

    Each controller calls it every second. Rows that another one has are left to it, and agents are reserved under the
    lock of the queue, so that nobody is dialled twice and nobody answers without an operator.
    """
    targets.settle(at=at)
    return place(node, at=at)


def place(node: str, *, at: datetime) -> list[int]:
    """Place the calls that may ring now, without a look at those that are over; return their ids."""
    found: list[int] = []
    is_free = waiting.is_anybody_free()
    for campaign in outgoing.running():
        needs_agent = campaign.mode == Campaign.Mode.PROGRESSIVE and not campaign.falls_back
        if (needs_agent and not is_free) or not outgoing.is_due(campaign, at=at):
            continue
        if campaign.mode == Campaign.Mode.PROGRESSIVE:
            found += _for_free_agents(campaign, node, at)
        if campaign.mode == Campaign.Mode.AUTOMATIC or (campaign.falls_back and _is_short(campaign, at)):
            found += _by_recorded_voice(campaign, node, at)
    return found


@transaction.atomic
def dial(target: Target, *, agent: Agent, at: datetime) -> Call:
    """Call the person whom `agent` looked at: the agent's own phone first, then the citizen's.

    Raises NotPossible where this person may not be called now, SignedOut, NoPhone, OnACall for the agent.
    """
    agent = Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)
    if agent.state == AgentState.OUT:
        raise SignedOut
    if agent.state in agents.BUSY:
        raise OnACall
    if agent.phone_seen_at is None:
        raise NoPhone
    row = Target.objects.select_for_update(of=("self",)).select_related("campaign", "case").get(pk=target.pk)
    is_mine = row.leased_by_id == agent.pk and row.leased_until is not None and row.leased_until > at
    if row.state != Target.State.WAITING or not is_mine or not outgoing.may_ring(row, at=at):
        raise NotPossible
    if not targets.sift([row], row.campaign, at=at):
        raise NotPossible
    call = _place(row, How(agent.node or settings.TELEPHONY_NODE, agent, agent_first=True), at)
    if call is None:
        raise NotPossible
    return call


@transaction.atomic
def _for_free_agents(campaign: Campaign, node: str, at: datetime) -> list[int]:
    """Place one call for each free agent who has nobody waiting to take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [queue.MATCHING])
    free = waiting.free_agents()
    if not free:
        return []
    rows = _locked(campaign, min(LOOKED_AT * len(free), MOST), at)
    wanted = [outgoing.wanted(row, campaign.line) for row in rows.values()]
    found = dialling.pairs(wanted, free, waiting.callers(), queue.terms(at), at)
    placed: list[int] = []
    for target_id, agent_id in found:
        agent = agents.locked(agent_id)
        if agent.state == AgentState.AVAILABLE and (call := _place(rows[target_id], How(node, agent), at)):
            placed.append(call.pk)
    return placed


@transaction.atomic
def _by_recorded_voice(campaign: Campaign, node: str, at: datetime) -> list[int]:
    """Place calls up to the lines of the campaign; without a menu in force nobody is called."""
    menu = open_calls.menu(campaign.menu_slug) if campaign.menu_slug else None
    if menu is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [queue.MATCHING])
    most = campaign.lines or _figure("helpline.campaign_lines", at)
    left = min(dialling.lines_left(most, outgoing.talking(campaign)), MOST)
    rows = _locked(campaign, left, at) if left else {}
    calls_made = [_place(row, How(node, menu=menu), at) for row in rows.values()]
    return [call.pk for call in calls_made if call is not None]


def _locked(campaign: Campaign, count: int, at: datetime) -> dict[int, Target]:
    rows = outgoing.due(campaign, at=at).select_for_update(skip_locked=True, of=("self",))
    return {row.pk: row for row in targets.sift(list(rows[:count]), campaign, at=at)}


def _place(target: Target, how: How, at: datetime) -> Call | None:
    """Write the call down before anything rings; None if the phone is on another call in this very moment."""
    call = _call(target, how, at)
    detail = {"campaign": target.campaign_id, "attempt": target.attempts + 1}
    if not writes.begin(call, (at, "dialling", detail)):
        return None
    called = {
        "state": Target.State.CALLING,
        "attempts": target.attempts + 1,
        "called_at": at,
        "result": "",
        "leased_by_id": None,
        "leased_until": None,
    }
    writes.change(Target, called, where="id = %s", keys=[target.pk])
    if how.agent is not None:
        agents.turn(how.agent, AgentState.RINGING, at=at, call=call)
    bells.ring(how.node, "call", call.pk)
    return call


def _call(target: Target, how: How, at: datetime) -> Call:
    key = f"o-{uuid4().hex}"
    in_menu = target.language in MENU_LANGUAGES
    return Call(
        key=key,
        node=how.node,
        direction=Direction.OUT,
        line=target.campaign.line,
        phone=target.phone,
        person_id=target.person_id,
        case_id=target.case_id,
        target=target,
        menu=how.menu,
        step=Step.DIALLING,
        language=target.language if in_menu else MENU_LANGUAGES[0],
        dialect="" if in_menu else target.language,
        board=target.board,
        wants_woman=target.wants_woman,
        urgent=target.urgent,
        agent=how.agent,
        agent_first=how.agent_first,
        leg=f"a-{key}-1" if how.agent else "",
        tries=1 if how.agent else 0,
        began_at=at,
    )


def _is_short(campaign: Campaign, at: datetime) -> bool:
    return dialling.is_short_of_seats(
        len(waiting.callers()),
        outgoing.lateness(campaign, at=at),
        waiting_from=_figure("helpline.fallback_waiting", at),
        late_from=timedelta(hours=_figure("helpline.fallback_overdue_hours", at)),
    )


def _figure(key: str, at: datetime) -> int:
    return rulebook.book().number(key, clock.day(at))
