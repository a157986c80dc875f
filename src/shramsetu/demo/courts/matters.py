"""Matters of the demo, each played by the office's own steps from the worker's word to the money in hand."""

import random
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes
from shramsetu.demo.courts import bench
from shramsetu.demo.registry import townsfolk
from shramsetu.demo.rescues.tale import PAPER
from shramsetu.hearings.actions import filing, notices
from shramsetu.hearings.actions.notices import Came, Sent
from shramsetu.hearings.filing import Someone, Told
from shramsetu.hearings.models import Matter, Notice
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.people.queries import phone_key

SEED = 1_976_007
DAYS = 150
KINDS = (
    ("wages-unpaid", 40, "ईंट भट्ठे पर तीन महीने काम किया। मज़दूरी माँगने पर मालिक टालता रहा, पूरी रक़म नहीं दी।"),
    ("minimum-wage", 10, "रोज़ 250 रुपये दिए गए, जबकि सरकार की तय मज़दूरी इससे ज़्यादा है।"),
    ("wages-cut", 6, "काम में टूट-फूट बताकर मज़दूरी में से पैसा काट लिया।"),
    ("gratuity", 10, "सात साल काम करने के बाद नौकरी छूटी, ग्रेच्युटी नहीं मिली।"),
    ("compensation", 10, "छत डालते समय गिरने से पैर टूटा। ठेकेदार ने इलाज का पैसा नहीं दिया।"),
    ("conciliation", 14, "बिना नोटिस काम से निकाल दिया। हिसाब भी नहीं किया।"),
    ("dismissal", 10, "सुलह में समझौता नहीं हुआ। काम पर वापसी और पिछला वेतन चाहिए।"),
)
OPPOSITE = ("शिव शक्ति ईंट उद्योग", "गंगा कंस्ट्रक्शन", "न्यू अवध टेक्सटाइल", "मौर्य इंटरप्राइज़ेज़", "श्री बालाजी लेदर वर्क्स")
LATE = "गाँव में परिवार बीमार था, और मालिक हर बार अगले महीने का वादा करता रहा।"
MENDED = "भट्ठे का पूरा पता: बाईपास रोड, पुल के पास।"


def play(index: int, *, until: datetime) -> Case | None:
    """Play matter `index` up to `until`: some wait for scrutiny, some were sent back, most are called for a date."""
    chance = random.Random(SEED + index)  # noqa: S311 - invented history, not secrets
    filed = _in_office(until - timedelta(hours=chance.uniform(3, DAYS * 24)))
    case = filing.file(_told(index, chance, clock.day(filed)), by=_worker(index, clock.day(until)), at=filed)
    _Registry(case, chance, filed, until).work()
    return case


def _told(index: int, chance: random.Random, on: date) -> Told:
    who = townsfolk.draw(index, on=on).told
    kind, _, words = chance.choices(KINDS, weights=[one[1] for one in KINDS])[0]
    rule = rulebook.book().law.matter(kind)
    cause = on - timedelta(days=int(chance.triangular(20, 500, 90)))
    report = cause + timedelta(days=50) if rule.needs_report and cause + timedelta(days=50) < on else None
    return Told(
        matter=kind,
        district=who.district,
        text=words,
        channel=chance.choice((Case.Channel.PORTAL, Case.Channel.CALL, Case.Channel.CSC)),
        claimants=(Someone(name=who.name, phone=who.phone, address=who.district.name_hi),),
        respondents=(_opposite(index, chance, who.district.name_hi),),
        cause_on=cause,
        report_on=report,
        late_reason=LATE,
        reliefs=rule.reliefs[:2],
        amount_paise=chance.randrange(6, 90) * 1_000_00 if rule.money else None,
        masked=chance.random() < 0.15,
        key=f"demo:{index}",
    )


def _opposite(index: int, chance: random.Random, district: str) -> Someone:
    phone = f"+9199997{index % 100_000:05d}" if chance.random() < 0.5 else ""
    return Someone(chance.choice(OPPOSITE), phone, part="employer", address=f"औद्योगिक क्षेत्र, {district}")


def _worker(index: int, on: date) -> Actor:
    return Actor(role="citizen", person=phone_key(townsfolk.draw(index, on=on).told.phone))


class _Registry:
    """Those who work on one matter, at the pace of a registry, up to today."""

    def __init__(self, case: Case, chance: random.Random, now: datetime, until: datetime) -> None:
        self.case, self.chance, self.now, self.until = case, chance, now, until
        self.returned = False

    def work(self) -> None:
        """Take step after step while the day of the next one is in the past."""
        ways = {"scrutiny": self._look, "defective": self._mend, "doubtful": self._decide, "registered": self._call}
        for _ in range(8):
            self.case.refresh_from_db()
            way = ways.get(self.case.state)
            if way is None or not way():
                break
        self.case.refresh_from_db()
        if self.case.state == "noticed":
            self._serve()
            self.case.refresh_from_db()
            bench.Bench(self.case, self.chance, self.until).work()

    def _look(self) -> bool:
        row = Matter.objects.get(pk=self.case.pk)
        if not self.returned and self.chance.random() < 0.25:
            self.returned = True
            return self._take("send_back", days=4, defects=["employer-unknown"])
        if row.days_late and not row.condoned_at:
            return self._take("place_before", days=4, reason="दावा समय-सीमा के बाद आया है।")
        return self._take("admit", days=4)

    def _mend(self) -> bool:
        row = Matter.objects.get(pk=self.case.pk)
        by = Actor(role="citizen", person=self.case.parties.get(part="complainant").phone_key)
        return row.sends_back > 0 and self._take("mend", days=8, by=by, text=MENDED)

    def _decide(self) -> bool:
        try:
            done = self._take("condone", days=5, reason="विलंब का कारण पर्याप्त पाया गया।")
        except Refused:
            return self._take("refuse", days=5, reason="विधि में इस विलंब को क्षमा करने का प्रावधान नहीं है।")
        return done and self._take("admit", days=0.2)

    def _call(self) -> bool:
        when = _in_office(self.now + timedelta(days=self.chance.uniform(0.5, 3)))
        row = Matter.objects.select_related("forum").get(pk=self.case.pk)
        slot = notices.first_free(row, at=when)
        return slot is not None and self._take("issue", at=when, next_at=slot, purpose="appearance")

    def _serve(self) -> None:
        """Send what goes by post; a week later most of it has arrived."""
        row = Matter.objects.select_related("forum__registry").get(pk=self.case.pk)
        by = scenes.actor_in(row.forum.registry, self.chance)
        for one in Notice.objects.filter(matter=row, mode=Notice.Mode.POST):
            sent = _in_office(self.now + timedelta(days=1))
            if sent > self.until:
                return
            tracking = f"EU{self.case.number[-8:]}{one.seq}IN"
            notices.dispatch(one, Sent(clock.day(sent), "भारतीय डाक", tracking), by=by, at=sent)
            came = _in_office(sent + timedelta(days=self.chance.uniform(3, 9)))
            if came <= self.until:
                served = self.chance.random() < 0.8
                paper = SimpleUploadedFile("paper.pdf", PAPER, content_type="application/pdf")
                outcome = Notice.Outcome.SERVED if served else Notice.Outcome.RETURNED
                notices.settle(one, Came(outcome, clock.day(came), paper), by=by, at=came)

    def _take(
        self, verb: str, *, days: float = 0, at: datetime | None = None, by: Actor | None = None, **detail: object
    ) -> bool:
        when = at or _in_office(self.now + timedelta(days=self.chance.uniform(days / 3, days * 1.5)))
        if when > self.until or (self.case.due_at is not None and self.case.due_at <= when):
            return False
        self.case.refresh_from_db()
        casework.take(self.case, verb, seen=self.case.revision, by=by or self._holder(), at=when, detail=detail)
        self.now = when
        return True

    def _holder(self) -> Actor:
        return scenes.actor_in(self.case.holder, self.chance) if self.case.holder else SYSTEM


def _in_office(at: datetime) -> datetime:
    """Return the time itself where the office is open, else a moment after it opens next."""
    calendar = rulebook.book().calendar(clock.day(at))
    if calendar.is_open(at):
        return at
    on = clock.day(at)
    if not calendar.is_working(on) or at >= calendar.closes_at(on):
        on = calendar.next_working(on)
    return calendar.opens_at(on) + timedelta(minutes=people.SEED % 50 + 5)
