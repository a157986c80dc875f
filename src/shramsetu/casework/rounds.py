"""The day's round: the field jobs of a post in the order in which they lie nearest, over all kinds.

Kinds name the states in which their holder goes out; a package may name jobs that are no case of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from shramsetu.casework import queries
from shramsetu.casework.models import OPEN, Case, Party
from shramsetu.casework.panels import Words
from shramsetu.journal.rules import Actor
from shramsetu.lib import globe, numbers
from shramsetu.places.models import Place

MOST = 40  # a round of one day; what is due first
Spot = tuple[float, float]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Job:
    """Somewhere to go. `is_exact` where the point itself is known, and not the middle of a village or district."""

    label: Words
    title: str
    place: str
    url: str
    due_at: datetime | None = None
    spot: Spot | None = None
    is_exact: bool = False
    call: str = ""  # the page on which the phone is shown, with a reason
    along: str = ""  # the page on which the job is done without a network; from here it is loaded


@dataclass(frozen=True, slots=True)
class Stop:
    """A job in the round, and how far it is as the crow flies from the one before; None where the spot is not known."""

    job: Job
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class _Field:
    """A kind and state whose holder goes out; of duties one purpose alone."""

    label: Words
    condition: Q


_fields: dict[tuple[str, str], _Field] = {}
_finders: list[Callable[[Actor, datetime], list[Job]]] = []


def register(kind: str, state: str, label: Words, *, purpose: str = "") -> None:
    """Name a state of `kind` in which its holder goes out."""
    of_purpose = Q(duty__purpose=purpose) if purpose else Q()
    _fields[kind, state] = _Field(label, Q(kind=kind, state=state) & of_purpose)


def register_jobs(find: Callable[[Actor, datetime], list[Job]]) -> None:
    """Let a package name jobs that are no case of the post."""
    _finders.append(find)


def jobs(by: Actor, *, at: datetime) -> list[Job]:
    """Return what the post of `by` goes out for, what is due first on top, at most MOST."""
    wanted = Q(pk__in=[])
    for field in _fields.values():
        wanted |= field.condition
    held = queries.cases_visible_to(by).filter(holder=by.post_id, phase=OPEN).filter(wanted)
    near = ("place", "district", "parent__place", "parent__district")
    cases = list(held.select_related(*near).order_by("due_at", "id")[:MOST])
    leads = _leads([_about(one) for one in cases])
    found = [_job(one, leads) for one in cases]
    found += [job for find in _finders for job in find(by, at)]
    return found[:MOST]


def nearest_first(found: Sequence[Job], start: Spot | None) -> list[Stop]:
    """Order jobs by going each time to the nearest that is left; those without a known spot come last, by due time."""
    left = [one for one in found if one.spot]
    here, stops = start, []
    while left:
        following = min(left, key=lambda one: _distance(here, one)) if here else left[0]
        stops.append(Stop(following, _distance(here, following) if here else None))
        left.remove(following)
        here = following.spot
    return [*stops, *(Stop(one, None) for one in found if one.spot is None)]


def spot_of(place: Place | None) -> Spot | None:
    """Return the middle of a place; None where it is not known."""
    return None if place is None or place.lon is None or place.lat is None else (place.lon, place.lat)


def _distance(here: Spot | None, job: Job) -> float:
    return globe.kilometres(here, job.spot) if here and job.spot else 0.0


def _about(case: Case) -> Case:
    return case.parent if case.kind == "duty" and case.parent else case


def _leads(cases: Sequence[Case]) -> dict[int, int]:
    """Return who leads the complainants of each case that is not sealed."""
    open_ = [one.pk for one in cases if not one.sealed]
    leading = Party.objects.filter(case__in=open_, part=Party.Part.COMPLAINANT).order_by("-leads", "seat", "pk")
    found: dict[int, int] = {}
    for case, party in leading.values_list("case_id", "pk"):
        found.setdefault(case, party)
    return found


def _job(case: Case, leads: dict[int, int]) -> Job:
    about = _about(case)
    where = about.place or about.district
    party = leads.get(about.pk)
    return Job(
        label=_fields[case.kind, case.state].label,
        title=numbers.spaced(about.number),
        place=where.name(get_language() or "hi") if where else "",
        url=reverse("desk:case", args=[about.number]),
        due_at=case.due_at,
        spot=spot_of(about.place) or spot_of(about.district),
        call=reverse("desk:reveal", args=[about.number, party]) if party else "",
    )
