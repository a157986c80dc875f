"""What the desk shows of an application: queues, sentences of the story, the panel with days of work and fee."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import rounds
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Group, Panel, Queue, Tool, say
from shramsetu.lib import clock, phone
from shramsetu.offices.models import Role
from shramsetu.workers import applicants, lists, portraits, receipts, scope, terms
from shramsetu.workers.actions import fees
from shramsetu.workers.flow.registration import KINDS as KINDS_HERE
from shramsetu.workers.models import Account, Application, Pair, Spell
from shramsetu.workers.rules.standing import IN_FORCE
from shramsetu.workers.views import counter, oldbooks, outages
from shramsetu.workers.views.worker import VIEWERS

OFFICERS = frozenset({Role.OFFICER, Role.ENQUIRY, Role.HEAD})


KINDS.groups.append(Group(_("Workers"), "id-card", frozenset({"workers", "registry", "families"})))
KINDS.doors += [
    Door("workers:new", _("Register a worker"), "id-card", counter.FILERS),
    Door("registry:meet", _("Worker at the counter"), "user-search", counter.CENTRES),
    Door("registry:old_books", _("Old registers"), "book-up", oldbooks.BRINGERS),
    Door("workers:outages", _("Outages"), "plug-zap", outages.DECLARERS),
]


def _queue(*states: str) -> Q:
    return Q(kind__in=KINDS_HERE, state__in=states)


KINDS.queues += [
    Queue("wk_checking", _("Registrations to check"), "id-card", lambda at: _queue("checking"), "now", OFFICERS),
    Queue("wk_field", _("Places of work to visit"), "map-pin", lambda at: _queue("field"), "now", OFFICERS),
    Queue("wk_heard", _("Hearings and orders"), "gavel", lambda at: _queue("noticed", "heard"), "", OFFICERS),
    Queue("wk_appeals", _("Appeals of registrations"), "scale", lambda at: _queue("appealed"), "now", OFFICERS),
]
say(
    {
        "opened": _("Applied; given to %(holder)s"),
        "register": _("Registered as a worker"),
        "ask": _("The worker was asked"),
        "answer": _("The worker answered"),
        "resume": _("No answer came in time"),
        "visit": _("%(holder)s visits the place of work"),
        "report_visit": _("The place of work was visited"),
        "notice": _("Notice given before a refusal; the worker is heard first"),
        "hear": _("The worker was heard"),
        "hearing_over": _("The day of hearing is over; to be recorded by %(holder)s"),
        "refuse": _("Refused by order; an appeal is open"),
        "appeal": _("Appealed; with %(holder)s"),
        "allow_appeal": _("Appeal allowed; registered"),
        "dismiss_appeal": _("Appeal dismissed"),
        "withdraw": _("Taken back by the worker"),
        "finalise": _("Nobody appealed in time"),
        "escalate": _("Time over; with %(holder)s"),
    },
    *KINDS_HERE,
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    by = request.actor  # type: ignore[attr-defined] # put there by the middleware
    application = applicants.of(case)
    worker = application.worker
    clear = scope.sees_in_clear(by)
    on = clock.day(application.counts_from)
    membership = applicants.membership(application)
    context = {
        "application": application,
        "filer": receipts.filer(case, application),
        "worker": worker,
        "phone": phone.shown(worker.phone) if clear and worker.phone else phone.masked(worker.phone),
        "trade": lists.title(lists.TRADES, application.trade),
        "age": applicants.age(worker, on),
        "days": applicants.days(worker, on),
        "days_checked": applicants.days(worker, on, only_checked=True),
        "days_least": terms.days_least(application.board, on),
        "fee": fees.open_fee(membership) or membership.fees.order_by("-paid_at").first(),
        "spells": list(Spell.objects.filter(worker=worker).select_related("district").order_by("-last_on")),
        "account": Account.objects.filter(worker=worker, ended_at=None).first(),
        "doubles": list(
            Pair.objects.filter(Q(first=worker) | Q(second=worker), verdict="")
            .select_related("first", "second")
            .order_by("-score")[:5]
        ),
        "board": membership.get_board_display(),
        "counts_from_draft": application.outage_id is not None,
        "photo": portraits.of(worker),
        "membership": membership,
        "may_open": by.role in VIEWERS,
        "may_print": by.role in counter.FILERS and terms.standing_of(membership, clock.day(timezone.now())) in IN_FORCE,
    }
    return [Panel("words", "workers/panel_registration.html", context)]


def _tools(request: HttpRequest, case: Case) -> list[Tool]:
    by = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if by.role not in counter.READERS:
        return []
    found = [Tool("workers:sent", _("Receipt and fee"), "receipt")]
    if case.state in ("refused", "appealed", "upheld"):
        found.append(Tool("workers:order", _("Order as PDF"), "file-text"))
    return found


def _listed(cases: list[Case]) -> Mapping[int, str]:
    """What a list may say of an application: the kind of work and the years."""
    rows = Application.objects.in_bulk([case.pk for case in cases]) if cases else {}
    return {pk: lists.title(lists.TRADES, row.trade) for pk, row in rows.items()}


for _kind in KINDS_HERE:
    rounds.register(_kind, "field", _("Visit to a place of work"))
    KINDS.panels[_kind] = _panels
    KINDS.tools[_kind] = _tools
    KINDS.lists[_kind] = _listed
