"""The family behind a claim, as the officer sees it: who lived in it, what else it claims, what may be double."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.lib import money
from shramsetu.schemes.models import Claim
from shramsetu.workers import household
from shramsetu.workers.rules.household import Double, Given, Snapshot

WHY: Mapping[str, Promise] = {
    "event": _("the same scheme for the same event by two workers"),
    "person": _("the same scheme for the same person by two workers"),
    "schemes": _("two schemes for the same need of one person"),
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another claim of the family: of which scheme, whose, when, and what it brought."""

    scheme: str
    worker: str
    number: str
    on: date
    is_granted: bool
    amount: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The family of a claim: how many it had on the day of the application, its other claims, what may be double."""

    number: str
    members: int
    workers: int
    as_of: date
    others: tuple[Other, ...]
    doubles: tuple[tuple[str, str], ...]  # why, the number of the other claim


def of(claim: Claim) -> Seen | None:
    """Return the family as a claim froze it, with what it claims today; None for a worker without a family."""
    family = claim.worker.family
    if not claim.family or family is None:
        return None
    frozen, given = Snapshot.from_json(claim.family), household.given_in(family)
    own = claim.case.number
    pairs = [one for one in household.doubles(family) if own in (one.first.claim, one.second.claim)]
    return Seen(
        number=frozen.number,
        members=len(frozen.members),
        workers=sum(bool(one.worker) for one in frozen.members),
        as_of=frozen.as_of.date(),
        others=tuple(_other(one) for one in given if one.claim != own),
        doubles=tuple(dict.fromkeys(_double(one, own) for one in pairs)),
    )


def _other(one: Given) -> Other:
    rule, language = rulebook.book().scheme_rules.rules.get(one.scheme), get_language() or "hi"
    name = rule.name.say(language) if rule else one.scheme
    return Other(name, one.worker, one.claim, one.on, one.is_granted, money.rupees(one.paise) if one.paise else "")


def _double(one: Double, own: str) -> tuple[str, str]:
    other = one.second if one.first.claim == own else one.first
    return str(WHY.get(one.why, one.why)), other.claim
