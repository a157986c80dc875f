"""The only way from a page to what is known of a person: with a purpose, and a line in the log of reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.bonded import finding_keys, persons, rights, scope, second
from shramsetu.bonded.ladder import Hearer
from shramsetu.bonded.models import Opening, Survivor
from shramsetu.bonded.reading_words import SAY
from shramsetu.bonded.rights import P2, P3, may
from shramsetu.casework import reading as casework
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Case, Grant
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post

__all__ = ["P2", "P3", "Found", "Leave", "break_glass", "end", "let", "may", "reveal", "review", "search"]
SEARCHES, ALARMS = "reads:bonded-search", "alarms:bonded"
TOLD = "bonded-opened"
REASON_LEAST = 10


@dataclass(frozen=True, slots=True)
class Leave:
    """What a record is opened for: which class, why, for how long."""

    klass: str
    purpose: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What a search by name or phone found; of a wide one nobody is shown."""

    survivors: Sequence[Survivor]
    is_wide: bool = False


def examined(case: Case, *, by: Actor) -> Survivor:
    """Return the person of a case that `by` sees; raises NotAllowed unless `by` examines and signs there."""
    survivor = Survivor.objects.select_related("operation", "household", "site").get(pk=case.pk)
    survivor.case = case
    if not may(survivor, P3, by=by):
        raise NotAllowed("read")
    return survivor


@transaction.atomic
def reveal(survivor: Survivor, klass: str, *, purpose: str, by: Actor, at: datetime) -> dict[str, object]:
    """Return identity (P2) or what is sealed (P3) in clear and write the reading down.

    Raises NotAllowed for whom it is not for, Refused for a purpose that does not open this class, Unreadable.
    """
    _need_purpose(purpose, klass)
    if by.assists or not may(survivor, klass, by=by, at=at):
        raise NotAllowed("reveal")
    facts: dict[str, object] = {"class": klass, "purpose": purpose}
    if not rights.may_without_opening(survivor, klass, by=by):
        opened = rights.opening(survivor, klass, by=by, at=at)
        facts["opening"] = opened.pk if opened else None
    journal.append(_log(survivor), "reveal", by=by, at=at, detail=facts)
    if casework.reveals_today(by, at=at) == rules.figure("sealed.reveals_a_day", at) + 1:
        journal.append(ALARMS, "many_reveals", by=by, at=at, detail={"by": by.key})
    return persons.identity(survivor) if klass == P2 else persons.sealed_part(survivor)


@transaction.atomic
def search(asked: str, *, purpose: str, by: Actor, at: datetime) -> Found:
    """Find persons within the scope of `by` by name in any spelling, or by phone; the words are never kept.

    Both searches that find nobody and those that find too many are written for the alarm. Raises NotAllowed, Refused.
    """
    book = rulebook.book().bonded
    if by.assists or by.role not in scope.SEARCHERS:
        raise NotAllowed("search")
    if purpose not in book.searched_for:
        raise Refused(SAY["purpose"], "purpose")
    wanted = finding_keys.asked(asked)
    if not wanted:
        raise Refused(SAY["nothing_asked"], "q")
    most = rules.figure("bonded.search_wide", at)
    hits = scope.survivors(by).filter(keys__keys__contains=wanted).select_related("case__district")
    found = [one for one in hits.order_by("code")[: most + 1] if may(one, P2, by=by, at=at)]
    is_wide = len(found) > most
    facts = {"purpose": purpose, "found": len(found), "wide": is_wide}
    journal.append(SEARCHES, "search", by=by, at=at, detail=facts)
    if is_wide:
        journal.append(ALARMS, "wide_search", by=by, at=at, detail={"by": by.key})
    if not found and _failed_today(by, at=at) == rules.figure("bonded.searches_failed_a_day", at):
        journal.append(ALARMS, "failed_searches", by=by, at=at, detail={"by": by.key})
    return Found((), is_wide=True) if is_wide else Found(tuple(found))


@transaction.atomic
def let(survivor: Survivor, leave: Leave, *, to: Post, by: Actor, at: datetime) -> Opening:
    """Give a post leave to read one person's record: by a magistrate of the case, for the time the rulebook allows.

    Raises NotAllowed, Refused.
    """
    if by.assists or by.role not in rights.MAGISTRATES or not may(survivor, P3, by=by, at=at):
        raise NotAllowed("let")
    _need(leave)
    longest = rules.figure_due("bonded.grant_days", at, urgent=True).at
    if not at < leave.until <= longest:
        raise Refused(SAY["too_long"], "until")
    grant = Grant(case=survivor.case, post=to, reason="", from_at=at, to_at=leave.until)
    grant.save(force_insert=True)
    made = Opening(survivor=survivor, post=to, kind=Opening.Kind.LEAVE, grant=grant)
    return _open(made, leave, by=by, at=at)


@transaction.atomic
def break_glass(survivor: Survivor, leave: Leave, *, by: Actor, at: datetime) -> Opening:
    """Open a record to the actor's own post in an emergency, and tell the district's magistrate and the own superior.

    Pressed twice it is one opening; where nobody can be told, none. Raises NotAllowed, Refused.
    """
    if by.post_id is None or by.assists or not rights.may_break(survivor, by):
        raise NotAllowed("break_glass")
    _need(leave)
    longest = at + timedelta(hours=rules.figure("bonded.glass_hours", at))
    if not at < leave.until <= longest:
        raise Refused(SAY["too_long"], "until")
    Survivor.objects.select_for_update(of=("self",)).get(pk=survivor.pk)
    known = rights.opening(survivor, leave.klass, by=by, at=at)
    if known is not None:
        return known
    hearers = second.hearers(survivor, by)
    if not hearers:
        raise Refused(SAY["nobody_hears"])
    post, told = offices.get(by.post_id), hearers[0].post
    made = _open(Opening(survivor=survivor, post=post, kind=Opening.Kind.GLASS, told=told), leave, by=by, at=at)
    _tell(made, hearers, by=by, at=at)
    return made


@transaction.atomic
def end(opening: Opening, *, by: Actor, at: datetime) -> None:
    """End what opens a record before its time: whose it is, or a magistrate of the case. Raises NotAllowed."""
    survivor = opening.survivor
    if opening.post_id != by.post_id and not (by.role in rights.MAGISTRATES and may(survivor, P3, by=by, at=at)):
        raise NotAllowed("end")
    if Opening.objects.filter(pk=opening.pk, ended_at=None).update(ended_at=at):
        if opening.grant_id is not None:
            Grant.objects.filter(pk=opening.grant_id).update(to_at=at)
        journal.append(_log(survivor), "end_opening", by=by, at=at, detail={"opening": opening.pk})


@transaction.atomic
def review(opening: Opening, *, was_right: bool, by: Actor, at: datetime) -> None:
    """Say whether a record was rightly opened in an emergency; said twice, the first word holds. Raises NotAllowed."""
    if by.assists or not rights.reviewable(by).filter(pk=opening.pk).exists():
        raise NotAllowed("review")
    Opening.objects.filter(pk=opening.pk).update(reviewed_at=at, reviewed_by=by.key, was_right=was_right)
    detail = {"opening": opening.pk, "was_right": was_right}
    journal.append(_log(opening.survivor), "review_opening", by=by, at=at, detail=detail)
    if not was_right:
        journal.append(ALARMS, "misuse", by=by, at=at, detail={"by": opening.by, "opening": opening.pk})


def _open(made: Opening, leave: Leave, *, by: Actor, at: datetime) -> Opening:
    made.klass, made.purpose = leave.klass, leave.purpose
    made.reason = sealing.veiled(made.survivor.case, leave.reason.strip())
    made.by, made.from_at, made.to_at = by.key, at, leave.until
    made.save(force_insert=True)
    facts = {
        "opening": made.pk,
        "class": leave.klass,
        "purpose": leave.purpose,
        "post": made.post_id,
        "until": leave.until,
    }
    verb = "break_glass" if made.kind == Opening.Kind.GLASS else "let"
    journal.append(_log(made.survivor), verb, by=by, at=at, detail=facts)
    return made


def _tell(made: Opening, hearers: Sequence[Hearer], *, by: Actor, at: datetime) -> None:
    for one in hearers:
        messages.send(
            TOLD,
            to=messages.Recipient(one.user.phone, one.user.language),
            values={"code": made.survivor.code, "time": f"{clock.local(made.to_at):%H:%M}"},
            stream=made.survivor.case.stream,
            key=f"{TOLD}:{made.pk}:{one.post.pk}",
            by=by,
            at=at,
        )


def _need(leave: Leave) -> None:
    _need_purpose(leave.purpose, leave.klass)
    if len(leave.reason.strip()) < REASON_LEAST:
        raise Refused(SAY["reason"], "reason")


def _need_purpose(purpose: str, klass: str) -> None:
    known = rulebook.book().bonded.purposes.get(purpose)
    if known is None or klass not in known.opens:
        raise Refused(SAY["purpose"], "purpose")


def _failed_today(by: Actor, *, at: datetime) -> int:
    since = clock.bounds(clock.day(at))[0]
    mine = Entry.objects.filter(stream=SEARCHES, by=by.key, at__gte=since)
    return mine.filter(detail__found=0).count()


def _log(survivor: Survivor) -> str:
    return f"reads:{survivor.case.number}"
