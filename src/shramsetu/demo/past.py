"""Past weeks of calls for the demo, so that figures, forecast and wallboard have something to show."""

import random
from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.demo import callers
from shramsetu.helpline.models import Agent, Call, CallEvent, Direction, Outcome, Spell, Step
from shramsetu.helpline.simulation import shape
from shramsetu.helpline.simulation.shape import Dice
from shramsetu.lib import clock
from shramsetu.offices.models import Role

DAYS = 28
CALLS_A_DAY = 240
SUNDAY_SHARE = 0.6
KEY = "past"
RESULTS = {"registered": 34, "status": 30, "added": 12, "information": 24}


@transaction.atomic
def grow(*, at: datetime, seed: int = 1076) -> int:
    """Lay down the ended calls of the weeks before `at`, once; return how many were made now."""
    if Call.objects.filter(key__startswith=KEY).exists():
        return 0
    dice = Dice(random.Random(seed))  # noqa: S311 - invented history
    people = list(Agent.objects.filter(post__role=Role.OPERATOR).order_by("id"))
    phones = callers.phones(4_000)
    made = 0
    for back in range(DAYS, 0, -1):
        on = clock.day(at) - timedelta(days=back)
        count = round(CALLS_A_DAY * (SUNDAY_SHARE if on.weekday() == 6 else dice.between(0.85, 1.15)))
        midnight = clock.moment(on)
        rows = [_call(f"{KEY}.{on:%Y%m%d}.{number}", midnight + timedelta(seconds=instant), dice, people, phones)
                for number, instant in enumerate(dice.arrivals(count))]  # fmt: skip
        Call.objects.bulk_create(rows, batch_size=1_000)
        CallEvent.objects.bulk_create([one for row in rows for one in _log(row)], batch_size=2_000)
        Spell.objects.bulk_create([one for row in rows for one in _spells(row)], batch_size=2_000)
        made += len(rows)
    return made


def _call(key: str, began: datetime, dice: Dice, people: list[Agent], phones: list[str]) -> Call:
    call = Call(key=key, node="past", direction=Direction.IN, line="1076", step=Step.ENDED, began_at=began,
                phone=dice.chance.choice(phones), board=dice.one_of(shape.BOARDS))  # fmt: skip
    menu = dice.between(15, 50)
    if dice.happens(0.24):
        call.ended_at, call.outcome = began + timedelta(seconds=menu), Outcome.SELF_SERVICE
        return call
    call.queued_at = began + timedelta(seconds=menu)
    wait = dice.span(7, 0.8)
    if dice.happens(0.05):
        call.ended_at, call.outcome = call.queued_at + timedelta(seconds=wait * 6), Outcome.ABANDONED
        return call
    call.rang_at = call.queued_at + timedelta(seconds=max(0.1, wait - 4))
    call.answered_at = call.queued_at + timedelta(seconds=wait)
    call.ended_at = call.answered_at + timedelta(seconds=dice.span(150, 0.5))
    call.outcome, call.disposition = Outcome.ANSWERED, dice.one_of(RESULTS)
    call.agent, call.tries = dice.chance.choice(people) if people else None, 1
    return call


def _log(call: Call) -> list[CallEvent]:
    steps = [("arrived", call.began_at), ("queue", call.queued_at), ("ringing", call.rang_at),
             ("talk", call.answered_at), ("ended", call.ended_at), ("outcome", call.ended_at)]  # fmt: skip
    return [CallEvent(call=call, at=at, verb=verb, detail={}) for verb, at in steps if at is not None]


def _spells(call: Call) -> list[Spell]:
    """What the agent did with the call; calls of invented people may overlap, as nobody is at work in the past."""
    if call.agent is None or call.answered_at is None or call.ended_at is None or call.rang_at is None:
        return []
    wrapped = call.ended_at + timedelta(seconds=30)
    spans = [("ringing", call.rang_at, call.answered_at), ("talking", call.answered_at, call.ended_at),
             ("wrap_up", call.ended_at, wrapped)]  # fmt: skip
    return [Spell(agent=call.agent, state=state, from_at=start, to_at=end) for state, start, end in spans]
