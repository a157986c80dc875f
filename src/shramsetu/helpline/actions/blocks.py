"""Numbers that are not put through: proposed for a reason, agreed by a second person, ended by time or by hand."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline import bells
from shramsetu.helpline.actions import calls
from shramsetu.helpline.errors import BadSpan, NotPossible, Outdated, OwnProposal
from shramsetu.helpline.models import Block, Call, CallEvent
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock

OPEN = (Block.State.PROPOSED, Block.State.BLOCKED)
MARK = "abuse"
UNNAMED = "unnamed"  # a call or message marked without saying how


@transaction.atomic
def propose(
    phone: str, *, reason: str, by: Actor, at: datetime, days: int | None = None, call: Call | None = None
) -> Block:
    """Propose not to put a number (E.164) through; one that is proposed or blocked already stays as it is.

    `reason` is an abuse of the rulebook, with words after a colon if there are any. Raises BadSpan for too many days.
    """
    book, on = rulebook.book(), clock.day(at)
    wanted = days or book.number("helpline.block_days", on)
    if not phone:
        raise NotPossible
    if not 0 < wanted <= book.number("helpline.block_days_max", on):
        raise BadSpan
    row, made = Block.objects.get_or_create(
        phone=phone,
        state__in=OPEN,
        defaults={
            "state": Block.State.PROPOSED,
            "reason": reason[:200],
            "call": call,
            "proposed_by": by.key,
            "proposed_at": at,
            "until": at + timedelta(days=wanted),
        },
    )
    if made:
        _enter(row, "propose", by=by, at=at, days=wanted, private={"reason": reason})
    return row


@transaction.atomic
def agree(block: Block, *, by: Actor, at: datetime) -> None:
    """Block a proposed number; raises Outdated if it was decided, OwnProposal for the person who proposed it.

    Where marks made the proposal, that is whoever made all of them.
    """
    row = _proposed(block)
    if {_person(key) for key in _proposers(row)} == {_person(by.key)}:
        raise OwnProposal
    _decide(row, Block.State.BLOCKED, by=by, at=at)
    _enter(row, "agree", by=by, at=at)


@transaction.atomic
def refuse(block: Block, *, by: Actor, at: datetime) -> None:
    """Put the number through as before."""
    row = _proposed(block)
    _decide(row, Block.State.REFUSED, by=by, at=at)
    _enter(row, "refuse", by=by, at=at)


@transaction.atomic
def end(block: Block, *, by: Actor, at: datetime) -> None:
    """Put a blocked number through again, from now on."""
    changed = Block.objects.filter(pk=block.pk, state=Block.State.BLOCKED).update(state=Block.State.ENDED)
    if not changed:
        raise Outdated
    _enter(block, "end", by=by, at=at)
    bells.ring("*", "blocks")


def expire(*, at: datetime) -> int:
    """End the blocks whose day has come, and proposals that nobody decided before it; return how many."""
    over = Block.objects.filter(state__in=OPEN, until__lte=at)
    for block in over:
        with transaction.atomic():
            if Block.objects.filter(pk=block.pk, state=block.state).update(state=Block.State.ENDED):
                _enter(block, "expire", by=SYSTEM, at=at)
                bells.ring("*", "blocks")
    return len(over)


@transaction.atomic
def mark(call: Call, kind: str, *, by: Actor, at: datetime) -> Block | None:
    """Note that a caller was abusive; return the block that follows by itself after the marks the rulebook names.

    A caller who withheld the number can be marked, but not blocked. Repeating it for one call changes nothing.
    """
    if kind not in rulebook.book().helpline.abuses:
        raise rulebook.NoRule(kind)
    if not CallEvent.objects.filter(call=call, verb=MARK).exists():
        calls.note(call, MARK, at=at, kind=kind, by=by.key)
    if not call.phone:
        return None
    book, on = rulebook.book(), clock.day(at)
    since = at - timedelta(days=book.number("helpline.abuse_days", on))
    marks = CallEvent.objects.filter(call__phone=call.phone, verb=MARK, at__gt=since).count()
    if marks < book.number("helpline.abuse_marks", on):
        return None
    return propose(call.phone, reason=kind, by=SYSTEM, at=at, call=call)


def _proposed(block: Block) -> Block:
    row = Block.objects.select_for_update(of=("self",)).filter(pk=block.pk, state=Block.State.PROPOSED).first()
    if row is None:
        raise Outdated
    return row


def _proposers(row: Block) -> list[str]:
    """Return whose word a proposal stands on: who made it or, of one that made itself, who marked the calls."""
    if row.proposed_by != SYSTEM.key:
        return [row.proposed_by]
    since = row.proposed_at - timedelta(days=rulebook.book().number("helpline.abuse_days", clock.day(row.proposed_at)))
    marks = CallEvent.objects.filter(call__phone=row.phone, verb=MARK, at__gt=since, at__lte=row.proposed_at)
    return [str(detail["by"]) for detail in marks.values_list("detail", flat=True)]


def _decide(row: Block, state: Block.State, *, by: Actor, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, by.key, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    bells.ring("*", "blocks")


def _person(key: str) -> str:
    return key.partition("@")[0]


def _enter(
    row: Block, verb: str, *, by: Actor, at: datetime, private: dict[str, object] | None = None, **told: object
) -> None:
    detail = {"until": row.until.isoformat(), **told}
    journal.append(f"block:{row.pk}", verb, by=by, at=at, detail=detail, private=private)
