"""What becomes of a decision: reported with proof, closed by the chair who saw it, given back, carried over."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext

from shramsetu.casework.actions import TOLD_OVER, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.files import queries as files
from shramsetu.lib import clock
from shramsetu.monitoring.reviews import powers, terms
from shramsetu.monitoring.reviews.models import Decision
from shramsetu.monitoring.reviews.rules import times


@effect("report", powers.KIND)
def report(move: Move) -> To:
    """The owner says that it is done and lays the proof beside it; the chair of that review looks."""
    row = _row(move)
    Decision.objects.filter(pk=row.pk).update(reported_by=move.by.user_id, reported_at=move.at)
    to = To("reported", holder=row.review.chair, level=1, due=terms.due("reviews.close_days", move.at))
    to.private = {"text": move.text("note")}
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("close", powers.KIND)
def close(move: Move) -> To:
    """The chair has seen the proof: it is carried out. Nobody closes what they reported themself."""
    row = _row(move)
    if move.detail.get("proof_seen") is not True:
        raise Refused(gettext("Look at the proof first; without it a decision is not closed."), "proof_seen")
    if not files.attached(move.case.stream).exists():
        raise Refused(gettext("There is no proof here; give it back."), "proof_seen")
    if move.by.user_id is None or move.by.user_id == row.reported_by_id:
        raise Refused(gettext("Somebody else than who reported it closes it."))
    Decision.objects.filter(pk=row.pk).update(closed_by=move.by.user_id, closed_at=move.at)
    return To("carried_out", outcome="carried_out", facts={"carried": row.carried})


@effect("give_back", powers.KIND)
def give_back(move: Move) -> To:
    """The proof does not prove it: back to the owner; the date stays."""
    row = _row(move)
    Decision.objects.filter(pk=row.pk).update(reported_by=None, reported_at=None)
    return _back(move, row, row.due_on)


@effect("carry", powers.KIND)
def carry(move: Move) -> To:
    """The chair carries it over to a later date; that is counted, and said in the minutes and the lists."""
    row, to_on = _row(move), move.day("to")
    if to_on is None or not times.may_carry(row.due_on, to_on, clock.day(move.at)):
        raise Refused(gettext("A day after its date that is still to come."), "to")
    Decision.objects.filter(pk=row.pk).update(
        due_on=to_on, carried=F("carried") + 1, reported_by=None, reported_at=None
    )
    to = _back(move, row, to_on)
    to.facts = {"from_on": row.due_on, "to_on": to_on, "carried": row.carried + 1}
    return to


@effect("strike", powers.KIND)
def strike(move: Move) -> To:
    """It was written wrongly or is needed no more: struck out with a reason; it stays on record."""
    return To("struck", outcome="struck", private={"reason": move.text("reason")})


@effect("escalate", powers.KIND)
def escalate(move: Move) -> To:
    """Time over: it stays where it is; its owner is reminded, and it comes on the agenda of the next review."""
    return To(move.case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})


def _back(move: Move, row: Decision, due_on: date) -> To:
    to = To("given", holder=row.owner, level=1, due=terms.due_by(due_on), private={"reason": move.text("reason")})
    to.tells = [Tell("officer-arrival", "holder")]
    return to


def _row(move: Move) -> Decision:
    return Decision.objects.select_related("review__chair", "owner").get(pk=move.case.pk)
