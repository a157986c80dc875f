"""Whom the helpline calls about complaints: for feedback before closing, and before a time limit of theirs ends."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import actions as casework
from shramsetu.casework import calling
from shramsetu.casework import rules as clock_rules
from shramsetu.casework.calling import Answers, Wanted
from shramsetu.casework.models import CLOSED, FINAL, Case, Party
from shramsetu.casework.moves import To
from shramsetu.grievances.actions.replies import answer_by_call
from shramsetu.grievances.models import Feedback
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

AWAITING = "awaiting_feedback"
# Ways out that end: an objection, a late answer, a question to the supervisor.
WINDOWS = ("closed_special", "closed_unconfirmed", "excluded")


def for_feedback(answers: Answers, at: datetime) -> Iterator[Wanted]:
    """Yield the leading complainants of the complaints that wait for their word; never of a sealed one."""
    cases = _in(answers, Case.objects.filter(state=AWAITING)).annotate(next_at=Max("feedback__next_at"))
    for case, party in _leading(cases):
        yield _wanted(case, party, max(case.level_at, vars(case)["next_at"] or case.level_at))


def for_reminder(answers: Answers, at: datetime) -> Iterator[Wanted]:
    """Yield those who were asked something, or may still object, and whose time ends in the days of the rulebook."""
    until = at + timedelta(days=clock_rules.figure("helpline.reminder_days", at))
    asked = Q(state="asked", due_at__range=(at, until))
    may_object = Q(state__in=WINDOWS, phase=CLOSED, rests_until__range=(at, until))
    for case, party in _leading(_in(answers, Case.objects.filter(asked | may_object))):
        yield _wanted(case, party, at)


def still_awaiting(cases: Collection[int]) -> frozenset[int]:
    """Return of which cases the complainant's word is still awaited; of one sealed meanwhile the desk asks by hand."""
    rows = Case.objects.filter(pk__in=cases, state=AWAITING, sealed=False)
    return frozenset(rows.values_list("pk", flat=True))


def still_to_remind(cases: Collection[int]) -> frozenset[int]:
    """Return of which cases the complainant may still answer or object."""
    rows = Case.objects.filter(pk__in=cases, state__in=("asked", *WINDOWS), sealed=False)
    return frozenset(rows.values_list("pk", flat=True))


def in_vain(case: Case, at: datetime) -> datetime | None:
    """Record a call that reached nobody, as the feedback desk does; return when the next one is owed."""
    desk = Actor(role=Role.FEEDBACK, post_id=offices.of_role(Role.FEEDBACK)[0].pk)
    detail = {"result": "no_answer"}
    try:
        casework.take(case, "record_feedback", seen=case.revision, by=desk, at=at, detail=detail)
    except casework.NotAllowed:
        return None
    except casework.Refused:  # another attempt was made in the meantime: that one says when
        pass
    if case.state != AWAITING:
        return None
    return Feedback.objects.filter(case=case).aggregate(next_at=Max("next_at"))["next_at"] or at + timedelta(hours=1)


def told(case_id: int, result: str, at: datetime) -> None:
    """Write into the case that its complainant was reminded, or could not be: who decides later can see it."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.phase == FINAL:
        return
    to = To(case.state, rests_until=case.rests_until, facts={"result": result})
    casework.amend(case, "remind", to=to, by=SYSTEM, at=at)


def _in(answers: Answers, cases: QuerySet[Case]) -> QuerySet[Case]:
    found = cases.filter(kind="grievance", sealed=False)
    return found.filter(district=places.district(int(answers["district"]))) if answers.get("district") else found


def _leading(cases: QuerySet[Case]) -> Iterator[tuple[Case, Party]]:
    """Yield the cases, oldest first, with who is to be called; nobody whom it is not safe to call."""
    rows = {case.pk: case for case in cases.select_related("department").order_by("level_at")}
    own = Party.objects.filter(case__in=rows, part=Party.Part.COMPLAINANT, leads=True, safe_to_call=True)
    speaks = {party.case_id: party for party in own.exclude(person__phone="").select_related("person")}
    for case in rows.values():
        if (party := speaks.get(case.pk)) is not None and party.person is not None:
            yield case, party


def _wanted(case: Case, party: Party, due_at: datetime) -> Wanted:
    assert party.person is not None
    return Wanted(
        phone=party.person.phone,
        case=case.pk,
        person=party.person_id,
        since=case.level_at,
        due_at=due_at,
        language=party.person.language,
        department=case.department.slug if case.department else "",
        urgent=case.urgent,
    )


calling.register(
    calling.Audience(
        key="feedback",
        label=_("Complaints before closing: feedback"),
        kind="feedback",
        people=for_feedback,
        still=still_awaiting,
        verb="record_feedback",
        vain=in_vain,
        heard=answer_by_call,
    )
)
calling.register(
    calling.Audience(
        key="reminder",
        label=_("Complainants whose answer or objection is due"),
        kind="reminder",
        people=for_reminder,
        still=still_to_remind,
        told=told,
    )
)
