"""What the officer does who looks at a claim first: open, ask, have it looked at on the spot, recommend."""

from collections.abc import Collection

from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.offices.models import Post
from shramsetu.schemes import kept, looking, papers
from shramsetu.schemes.actions import ways
from shramsetu.schemes.models import Claim
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.words import SAY


@effect("open", "claim")
def open_claim(move: Move) -> To:
    """Note that the officer has seen the claim; the clock runs on."""
    return To("scrutiny", tells=[Tell("opened", "complainant")])


@effect("check", "claim")
def check(move: Move) -> To:
    """Recommend the claim: every condition holds, every paper was seen, and somebody went where the rule asks."""
    claim = ways.of(move.case)
    found = looking.of_claim(claim)
    need_good(claim, found, good=papers.good(claim))
    frozen = {**claim.outcome, "checked": kept.frozen(found, by=move.by.key, at=move.at)}
    Claim.objects.filter(pk=claim.pk).update(checked_by=ways.who(move.by), outcome=frozen)
    to = ways.to_sanction(move, claim)
    to.private = ways.words(move, "text")
    return to


def need_good(claim: Claim, found: Outcome, *, good: Collection[str]) -> None:
    """Refuse while a condition fails or is open, a paper is not `good`, or nobody went where the rule asks."""
    if found.failed:
        raise Refused(SAY["fails"])
    if found.open:
        raise Refused(SAY["open"] % {"what": ", ".join(one.condition.title.hi for one in found.open)})
    if missing := papers.lacking(found, good):
        raise Refused(SAY["papers"] % {"what": ", ".join(one.title.hi for one in missing)})
    if claim.wants_visit and not claim.visited_by:
        raise Refused(SAY["visit"])


@effect("visit", "claim")
def visit(move: Move) -> To:
    """Send somebody to look; whoever goes holds the claim until the report."""
    post = move.detail["post"]
    assert isinstance(post, Post)
    Claim.objects.filter(pk=move.case.pk).update(wants_visit=True)
    to = To("visiting", holder=post, due=ways.due("claims.visit_days", move.at))
    to.private = ways.words(move, "text")
    to.tells = [Tell("officer-arrival", "holder")]
    return to


@effect("report_visit", "claim")
def report_visit(move: Move) -> To:
    """Report what was found; the claim goes back to who looks at it."""
    visited = move.when("visited_at")
    if visited is None or visited > move.at:
        raise Refused(SAY["not_later"], "visited_at")
    if visited < move.case.opened_at:
        raise Refused(SAY["before_claim"], "visited_at")
    claim = ways.of(move.case)
    Claim.objects.filter(pk=claim.pk).update(visited_by=ways.who(move.by))
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.facts = {"visited_at": visited, "agrees": bool(move.detail.get("agrees"))}
    to.private = ways.words(move, "text")
    return to


@possible("ask", "claim")
def may_ask(case: Case) -> bool:
    """Tell whether the applicant may be asked once more."""
    asks = Claim.objects.filter(pk=case.pk).values_list("asks", flat=True).first()
    return asks is not None and asks < rules.figure("claims.asks_most", case.opened_at)


@effect("ask", "claim")
def ask(move: Move) -> To:
    """Ask the applicant; the officer's clock stands still until the answer."""
    claim = ways.of(move.case)
    if claim.asks >= rules.figure("claims.asks_most", move.case.opened_at):
        raise Refused(SAY["asked_out"], "question")
    ways.pause(claim, move, asks=claim.asks + 1, unanswered=claim.unanswered + 1)
    to = To("asked", due=ways.due("claims.ask_days", move.at), same_clock=True)
    to.private, to.facts = ways.words(move, "question"), {"paper": move.text("paper")} if move.text("paper") else {}
    to.tells = [Tell("asked", "complainant")]
    return to


@effect("answer", "claim")
def answer(move: Move) -> To:
    """Take the applicant's answer; the officer goes on with the time that was left."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    claim = ways.of(move.case)
    to = ways.go_on(claim, move)
    ways.take_in(claim, move, slug=papers.asked_for(move.case))
    Claim.objects.filter(pk=claim.pk).update(unanswered=claim.unanswered - 1)
    to.private = ways.words(move, "text")
    to.tells = [Tell("officer-answered", "holder")]
    return to


@effect("recall", "claim")
def recall(move: Move) -> To:
    """Take the question back: the applicant need not answer, and it counts as asked, not as left unanswered."""
    claim = ways.of(move.case)
    to = ways.go_on(claim, move)
    Claim.objects.filter(pk=claim.pk).update(unanswered=claim.unanswered - 1)
    to.private = ways.words(move, "reason")
    to.tells = [Tell("claim-question-back", "complainant")]
    return to


@effect("resume", "claim")
def resume(move: Move) -> To:
    """Stop waiting: the answer did not come in its time."""
    return ways.go_on(ways.of(move.case), move)


@possible("shelve", "claim")
def may_shelve(case: Case) -> bool:
    """Tell whether the applicant left questions enough unanswered."""
    left = Claim.objects.filter(pk=case.pk).values_list("unanswered", flat=True).first()
    return left is not None and left >= rules.figure("claims.asks_before_shelving", case.opened_at)


@effect("shelve", "claim")
def shelve(move: Move) -> To:
    """Lay a claim aside whose papers never came: that is no refusal, and the applicant may complete it."""
    times = rules.figure("claims.asks_before_shelving", move.case.opened_at)
    if ways.of(move.case).unanswered < times:
        raise Refused(SAY["asked_too_little"] % {"times": times}, "reason")
    rests = rules.figure_due("claims.incomplete_days", move.at).at
    to = To("incomplete", outcome="incomplete", rests_until=rests, private=ways.words(move, "reason"))
    to.tells = [Tell("claim-incomplete", "complainant")]
    return to


@effect("complete", "claim")
def complete(move: Move) -> To:
    """Take up a claim again whose papers have come, with a fresh time."""
    if not move.text("text") and not move.detail.get("files"):
        raise Refused(SAY["answer_lacking"], "text")
    claim = ways.of(move.case)
    ways.take_in(claim, move)
    Claim.objects.filter(pk=claim.pk).update(unanswered=0, asks=0)
    to = ways.to_scrutiny(move.case, claim, at=move.at)
    to.outcome, to.private = "", ways.words(move, "text")
    return to
