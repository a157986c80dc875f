"""Filters of the pages of bonded labour."""

from django import template
from django.utils.translation import get_language

from shramsetu.bonded import words
from shramsetu.bonded.transfer_words import SHUT

register = template.Library()


@register.filter
def state_words(written: str) -> str:
    """Write the name of another state: as the list has it, else as somebody wrote it."""
    return words.said_state(written, get_language() or "hi")


@register.filter
def why_shut(why: str) -> str:
    """Say why a packet was not opened."""
    return str(SHUT[why])
