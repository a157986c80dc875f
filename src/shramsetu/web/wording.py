"""How time, dates and numbers are said on a page, in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language, gettext, pgettext

from shramsetu.lib import clock
from shramsetu.lib import text as texts

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
    """Write a day as 21 नवंबर 2026, an instant as its day in India."""
    return texts.dated(_day(value), _language())


def moment(value: datetime) -> str:
    """Write an instant as 21 नवंबर 2026, शाम 5:30 बजे (India's time)."""
    return texts.instant(value, _language())


def _used(due_at: datetime, now: datetime, since: datetime | None) -> int:
    if since is None or due_at <= since:
        return 0
    return max(0, min(100, round(100 * ((now - since) / (due_at - since)))))


def _day(value: date | datetime) -> date:
    return clock.day(value) if isinstance(value, datetime) else value


def _late(span: timedelta) -> str:
    return gettext("%(span)s past the time limit") % {"span": texts.lasting(span, _language())}


def _until(due_at: datetime, now: datetime) -> str:
    left = due_at - now
    days = (clock.day(due_at) - clock.day(now)).days
    if left < timedelta(hours=1) or days > 1:
        whole = timedelta(days=days) if days > 1 else left
        return gettext("%(span)s left") % {"span": texts.lasting(whole, _language())}
    said = {"time": texts.timed(clock.local(due_at).time(), _language())}
    return gettext("by %(time)s today") % said if days == 0 else gettext("by %(time)s tomorrow") % said


def _language() -> str:
    return "en" if (get_language() or "hi").startswith("en") else "hi"
