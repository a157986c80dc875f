"""Kinds of payment, what they are paid from, and when one goes beyond what the person is entitled to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shramsetu.bonded.rules.ledger import Stage


class Kind(StrEnum):
    """What a payment is for."""

    IMMEDIATE = "immediate"
    BALANCE = "balance"
    ANNUITY = "annuity"
    TRAVEL = "travel"
    FOOD = "food"
    WAGES = "wages"
    FINE_SHARE = "fine_share"
    POA_RELIEF = "poa_relief"
    COMPENSATION = "compensation"
    CHILD_FUND = "child_fund"
    STATE_TOP_UP = "state_top_up"


class Source(StrEnum):
    """Whose money it is."""

    CORPUS = "corpus"  # the district's rehabilitation fund
    ALLOTMENT = "allotment"  # given to the district for this scheme by the state
    OTHERS = "others"  # recovered, ordered by a court, or of another scheme: the district passes it on


# What the scheme's total is made of; the rest comes on top of it.
WITHIN_TOTAL = frozenset({Kind.IMMEDIATE, Kind.BALANCE, Kind.ANNUITY})
SOURCES = {
    Kind.IMMEDIATE: Source.CORPUS,
    Kind.TRAVEL: Source.CORPUS,
    Kind.FOOD: Source.CORPUS,
    Kind.BALANCE: Source.ALLOTMENT,
    Kind.ANNUITY: Source.ALLOTMENT,
    Kind.STATE_TOP_UP: Source.ALLOTMENT,
}
# The centre pays these back to whoever laid them out.
CLAIMABLE = WITHIN_TOTAL
# A sanction stands until the money is there or the payment is cancelled: what came back is sent again under it.
STANDING = frozenset({Stage.SANCTIONED, Stage.SENT, Stage.RETURNED, Stage.PAID})


def source_of(kind: Kind) -> Source:
    """Return whose money a kind of payment is."""
    return SOURCES.get(kind, Source.OTHERS)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a person is entitled to, in paise."""

    total: int
    immediate: int
    annuity_least: int


@dataclass(frozen=True, slots=True)
class Item:
    """One payment of a person: what for, how far, how much."""

    kind: Kind
    stage: Stage
    paise: int


def breaches(bounds: Bounds, others: Iterable[Item], kind: Kind, paise: int) -> tuple[str, ...]:
    """Return which bounds a sanction of `paise` would break beside what stands.

    Each of `immediate`, `total`, `annuity`, `less` needs the District Magistrate's written reason. `annuity`: less than
    the least would be left for it; `less`: the immediate assistance would not be whole.
    """
    if kind not in WITHIN_TOTAL:
        return ()
    standing = [one for one in others if one.stage in STANDING and one.kind in WITHIN_TOTAL]
    sums = {each: sum(one.paise for one in standing if one.kind is each) for each in WITHIN_TOTAL}
    sums[kind] += paise
    in_cash = sums[Kind.IMMEDIATE] + sums[Kind.BALANCE]
    broken = {
        "immediate": kind is Kind.IMMEDIATE and sums[Kind.IMMEDIATE] > bounds.immediate,
        "less": kind is Kind.IMMEDIATE and sums[Kind.IMMEDIATE] < bounds.immediate,
        "total": sum(sums.values()) > bounds.total,
        "annuity": kind is not Kind.ANNUITY and in_cash > bounds.total - bounds.annuity_least,
    }
    return tuple(name for name, is_broken in broken.items() if is_broken)


def left(bounds: Bounds, others: Iterable[Item], kind: Kind) -> int:
    """Return what may still be sanctioned of a kind without breaking a bound; 0 for what the scheme does not bound."""
    if kind not in WITHIN_TOTAL:
        return 0
    standing = [one for one in others if one.stage in STANDING and one.kind in WITHIN_TOTAL]
    rest = bounds.total - sum(one.paise for one in standing)
    cash = bounds.total - bounds.annuity_least - sum(one.paise for one in standing if one.kind is not Kind.ANNUITY)
    given = sum(one.paise for one in standing if one.kind is Kind.IMMEDIATE)
    most = {
        Kind.IMMEDIATE: min(rest, cash, bounds.immediate - given),
        Kind.BALANCE: min(rest, cash),
        Kind.ANNUITY: rest,
    }
    return max(0, most[kind])
