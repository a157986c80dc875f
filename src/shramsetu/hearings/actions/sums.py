"""Sums of awards: written with day and reference, never more than there is; taken back where they were wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from shramsetu.casework.actions import Refused
from shramsetu.casework.moves import Move
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Award, Recovery, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money

ROUNDING = 1  # paise


@dataclass(frozen=True, slots=True)
class Line:
    """A sum as it is told: what it is, how much, on which day, under which reference, with its proof."""

    kind: str
    paise: int
    on: date
    reference: str
    proof: UUID | None = None


def line_of(move: Move, kind: str) -> Line:
    """Return the sum that a step brought; raises Refused."""
    on = move.day("on")
    assert on is not None
    ways.not_later(on, "on", at=move.at)
    papers = ways.files(move)
    return Line(kind, paise_of(move.text("amount")), on, move.text("reference")[:60], papers[0] if papers else None)


def paise_of(written: str) -> int:
    """Return the paise of a written amount; raises Refused for what is none, or nothing."""
    try:
        paise = money.parse(written)
    except money.BadMoney as error:
        raise Refused(SAY["odd_sum"], "amount") from error
    if paise <= 0:
        raise Refused(SAY["odd_sum"], "amount")
    return paise


def write(award: Award, line: Line, *, recovery: Recovery | None, by: Actor, at: datetime) -> Sum:
    """Write a sum of an award. Raises Refused for more than is owed or than waits, or a reference used before."""
    Award.objects.select_for_update().get(pk=award.pk)
    if line.on < award.made_on:
        raise Refused(SAY["before_award"], "on")
    stands = Sum.objects.filter(award=award, kind=line.kind, reference=line.reference, takes_back=None)
    if stands.filter(taken_back_by=None).exists():
        raise Refused(SAY["reference_used"], "reference")
    most = _most(award, line, at=at)
    if line.paise > most:
        raise Refused(SAY["more_than"] % {"most": money.rupees(max(most, 0))}, "amount")
    made = Sum(
        award=award,
        recovery=recovery,
        seq=_next(award),
        kind=line.kind,
        paise=line.paise,
        on=line.on,
        reference=line.reference,
        proof=line.proof,
        by=by.key,
        at=at,
    )
    made.save(force_insert=True)
    return made


def _most(award: Award, line: Line, *, at: datetime) -> int:
    """Return how much a sum of this kind may be on its day: what waits then and still does, or what is owed.

    A sum that is told late may not make those of later days more than the award: a paisa of rounding aside.
    """
    then = balances.standing(award, line.on)
    if line.kind == Sum.Kind.HANDED:
        return min(then.waiting, balances.standing(award, clock.day(at)).waiting)
    over = balances.over_with(award, line.on, line.paise)
    return min(then.owed.total, line.paise - over if over > ROUNDING else line.paise)


def take_back(wrong: Sum, why: str, *, by: Actor, at: datetime) -> Sum:
    """Take back a sum that was written wrongly: a row that says so stands beside it."""
    Award.objects.select_for_update().get(pk=wrong.award_id)
    made = Sum(
        award=wrong.award,
        recovery=wrong.recovery,
        seq=_next(wrong.award),
        kind=wrong.kind,
        paise=-wrong.paise,
        on=wrong.on,
        reference=wrong.reference,
        takes_back=wrong,
        why=why[:200],
        by=by.key,
        at=at,
    )
    made.save(force_insert=True)
    return made


def _next(award: Award) -> int:
    return (Sum.objects.filter(award=award).aggregate(last=Max("seq"))["last"] or 0) + 1
