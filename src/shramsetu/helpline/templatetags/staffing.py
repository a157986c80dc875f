"""Words of rosters and reports in templates: `{% load staffing %}`."""

from datetime import date, datetime, timedelta

from django import template

from shramsetu.helpline import staffing_forms as forms
from shramsetu.helpline.models import Duty
from shramsetu.lib import clock
from shramsetu.lib.text import weekday

register = template.Library()


@register.filter
def shift_word(slug: str) -> str:
    """Name a shift."""
    return str(forms.SHIFT_WORDS.get(slug, slug))


@register.filter
def weekday_word(on: date) -> str:
    """Name the day of the week."""
    return weekday(on, forms.language())


@register.filter
def wall(at: datetime) -> str:
    """Write an instant as the clock on the wall shows it: 07:00."""
    return f"{clock.local(at):%H:%M}"


@register.filter
def break_times(duty: Duty) -> list[tuple[str, int]]:
    """Return when each break of a duty begins, and its minutes."""
    return [(wall(duty.from_at + timedelta(minutes=offset)), minutes) for offset, minutes in duty.breaks]


@register.filter
def hours(seconds: int | None) -> str:
    """Write seconds as hours and minutes: 1:05."""
    minutes = int(seconds or 0) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"
