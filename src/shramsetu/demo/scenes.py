"""What each actor of the demo does next with a case: a seeded office with diligent, slow and silent people."""

import io
import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shramsetu import rulebook
from shramsetu.casework.models import Case, Duty
from shramsetu.files import actions as files
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Charge, Department, Post
from shramsetu.places import queries as places
from shramsetu.places.models import Place

_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
STORIES = Path(__file__).with_name("stories.toml")
PAPER = (
    "%PDF-1.4\n% {number} {purpose}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@cache
def stories() -> dict[str, object]:
    """Return the invented texts."""
    return tomllib.loads(STORIES.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Deed:
    """What happens next: after which time, who takes which step, with what."""

    after: timedelta
    verb: str
    by: Actor
    detail: dict[str, object]


@dataclass
class Scene:
    """One case in play, with the chance that decides everything in it."""

    chance: random.Random
    case: Case
    person: str
    said: str = ""

    def line(self, kind: str) -> str:
        """Return an invented line of `kind`, its blanks filled."""
        answers = stories()["answers"]
        assert isinstance(answers, dict)
        return fill(self.chance.choice(answers[kind]), self.chance)

    def hours(self, least: float, most: float) -> timedelta:
        """Return a span between `least` and `most` hours."""
        return timedelta(hours=self.chance.uniform(least, most))

    def next_deed(self, now: datetime) -> Deed | None:
        """Return what happens next, or None when nobody moves until the clock does."""
        found = _SCENES.get(self.case.state)
        return found(self, now) if found else None

    def holder(self) -> Actor:
        """Return who acts for the holding post: its incumbent, or any member of a desk."""
        assert self.case.holder is not None
        return actor_in(self.case.holder, self.chance)

    def citizen(self) -> Actor:
        """Return the complainant."""
        return Actor(role="citizen", person=self.person)


def fill(text: str, chance: random.Random) -> str:
    """Fill the blanks of an invented text, in the letters in which it is written."""
    words = stories()["words"]
    assert isinstance(words, dict)
    employers = words["employer" if _DEVANAGARI.search(text) else "employer_roman"]
    return text.format(
        months=chance.randint(2, 7),
        days=chance.randint(8, 60),
        amount=f"{chance.randrange(20, 480) * 100:,}",
        employer=chance.choice(employers),
    )


def actor_in(post: Post, chance: random.Random) -> Actor:
    """Return a person who sits in `post` as an actor."""
    users = _sitting(post.pk)
    return Actor(role=post.role, user_id=chance.choice(users), post_id=post.pk)


@cache
def _sitting(post_id: int) -> list[int]:
    return list(Charge.objects.filter(post=post_id, to_at=None).order_by("id").values_list("user_id", flat=True))


def _unmarked(scene: Scene, now: datetime) -> Deed:
    if scene.case.kind != "grievance":
        return Deed(scene.hours(6, 120), _SETTLES[scene.case.kind], scene.holder(), _settling(scene))
    slow = scene.chance.random() < 0.12
    return Deed(scene.hours(90, 400) if slow else scene.hours(1, 40), "open", scene.holder(), {})


_SETTLES = {"information": "reply", "demand": "decide", "suggestion": "consider"}


def _settling(scene: Scene) -> dict[str, object]:
    return {"text": scene.line("reason"), "decision": scene.chance.choice(["accepted", "declined"])}


def _with_officer(scene: Scene, now: datetime) -> Deed:
    if scene.case.kind != "grievance":
        return Deed(scene.hours(6, 80), _SETTLES[scene.case.kind], scene.holder(), _settling(scene))
    draw = scene.chance.random()
    for limit, choose in _CHOICES:
        if draw < limit and (deed := choose(scene, now)):
            return deed
    return _report(scene, now)


def _mark(scene: Scene, now: datetime) -> Deed | None:
    below = offices.subordinates(scene.case.holder) if scene.case.holder else []
    if not below or scene.case.sealed:
        return None
    detail: dict[str, object] = {"post": below[0], "text": "मौके की जाँच कर आख्या दें।"}
    return Deed(scene.hours(1, 20), "mark", scene.holder(), detail)


def _transfer(scene: Scene, now: datetime) -> Deed | None:
    others = [row for row in Department.objects.order_by("id") if row.pk != scene.case.department_id]
    if scene.case.sealed or scene.case.district is None:
        return None
    detail: dict[str, object] = {"department": scene.chance.choice(others), "reason": "विषय दूसरे विभाग का है।"}
    return Deed(scene.hours(1, 20), "transfer", scene.holder(), detail)


def _ask(scene: Scene, now: datetime) -> Deed | None:
    if scene.case.sealed or scene.case.level in scene.case.grievance.asked_levels:
        return None
    detail: dict[str, object] = {"question": scene.line("question"), "contacted_at": now}
    return Deed(scene.hours(2, 20), "ask", scene.holder(), detail)


def _special(scene: Scene, now: datetime) -> Deed | None:
    ground = scene.chance.choice(list(rulebook.book().grounds))
    attach(scene.case, "order_or_receipt", scene.holder(), now, scene.chance)
    detail: dict[str, object] = {"ground": ground, "reason": scene.line("reason"), "files": ["1"]}
    return Deed(scene.hours(4, 60), "propose_special_close", scene.holder(), detail)


def _interim(scene: Scene, now: datetime) -> Deed | None:
    return Deed(scene.hours(4, 30), "interim", scene.holder(), {"text": scene.line("interim")})


_CHOICES: tuple[tuple[float, Callable[[Scene, datetime], Deed | None]], ...] = (
    (0.14, _mark),
    (0.17, _transfer),
    (0.23, _ask),
    (0.28, _special),
    (0.33, _interim),
)


def _report(scene: Scene, now: datetime) -> Deed:
    after = scene.hours(80, 300) if scene.chance.random() < 0.15 else scene.hours(6, 110)
    when = now + after
    return Deed(after, "report", scene.holder(), evidence(scene, when))


def evidence(scene: Scene, when: datetime) -> dict[str, object]:
    """Return a report with all that any category may demand, its papers laid with the case."""
    by = scene.holder()
    for purpose in ("order_or_receipt", "site_photo"):
        attach(scene.case, purpose, by, when - timedelta(minutes=5), scene.chance)
    return {
        "text": scene.line("report"),
        "contacted_at": when - scene.hours(1, 5),
        "visited_at": when - scene.hours(1, 5),
        "letter_number": f"श्र.का./{scene.chance.randint(100, 999)}/{clock.day(when).year}",
        "letter_on": clock.day(when),
        "statements": "दोनों पक्षों के कथन लिए गए, संलग्न हैं।",
        "bank_reference": f"SBIN{scene.chance.randrange(10**8):08d}",
        "permission": f"अनुमति {scene.chance.randint(1, 90)}",
    }


def attach(case: Case, purpose: str, by: Actor, at: datetime, chance: random.Random) -> None:
    """Lay an invented paper or photo with `case`."""
    if purpose == "site_photo":
        upload = SimpleUploadedFile("site.jpg", _photo(chance), content_type="image/jpeg")
    else:
        paper = PAPER.format(number=case.number, purpose=purpose).encode()
        upload = SimpleUploadedFile("paper.pdf", paper, content_type="application/pdf")
    files.store(upload, stream=case.stream, purpose=purpose, by=by, at=at)


def _photo(chance: random.Random) -> bytes:
    small = Image.new("RGB", (9, 8))
    small.putdata([tuple(chance.randrange(40, 220) for _ in range(3)) for _ in range(72)])
    out = io.BytesIO()
    small.resize((288, 256)).save(out, "JPEG", quality=60)
    return out.getvalue()


def _marked(scene: Scene, now: datetime) -> Deed | None:
    duty = Case.objects.filter(parent=scene.case, kind="duty", duty__purpose=Duty.Purpose.ENQUIRY, phase=1).first()
    if duty is None or duty.holder is None:
        return None
    after = scene.hours(6, 90)
    detail = {**evidence(scene, now + after), "text": scene.line("enquiry")}
    return Deed(after, "submit_enquiry", actor_in(duty.holder, scene.chance), detail)


def _enquiry_in(scene: Scene, now: datetime) -> Deed:
    if scene.chance.random() < 0.15:
        return Deed(scene.hours(2, 20), "return_enquiry", scene.holder(), {"reason": scene.line("return_reason")})
    return Deed(scene.hours(2, 40), "approve_enquiry", scene.holder(), {"text": scene.line("reason")})


def _transfer_offered(scene: Scene, now: datetime) -> Deed:
    if scene.chance.random() < 0.25:
        return Deed(scene.hours(4, 40), "return_transfer", scene.holder(), {"reason": scene.line("reason")})
    return Deed(scene.hours(2, 40), "accept_transfer", scene.holder(), {})


def _fixing(scene: Scene, now: datetime) -> Deed:
    return Deed(scene.hours(4, 40), "fix_department", scene.holder(), {"department": scene.case.department})


def _asked(scene: Scene, now: datetime) -> Deed | None:
    draw = scene.chance.random()
    if draw < 0.2:
        return None
    if draw < 0.3:
        return Deed(scene.hours(4, 60), "answer", scene.citizen(), {"not_asked": True})
    return Deed(scene.hours(4, 90), "answer", scene.citizen(), {"text": scene.line("answer")})


def _in_check(scene: Scene, now: datetime) -> Deed:
    if scene.chance.random() < 0.13:
        detail: dict[str, object] = {"grade": "C", "reason": scene.line("return_reason")}
        return Deed(scene.hours(2, 20), "return_report", scene.holder(), detail)
    return Deed(scene.hours(2, 24), "pass_check", scene.holder(), {"grade": scene.chance.choice("AAB")})


def _awaiting_feedback(scene: Scene, now: datetime) -> Deed:
    draw = scene.chance.random()
    after = scene.hours(4, 30)
    detail: dict[str, object] = {"result": "no_answer"}
    if draw < 0.62:
        detail = {"result": "satisfied", "answered_by": "complainant", "text": scene.line("satisfied")}
        detail["misconduct"] = scene.chance.random() < 0.015
    elif draw < 0.76:
        detail = {"result": "dissatisfied", "answered_by": "complainant", "text": scene.line("dissatisfied")}
        detail["misconduct"] = scene.chance.random() < 0.05
    elif draw < 0.78:
        detail = {"result": "wrong_number"}
    elif draw < 0.8:
        detail = {"result": "satisfied", "answered_by": "neighbour"}
    return Deed(after, "record_feedback", scene.holder(), detail)


def _mending(scene: Scene, now: datetime) -> Deed:
    detail: dict[str, object] = {
        "phone": f"+91999990{scene.chance.randrange(10_000):04d}",
        "reason": scene.line("reason"),
    }
    return Deed(scene.hours(2, 20), "mend_contact", scene.holder(), detail)


def _unreached(scene: Scene, now: datetime) -> Deed:
    return Deed(scene.hours(10, 60), "close_unconfirmed", scene.holder(), {"reason": scene.line("reason")})


def _special_proposed(scene: Scene, now: datetime) -> Deed:
    if scene.chance.random() < 0.45:
        return Deed(scene.hours(6, 60), "refuse_special_close", scene.holder(), {"reason": scene.line("reason")})
    return Deed(scene.hours(6, 60), "approve_special_close", scene.holder(), {"text": scene.line("reason")})


def _review(scene: Scene, now: datetime) -> Deed:
    detail: dict[str, object] = {"decision": scene.chance.choice(["uphold", "act"]), "text": scene.line("report")}
    return Deed(scene.hours(20, 90), "decide_review", scene.holder(), detail)


def _placing(scene: Scene, now: datetime) -> Deed:
    district = scene.chance.choice(districts())
    return Deed(scene.hours(1, 20), "locate", scene.holder(), {"district": district})


@cache
def districts() -> list[Place]:
    """Return the districts of the state."""
    return list(places.districts())


def _typing(scene: Scene, now: datetime) -> Deed | None:
    return Deed(scene.hours(0.5, 6), "type_words", scene.holder(), {"text": scene.said}) if scene.said else None


def _reading_back(scene: Scene, now: datetime) -> Deed | None:
    draw = scene.chance.random()
    if draw < 0.2:
        return None
    return Deed(scene.hours(1, 40), "agree_words", scene.citizen() if draw < 0.6 else scene.holder(), {})


def _screening(scene: Scene, now: datetime) -> Deed:
    return Deed(scene.hours(1, 20), "admit", scene.holder(), {"reason": scene.line("reason")})


def _closed(scene: Scene, now: datetime) -> Deed | None:
    if scene.chance.random() < 0.04 and scene.case.grievance.reopens == 0:
        return Deed(scene.hours(24, 400), "reopen", scene.citizen(), {"reason": "समस्या फिर से आ गई।"})
    return None


def _closed_special(scene: Scene, now: datetime) -> Deed | None:
    if scene.chance.random() < 0.25:
        return Deed(scene.hours(24, 200), "object", scene.citizen(), {"reason": scene.line("dissatisfied")})
    return None


_SCENES: dict[str, Callable[[Scene, datetime], Deed | None]] = {
    "unmarked": _unmarked,
    "with_officer": _with_officer,
    "marked": _marked,
    "enquiry_in": _enquiry_in,
    "transfer_offered": _transfer_offered,
    "fixing": _fixing,
    "asked": _asked,
    "in_check": _in_check,
    "awaiting_feedback": _awaiting_feedback,
    "mending": _mending,
    "unreached": _unreached,
    "special_proposed": _special_proposed,
    "review": _review,
    "placing": _placing,
    "typing": _typing,
    "reading_back": _reading_back,
    "screening": _screening,
    "closed": _closed,
    "closed_unconfirmed": _closed,
    "closed_special": _closed_special,
}
