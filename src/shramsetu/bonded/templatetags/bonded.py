"""Filters of the pages of bonded labour."""

from django import template
from django.utils.translation import get_language

from shramsetu.bonded import words

register = template.Library()


@register.filter
def state_words(written: str) -> str:
    """Write the name of another state: as the list has it, else as somebody wrote it."""
    return words.said_state(written, get_language() or "hi")
