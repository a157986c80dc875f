"""The alarm: what the system cannot mend by itself is written down once a day and mailed to who administers it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import actions as messages
from shramsetu.messages import queries as outbox
from shramsetu.offices.models import Charge, Role

STREAM = "alarm:casework"
SHOWN = 50
HEARD_BY = (Role.ADMINISTRATOR, Role.SUPERVISOR)


def sound(what: str, numbers: Sequence[str], *, at: datetime) -> bool:
    """Write the alarm and mail it, once a day for each `what`; return whether it was sounded now."""
    since = clock.bounds(clock.day(at))[0]
    if Entry.objects.filter(stream=STREAM, verb="alarm", at__gte=since, detail__what=what).exists():
        return False
    detail = {"what": what, "count": len(numbers), "numbers": list(numbers[:SHOWN])}
    journal.append(STREAM, "alarm", by=SYSTEM, at=at, detail=detail)
    values = {
        "what": what,
        "count": str(len(numbers)),
        "since": f"{clock.local(at):%d.%m.%Y %H:%M}",
        "link": "/desk/",
    }
    name = hashlib.sha256(what.encode()).hexdigest()[:32]  # a long one would push day and listener out of the key
    for user_id, email, language in _listeners():
        messages.send(
            "alarm",
            to=messages.Recipient(email, language),
            values=values,
            stream=STREAM,
            key=f"alarm:{name}:{clock.day(at)}:{user_id}",
            by=SYSTEM,
            at=at,
        )
    return True


def sound_for_messages(*, at: datetime) -> int:
    """Sound the alarm for what somebody has to mend with the operators of text messages; return for how much.

    Each header that is shut or will be, and the messages that were put aside because they would be refused.
    """
    warnings = outbox.warnings(at=at)
    for sentence in warnings:
        sound(sentence, [], at=at)
    if aside := [str(pk) for pk in outbox.put_aside().values_list("pk", flat=True)]:
        sound(_("Text messages are put aside: /desk/messages/"), aside, at=at)
    return len(warnings) + bool(aside)


def _listeners() -> list[tuple[int, str, str]]:
    """Return who hears alarms: user, e-mail address and language of those in charge of the system."""
    seats = Charge.objects.filter(to_at=None, post__role__in=HEARD_BY, post__abolished_at=None, user__is_active=True)
    rows = seats.exclude(user__email="").order_by("user_id").distinct("user_id")
    return list(rows.values_list("user_id", "user__email", "user__language"))
