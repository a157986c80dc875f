"""Filters of the desk's pages: `{% load desk %}`."""

import secrets
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext

from shramsetu import rulebook
from shramsetu.casework.casefile import Why
from shramsetu.offices import words
from shramsetu.offices.models import Department, Post
from shramsetu.places.models import Place

register = template.Library()


@register.simple_tag
def once() -> str:
    """Write the hidden key of a form that makes something: sent twice by a double click, it makes one."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', secrets.token_hex(16))


@register.filter
def post_title(post: Post | None) -> str:
    """Write a post's title in the language of the page."""
    return words.title(post) if post else ""


@register.filter
def department_name(department: Department | None) -> str:
    """Write a department's name in the language of the page."""
    if department is None:
        return ""
    return department.name_en if get_language() == "en" else department.name_hi


@register.filter
def place_name(place: Place | None) -> str:
    """Write a place's name in the language of the page."""
    return place.name(get_language() or "hi") if place else ""


@register.filter
def says(text: Any) -> str:
    """Write a Text of the rulebook in the language of the page; anything else as it is."""
    return text.say(get_language() or "hi") if isinstance(text, rulebook.Text) else str(text)


@register.filter
def span(why: Why) -> str:
    """Write the time that a rule gives: 3 working days."""
    if why.unit == "hours":
        return ngettext("%(n)d hour", "%(n)d hours", why.amount) % {"n": why.amount}
    if why.unit == "working_days":
        return ngettext("%(n)d working day", "%(n)d working days", why.amount) % {"n": why.amount}
    if why.unit == "calendar_days":
        return ngettext("%(n)d day", "%(n)d days", why.amount) % {"n": why.amount}
    return f"{why.amount} %" if why.unit == "percent" else str(why.amount)


@register.filter
def source(why: Why) -> str:
    """Write where a rule comes from; our own defaults are said as such."""
    return cited(why.source)


@register.filter
def cited(text: str) -> str:
    """Write where a row of the rulebook comes from, in the language of the page."""
    return rulebook.book().source(text).say(get_language() or "hi")


@register.filter
def since(on: date | None) -> str:
    """Write the day from which a rule holds."""
    return f"{on:%d-%m-%Y}" if on else ""
