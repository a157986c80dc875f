"""What an applicant can do with a claim: each step a page with one question, in common words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework import queries
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do: its button, its icon, the question of its page, the labels of its boxes, a hint."""

    verb: str
    label: str | Promise
    icon: str
    title: str | Promise
    labels: Mapping[str, str | Promise]
    hint: str | Promise = ""


WORDS = {"text": _("In your words"), "files": _("Photo or paper")}
OFFERS: Mapping[str, Offer] = {
    one.verb: one
    for one in (
        Offer("answer", pgettext_lazy("claim", "Answer"), "message-square-reply", _("Your answer"), WORDS),
        Offer(
            "object",
            _("Say something before the hearing"),
            "message-square-text",
            _("What do you want to say?"),
            WORDS,
            _("You are heard on the day of the hearing all the same."),
        ),
        Offer(
            "appeal",
            pgettext_lazy("claim", "Appeal"),
            "scale",
            _("What is wrong about the order?"),
            {"reason": _("In your words"), "files": _("Photo or paper")},
            _("Another, more senior officer decides. It costs nothing."),
        ),
        Offer("complete", _("Give the papers"), "paperclip", _("What do you add?"), WORDS),
        Offer("add", _("Add a word or paper"), "paperclip", _("What do you want to add?"), WORDS),
        Offer(
            "withdraw",
            _("Take it back"),
            "undo-2",
            _("Do you want to take it back?"),
            {"reason": _("Why?")},
            _("Nobody may press you to do this. You can claim again."),
        ),
    )
}


def of(case: Case, by: Actor) -> list[Offer]:
    """Return what the applicant can do now, what is likeliest first, taking back last."""
    open_to = {step.verb for step in queries.steps_for(case, by)}
    return [offer for verb, offer in OFFERS.items() if verb in open_to]
