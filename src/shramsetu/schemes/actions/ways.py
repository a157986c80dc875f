"""Where a claim goes: the next holder with its time, and the guards that several steps share."""

from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.rulebook.editions import Edition
from shramsetu.schemes import holders
from shramsetu.schemes.models import Claim, Paper
from shramsetu.schemes.words import SAY

TOP = 4


def of(case: Case) -> Claim:
    """Return the claim of a case, its worker with it; nobody else writes it until the step is over."""
    found = Claim.objects.select_for_update(of=("self",)).select_related("worker__district").get(pk=case.pk)
    found.case = case
    return found


def edition_of(claim: Claim) -> Edition:
    """Return the edition that decides a claim."""
    return rulebook.book().scheme_rules.edition(claim.scheme, claim.edition_on)


def who(by: Actor) -> str:
    """Return the person behind an actor, whichever post they act for: two keys are two persons."""
    return by.key.partition("@")[0]


def due(key: str, at: datetime) -> Due:
    """Return when the span of the figure `key` ends that begins now."""
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def to_scrutiny(case: Case, claim: Claim, *, at: datetime) -> To:
    """Lead to who looks at a claim first, with a time of their own."""
    holder = holders.scrutiny(edition_of(claim), case.district) if case.district else None
    found = To("scrutiny", holder=holder, level=1, due=due("claims.scrutiny_days", at))
    found.tells = [Tell("officer-arrival", "holder")]
    return found


def to_sanction(move: Move, claim: Claim) -> To:
    """Lead to who sanctions it: never to the person who has just looked at it."""
    assert move.case.district is not None
    holder = another(holders.sanction(edition_of(claim), move.case.district), by=move.by, held=move.case.holder)
    found = To("sanction", holder=holder, level=min(2, TOP), due=due("claims.sanction_days", move.at))
    found.tells = [Tell("officer-arrival", "holder")]
    return found


def another(post: Post, *, by: Actor, held: Post | None) -> Post:
    """Return `post`, or the next one up in which another person sits than `by`."""
    while post.pk in (by.post_id, held.pk if held else None) or offices.incumbent_id(post) == by.user_id:
        up = holders.above(post)
        if up is None:
            return post
        post = up
    return post


def pause(claim: Claim, move: Move, **changes: object) -> None:
    """Stop the clock: note where it stood and what was left."""
    Claim.objects.filter(pk=claim.pk).update(
        paused_from=move.case.state, paused_at=move.at, paused_due=move.case.due_at, **changes
    )


def go_on(claim: Claim, move: Move) -> To:
    """Let the clock go on where it stood; what was waited is added."""
    assert claim.paused_due is not None
    assert claim.paused_at is not None
    due_at = rules.extended(claim.paused_due, claim.paused_at, move.at, urgent=move.case.urgent)
    Claim.objects.filter(pk=claim.pk).update(paused_from="", paused_at=None, paused_due=None)
    return To(claim.paused_from, due=Due(due_at, move.case.limit_key, move.case.limit_from), same_clock=True)


def other_than_checker(claim: Claim, move: Move) -> None:
    """Refuse where the person who decides has looked at the claim before."""
    if claim.checked_by and claim.checked_by == who(move.by):
        raise Refused(SAY["same_person"])


def take_in(claim: Claim, move: Move, *, slug: str = "") -> None:
    """Lay the files that came with a step to the paper that they are, for an officer to look at.

    The applicant names it, or it is `slug`, for which they were asked; of what is no paper of the rulebook nothing is
    said.
    """
    slug = move.text("paper") or slug
    given = move.detail.get("files")
    if slug not in rulebook.book().scheme_rules.documents or not isinstance(given, list):
        return
    Paper.objects.bulk_create(Paper(claim=claim, slug=slug, file_id=one) for one in given)


def words(move: Move, *names: str) -> dict[str, object]:
    """Return the free texts of a step: they stand beside the entry, where they can be erased."""
    return {name: move.text(name) for name in names if move.text(name)}
