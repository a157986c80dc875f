"""What reviews add to the desk: doors, the panel of a decision, its line in lists, sentences of the timeline."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework import signing
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, say
from shramsetu.journal.rules import Actor
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import papers, powers, queries, words
from shramsetu.monitoring.reviews.models import Decision
from shramsetu.offices import queries as offices

KINDS.doors += [
    Door("monitoring:today", pgettext_lazy("page", "Today"), "sun", frozenset(scope.WATCHERS)),
    Door("monitoring:reviews", _("Reviews"), "presentation", frozenset(powers.READERS)),
    Door("monitoring:my_decisions", _("Decisions of reviews"), "list-checks", frozenset(powers.READERS)),
]

say(
    {
        "register": _("Given to %(holder)s"),
        "report": _("Reported as carried out, with proof"),
        "close": _("Proof seen, closed by the chair"),
        "give_back": _("Given back: the proof does not prove it"),
        "carry": _("Carried over to a later date"),
        "strike": _("Struck out"),
        "escalate": _("Date over; comes on the next agenda"),
    },
    powers.KIND,
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    del request
    rows = Decision.objects.select_related("review__place", "review__chair__place", "owner__place", "item")
    row = rows.get(pk=case.pk)
    context = {"decision": row, "review": row.review, "title": words.title(row.review)}
    return [Panel("words", "monitoring/reviews/panel_decision.html", context)]


def _reported(by: Actor) -> list[signing.Sheet]:
    """Return the decisions whose proof the post of `by` looks at as chair or deputy."""
    rows = queries.to_be_seen_by(offices.get(by.post_id)) if by.post_id else []
    return [
        signing.Sheet(
            _("Proof of a decision"),
            one.text[:120],
            "",
            reverse("desk:case", args=[one.case.number]),
            one.case.level_at,
        )
        for one in rows
    ]


def _list(cases: list[Case]) -> dict[int, str]:
    rows = Decision.objects.filter(pk__in=[one.pk for one in cases])
    return {one.pk: one.text[:120] for one in rows}


signing.register_sheets(_reported)
KINDS.panels[powers.KIND] = _panels
KINDS.lists[powers.KIND] = _list

__all__ = ["papers"]
