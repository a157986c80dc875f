"""What the forums of the demo do with what was called: dates held or put off, orders signed, awards recovered."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from shramsetu.casework import actions as casework
from shramsetu.casework.models import Case
from shramsetu.demo import scenes
from shramsetu.hearings.actions import dating, orders
from shramsetu.hearings.actions.orders import Given, Written
from shramsetu.hearings.actions.sittings import Came
from shramsetu.hearings.models import Award, Forum, Litigant, Matter, Presence
from shramsetu.hearings.queries import dates
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, money
from shramsetu.offices.models import Post, Role

PUT_OFF = (
    ("respondent", "time-for-reply"),
    ("respondent", "counsel-absent"),
    ("respondent", "records-not-brought"),
    ("claimant", "illness"),
    ("both", "talks"),
    ("forum", "officer-away"),
    ("forum", "notice-not-served"),
)
PURPOSES = ("reply", "settlement", "evidence", "argument")
BUSINESS = "दोनों पक्षों को सुना गया। हाज़िरी रजिस्टर और बैंक के काग़ज़ देखे गए।"
REASONS = "दावेदार के कथन का समर्थन हाज़िरी और गवाहों से होता है। विपक्षी ने भुगतान का कोई प्रमाण नहीं दिया।"
DISMISSED = "दावेदार अपने कथन के समर्थन में कोई काग़ज़ या गवाह प्रस्तुत नहीं कर सका।"
PARTED = "दोनों पक्षों को बुलाकर समझौते का प्रयास किया गया। दोनों अपनी बात पर रहे; समझौता नहीं हो सका।"
DATES_MOST = 6


@dataclass
class Bench:
    """Those who hear one matter, up to today."""

    case: Case
    chance: random.Random
    until: datetime

    def work(self) -> None:
        """Hold date after date while it lies in the past; then decide, and see to the money."""
        for count in range(1, DATES_MOST + 1):
            held = dates.fixed(self._row())
            at = held.on_at + timedelta(minutes=self.chance.randrange(20, 90)) if held else None
            if at is None or at > self.until or not self._hold(at, count):
                break
        if self.case.state == "reserved":
            self._decide()
        if self.case.state == "awarded":
            self._collect()

    def _hold(self, at: datetime, count: int) -> bool:
        if count >= 2 and self.chance.random() < 0.45:
            return self._take("hear", at, came=Came("reserved", BUSINESS, present=self._present("person")))
        free = dating.free_hours(self._row(), after=clock.day(at) + timedelta(days=self.chance.randrange(8, 20)), at=at)
        if not free:
            return False
        came = Came("heard", BUSINESS, present=self._present("person"))
        if self.chance.random() < 0.5:
            side, cause = self.chance.choice(PUT_OFF)
            present = self._present("absent" if side == "respondent" else "person")
            cost = 500_00 if count > 3 else 0
            came = Came("adjourned", side=side, cause=cause, cost_paise=cost, present=present)
        came = replace(came, next_at=free[0], purpose=PURPOSES[min(count, len(PURPOSES)) - 1])
        return self._take("hear", at, came=came)

    def _present(self, how: str) -> dict[int, str]:
        rows = Litigant.objects.filter(matter=self.case.pk, left_at=None)
        return {one.pk: Presence.How.PERSON if one.claims else how for one in rows}

    def _decide(self) -> None:
        at, row = self.case.level_at + timedelta(hours=self.chance.choice((1, 2, 3, 20))), self._row()
        if at > self.until:
            return
        paise = row.amount_paise or 0
        name = "award" if paise and self.chance.random() < 0.75 else "dismissed"
        if row.forum.kind == Forum.Kind.CONCILIATION:  # it reports, and decides nothing
            name = "conciliation-failed"
        filled = orders.prefilled(row, name, at=at)
        words = {"award": REASONS, "dismissed": DISMISSED}.get(name, PARTED)
        comply = clock.day(at) + timedelta(days=30) if name == "award" else None
        written = Written(name, words, filled.operative, comply)
        orders.draft(self.case, written, by=self._holder(), at=at)
        given = Given(paise, interest_percent=0) if name == "award" else None
        self._take("sign", at, **({"given": given} if given else {}))

    def _collect(self) -> None:
        """Let the employer pay, or the Collector recover what was not paid."""
        award, due = Award.objects.get(matter=self.case.pk), self.case.due_at
        if self.chance.random() < 0.4:
            at = clock.moment(award.made_on, time(12)) + timedelta(days=self.chance.randrange(4, 26))
            if at <= self.until:
                self._pay(self.case, "pay", at, award.total_paise)
            return
        if due is None or due > self.until:
            return
        casework.take(self.case, "default", seen=self.case.revision, by=SYSTEM, at=due, detail={})
        at = due + timedelta(days=2)
        collector = Post.objects.filter(role=Role.DM, place=self.case.district, abolished_at=None).first()
        if collector is None or at > self.until:
            return
        self._take("certify", at, collector=collector.code, reference=f"वसूली/{self.case.number[-6:]}/{at.year}")
        child = Case.objects.select_related("holder__place").get(parent=self.case, kind="hg_recovery")
        self._recover(child, at, award.total_paise)

    def _recover(self, child: Case, since: datetime, paise: int) -> None:
        half = paise // 2
        for sum_, days in ((half, 12), (paise - half, 25)):
            at = since + timedelta(days=days)
            if at > self.until or (days > 12 and self.chance.random() < 0.4):
                return
            self._pay(child, "recover", at, sum_)
        at = since + timedelta(days=29)
        if at <= self.until and self.chance.random() < 0.8:
            self._pay(child, "hand_over", at, paise)

    def _pay(self, case: Case, verb: str, at: datetime, paise: int) -> None:
        reference = f"{verb[:3].upper()}{case.number[-5:]}{at:%d%m%y}"
        detail = {"amount": str(money.in_rupees(paise)), "on": clock.day(at), "reference": reference}
        by = scenes.actor_in(case.holder, self.chance) if case.holder else SYSTEM
        casework.take(case, verb, seen=case.revision, by=by, at=at, detail=detail)

    def _take(self, verb: str, at: datetime, **detail: object) -> bool:
        casework.take(self.case, verb, seen=self.case.revision, by=self._holder(), at=at, detail=detail)
        return True

    def _row(self) -> Matter:
        found = Matter.objects.select_related("forum__post__place", "forum__place").get(pk=self.case.pk)
        found.case = self.case
        return found

    def _holder(self) -> Actor:
        return scenes.actor_in(self.case.holder, self.chance) if self.case.holder else SYSTEM
