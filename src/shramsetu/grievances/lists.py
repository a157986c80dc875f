"""The lists that the steps of complaints choose from, in the language of the page."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework.choices import Choices
from shramsetu.casework.models import Case
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.rulebook.basis import Dated, Text


def _language() -> str:
    return get_language() or "hi"


def _in_force(row: Dated, at: datetime) -> bool:
    return row.from_on <= clock.day(at)


def _said(name: str, text: Text) -> tuple[str, str]:
    return name, text.say(_language())


def _exclusions(case: Case, by: Actor) -> Choices:
    now = timezone.now()
    return [_said(slug, row.name) for slug, row in rulebook.book().exclusions.items() if _in_force(row, now)]


def _grounds(case: Case, by: Actor) -> Choices:
    """The listed grounds of special closure that this level may use for this case."""
    now = timezone.now()
    rows = rulebook.book().grounds.items()
    usable = [(slug, row) for slug, row in rows if _in_force(row, now) and case.level in row.levels]
    return [_said(slug, row.title) for slug, row in usable if not (case.urgent and row.not_for_urgent)]


def _listed(name: str) -> Callable[[Case, Actor], Choices]:
    def lister(case: Case, by: Actor) -> Choices:
        rows = rulebook.book().choices.get(name, {})
        return [_said(slug, row.title) for slug, row in rows.items()]

    return lister


def _grades(case: Case, by: Actor) -> Choices:
    return [(slug.upper(), words) for slug, words in _listed("grades")(case, by)]


def _feedback_results(case: Case, by: Actor) -> Choices:
    answers: Choices = [("satisfied", _("Satisfied")), ("dissatisfied", _("Not satisfied"))]
    if by.person:
        return answers
    return [
        *answers,
        ("no_answer", _("No answer")),
        ("call_later", _("Asked to be called later")),
        ("wrong_number", _("Wrong number")),
    ]


def _categories(case: Case, by: Actor) -> Choices:
    """Return the categories of the same secrecy: by typing nothing becomes sealed, or open."""
    rows = rulebook.book().categories.values()
    return [(row.slug, row.title.say(get_language() or "hi")) for row in rows if row.sealed == case.sealed]


LISTS: dict[str, Callable[[Case, Actor], Choices]] = {
    "exclusions": _exclusions,
    "categories": _categories,
    "grounds": _grounds,
    "grades": _grades,
    "feedback_results": _feedback_results,
    "answerers": _listed("answered_by"),
    "review_decisions": lambda case, by: [
        ("uphold", _("Uphold: close with this order")),
        ("act", _("Act on it again")),
    ],
    "demand_decisions": lambda case, by: [
        ("accepted", _("Accepted")),
        ("partly", _("Accepted in part")),
        ("refused", _("Not accepted")),
    ],
    "explanation_results": _listed("explanation_outcomes"),
}
