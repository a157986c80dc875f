"""Looking at a claim: the facts of registry and form together, and what the scheme answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from shramsetu import rulebook
from shramsetu.lib import numbers
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.editions import CLAIMED, DECIDED, Edition
from shramsetu.schemes import gather, kept
from shramsetu.schemes.engines import claim as engine
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules import deadline
from shramsetu.schemes.rules.outcome import Outcome, outcome
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


def at(case: Case) -> Outcome:
    """Return what a scheme answers. Raises NoRule.

    What the registry proves goes before what was told, and what an officer proved before what the registry only says.
    """
    book = rulebook.book().scheme_rules
    proved = {name: one for name, one in case.told.items() if one.is_proved}
    said = known(case)
    certain = {name: one for name, one in said.items() if one.is_proved is not False}
    stated = {**case.told, **said, **proved, **certain, CLAIMED: Stated(case.on)}
    given = {name: one for name, one in stated.items() if name != DECIDED and book.facts[name].kind != "years"}
    return outcome(book, case.scheme, given, on=case.on, engine=engine.answers)


def known(case: Case) -> dict[str, Stated]:
    """Return what the registry knows of the worker on the day whose facts count."""
    book = rulebook.book().scheme_rules
    rule = book.rules.get(case.scheme)
    if rule is None:
        raise NoRule(f"{case.scheme}: no such scheme")
    on = decided_on(book, rule.event, case.told, case.on) or case.on
    found = gather.worker_facts(case.worker, on=on, besides=case.claim)
    return {name: one for name, one in found.items() if one.value is not None and name in book.facts}


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
    """Return what makes this another claim of the scheme than the last one, keyed: the event, and whose it was."""
    asked = sorted(name for name in told if name == edition.scheme.event or name.endswith("_born_on"))
    said = "|".join(f"{told[name].value}" for name in asked)
    return numbers.code_for(settings.LOOKUP_KEY, "claim-subject", said, digits=18) if said else ""
