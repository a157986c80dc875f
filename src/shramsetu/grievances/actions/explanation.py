"""Calling for an explanation (स्पष्टीकरण) after a lapse, a fake disposal or misconduct, and following it up."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Explanation
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post

CAUSES = ("lapse", "fake_disposal", "conduct")


@transaction.atomic
def call_for_explanation(
    case: Case, *, to: Post, cause: str, text: str, letter_number: str, by: Actor, at: datetime
) -> Case:
    """Issue the numbered letter to the post `to` about `case`; its reply is due by the rulebook.

    Raises NotAllowed unless the issuer stands above the post, Refused for a cause that is not listed.
    """
    issuer = offices.get(by.post_id) if by.post_id else None
    if issuer is None or by.assists or not offices.is_above(issuer, to):
        raise casework.NotAllowed("call_for_explanation")
    start = To("issued", holder=to, level=max(to.level, 1), due=ways.figure_due("explanations.reply_days", at=at))
    start.facts = {"cause": cause, "issued_by": issuer.pk}
    columns = {
        "parent": case,
        "department": to.department or case.department,
        "district": case.district,
        "category": case.category,
        "sealed": case.sealed,
    }
    made = casework.open_case(casework.Opening("explanation", Case.Channel.SYSTEM, start, columns), by=by, at=at)
    number = letter_number or f"{issuer.short_en}/{made.number}"
    Explanation(
        case=made, letter_number=number[:60], cause=cause, text=text, issued_by=issuer, user_id=offices.incumbent_id(to)
    ).save(force_insert=True)
    casework.announce(made, [Tell("officer-explanation", "holder", {"letter": number[:20]})], by=by, at=at)
    return made


@effect("reply", "explanation")
def reply(move: Move) -> To:
    """Hand the reply to the post that issued the letter."""
    Explanation.objects.filter(pk=move.case.pk).update(reply=move.text("text"), replied_at=move.at)
    return _to_issuer(move, "replied")


@effect("escalate", "explanation")
def silent(move: Move) -> To:
    """Remind of the letter, as often as the rulebook says; then bring the silence before the post that issued it."""
    reminded = Entry.objects.filter(stream=move.case.stream, verb="escalate").count()
    if reminded >= rules.figure("explanations.reminders_max", move.at):
        return _to_issuer(move, "silent")
    letter = Explanation.objects.values_list("letter_number", flat=True).get(pk=move.case.pk)
    to = To("issued", due=ways.figure_due("explanations.reply_days", at=move.at), facts={"reminder": reminded + 1})
    to.tells = [Tell("officer-explanation-reminder", "holder", {"letter": letter[:20]})]
    return to


def _to_issuer(move: Move, state: str) -> To:
    issuer = Explanation.objects.select_related("issued_by__place").get(pk=move.case.pk).issued_by
    due = ways.figure_due("explanations.decide_days", at=move.at)
    return To(state, holder=issuer, due=due, tells=[Tell("officer-arrival", "holder")])


@effect("decide", "explanation")
def decide(move: Move) -> To:
    """Decide what comes of it: accepted, warned, adverse entry, or departmental proceedings."""
    Explanation.objects.filter(pk=move.case.pk).update(result=move.text("result"), decision=move.text("text"))
    letter, post = _called_for(move.case)
    to = To("decided", outcome=move.text("result"), facts={"result": move.text("result")})
    to.tells = [Tell("officer-explanation-decided", "post", {"letter": letter[:20]}, post=post)]
    return to


def _called_for(case: Case) -> tuple[str, Post | None]:
    """Return the letter's number and the post that had to explain: the first holder of the case."""
    letter = Explanation.objects.values_list("letter_number", flat=True).get(pk=case.pk)
    first = Entry.objects.filter(stream=case.stream, seq=1).values_list("detail__holder", flat=True).first()
    return letter, Post.objects.select_related("place").filter(pk=first or 0).first()


@effect("lapse", "explanation")
def lapse(move: Move) -> To:
    """Pass an undecided explanation to the post above the issuer; at the top it stays."""
    above = ways.above(move.case)
    if above is None:
        return To(move.case.state, changes={"warned": 100}, facts={"stays": True})
    return To(move.case.state, holder=above, due=ways.figure_due("explanations.decide_days", at=move.at))
