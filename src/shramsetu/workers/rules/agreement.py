"""How two descriptions of a worker agree, field by field, and how sure one may be that they are one human being.

Each field gives evidence in bits, as Fellegi and Sunter weigh it (*A Theory for Record Linkage*, 1969): how much
likelier this agreement is for one person than for two. Of a name the evidence is the greater the rarer it is. A field
that one of both does not tell says nothing. The sum stands against the odds that a stranger of the registry is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log2

from shramsetu.lib import names

SAME, NEAR, YEAR, SWAPPED, PLACE, OTHER = "same", "near", "year", "swapped", "place", "other"
REVIEW, STRONG, CERTAIN = 500, 990, 1000  # of 1000: from here a steward looks; from here it is marked as nearly certain
_CLOSE_YEARS = 2
_SURE = 0.95
_TWICE = 0.05  # so many of those who come are there already
_LEAST_ROWS = 10_000
_RAREST, _COMMONEST = 14.0, 2.0
# What a field's agreement says, in bits. Families share phones, villages and surnames: those count less than by lot.
BITS = {
    "aadhaar": {SAME: 40.0, OTHER: -30.0},
    "uan": {SAME: 18.0, OTHER: -6.0},
    "identity": {SAME: 18.0},
    "phone": {SAME: 11.0, OTHER: -0.5},
    "family": {SAME: 7.0, OTHER: -1.0},
    "born": {SAME: 11.0, SWAPPED: 9.0, YEAR: 4.0, NEAR: 1.0, OTHER: -5.0},
    "sex": {SAME: 1.0, OTHER: -8.0},
    "district": {PLACE: 11.0, SAME: 5.0, OTHER: -2.5},
    "name": {NEAR: -2.0, OTHER: -11.0},  # NEAR: less than its rarity says
    "parent": {NEAR: -2.0, OTHER: -6.0},
}
_OF_RARITY = frozenset({"name", "parent"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one of the two; an empty value is not known. `identities` are kind and number."""

    name: str
    parent: str
    sex: str
    born_on: date
    is_born_known: bool
    district: int
    place: int | None = None
    phone: str = ""
    family: str = ""
    uan: str = ""
    aadhaar: frozenset[str] = frozenset()
    identities: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many rows the registry has, and the share of them that bears the one name and the one parent's."""

    rows: float
    name: float
    parent: float


def agreed(one: Told, two: Told) -> dict[str, str]:
    """Give how each field agrees; a field that says nothing is left out."""
    found = {
        "aadhaar": _number(one.aadhaar, two.aadhaar),
        "uan": _text(one.uan, two.uan),
        "identity": SAME if one.identities & two.identities else "",
        "phone": _text(one.phone, two.phone),
        "family": _text(one.family, two.family),
        "name": _name(one.name, two.name),
        "parent": _name(one.parent, two.parent) if one.parent and two.parent else "",
        "born": _born(one, two),
        "sex": SAME if one.sex == two.sex else OTHER,
        "district": _where(one, two),
    }
    return {field: level for field, level in found.items() if level}


def score(levels: dict[str, str], rarity: Rarity) -> int:
    """Give how sure one may be that both are one human being, 0 to 1000."""
    bits = log2(_TWICE / max(rarity.rows, _LEAST_ROWS))
    for field, level in levels.items():
        bits += BITS[field].get(level, 0.0)
        if field in _OF_RARITY and level != OTHER:
            bits += _rare(rarity.name if field == "name" else rarity.parent)
    return within(round(1000 / (1 + 2.0**-bits)), levels) if bits > -60 else 0


def within(score: int, levels: Mapping[str, str]) -> int:
    """Give a score as it may be said: where anything compared differs, nobody is a thousand of a thousand."""
    return min(score, CERTAIN - 1) if OTHER in levels.values() else score


def _rare(share: float) -> float:
    return min(max(-log2(share), _COMMONEST), _RAREST) if share > 0 else _RAREST


def _number(one: frozenset[str], two: frozenset[str]) -> str:
    if not one or not two:
        return ""
    return SAME if one & two else OTHER


def _text(one: str, two: str) -> str:
    if not one or not two:
        return ""
    return SAME if one == two else OTHER


def _name(one: str, two: str) -> str:
    likely = names.compare(one, two).score
    if likely >= _SURE:
        return SAME
    return NEAR if likely >= names.SAME else OTHER


def _born(one: Told, two: Told) -> str:
    a, b = one.born_on, two.born_on
    known = one.is_born_known and two.is_born_known
    if a == b:
        return SAME if known else YEAR
    if a.year == b.year and (a.day, a.month) == (b.month, b.day):
        return SWAPPED
    if a.year == b.year:
        return NEAR if known and (1, 1) not in ((a.month, a.day), (b.month, b.day)) else YEAR
    return NEAR if abs(a.year - b.year) <= _CLOSE_YEARS else OTHER


def _where(one: Told, two: Told) -> str:
    if one.district != two.district:
        return OTHER
    return PLACE if one.place is not None and one.place == two.place else SAME
