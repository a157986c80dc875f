"""What the clock does with a claim, and the small steps of every stage: a word more, a note, taking it back."""

from shramsetu.casework.actions import TOLD_OVER, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.schemes import holders
from shramsetu.schemes.actions import ways
from shramsetu.schemes.models import Claim
from shramsetu.schemes.words import SAY

SPANS = {
    "confirming": "claims.fast_days",
    "submitted": "claims.scrutiny_days",
    "scrutiny": "claims.scrutiny_days",
    "visiting": "claims.visit_days",
    "sanction": "claims.sanction_days",
    "to_hear": "claims.order_days",
    "heard": "claims.order_days",
    "appealed": "claims.appeal_decision_days",
    "appeal_heard": "claims.order_days",
}


@effect("escalate", "claim")
def escalate(move: Move) -> To:
    """Pass a claim whose time is over to the next post up: never to the person who looked at it and may not decide.

    A committee and the accounts have nobody above them who could do it: it stays there and is announced each day.
    """
    case, claim = move.case, ways.of(move.case)
    up = holders.above(case.holder) if case.holder and case.state in SPANS else None
    if up is None or case.level >= ways.TOP:
        return To(case.state, changes={"warned": TOLD_OVER}, facts={"stays": True})
    to = To(case.state, holder=up, level=case.level + 1, due=ways.due(SPANS[case.state], move.at))
    to.facts = {"lapsed": case.holder_id, "scheme": claim.scheme}
    to.tells = [Tell("escalated-late", "complainant"), Tell("officer-arrival-late", "holder")]
    return to


@effect("finalise", "claim")
def finalise(move: Move) -> To:
    """Nobody appealed, or completed it, in the time there was."""
    Claim.objects.filter(pk=move.case.pk).update(is_live=False)
    return To("refused_final" if move.case.state == "refused" else "lapsed")


@effect("withdraw", "claim")
def withdraw(move: Move) -> To:
    """Let the applicant take it back; the same thing can be claimed again."""
    Claim.objects.filter(pk=move.case.pk).update(is_live=False)
    return To("withdrawn", outcome="withdrawn", private=ways.words(move, "reason"))


@effect("add", "claim")
def add(move: Move) -> To:
    """Lay a word or a paper of the applicant with the claim; the date stays."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    ways.take_in(ways.of(move.case), move)
    return To(move.case.state, private=ways.words(move, "text"), tells=[Tell("officer-answered", "holder")])


@effect("note", "claim")
def note(move: Move) -> To:
    """Lay a note of the office with the claim."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    return To(move.case.state, private=ways.words(move, "text"))
