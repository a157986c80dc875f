"""What a claimant can do with a matter: each step a page with few questions, in everyday words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import flow, queries
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


WORDS: dict[str, str | Promise] = {"text": _("In your words"), "files": _("Photo or paper")}
FACTS: dict[str, str | Promise] = {
    "opposite": _("Who is the employer or contractor?"),
    "address": _("Where do they sit?"),
    "cause_on": _("On which day was it?"),
    "cause_until": _("If it happened again and again: when was it the last time?"),
    "report_on": _("On which day did you get the paper that no terms were found?"),
    "rupees": _("How much money is due to you?"),
    "late_reason": _("Why do you come only now?"),
    **WORDS,
}
OFFERS: Mapping[str, Offer] = {
    one.verb: one
    for one in (
        Offer(
            "mend",
            _("Put it right"),
            "pencil-line",
            _("What is to be put right?"),
            FACTS,
            _("Fill in only what changes. The rest stays as it is."),
        ),
        Offer(
            "complete",
            _("Complete it"),
            "pencil-line",
            _("What is still missing"),
            FACTS,
            _("The day and the name of the employer are needed; the rest helps."),
        ),
        Offer(
            "restore",
            _("Ask once more"),
            "rotate-ccw",
            _("Why should it be taken after all?"),
            {"reason": _("In your words"), "files": _("Photo or paper")},
        ),
        Offer(
            "revive",
            _("Ask to be heard after all"),
            "rotate-ccw",
            _("Why could you not come?"),
            {"reason": _("In your words"), "files": _("Photo or paper")},
        ),
        Offer("add", _("Add a word or paper"), "paperclip", _("What do you want to add?"), WORDS),
        Offer(
            "withdraw",
            _("Take it back"),
            "undo-2",
            _("Do you want to take it back?"),
            {"reason": _("Why?")},
            _("Nobody may press you to do this. You can bring it again while there is time."),
        ),
    )
}


def of(case: Case, by: Actor) -> list[Offer]:
    """Return what the claimant can do now, what is likeliest first, taking back last."""
    open_to = {step.verb for step in queries.steps_for(case, by)}
    return [offer for verb, offer in OFFERS.items() if verb in open_to]


def are_for(case: Case) -> bool:
    """Tell whether a claimant whose phone is proved could do something with a matter now."""
    table = flow.flow_of(case.kind)
    return any(
        step.verb in OFFERS and case.state in step.starts and "complainant" in step.who and flow.can(case, step.verb)
        for step in table.steps
    )
