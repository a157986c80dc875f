"""What the agent's page shows: the call that is now theirs, and what is known of its caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, override

from shramsetu.casework import flow, queries
from shramsetu.casework.models import Case, Party
from shramsetu.helpline import known
from shramsetu.helpline.models import Agent, AgentState, Call
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, text
from shramsetu.offices import words
from shramsetu.people.models import Person
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows

CASES, CALLS = 6, 5
OWED = timedelta(minutes=30)  # how long a result may still be written after a call


def _of_phone(cases: QuerySet[Case], key: str) -> QuerySet[Case]:
    mine = Party.objects.filter(case=OuterRef("pk"), phone_key=key).exclude(part=Party.Part.OPPOSITE)
    return cases.filter(Exists(mine)).order_by("-opened_at")[:CASES]


_CASES = queries.Question(_of_phone, (("key", str),))
_AGENT = Rows(lambda user: Agent.objects.filter(user=user).select_related("call"), user=int)
_LATEST = Rows(lambda agent: Call.objects.filter(agent=agent).order_by("-began_at")[:1], agent=int)
_PERSON = Rows(
    lambda phone: Person.objects.filter(phone=phone, erased_at=None).order_by("-made_at").values_list("name")[:1],
    phone=str,
)
_EARLIER = Rows(
    lambda phone, call: (
        Call.objects.filter(phone=phone)
        .exclude(pk=call)
        .order_by("-began_at")
        .values_list(
            "pk", "began_at", "outcome", "disposition", "direction", "agent__number", "case__number", "case__sealed"
        )[:CALLS]
    ),
    phone=str,
    call=int,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier call of the same phone; of a sealed case neither the number nor the result is told."""

    pk: int
    began_at: datetime
    outcome: str
    disposition: str
    direction: str
    agent: str
    number: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What pops up with a call. `answer` is the line to read out of the latest case, in the caller's language."""

    call: Call
    name: str
    cases: Sequence[Case]
    answer: str
    calls: Sequence[Earlier]
    cards: Sequence[known.Card]

    @property
    def last(self) -> Case | None:
        """The case to speak of first: the latest open one, else the latest."""
        return next((case for case in self.cases if case.is_open), next(iter(self.cases), None))

    @property
    def district(self) -> str:
        """Where the caller's latest case lies, for the form."""
        last = self.last
        return last.district.name_hi if last is not None and last.district else ""


def agent_of(user_id: int) -> Agent | None:
    """Return the agent who is this person, with their call."""
    return _AGENT.first(user=user_id)


def current(agent: Agent, *, at: datetime) -> Call | None:
    """Return the call on the agent's page: the one they have, or the last one while its result is lacking."""
    if agent.call is not None:
        return agent.call
    if agent.state == AgentState.OUT:
        return None
    last = _LATEST.first(agent=agent.pk)
    if last is None or last.disposition or last.answered_at is None or last.ended_at is None:
        return None
    return last if last.ended_at >= at - OWED else None


def open_for_result(agent: Agent, *, at: datetime) -> QuerySet[Call]:
    """Return the calls of an agent whose result may still be written or changed."""
    return Call.objects.filter(Q(ended_at=None) | Q(ended_at__gte=at - OWED), agent=agent).select_related("case")


def screen(call: Call, by: Actor, *, at: datetime) -> Screen:
    """Gather what is known of the caller, as far as the actor may see it; of a withheld number nothing."""
    cards = known.cards(call, by, at=at)
    if not call.phone:
        return Screen(call, "", [], "", [], cards)
    cases = queries.ask(_CASES, by, key=phone_key(call.phone))
    names = _PERSON.first(phone=call.phone)
    earlier = [
        Earlier(pk, began_at, outcome, "" if sealed else result, direction, agent or "", "" if sealed else number or "")
        for pk, began_at, outcome, result, direction, agent, number, sealed in _EARLIER.all(
            phone=call.phone, call=call.pk
        )
    ]
    found = Screen(call, names[0] if names else "", cases, "", earlier, cards)
    said = standing(found.last, call.language, at=at) if found.last else ""
    return Screen(call, found.name, cases, said, earlier, cards)


def standing(case: Case, language: str, *, at: datetime) -> str:
    """Say in one line how a case stands, to be read out: no more than its public page tells."""
    with override("en" if language == "en" else "hi"):
        return _line(case, "en" if language == "en" else "hi", at)


def _line(case: Case, language: str, at: datetime) -> str:
    number = " ".join(case.number[begin : begin + 4] for begin in (0, 4, 8))
    state = str(flow.flow_of(case.kind).by_name[case.state].portal)
    if not case.is_open:
        on = text.dated(clock.day(case.closed_at), language) if case.closed_at else ""
        told = gettext("Your complaint %(number)s was closed on %(day)s: %(state)s.")
        line = told % {"number": number, "day": on, "state": state}
        if case.rests_until is None or case.rests_until < at:
            return line
        until = text.dated(clock.day(case.rests_until), language)
        reopened = gettext("You may have it reopened until %(day)s.") % {"day": until}
        return f"{line} {reopened}"
    if case.state == "asked":
        told = gettext("We have a question about your complaint %(number)s; it goes on when you answer.")
        return told % {"number": number}
    if case.state == "awaiting_feedback":
        told = gettext("The department has answered your complaint %(number)s; you are asked whether it is right.")
        return told % {"number": number}
    facts = {
        "number": number,
        "post": words.title(case.holder) if case.holder else "",
        "day": text.dated(clock.day(case.due_at), language) if case.due_at else "",
    }
    if case.due_at is not None and case.due_at < at:
        return gettext("Your complaint %(number)s is with %(post)s. The time for it ended on %(day)s.") % facts
    return gettext("Your complaint %(number)s is with %(post)s. You will have an answer by %(day)s.") % facts
