"""How reviews are shown: `{% load reviews %}`."""

from django import template

from shramsetu.monitoring.reviews import words
from shramsetu.monitoring.reviews.models import Review

register = template.Library()


@register.filter
def review_title(review: Review) -> str:
    """Write what a review is called."""
    return words.title(review)
