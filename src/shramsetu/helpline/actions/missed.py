"""A missed call on the number for it: never answered, so that it costs nothing, and called back."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu import rulebook
from shramsetu.helpline.actions import callbacks, calls
from shramsetu.helpline.actions.calls import Arrival
from shramsetu.helpline.models import Call, Outcome, Target
from shramsetu.helpline.queries import open as open_calls
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages.rules import written_to

SOURCE = "missed"


@transaction.atomic
def note(arrival: Arrival, *, at: datetime) -> Target | None:
    """Write a missed call down as over, promise to call back, and say so by SMS; safe to repeat.

    One promise a phone, and only so many calls of a phone in a day count. A blocked or withheld number is promised
    nothing: a stranger's number in the caller id would have us ring strangers without end.
    """
    if Call.objects.filter(key=arrival.key).exists():
        return None
    call = calls.arrive(arrival, menu=None, at=at)
    is_heard = bool(call.phone) and call.phone not in open_calls.blocked(at) and _today(call, at) <= _most(at)
    target = callbacks.owe(call, source=SOURCE, at=at) if is_heard else None
    # `blocked` here says that nobody is called back, whatever the reason.
    calls.end(call, Outcome.CALL_BACK if is_heard else Outcome.BLOCKED, at=at, cause=SOURCE)
    if target is not None and target.made_at == at:
        _confirm(target, at)
    return target


def _confirm(target: Target, at: datetime) -> None:
    to = messages.Recipient(target.phone, written_to(target.language))
    stream, key = f"call-list:{target.pk}", f"call:{target.pk}:missed-call-noted"
    messages.send("missed-call-noted", to=to, values={}, stream=stream, key=key, by=SYSTEM, at=at)


def _today(call: Call, at: datetime) -> int:
    since = at - timedelta(days=1)
    return Call.objects.filter(phone=call.phone, began_at__gte=since, cause=SOURCE).count() + 1


def _most(at: datetime) -> int:
    return rulebook.book().number("helpline.missed_calls_a_day", clock.day(at))
