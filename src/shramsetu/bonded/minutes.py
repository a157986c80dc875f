"""What stands on the page and on the paper of a meeting: counts and code names, never an identity."""

from typing import Any

from shramsetu import rulebook
from shramsetu.bonded.models import Meeting, MeetingAction
from shramsetu.bonded.queries import committees as queries
from shramsetu.casework.flow import flow_of


def contents(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting with its items in the order of section 14, who came, and its actions with where they stand."""
    rules = {rule.slug: rule for rule in queries.agenda_rules()}
    clocks, owners = rulebook.book().bonded.clocks, rulebook.book().bonded.owners
    items = list(meeting.items.order_by("position").prefetch_related("actions__duty"))
    shown = [
        {
            "item": item,
            "title": rules[item.slug].title if item.slug in rules else item.slug,
            "lines": [
                (clocks[one["clock"]].what if one["clock"] in clocks else one["clock"], one) for one in item.counts
            ],
            "actions": [
                (action, owners[action.owner].title if action.owner in owners else action.owner, _state(action))
                for action in sorted(item.actions.all(), key=lambda one: one.position)
            ],
        }
        for item in items
    ]
    present = meeting.present.select_related("seat").order_by("seat__category", "seat__number")
    seats = {rule.slug: rule.title for rule in queries.seat_rules(meeting.committee.level)}
    return {
        "meeting": meeting,
        "committee": meeting.committee,
        "items": shown,
        "present": [(one.seat, seats.get(one.seat.category, one.seat.category)) for one in present],
    }


def _state(action: MeetingAction) -> str:
    return str(flow_of(action.duty.kind).by_name[action.duty.state].label)
