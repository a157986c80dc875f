"""Ways to the end besides satisfaction: two-key special closure, objection, review, withdrawal, finality."""

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries as cases
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import queries
from shramsetu.grievances.actions import masters, ways
from shramsetu.grievances.models import Grievance, SpecialClosure
from shramsetu.grievances.words import SAY
from shramsetu.offices import queries as offices


@effect("propose_special_close", "grievance")
def propose_special_close(move: Move) -> To:
    """Turn the first key: a listed ground with its document; the post one level up decides."""
    case = move.case
    if move.by.user_id is None or case.holder is None:
        raise NotAllowed("propose_special_close")
    ground = rulebook.book().grounds.get(move.text("ground"))
    if ground is None or case.level not in ground.levels or (case.urgent and ground.not_for_urgent):
        raise Refused(SAY["no_such_ground"], "ground")
    document = queries.latest_paper(case)
    if document is None:
        raise Refused(SAY["document_lacking"], "files")
    decider = ways.one_level_up(case, at=move.at)
    casework.drop_duties(case, at=move.at)
    SpecialClosure(
        case=case,
        ground=move.text("ground"),
        reason=sealing.veiled(case, move.text("reason")),
        document=document,
        proposed_post=case.holder,
        proposed_by_id=move.by.user_id,
        proposed_at=move.at,
    ).save(force_insert=True)
    due = ways.figure_due("grievances.special_close_days", at=move.at, case=case)
    return To(
        "special_proposed",
        holder=decider,
        due=due,
        facts={"ground": move.text("ground")},
        private={"reason": move.text("reason")},
        tells=[Tell("special-proposed", "complainant"), Tell("officer-special-decide", "holder")],
    )


@effect("approve_special_close", "grievance")
def approve_special_close(move: Move) -> To:
    """Turn the second key. The complainant gets the reason and may object."""
    closure = _decide(move, approved=True, decision=move.text("text"))
    to = ways.at_rest("closed_special", "special", at=move.at, window="grievances.object_days")
    to.private = {"text": move.text("text")}
    to.tells = [Tell("special-closed", "complainant")]
    to.tells.append(Tell("officer-special-approved", "post", post=closure.proposed_post))
    to.after.append(lambda: masters.release(move.case, at=move.at))
    return to


@effect("refuse_special_close", "grievance")
def refuse_special_close(move: Move) -> To:
    """Withhold the second key: back to the post that proposed, with a short limit."""
    closure = _decide(move, approved=False, decision=move.text("reason"))
    due = ways.figure_due("grievances.special_close_refused_days", at=move.at, case=move.case)
    return To(
        "with_officer",
        holder=closure.proposed_post,
        due=due,
        private={"reason": move.text("reason")},
        tells=[Tell("special-refused", "complainant"), Tell("officer-special-refused", "holder")],
    )


def _decide(move: Move, *, approved: bool, decision: str) -> SpecialClosure:
    closure = SpecialClosure.objects.select_related("proposed_post__place").get(case=move.case, decided_at=None)
    if move.by.user_id is None or move.by.user_id == closure.proposed_by_id:
        raise Refused(SAY["two_persons"])
    SpecialClosure.objects.filter(pk=closure.pk, decided_at=None).update(
        approved=approved,
        decision=sealing.veiled(move.case, decision),
        decided_at=move.at,
        decided_by=move.by.user_id,
        decided_post=move.by.post_id,
    )
    return closure


@effect("object", "grievance")
def object_to(move: Move) -> To:
    """Take the complainant's objection to a special closure to the post above the one that approved it."""
    case = move.case
    closure = SpecialClosure.objects.filter(case=case, approved=True).order_by("-decided_at")[0]
    decider = offices.get(closure.decided_post_id or closure.proposed_post_id)
    holder = offices.above(decider, barred=cases.barred(case)) or offices.outside()
    due = ways.figure_due("grievances.object_review_days", at=move.at, case=case)
    return To(
        "review",
        holder=holder,
        level=max(case.level, 1),
        due=due,
        outcome="",
        private={"reason": move.text("reason")},
        tells=[Tell("objected", "complainant"), Tell("officer-objected", "holder")],
    )


@effect("decide_review", "grievance")
def decide_review(move: Move) -> To:
    """Decide by a speaking order: uphold, which closes with the way of appeal named, or send it back to be acted on."""
    case = move.case
    if move.by.user_id is None or move.by.user_id in queries.authors(case):
        raise Refused(SAY["not_your_own"])
    if move.text("decision") == "uphold":
        to = ways.at_rest("closed_order", "order", at=move.at, window="grievances.object_days")
        to.tells = [Tell("objection-refused", "complainant")]
        to.after.append(lambda: masters.release(case, at=move.at))
    elif move.text("decision") == "act" and queries.reviews(case) > rules.figure("grievances.l4_reviews", move.at):
        raise Refused(SAY["reviewed_before"], "decision")
    elif move.text("decision") == "act":
        to = ways.to_officer(case, max(case.level, 1), at=move.at, state="with_officer")
        to.tells = [Tell("sent-back", "complainant"), Tell("officer-dissatisfied", "holder")]
    else:
        raise Refused(SAY["no_such_choice"], "decision")
    to.private, to.facts = {"text": move.text("text")}, {"decision": move.text("decision")}
    return to


@effect("reopen", "grievance", "information", "demand", "suggestion")
def reopen(move: Move) -> To:
    """Bring a closed case back on the complainant's word, to the level that had it."""
    case = move.case
    Grievance.objects.filter(pk=case.pk).update(reopens=Grievance.objects.values_list("reopens").get(pk=case.pk)[0] + 1)
    to = ways.to_first(case, max(case.level, 1), at=move.at)
    to.outcome = ""
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("reopened", "complainant"), Tell("officer-reopened", "holder")]
    return to


@effect("withdraw", "grievance", "information", "demand", "suggestion")
def withdraw(move: Move) -> To:
    """Close on the complainant's own wish; their word within the window brings it back."""
    Grievance.objects.filter(pk=move.case.pk).update(asked_at=None, due_before_pause=None)
    to = ways.at_rest("closed_withdrawn", "withdrawn", at=move.at, window="grievances.reopen_days")
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("withdrawn", "complainant"), Tell("officer-withdrawn", "holder")]
    to.after.append(lambda: masters.release(move.case, at=move.at))
    return to


@effect("finalise", "grievance", "information", "demand", "suggestion")
def finalise(move: Move) -> To:
    """Make final what no way leads out of any more."""
    return To("final")
