"""Words of the lists of hearings."""

from datetime import datetime

from django import template

from shramsetu.hearings import named
from shramsetu.lib import clock
from shramsetu.lib import text as texts

register = template.Library()


@register.filter
def hour(value: datetime | None) -> str:
    """Write the hour of an instant, where its day stands above: सुबह 11:00 बजे."""
    return "" if value is None else texts.timed(clock.local(value).time(), named.language())
