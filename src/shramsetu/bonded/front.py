"""What waits for a post in bonded labour now: each kind counted by one read, with the page where it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import entitled, glass, halves, ledger, rights, scope, ways
from shramsetu.bonded.actions.payments import PROPOSERS, SANCTIONERS
from shramsetu.bonded.models import ChaseLetter, Claim, Meeting, Transfer
from shramsetu.bonded.papers import looking
from shramsetu.bonded.queries import duties, justice, lists
from shramsetu.bonded.reports.sight import MAGISTRATES
from shramsetu.bonded.rules.transfers import WAITING
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post, Role

SOON = timedelta(days=7)
OFFICE = frozenset({Role.OFFICER, Role.DM, Role.MAGISTRATE})
WATCHERS = frozenset({Role.DM, Role.MANDAL, Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.CHIEF_SECRETARY})
SIGNERS = frozenset(MAGISTRATES)
COURT = frozenset({Role.PROSECUTOR, Role.MAGISTRATE, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose front page it is, and when."""

    post: Post
    by: Actor
    at: datetime

    def mine(self) -> frozenset[int] | None:
        """Return the districts of the post, None for all."""
        return halves.districts(self.by)


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that may wait: its words, where it is done, who does it, how much of it there is."""

    label: str | Promise
    url_name: str
    roles: frozenset[str]
    count: Callable[[Asking], int]
    query: str = ""
    state: str = ""
    args: tuple[str, ...] = ()
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits: words, how much, the address, the colour of its light."""

    label: str | Promise
    count: int
    url: str
    state: str


def of_post(post: Post, by: Actor, *, at: datetime) -> list[Waiting]:
    """Return what waits for the post, what is late first; nothing for what does not."""
    asking, may = Asking(post, by, at), ways.allowed(post)
    counted = [(one, one.count(asking)) for one in WAITS if may(one.roles, one.for_all)]
    money = ledger.counts(by) if post.role in ledger.READERS and ways.has_part(post) else {}
    found = [Waiting(one.label, count, _address(one), one.state) for one, count in counted]
    found += [
        Waiting(label, money.get(name, 0), f"{reverse('bonded:money')}?list={name}", state)
        for name, (label, roles, state) in MONEY.items()
        if post.role in roles
    ]
    return sorted((one for one in found if one.count), key=lambda one: LIGHTS.index(one.state))


def _address(wait: Wait) -> str:
    return reverse(wait.url_name, args=wait.args) + wait.query


def _lit(light: str) -> Callable[[Asking], int]:
    return lambda asking: duties.lit(duties.of_post(asking.post), light, asking.at).count()


def _red_in_area(asking: Asking) -> int:
    return duties.lit(duties.seen_by(asking.by), "red", asking.at).count()


def _in_state(kind: str, state: str) -> Callable[[Asking], int]:
    return lambda asking: scope.cases(asking.by, kind).filter(state=state).count()


def _within(rows: Callable[[Asking], QuerySet], field: str) -> Callable[[Asking], int]:  # type: ignore[type-arg]
    def count(asking: Asking) -> int:
        mine, found = asking.mine(), rows(asking)
        return (found if mine is None else found.filter(**{f"{field}__in": mine})).count()

    return count


def _paid_there(asking: Asking) -> int:
    mine, found = asking.mine(), entitled.to_confirm()
    if mine is not None:
        found = found.filter(Q(survivor__case__district__in=mine) | Q(survivor__native_district__in=mine))
    return found.count()


def _findings(asking: Asking) -> int:
    return lists.drafted().filter(pk__in=scope.cases(asking.by, "bl_person").values("pk")).count()


LIGHTS = ("overdue", "now", "soon", "")
WAITS = (
    Wait(
        _("My duties past their limit"), "bonded:duties", scope.OWNERS, _lit("red"), "?light=red", "overdue", (), True
    ),
    Wait(_("My duties that end soon"), "bonded:duties", scope.OWNERS, _lit("amber"), "?light=amber", "soon", (), True),
    Wait(_("My duties within their time"), "bonded:duties", scope.OWNERS, _lit("green"), "?light=green", for_all=True),
    Wait(_("Red duties in my area"), "bonded:duties_red", WATCHERS, _red_in_area, state="overdue"),
    Wait(
        _("Informations nobody has begun to look into"),
        "bonded:list",
        SIGNERS,
        _in_state("bl_info", "received"),
        "?state=received",
        "now",
        ("informations",),
    ),
    Wait(_("Findings to sign"), "bonded:list", SIGNERS, _findings, "?state=drafted", "now", ("persons",)),
    Wait(
        _("Reviews to decide"),
        "bonded:list",
        frozenset({Role.DM, Role.MANDAL}),
        lambda asking: lists.to_review(scope.cases(asking.by, "bl_person"), asking.by).count(),
        f"?state={lists.TO_REVIEW}",
        "now",
        ("persons",),
    ),
    Wait(
        _("Certificates to issue"),
        "bonded:list",
        SIGNERS,
        _in_state("bl_person", "bonded"),
        "?state=bonded",
        "now",
        ("persons",),
    ),
    Wait(
        _("Scans without a place"),
        "bonded:papers",
        OFFICE,
        lambda asking: looking.waiting(asking.by).count(),
        "#waiting",
        "now",
    ),
    Wait(
        _("Scans of signed papers to confirm"),
        "bonded:paper_queue",
        SIGNERS,
        lambda asking: looking.papers(asking.by).filter(state="received").count(),
        "?what=confirm",
        "now",
    ),
    Wait(
        _("Printed papers not back yet"),
        "bonded:papers",
        OFFICE,
        lambda asking: looking.papers(asking.by).filter(state="printed").count(),
        "#out",
    ),
    Wait(
        _("Transfers to answer"),
        "bonded:transfers",
        OFFICE,
        _within(lambda _asking: Transfer.objects.filter(stage__in=WAITING), "native_district"),
        "?show=waiting",
        "now",
    ),
    Wait(
        _("Letters for certificates to send"),
        "bonded:chases",
        OFFICE,
        _within(
            lambda _asking: ChaseLetter.objects.filter(sent_on=None, chase__state="open"),
            "chase__survivor__native_district",
        ),
        state="now",
    ),
    Wait(
        _("Dates in court within 7 days"),
        "bonded:dates",
        COURT,
        lambda asking: justice.dates(asking.by).filter(at__lte=asking.at + SOON).count(),
        state="soon",
        for_all=True,
    ),
    Wait(
        _("Committee meetings called or without minutes"),
        "bonded:committees",
        SIGNERS,
        _within(lambda _asking: Meeting.objects.filter(state=Meeting.State.CALLED), "committee__district"),
        state="soon",
    ),
    Wait(_("Payments of other states to confirm"), "bonded:unpaid", frozenset(SANCTIONERS), _paid_there, state="now"),
    Wait(
        _("Claims to send on to the centre"),
        "bonded:claims",
        frozenset({Role.HEAD}),
        lambda _asking: Claim.objects.filter(to_state_on__isnull=False, to_centre_on=None).count(),
        state="now",
    ),
    Wait(
        _("Openings in an emergency to review"),
        "bonded:glass_reviews",
        frozenset(glass.REVIEWERS) - {Role.ADMINISTRATOR},
        lambda asking: rights.reviewable(asking.by).count(),
        state="now",
    ),
)
MONEY: dict[str, tuple[str | Promise, frozenset[str], str]] = {
    "twice": (_("Paid, or on the way, a second time"), OFFICE | WATCHERS, "overdue"),
    "returned": (_("Payments the bank sent back"), OFFICE | WATCHERS, "overdue"),
    "sanction": (_("Payments to sanction"), frozenset(SANCTIONERS), "now"),
    "propose": (_("Payments to propose"), frozenset(PROPOSERS), "now"),
    "send": (_("Sanctioned payments to send"), frozenset(PROPOSERS), "now"),
}
