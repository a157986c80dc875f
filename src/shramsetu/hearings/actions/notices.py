"""Notices: issued for a date by every way that a party has, followed on their way, proved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef

from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import CLOSED, FINAL
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.files import actions as files
from shramsetu.files.models import Purpose
from shramsetu.hearings import named, notice_words
from shramsetu.hearings.actions import dating, lawing, ways
from shramsetu.hearings.models import Litigant, Matter, Notice, NoticeEvent
from shramsetu.hearings.queries import dates, forums
from shramsetu.hearings.rules.sitting import NeverSits
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.models import Message, State

MESSAGES = (Notice.Mode.SMS, Notice.Mode.EMAIL)
ON_PAPER = (Notice.Mode.POST, Notice.Mode.HAND)
# What the fate of a message says of the notice that it carries.
FATES = {State.DELIVERED: Notice.Outcome.SERVED, State.FAILED: Notice.Outcome.FAILED}


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a notice on paper: on which day, with the scan that proves it."""

    outcome: str
    on: date
    proof: UploadedFile | None = None
    what: str = ""


@effect("issue", "hg_matter")
def issue(move: Move) -> To:
    """Fix the first date and call both sides; from here on the matter lies with the presiding officer."""
    matter = ways.of(move.case)
    next_at = move.when("next_at")
    assert next_at is not None
    check_date(matter, next_at, at=move.at)
    dating.check_hour(matter, next_at, at=move.at)
    dating.check_share(matter, next_at, at=move.at)
    dating.fix(matter, next_at, purpose=move.text("purpose"), by=move.by, at=move.at)
    to = To("noticed", holder=matter.forum.post, level=2, due=decide_by(matter, at=move.at))
    to.facts = {"next_at": next_at, "purpose": move.text("purpose")}
    to.private = ways.words(move, "text")
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: call(matter, Notice.Kind.FILED, by=move.by, at=move.at))
    return to


def check_date(matter: Matter, next_at: datetime, *, at: datetime) -> None:
    """Raise Refused for a first date that is too near or too far."""
    on, today = clock.day(next_at), clock.day(at)
    least, most = (rules.figure(key, at) for key in ("hearings.notice_days_least", "hearings.first_days_most"))
    if on < today + timedelta(days=least):
        raise Refused(SAY["too_soon"] % {"days": least}, "next_at")
    if on > today + timedelta(days=most):
        raise Refused(SAY["too_far"] % {"days": most}, "next_at")


def first_free(matter: Matter, *, at: datetime) -> datetime | None:
    """Return the first slot to which a notice issued now may call; None where the forum never sits."""
    least = timedelta(days=rules.figure("hearings.notice_days_least", at) - 1)
    try:
        return dates.first_free(matter, after=clock.day(at) + least, at=at)
    except NeverSits:
        return None


def decide_by(matter: Matter, *, at: datetime) -> Due:
    """Return when the matter is to be decided: as the law says, or as the rulebook's target does."""
    assert matter.filed_on is not None
    until = lawing.until(matter, matter.filed_on)
    if until is None:
        return ways.due("hearings.decide_days", at)
    closes = forums.calendar(until).closes_at(until)
    return Due(max(closes, at + timedelta(days=1)), f"law:{matter.regime}")


def call(
    matter: Matter,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    paper: frozenset[int] | None = None,
    only: Litigant | None = None,
) -> list[Notice]:
    """Call every party, or `only` one, to the date of a matter by every way it has: message, e-mail if agreed, post.

    With `paper` only these parties get one by post too, such as those who were not there when the date was told; who
    has no phone always does. What only tells of an order needs no e-mail.
    """
    people = [one for one in named.litigants(matter) if only is None or one.row.pk == only.pk]
    last = Notice.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0
    ways_to = [(one, mode) for one in people for mode in _modes(one, kind, paper)]
    made = [
        Notice(
            matter=matter,
            litigant=one.row,
            seq=seq,
            kind=kind,
            mode=mode,
            for_at=matter.next_at,
            key=f"{matter.case.number}:notice:{seq}" if mode in MESSAGES else "",
            issued_by=by.key,
            issued_at=at,
            sent_on=clock.day(at) if mode in MESSAGES else None,
        )
        for seq, (one, mode) in enumerate(ways_to, last + 1)
    ]
    Notice.objects.bulk_create(made)
    told = {one.row.pk: one for one in people}
    drafts = [notice_words.draft(matter, one, told[one.litigant_id]) for one in made if one.mode in MESSAGES]
    messages.send_many(drafts, by=by, at=at)
    return made


def _modes(litigant: named.Named, kind: str, paper: frozenset[int] | None) -> Iterator[str]:
    """Yield the ways to a party: respondents by post too, for a message alone proves nothing against them."""
    by_phone = bool(litigant.phone and litigant.safe)
    if by_phone:
        yield Notice.Mode.SMS
    if litigant.email and litigant.row.by_email and kind != Notice.Kind.ORDER:
        yield Notice.Mode.EMAIL
    on_paper = not litigant.row.claims if paper is None else litigant.row.pk in paper
    if on_paper or not by_phone:
        yield Notice.Mode.POST


@dataclass(frozen=True, slots=True)
class Sent:
    """How a notice on paper went out: by post under a number, or by hand with whoever carries it."""

    on: date
    carrier: str
    tracking: str = ""
    mode: str = Notice.Mode.POST


@transaction.atomic
def dispatch(notice: Notice, sent: Sent, *, by: Actor, at: datetime) -> None:
    """Write down that a notice on paper went out: when, by whom it is carried, under which number."""
    held = _held(notice, by=by)
    if held.mode not in ON_PAPER:
        raise Refused(SAY["not_posted"])
    if held.sent_on is not None:
        raise Refused(SAY["sent"])
    ways.not_later(sent.on, "sent_on", at=at)
    if sent.on < clock.day(held.issued_at):
        raise Refused(SAY["before_issued"], "sent_on")
    tracking = sent.tracking.strip()[:40]
    if sent.mode == Notice.Mode.POST:
        _check_post(held, tracking)
    changes = {"sent_on": sent.on, "carrier": sent.carrier[:60], "tracking": tracking, "mode": sent.mode}
    try:
        with transaction.atomic():
            Notice.objects.filter(pk=held.pk).update(**changes)
    except IntegrityError as error:
        raise Refused(SAY["tracking_used"], "tracking") from error
    _note(held, "dispatch", {"notice": held.seq, "sent_on": sent.on, "tracking": tracking}, by=by, at=at)


def _check_post(notice: Notice, tracking: str) -> None:
    """Raise Refused for a letter that could never be proved to have come: without a number, or to no address."""
    if not tracking:
        raise Refused(SAY["no_tracking"], "tracking")
    to = next((one for one in named.litigants(notice.matter) if one.row.pk == notice.litigant_id), None)
    if to is not None and not to.address.strip():
        raise Refused(SAY["no_address"])


@transaction.atomic
def reissue(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Issue a notice anew by post, because it came back or did not arrive: to the address that stands there now."""
    held = _held(notice, by=by)
    if held.outcome not in (Notice.Outcome.RETURNED, Notice.Outcome.FAILED):
        raise Refused(SAY["not_back"])
    case = held.matter.case
    if case.phase in (CLOSED, FINAL):
        raise Refused(SAY["is_over"])
    last = Notice.objects.filter(matter=held.matter).aggregate(last=Max("seq"))["last"] or 0
    made = Notice(
        matter=held.matter,
        litigant=held.litigant,
        seq=last + 1,
        kind=held.kind,
        mode=Notice.Mode.POST,
        for_at=held.matter.next_at,
        issued_by=by.key,
        issued_at=at,
    )
    made.save(force_insert=True)
    _note(held, "reissue", {"notice": made.seq, "instead": held.seq}, by=by, at=at)
    return made


@transaction.atomic
def follow(notice: Notice, *, on: date, what: str, source: str, by: Actor, at: datetime) -> NoticeEvent:
    """Write down what was heard of a notice on its way, from the post's tracking or by word."""
    held = _held(notice, by=by)
    ways.not_later(on, "on", at=at)
    made = NoticeEvent(notice=held, on=on, what=what[:200], source=source[:60], by=by.key, at=at)
    made.save(force_insert=True)
    return made


@transaction.atomic
def settle(notice: Notice, came: Came, *, by: Actor, at: datetime) -> None:
    """Write down what became of a notice on paper; served and refused are proved by a scan."""
    held = _held(notice, by=by)
    if held.outcome:
        raise Refused(SAY["known"])
    if held.mode not in ON_PAPER:
        raise Refused(SAY["not_posted"])
    if held.sent_on is None:
        raise Refused(SAY["not_sent"])
    ways.not_later(came.on, "on", at=at)
    if came.on < held.sent_on:
        raise Refused(SAY["before_sent"], "on")
    if came.proof is None and came.outcome in (Notice.Outcome.SERVED, Notice.Outcome.REFUSED):
        raise Refused(SAY["proof"], "proof")
    proof: UUID | None = None
    if came.proof is not None:
        case = held.matter.case
        proof = files.store(came.proof, stream=case.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=by, at=at).pk
    changes = {"outcome": came.outcome, "served_on": came.on, "reported_at": at, "reported_by": by.key, "proof": proof}
    Notice.objects.filter(pk=held.pk).update(**changes)
    if came.what:
        NoticeEvent(notice=held, on=came.on, what=came.what[:200], source="desk", by=by.key, at=at).save(
            force_insert=True
        )
    facts = {"notice": held.seq, "result": came.outcome, "on": came.on}
    _note(held, "serve", facts, by=by, at=at)


@transaction.atomic
def gather(*, at: datetime, batch: int = 500) -> int:
    """Take over what became of the messages that carry notices; return of how many."""
    told = Message.objects.filter(key=OuterRef("key"), state__in=list(FATES))
    waiting = Notice.objects.filter(Exists(told), outcome="", mode__in=MESSAGES).exclude(key="").order_by("pk")
    open_ones = {one.key: one for one in waiting.select_for_update(skip_locked=True, of=("self",))[:batch]}
    fates = Message.objects.filter(key__in=open_ones, state__in=list(FATES))
    done = 0
    for key, state, settled_at in fates.values_list("key", "state", "settled_at"):
        notice, when = open_ones[key], settled_at or at
        on = max(clock.day(when), notice.sent_on or clock.day(when))
        Notice.objects.filter(pk=notice.pk).update(
            outcome=FATES[State(state)], served_on=on, reported_at=at, reported_by=SYSTEM.key
        )
        done += 1
    return done


def _held(notice: Notice, *, by: Actor) -> Notice:
    """Return the row as it is now, locked; raise Refused for who has nothing to do with its registry."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("matter__case", "matter__forum", "litigant")
    found = rows.get(pk=notice.pk)
    forum = found.matter.forum
    if by.post_id not in (forum.registry_id, forum.post_id) or by.assists:
        raise Refused(SAY["not_yours"])
    return found


def _note(notice: Notice, verb: str, facts: dict[str, object], *, by: Actor, at: datetime) -> None:
    """Write into the story of the matter, unless that is over for good."""
    case = notice.matter.case
    if case.phase != FINAL:
        casework.amend(case, verb, to=To(case.state, facts=facts), by=by, at=at)


def served(matter: Matter) -> bool:
    """Tell whether every respondent was reached by a notice that is proved, or refused it."""
    reached = Notice.objects.filter(
        matter=matter, outcome__in=[Notice.Outcome.SERVED, Notice.Outcome.REFUSED], mode__in=ON_PAPER
    ).values("litigant")
    return not Litigant.objects.filter(matter=matter, claims=False, left_at=None).exclude(pk__in=reached).exists()
