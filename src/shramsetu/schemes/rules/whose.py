"""Whom in a worker's family a claim is about: who can be chosen, and what the register says of the one chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from shramsetu.lib.conditions import Value
from shramsetu.rulebook.editions import MEMBER
from shramsetu.rulebook.schemes import SchemeRule, Whose
from shramsetu.schemes.rules import kin
from shramsetu.workers.rules.household import Person, Snapshot

NOBODY = 0  # the seat of whoever does not stand in the register
SELF = "worker"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member whom a claim may be about, what they are to the worker, and the scheme's word for that.

    `word` None: the family does not tell what they are to the worker.
    """

    person: Person
    kin: str
    word: str | None


def asked(rule: SchemeRule, values: Mapping[str, Value | None]) -> Whose | None:
    """Return what a claim with these values asks of the family; None where, or while, nothing hangs on a member."""
    rows = (one for one in rule.whose if all(values.get(name) == word for name, word in one.only.items()))
    return next(rows, None)


def candidates(row: Whose, family: Snapshot, worker: str) -> list[Candidate]:
    """Return who can be chosen, those first of whom the family tells what they are to the worker.

    It tells it of the head, the spouse and their children alone: a grandchild of the head may well be the worker's
    child, and can be chosen too.
    """
    own = family.of_worker(worker)
    found = [_candidate(row, own, one) for one in family.members if row.sex in (None, one.sex)]
    return sorted((one for one in found if one is not None), key=lambda one: one.word is None)


def _candidate(row: Whose, own: Person | None, one: Person) -> Candidate | None:
    what = _kin(own, one)
    word = row.kin.get(what, row.kin.get(f"{what}-{one.sex}"))
    return Candidate(one, what, word) if word is not None or what == "other" else None


def _kin(own: Person | None, one: Person) -> str:
    if own is None:
        return "other"
    return SELF if one.seat == own.seat else kin.towards(own.kin, one.kin, one.sex)


def chosen(row: Whose, listed: list[Candidate], values: Mapping[str, Value | None]) -> Candidate | None:
    """Return the member whom the claim is about: the one chosen, or who was born on the day that was told."""
    seat, born = values.get(MEMBER), values.get(row.born)
    if seat is not None:
        return next((one for one in listed if one.person.seat == seat), None)
    return next((one for one in listed if born is not None and one.person.born_on == born), None)


def known(row: Whose, one: Candidate) -> dict[str, Value]:
    """Return what the register says of a member, by the names under which the scheme asks for it."""
    found: dict[str, Value | None] = {row.born: one.person.born_on}
    if row.word is not None:
        found[row.word] = one.word or None
    if row.married is not None:
        found[row.married] = one.person.is_married
    return {name: value for name, value in found.items() if value is not None}
