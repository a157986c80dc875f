"""What workers see of themselves: standing, days of work and what lacks, family, benefits, changes, who looked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from shramsetu.casework.models import OPEN, PAUSED
from shramsetu.journal.models import Entry
from shramsetu.lib import clock, phone
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.workers import changing, portraits, terms
from shramsetu.workers.flow.change import UNDONE
from shramsetu.workers.models import Account, Card, Change, Identity, Member, Membership, Nominee, Spell, Worker
from shramsetu.workers.rules import spells
from shramsetu.workers.rules.standing import CAN_RENEW, IN_FORCE, Standing

LOOKS_MOST, SPELLS_MOST, CHANGES_MOST = 50, 20, 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section that another package adds: what, how it stands, and the page where it goes on."""

    title: str | Promise
    says: str | Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What another package tells workers of themselves."""

    title: str | Promise
    empty: str | Promise
    lines: Sequence[Line]


Teller = Callable[[Worker, date], Section]
SECTIONS: list[Teller] = []  # packages above register theirs: claims, money


@dataclass(frozen=True, slots=True)
class Held:
    """One registration: how it stands today, the days of work that a renewal or claim asks for, its card."""

    membership: Membership
    standing: Standing
    days: int
    days_checked: int
    needed: int
    card: Card | None

    @property
    def lacking(self) -> int:
        """How many days of work are missing today."""
        return max(self.needed - self.days, 0)

    @property
    def is_in_force(self) -> bool:
        """Whether a card can be printed."""
        return self.standing in IN_FORCE

    @property
    def may_renew(self) -> bool:
        """Whether paying keeps it alive."""
        return self.standing in CAN_RENEW


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that was asked for: what, from what to what, and whether it can be stopped."""

    change: Change
    title: str
    before: str
    after: str
    may_stop: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One time that somebody looked: when, from which post, at what."""

    at: datetime
    post: Post | None
    verb: str


def behind(number: str) -> QuerySet[Worker]:
    """Return the workers whose phone (E.164) this is: a family often has one."""
    rows = Worker.objects.filter(phone=number, merged_into=None, erased_at=None)
    return rows.select_related("district", "family").order_by("made_at", "pk")


def page(worker: Worker, *, at: datetime) -> Mapping[str, object]:
    """Return everything that the own page shows of `worker`."""
    on = clock.day(at)
    account = Account.objects.filter(worker=worker, ended_at=None).first()
    asked = list(asked_for(worker))
    return {
        "worker": worker,
        "printed_at": at,
        "photo": portraits.of(worker),
        "phone": phone.masked(worker.phone) if worker.phone else "",
        "held": held(worker, on),
        "spells": list(Spell.objects.filter(worker=worker).order_by("-last_on", "pk")[:SPELLS_MOST]),
        "family": list(_family(worker, on)),
        "nominees": list(Nominee.objects.filter(worker=worker).order_by("pk")),
        "identities": list(Identity.objects.filter(worker=worker).order_by("kind")),
        "account": account,
        "asked": asked,
        "stoppable": [one for one in asked if one.may_stop],
        "fields": [
            (slug, title) for slug, (_tier, title) in changing.fields().items() if slug not in changing.AT_DESKS
        ],
        "sections": [tell(worker, on) for tell in SECTIONS],
        "looks": looks(worker),
    }


def held(worker: Worker, on: date) -> list[Held]:
    """Return the registrations of `worker`, each as it stands on the day."""
    work = list(Spell.objects.filter(worker=worker))
    days, checked = _days(work, on), _days([one for one in work if one.checked_by], on)
    rows = Membership.objects.filter(worker=worker).select_related("worker").order_by("board")
    cards = {
        card.membership_id: card
        for card in Card.objects.filter(membership__worker=worker, revoked_at=None).order_by("issue")
    }
    return [
        Held(
            one,
            terms.standing_of(one, on),
            days,
            checked,
            terms.days_least(one.board, on),
            cards.get(one.pk),
        )
        for one in rows
    ]


def asked_for(worker: Worker) -> Sequence[Asked]:
    """Return the changes that were asked for, those that can be stopped first, then the newest."""
    rows = Change.objects.filter(worker=worker).select_related("case__holder__place").order_by("-case__opened_at")
    found = [_asked(one) for one in rows[:CHANGES_MOST]]
    return sorted(found, key=lambda one: not one.may_stop)


def looks(worker: Worker) -> list[Look]:
    """Return who looked at `worker`, the latest first."""
    entries = Entry.objects.filter(stream=f"reads:{worker.stream}").order_by("-at")[:LOOKS_MOST]
    return [Look(one.at, _post(one.by), one.verb) for one in entries]


def _asked(change: Change) -> Asked:
    both = changing.opened(change)
    waits = change.case.phase in (OPEN, PAUSED) and change.case.state in UNDONE
    before, after = (changing.said(change.field, one, clear=False) for one in (both.before, both.after))
    return Asked(change, changing.title(change.field), before, after, waits)


def _days(work: Sequence[Spell], on: date) -> int:
    return spells.days_worked([spells.Spell(one.first_on, one.last_on, one.days) for one in work], on)


def _family(worker: Worker, on: date) -> QuerySet[Member]:
    rows = Member.objects.filter(family=worker.family_id, since__lte=on, until=None)
    return rows.order_by("seat") if worker.family_id else rows.none()


def _post(by: str) -> Post | None:
    post = by.rpartition("@")[2]
    try:
        return offices.get(int(post)) if "@" in by and post.isdigit() and int(post) else None
    except offices.NoPost:
        return None
