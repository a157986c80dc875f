"""Named reads over cases. The scope is the query: what a post may not see is not in the answer."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from shramsetu.casework import flow, scope
from shramsetu.casework.models import CLOSED, OPEN, PAUSED, Bar, Case, Duty, Party
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import numbers
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.prepared import Rows

STATE_WIDE, Question = scope.STATE_WIDE, scope.Question


def cases_visible_to(by: Actor) -> QuerySet[Case]:
    """Return the cases that `by` may open: a citizen their own, a post what lies in its scope."""
    if by.person:
        return Case.objects.order_by().filter(_is_party(by.person))
    if by.role == "system":
        return Case.objects.order_by()
    return Case.objects.none() if by.post_id is None else scope.cases(scope.of(by))


def ask(question: scope.Question, by: Actor, **values: object) -> list[Case]:
    """Return the answer to `question` over the cases that `by` may open, holder, department and district given."""
    if by.post_id is None:
        return dressed(list(question.build(cases_visible_to(by), **values)))
    return dressed(scope.answer(question, scope.of(by), values))


_NUMBERED = Question(
    lambda cases, number: cases.filter(number=number).select_related("place", "place__district", "master"),
    (("number", str),),
)


def visible(number: str, by: Actor) -> Case | None:
    """Return the case with this number if `by` may open it; None otherwise."""
    return next(iter(ask(_NUMBERED, by, number=number)), None)


def dressed(cases: list[Case]) -> list[Case]:
    """Give each case its holder, department, district and place from memory, as far as they are there: no joins."""
    if not cases:
        return cases
    memory = offices.memory()
    for case in cases:
        if case.holder_id in memory.posts:
            case.holder = memory.posts[case.holder_id]
        if case.department_id in memory.departments:
            case.department = memory.departments[case.department_id]
        if case.district_id in memory.places:
            case.district = memory.places[case.district_id]
        if case.place_id in memory.places:
            case.place = memory.places[case.place_id]
    return cases


def relations(case: Case, by: Actor) -> frozenset[str]:
    """Return how `by` stands to `case`: the words that the flow tables use for who may."""
    if by.role == "system":
        return frozenset({"system"})
    if by.person:
        return frozenset({"complainant"}) if speaks_for(case, by.person) else frozenset()
    if by.post_id is None:
        return frozenset()
    return _of_post(case, by, _duties(case, by.post_id), _related([case], by))


def relations_many(cases: Sequence[Case], by: Actor) -> dict[int, frozenset[str]]:
    """Return for each of `cases` what `relations` gives; for a post one query, and more only for sealed cases."""
    if by.role == "system" or by.person or by.post_id is None:
        return {case.pk: relations(case, by) for case in cases}
    rows = Duty.objects.filter(case__parent__in=cases, case__holder=by.post_id, case__phase=OPEN)
    duties: dict[int, list[str]] = {case.pk: [] for case in cases}
    for parent, purpose in rows.values_list("case__parent", "purpose"):
        assert parent is not None
        duties[parent].append(purpose)
    related = _related(cases, by)
    return {case.pk: _of_post(case, by, duties[case.pk], related) for case in cases}


def _related(cases: Sequence[Case], by: Actor) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for kind in {case.kind for case in cases} & set(scope.RELATED):
        found |= scope.RELATED[kind]([case for case in cases if case.kind == kind], by)
    return found


def _of_post(case: Case, by: Actor, duties: Iterable[str], related: Mapping[int, str]) -> frozenset[str]:
    if _is_barred(case, by):
        return frozenset()
    found = {_DUTY_RELATION[purpose] for purpose in duties if purpose in _DUTY_RELATION}
    if case.pk in related:
        found.add(related[case.pk])
    if case.holder_id == by.post_id:
        found.add("holder")
    # A desk has no say in a sealed case that it cannot see, even if it knows the number: nor an officer elsewhere.
    if not case.sealed or found or _is_open_to(case, by):
        found.add(f"role:{by.role}")
    return frozenset(found)


def _is_open_to(case: Case, by: Actor) -> bool:
    """Tell whether a sealed kind shows its working side to the post of `by`, in its part of the state or by a grant."""
    opened = by.role in scope.OPEN_TO.get(case.kind, ())
    return opened and cases_visible_to(by).filter(pk=case.pk).exists()


def speaks_for(case: Case, person: str) -> str:
    """Return the part in which the person with this key may speak for the complainants, empty for none.

    A filer may only where the complainant agreed to it.
    """
    own = Party.objects.filter(own_parties(person), case=case)
    parts = {party.part for party in own.only("part", "consents") if party.part != "filer" or party.consents}
    return min(parts, default="")


_DUTY_RELATION: dict[str, str] = {Duty.Purpose.ENQUIRY: "marked", Duty.Purpose.LATE_REPORT: "lapsed"}


def steps_for(case: Case, by: Actor) -> list[flow.Step]:
    """Return the steps that `by` may take now, the most likely first, without those that the row makes impossible."""
    open_to = flow.flow_of(case.kind).steps_from(case.state, relations(case, by))
    return [step for step in open_to if flow.can(case, step.verb)]


def due_to_move(at: datetime) -> QuerySet[Case]:
    """Return open and paused cases whose time is over and which are not at the top already, oldest first."""
    moving = Q(phase=PAUSED) | Q(phase=OPEN, warned__lt=100)
    return Case.objects.filter(moving, phase__in=[OPEN, PAUSED], due_at__lte=at).order_by("due_at", "id")


def overdue_verb(case: Case) -> str:
    """Return what the system does when the time is over: pass on, or stop waiting for what was awaited."""
    return flow.flow_of(case.kind).when_over(case.state).verb


def rested(at: datetime) -> QuerySet[Case]:
    """Return closed cases whose last way out has ended, oldest first."""
    return Case.objects.filter(phase=CLOSED, rests_until__lte=at).order_by("rests_until")


def due_for_warning(at: datetime) -> QuerySet[Case]:
    """Return open cases whose holder is to be warned, oldest first."""
    waiting = Case.objects.filter(warn_at__lte=at, phase=OPEN, due_at__gt=at)
    return waiting.order_by("warn_at")


def held_by(post: Post) -> QuerySet[Case]:
    """Return what waits with `post`, what becomes overdue first on top."""
    return Case.objects.filter(holder=post, phase__in=[OPEN, PAUSED]).order_by("due_at", "id")


def slip_code(party: Party, case: Case) -> str:
    """Return the six digits that are printed on this party's slip; kept nowhere, worked out from a key."""
    return numbers.code_for(settings.LOOKUP_KEY, "slip", case.number, party.part, str(party.seat))


def leading_code(number: str) -> str:
    """Return the code that the slip of the first complainant will carry, for a number that is handed out beforehand."""
    return numbers.code_for(settings.LOOKUP_KEY, "slip", number, Party.Part.COMPLAINANT, "1")


def party_with_code(case: Case, code: str) -> Party | None:
    """Return the party whose slip carries `code`; the caller throttles the tries."""
    parties = Party.objects.filter(case=case).exclude(part=Party.Part.OPPOSITE).order_by("id")
    given = code.encode()
    return next((one for one in parties if secrets.compare_digest(slip_code(one, case).encode(), given)), None)


def parties(case: Case) -> list[Party]:
    """Return everybody who is named in `case`, with what is known of each person, in the order of registering."""
    return _PARTIES.all(case=case.pk)


def parties_of(cases: Sequence[Case]) -> dict[int, list[Party]]:
    """Return the parties of each case, by the id of the case."""
    if len(cases) == 1:
        return {cases[0].pk: parties(cases[0])}
    found: dict[int, list[Party]] = {case.pk: [] for case in cases}
    for party in Party.objects.filter(case__in=list(found)).select_related("person").order_by("id"):
        found[party.case_id].append(party)
    return found


def to_be_told(parties: Iterable[Party]) -> list[Party]:
    """Return those who speak for the complainants, agreed to be told, and may be called safely."""
    opposite = Party.Part.OPPOSITE
    return [one for one in parties if one.consents and one.safe_to_call and one.part != opposite]


_PARTIES = Rows(lambda case: Party.objects.filter(case=case).select_related("person").order_by("id"), case=int)


def own_parties(person: str) -> Q:
    """Return the condition for the parties that a citizen is: by phone everywhere, by the code of a slip one of them.

    `person` is the keyed hash of a phone, or `party:12` for who showed the slip of party 12, who may have no phone.
    """
    slip = person.removeprefix("party:")
    known = Q(pk=int(slip)) if slip != person else Q(phone_key=person)
    return known & ~Q(part=Party.Part.OPPOSITE)


def notify(case: Case, former: object) -> None:
    """Ring for live pages with number, holder and former holder; a sealed case rings for nobody.

    PostgreSQL folds equal notices of one transaction into one.
    """
    notify_of([(case, former)])


def notify_of(moved: Iterable[tuple[Case, object]]) -> None:
    """Ring for many cases with their former holders, as `notify` for one."""
    if notices := [_notice(case, former) for case, former in moved if not case.sealed]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('live', said) FROM unnest(%s::text[]) said", [notices])


def _notice(case: Case, former: object) -> str:
    return f"{case.number} {case.holder_id or 0} {former or 0}"


def _is_party(person: str) -> Q:
    return Q(Exists(Party.objects.filter(own_parties(person), case=OuterRef("pk"))))


_PURPOSES = Rows(
    lambda case, post: Duty.objects.filter(case__parent=case, case__holder=post, case__phase=OPEN).values_list(
        "purpose", flat=True
    ),
    case=int,
    post=int,
)


def _duties(case: Case, post_id: int) -> list[str]:
    return _PURPOSES.all(case=case.pk, post=post_id)


def _is_barred(case: Case, by: Actor) -> bool:
    return case.sealed and Bar.objects.filter(case=case).filter(Q(post=by.post_id) | Q(user=by.user_id)).exists()


def in_jurisdiction(case: Case, by: Actor) -> bool:
    """Return whether `case` lies in the part of the state that the post of `by` answers for, sealed or not."""
    return Case.objects.filter(scope.jurisdiction(scope.of(by)), pk=case.pk).exists()


def open_duties(case: Case) -> list[Case]:
    """Return the duties in `case` that are still to be done."""
    return _DUTIES.all(case=case.pk)


_DUTIES = Rows(lambda case: Case.objects.filter(parent=case, kind="duty", phase=OPEN).order_by("id"), case=int)


def hangs_on(case: Case) -> Q:
    """Return the condition for the cases tied to `case`: parent, children, master, attached."""
    tied = Q(parent=case.pk) | Q(master=case.pk)
    return tied | Q(pk__in=[pk for pk in (case.parent_id, case.master_id) if pk])


def waiting_states(case: Case) -> tuple[str, ...]:
    """Return the states in which the clock of this kind of case stands still."""
    return tuple(state.name for state in flow.flow_of(case.kind).states if state.phase is flow.Phase.PAUSED)


def barred(case: Case) -> offices.Barred:
    """Return the posts and persons that `case` names."""
    if not case.sealed:
        return offices.NOBODY
    rows = list(Bar.objects.filter(case=case).values_list("post_id", "user_id"))
    return offices.Barred(
        posts=frozenset(post for post, _ in rows if post), users=frozenset(user for _, user in rows if user)
    )


def paused_time(case: Case, states: tuple[str, ...], at: datetime, *, since: datetime | None = None) -> timedelta:
    """Return for how long `case` stood in one of `states` (of pauses), by its journal, until `at`.

    A pause that the complainant knew nothing of ("nobody asked me") does not count.
    """
    entries = Entry.objects.filter(stream=case.stream, at__gte=since or case.opened_at).order_by("seq")
    total, began = timedelta(0), None
    for entry in entries.only("at", "detail"):
        if entry.detail.get("to") in states:
            began = began or entry.at
        elif began is not None:
            total += timedelta(0) if entry.detail.get("not_asked") else entry.at - began
            began = None
    return total + (at - began if began is not None else timedelta(0))
