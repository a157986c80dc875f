"""What follows coming home: visits in their months, signals of danger, a new episode where somebody is bound again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import aftercare, ages, halves, owners, powers
from shramsetu.bonded import persons as known
from shramsetu.bonded.actions import duties, followups, partings, persons, safety
from shramsetu.bonded.models import BondedDuty, RiskNote, Survivor, Visit
from shramsetu.bonded.queries import quiet
from shramsetu.bonded.rules import register, risk, visits
from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

# What ends with an episode, because it goes on in the next one. Money that is owed stays owed.
ENDING = (followups.FOLLOW_UP, followups.RISK_VISIT, "rehabilitation-line", "plan", persons.QUIET)


@dataclass(frozen=True)
class Seen:
    """What a visit found: scores by domain, figures, the signals that were ticked, and words."""

    on: date
    found: bool = True
    scores: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)  # further columns of Visit
    signals: frozenset[str] = frozenset()
    words: str = ""


@transaction.atomic
def pay(survivor: Survivor, one: Seen, *, by: Actor, at: datetime) -> Visit:
    """Write a visit: it ends the visits that were owed, owes the next one, and weighs the signals of danger.

    Where they weigh heavy a visit within a week is owed (A21); what they mean an officer decides (`confirm`).
    """
    case = survivor.case
    powers.need_here(by, *powers.of_person(survivor))
    if one.on > clock.day(at):
        raise Refused(_("This day has not come yet."), "on")
    if one.found and set(one.scores) != set(visits.DOMAINS):
        raise Refused(
            _("Give a score in every domain."), next(name for name in visits.DOMAINS if name not in one.scores)
        )
    closed = json.dumps({"signals": sorted(one.signals), "words": one.words}, ensure_ascii=False)
    last = Visit.objects.filter(survivor=survivor).aggregate(last=Max("seq"))["last"] or 0
    visit = Visit(
        survivor=survivor,
        seq=last + 1,
        on=one.on,
        month=_month(survivor, one.on, at),
        found=one.found,
        closed=sealing.veiled(case, closed),
        by=by.key,
        at=at,
        **(one.scores if one.found else {}),
        **one.facts,
    )
    visit.save(force_insert=True)
    facts: dict[str, object] = {"visit": visit.seq, "month": visit.month, "on": one.on, "met": one.found}
    to = To(case.state, facts=facts, due=quiet.due(at), tells=_not_met(survivor, visit, at))
    casework.amend(case, "visited", to=to, by=by, at=at)
    if visit.found:
        followups.end_owed(survivor, at=at)
    followups.owe_next(survivor, by=by, at=at)
    weigh(survivor, by=by, at=at)
    return visit


def _not_met(survivor: Survivor, visit: Visit, at: datetime) -> list[Tell]:
    """Magistrate and police of the home hear of visits in vain: nobody knows where the person is."""
    home = survivor.native_district or survivor.case.district
    if visit.found or followups.missed(survivor) < rulebook.book().number("bonded.visits_in_vain", clock.day(at)):
        return []
    return [Tell("officer-arrival", "post", post=owners.post(name, home)) for name in ("dm", "police")]


def weigh(survivor: Survivor, *, by: Actor, at: datetime) -> risk.Risk:
    """Return how heavy the signals weigh now; where heavy, let a visit within a week be owed."""
    weight = risk.risk(aftercare.signals(survivor, at=at))
    if weight is risk.Risk.HIGH:
        district = survivor.native_district or survivor.case.district
        duties.start(survivor.case, followups.RISK_VISIT, from_at=at, by=by, at=at, district=district)
    return weight


@transaction.atomic
def confirm(survivor: Survivor, level: str, *, reason: str, by: Actor, at: datetime) -> RiskNote:
    """Write what an officer makes of the signals; another level than the computed one takes a reason."""
    case = survivor.case
    powers.need_here(by, *powers.of_person(survivor))
    signals = aftercare.signals(survivor, at=at)
    computed = risk.risk(signals)
    if level != computed and not reason.strip():
        raise Refused(_("The signals say something else. Write why."), "reason")
    closed = json.dumps({"signals": list(signals.found), "reason": reason}, ensure_ascii=False)
    note = RiskNote(
        survivor=survivor,
        computed=computed,
        confirmed=level,
        closed=sealing.veiled(case, closed),
        by=by.key,
        at=at,
    )
    note.save(force_insert=True)
    Survivor.objects.filter(pk=survivor.pk).update(risk=level)
    facts: dict[str, object] = {"computed": str(computed), "confirmed": level}
    to = To(case.state, facts=facts, private={"reason": reason} if reason.strip() else {})
    casework.amend(case, "risk_confirmed", to=to, by=by, at=at)
    if level == risk.Risk.HIGH:
        district = survivor.native_district or case.district
        duties.start(case, followups.RISK_VISIT, from_at=at, by=by, at=at, district=district)
    elif computed != risk.Risk.HIGH or reason.strip():
        duties.drop(case, followups.RISK_VISIT, at=at)
    return note


@effect("close", "bl_person")
def close(move: Move) -> To:
    """The person stands on their own feet: after the last visit, all money paid, every line of the plan ended."""
    halves.check(move.case, move.step.verb, move.by)
    survivor = Survivor.objects.select_related("case").get(pk=move.case.pk)
    book, on = rulebook.book(), clock.day(move.at)
    last = max(book.numbers("bonded.visit_months", on))
    if not survivor.visits.filter(month=last, found=True).exists():
        raise Refused(_("The visit after %(months)s months is still to come.") % {"months": last})
    persons.need_nothing_open(move)
    return To("self_reliant", outcome="self_reliant", private={"text": move.text("text")} if move.text("text") else {})


@effect("rebond", "bl_person")
def rebond(move: Move) -> To:
    """The person was bound again: this episode ends, and a new one with everything known of the person begins."""
    to = To("rebonded", outcome="rebonded", private={"reason": move.text("reason")})
    to.after.append(lambda: partings.leave(move.case, by=move.by, at=move.at))
    to.after.append(lambda: _new_episode(move))
    return to


def _new_episode(move: Move) -> None:
    old = Survivor.objects.select_related("case__district", "household", "native_district").get(pk=move.case.pk)
    for duty in BondedDuty.objects.filter(parent=move.case, clock__in=ENDING, is_open=True):
        duties.drop(move.case, duty.clock, key=duty.key, at=move.at)
    where, age = move.detail.get("district"), _age_now(move, old)
    identity = known.identity(old)
    kept = ("native_state", "has_aadhaar", "has_account", "safe_phone")
    fresh = persons.enter(
        persons.Someone(
            district=where if isinstance(where, Place) else _district(old),
            sex=old.sex,
            is_minor=old.is_minor if age is None else age < register.ADULT,
            household=old.household,
            previous=old,
            native_district=old.native_district,
            identity=identity if age is None else {**identity, "age": age},
            sealed=known.sealed_part(old),
            columns={name: getattr(old, name) for name in kept},
        ),
        by=move.by,
        at=move.at,
    )
    safety.owe(fresh, from_at=move.at, by=move.by, at=move.at)
    weigh(fresh, by=move.by, at=move.at)


def _age_now(move: Move, old: Survivor) -> int | None:
    """Return the age that was written now, or that of then and the years since; None where none was ever known."""
    said = move.detail.get("age")
    if isinstance(said, int):
        if not 0 <= said <= register.MOST_AGE:
            raise Refused(_("Write the age in years."), "age")
        return said
    return ages.now(old, at=move.at)


def _district(old: Survivor) -> Place:
    assert old.case.district is not None
    return old.case.district


def _month(survivor: Survivor, on: date, at: datetime) -> int:
    if survivor.arrived_at is None:
        return 0
    book = rulebook.book()
    months = book.numbers("bonded.visit_months", clock.day(at))
    return visits.covered(months, survivor.arrived_at, on, book.calendar(on))
