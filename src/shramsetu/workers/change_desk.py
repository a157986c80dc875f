"""What the desk shows of a change in the register: what was, what shall be, who asked, and who approved."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import signing
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Panel, Queue, say
from shramsetu.casework.signing import Sign
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role
from shramsetu.workers import changing, own_view, scope, tabs
from shramsetu.workers.actions import cards
from shramsetu.workers.flow.change import KIND
from shramsetu.workers.models import Change, Worker

OFFICERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.HEAD})

KINDS.queues += [
    Queue(
        "wk_changes",
        _("Changes in the register"),
        "file-pen",
        lambda at: Q(kind=KIND, state__in=("checking", "second")),
        "now",
        OFFICERS,
    )
]
say(
    {
        "approve": _("Approved as right"),
        "confirm": _("Approved by a second officer; the worker can still stop it"),
        "apply": _("The change was made"),
        "refuse": _("The change was not made"),
        "stop": _("Stopped: the worker did not ask for it"),
        "escalate": _("Time over; with %(holder)s"),
    },
    KIND,
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    by = request.actor  # type: ignore[attr-defined] # put there by the middleware
    change = Change.objects.select_related("worker__district", "case").get(pk=case.pk)
    both = changing.opened(change)
    # Who decides compares the whole number with the paper; others see its end.
    clear = case.holder_id == by.post_id or (change.field != changing.ACCOUNT and scope.sees_in_clear(by))
    context = {
        "change": change,
        "worker": change.worker,
        "title": changing.title(change.field),
        "before": changing.said(change.field, both.before, clear=clear),
        "after": changing.said(change.field, both.after, clear=clear),
    }
    return [Panel("words", "workers/panel_change.html", context)]


def _tab(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    del by
    return {
        "held": own_view.held(worker, on),
        "asked": own_view.asked_for(worker),
        "fields": [(slug, title) for slug, (_tier, title) in changing.fields().items()],
        "whys": cards.Why.choices,
    }


def _listed(cases: list[Case]) -> Mapping[int, str]:
    rows = Change.objects.in_bulk([case.pk for case in cases]) if cases else {}
    return {pk: changing.title(row.field) for pk, row in rows.items()}


signing.register(KIND, {"checking": Sign("approve", "refuse", "stop"), "second": Sign("confirm", "refuse", "stop")})
KINDS.panels[KIND] = _panels
KINDS.lists[KIND] = _listed
tabs.TABS.insert(-1, tabs.Tab("changes", _("Card and changes"), "workers/tab_changes.html", _tab))
tabs.VERBS |= {
    "change": _("A value was changed"),
    "die": _("The death was entered"),
    "issue_card": _("A card was given out"),
    "revoke_card": _("A card was revoked"),
}
