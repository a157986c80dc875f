"""What stands in the minutes of a review: subjects with reasons and replies, and the decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shramsetu.journal.models import Entry
from shramsetu.lib import clock, numbers
from shramsetu.monitoring.reviews import meeting, queries, words
from shramsetu.monitoring.reviews.models import AgendaItem, Answer, Decision, Review
from shramsetu.offices import queries as offices
from shramsetu.offices.models import User
from shramsetu.rooms import queries as opened

OUTCOME = {
    "close": _("proof seen, closed"),
    "give_back": _("given back: the proof does not prove it"),
    "strike": words.DECISION["struck"],
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject: its words, whose it is, the last reply, the decisions on it."""

    number: int
    item: AgendaItem
    title: str
    reason: str
    owner: str
    answer: Answer | None
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Looked:
    """A decision of an earlier review that was taken up, and what became of it."""

    decision: Decision
    outcome: str


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A review as its minutes tell it."""

    title: str
    chair: str
    began: datetime | None
    ended: datetime | None
    subjects: list[Subject]
    present: list[opened.Attended]  # by video; who sat in the room itself is not known to us
    further: list[Decision]  # on no subject of the agenda
    looked: list[Looked]
    left_out: int

    @property
    def decisions(self) -> list[Decision]:
        """All decisions by their numbers."""
        every = [*self.further, *(one for subject in self.subjects for one in subject.decisions)]
        return sorted(every, key=lambda one: one.number)


def of(review: Review, *, at: datetime) -> Proceedings:
    """Return what the minutes of `review` tell, as known at `at`."""
    decisions = Decision.objects.select_related("owner__place", "case").order_by("number")
    items = queries.items(review).prefetch_related(
        Prefetch("answers", Answer.objects.select_related("post__place").order_by("-pk")),
        Prefetch("decisions", decisions),
    )
    subjects = [_subject(number, item) for number, item in enumerate(queries.in_order(items), 1)]
    return Proceedings(
        title=words.title(review),
        chair=words.owner(review.chair),
        began=review.opened_at,
        ended=review.closed_at,
        subjects=subjects,
        present=meeting.attended(review, at=at),
        further=list(decisions.filter(review=review, item=None)),
        looked=[Looked(decision, outcome(entry)) for decision, entry in queries.handled(review)],
        left_out=review.left_out,
    )


def _subject(number: int, item: AgendaItem) -> Subject:
    language = words.language()
    return Subject(
        number=number,
        item=item,
        title=item.title(language),
        reason=item.reason(language),
        owner=words.owner(item.owner) if item.owner else "",
        answer=next(iter(item.answers.all()), None),
        decisions=list(item.decisions.all()),
    )


def outcome(entry: Entry) -> str:
    """Say what became of a decision by one entry of its journal."""
    if entry.verb != "carry":
        return str(OUTCOME[entry.verb])
    values = {"to": f"{date.fromisoformat(str(entry.detail['to_on'])):%d-%m-%Y}", "n": entry.detail["carried"]}
    return gettext("carried over to %(to)s (%(n)s times by now)") % values


def signature(user: int, post: int) -> str:
    """Return name and post of who signs."""
    person = User.objects.get(pk=user)
    return f"{person.name_hi}, {words.owner(offices.known(post))}"


def text(found: Proceedings, *, signed_by: str) -> str:
    """Return the minutes as plain text: what is signed, line by line."""
    return "\n".join(_lines(found, signed_by)) + "\n"


def _lines(found: Proceedings, signed_by: str) -> Iterator[str]:
    yield found.title
    yield gettext("In the chair: %(chair)s") % {"chair": found.chair}
    if found.began and found.ended:
        spans = {"from": _moment(found.began), "to": _moment(found.ended)}
        yield gettext("From %(from)s to %(to)s") % spans
    for there in found.present:
        yield gettext("By video: %(name)s, %(n)s minutes") % {"name": there.name, "n": there.minutes}
    for one in found.subjects:
        yield from _on_subject(one)
    for decision in found.further:
        yield _decision(decision)
    for taken in found.looked:
        yield _looked(taken)
    if found.left_out:
        yield left_out(found.left_out)
    yield gettext("Signed: %(who)s") % {"who": signed_by}


def _on_subject(one: Subject) -> Iterator[str]:
    yield f"{one.number}. {one.title}: {one.reason}" + (f" ({one.owner})" if one.owner else "")
    if one.answer is not None:
        reply = gettext("Reply")
        yield f"   {reply}: {one.answer.text}"
    for decision in one.decisions:
        yield f"   {_decision(decision)}"


def _looked(one: Looked) -> str:
    values = {"number": numbers.spaced(one.decision.case.number), "text": one.decision.text, "outcome": one.outcome}
    return gettext("Earlier decision %(number)s (%(text)s): %(outcome)s") % values


def left_out(count: int) -> str:
    """Say how many red items found no room on the agenda."""
    said = ngettext("%(n)d more red item found no room.", "%(n)d more red items found no room.", count)
    return said % {"n": count}


def _decision(one: Decision) -> str:
    values = {
        "n": one.number,
        "number": numbers.spaced(one.case.number),
        "text": one.text,
        "owner": words.owner(one.owner),
        "due": f"{one.first_due_on:%d-%m-%Y}",
        "proof": one.proof,
    }
    said = gettext("Decision %(n)s (%(number)s): %(text)s. %(owner)s, by %(due)s. Proof: %(proof)s") % values
    return f"{said} ({words.DECISION['struck']})" if one.case.state == "struck" else said


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%d-%m-%Y %H:%M}"
