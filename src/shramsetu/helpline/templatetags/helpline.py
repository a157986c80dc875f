"""The filters of the helpline's pages: `{% load helpline %}`."""

from django import template
from django.utils.translation import get_language, gettext

from shramsetu.helpline import words
from shramsetu.helpline.rules.hours import Span
from shramsetu.lib import clock, phone
from shramsetu.lib import text as texts
from shramsetu.offices.models import User

register = template.Library()


@register.filter
def node_kind(kind: str) -> str:
    """Write what a place of a menu does."""
    return str(words.KINDS.get(kind, kind))


@register.filter
def node_field(name: str) -> str:
    """Write a field of a place as its form calls it."""
    return words.field(name)


@register.filter
def node_value(given: object, name: str) -> str:
    """Write what stands in a field: `{{ given|node_value:"board" }}`."""
    return gettext("yes") if given is True else words.value(name, given)


@register.filter
def line_name(slug: str) -> str:
    """Write the name of a line."""
    return words.line(slug)


@register.filter
def masked(number: str) -> str:
    """Write a phone number without its middle; a withheld one as such."""
    return phone.masked(number) if number else gettext("withheld")


@register.filter
def user_name(user: User | None) -> str:
    """Write the name of an officer; the system where nobody is named."""
    if user is None:
        return "—"
    return (get_language() == "en" and user.name_en) or user.name_hi


@register.filter
def hours(span: Span) -> str:
    """Write a span of a day: from and to; day and night for all of it."""
    if (span.to_at - span.from_at).total_seconds() >= 86_400:
        return gettext("day and night")
    language = get_language() or "hi"
    ends = [texts.timed(clock.local(at).time(), language) for at in (span.from_at, span.to_at)]
    return " – ".join(ends)
