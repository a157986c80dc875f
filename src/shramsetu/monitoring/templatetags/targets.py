"""How targets are shown: `{% load targets %}`. A light is `{% state_badge row.light|light_look row|light_word %}`."""

from datetime import date, datetime
from typing import Any

from django import template

from shramsetu.lib import clock
from shramsetu.monitoring.targets import terms, words

register = template.Library()


@register.filter
def light_look(colour: str) -> str:
    """Return the state whose shape and colour a light has."""
    return words.LOOK[colour]


@register.filter
def light_word(row: Any) -> str:
    """Say the light of a row with its reason."""
    return words.light(row.light, row.why)


@register.filter
def row_name(share: Any) -> str:
    """Write the place of a row, or its source department."""
    return words.row(share)


@register.filter
def source_name(slug: str) -> str:
    """Write a source department; all of them where none is named."""
    return words.source(slug) if slug else str(words.ALL_SOURCES)


@register.filter
def indicator_title(slug: str) -> str:
    """Write an indicator by its name in the code."""
    return words.title(terms.indicator(slug))


@register.filter
def correction_reason(text: str) -> str:
    """Write why a figure was corrected."""
    return words.reason(text)


@register.filter
def ist_day(at: datetime) -> date:
    """Return the day of an instant."""
    return clock.day(at)
