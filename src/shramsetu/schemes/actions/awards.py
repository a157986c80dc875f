"""What a sanctioned claim gives: an award for each benefit and payee, and every due of it, planned to the paisa."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.places.models import Place
from shramsetu.rulebook.scheme_rows import BenefitRow
from shramsetu.schemes import payable, refusals
from shramsetu.schemes.actions import batches, payees
from shramsetu.schemes.actions.payees import NewPayee, Seats
from shramsetu.schemes.models import Award, Claim, Correction, Deposit, Due, Payee
from shramsetu.schemes.rules import plans
from shramsetu.schemes.rules.benefits import Given
from shramsetu.schemes.rules.dues import TO_PAY
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.rules.plans import Planned

STARTS = "schemes.pension_starts_months"
DIED = "death"
PLANNED_KINDS = sorted({*Award.Kind.values} - {Award.Kind.PENSION, Award.Kind.DEPOSIT})


@dataclass(slots=True)
class Laid:
    """An award as it is planned, with its dues and the deposit behind it."""

    award: Award
    dues: list[Due]
    deposit: Deposit | None = None


@dataclass(slots=True)
class Plan:
    """What a claim is to be given. One that has awards already keeps them: nothing more is laid down."""

    claim: Claim
    there: list[Award]
    laid: list[Laid]

    @property
    def is_money(self) -> bool:
        """Tell whether anything is to be paid."""
        return bool(self.there or self.laid)


@transaction.atomic
def grant(
    claim: Claim, outcome: Outcome, *, by: Actor, at: datetime, sums: Mapping[str, int] | None = None
) -> list[Award]:
    """Write what `outcome` gives to a claim: awards and their dues; a repeat gives those there are.

    Raises NoSum, and OtherSum where it was granted another sum before: that is put right by a correction.
    """
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    made = plan(payees.seats_of(claim), outcome, there=awards_of(claim), by=by, at=at, sums=sums)
    keep([made], by=by, at=at)
    return made.there or [one.award for one in made.laid]


def awards_of(claim: Claim) -> list[Award]:
    """Return what a claim was granted so far."""
    return list(Award.objects.filter(claim=claim).order_by("pk"))


def plan(
    seats: Seats,
    outcome: Outcome,
    *,
    there: list[Award],
    by: Actor,
    at: datetime,
    sums: Mapping[str, int] | None = None,
) -> Plan:
    """Return what `outcome` gives to the claim of `seats`, to be written by `keep`. Raises NoSum, OtherSum.

    `sums` are an officer's figures, in paise, by part, where the rule has words in place of a sum. What is not in
    money, and a pension that another body pays, gives no award.
    """
    found = Plan(seats.claim, there, [])
    if there:
        _need_same(there, outcome, clock.day(at), sums or {})
        return found
    for one in outcome.benefits.given:
        if one.kind not in Award.Kind or _is_paid_by_others(one):
            continue
        paise = (sums or {}).get(one.part.rule.slug, one.paise)
        if paise is None or paise <= 0:
            raise refusals.NoSum
        found.laid += _awards(seats, one, paise, outcome, by=by, at=at)
    return found


def keep(plans: Sequence[Plan], *, by: Actor, at: datetime) -> None:
    """Write what is planned, in as many statements for many claims as for one; who calls has locked the claims."""
    fresh = [one for one in plans if not one.there]
    _write([laid for one in fresh for laid in one.laid])
    journal.append_many([_note(one.claim, "grant", [laid.award for laid in one.laid]) for one in fresh], by=by, at=at)


@transaction.atomic
def name_heirs(claim: Claim, told: Sequence[NewPayee], *, by: Actor, at: datetime, reason: str = "") -> list[Award]:
    """Let other heirs take the place of those planned: what is not paid is split anew among them, to the paisa.

    Raises GoneOut if any of it has gone out; NotNow where nothing is for heirs.
    """
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    old = list(Award.objects.filter(claim=claim, payee__who=Payee.Who.HEIR).exclude(state=Award.State.ENDED))
    if not old or not told:
        raise refusals.NotNow
    _see_to_corrections(old)
    dues = Due.objects.select_for_update().filter(award__in=old).exclude(stage=Due.Stage.CANCELLED)
    if dues.exclude(stage=Due.Stage.PLANNED).exists():
        raise refusals.GoneOut
    parts = {one.part: one for one in old}
    whole = {part: _together(part, old) for part in parts}
    dues.update(stage=Due.Stage.CANCELLED, stage_at=at, why="other-heirs")
    Award.objects.filter(pk__in=[one.pk for one in old]).update(state=Award.State.ENDED, why="other-heirs")
    heirs = payees.others(claim, told)
    models = [(parts[part], plan) for part, plan in whole.items()]
    return _shared(claim, "name_heirs", models, heirs, by=by, at=at, reason=reason)


@transaction.atomic
def succeed(
    payee: Payee, told: Sequence[NewPayee], *, died_on: date, by: Actor, at: datetime, reason: str = ""
) -> list[Award]:
    """Let heirs take the place of a payee who has died: what is not paid of each award is split among them.

    Days and sums of the plan stay, to the paisa; what was paid stays paid; what a bank takes back of it later is split
    by doing it again. Pensions go on by `pensions.pass_on`.
    Raises NotYours, OnTheWay while a part of it lies in a batch or at the bank, NotNow where nothing is left.
    """
    Claim.objects.select_for_update(of=("self",)).get(pk=payee.claim_id)
    old = list(passing().filter(payee=payee).order_by("pk"))
    if not old or not told or died_on > clock.day(at):
        raise refusals.NotNow
    batches.allow(by, old[0].board)
    _see_to_corrections(old)
    dues = Due.objects.select_for_update().filter(award__in=old).order_by("award", "seq")
    if dues.filter(stage__in=[Due.Stage.BATCHED, Due.Stage.SENT]).exists():
        raise refusals.OnTheWay
    left = {one: [planned(due) for due in dues if due.award_id == one.pk and due.stage in TO_PAY] for one in old}
    left = {one: plan for one, plan in left.items() if plan}
    if not left:
        raise refusals.NotNow
    Due.objects.filter(award__in=list(left), stage__in=sorted(TO_PAY)).update(
        stage=Due.Stage.CANCELLED, stage_at=at, why=DIED
    )
    Award.objects.filter(pk__in=[one.pk for one in left]).update(state=Award.State.ENDED, why=DIED)
    heirs = payees.others(payee.claim, told)
    return _shared(payee.claim, "succeed", left.items(), heirs, by=by, at=at, reason=reason)


def _see_to_corrections(old: Sequence[Award]) -> None:
    """Lock the awards; raise NotNow while a sum of theirs is being put right, or was paid too much and is awaited."""
    held = list(Award.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in old]).order_by("pk"))
    if Correction.objects.filter(payable.CORRECTING, award__in=held).exists():
        raise refusals.NotNow


def passing() -> QuerySet[Award]:
    """Return the awards that can pass to heirs: those that run, or ended with a death and are owed something again."""
    owed = Exists(Due.objects.filter(award=OuterRef("pk"), stage__in=sorted(TO_PAY)))
    ended = Q(owed, state=Award.State.ENDED, why=DIED)
    return Award.objects.filter(Q(state=Award.State.LIVE) | ended, kind__in=PLANNED_KINDS)


def planned(due: Due) -> Planned:
    """Return what a due says of its plan."""
    return Planned(due.seq, due.due_on, due.paise, due.interest_paise)


def _write(laid: Sequence[Laid]) -> None:
    fresh = {id(one.award.payee): one.award.payee for one in laid if one.award.payee.pk is None}
    Payee.objects.bulk_create(fresh.values())
    Award.objects.bulk_create([one.award for one in laid])
    Due.objects.bulk_create([due for one in laid for due in one.dues])
    Deposit.objects.bulk_create([one.deposit for one in laid if one.deposit is not None])


def _awards(seats: Seats, one: Given, paise: int, outcome: Outcome, *, by: Actor, at: datetime) -> list[Laid]:
    row, claim, on = one.case.row, seats.claim, clock.day(at)
    model = Award(
        claim=claim,
        board=outcome.edition.scheme.board,
        district=_district(claim),
        part=one.part.rule.slug,
        case=one.case.rule.slug,
        kind=one.kind,
        granted_on=on,
    )
    to = _payees(seats, one, outcome, on)
    if one.kind == "pension":
        return [_pension(model, to[0], on, by=by)]
    made = _split(model, to, _plan(row, paise, on), by=by, at=at)
    if one.kind == "deposit":
        made[0].deposit = _deposit(made[0].award, row, outcome, on)
    return made


def _plan(row: BenefitRow, paise: int, on: date) -> tuple[Planned, ...]:
    if row.months is None or row.instalment_rupees is None:
        return plans.once(paise, on)
    return plans.instalments(paise, row.instalment_rupees * money.PAISE, row.months, on)


def _split(model: Award, to: Sequence[Payee], plan: Sequence[Planned], *, by: Actor, at: datetime) -> list[Laid]:
    made = []
    for payee, own in zip(to, plans.shared(plan, [one.weight for one in to]), strict=True):
        award = _award(model, payee, by=by, total_paise=sum(one.paise for one in own))
        made.append(Laid(award, [due_of(award, one, at=at) for one in own]))
    return made


def _shared(
    claim: Claim,
    verb: str,
    left: Iterable[tuple[Award, Sequence[Planned]]],
    heirs: Sequence[Payee],
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> list[Award]:
    """Write what is left of each award for the heirs, and say so in the journal."""
    laid = [new for one, plan in left for new in _split(one, heirs, plan, by=by, at=at)]
    _write(laid)
    made = [one.award for one in laid]
    journal.append_many([_note(claim, verb, made, reason=reason)], by=by, at=at)
    return made


def _award(model: Award, payee: Payee, *, by: Actor, **columns: object) -> Award:
    kept = ("claim", "board", "district", "part", "case", "kind", "granted_on")
    return Award(**{name: getattr(model, name) for name in kept}, payee=payee, granted_by=by.key, **columns)


def due_of(award: Award, one: Planned, *, at: datetime) -> Due:
    """Return one sum of a plan as a due of `award`, not yet written."""
    return Due(
        award=award,
        seq=one.seq,
        due_on=one.due_on,
        paise=one.paise,
        interest_paise=one.interest_paise,
        board=award.board,
        district_id=award.district_id,
        kind=award.kind,
        stage_at=at,
    )


def _need_same(there: Sequence[Award], outcome: Outcome, on: date, sums: Mapping[str, int]) -> None:
    """Raise OtherSum where a benefit granted before is another sum now: no old plan is kept in silence."""
    rows = Due.objects.filter(award__in=there).exclude(kind=Award.Kind.PENSION).exclude(stage=Due.Stage.CANCELLED)
    whole = {row["award__part"]: row["paise"] for row in rows.values("award__part").annotate(paise=Sum("paise"))}
    for one in outcome.benefits.given:
        paise = sums.get(one.part.rule.slug, one.paise)
        if paise is None or one.part.rule.slug not in whole:
            continue
        if sum(each.paise for each in _plan(one.case.row, paise, on)) != whole[one.part.rule.slug]:
            raise refusals.OtherSum


def _pension(model: Award, payee: Payee, on: date, *, by: Actor) -> Laid:
    first = plans.month_of(on, rulebook.book().number(STARTS, on))
    return Laid(_award(model, payee, by=by, first_month=first, paid_through=plans.month_of(first, -1)), [])


def _deposit(award: Award, row: BenefitRow, outcome: Outcome, on: date) -> Deposit:
    # the daughter's birth is the event itself where she was born; an adopted one has a birthday of her own
    known = outcome.facts.values
    born = known.get(
        "adopted_child_birth_on" if known.get("delivery") == "adoption" else outcome.edition.scheme.event or ""
    )
    age = row.matures_at_age or 0
    return Deposit(award=award, matures_on=plans.matures_on(born if isinstance(born, date) else on, age))


def _payees(seats: Seats, one: Given, outcome: Outcome, on: date) -> list[Payee]:
    who = one.part.rule.payee
    lives = outcome.facts.values.get("loss") != DIED
    if who == "worker" or (who == "heir" and lives):
        return [seats.worker()]
    if there := seats.of(who):
        return there
    told = payees.heirs_of(seats.claim, on) if who == "heir" else []
    return seats.add(told or [NewPayee("", who=who)])


def _is_paid_by_others(one: Given) -> bool:
    """Tell whether the centre's fund pays it: a pension that is saved for, such as PM-SYM."""
    return one.kind == "pension" and one.case.row.matures_at_age is not None


def _together(part: str, awards: Sequence[Award]) -> tuple[Planned, ...]:
    """Return the plan that the awards of one part make together."""
    rows = Due.objects.filter(award__in=[one for one in awards if one.part == part]).order_by("seq")
    rows = rows.exclude(stage=Due.Stage.CANCELLED)  # planned otherwise when the sum was put right
    found: dict[int, Planned] = {}
    for one in rows:
        before = found.get(one.seq, Planned(one.seq, one.due_on, 0, 0))
        found[one.seq] = Planned(
            one.seq, one.due_on, before.paise + one.paise, before.interest_paise + one.interest_paise
        )
    return tuple(found.values())


def _district(claim: Claim) -> Place:
    return claim.case.district or claim.worker.district


def _note(claim: Claim, verb: str, made: Sequence[Award], *, reason: str = "") -> journal.Note:
    sums = [{"part": one.part, "kind": one.kind, "seat": one.payee.seat, "paise": one.total_paise} for one in made]
    return journal.Note(f"money:{claim.case.number}", verb, {"awards": sums}, {"reason": reason} if reason else None)
