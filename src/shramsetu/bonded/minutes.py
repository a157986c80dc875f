"""What stands on the page and on the paper of a meeting: counts and code names, never an identity."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise

from shramsetu import rulebook
from shramsetu.bonded import unsealed
from shramsetu.bonded.models import Meeting, MeetingAction
from shramsetu.bonded.queries import committees as queries
from shramsetu.casework.flow import flow_of
from shramsetu.journal.rules import Actor
from shramsetu.rulebook.basis import Text

Read = Callable[[str], str | Promise]


def read_by(meeting: Meeting, by: Actor) -> Read:
    """Return how `by` reads the words of a meeting."""
    eyes = unsealed.districts(by)
    return lambda text: eyes.read(meeting.committee.district_id, text)


def for_paper(meeting: Meeting) -> Read:
    """Return how a paper reads them whose printing asked for the right."""
    return lambda text: unsealed.of_district(meeting.committee.district_id, text) if text else ""


def contents(meeting: Meeting, read: Read) -> dict[str, Any]:
    """Return a meeting with its items in the order of section 14, who came, and its actions with where they stand."""
    rules = {rule.slug: rule for rule in queries.agenda_rules()}
    clocks = rulebook.book().bonded.clocks
    items = list(meeting.items.order_by("position").prefetch_related("actions__duty"))
    shown = [
        {
            "item": item,
            "decision": read(item.decision),
            "title": rules[item.slug].title if item.slug in rules else item.slug,
            "lines": [
                (
                    clocks[one["clock"]].what if one["clock"] in clocks else one["clock"],
                    {**one, "oldest": date.fromisoformat(one["oldest"]) if one["oldest"] else None},
                )
                for one in item.counts
            ],
            "actions": [
                (action, read(action.text), _owner(action.owner), _state(action))
                for action in sorted(item.actions.all(), key=lambda one: one.position)
            ],
        }
        for item in items
    ]
    present = meeting.present.select_related("seat").order_by("seat__category", "seat__number")
    seats = {rule.slug: rule.title for rule in queries.seat_rules(meeting.committee.level)}
    return {
        "meeting": meeting,
        "remarks": read(meeting.remarks),
        "committee": meeting.committee,
        "items": shown,
        "present": [(one.seat, seats.get(one.seat.category, one.seat.category)) for one in present],
    }


def _owner(slug: str) -> Text | str:
    owners = rulebook.book().bonded.owners
    return owners[slug].title if slug in owners else slug


def _state(action: MeetingAction) -> str:
    return str(flow_of(action.duty.kind).by_name[action.duty.state].label)
