"""The calls that are open, and what the controllers ask of them."""

from datetime import datetime

from shramsetu.helpline.models import Agent, AgentState, Block, Call, Direction, Menu, Step
from shramsetu.prepared import Rows

_MENU = Rows(
    lambda slug: Menu.objects.filter(slug=slug, published_at__isnull=False).order_by("-published_at")[:1], slug=str
)
_AGAIN = Rows(lambda call: Call.objects.filter(pk=call).select_related("agent", "target__campaign"), call=int)
_ONE = Rows(lambda call: Call.objects.filter(pk=call).select_related("agent", "menu", "target__campaign"), call=int)
_BY_KEY = Rows(lambda key: Call.objects.filter(key=key), key=str)


def of_node(node: str) -> list[Call]:
    """Return the open calls of a node with what their steps need."""
    rows = Call.objects.filter(node=node).exclude(step=Step.ENDED)
    return list(rows.select_related("agent", "menu", "target__campaign"))


def elsewhere(node: str, line: str) -> int:
    """Return how many callers of a line are on other nodes."""
    rows = Call.objects.exclude(step=Step.ENDED).exclude(node=node)
    return rows.filter(line=line, direction=Direction.IN).count()


def one(call_id: int) -> Call:
    """Return a call with what its steps need."""
    found = _ONE.first(call=call_id)
    if found is None:
        raise Call.DoesNotExist
    return found


def again(call: Call) -> Call:
    """Return a call anew; the menu in which it is stays the one it has."""
    found = _AGAIN.first(call=call.pk)
    if found is None:
        raise Call.DoesNotExist
    found.menu = call.menu
    return found


def by_key(key: str) -> Call | None:
    """Return the call of a citizen's channel."""
    return _BY_KEY.first(key=key)


def menu(slug: str) -> Menu | None:
    """Return the published version of a menu."""
    return _MENU.first(slug=slug)


def phones_in_use() -> list[Agent]:
    """Return the agents who are logged in: their phones must be known to every exchange."""
    return list(Agent.objects.exclude(state=AgentState.OUT).order_by("id"))


def blocked(at: datetime) -> frozenset[str]:
    """Return the numbers that are not put through now."""
    rows = Block.objects.filter(state=Block.State.BLOCKED, until__gt=at)
    return frozenset(rows.values_list("phone", flat=True))


def lifted(at: datetime) -> frozenset[str]:
    """Return the numbers that were blocked, or nearly, and are not any more."""
    return frozenset(Block.objects.values_list("phone", flat=True)) - blocked(at)
