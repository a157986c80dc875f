"""Tags of the agent's page: buttons that ask the exchange, and the words for what a call came to."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.casework.models import Case
from shramsetu.helpline.models import Agent, Call, CallEvent, Outcome, Step
from shramsetu.lib import phone
from shramsetu.offices.models import User
from shramsetu.rulebook.words import ScriptLine

register = template.Library()
VERB = "helpline/verb.html"
LOOKS = {
    "available": "on-time",
    "ringing": "now",
    "talking": "now",
    "wrap_up": "soon",
    "paused": "paused",
    "out": "closed",
}
EVENTS = {
    "arrived": pgettext_lazy("telephone", "Came in"),
    "outcome": _("Over"),
    "shown": _("Shown to the agent"),
    "case": _("About a complaint"),
    "result": _("Result kept"),
    "held": _("Put on hold"),
    "unheld": _("Taken back from hold"),
    "returned": _("Back to the queue"),
    "pause_recording": _("Recording paused"),
    "resume_recording": _("Recorded again"),
    "third": _("A third party was rung"),
    "third_answered": _("The third party answered"),
    "third_gone": _("The third party left"),
    "third_not_free": _("The third party could not be had"),
    "conference": _("All talk together"),
    "taken_over": _("Taken over by another agent"),
    "passed_on": _("Passed on"),
    "listen": _("A supervisor listened"),
    "whisper": _("A supervisor whispered to the agent"),
    "barge": _("A supervisor spoke with both"),
    "event_number": _("Event number kept"),
}
THIRDS = {
    "ringing": _("is being rung"),
    "private": _("talks to you alone"),
    "joining": _("is being rung"),
    "all": _("talks with all"),
}


@register.filter
def masked(number: str) -> str:
    """Hide the middle of a phone number."""
    return phone.masked(number) if number else ""


@register.simple_tag
def state_look(state: str) -> str:
    """Return the look of an agent's state."""
    return LOOKS[state]


@register.inclusion_tag(VERB, takes_context=True)
def turn_button(
    context: Context, verb: str, label: Any, key: str, picture: str, *, kind: str = "", reason: str = ""
) -> dict[str, Any]:
    """Draw a button that changes the agent's own state."""
    given = {"reason": reason} if reason else {}
    return _button(context, reverse("helpline:turn", args=[verb]), label, key, picture or "pause", kind, given)


@register.inclusion_tag(VERB, takes_context=True)
def hand_button(context: Context, verb: str, label: Any, key: str, picture: str, *, kind: str = "") -> dict[str, Any]:
    """Draw a button that does by hand, at the simulated exchange, what a phone does."""
    return _button(context, reverse("helpline:by_hand", args=[verb]), label, key, picture, kind, {})


@register.inclusion_tag(VERB, takes_context=True)
def order_button(context: Context, verb: str, label: Any, key: str, picture: str, **more: str) -> dict[str, Any]:
    """Draw a button that asks the exchange to do something with the call; `kinds` and `to` say with whom."""
    given = {"kind": more["kinds"], "to": more["to"]} if "to" in more else {}
    return _button(context, reverse("helpline:order", args=[verb]), label, key, picture, more.get("kind", ""), given)


@register.inclusion_tag(VERB, takes_context=True)
def listen_button(context: Context, call: Call, verb: str, label: Any, picture: str) -> dict[str, Any]:
    """Draw a button by which a supervisor goes into a call."""
    return _button(context, reverse("helpline:listen", args=[call.pk, verb]), label, "", picture, "", {})


@register.filter
def minutes(span: timedelta) -> str:
    """Write a span as minutes and seconds."""
    whole = int(span.total_seconds())
    return f"{whole // 60}:{whole % 60:02d}"


@register.simple_tag
def tongues(agent: Agent) -> str:
    """Name the languages that an agent speaks."""
    return _named(rulebook.book().helpline.languages, agent.languages)


@register.simple_tag
def boards_of(agent: Agent) -> str:
    """Name the boards whose calls an agent takes."""
    return _named(rulebook.book().helpline.boards, agent.boards) or gettext("all")


@register.simple_tag
def call_place(call: Call) -> str:
    """Say on which line a call came, and for which board."""
    book, language = rulebook.book().helpline, get_language() or "hi"
    board = book.boards.get(call.board)
    return f"{call.line} · {board.name.say(language)}" if board else call.line


@register.simple_tag
def event_words(event: CallEvent) -> str:
    """Say what happened in a call; a verb without words of its own stands as it is."""
    words = EVENTS.get(event.verb)
    if words is None and event.verb in Step.values:
        words = Step(event.verb).label
    case = event.detail.get("number") or event.detail.get("agent") or event.detail.get("disposition") or ""
    return f"{words or event.verb}{f': {case}' if case else ''}"


@register.simple_tag
def third_words(call: Call) -> str:
    """Say who else is in the call, and how."""
    _, _, who = call.third.partition(":")
    return f"{who}: {THIRDS[call.third_state]}" if call.third_state in THIRDS else who


@register.simple_tag
def state_of(case: Case) -> str:
    """Return the state of a case in the words of the desk."""
    return str(flow.flow_of(case.kind).by_name[case.state].label)


@register.simple_tag
def outcome_words(outcome: str) -> str:
    """Return how a call ended."""
    return str(Outcome(outcome).label) if outcome else gettext("under way")


@register.simple_tag
def result_words(disposition: str) -> str:
    """Return what a call came to."""
    row = rulebook.book().helpline.dispositions.get(disposition)
    return row.title.say(get_language() or "hi") if row else disposition


@register.simple_tag
def said_line(line: ScriptLine, user: User) -> str:
    """Return a line of the script with the speaker's name; what only the case's page knows stays as dots."""
    text = line.say.say(get_language() or "hi").replace("{name}", user.name_hi)
    for word in ("{complainant}", "{number}", "{summary}", "{post}", "{date}"):
        text = text.replace(word, "…")
    return text


def _named(rows: Mapping[str, Any], slugs: Iterable[str]) -> str:
    language = get_language() or "hi"
    return ", ".join(rows[slug].name.say(language) if slug in rows else slug for slug in slugs)


def _button(
    context: Context, url: str, label: Any, key: str, picture: str, kind: str, given: dict[str, str]
) -> dict[str, Any]:
    words = label.say(get_language() or "hi") if isinstance(label, rulebook.Text) else label
    shown = {"to_url": url, "label": words, "key": key, "picture": picture, "kind": kind, "given": given}
    return {**shown, "csrf_token": context.get("csrf_token")}
