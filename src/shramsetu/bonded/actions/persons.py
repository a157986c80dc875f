"""The steps of one person. Each sets the quiet clock anew; what starts or stops with a step is said in its effect."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import counters, halves, owners, persons, settling, transfer_words
from shramsetu.bonded.actions import certificates, duties, endings, entitling, followups, gate, partings, riding, safety
from shramsetu.bonded.models import BondedDuty, Chase, Household, Operation, Site, Survivor
from shramsetu.bonded.queries import quiet as calm
from shramsetu.bonded.refusals import NoEntitlement
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import TOLD_OVER, Opening, Refused, open_case
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, To
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

QUIET = "quiet-case"
RESTS = timedelta(days=365)  # what a case is shown to have time for of which nothing is owed to anybody
DEPARTMENT = "labour"


@dataclass(frozen=True)
class Someone:
    """A person about to be entered. `identity` and `sealed` go encrypted into the sealed body (classes P2 and P3)."""

    district: Place
    sex: str
    is_minor: bool = False
    state: str = "identified"
    operation: Operation | None = None
    site: Site | None = None
    household: Household | None = None
    previous: Survivor | None = None
    native_district: Place | None = None
    identity: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, object] = field(default_factory=dict)  # further columns of Survivor


@transaction.atomic
def enter(one: Someone, *, by: Actor, at: datetime, channel: str = Case.Channel.DESK) -> Survivor:
    """Open a person's case under a code name; the labour officer of the district holds it."""
    holder = owners.post("labour_officer", one.district)
    start = To(one.state, holder=holder, level=1, due=calm.due(at))
    columns = {
        "district": one.district,
        "department": Department.objects.get(slug=DEPARTMENT),
        "parent": one.operation.case if one.operation else None,
        "urgent": True,
        "sealed": True,
    }
    case = open_case(Opening("bl_person", channel, start, columns), by=by, at=at)
    whole = {persons.IDENTITY: dict(one.identity), persons.SEALED: dict(one.sealed)}
    sealing.seal(case, whole, ring=persons.ring(is_minor=one.is_minor))
    survivor = Survivor(
        case=case,
        code=counters.code("BL", one.district),
        operation=one.operation,
        site=one.site or (one.operation.site if one.operation else None),
        household=one.household,
        previous=one.previous,
        sex=one.sex,
        is_minor=one.is_minor,
        native_district=one.native_district,
        **{"minor_at_release": one.is_minor, **one.columns},
    )
    survivor.save(force_insert=True)
    persons.index(survivor, one.identity)
    return survivor


def onward(move: Move, state: str, *, holder: Post | None = None) -> To:
    """Lead to `state` with a fresh quiet clock; whoever was called upon because nothing happened has acted."""
    halves.check(move.case, move.step.verb, move.by)
    duties.drop(move.case, QUIET, at=move.at)
    return To(state, holder=holder, due=calm.due(move.at))


@effect("secure", "bl_person")
def secure(move: Move) -> To:
    """The person is in a safe place; of an operation that goes on, the time for the finding begins with its end."""
    survivor = Survivor.objects.select_related("operation").get(pk=move.case.pk)
    survivor.case = move.case
    waits = survivor.operation is not None and survivor.operation.ended_at is None
    owe = safety.owe_committee if waits else safety.owe
    to = onward(move, "secured")
    to.after = [partial(owe, survivor, from_at=move.at, by=move.by, at=move.at)]
    return to


@effect("certify", "bl_person")
def certify(move: Move) -> To:
    """The release certificate is issued: number and words are fixed; the immediate assistance is due from here on."""
    survivor = Survivor.objects.select_related("case").get(pk=move.case.pk)
    made = certificates.issue(survivor, by=move.by, at=move.at)
    to = onward(move, "certified")
    to.facts = {"paper": made.paper.number, "version": made.version}
    to.after = [
        partial(entitling.certified, move.case, by=move.by, at=move.at),
        partial(gate.look_at, move.case, by=move.by, at=move.at),
    ]
    return to


@effect("send_home", "bl_person")
def send_home(move: Move) -> To:
    """The person left for home, with an escort: the journey says so, never the case alone."""
    if not _has_left(move.case):
        raise Refused(transfer_words.SAY["journey_first"])
    return onward(move, "travelling")


@possible("send_home", "bl_person")
def _has_left(case: Case) -> bool:
    return riding.is_on_the_way(case)


@possible("arrive", "bl_person")
def _is_not_on_the_way(case: Case) -> bool:
    return not _has_left(case)


@effect("arrive", "bl_person")
def arrive(move: Move) -> To:
    """The person reached home; the home district's officer holds the case from here on.

    Who left with an escort is handed over on the journey's page, on a receipt.
    """
    if _has_left(move.case):
        raise Refused(transfer_words.SAY["handover_first"])
    survivor = Survivor.objects.select_related("native_district").get(pk=move.case.pk)
    # who came home before the certificate is counted from that day
    survivor.arrived_at, survivor.case = survivor.arrived_at or move.at, move.case
    Survivor.objects.filter(pk=survivor.pk).update(arrived_at=survivor.arrived_at)
    to = onward(move, "home", holder=_native_officer(survivor, move.case))
    to.after = [
        lambda: endings.ask_home_state(survivor, by=move.by, at=move.at),
        lambda: _plan_due(survivor, move),
        lambda: followups.owe_next(survivor, by=move.by, at=move.at),
    ]
    return to


@possible("receive_certificate", "bl_person")
def _has_come(case: Case) -> bool:
    return Chase.objects.filter(survivor=case.pk, state=Chase.State.RECEIVED).exists()


@effect("receive_certificate", "bl_person")
def receive_certificate(move: Move) -> To:
    """The certificate that another state owed has come: number and scan are entered in its chase, never here alone."""
    if not _has_come(move.case):
        raise Refused(transfer_words.SAY["chase_first"])
    survivor = Survivor.objects.select_related("native_district").get(pk=move.case.pk)
    survivor.case = move.case
    to = onward(move, "home")
    to.after = [
        lambda: _plan_due(survivor, move),
        lambda: followups.owe_next(survivor, by=move.by, at=move.at),
        lambda: _money_due(move),
        lambda: gate.look_at(move.case, by=move.by, at=move.at),
    ]
    return to


def _money_due(move: Move) -> None:
    """Begin what a certificate brings; whoever was released before the first scheme is entitled to nothing by it."""
    payment = None
    with suppress(NoEntitlement):
        payment = entitling.certified(move.case, by=move.by, at=move.at)
    if payment is not None and not payment.survivor.has_account:
        duties.start(move.case, "bank-account", from_at=move.at, by=move.by, at=move.at, district=payment.district)


@possible("chase_denied", "bl_person")
def _on_the_page_of_the_chase(case: Case) -> bool:
    """The refusal is written on the page of the chase."""
    return False


@effect("chase_denied", "bl_person")
def chase_denied(move: Move) -> To:
    """The district of the rescue gives no certificate: whether the person was bonded is found at home."""
    to = onward(move, "secured")
    survivor = Survivor.objects.select_related("native_district").get(pk=move.case.pk)
    survivor.case = move.case
    to.private = {"reason": move.text("reason")}
    to.after = [
        partial(safety.owe, survivor, from_at=move.at, by=move.by, at=move.at, district=survivor.native_district)
    ]
    return to


@effect("settle", "bl_person")
def settle(move: Move) -> To:
    """The money is paid and every line of the plan is settled; visits go on. What is open is named."""
    need_nothing_open(move)
    return onward(move, "followed")


def need_nothing_open(move: Move) -> None:
    """Raise Refused while a sum of the scheme or a line of help is open."""
    survivor = Survivor.objects.select_related("case__district", "native_district").get(pk=move.case.pk)
    if found := settling.still_open(survivor, at=move.at):
        raise Refused(settling.words(found))


@effect("lose", "bl_person")
def lose(move: Move) -> To:
    """The person cannot be traced."""
    to = _ended(move, "untraceable")
    to.private = {"reason": move.text("reason")}
    return to


@effect("die", "bl_person")
def die(move: Move) -> To:
    """The person died; what was due goes to the heirs."""
    died_on = move.day("died_on")
    if died_on is not None and died_on > clock.day(move.at):
        raise Refused(_("This day has not come yet."), "died_on")
    to = _ended(move, "died")
    to.facts = {"died_on": died_on}
    return to


def _ended(move: Move, state: str) -> To:
    """Lead to an end that may be taken back in the time of the rulebook: somebody is back, or it was a wrong click."""
    until = rules.figure_due("bonded.undo_days", move.at).at
    return To(state, outcome=state, rests_until=until, after=_ends(move))


def _ends(move: Move) -> list[Callable[[], object]]:
    """Return what a death or loss ends: first what was shared goes on with the others, then what was their own."""
    return [
        partial(partings.leave, move.case, by=move.by, at=move.at),
        partial(duties.end_with_person, move.case, at=move.at),
    ]


@effect("note", "bl_person")
def note(move: Move) -> To:
    """Add what happened."""
    to = onward(move, move.case.state)
    to.private = {"text": move.text("text")}
    return to


@effect("quiet", "bl_person")
def quiet(move: Move) -> To:
    """Nothing happened for long: while any duty is open, whoever holds the case owes a sign of life.

    It is said once. From then on the clock of that call climbs, and this one rests until something happens again
    (`duties.listen`): a case that lies for years has one entry, not one a fortnight.
    """
    case, since = move.case, calm.last_event(move.case)
    owed = BondedDuty.objects.filter(parent=case, is_open=True).exclude(clock=QUIET)
    begins: datetime | None = owed.aggregate(first=Min("from_at"))["first"]  # a visit is owed from its month on
    if begins is None:
        rests = Due(move.at + RESTS, f"bonded.{QUIET}")
        return To(case.state, due=rests, same_clock=True, changes={"warned": TOLD_OVER})
    if (due := calm.due(max(since, begins))).at > move.at:
        return To(case.state, due=due, same_clock=True)
    duties.start(case, QUIET, from_at=since, by=SYSTEM, at=move.at, holder=case.holder, owner="duty_owner")
    return To(case.state, changes={"warned": TOLD_OVER})


def _native_officer(survivor: Survivor, case: Case) -> Post | None:
    return owners.post("native_officer", survivor.native_district) if survivor.native_district else case.holder


def _plan_due(survivor: Survivor, move: Move) -> None:
    """Start the clock of the plan with the home district; another state keeps its own."""
    if survivor.native_state:
        return
    home = survivor.native_district or move.case.district
    duties.start(move.case, "plan", from_at=move.at, by=move.by, at=move.at, district=home)
