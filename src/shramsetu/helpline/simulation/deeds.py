"""What agents do in a talk, through the real actions: register, tell a status, add a word, ask before closing."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.models import OPEN, Case
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing
from shramsetu.helpline.actions import calls
from shramsetu.helpline.errors import CallIsOver
from shramsetu.helpline.models import Agent, Call
from shramsetu.helpline.queries import open as open_calls
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.shape import Dice
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Role
from shramsetu.people.queries import phone_key

ADDED = "फ़ोन पर फिर से बताया: अभी तक कोई नहीं आया।"
RESULTS = {
    "complaint": "registered",
    "status": "status",
    "follow_up": "added",
    "information": "information",
    "feedback": "feedback",
}
# What a citizen who is reached says before closing.
ANSWERS = {"satisfied": 76, "dissatisfied": 22, "wrong_number": 2}
SAID = {"satisfied": "काम हो गया, धन्यवाद।", "dissatisfied": "अभी तक कुछ नहीं मिला।"}


@dataclass
class Desk:
    """The work of the operators of a day, and how much of each kind was done."""

    dice: Dice
    now: Callable[[], datetime]
    file: Callable[[random.Random, str], Filing]  # what somebody at this phone complains of
    numbers: list[str]  # of complaints; those of the day are added
    done: Counter[str] = field(default_factory=Counter)
    askers: list[Actor] = field(default_factory=list)
    actors: dict[int, Actor] = field(default_factory=dict)

    def topic(self, dice: Dice) -> str:
        """Return what an incoming call is about."""
        return dice.one_of(shape.TOPICS)

    def inbound(self, key: str, agent_id: int, topic: str) -> None:
        """Register, tell, or add; the call is tied to its complaint."""
        call = open_calls.by_key(key)
        if call is None:
            return
        case = self._register(call, agent_id) if topic == "complaint" else None
        if topic in ("status", "follow_up"):
            case = self._case_of(call)
            if case is not None and topic == "follow_up":
                self._add(case, agent_id)
        self._tie(call, case, topic)

    def outbound(self, key: str, agent_id: int, topic: str) -> None:
        """Take down what the complainant says before their complaint is closed; tell a list its news."""
        call = open_calls.by_key(key)
        if call is None:
            return
        case = Case.objects.get(pk=call.case_id) if call.case_id is not None else None
        if case is None or case.state != "awaiting_feedback":
            self._tie(call, case, "information")
            return
        result = self.dice.one_of(ANSWERS)
        said = (
            {"result": result, "answered_by": "complainant", "text": SAID[result]}
            if result in SAID
            else {"result": result}
        )
        try:
            with transaction.atomic():
                casework.take(
                    case, "record_feedback", seen=case.revision, by=self._feedback_desk(), at=self.now(), detail=said
                )
        except (casework.NotAllowed, casework.Refused, casework.Missing):
            self.done["not recorded"] += 1
            return
        self._tie(call, case, "feedback")

    def _feedback_desk(self) -> Actor:
        """Return who asks before closing: a member of the feedback desk."""
        if not self.askers:
            post = offices.of_role(Role.FEEDBACK)[0]
            users = Charge.objects.filter(post=post, to_at=None).order_by("id").values_list("user_id", flat=True)
            self.askers = [Actor(role=post.role, user_id=user, post_id=post.pk) for user in users]
        return self.dice.chance.choice(self.askers)

    def _register(self, call: Call, agent_id: int) -> Case:
        case = grievances.register(self.file(self.dice.chance, call.phone), by=self.actor(agent_id), at=self.now())
        self.numbers.append(case.number)
        return case

    def _case_of(self, call: Call) -> Case | None:
        """Return the caller's last complaint; who has none asks for somebody else's, with its number at hand."""
        last = (
            Case.objects.filter(parties__phone_key=phone_key(call.phone)).order_by("-opened_at") if call.phone else None
        )
        found = last.first() if last is not None else None
        if found is None and self.numbers:
            found = Case.objects.get(number=self.dice.chance.choice(self.numbers))
        return found

    def _add(self, case: Case, agent_id: int) -> None:
        if case.phase != OPEN:
            return
        try:
            with transaction.atomic():
                casework.take(
                    case, "add", seen=case.revision, by=self.actor(agent_id), at=self.now(), detail={"text": ADDED}
                )
            self.done["added"] += 1
        except (casework.NotAllowed, casework.Refused):
            self.done["not added"] += 1

    def _tie(self, call: Call, case: Case | None, topic: str) -> None:
        try:
            calls.change(call, case=case, disposition=RESULTS[topic])
        except CallIsOver:
            self.done["over"] += 1
        self.done[topic] += 1

    def actor(self, agent_id: int) -> Actor:
        """Return the agent as the one who acts."""
        if agent_id not in self.actors:
            agent = Agent.objects.select_related("post").get(pk=agent_id)
            self.actors[agent_id] = Actor(role=agent.post.role, user_id=agent.user_id, post_id=agent.post_id)
        return self.actors[agent_id]
