"""What a person is entitled to: computed when they are freed and when facts change, set otherwise by the DM alone."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import entitled, powers, refusals, unpaid, unsealed
from shramsetu.bonded.actions import duties, gate, payments, rest
from shramsetu.bonded.models import Entitlement, Payment, Survivor
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
    """What an officer found of a person beyond sex and age; `dm_finds` is the DM's reason for extreme need."""

    begging: bool = False
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

    None where nothing of it is left, paid here or before. Safe to repeat. Raises NoEntitlement where the
    day of release is missing or before the first scheme.
    """
    if entitled.of(survivor) is None:
        compute(survivor, Known(), by=by, at=at)
    rest.immediate(survivor, by=by, at=at)
    rows = Payment.objects.filter(survivor=survivor, kind=Kind.IMMEDIATE).exclude(stage=Stage.CANCELLED)
    payment = rows.exclude(stage=Stage.PAID).order_by("pk").first()
    if payment is not None and entitled.immediate_left(survivor):
        duties.start(survivor.case, IMMEDIATE_CLOCK, from_at=at, by=by, at=at, district=payment.district)
    return payment


def certified(case: Case, *, by: Actor, at: datetime) -> Payment | None:
    """Begin what a certificate brings; the day of release is its own where none was entered. In a transaction."""
    Survivor.objects.filter(pk=case.pk, released_on=None).update(released_on=clock.day(at))
    return freed(Survivor.objects.select_related("case").get(pk=case.pk), by=by, at=at)


@transaction.atomic
def assess(survivor: Survivor, known: Known, *, released_on: date, by: Actor, at: datetime) -> Entitlement:
    """Enter the day of release, compute the entitlement by it and note the immediate assistance as due.

    An officer enters the day and no more: what raises the category is found by who may sanction, extreme need by the
    District Magistrate, and amounts which the magistrate set stay. Raises NotYours, Confirmed, SetByMagistrate,
    DayIsFixed, NoEntitlement.
    """
    payments.allow(by, payments.PAYERS, *powers.of_person(survivor))
    held = (
        Survivor.objects.select_for_update(of=("self",))
        .select_related("case__district", "native_district")
        .get(pk=survivor.pk)
    )
    last = entitled.of(held)
    before = known_of(held, last)
    if by.role != Role.DM:
        if last is not None and last.is_override:
            raise refusals.SetByMagistrate
        known = replace(known, dm_finds=known.dm_finds or before.dm_finds)
        if replace(known, dm_finds="") != replace(before, dm_finds="") and not _may_sanction(held, by, at):
            raise refusals.Confirmed
        if held.released_on not in (None, released_on) and not _may_sanction(held, by, at):
            raise refusals.DayIsFixed
    Survivor.objects.filter(pk=survivor.pk).update(released_on=released_on)
    found = compute(survivor, known, by=by, at=at)
    if survivor.case.state in unpaid.FREED:
        freed(survivor, by=by, at=at)
    return found


def asks(survivor: Survivor, *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Return which facts beside the day of release `by` may enter."""
    if not _may_sanction(survivor, by, at):
        return ()
    found = ("begging", "disabled", "trafficked", "sexual_exploitation")
    return (*found, "dm_finds") if by.role == Role.DM else found


def suggested(survivor: Survivor, known: Known) -> Known:
    """Return what the kind of work speaks for beside what is known: a word of whoever told of it, until it is found."""
    return replace(
        known,
        begging=known.begging or survivor.sector == BEGGING,
        sexual_exploitation=known.sexual_exploitation or survivor.sector == EXPLOITED,
    )


def known_of(survivor: Survivor, entitlement: Entitlement | None) -> Known:
    """Return what was known of a person when the entitlement was computed last."""
    if entitlement is None or not entitlement.facts:
        return Known()
    return Known(**json.loads(unsealed.for_work(survivor.case, entitlement.facts)))


def _may_sanction(survivor: Survivor, by: Actor, at: datetime) -> bool:
    places = (survivor.case.district, survivor.native_district)
    return any(powers.may(by, powers.SANCTION, place, at=at) for place in places)


@transaction.atomic
def compute(survivor: Survivor, known: Known, *, by: Actor, at: datetime) -> Entitlement:
    """Compute the entitlement by the version of the scheme on the day of release; the same again changes nothing.

    Raises NotYours where somebody else than the DM finds extreme need, NoEntitlement.
    """
    survivor = Survivor.objects.select_for_update(of=("self",)).select_related("case").get(pk=survivor.pk)
    released_on = survivor.released_on
    if released_on is None:
        raise refusals.NoEntitlement
    try:
        version = rulebook.book().bonded.version(released_on)
    except rulebook.NoRule:
        raise refusals.BeforeScheme from None
    last = entitled.of(survivor)
    if known.dm_finds.strip() and by.role != Role.DM and known.dm_finds != known_of(survivor, last).dm_finds:
        raise refusals.NotYours
    facts = facts_of(survivor, known)
    found = entitlement(facts, version, released_on=released_on)
    row = Entitlement(
        survivor=survivor,
        version=found.version,
        category=found.category,
        because=sealing.veiled(survivor.case, " ".join(category_of(facts)[1])),
        facts=sealing.veiled(survivor.case, json.dumps(asdict(known), ensure_ascii=False)),
        released_on=released_on,
        total_paise=found.total,
        immediate_paise=found.immediate,
        annuity_least_paise=found.annuity_least,
        past_approval=found.past_approval,
    )
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
        facts=last.facts,
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
    """Return what of a person counts for the category: sex and age by the row, the rest as an officer found it."""
    return Facts(
        sex=survivor.sex,
        is_minor=survivor.minor_at_release,
        begging=known.begging,
        child_labour=survivor.minor_at_release,
        sexual_exploitation=known.sexual_exploitation,
        trafficked=known.trafficked,
        disabled=known.disabled,
        dm_finds=known.dm_finds,
    )


def _is_same(one: Entitlement, other: Entitlement) -> bool:
    names = ("version", "category", "released_on", "total_paise", "immediate_paise", "annuity_least_paise")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _because(row: Entitlement) -> str:
    return unsealed.for_work(row.survivor.case, row.because)


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
    # what is due follows: more falls due where the sums grew, also after the gate of the balance has opened
    if Payment.objects.filter(survivor=row.survivor, kind=Kind.IMMEDIATE).exists():
        rest.immediate(row.survivor, by=by, at=at)
    if last is not None:
        gate.look_at(row.survivor.case, by=by, at=at)
    return row
