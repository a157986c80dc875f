"""Names in the language of the page: `{% load portal %}`."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from shramsetu.helpline import voice
from shramsetu.offices.models import Post
from shramsetu.places.models import Place
from shramsetu.portal import aloud

register = template.Library()


@register.simple_tag(takes_context=True)
def page_sound(context: template.Context) -> str:
    """Return the address of the sound that was made of this page in Hindi; empty where there is none.

    A page that answers what somebody wrote or looked for says other words than the one that was said beforehand.
    """
    request = context.get("request")
    if request is None or request.method not in {"GET", "HEAD"} or request.GET or get_language() == "en":
        return ""
    if aloud.file(request.path) is None:
        return ""
    return f"{reverse('portal:page_sound')}?{urlencode({'page': request.path})}"


@register.simple_tag
def may_be_said() -> bool:
    """Tell whether a page that was not said beforehand can be said for who asks."""
    return voice.is_there()


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
def span(amount: int, unit: str) -> str:
    """Write how long a rule gives: `7|span:"working_days"` is 7 कार्य दिवस."""
    words = {
        "hours": ngettext("%(n)d hour", "%(n)d hours", amount),
        "calendar_days": ngettext("%(n)d day", "%(n)d days", amount),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", amount),
    }
    return words.get(unit, "%(n)d " + unit.replace("%", "")) % {"n": amount}
