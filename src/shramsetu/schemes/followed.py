"""What applicants read of a claim of their own: what stands against it, when, what it brings, papers, their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from shramsetu import rulebook
from shramsetu.casework import rules, timeline
from shramsetu.casework.models import Case
from shramsetu.files import queries as files
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.rulebook.editions import MEMBER
from shramsetu.schemes import looking, shown, whose
from shramsetu.schemes.flow.claim import APPEAL, HEARING, UNDECIDED
from shramsetu.schemes.flow.needs import COUNTER
from shramsetu.schemes.models import Award, Claim, Order
from shramsetu.schemes.offers import OFFERS
from shramsetu.schemes.shown import Gift, Sheet, Told

HEARD = (*HEARING, "heard")
GRANTED = ("sanctioned", "paid", "granted")
REFUSED = ("refused", *APPEAL, "refused_final")
TAKING = (*UNDECIDED, *HEARD, *APPEAL, "incomplete")  # where papers still count
# What was written with a step for the applicant or by them; what officers write for each other is theirs.
SPOKEN = frozenset({*OFFERS, "ask"})
OWN = frozenset({"citizen", *(one.partition(":")[2] for one in COUNTER)})


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against a claim: the condition as it was answered in the notice or order, and the reasons in it."""

    title: str
    sentence: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the story; `words` and `files` are the applicant's, or what they were asked."""

    at: datetime
    sentence: str
    look: str
    words: Sequence[str]
    files: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class Whole:
    """The time in which a claim is decided as a rule, from the day it was made."""

    days: int
    until: date
    is_over: bool


def against(case: Case, orders: Sequence[Order]) -> Against | None:
    """Return why a claim cannot be granted as it stands, or was not; `orders` come the latest first."""
    kind = Order.Kind.NOTICE if case.state in HEARD else Order.Kind.REFUSAL if case.state in REFUSED else None
    order = next((one for one in orders if one.kind == kind), None)
    if order is None:
        return None
    lines = shown.lines(order.frozen.get("outcome", {}))
    failed = next((one for one in lines if one.slug == order.condition), None)
    return Against(failed.title if failed else "", failed.sentence if failed else "", order.reasons)


def whole(case: Case, *, at: datetime) -> Whole | None:
    """Return when a claim that is not decided yet is decided as a rule."""
    if case.state not in UNDECIDED:
        return None
    until = clock.day(rules.figure_due("claims.whole_days", case.opened_at).at)
    return Whole(rules.figure("claims.whole_days", case.opened_at), until, until < clock.day(at))


def gifts(claim: Claim, case: Case) -> list[Gift]:
    """Return what a claim would bring, or was granted; nothing where neither is to be said."""
    if case.state in GRANTED:
        rows = Award.objects.filter(claim=claim).exclude(state=Award.State.ENDED).values("part").order_by()
        sums = {one["part"]: one["paise"] for one in rows.annotate(paise=Sum("total_paise")) if one["paise"]}
        return shown.frozen_gifts(claim.outcome.get("sanctioned", {}), sums)
    return shown.frozen_gifts(shown.latest(claim)) if case.state in (*UNDECIDED, *HEARD) else []


def told(claim: Claim) -> list[Told]:
    """Return what a claim rests on, in words."""
    edition = rulebook.book().scheme_rules.edition(claim.scheme, claim.edition_on)
    return shown.stated(claim, edition, choices={MEMBER: whose.choices(whose.of_claim(claim))})


def sheets(claim: Claim, case: Case) -> list[Sheet]:
    """Return the papers of a claim: what was handed in and, while papers still count, what is wanted."""
    found = shown.sheets(claim, looking.of_claim(claim))
    return [one for one in found if one.rows or (one.is_wanted and case.state in TAKING)]


def story(case: Case, entries: Sequence[Entry], *, by: Actor) -> list[Stage]:
    """Tell what happened, with the applicant's own words and files, and what they were asked."""
    laid = papers(case)
    return [
        Stage(
            told.at,
            told.sentence,
            told.look,
            told.words if entry.verb in SPOKEN else (),
            [one for one in laid if (one.at, one.by) == (entry.at, entry.by)] if entry.verb in OFFERS else (),
        )
        for told, entry in zip(timeline.story(case, entries, by=by), entries, strict=True)
    ]


def papers(case: Case) -> list[Attachment]:
    """Return the files that the applicant gave, or the counter where they sat; those of officers are not theirs."""
    return [one for one in files.attached(case.stream) if one.role in OWN]


def question(entries: Sequence[Entry]) -> str:
    """Return what the applicant was asked last; `entries` come the latest first."""
    asked = next((one for one in entries if one.verb == "ask"), None)
    private = getattr(asked, "private", None)
    body: Mapping[str, object] = private.body if private else {}
    return str(body.get("question", ""))
