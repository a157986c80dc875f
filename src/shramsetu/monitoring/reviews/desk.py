"""What reviews add to the desk: doors, the panel of a decision, its line in lists, sentences of the timeline."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, say
from shramsetu.monitoring import scope
from shramsetu.monitoring.reviews import papers, powers, words
from shramsetu.monitoring.reviews.models import Decision

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


def _list(cases: list[Case]) -> dict[int, str]:
    rows = Decision.objects.filter(pk__in=[one.pk for one in cases])
    return {one.pk: one.text[:120] for one in rows}


KINDS.panels[powers.KIND] = _panels
KINDS.lists[powers.KIND] = _list

__all__ = ["papers"]
