"""How time, dates and numbers are said on a page, in the language of the page."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

# Written here and not left to Django, whose Hindi November is misspelt.
_MONTHS = "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
HINDI_MONTHS = ("", *_MONTHS.split())
SOON_SHARE = 0.8
SOON_WITHOUT_START = timedelta(hours=24)


@dataclass(frozen=True)
class TimeLeft:
    """How a due time stands: its state, the state's word, the sentence, the share of the time that is used (0-100)."""

    state: str
    word: str
    sentence: str
    used: int


def time_left(due_at: datetime, now: datetime, since: datetime | None = None, *, room: str = "portal") -> TimeLeft:
    """Say how much time is left until `due_at`. `since`: when time began to run; without it the last day is soon."""
    used = _used(due_at, now, since)
    if now > due_at:
        return TimeLeft("overdue", state_word("overdue", room), _late(now - due_at), 100)
    soon = used >= SOON_SHARE * 100 if since else due_at - now <= SOON_WITHOUT_START
    state = "soon" if soon or _day(due_at) == _day(now) else "on-time"
    return TimeLeft(state, state_word(state, room), _until(due_at, now), used)


def state_word(state: str, room: str = "portal") -> str:
    """Return the word of a state: the common one on the portal, the office's on the desk."""
    if state == "overdue" and room == "desk":
        return pgettext("state at the desk", "Overdue")
    words = {
        "on-time": pgettext("state", "On time"),
        "soon": pgettext("state", "Due soon"),
        "overdue": pgettext("state", "Overdue"),
        "closed": pgettext("state", "Closed"),
        "paused": pgettext("state", "Waiting"),
        "now": pgettext("state", "Yours now"),
        "sealed": pgettext("state", "Sealed"),
        "urgent": pgettext("state", "Urgent"),
    }
    return words.get(state, state)


def day(value: date | datetime) -> str:
    """Write a day as 21 नवंबर 2026."""
    on = _day(value)
    months = calendar.month_name if (get_language() or "hi").startswith("en") else HINDI_MONTHS
    return f"{on.day} {months[on.month]} {on.year}"


def moment(value: datetime) -> str:
    """Write an instant as 21 नवंबर 2026, 17:30 (India's time)."""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


def grouped(number: int) -> str:
    """Write a whole number in India's grouping: 12,34,567."""
    sign, figures = ("-" if number < 0 else ""), str(abs(number))
    head, tail = figures[:-3], figures[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return sign + ",".join([*pairs, tail])


def _used(due_at: datetime, now: datetime, since: datetime | None) -> int:
    if since is None or due_at <= since:
        return 0
    return max(0, min(100, round(100 * ((now - since) / (due_at - since)))))


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _late(span: timedelta) -> str:
    return gettext("%(span)s past the time limit") % {"span": _span(span)}


def _until(due_at: datetime, now: datetime) -> str:
    left = due_at - now
    if left < timedelta(hours=1):
        return gettext("%(span)s left") % {"span": _span(left)}
    days = (_day(due_at) - _day(now)).days
    clock = f"{timezone.localtime(due_at):%H:%M}"
    if days == 0:
        return gettext("by %(time)s today") % {"time": clock}
    if days == 1:
        return gettext("by %(time)s tomorrow") % {"time": clock}
    return gettext("%(span)s left") % {"span": _days(days)}


def _span(span: timedelta) -> str:
    if span >= timedelta(days=1):
        return _days(span.days)
    hours, minutes = span.seconds // 3600, max(1, span.seconds // 60)
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
