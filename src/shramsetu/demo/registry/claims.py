"""Claims of the demo, each played through the office's own steps from the form to the order, on days of the past."""

import random
from contextlib import suppress
from datetime import datetime, timedelta

from shramsetu.casework import actions as casework
from shramsetu.casework import queries
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes
from shramsetu.demo.registry import events
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.basis import Text
from shramsetu.schemes import actions, looking, papers
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.stated import Stated
from shramsetu.schemes.telling import Telling
from shramsetu.workers.models import Membership, Worker

SEED = 1_976_003
DAYS = 190
PROVED = 0.2
MEMBER_SINCE = timedelta(days=480)
OTHER = Text(hi="संबंधित विभाग की ऑनलाइन पंजी", en="The online register of the department concerned")
ASKED = "कृपया मूल प्रमाण-पत्र की साफ़ प्रति दिखाइए।"
NOTICE = "प्रस्तुत काग़ज़ों के अनुसार यह शर्त पूरी नहीं होती।"
HEARD = "आवेदक उपस्थित हुए और कहा कि उनके पास कोई और प्रमाण नहीं है।"
ORDER = (
    "आवेदन, संलग्न काग़ज़ और सुनवाई में कही बात देखी गई। जिस शर्त का नोटिस दिया गया था वह घटना के दिन पूरी नहीं थी; "
    "आवेदक कोई नया प्रमाण नहीं दे सके। इसलिए आवेदन स्वीकार नहीं किया जाता।"
)


def play(index: int, worker: Worker, *, until: datetime) -> Case | None:
    """Play claim `index` of `worker` up to `until`; None where the family claims nothing."""
    chance = random.Random(SEED + index)  # noqa: S311 - invented history, not secrets
    filed = until - timedelta(hours=chance.uniform(3, DAYS * 24))
    event = events.draw(worker, chance, on=clock.day(filed))
    # some come from a department's own system with what it knows: nobody has to prove that by paper
    source, proved = (OTHER, True) if chance.random() < PROVED else (None, None)
    facts = {name: Stated(value, source, proved) for name, value in event.facts.items()}
    told = Telling(worker, event.scheme, facts, chance.choice(_CHANNELS), key=f"demo:{index}")
    case = actions.submit(told, by=_filer(worker), at=filed)
    _Office(case, chance, filed, until).work()
    return case


def claimant(index: int, *, among: int, until: datetime) -> Worker | None:
    """Return who makes claim `index`: mostly a member of a year or more among the first `among` workers."""
    chance = random.Random(people.SEED + index)  # noqa: S311
    members = Membership.objects.filter(board=Membership.Board.BOCW)
    if chance.random() < 0.93:
        members = members.filter(registered_on__lt=clock.day(until - MEMBER_SINCE), paid_until__gt=clock.day(until))
    keys = [f"demo:{chance.randrange(among)}" for _ in range(12)]
    rows = Worker.objects.filter(key__in=keys, pk__in=members.values("worker")).select_related(
        "district", "place", "family"
    )
    return rows.order_by("key").first()


_CHANNELS = (Case.Channel.PORTAL, Case.Channel.CSC, Case.Channel.CSC, Case.Channel.CALL)


def _filer(worker: Worker) -> Actor:
    return Actor(role="citizen", person=phone_key(worker.phone))


class _Office:
    """Those who work on one claim, at the pace of an office, up to today."""

    def __init__(self, case: Case, chance: random.Random, now: datetime, until: datetime) -> None:
        self.case, self.chance, self.now, self.until = case, chance, now, until

    def work(self) -> None:
        """Take step after step while the day of the next one is in the past."""
        ways = {
            "submitted": self._look,
            "scrutiny": self._look,
            "visiting": self._visit,
            "confirming": lambda: self._take("confirm", days=5),
            "sanction": self._sanction,
            "noticed": lambda: self._take("hear", days=0.2, after=self.case.due_at, came="came", text=HEARD),
            "to_hear": lambda: self._take("hear", days=1, came="came", text=HEARD),
            "heard": self._refuse,
            "asked": self._answer,
        }
        for _ in range(20):
            self.case.refresh_from_db()
            state = self.case.state
            way = ways.get(state)
            if way is None or (not way() and self.case.state == state):
                return

    def _take(
        self, verb: str, *, days: float, after: datetime | None = None, by: Actor | None = None, **detail: object
    ) -> bool:
        when = _in_office(max(self.now, after or self.now) + timedelta(days=self.chance.uniform(days / 3, days * 1.6)))
        if not self._reach(when):
            return False
        casework.take(self.case, verb, seen=self.case.revision, by=by or self._holder(), at=self.now, detail=detail)
        return True

    def _reach(self, when: datetime) -> bool:
        """Let the clock do until `when` what it does; False where that day is to come, or the case has moved."""
        state = self.case.state
        while (
            self.case.is_open
            and self.case.warned < 100
            and self.case.due_at
            and self.case.due_at <= min(when, self.until)
        ):
            self.now = self.case.due_at
            casework.take(self.case, queries.overdue_verb(self.case), seen=self.case.revision, by=SYSTEM, at=self.now)
            self.case.refresh_from_db()
        if when > self.until or self.case.state != state:
            return False
        self.now = max(when, self.now)
        return True

    def _holder(self) -> Actor:
        assert self.case.holder is not None
        return scenes.actor_in(self.case.holder, self.chance)

    def _look(self) -> bool:
        """Look at the papers, then recommend, ask, go and see, or give notice of what fails."""
        if not self._reach(_in_office(self.now + timedelta(days=self.chance.uniform(1, 9)))):
            return False
        if self.chance.random() < 0.07 and self.case.state == "submitted":
            return self._take("ask", days=1, question=ASKED)
        self._see_papers()
        claim = Claim.objects.select_related("case", "worker").get(pk=self.case.pk)
        found = looking.of_claim(claim)
        if found.failed:
            return self._take(
                "give_notice", days=2, condition=found.failed[0].condition.slug, reason=NOTICE,
                heard_at=_in_office(self.now + timedelta(days=13)), place="श्रम प्रवर्तन कार्यालय, विकास भवन",
            )  # fmt: skip
        if claim.wants_visit and self.case.state != "visiting" and not claim.visited_by:
            assert self.case.holder is not None
            return self._take("visit", days=1, post=offices.subordinates(self.case.holder)[0])
        return self._take("check", days=2)

    def _see_papers(self) -> None:
        claim = Claim.objects.select_related("case", "worker").get(pk=self.case.pk)
        for document in papers.missing(claim, looking.of_claim(claim)):
            self.case.refresh_from_db()
            with suppress(Refused):
                actions.lay_paper(self.case, document.slug, seen=self.case.revision, by=self._holder(), at=self.now)
        self.case.refresh_from_db()

    def _visit(self) -> bool:
        return self._take("report_visit", days=4, visited_at=self.now, agrees=True, text="मौके पर बताई बात सही पाई गई।")

    def _sanction(self) -> bool:
        if Claim.objects.get(pk=self.case.pk).scheme == "bocw-cycle":
            return self._take("sanction", days=8, rupees=3_500)  # the rule has words in place of a sum
        return self._take("sanction", days=8)

    def _answer(self) -> bool:
        return self._take(
            "answer", days=4, by=_filer(Claim.objects.get(pk=self.case.pk).worker), text="साफ़ प्रति संलग्न है।"
        )

    def _refuse(self) -> bool:
        claim = Claim.objects.select_related("case", "worker").get(pk=self.case.pk)
        failed = looking.of_claim(claim).failed
        if not failed:
            return self._take("drop_notice", days=1, reason="सुनवाई में शर्त पूरी पाई गई।")
        return self._take("refuse", days=4, condition=failed[0].condition.slug, reason=ORDER)


def _in_office(at: datetime) -> datetime:
    """Return the same day at an hour when somebody sits there."""
    return clock.moment(clock.day(at)) + timedelta(hours=10, minutes=30 + at.minute % 30)
