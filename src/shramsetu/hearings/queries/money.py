"""Named reads over awards: what came in, what is owed on a day, what waits to be handed to the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from shramsetu.hearings.models import Award, Recovery, Sum
from shramsetu.hearings.rules import owed
from shramsetu.hearings.rules.owed import Came, Owed, Terms

DISCHARGES = (Sum.Kind.RECOVERED, Sum.Kind.DIRECT)
REACHES = (Sum.Kind.HANDED, Sum.Kind.DIRECT)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an award stands on a day: what is owed, what came in, what the worker has."""

    owed: Owed
    recovered: int
    in_hand: int
    waiting: int  # recovered, not with the worker yet

    @property
    def is_over(self) -> bool:
        """Tell whether everything is in the worker's hand."""
        return self.owed.total == 0 and self.waiting <= 0


def terms(award: Award) -> Terms:
    """Return what an award gives."""
    return Terms(award.total_paise, award.interest_percent, award.interest_from)


def standing(award: Award, on: date) -> Standing:
    """Return how an award stands at the end of a day."""
    return _standing(award, list(Sum.objects.filter(award=award, on__lte=on).order_by("seq")), on)


def standings(awards: Sequence[Award], on: date) -> dict[int, Standing]:
    """Return how each award stands at the end of a day, in one read; by the id of its matter."""
    sums: dict[int, list[Sum]] = {one.pk: [] for one in awards}
    for row in Sum.objects.filter(award__in=list(sums), on__lte=on).order_by("seq"):
        sums[row.award_id].append(row)
    return {one.pk: _standing(one, sums[one.pk], on) for one in awards}


def _standing(award: Award, rows: Sequence[Sum], on: date) -> Standing:
    stood = _standing_lines(rows)
    recovered = sum(one.paise for one in stood if one.kind == Sum.Kind.RECOVERED)
    handed = sum(one.paise for one in stood if one.kind == Sum.Kind.HANDED)
    in_hand = sum(one.paise for one in stood if one.kind in REACHES)
    return Standing(owed.owed(terms(award), _came(stood), on), recovered, in_hand, recovered - handed)


def _standing_lines(rows: Sequence[Sum]) -> list[Sum]:
    """Return the sums without those that were taken back, and without what takes them back.

    A sum that never came must not count for the days until it was taken back: its interest ran on all the while.
    """
    gone = {one.takes_back_id for one in rows if one.takes_back_id}
    return [one for one in rows if one.takes_back_id is None and one.pk not in gone]


def _came(rows: Sequence[Sum]) -> list[Came]:
    return [Came(one.on, one.paise) for one in rows if one.kind in DISCHARGES]


def over_with(award: Award, on: date, paise: int) -> int:
    """Return by how many paise more than the award would be paid with one more sum on a day, later ones counted too."""
    came = [*_came(_standing_lines(list(Sum.objects.filter(award=award).order_by("seq")))), Came(on, paise)]
    return owed.owed(terms(award), came, max(one.on for one in came)).over


def settled(award: Award, on: date) -> bool:
    """Tell whether the award is discharged, all of it in the worker's hand.

    Interest stops on the day on which the last sum came from the debtor, not when it was handed on.
    """
    last = last_day(award, DISCHARGES)
    if last is None:
        return False
    return standing(award, last).owed.total == 0 and standing(award, on).waiting <= 0


def last_day(award: Award, kinds: Sequence[str]) -> date | None:
    """Return the day of the last sum of these kinds that was not taken back."""
    rows = Sum.objects.filter(award=award, kind__in=kinds, takes_back=None, taken_back_by=None)
    last: date | None = rows.aggregate(last=Max("on"))["last"]
    return last


def open_recovery(award: Award) -> Recovery | None:
    """Return the recovery of an award that runs."""
    return Recovery.objects.filter(award=award, ended_on=None).select_related("case__holder").first()


def lines(award: Award) -> list[Sum]:
    """Return every sum of an award in the order in which it was written."""
    return list(Sum.objects.filter(award=award).select_related("takes_back").order_by("seq"))
