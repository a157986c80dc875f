"""Bulk messages: prepared, let go by a second person, fed into the outbox at the rulebook's speed, paused, stopped.

A row goes into the outbox in the transaction that marks it as fed, so a process that dies leaves neither a hole nor a
double; what it had handed to the gateway is the outbox's matter (delivery).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor, Detail
from shramsetu.lib import clock, phone
from shramsetu.messages import actions, audiences, consents, errors, rules
from shramsetu.messages.audiences import Addressee
from shramsetu.messages.models import WAITING, Bulk, BulkRow, Consent, Message, OptOut, State
from shramsetu.messages.rules import Recipient
from shramsetu.rulebook import Template

BURST_SECONDS = 3  # how much of the speed may go at once, after a nap of the worker
CHUNK = 1000
READY, FED, LEFT_OUT = BulkRow.State.READY, BulkRow.State.FED, BulkRow.State.LEFT_OUT


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to send; `said` is whom it goes to, in words."""

    title: str
    template: str
    audience: str
    said: str
    constants: Mapping[str, str]


@transaction.atomic
def prepare(plan: Plan, answers: audiences.Answers, *, by: Actor, at: datetime) -> Bulk:
    """Find the people, word a message for each and count segments and cost; nothing is sent.

    Who cannot or may not get it stays in the list with the reason. Raises NobodyThere, TooMany, NoRule.
    """
    book, on = rulebook.book(), clock.day(at)
    template, most = _for_many(plan.template), book.number("messages.bulk_most", on)
    people = list(islice(audiences.get(plan.audience).people(answers, at), most + 1))
    if not people:
        raise errors.NobodyThere
    if len(people) > most:
        raise errors.TooMany
    assert by.user_id is not None
    bulk = Bulk(
        title=plan.title,
        template=plan.template,
        audience=plan.audience,
        choice={"said": plan.said},
        constants=dict(plan.constants),
        made_by_id=by.user_id,
        by=by.key,
        made_at=at,
    )
    bulk.save(force_insert=True)
    brought = _consents(template, people, by, at)
    ready = segments = 0
    for rows in _written(bulk, template, people, at):
        BulkRow.objects.bulk_create(rows)
        ready += sum(row.state == READY for row in rows)
        segments += sum(row.segments for row in rows if row.state == READY)
    bulk.people, bulk.segments = ready, segments
    bulk.cost_paise = segments * book.number("messages.segment_paise", on)
    bulk.save(update_fields=["people", "segments", "cost_paise"])
    _note(
        bulk,
        "prepare_bulk",
        by,
        at,
        {"template": plan.template, "people": ready, "segments": segments, "consents": brought},
    )
    return bulk


@transaction.atomic
def propose(bulk: Bulk, *, by: Actor, at: datetime) -> None:
    """Ask a second person to let it go. Raises Moved, NoneLeft."""
    if not bulk.people:
        raise errors.NoneLeft
    _step(bulk, (Bulk.State.DRAFT,), Bulk.State.PROPOSED)
    _note(bulk, "propose_bulk", by, at, {})


@transaction.atomic
def approve(bulk: Bulk, *, by: Actor, at: datetime) -> None:
    """Let it go, as another person than the one who prepared it. Raises SamePerson, Stale, Moved."""
    if by.user_id == bulk.made_by_id:
        raise errors.SamePerson
    hours = rulebook.book().number("messages.bulk_stale_hours", clock.day(at))
    if bulk.made_at < at - timedelta(hours=hours):
        raise errors.Stale
    _step(bulk, (Bulk.State.PROPOSED,), Bulk.State.RUNNING, decided_by_id=by.user_id, decided_at=at)
    _note(bulk, "approve_bulk", by, at, {"people": bulk.people, "cost_paise": bulk.cost_paise})


@transaction.atomic
def decline(bulk: Bulk, *, reason: str, by: Actor, at: datetime) -> None:
    """Throw away what was only prepared, with the reason. Raises Moved."""
    _step(bulk, (Bulk.State.DRAFT, Bulk.State.PROPOSED), Bulk.State.STOPPED, reason=reason, ended_at=at)
    bulk.rows.filter(state=READY).update(state=LEFT_OUT, reason="withdrawn")
    _note(bulk, "decline_bulk", by, at, {}, {"reason": reason})


@transaction.atomic
def pause(bulk: Bulk, *, by: Actor, at: datetime) -> None:
    """Feed no more for now; the few that lie in the outbox already still go. Raises Moved."""
    _step(bulk, (Bulk.State.RUNNING,), Bulk.State.PAUSED)
    _note(bulk, "pause_bulk", by, at, {})


@transaction.atomic
def resume(bulk: Bulk, *, by: Actor, at: datetime) -> None:
    """Go on where it was paused. Raises Moved."""
    _step(bulk, (Bulk.State.PAUSED,), Bulk.State.RUNNING, reason="", fed_at=None)
    _note(bulk, "resume_bulk", by, at, {})


@transaction.atomic
def stop(bulk: Bulk, *, reason: str, by: Actor, at: datetime) -> None:
    """End it for good: what is not with the gateway yet is not sent. Raises Moved."""
    _step(bulk, (Bulk.State.RUNNING, Bulk.State.PAUSED), Bulk.State.STOPPED, reason=reason, ended_at=at)
    left = bulk.rows.filter(state=READY).update(state=LEFT_OUT, reason="withdrawn")
    waiting = Message.objects.filter(pk__in=bulk.rows.filter(state=FED).values("message"), state__in=WAITING)
    left += waiting.update(state=State.CANCELLED, error="withdrawn", settled_at=at)
    _note(bulk, "stop_bulk", by, at, {"left": left}, {"reason": reason})


def feed(*, at: datetime) -> int:
    """Put the next rows of every running bulk message into the outbox; return how many.

    Never more than the speed allows, never while so many still wait there, and not in hours when they would be held.
    """
    running = Bulk.objects.filter(state=Bulk.State.RUNNING).order_by("made_at").values_list("pk", flat=True)
    return sum(_feed(pk, at) for pk in list(running))


@transaction.atomic
def _feed(pk: int, at: datetime) -> int:
    bulk = Bulk.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Bulk.State.RUNNING).first()
    if bulk is None or not _is_open(_for_many(bulk.template), at):
        return 0
    if fault := _fed(bulk, State.PARKED).values_list("error", flat=True).first():
        # The operators would refuse every one of them: somebody has to mend it first.
        Bulk.objects.filter(pk=pk).update(state=Bulk.State.PAUSED, reason=fault)
        _note(bulk, "pause_bulk", SYSTEM, at, {"reason": fault})
        return 0
    count = _allowance(bulk, at)
    if count <= 0:
        return 0
    rows = list(bulk.rows.filter(state=READY).order_by("seq")[:count])
    if not rows:
        Bulk.objects.filter(pk=pk).update(state=Bulk.State.DONE, ended_at=at)
        return 0
    queued = [message for row in rows if (message := _queued(bulk, row, at))]
    Message.objects.bulk_create(queued)
    BulkRow.objects.bulk_update(rows, ["state", "reason", "message"])
    Bulk.objects.filter(pk=pk).update(fed_at=at)
    return len(queued)


def _for_many(key: str) -> Template:
    """Return the message; raises NoRule where the rulebook has it no more, or not for many."""
    found = rulebook.book().templates.get(key)
    if found is None or not found.bulk:
        raise rulebook.NoRule(f"{key}: no message for many")
    return found


def _queued(bulk: Bulk, row: BulkRow, at: datetime) -> Message | None:
    try:
        message = actions.draft(bulk.template, to=Recipient(row.phone, row.language), values=row.values, at=at)
    except rules.BadMessage:  # the rulebook changed since it was prepared
        row.state, row.reason = LEFT_OUT, "bad_value"
        return None
    message.key, message.stream, message.by = f"bulk:{bulk.pk}:{row.seq}", row.stream or bulk.stream, bulk.by
    row.state, row.message = FED, message
    return message


def _allowance(bulk: Bulk, at: datetime) -> int:
    """Return how many may be fed now: the speed since the last time, less what has not left the outbox yet."""
    speed = rulebook.book().number("messages.bulk_per_second", clock.day(at))
    seconds = (at - bulk.fed_at).total_seconds() if bulk.fed_at else 1.0
    waiting = _fed(bulk, State.QUEUED).count() + _fed(bulk, State.CLAIMED).count()
    return int(speed * min(max(seconds, 0.0), BURST_SECONDS)) - waiting


def _fed(bulk: Bulk, state: str) -> QuerySet[Message]:
    """Return its messages in one state of the outbox, by the small indexes of what is under way or stuck."""
    return Message.objects.filter(key__startswith=f"bulk:{bulk.pk}:", state=state)


def _is_open(template: Template, at: datetime) -> bool:
    """Tell whether such a message may go at this hour; fed at night it would all go out at once in the morning."""
    book, on = rulebook.book(), clock.day(at)
    if template.category == "promotional" and rules.within(at, book.hours("messages.promotional_hours", on)) != at:
        return False
    return rules.opens_at(at, book.hours("messages.quiet_hours", on)) == at


def _written(bulk: Bulk, template: Template, people: Sequence[Addressee], at: datetime) -> Iterator[list[BulkRow]]:
    """Yield the rows in chunks: phones normalised, doubles and those who want none marked, words measured."""
    seen: set[tuple[str, str]] = set()
    for start in range(0, len(people), CHUNK):
        chunk = [_normalised(one) for one in people[start : start + CHUNK]]
        refused = _refused({one.phone for one in chunk}, template, at)
        rows = []
        for seq, one in enumerate(chunk, start + 1):
            values = {name: one.values.get(name) or bulk.constants.get(name, "") for name in template.variables}
            row = BulkRow(bulk=bulk, seq=seq, phone=one.phone, language=one.language, values=values, stream=one.stream)
            words = (one.phone, repr(sorted(values.items())))
            row.reason = "twice" if one.phone and words in seen else refused.get(one.phone, "")
            row.reason = row.reason or _measured(row, template, at)
            row.state = LEFT_OUT if row.reason else READY
            seen.add(words)
            rows.append(row)
        yield rows


def _normalised(one: Addressee) -> Addressee:
    try:
        found = phone.normalise(one.phone)
    except phone.BadPhone:
        found = ""
    return replace(one, phone=found if found and phone.is_mobile(found) else "")


def _consents(template: Template, people: Sequence[Addressee], by: Actor, at: datetime) -> int:
    """Write down the consents that a list brings, where the message needs them; return how many are new."""
    if not template.needs_consent:
        return 0
    found = consents.columns([(_normalised(one).phone, one.consent) for one in people if one.consent])
    return consents.give_many(found, template.category, source=Consent.Source.LIST, by=by, at=at)


def _refused(phones: set[str], template: Template, at: datetime) -> dict[str, str]:
    """Return why each of these phones gets no bulk message.

    They wrote STOP, the operator said do-not-disturb, or the message needs a consent that they have not given.
    """
    days = rulebook.book().number("messages.dnd_days", clock.day(at))
    keys = {actions.address_key(one): one for one in phones if one}
    out = OptOut.objects.filter(address_key__in=list(keys)).values_list("address_key", flat=True)
    since = at - timedelta(days=days)
    came_back = Message.objects.filter(to_phone__in=list(phones), error="dnd", settled_at__gte=since)
    found = dict.fromkeys(came_back.values_list("to_phone", flat=True), "dnd_before")
    if template.needs_consent:
        found = dict.fromkeys(consents.lacking(phones, template.category), "no_consent") | found
    return found | {keys[key]: "opted_out" for key in out} | ({"": "bad_phone"} if "" in phones else {})


def _measured(row: BulkRow, template: Template, at: datetime) -> str:
    """Note how many segments the row takes; return why it cannot be worded, empty if it can."""
    if not all(row.values.values()):
        return "bad_value"
    most = rulebook.book().number("messages.segments_max", clock.day(at))
    try:
        row.segments = rules.word(template, row.language, row.values, most).segments
    except rules.TooManySegments:
        return "too_long"
    except rules.BadMessage:
        return "bad_value"
    return ""


def _step(bulk: Bulk, start: tuple[str, ...], end: str, **changes: object) -> None:
    moved = Bulk.objects.filter(pk=bulk.pk, state__in=start).update(state=end, **changes)
    if not moved:
        raise errors.Moved


def _note(bulk: Bulk, verb: str, by: Actor, at: datetime, detail: Detail, private: Detail | None = None) -> None:
    journal.append(bulk.stream, verb, by=by, at=at, detail=detail, private=private)
