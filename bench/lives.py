"""Histories of cases as the engine writes them: rows, reports, calls and a journal whose every link is right."""

import hashlib
import json
import os
import random
from datetime import UTC, date, datetime, timedelta

from bench import world
from bench.rows import Blank, Rows
from shramsetu.casework.rules import Reckoned, warn_at
from shramsetu.journal import rules as journal
from shramsetu.offices.models import Role

Facts = dict[str, object]
BEGAN = datetime(2025, 1, 2, tzinfo=UTC)  # the first day of the rulebook's limits
CHANNELS = (("call", 52), ("portal", 18), ("csc", 8), ("desk", 8), ("post", 6), ("email", 4), ("app", 4))
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode
HOUR = timedelta(hours=1)


class Life:
    """One case as it is being told."""

    def __init__(self, rows: Rows, opened: datetime, chance: random.Random) -> None:
        self.rows, self.chance = rows, chance
        self.world, self.at, self.opened = rows.world, opened, opened
        self.pk, self.seq, self.head = rows.next("case"), 0, journal.START
        self.number = Blank(self.pk.replace("case", "number").replace("d", "s"))
        self.matter = chance.choices(self.world.matters, self.world.matter_weights)[0]
        self.district = chance.choices(self.world.districts, self.world.district_weights)[0]
        self.words = chance.choice(self.matter.texts)
        self.channel = chance.choices([one for one, _ in CHANNELS], [weight for _, weight in CHANNELS])[0]
        self.kind, self.state, self.phase, self.level = "grievance", "", 0, 0
        self.holder: int | None = None
        self.due: datetime | None = None
        self.rests: datetime | None = None
        self.closed_at: datetime | None = None
        self.level_at, self.outcome, self.warned = opened, "", 0
        self.limit: tuple[str, date | None] = ("", None)
        self.returns, self.asked = 0, False
        self.before_pause: datetime | None = None
        self.report_id = ""
        self.reported_at: datetime | None = None
        self.parent: str | None = None
        self.duties: list[tuple[datetime, int]] = []

    # what the engine does

    def step(
        self,
        verb: str,
        by: str,
        role: str,
        state: str,
        phase: int = 1,
        *,
        holder: int | None = None,
        level: int | None = None,
        due: Reckoned | None = None,
        same_clock: bool = False,
        facts: Facts | None = None,
        private: Facts | None = None,
    ) -> None:
        """Take the case through one step and write its entry, with the facts that `casework.actions` writes."""
        before = {"from": self.state, "level_from": self.level, "holder_from": self.holder}
        self.state, self.phase = state, phase
        self.holder = holder or self.holder
        self.level = self.level if level is None else level
        rule = self._clock(due, same_clock)
        if phase >= 3:
            self.closed_at, self.due = self.closed_at or self.at, None
            self.rests = self.rests if phase == 3 else None
        else:
            self.closed_at = self.rests = None
        detail = {
            **before,
            "kind": self.kind,
            "to": state,
            "phase": phase,
            "level": self.level,
            "holder": self.holder,
            "department": self.matter.department,
            "district": self.district.pk,
            "category": self.matter.slug,
            "sealed": False,
            "due": self.due,
            "outcome": self.outcome,
            **rule,
            **(facts or {}),
        }
        self._entry(verb, by, role, _canonical(detail), _canonical(private) if private else "")

    def _clock(self, due: Reckoned | None, same_clock: bool) -> Facts:
        if due is None:
            return {}
        self.due = due.at
        if not same_clock:
            self.level_at, self.warned = self.at, 0
        self.limit = (due.key, due.from_on)
        return {"rule": {"key": due.key, "from": due.from_on, "source": due.source}}

    def _entry(self, verb: str, by: str, role: str, detail: str, private: str) -> None:
        self.seq += 1
        salt = os.urandom(16) if private else b""
        seal = _digest(private, salt) if private else b""
        self.head = journal.link(self.head, self.seq, verb, by, self.at, _digest(detail), seal)
        pk = self.rows.next("entry")
        self.rows.entry(pk, self.number, self.seq, verb, by, role, self.at, detail, seal, self.head)
        if private:
            self.rows.private(pk, salt, private)

    def after(self, least: float, most: float) -> None:
        """Let hours pass."""
        self.at += (least + self.chance.random() * (most - least)) * HOUR

    # the steps of a complaint

    def register(self) -> None:
        """Register it with an operator, or by its complainant, and send it to the first officer."""
        seat = self.chance.choice(self.world.operators)
        own = self.channel in {"portal", "app"}
        self.by = f"person:{self.words.fingerprint & (2**63 - 1):064x}" if own else seat.by(self.chance)
        self.rows.party(self.pk)
        self.rows.search(self.pk, self.words.vector)
        due = world.level_due(self.matter.slug, 1, self.at)
        self.step(
            "register",
            self.by,
            "citizen" if own else seat.role,
            "unmarked",
            holder=self._officer(1),
            level=1,
            due=due,
            facts={"channel": self.channel},
            private={"text": self.words.text},
        )
        self.rows.message(self, "registered")

    def _officer(self, level: int) -> int:
        return world.officer(self.matter.slug, self.district, level, self.world.now.date())

    def _holder(self) -> tuple[str, str]:
        seat = self.world.seats[self.holder or 0]
        return seat.by(self.chance), seat.role

    def open(self) -> None:
        """Let the officer open it."""
        self.step("open", *self._holder(), "with_officer")

    def report(self) -> None:
        """Let the officer report."""
        by, role = self._holder()
        self.reported_at = self.reported_at or self.at
        words = self.chance.choice(self.world.reports)
        self.report_id = self.rows.report(self, by, words)
        facts = {"report_kind": "final", "flags": [], "drafted_by": ""}
        self.step(
            "report",
            by,
            role,
            "in_check",
            holder=self.world.desks[Role.QUALITY].post,
            due=world.figure_due("quality.days", self.at),
            facts=facts,
            private={"text": words.text},
        )
        self.rows.message(self, "reported")

    def pass_check(self) -> None:
        """Let the quality desk pass the report."""
        by, role = self._holder()
        grade = self.chance.choice("AAB")
        self.rows.check(self.report_id, grade, by, self.at)
        due = world.figure_due("feedback.days", self.at)
        desk = self.world.desks[Role.FEEDBACK].post
        self.step("pass_check", by, role, "awaiting_feedback", holder=desk, due=due, facts={"grade": grade})

    def feedback(self, result: str, state: str, *, attempt: int = 1, **step: object) -> None:
        """Record a call that led to `state`."""
        by, role = self._holder()
        words = self.chance.choice(self.world.answers).text if result in {"satisfied", "dissatisfied"} else ""
        answerer = "complainant" if words else ""
        self.rows.feedback(self, result, answerer, words, attempt, by)
        facts: Facts = {"result": result, "answered_by": answerer, "attempt": attempt, "misconduct": False}
        private: Facts | None = {"text": words} if words else None
        self.step("record_feedback", by, role, state, facts=facts, private=private, **step)  # type: ignore[arg-type]

    def close(self, state: str, outcome: str) -> Facts:
        """Note how it ends, and return what the closing step says more."""
        self.outcome = outcome
        self.rests = world.figure_due("grievances.reopen_days", self.at).at
        return {"phase": 3}

    def satisfied(self) -> None:
        """Record the word that closes it."""
        self.feedback("satisfied", "closed", **self.close("closed", "satisfied"))
        self.rows.message(self, "closed-satisfied")

    def dissatisfied(self) -> None:
        """Record the word that sends it back to the officer of its level."""
        self.returns += 1
        due = world.level_due(self.matter.slug, self.level, self.at)
        self.feedback("dissatisfied", "with_officer", holder=self._officer(self.level), due=due)

    def escalate(self) -> None:
        """Let the time run out: the next level becomes holder, the lower one keeps a duty."""
        assert self.due is not None
        assert self.holder is not None
        lower = self.holder
        self.at = self.due + timedelta(minutes=1)
        self.rows.lapse(self, self.world.seats[lower].users[0])
        self.duties.append((self.at, lower))
        level = self.level + 1
        due = world.level_due(self.matter.slug, level, self.at)
        self.step(
            "escalate",
            "system",
            "system",
            "unmarked",
            holder=self._officer(level),
            level=level,
            due=due,
            facts={"lapsed": lower},
        )

    def stay(self) -> None:
        """Let the time run out at the top: it stays, overdue, and is announced daily."""
        assert self.due is not None
        self.at = self.due + timedelta(minutes=1)
        self.rows.lapse(self, self.world.seats[self.holder or 0].users[0])
        self.warned = 100
        self.step("escalate", "system", "system", self.state, facts={"stays": True})

    def finalise(self) -> None:
        """Make it final where its last way out has ended."""
        if self.phase == 3 and self.rests and self.rests < self.world.now - timedelta(minutes=20):
            self.at = self.rests
            self.step("finalise", "system", "system", "final", 4)

    def done(self) -> None:
        """Write the rows that stand for where it is now."""
        self.rows.case(self, self._warning())
        self.rows.grievance(self)
        for at, post in self.duties:
            later = [when for when, _ in self.duties if when > at]
            self._duty(at, post, ends=min([*later, self.reported_at or self.world.now]))

    def _duty(self, at: datetime, post: int, *, ends: datetime) -> None:
        """Tell the duty that stayed with the lower level: done, dropped, lapsed or still pending."""
        duty = Life(self.rows, at, self.chance)
        duty.kind, duty.matter, duty.district, duty.channel, duty.by = (
            "duty",
            self.matter,
            self.district,
            "system",
            "system",
        )
        duty.parent = self.pk
        due = world.figure_due("escalation.lower_duty_days", at)
        duty.step(
            "register",
            "system",
            "system",
            "pending",
            holder=post,
            level=max(self.level - 1, 1),
            due=due,
            facts={"channel": "system"},
        )
        if min(ends, due.at) < self.world.now - timedelta(minutes=20):
            duty.at = max(min(ends, due.at), at)
            verb, state = ("complete", "done") if ends < due.at else ("escalate", "lapsed")
            duty.outcome = state
            duty.step(verb, "system", "system", state, 4)
        duty.rows.case(duty, duty._warning())
        duty.rows.duty(duty.pk)

    def _warning(self) -> datetime | None:
        if self.phase != 1 or self.due is None or self.warned == 100:
            return None
        for share in (50, 80):
            when = warn_at(self.level_at, self.due, share)
            if when > self.world.now:
                return when
            self.warned = share
        return None


def _digest(canonical: str, salt: bytes = b"") -> bytes:
    return hashlib.sha256(salt + canonical.encode()).digest()
