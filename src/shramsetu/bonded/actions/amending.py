"""Putting right what was entered of a person: name, parent, age, sex, address, phone. What stood before is kept sealed.

An officer who may see it corrects it until the finding; from then on name, parent, age and sex are the magistrate's to
correct, for papers are signed and sums computed by them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import entitled, persons, powers, rights, unpaid
from shramsetu.bonded.actions import accounts, duties, entitling, reading, safety
from shramsetu.bonded.models import Survivor
from shramsetu.bonded.rules import register
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import NotAllowed, Refused, Stale
from shramsetu.casework.models import Case, SealedBody
from shramsetu.casework.moves import To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role

PURPOSE = "correction"
OFFICERS = frozenset({Role.OFFICER, Role.DM, Role.MAGISTRATE})
PHONE = frozenset({*OFFICERS, Role.CHILD_UNIT})
FIRM = frozenset({"name", "parent", "age", "age_basis", "sex"})  # what papers and sums rest on


@dataclass(frozen=True, slots=True)
class Amended:
    """Who the person is, as it should stand: `identity` lies sealed, sex and whether the phone is safe in the row."""

    identity: Mapping[str, object]
    sex: str
    safe_phone: bool
    reason: str


def may(survivor: Survivor, *, by: Actor, at: datetime | None = None) -> bool:
    """Tell whether `by` corrects who this person is."""
    return by.role in OFFICERS and not by.assists and reading.may(survivor, reading.P2, by=by, at=at)


def may_firm(survivor: Survivor, *, by: Actor, at: datetime) -> bool:
    """Tell whether `by` corrects name, parent, age and sex now: after the finding its magistrate alone."""
    if survivor.case.state in rights.BEFORE_THE_FINDING:
        return True
    places = survivor.case.district, survivor.native_district
    return any(powers.may(by, powers.FINDING, place, at=at) for place in places)


@transaction.atomic
def amend(survivor: Survivor, said: Amended, *, seen: int, by: Actor, at: datetime) -> None:
    """Correct who a person is, and all that follows from it: keys, the child's clock, the entitlement.

    Raises NotAllowed, Refused, Stale if another wrote meanwhile.
    """
    survivor = _held(survivor, seen)
    if not may(survivor, by=by, at=at):
        raise NotAllowed("amend_identity")
    known = reading.reveal(survivor, reading.P2, purpose=PURPOSE, by=by, at=at)
    before = {**known, "sex": survivor.sex, "safe_phone": survivor.safe_phone}
    after = {**said.identity, "sex": said.sex, "safe_phone": said.safe_phone}
    changed = sorted(name for name, value in after.items() if (before.get(name) or "") != (value or ""))
    if not changed:
        raise Refused(_("Nothing was changed."))
    if FIRM & set(changed) and not may_firm(survivor, by=by, at=at):
        raise Refused(_("After the finding name, parent, age and sex are corrected by the magistrate."))
    persons.change(survivor, persons.IDENTITY, said.identity)
    Survivor.objects.filter(pk=survivor.pk).update(sex=said.sex, safe_phone=said.safe_phone)
    was = json.dumps({name: before.get(name) for name in changed}, ensure_ascii=False)
    to = To(survivor.case.state, facts={"fields": changed}, private={"was": was, "reason": said.reason})
    casework.amend(survivor.case, "amend_identity", to=to, by=by, at=at)
    if {"age", "sex"} & set(changed):
        _follow(survivor, by=by, at=at)


@transaction.atomic
def unsafe(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Note that a person's phone is not safe: no code and no reminder goes there any more. Raises NotAllowed."""
    survivor = _held(survivor)
    if by.assists or by.role not in PHONE or not reading.may(survivor, reading.P2, by=by, at=at):
        raise NotAllowed("phone_unsafe")
    if Survivor.objects.filter(pk=survivor.pk, safe_phone=True).update(safe_phone=False):
        casework.amend(survivor.case, "phone_unsafe", to=To(survivor.case.state), by=by, at=at)


def _held(survivor: Survivor, seen: int | None = None) -> Survivor:
    rows = Case.objects.select_for_update(of=("self",)).select_related("sealed_body", "district", "holder")
    case = rows.get(pk=survivor.pk)
    if seen is not None and case.revision != seen:
        raise Stale(case.number)
    held = Survivor.objects.select_for_update(of=("self",)).select_related("native_district").get(pk=survivor.pk)
    held.case = case
    return held


def _follow(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Let keys, columns, clocks and sums follow an age or sex that was put right."""
    case, age = survivor.case, persons.identity(survivor).get("age")
    fresh = Survivor.objects.select_related("case__sealed_body", "case__district").get(pk=survivor.pk)
    if isinstance(age, int):
        _follow_age(fresh, age, at=at)
    if fresh.is_minor and case.state not in ("identified", "chasing"):
        safety.owe_committee(fresh, from_at=at, by=by, at=at)
    elif not fresh.is_minor:
        duties.drop(case, safety.CHILD, at=at, by=by)
    last = entitled.of(fresh)
    if last is not None and not last.is_override:
        entitling.compute(fresh, entitling.known_of(fresh, last), by=by, at=at)
        if case.state in unpaid.FREED:
            entitling.freed(fresh, by=by, at=at)


def _follow_age(survivor: Survivor, age: int, *, at: datetime) -> None:
    then = age < register.ADULT
    now = then
    if survivor.is_imported and survivor.released_on is not None:
        # the age of an old register is that of the release
        now = age + (clock.day(at) - survivor.released_on).days // 365 < register.ADULT
    if survivor.is_minor != now:
        body = SealedBody.objects.select_for_update(of=("self",)).select_related("case").get(pk=survivor.pk)
        sealing.move(body, persons.ring(is_minor=now))
        accounts.move_ring(survivor, child=now)
        survivor.case.sealed_body = body
    survivor.is_minor, survivor.minor_at_release = now, then
    Survivor.objects.filter(pk=survivor.pk).update(is_minor=now, minor_at_release=then)
