"""Looking at a claim: the facts of registry and form together, and what the scheme answers to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from shramsetu import rulebook
from shramsetu.lib import numbers
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import CLAIMED, DECIDED, Edition
from shramsetu.schemes import gather, kept
from shramsetu.schemes.asked import leaves
from shramsetu.schemes.engines import claim as engine
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules import deadline
from shramsetu.schemes.rules.benefits import Answers
from shramsetu.schemes.rules.outcome import Outcome, answered, asked, outcome
from shramsetu.schemes.rules.stated import Stated, decided_on
from shramsetu.workers.models import Worker


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of a scheme: for whom, what was told, and the day of the application."""

    worker: Worker
    scheme: str
    told: Mapping[str, Stated]
    on: date
    claim: int | None = None  # its number among the rows, once there is one: it does not count against itself


def of_claim(claim: Claim) -> Outcome:
    """Return what the scheme answers to `claim` now: its own facts, with what the registry says of its worker today."""
    told = kept.stated(claim.facts, rulebook.book().scheme_rules)
    return at(case_of(claim, told))


def case_of(claim: Claim, told: Mapping[str, Stated]) -> Case:
    """Return what is asked for a claim."""
    return Case(claim.worker, claim.scheme, told, claim.claimed_on, claim.pk)


def of_claims(claims: Sequence[Claim]) -> list[Outcome]:
    """Return what `of_claim` gives for each of `claims`, in as many statements as they have editions, and one."""
    book = rulebook.book().scheme_rules
    cases = [case_of(one, kept.stated(one.facts, book)) for one in claims]
    said = gather.facts_of_many([(case.worker, _day(case), case.claim) for case in cases])
    settled = [
        asked(book, case.scheme, _given(case, _known(found)), on=case.on)
        for case, found in zip(cases, said, strict=True)
    ]
    answers: dict[int, Answers] = {}
    for edition in {id(one): one for one, _ in settled}.values():
        own = [n for n, (one, _) in enumerate(settled) if one is edition]
        rows = engine.answers_many(edition, book, [settled[n][1].values for n in own])
        answers |= dict(zip(own, rows, strict=True))
    return [answered(edition, facts, answers[n]) for n, (edition, facts) in enumerate(settled)]


def at(case: Case) -> Outcome:
    """Return what a scheme answers. Raises NoRule."""
    book = rulebook.book().scheme_rules
    return outcome(book, case.scheme, _given(case, known(case)), on=case.on, engine=engine.answers)


def known(case: Case) -> dict[str, Stated]:
    """Return what the registry knows of the worker on the day whose facts count."""
    return _known(gather.worker_facts(case.worker, on=_day(case), besides=case.claim))


def _given(case: Case, said: Mapping[str, Stated]) -> dict[str, Stated]:
    """Return the facts that count.

    What the registry proves goes before what was told, and what an officer proved before what the registry only says.
    """
    book = rulebook.book().scheme_rules
    proved = {name: one for name, one in case.told.items() if one.is_proved}
    certain = {name: one for name, one in said.items() if one.is_proved is not False}
    stated = {**case.told, **said, **proved, **certain, CLAIMED: Stated(case.on)}
    return {name: one for name, one in stated.items() if name != DECIDED and book.facts[name].kind != "years"}


def _day(case: Case) -> date:
    book = rulebook.book().scheme_rules
    rule = book.rules.get(case.scheme)
    if rule is None:
        raise NoRule(f"{case.scheme}: no such scheme")
    return decided_on(book, rule.event, case.told, case.on) or case.on


def _known(found: Mapping[str, Stated]) -> dict[str, Stated]:
    known_facts = rulebook.book().scheme_rules.facts
    return {name: one for name, one in found.items() if one.value is not None and name in known_facts}


def event_on(found: Outcome) -> date | None:
    """Return the day of the event."""
    day = found.facts.values.get(found.edition.scheme.event or "")
    return day if isinstance(day, date) else None


def apply_by(found: Outcome) -> date | None:
    """Return the last day on which one can apply; None without a window, or while the event is not known."""
    try:
        span = deadline.window(found.edition, found.facts)
    except NoRule:
        return None
    return span.last if span else None


def subject(edition: Edition, told: Mapping[str, Stated]) -> str:
    """Return what makes this another claim of the scheme than the last one, keyed: the event, and whose it was.

    Or which part of it, where the scheme names what sets its claims `apart`. Only what the scheme asks for counts:
    nobody makes a second claim of one event by telling something beside it.
    """
    apart = {edition.scheme.event, *edition.scheme.apart}
    marks = sorted(name for name in leaves(edition) if name in apart or name.endswith("_born_on"))
    said = "|".join(f"{told[name].value}" for name in marks if name in told)
    return numbers.code_for(settings.LOOKUP_KEY, "claim-subject", said, digits=18) if said else ""
