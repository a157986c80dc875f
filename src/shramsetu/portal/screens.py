"""The screens of filing and their order, which depends on what was told before."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.grievances import suggest
from shramsetu.portal import forms
from shramsetu.portal.draft import Draft

STEPS: tuple[str | Promise, ...] = (_("What happened"), _("Where"), pgettext_lazy("portal", "Who"), _("Look and send"))


@dataclass(frozen=True, slots=True)
class Screen:
    """One question: the step it belongs to (1 to 4), its heading and its form."""

    name: str
    step: int
    title: str | Promise
    form: type[forms.Draftable]


SCREENS = {
    one.name: one
    for one in (
        Screen("what", 1, _("What happened?"), forms.What),
        Screen("answers", 1, _("Is your answer here?"), forms.Answers),
        Screen("elsewhere", 1, _("Does this belong to another office?"), forms.Elsewhere),
        Screen("about", 1, _("What is it about?"), forms.About),
        Screen("where", 2, _("Where did it happen?"), forms.Where),
        Screen("which", 2, _("Which place is meant?"), forms.Which),
        Screen("whose", 3, _("Whose trouble is it?"), forms.Whose),
        Screen("who", 3, _("Who are you?"), forms.Who),
        Screen("against", 3, _("Against whom?"), forms.Against),
    )
}
SEND = "send"


def path(draft: Draft) -> list[str]:
    """Return the names of the screens this draft goes through, the last one being the reading back."""
    kind, words = draft.text("kind"), draft.text("text")
    names = ["what"]
    if kind == "information" and suggest.articles(words, most=1):
        names.append("answers")
    if suggest.exclusions(words, most=1):
        names.append("elsewhere")
    names += ["about", "where"]
    if draft.values.get("choices"):
        names.append("which")
    names += ["whose", "who"]
    if kind == "grievance":
        names.append("against")
    return [*names, SEND]


def after(name: str, draft: Draft) -> str:
    """Return the screen behind `name`."""
    names = path(draft)
    return names[names.index(name) + 1] if name in names[:-1] else SEND


def before(name: str, draft: Draft) -> str:
    """Return the screen in front of `name`; empty for the first."""
    names = path(draft)
    return names[names.index(name) - 1] if name in names[1:] else ""


def missing(draft: Draft) -> str:
    """Return the first screen that was not answered yet; empty when all were."""
    told = draft.values.get("told")
    done = set(told) if isinstance(told, list) else set()
    return next((name for name in path(draft)[:-1] if name not in done), "")
