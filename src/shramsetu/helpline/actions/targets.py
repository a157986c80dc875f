"""What becomes of the people on a call list: held for an operator, reached, tried again, given up, not to be called."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from shramsetu import rulebook
from shramsetu.casework import calling
from shramsetu.casework.models import Case
from shramsetu.helpline import bells
from shramsetu.helpline.actions import writes
from shramsetu.helpline.actions.callbacks import SLUG
from shramsetu.helpline.errors import TakenByAnother
from shramsetu.helpline.models import Agent, Call, Campaign, NotToCall, Outcome, Target
from shramsetu.helpline.queries import campaigns, outgoing
from shramsetu.helpline.rules import dialling
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.rules import written_to
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows

CHUNK = 200
LOOK_AGAIN = timedelta(seconds=30)
MOVED, STOPPED, NO_RESULT = "case-moved", "not-again", "no-result"
# Nobody was reached; those who picked up and found no operator are tried again, but were no attempt in vain.
VAIN = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.SELF_SERVICE, Outcome.VOICEMAIL)
FOLLOW_UP = "follow-up"
HEARD = "heard"
_CALLING = Rows(
    lambda target: (
        Target.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=target, state=Target.State.CALLING)
        .select_related("campaign", "case")
    ),
    target=int,
)


@transaction.atomic
def lease(agent: Agent, *, at: datetime) -> Target | None:
    """Hold the next person for an agent who looks first, for some minutes; the one held already stays."""
    held = Target.objects.select_for_update(of=("self",)).filter(
        leased_by=agent, leased_until__gt=at, state=Target.State.WAITING, campaign__running=True
    )
    until = at + timedelta(minutes=_figure("helpline.target_lease_minutes", at))
    for target in held.select_related("campaign", "case", "person")[:1]:
        Target.objects.filter(pk=target.pk).update(leased_until=until)
        return target
    for campaign in outgoing.running():
        if campaign.mode != Campaign.Mode.PREVIEW or (agent.lines and campaign.line not in agent.lines):
            continue
        rows = outgoing.due(campaign, at=at).select_for_update(skip_locked=True, of=("self",))
        mine = rows.filter(board__in=["", *agent.boards]) if agent.boards else rows
        for target in sift(list(mine.select_related("campaign", "case", "person")[:CHUNK]), campaign, at=at)[:1]:
            Target.objects.filter(pk=target.pk).update(leased_by=agent, leased_until=until)
            return target
    return None


def sift(rows: list[Target], campaign: Campaign, *, at: datetime) -> list[Target]:
    """Return whom of these locked rows we may call this moment; settle those for whom there is no call any more."""
    phones = [row.phone for row in rows]
    barred, busy = outgoing.barred(phones), outgoing.on_the_line(phones)
    cases = [row.case_id for row in rows if row.case_id is not None]
    still = calling.get(campaign.audience).still(cases) if campaign.audience and cases else frozenset(cases)
    found, seen = list[Target](), set[str]()
    for row in rows:
        asked_at = row.made_at if campaign.kind == Campaign.Kind.CALL_BACK else None
        if row.case_id is not None and row.case_id not in still:
            _close(row, Target.State.DONE, result=MOVED, at=at)
        elif dialling.is_barred(asked_at, barred_since=barred.get(row.phone)):
            _close(row, Target.State.STOPPED, result=STOPPED, at=at)
        elif row.phone not in busy and row.phone not in seen:
            seen.add(row.phone)
            found.append(row)
    return found


def settle(*, at: datetime) -> int:
    """Say of each person whose call is over what becomes of them; return of how many. Safe to repeat at any time.

    It also frees whom a crash left as being called. Each in a transaction of its own: what a case refuses holds up
    nobody else.
    """
    return sum(_settle(pk, at) for pk in outgoing.left_over(at=at))


@transaction.atomic
def heard(call: Call, word: str, *, at: datetime) -> bool:
    """Take what a person keyed to the recorded voice: satisfied, dissatisfied, heard, stop; tell whether it counted."""
    if call.target_id is None:
        return False
    target = Target.objects.select_for_update(of=("self",)).select_related("campaign", "case").get(pk=call.target_id)
    if word == "stop":
        not_again(target.phone, source="key", by=SYSTEM, at=at)
        _close(target, Target.State.STOPPED, result=STOPPED, at=at)
        return True
    if word == HEARD:
        _close(target, Target.State.DONE, result=word, at=at)
        _told(target, HEARD, at=at)
        return True
    audience = _audience(target)
    if audience is None or audience.heard is None or target.case is None:
        return False
    target.case.refresh_from_db()
    if not audience.heard(target.case, target.phone, said=word, at=at):
        return False
    _close(target, Target.State.DONE, result=word, at=at)
    return True


def is_being_called(call: Call) -> bool:
    """Tell whether a campaign still waits for what came of this call, and calls again by itself."""
    return Target.objects.filter(pk=call.target_id or 0, state=Target.State.CALLING).exists()


@transaction.atomic
def later(target: Target, *, until: datetime, at: datetime) -> None:
    """Call this person later, in calling hours: they asked for it, or the agent was disturbed."""
    hours = outgoing.hours(target.campaign, until, urgent=target.urgent)
    Target.objects.filter(pk=target.pk, state__in=outgoing.OPEN).update(
        state=Target.State.WAITING, due_at=hours.first(max(until, at)), leased_by=None, leased_until=None
    )


@transaction.atomic
def wrong_number(target: Target, *, at: datetime) -> None:
    """Give a person up whose number is somebody else's."""
    row = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if row.state in outgoing.OPEN:
        _close(row, Target.State.GIVEN_UP, result="wrong-number", at=at)


@transaction.atomic
def done(target: Target, *, result: str, by: Actor, at: datetime) -> None:
    """Somebody says that this person was reached otherwise, or needs no call."""
    row = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if row.state in outgoing.OPEN:
        _close(row, Target.State.DONE, result=result, at=at)
        detail = {"target": row.pk, "result": result}
        journal.append(f"campaign:{target.campaign.slug}", "done", by=by, at=at, detail=detail)


@transaction.atomic
def take(target: Target, *, agent: Agent, at: datetime) -> None:
    """Hold one person for an agent who wants to call them now; raises TakenByAnother."""
    until = at + timedelta(minutes=_figure("helpline.target_lease_minutes", at))
    free = Q(leased_until=None) | Q(leased_until__lte=at) | Q(leased_by=agent)
    mine = Target.objects.filter(free, pk=target.pk, state=Target.State.WAITING)
    if not mine.update(leased_by=agent, leased_until=until):
        raise TakenByAnother


@transaction.atomic
def stop(target: Target, *, source: str, by: Actor, at: datetime) -> None:
    """This person does not want to be called by us."""
    row = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    not_again(row.phone, source=source, by=by, at=at)
    if row.state in outgoing.OPEN:
        _close(row, Target.State.STOPPED, result=STOPPED, at=at)


@transaction.atomic
def raise_late(*, at: datetime) -> int:
    """Put call-backs that are late before all others and show them to the supervisor; return how many."""
    late = campaigns.call_backs().filter(made_at__lte=campaigns.late_from(at), urgent=False)
    found = Target.objects.filter(pk__in=late.order_by().values("pk")).update(urgent=True)
    if found:
        journal.append(f"campaign:{SLUG}", "late", by=SYSTEM, at=at, detail={"people": found})
        bells.show_floor()
    return found


def not_again(phone: str, *, source: str, by: Actor, at: datetime) -> None:
    """Note that this phone does not want to be called by us; a call-back asked for later is still made."""
    row = NotToCall(phone_key=phone_key(phone), source=source, since=at, by=by.key)
    NotToCall.objects.bulk_create([row], update_conflicts=True, unique_fields=["phone_key"], update_fields=["since"])


@transaction.atomic
def _settle(pk: int, at: datetime) -> bool:
    target = _CALLING.first(target=pk)
    if target is None:
        return False
    call = outgoing.last_call(target)
    if call is None or call.ended_at is None:
        _again(target, at=at, when=at)
    elif dialling.is_own_fault(call.outcome, call.cause):
        target.attempts -= 1
        _again(target, at=at, when=at + timedelta(minutes=_figure("helpline.fault_minutes", at)))
    elif call.disposition == STOPPED:
        not_again(target.phone, source="agent", by=SYSTEM, at=at)
        _close(target, Target.State.STOPPED, result=STOPPED, at=at)
    elif call.outcome in VAIN:
        _in_vain(target, call, at)
    elif call.answered_at is not None:
        return _talked(target, call, at) or _look_again(target, at)
    else:
        _again(target, at=at, when=_retry(target, at), result=call.outcome)
    return True


def _in_vain(target: Target, call: Call, at: datetime) -> None:
    """Nobody was reached: a case says by its flow what follows, others have their attempts."""
    audience = _audience(target)
    if audience is not None and audience.vain is not None and target.case_id is not None:
        when = audience.vain(Case.objects.get(pk=target.case_id), max(call.ended_at or at, call.began_at))
        if when is None:
            _close(target, Target.State.GIVEN_UP, result=call.outcome, at=at)
        else:
            _again(target, at=at, when=when, result=call.outcome)
    elif target.attempts >= _figure("helpline.call_attempts", at):
        _close(target, Target.State.GIVEN_UP, result=call.outcome, at=at)
        _told(target, "not_reached", at=at)
        if target.campaign.kind == Campaign.Kind.CALL_BACK:
            _tell(target, "call-back-failed", at=at)
    else:
        _again(target, at=at, when=_retry(target, at), result=call.outcome)


def _talked(target: Target, call: Call, at: datetime) -> bool:
    """An agent spoke with the person: wait a while for the result that they write down."""
    assert call.ended_at is not None
    audience = _audience(target)
    is_late = at >= call.ended_at + timedelta(minutes=_figure("helpline.result_minutes", at))
    if call.follow_up_at is not None:
        _again(target, at=at, when=max(call.follow_up_at, at), result=FOLLOW_UP)
    elif audience is not None and audience.verb and target.case is not None:
        return _asked(target, call, audience, is_late=is_late, at=at)
    elif call.disposition or is_late:
        _close(target, Target.State.DONE, result=call.disposition or call.outcome, at=at)
        if call.agent_id is not None:
            _told(target, "spoke", at=at)
    else:
        return False
    return True


def _asked(target: Target, call: Call, audience: calling.Audience, *, is_late: bool, at: datetime) -> bool:
    assert target.case_id is not None
    case = Case.objects.get(pk=target.case_id)
    written = Entry.objects.filter(stream=case.stream, verb=audience.verb, at__gte=call.began_at).exists()
    if target.case_id not in audience.still([target.case_id]):
        _close(target, Target.State.DONE, result=call.disposition or audience.verb, at=at)
    elif written and audience.vain is not None:
        _again(target, at=at, when=audience.vain(case, at) or at)  # too early for another one: it says when
    elif is_late:
        _again(target, at=at, when=_retry(target, at), result=NO_RESULT)
    else:
        return False
    return True


def _audience(target: Target) -> calling.Audience | None:
    return calling.get(target.campaign.audience) if target.campaign.audience else None


def _told(target: Target, result: str, *, at: datetime) -> None:
    """Let the case know what came of the call, where its audience wants to."""
    audience = _audience(target)
    if audience is not None and audience.told is not None and target.case_id is not None:
        audience.told(target.case_id, result, at)


def _look_again(target: Target, at: datetime) -> bool:
    """Leave a person whose result is being written alone for a while: hundreds of them are looked at otherwise."""
    writes.change(Target, {"leased_until": at + LOOK_AGAIN}, where="id = %s", keys=[target.pk])
    return False


def _again(target: Target, *, at: datetime, when: datetime, result: str = "") -> None:
    target.state, target.due_at, target.result = Target.State.WAITING, when, result
    target.leased_by, target.leased_until = None, None
    _write(target, "state", "due_at", "result", "attempts", "leased_by_id", "leased_until")


def _close(target: Target, state: Target.State, *, result: str, at: datetime) -> None:
    target.state, target.result, target.done_at = state, result[:40], at
    target.leased_by, target.leased_until = None, None
    _write(target, "state", "result", "done_at", "leased_by_id", "leased_until")


def _write(target: Target, *names: str) -> None:
    writes.change(Target, {name: getattr(target, name) for name in names}, where="id = %s", keys=[target.pk])


def _retry(target: Target, at: datetime) -> datetime:
    hours = outgoing.hours(target.campaign, at, urgent=target.urgent)
    if target.campaign.kind == Campaign.Kind.CALL_BACK:
        return hours.first(at + timedelta(minutes=_figure("helpline.call_back_retry_minutes", at)))
    spacing = timedelta(hours=_figure("feedback.attempt_spacing_hours", at))
    return dialling.retry(at, target.attempts, spacing, hours)


def _tell(target: Target, template: str, *, at: datetime) -> None:
    to = messages.Recipient(target.phone, written_to(target.language))
    messages.send(
        template,
        to=to,
        values={},
        stream=f"call-list:{target.pk}",
        key=f"call:{target.pk}:{template}",
        by=SYSTEM,
        at=at,
    )


def _figure(key: str, at: datetime) -> int:
    return rulebook.book().number(key, clock.day(at))
