"""The words of the helpline's pages: kinds of a menu's nodes, its faults, what is wrong with a recording."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.helpline.models import Outcome
from shramsetu.helpline.rules.menu_check import Fault
from shramsetu.rulebook import Text

KINDS: Mapping[str, Promise] = {
    "say": _("Says a sentence"),
    "choice": _("Asks for a key"),
    "language": _("Sets language or dialect"),
    "number": _("Takes a number"),
    "answer": _("Answers by itself"),
    "result": _("Takes a key as the answer"),
    "queue": _("Leads to an operator"),
    "call_back": _("Notes a call-back"),
    "voicemail": _("Records a message"),
    "emergency": _("Hands over to an emergency service"),
    "bye": _("Says goodbye"),
}
FAULTS: Mapping[str, Promise] = {
    "empty": _("The menu has no places."),
    "bad-name": _("The name may have letters, digits and hyphens, 40 at most."),
    "bad-kind": _("There is no such kind: %(what)s."),
    "dead-link": _("Leads to %(what)s, which is not there."),
    "unreachable": _("Nothing leads here."),
    "loop": _("Goes round and round without a key."),
    "no-next": _("Say where it goes on."),
    "no-keys": _("Give at least one key."),
    "bad-key": _("A key is one of 1 to 9 or the star: %(what)s."),
    "operator-key": _("0 always brings an operator and cannot lead elsewhere."),
    "no-words": _("The text is missing in this language: %(what)s."),
    "no-digits": _("Say how many digits are taken."),
    "never-valid": _("A complaint number has %(what)s digits."),
    "too-long": _("Who presses nothing waits too long for an operator: %(what)s at most."),
    "no-operator": _("The operator must be a place that leads to an operator."),
    "no-closed": _("For a closed line, name a place that asks for a key, records a message or notes a call-back."),
    "no-help": _("0 and silence must lead to a message or a call-back here."),
    "silent-end": _("A caller who presses nothing is sent away here."),
    "bad-value": _("The rulebook does not know this: %(what)s."),
}
SOUNDS: Mapping[str, Promise] = {
    "format": _("This is not a WAV recording of 8 kHz or more. Save it as WAV (PCM)."),
    "short": _("The recording is shorter than a fifth of a second."),
    "long": _("The recording is longer than three minutes."),
    "quiet": _("The recording is too quiet. Speak closer to the microphone."),
    "distorted": _("The recording is distorted. Turn the microphone down."),
}
SOURCES: Mapping[str, Promise] = {
    "abandoned": _("Hung up while waiting"),
    "lost": _("The line was lost"),
    "asked": _("Asked for it"),
    "voicemail": _("Left a voicemail"),
    "missed": _("Missed call"),
    "follow-up": _("To be called again"),
    "list": _("List of people"),
}
RESULTS: Mapping[str, Promise] = {
    "case-moved": _("The case moved on without a call"),
    "not-again": _("Asked not to be called again"),
    "no-result": _("Nothing was written down after the talk"),
    "wrong-number": _("Wrong number"),
    "record_feedback": _("Feedback recorded"),
    "satisfied": _("Satisfied"),
    "dissatisfied": _("Not satisfied"),
    "heard": _("Has heard it"),
    "ended": _("The campaign ended before"),
    "not-needed": _("No call is needed"),
    "follow-up": _("To be called again"),
}
FIELDS: Mapping[str, Promise] = {
    "start": _("First place"),
    "operator": _("0 and silence lead to"),
    "closed": _("While closed, callers come to"),
    "help": _("0 and silence lead, while closed, to"),
    "next": _("Goes on to"),
    "text": _("What is said"),
    "text_hi": _("Text in Hindi"),
    "text_en": _("Text in English"),
    "keys": _("Keys"),
    "kind": _("Kind"),
    "digits": _("Digits"),
    "check": _("Which number"),
    "tries": _("How often it is asked"),
    "wait_seconds": _("Seconds to wait"),
    "language": _("Language"),
    "dialect": _("Dialect"),
    "what": _("What is answered"),
    "word": _("What the key means"),
    "scheme": _("Scheme"),
    "board": _("Board"),
    "urgent": _("Urgent: ahead of others"),
    "woman": _("A woman operator"),
    "service": _("Emergency service"),
}


def call_result(result: str) -> str:
    """Return what came of a person's calls as words."""
    if result in RESULTS:
        return str(RESULTS[result])
    disposition = rulebook.book().helpline.dispositions.get(result)
    return said(disposition.title) if disposition else str(dict(Outcome.choices).get(result, result or "—"))


def said(text: Text) -> str:
    """Return a text of the rulebook in the reader's language."""
    return text.say(get_language() or "hi")


def fault(found: Fault) -> str:
    """Return what is wrong at a node as a sentence."""
    return str(FAULTS[found.reason]) % {"what": found.what}


def line(slug: str) -> str:
    """Return the name of a line, or of whatever else has a menu."""
    found = rulebook.book().helpline.lines.get(slug)
    return said(found.name) if found else slug


def field(name: str) -> str:
    """Return a field of a node as the form calls it."""
    return str(FIELDS.get(name, name))


def value(name: str, given: object) -> str:
    """Return what stands in a field of a node in words."""
    helpline = rulebook.book().helpline
    shelf: Mapping[str, Mapping[str, object]] = {
        "board": helpline.boards,
        "dialect": helpline.languages,
        "language": helpline.languages,
        "scheme": rulebook.book().schemes,
    }
    row = shelf.get(name, {}).get(str(given))
    text = getattr(row, "name", None)
    return said(text) if isinstance(text, Text) else str(given)
