"""A reimbursement proposal as it is printed: each sum with code name, category, certificate and proof of payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, override, pgettext

from shramsetu.bonded import claimed, ledger
from shramsetu.bonded.actions import claims
from shramsetu.bonded.models import Claim, Entitlement, Payment
from shramsetu.casework.sheets import Cell, Sheet
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a proposal, in words."""

    serial: int
    code: str
    category: str
    kind: str
    paise: int
    released_on: date | None
    certificate: str
    proof: str
    paid_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """A proposal ready to print; `sums` adds up category by category and kind by kind."""

    claim: Claim
    on: date
    items: Sequence[Item]
    sums: Sequence[tuple[str, int, int]]
    laid_out: int

    @property
    def back(self) -> int:
        """What a correction gives back to the state."""
        return max(0, -self.claim.total_paise)


@dataclass(frozen=True, slots=True)
class Open:
    """What a district could claim now: how much, and what lacks a certificate."""

    district: Place
    count: int
    paise: int
    without: int
    back: int  # what the next proposal deducts, in paise


def of(claim: Claim) -> Batch:
    """Return the lines of a proposal; always in Hindi, for it goes on paper."""
    rows = list(claim.items.select_related("payment__survivor").order_by("pk"))
    with override("hi"):
        rights = _categories([row.payment.survivor_id for row in rows])
        items = [
            Item(
                serial,
                row.payment.survivor.code,
                rights.get(row.payment.survivor_id, ""),
                str(Payment.Kind(row.payment.kind).label),
                row.amount_paise,
                row.payment.survivor.released_on,
                row.certificate,
                row.proof,
                clock.day(row.payment.stage_at),
            )
            for serial, row in enumerate(rows, 1)
        ]
    sums: dict[str, tuple[int, int]] = {}
    for item in items:
        word = f"{item.category}: {item.kind}"
        count, paise = sums.get(word, (0, 0))
        sums[word] = count + 1, paise + item.paise
    lines = [(word, count, paise) for word, (count, paise) in sorted(sums.items())]
    return Batch(claim, clock.day(claim.at), items, lines, claims.laid_out(claim))


def sheets_of(batch: Batch) -> list[Sheet]:
    """Return the proposal as two sheets: each sum, and the sums by category."""
    with override("hi"):
        head = [
            gettext("Code name"),
            gettext("Serial"),
            gettext("Category"),
            pgettext("payment", "What for"),
            gettext("Amount in rupees"),
            gettext("Day of release"),
            gettext("Certificate"),
            gettext("Proof of payment"),
            gettext("Paid on"),
        ]
        lines: list[list[Cell]] = [
            [
                one.code,
                one.serial,
                one.category,
                one.kind,
                rupees(one.paise),
                one.released_on,
                one.certificate,
                one.proof,
                one.paid_on,
            ]
            for one in batch.items
        ]
        lines.append(
            [gettext("Total sum"), len(batch.items), "", "", rupees(batch.claim.total_paise), None, "", "", None]
        )
        sums: list[list[Cell]] = [[word, count, rupees(paise)] for word, count, paise in batch.sums]
        heads = [gettext("Category"), gettext("Number of payments"), gettext("Amount in rupees")]
        return [Sheet(batch.claim.number, head, lines), Sheet(pgettext("total", "Sums"), heads, sums)]


def rupees(paise: int) -> int | float:
    """Return whole rupees where there are no paise, for a spreadsheet's cell."""
    return paise // money.PAISE if paise % money.PAISE == 0 else round(paise / money.PAISE, 2)


def unclaimed(by: Actor) -> list[Open]:
    """Return what the districts of `by` could claim now."""
    places = {one.pk: one for one in ledger.districts(by)}
    rows = claimed.open_everywhere(list(places))
    certified = claimed.certificates_of([row.survivor_id for row in rows])
    found: dict[int, list[Payment]] = {}
    for row in rows:
        found.setdefault(row.district_id, []).append(row)
    back = dict[int, int]()
    for row in claimed.back_everywhere(list(places)):
        back[row.district_id] = back.get(row.district_id, 0) + row.amount_paise
        found.setdefault(row.district_id, [])
    return [
        Open(
            places[pk],
            count=sum(one.survivor_id in certified for one in paid),
            paise=sum(one.amount_paise for one in paid if one.survivor_id in certified),
            without=sum(one.survivor_id not in certified for one in paid),
            back=back.get(pk, 0),
        )
        for pk, paid in found.items()
    ]


def _categories(survivors: Sequence[int]) -> dict[int, str]:
    rows = Entitlement.objects.filter(survivor__in=survivors).order_by("survivor", "seq")
    return {
        one: str(Entitlement.Category(category).label) for one, category in rows.values_list("survivor", "category")
    }
