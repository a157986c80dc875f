"""Whether two complaints are about the same: only such are handled together."""

from dataclasses import dataclass
from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework.models import Case, Party
from shramsetu.grievances import queries
from shramsetu.grievances.filing import Filing
from shramsetu.grievances.models import Grievance
from shramsetu.lib import clock, names, similar
from shramsetu.people.queries import phone_key


@dataclass(frozen=True, slots=True)
class Matter:
    """What a complaint is about: its category and district, who brings it (keys of phones), against whom, the words."""

    category: str
    district: int | None
    phones: frozenset[str]
    opposite: frozenset[str]
    text: str


def of_case(case: Case) -> Matter:
    """Return what an open, unsealed case is about."""
    phones = Party.objects.filter(case=case).exclude(part=Party.Part.OPPOSITE).values_list("phone_key", flat=True)
    opposite = frozenset(filter(None, (names.fold(one.name) for one in queries.opposite(case))))
    text = Grievance.objects.filter(pk=case.pk).values_list("text", flat=True).first() or ""
    return Matter(case.category, case.district_id, frozenset(filter(None, phones)), opposite, text)


def of_filing(filing: Filing) -> Matter:
    """Return what is about to be registered."""
    brought = [one.phone for one in (filing.filed_by, *filing.complainants) if one and one.phone]
    opposite = frozenset(filter(None, (names.fold(one.name) for one in filing.opposite)))
    district = filing.district.pk if filing.district else None
    return Matter(filing.category, district, frozenset(map(phone_key, brought)), opposite, filing.text)


def is_same(one: Matter, other: Matter, *, at: datetime) -> bool:
    """Tell whether both are about the same.

    The same category in the same district, the same phone or opposite party, or words as alike as the rulebook asks.
    """
    if one.district is not None and (one.category, one.district) == (other.category, other.district):
        return True
    if one.phones & other.phones or one.opposite & other.opposite:
        return True
    enough = rulebook.book().number("grievances.duplicate_percent", clock.day(at)) / 100
    return similar.text_likeness(one.text, other.text) >= enough
