"""What a person is entitled to: computed when they are freed and when facts change, set otherwise by the DM alone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import entitled, powers, refusals, unpaid
from shramsetu.bonded.actions import duties, payments
from shramsetu.bonded.models import Entitlement, PaidBefore, Payment, Survivor
from shramsetu.bonded.rules.entitlement import Facts, category_of, entitlement
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.bonded.rules.money import Kind
from shramsetu.casework import sealing
from shramsetu.casework.models import Case
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Role

BEGGING, EXPLOITED = "begging", "sexual-exploitation"
IMMEDIATE_CLOCK = "immediate-assistance"


@dataclass(frozen=True, slots=True)
class Known:
    """What an officer knows of a person beyond sex, age and sector; `dm_finds` is the DM's reason for extreme need."""

    trafficked: bool = False
    disabled: bool = False
    sexual_exploitation: bool = False
    dm_finds: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """What the District Magistrate sets in place of what was computed, and why."""

    total_paise: int
    immediate_paise: int
    annuity_least_paise: int
    reason: str


@transaction.atomic
def freed(survivor: Survivor, *, by: Actor, at: datetime) -> Payment | None:
    """Begin what a release brings: the entitlement, the immediate assistance as due, its clock.

    None where it was paid before, by an old register or another state. Safe to repeat. Raises NoEntitlement where the
    day of release is missing or before the first scheme.
    """
    found = entitled.of(survivor) or compute(survivor, Known(), by=by, at=at)
    if PaidBefore.objects.filter(survivor=survivor, kind=PaidBefore.Kind.IMMEDIATE).exists():
        return None
    payment = payments.due(survivor, Kind.IMMEDIATE, paise=found.immediate_paise, by=by, at=at)
    if payment.stage != Stage.PAID:
        duties.start(survivor.case, IMMEDIATE_CLOCK, from_at=at, by=by, at=at, district=payment.district)
    return payment


def certified(case: Case, *, by: Actor, at: datetime) -> Payment | None:
    """Begin what a certificate brings; the day of release is its own where none was entered. In a transaction."""
    Survivor.objects.filter(pk=case.pk, released_on=None).update(released_on=clock.day(at))
    return freed(Survivor.objects.select_related("case").get(pk=case.pk), by=by, at=at)


@transaction.atomic
def assess(survivor: Survivor, known: Known, *, released_on: date, by: Actor, at: datetime) -> Entitlement:
    """Enter the day of release, compute the entitlement by it and note the immediate assistance as due.

    Raises NotYours, NoEntitlement.
    """
    payments.allow(by, payments.PAYERS, *powers.of_person(survivor))
    Survivor.objects.filter(pk=survivor.pk).update(released_on=released_on)
    found = compute(survivor, known, by=by, at=at)
    if survivor.case.state in unpaid.FREED:
        freed(survivor, by=by, at=at)
    return found


@transaction.atomic
def compute(survivor: Survivor, known: Known, *, by: Actor, at: datetime) -> Entitlement:
    """Compute the entitlement by the version of the scheme on the day of release; the same again changes nothing.

    Raises NotYours where somebody else than the DM finds extreme need, NoEntitlement.
    """
    if known.dm_finds.strip() and by.role != Role.DM:
        raise refusals.NotYours
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=survivor.pk)
    released_on = survivor.released_on
    if released_on is None:
        raise refusals.NoEntitlement
    try:
        version = rulebook.book().bonded.version(released_on)
    except rulebook.NoRule:
        raise refusals.NoEntitlement from None
    facts = facts_of(survivor, known)
    found = entitlement(facts, version, released_on=released_on)
    row = Entitlement(
        survivor=survivor,
        version=found.version,
        category=found.category,
        because=sealing.veiled(survivor.case, " ".join(category_of(facts)[1])),
        released_on=released_on,
        total_paise=found.total,
        immediate_paise=found.immediate,
        annuity_least_paise=found.annuity_least,
        past_approval=found.past_approval,
    )
    last = entitled.of(survivor)
    if last is not None and not last.is_override and _is_same(last, row) and _because(last) == _because(row):
        return last
    return _keep(row, last, by=by, at=at)


@transaction.atomic
def override(survivor: Survivor, asked: Override, *, by: Actor, at: datetime) -> Entitlement:
    """Set other amounts than those computed, with the reason: the District Magistrate's alone. Raises NotYours."""
    payments.allow(by, frozenset({Role.DM}), *powers.of_person(survivor))
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=survivor.pk)
    last = entitled.of(survivor)
    if last is None:
        raise refusals.NoEntitlement
    row = Entitlement(
        survivor=survivor,
        version=last.version,
        category=last.category,
        because=last.because,
        released_on=last.released_on,
        total_paise=asked.total_paise,
        immediate_paise=asked.immediate_paise,
        annuity_least_paise=asked.annuity_least_paise,
        past_approval=last.past_approval,
        is_override=True,
        reason=sealing.veiled(survivor.case, asked.reason.strip()),
    )
    return _keep(row, last, by=by, at=at)


def facts_of(survivor: Survivor, known: Known) -> Facts:
    """Return what of a person counts for the category: the row's own facts and what an officer knows."""
    return Facts(
        sex=survivor.sex,
        is_minor=survivor.is_minor,
        begging=survivor.sector == BEGGING,
        child_labour=survivor.is_minor,
        sexual_exploitation=known.sexual_exploitation or survivor.sector == EXPLOITED,
        trafficked=known.trafficked,
        disabled=known.disabled,
        dm_finds=known.dm_finds,
    )


def _is_same(one: Entitlement, other: Entitlement) -> bool:
    names = ("version", "category", "released_on", "total_paise", "immediate_paise", "annuity_least_paise")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _because(row: Entitlement) -> str:
    return sealing.unveiled(row.survivor.case, row.because)


def _keep(row: Entitlement, last: Entitlement | None, *, by: Actor, at: datetime) -> Entitlement:
    row.seq, row.by, row.at = (last.seq if last else 0) + 1, by.key, at
    row.save(force_insert=True)
    detail = {
        "seq": row.seq,
        "version": row.version,
        "category": row.category,
        "total": row.total_paise,
        "immediate": row.immediate_paise,
        "override": row.is_override,
    }
    journal.append(f"entitlement:{row.survivor_id}", "entitle", by=by, at=at, detail=detail)
    # what is due and not proposed yet follows the new amount
    Payment.objects.filter(survivor=row.survivor, kind=Kind.IMMEDIATE, key="", stage=Stage.DUE).update(
        amount_paise=row.immediate_paise
    )
    return row
