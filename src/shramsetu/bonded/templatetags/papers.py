"""How the papers speak: `{% load papers %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shramsetu.rulebook.basis import Text

register = template.Library()


@register.filter
def said(value: object, face: tuple[str, ...]) -> str | SafeString:
    """Write words in the languages of a page: of two, the second one stands small behind the first."""
    if not isinstance(value, Text):
        return str(value)
    first, *more = (value.say(language) for language in face)
    if not more or more[0] == first:
        return first
    return format_html('{} <span class="second">{}</span>', first, more[0])
