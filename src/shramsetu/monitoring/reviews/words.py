"""How reviews are said: which review, why something is on its agenda, whose it is, in both languages."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.monitoring.reviews.models import Review
from shramsetu.monitoring.reviews.rules.agenda import Why
from shramsetu.offices import words as offices
from shramsetu.offices.models import Post
from shramsetu.places.models import Place

WHY = {
    Why.CARRIED: _("Decision put off again and again"),
    Why.DECISION: _("Decision not carried out in time"),
    Why.WORK: _("Building is late"),
    Why.BLOCKED: _("Hindrance or defect over its time"),
    Why.TARGET: _("Behind its target"),
    Why.OVERDUE: _("Cases over their time"),
    Why.OWN: _("Laid on the table by the office"),
}
# The looks of the house: each state has a word, a shape and a colour.
LOOK = {"planned": "soon", "open": "now", "closed": "on-time", "cancelled": "closed"}
DECISION_LOOK = {"given": "soon", "reported": "now", "carried_out": "on-time", "struck": "closed"}
DECISION = {
    "given": _("To be carried out"),
    "reported": _("Reported, proof to be seen"),
    "carried_out": _("Carried out, proof seen"),
    "struck": _("Struck out"),
}
DUE_OVER = pgettext_lazy("decision", "Date over")


def language() -> str:
    """Return the language of the page: hi or en."""
    return "en" if (get_language() or "hi").startswith("en") else "hi"


def in_hindi() -> override:
    """Write what follows in Hindi, whoever asks."""
    return override("hi")


def both(say: Callable[[], object]) -> tuple[str, str]:
    """Return what `say` says in Hindi and in English."""
    with override("hi"):
        hindi = str(say())
    with override("en"):
        return hindi, str(say())


def place(one: Place) -> str:
    """Return a place's name."""
    return one.name(language())


def owner(post: Post) -> str:
    """Return a post with its place: who is meant where several have the same title."""
    return f"{offices.title(post)}, {place(post.place)}"


def title(review: Review) -> str:
    """Return what a review is called: its round and what it is of."""
    if not review.round:
        return review.title or gettext("Review: %(place)s") % {"place": place(review.place)}
    found = rulebook.book().reviews.rounds.get(review.round)
    head = found.title.say(language()) if found else review.round
    return f"{head}: {subject(review)}"


def subject(review: Review) -> str:
    """Return of what a review is: its sector, its section, or its place."""
    made = rulebook.book().reviews
    named = made.sectors.get(review.sector) or made.sections.get(review.section)
    return named.title.say(language()) if named else place(review.place)


def stands(review: Review, today: date) -> str:
    """Say how far a review has come; one that was planned for a day that is over was not held."""
    if review.state == Review.State.PLANNED and review.day < today:
        return gettext("Not held")
    return str(review.get_state_display())


def why(slug: str) -> str:
    """Say why something is on an agenda."""
    return str(WHY[Why(slug)])
