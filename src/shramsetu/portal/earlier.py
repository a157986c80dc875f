"""Complaints of the same proved phone that may be the same as the one being written; nobody else's are ever shown."""

from datetime import datetime

from shramsetu.grievances import queries
from shramsetu.grievances.queries import Alike
from shramsetu.people.queries import phone_key
from shramsetu.places import queries as places
from shramsetu.portal.citizen import Citizen
from shramsetu.portal.draft import Draft


def alike(draft: Draft, citizen: Citizen | None, *, at: datetime) -> list[Alike]:
    """Return the open complaints of this phone that are like the draft; empty while the phone is not proved."""
    phones = [draft.text(name) for name in ("phone", "filer_phone") if draft.text(name)]
    if citizen is None or citizen.phone_key not in {phone_key(one) for one in phones}:
        return []
    district = draft.text("district")
    return queries.alike(
        citizen.actor,
        category=draft.text("category"),
        district=places.district(int(district)) if district else None,
        text=draft.text("text"),
        phone="",
        at=at,
    )
