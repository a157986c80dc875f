"""The filters of the helpline's pages: `{% load helpline %}`."""

from django import template
from django.utils.translation import get_language, gettext, pgettext

from shramsetu.helpline import words
from shramsetu.helpline.models import Campaign, Target
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
    return phone.masked(number) if number else pgettext("telephone", "withheld")


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


@register.simple_tag
def campaign_name(campaign: Campaign) -> str:
    """Write the name of a campaign in the reader's language."""
    return (get_language() == "en" and campaign.name_en) or campaign.name_hi


@register.simple_tag
def campaign_state(campaign: Campaign) -> str:
    """Write whether a campaign runs, rests, waits for a second person or has ended."""
    if campaign.ended_at is not None:
        return gettext("Ended")
    if campaign.running:
        return gettext("Running")
    if campaign.needs_approval and not campaign.approved_by:
        return gettext("Waits for approval")
    return gettext("Not running")


@register.filter
def target_state(state: str) -> str:
    """Write the state of a person on a list."""
    return str(dict(Target.State.choices).get(state, state))


@register.filter
def target_result(result: str) -> str:
    """Write what came of a person's calls: a word of the lists, a result of the rulebook, an outcome."""
    return words.call_result(result)


@register.filter
def call_back_source(source: str) -> str:
    """Write why a call-back is owed."""
    return str(words.SOURCES.get(source, source))
