"""Names in the language of the page: `{% load portal %}`."""

from django import template
from django.utils.translation import get_language, ngettext

from shramsetu import rulebook
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

register = template.Library()


@register.filter
def post_name(post: Post | None) -> str:
    """Write the title of a post, which names its place."""
    if post is None:
        return ""
    return post.title_en if get_language() == "en" else post.title_hi


@register.filter
def place_name(place: Place | None) -> str:
    """Write the name of a place."""
    return place.name(get_language() or "hi") if place else ""


@register.filter
def source_name(text: str) -> str:
    """Write where a row of the rulebook comes from."""
    return rulebook.book().source(text).say(get_language() or "hi")


@register.filter
def span(amount: int, unit: str) -> str:
    """Write how long a rule gives: `7|span:"working_days"` is 7 कार्य दिवस."""
    words = {
        "hours": ngettext("%(n)d hour", "%(n)d hours", amount),
        "calendar_days": ngettext("%(n)d day", "%(n)d days", amount),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", amount),
    }
    return words.get(unit, "%(n)d " + unit.replace("%", "")) % {"n": amount}
