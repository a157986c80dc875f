"""The lists of the desk: informations, operations and persons by scope, newest first, a page from a cursor on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext

from shramsetu.bonded import scope
from shramsetu.bonded.models import Finding, Information, Operation, Survivor
from shramsetu.bonded.queries import limits, rescue
from shramsetu.casework import flow
from shramsetu.casework import queries as casework
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.journal.rules import Actor

PAGE = 50
KINDS = {"informations": "bl_info", "operations": "bl_operation", "persons": "bl_person"}
# No states of their own: what a list shows beside the states.
DRAFTED, TO_REVIEW = "drafted", "to-review"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list shows: open ones alone or all, in one state, of one district, behind a cursor."""

    state: str = ""
    district: int | None = None
    is_all: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the case, its own row of information, operation or person, and the next thing that is due in it."""

    case: Case
    row: Information | Operation | Survivor
    state: str
    due_at: datetime | None
    is_red: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the cursor behind it."""

    lines: list[Line]
    cursor: int | None


def page(name: str, by: Actor, asked: Asked, *, at: datetime) -> Page:
    """Return one page of the list `name` in the scope of `by`; a fixed number of reads, however long it is."""
    kind = KINDS[name]
    found = _chosen(scope.cases(by, kind), asked, by).annotate(next_due=Subquery(limits.first_red()))
    cases = casework.dressed(list(found.order_by("-id")[: PAGE + 1]))
    shown = cases[:PAGE]
    rows = _rows(kind, shown)
    states = flow.flow_of(kind).by_name
    lines = [_line(case, rows[case.pk], str(states[case.state].label), at) for case in shown if case.pk in rows]
    return Page(lines, shown[-1].pk if len(cases) > PAGE else None)


def drafted() -> QuerySet[Survivor]:
    """Return the persons of whom a finding waits for its signature."""
    unsigned = Finding.objects.filter(survivor=OuterRef("pk"), signed_at=None)
    return Survivor.objects.filter(Exists(unsigned), case__state__in=["stated", "inquiry"])


def to_review(cases: QuerySet[Case], by: Actor) -> QuerySet[Case]:
    """Return those of `cases` whose finding the post of `by` is asked to review."""
    return cases.filter(state="review", holder=by.post_id)


def counts(by: Actor) -> dict[str, int]:
    """Return how many of each kind are open in the scope of `by`."""
    kinds = Q(kind__in=list(KINDS.values()), phase__in=[OPEN, PAUSED])
    found = dict(casework.cases_visible_to(by).filter(kinds).values_list("kind").annotate(count=Count("pk")).order_by())
    return {name: found.get(kind, 0) for name, kind in KINDS.items()}


def states_of(name: str) -> list[tuple[str, str]]:
    """Return the states of a list, for choosing."""
    found = [(state.name, str(state.label)) for state in flow.flow_of(KINDS[name]).states]
    if name != "persons":
        return found
    beside = (DRAFTED, gettext("Finding waits for its signature")), (TO_REVIEW, gettext("Reviews to decide"))
    return [*found, *beside]


def _chosen(cases: QuerySet[Case], asked: Asked, by: Actor) -> QuerySet[Case]:
    if asked.state == DRAFTED:
        cases = cases.filter(pk__in=drafted())
    elif asked.state == TO_REVIEW:
        cases = to_review(cases, by)
    elif asked.state:
        cases = cases.filter(state=asked.state)
    elif not asked.is_all:
        cases = cases.filter(phase__in=[OPEN, PAUSED])
    if asked.district is not None:
        cases = cases.filter(district__lgd_code=asked.district)
    return cases.filter(pk__lt=asked.after) if asked.after is not None else cases


def _rows(kind: str, cases: list[Case]) -> Mapping[int, Information | Operation | Survivor]:
    keys = [case.pk for case in cases]
    if kind == "bl_info":
        return Information.objects.in_bulk(keys)
    if kind == "bl_operation":
        found = rescue.operations_of(Case.objects.filter(pk__in=keys))
        return {row.pk: row for row in found.select_related("site")}
    people = Survivor.objects.filter(pk__in=keys).select_related("household", "native_district")
    return {row.pk: row for row in people}


def _line(case: Case, row: Information | Operation | Survivor, state: str, at: datetime) -> Line:
    due = limits.nearest(case, getattr(case, "next_due", None))
    return Line(case, row, state, due, due is not None and due <= at)
