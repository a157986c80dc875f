"""An event of 112 becomes a case, once."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.e112.contract import CATEGORIES, Event
from shramsetu.bridges.models import Parcel, Reference, System
from shramsetu.casework.models import Case
from shramsetu.grievances import actions, prepare
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.lib.aadhaar import hide_aadhaars


class Another(Exception):
    """Something else came under this number before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The case of an event, and whether it was made just now."""

    case: Case
    is_new: bool


@transaction.atomic
def take(event: Event, *, at: datetime) -> Taken:
    """Register an event of 112, by the one filing there is; repeated, it is the same case.

    Bonded and child labour are sealed, as their categories say. An event that 112 made of our own message is known by
    that, and makes no second case. Raises Another, prepare.BadFiling.
    """
    digest = parcels.digest(json.dumps(event.model_dump(mode="json"), sort_keys=True).encode())
    seen = {"first_seen_at": at, "last_seen_at": at, "digest": digest}
    Reference.objects.bulk_create(
        [Reference(system=System.E112, number=event.event, **seen)], ignore_conflicts=True
    )  # whoever brings the same meanwhile waits here
    known = Reference.objects.select_for_update(of=("self",)).select_related("case")
    row = known.get(system=System.E112, number=event.event)
    if row.case is not None:
        if row.digest not in ("", digest):
            raise Another(event.event)
        Reference.objects.filter(pk=row.pk).update(last_seen_at=at)
        return Taken(row.case, is_new=False)
    case = actions.register(prepare.filing(_values(event), at=at), by=SYSTEM, at=at)
    Reference.objects.filter(pk=row.pk).update(case=case)
    _note(event, case, digest, at)
    return Taken(case, is_new=True)


def _values(event: Event) -> dict[str, object]:
    here = "" if event.latitude is None or event.longitude is None else f"({event.latitude:.5f}, {event.longitude:.5f})"
    came = _("Event of 112, %(number)s, %(at)s") % {
        "number": event.event,
        "at": f"{clock.local(event.at):%d.%m.%Y %H:%M}",
    }
    return {
        "category": CATEGORIES[event.type],
        "text": hide_aadhaars(f"{came}: {event.text}"),
        "channel": "api",
        "district": event.district_lgd or "",
        "landmark": " ".join(part for part in (hide_aadhaars(event.landmark), here) if part),
        "complainant": {"name": hide_aadhaars(event.name) or _("Caller of 112"), "phone": event.phone},
    }


def _note(event: Event, case: Case, digest: str, at: datetime) -> None:
    row = Parcel(
        direction=Parcel.Direction.IN,
        system=System.E112,
        key=event.event,
        what=event.type,
        case=case,
        digest=digest,
        state=Parcel.State.DONE,
        due_at=at,
        made_at=at,
        ended_at=at,
    )
    parcels.owe([row])
