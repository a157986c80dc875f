"""Ways back: an entry of nobody, or of somebody entered twice, is void; a death or loss that was none is taken back."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import ladder, powers, unsealed
from shramsetu.bonded.actions import certificates, duties, lines, partings
from shramsetu.bonded.models import BondedDuty, Chase, Payment, PlanLine, Survivor
from shramsetu.bonded.queries import quiet
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, To
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor

# Money that went out, or that somebody has.
OUT = (Stage.SENT, Stage.PAID)
# What several share went on with the others; whoever is back is planned a way home anew.
SHARED = ("native-acceptance", "arrival")
REASON_LEAST = 10


@effect("void", "bl_person")
def void(move: Move) -> To:
    """Take an entry back: nobody is behind it, or somebody who is entered already. The District Magistrate says so.

    Nothing is deleted: certificate, unsent payments, duties, way home and letters end with the reason. Money that went
    out comes back first.
    """
    survivor = Survivor.objects.select_related("case__district").get(pk=move.case.pk)
    powers.need(move.by, powers.CERTIFICATE, move.case.district, at=move.at)
    reason = move.text("reason").strip()
    if len(reason) < REASON_LEAST:
        raise Refused(_("Write the reason in a sentence."), "reason")
    if Payment.objects.filter(survivor=survivor, stage__in=OUT).exists():
        raise Refused(_("Money went out for this entry. It has to come back into the fund first."))
    same = _same(move, survivor)
    to = To("void", outcome="void", private={"reason": reason}, facts={"same_as": same} if same else {})
    to.after = [partial(_let_go, survivor, reason, by=move.by, at=move.at)]
    return to


def _same(move: Move, survivor: Survivor) -> str:
    """Return the code name of the entry that stands for the same person; raises Refused for one that does not."""
    code = move.text("same_as").strip().upper()
    if not code:
        return ""
    other = Survivor.objects.filter(code=code).exclude(pk=survivor.pk).exclude(case__state="void").first()
    if other is None or not powers.works_in(move.by, *powers.of_person(other)):
        raise Refused(_("There is no other person with this code name in your area."), "same_as")
    return code


@transaction.atomic
def _let_go(survivor: Survivor, reason: str, *, by: Actor, at: datetime) -> None:
    case = Case.objects.get(pk=survivor.pk)
    partings.leave(case, by=by, at=at)
    if certificate := certificates.in_force(survivor):
        certificates.withdraw(certificate, reason=reason, by=by, at=at)
    for payment in (
        Payment.objects.filter(survivor=survivor).exclude(stage=Stage.CANCELLED).select_related("survivor__case")
    ):
        lines.move(payment, Stage.CANCELLED, note=lines.Note(reason=reason), seen=payment.seq, by=by, at=at)
    Chase.objects.filter(survivor=survivor, state=Chase.State.OPEN).update(next_at=None)
    for duty in BondedDuty.objects.filter(parent=case, is_open=True).order_by("pk"):
        duties.drop(case, duty.clock, key=duty.key, at=at, by=by)


@effect("undo_end", "bl_person")
def undo_end(move: Move) -> To:
    """Take a death or a loss back, for the District Magistrate's reason: the case goes on where it stood.

    What ended with the person is owed again, from the day from which it was.
    """
    powers.need_here(move.by, *powers.of_case(move.case))
    ended = Entry.objects.filter(stream=move.case.stream, verb__in=("die", "lose")).order_by("-seq").first()
    assert ended is not None
    to = To(str(ended.detail["from"]), due=quiet.due(move.at), outcome="", private={"reason": move.text("reason")})
    to.after = [partial(_owe_again, move.case, ended.at, by=move.by, at=move.at)]
    return to


def _owe_again(case: Case, ended_at: datetime, *, by: Actor, at: datetime) -> None:
    gone = BondedDuty.objects.filter(
        parent=case, clock__in=duties.WITH_PERSON, case__state="dropped", case__closed_at=ended_at
    ).exclude(clock__in=(*SHARED, ladder.QUIET))
    for duty in gone.select_related("case__holder", "case__district").order_by("pk"):
        again = duties.start(
            case,
            duty.clock,
            from_at=duty.from_at,
            by=by,
            at=at,
            key=duty.key,
            district=duty.case.district,
            owner=duty.owner,
            holder=duty.case.holder,
            text=unsealed.for_work(duty.case, duty.text),
            **({"whole": duty.whole} if duty.whole else {}),
        )
        PlanLine.objects.filter(duty=duty.case).update(duty=again)
