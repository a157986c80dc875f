"""The page of a worker: what is held, in tabs. Packages above and parts beside add theirs to `TABS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import phone
from shramsetu.offices import queries as offices
from shramsetu.workers import applicants, lists, receipts, scope, terms
from shramsetu.workers.models import Account, Fee, Identity, Member, Membership, Nominee, Spell, Worker
from shramsetu.workers.rules import standing

ENTRIES_SHOWN = 50
Context = Callable[[Worker, Actor, date], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its address word, its words, its template, and what that shows of a worker to somebody on a day."""

    name: str
    label: str | Promise
    template: str
    context: Context


@dataclass(frozen=True, slots=True)
class Held:
    """A membership with how it stands on the day, and whether it can be renewed."""

    membership: Membership
    standing: standing.Standing
    trade: str

    @property
    def is_in_force(self) -> bool:
        """Whether a card may be given out."""
        return self.standing in standing.IN_FORCE

    @property
    def can_renew(self) -> bool:
        """Whether paying, or paying and working, keeps it alive."""
        return self.standing in standing.CAN_RENEW


def summary(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    """Who it is, how the memberships stand, where money goes, which cases are under way."""
    clear = scope.sees_in_clear(by)
    held = [
        Held(one, terms.standing_of(one, on), lists.title(lists.TRADES, one.trade))
        for one in Membership.objects.filter(worker=worker).select_related("worker").order_by("board")
    ]
    return {
        "age": applicants.age(worker, on),
        "phone": phone.masked(worker.phone) if worker.phone else "",
        "held": held,
        "identities": [(one, one.number if clear else f"…{one.number[-4:]}") for one in _identities(worker)],
        "account": Account.objects.filter(worker=worker, ended_at=None).first(),
        "nominees": list(Nominee.objects.filter(worker=worker).order_by("pk")),
        "cases": list(
            Case.objects.filter(application__worker=worker).select_related("holder").order_by("-opened_at")[:10]
        ),
        "clear": clear,
    }


def work(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    """The stretches of work, and how many days of the last twelve months are stated and checked."""
    del by
    return {
        "spells": list(Spell.objects.filter(worker=worker).order_by("-last_on")),
        "days": applicants.days(worker, on),
        "days_checked": applicants.days(worker, on, only_checked=True),
    }


def family(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    """The members of the family as they are known on the day."""
    rows = Member.objects.filter(family=worker.family_id, since__lte=on, until=None) if worker.family_id else []
    may_open = by.role in scope.BY_DEPARTMENT | scope.BY_PLACE
    return {"members": sorted(rows, key=lambda one: one.seat), "family": worker.family, "may_open": may_open}


def fees(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    """What was paid, when, by whom filed."""
    del by, on
    rows = Fee.objects.filter(membership__worker=worker).select_related("membership").order_by("-paid_at")
    return {"fees": [(one, _filed(one.filed_by)) for one in rows]}


def history(worker: Worker, by: Actor, on: date) -> Mapping[str, object]:
    """What happened to the row, and who looked."""
    del by, on
    rows = Entry.objects.filter(stream__in=[worker.stream, f"reads:{worker.stream}"]).order_by("-at", "-seq")
    entries = list(rows[:ENTRIES_SHOWN])
    return {"lines": [(one, VERBS.get(one.verb, one.verb), _post_of(one)) for one in entries]}


TABS: list[Tab] = [
    Tab("summary", _("Summary"), "workers/tab_summary.html", summary),
    Tab("work", _("Work"), "workers/tab_work.html", work),
    Tab("family", _("Family"), "workers/tab_family.html", family),
    Tab("fees", _("Fees"), "workers/tab_fees.html", fees),
    Tab("history", _("History"), "workers/tab_history.html", history),
]
# How the story of a row tells each verb; others add theirs.
VERBS: dict[str, str | Promise] = {
    "enter": _("Entered into the registry"),
    "admit": _("Registered with a board"),
    "renew": _("Renewed"),
    "pay_fee": _("A fee was paid"),
    "look": _("Somebody looked at the page"),
    "reveal": _("Numbers were shown in clear"),
}


def _identities(worker: Worker) -> list[Identity]:
    return list(Identity.objects.filter(worker=worker).order_by("kind"))


def _filed(by: str) -> str:
    """Return who filed, in words: a key of an actor is the seat, or the worker."""
    return receipts.seat(by) or (str(_("the worker")) if by.startswith("person:") else by)


def _post_of(entry: Entry) -> str:
    """Return the post in whose name an entry was written."""
    _user, at, post = entry.by.partition("@")
    if not at or not post.isdigit() or post == "0":
        return ""
    try:
        return offices.known(int(post)).short_hi
    except offices.NoPost:
        return ""
