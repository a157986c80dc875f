"""What the pages show of a matter before the forum: its dates, who put them off, its orders, its money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.casework.models import Case
from shramsetu.hearings import named, shown
from shramsetu.hearings.actions.sittings import adjournments
from shramsetu.hearings.models import Award, Hearing, Matter, Order, Presence, Recovery, Sum
from shramsetu.hearings.queries import money as balances
from shramsetu.hearings.rules import meter
from shramsetu.lib import clock


@dataclass(frozen=True, slots=True)
class DateShown:
    """One date of a matter with its words opened."""

    row: Hearing
    purpose: str
    business: str
    cause: str
    cause_words: str
    present: Sequence[tuple[str, str]]  # name of the party, how it was there


@dataclass(frozen=True, slots=True)
class OrderShown:
    """One order with its words opened; `hours` from the hearing to the signature."""

    row: Order
    title: str
    text: str
    operative: str
    hours: int | None
    same_day: bool


@dataclass(frozen=True, slots=True)
class MoneyShown:
    """How an award stands, with every line."""

    award: Award
    standing: balances.Standing
    lines: Sequence[Sum]
    recovery: Recovery | None


def dates(matter: Matter) -> list[DateShown]:
    """Return the dates of a matter, the latest first."""
    law, language, case = rulebook.book().law, named.language(), matter.case
    names = {one.row.pk: one.name for one in named.litigants(matter)}
    rows = (
        Hearing.objects.filter(matter=matter).select_related("moved_to").prefetch_related("presences").order_by("-seq")
    )
    return [
        DateShown(
            row=one,
            purpose=purpose(one.purpose),
            business=sealing.unveiled(case, one.business),
            cause=law.causes[one.cause].title.say(language) if one.cause in law.causes else "",
            cause_words=sealing.unveiled(case, one.cause_words),
            present=[
                (names.get(there.litigant_id, ""), str(Presence.How(there.how).label)) for there in one.presences.all()
            ],
        )
        for one in rows
    ]


def purpose(slug: str, *, plain: bool = False) -> str:
    """Say for what a matter is called."""
    found = rulebook.book().law.purposes.get(slug)
    if found is None:
        return ""
    return (found.plain if plain else found.title).say(named.language())


def put_off(matter: Matter) -> list[tuple[str, int]]:
    """Return how often each side had a date put off, without those that never did."""
    labels = dict(Hearing.Side.choices)
    return [(str(labels[side]), count) for side, count in adjournments(matter.pk).items() if count]


def orders(matter: Matter) -> list[OrderShown]:
    """Return the orders of a matter, the latest first, the draft too."""
    return [order(one, matter.case) for one in Order.objects.filter(matter=matter).order_by("-seq")]


def order(row: Order, case: Case) -> OrderShown:
    """Return an order with its words opened."""
    rule = rulebook.book().law.orders.get(row.template)
    return OrderShown(
        row=row,
        title=rule.title.say(named.language()) if rule else "",
        text=sealing.unveiled(case, row.text),
        operative=sealing.unveiled(case, row.operative),
        hours=meter.hours(row.heard_at, row.signed_at) if row.signed_at else None,
        same_day=row.signed_at is not None and meter.is_same_day(row.heard_at, row.signed_at),
    )


def money(matter: Matter) -> MoneyShown | None:
    """Return how the award of a matter stands; None while there is none."""
    award = Award.objects.filter(matter=matter).first()
    return _money(award) if award else None


def recovery(case: Case, *, is_holder: bool = False) -> Mapping[str, object]:
    """Return what the page of a recovery shows; who owes in a sealed matter its holder alone reads, to find them."""
    row = Recovery.objects.select_related("award__matter__case", "award__matter__forum__place", "collector__place").get(
        pk=case.pk
    )
    matter = row.award.matter
    people = named.litigants(matter)
    return {
        "recovery": row,
        "matter": matter,
        "number": shown.number(matter),
        "title": named.title(matter, people, masked=matter.case.sealed),
        "forum": matter.forum.name(named.language()),
        "debtors": [one for one in people if not one.row.claims] if is_holder or not matter.case.sealed else [],
        "money": _money(row.award),
    }


def _money(award: Award) -> MoneyShown:
    today = clock.day(timezone.now())
    found = Recovery.objects.filter(award=award).select_related("case", "collector__place").order_by("-case_id").first()
    return MoneyShown(award, balances.standing(award, today), balances.lines(award), found)
