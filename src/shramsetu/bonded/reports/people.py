"""The persons of a report, as they stood: code names and what happened to each. Nothing here opens an identity."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shramsetu.bonded import unpaid
from shramsetu.bonded.models import Account, Handed, Paper, Proof, Survivor, Transfer
from shramsetu.bonded.reports import received
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.past import History, histories
from shramsetu.bonded.reports.received import Money
from shramsetu.bonded.words import said_state
from shramsetu.casework.models import Case
from shramsetu.lib import clock

FORM = "release-certificate"
IMMEDIATE, BALANCE = "immediate", ("balance", "annuity")
VOID = "void"  # entered in error: nobody, from the day on which that was found
NO_HISTORY = History()
# What lies behind a person whom an old register brought in, by the state that the import begins with.
BEHIND = {"bonded": ("bonded",), "certified": ("bonded", "certified"), "home": ("bonded", "certified", "home")}


@dataclass(slots=True)
class Person:
    """One person of the report."""

    row: Survivor
    history: History
    certificate: str = ""
    money: list[Money] = field(default_factory=list)
    right: int = 0  # the immediate assistance by the entitlement of that day, in paise
    released_on: date | None = None  # as it stood then
    has_account: bool = False
    waived: bool = False  # the District Magistrate had found that the immediate assistance cannot be paid
    home: str = ""

    @property
    def code(self) -> str:
        """The code name."""
        return self.row.code

    @property
    def heard_at(self) -> datetime | None:
        """When the information came in that led to the person."""
        operation = self.row.operation
        return operation.information.case.opened_at if operation and operation.information else None

    @property
    def certified_at(self) -> datetime | None:
        """When the certificate was issued, or came; of an old register that names one the day of release."""
        return self.history.entered.get("certified") or self.history.first.get("receive_certificate")

    @property
    def is_freed(self) -> bool:
        """Whether the person was found bonded, or came home freed."""
        return not unpaid.LIVE.isdisjoint(self.history.entered)

    @property
    def freed_at(self) -> datetime | None:
        """Since when the person is free: the day of release, as the case and the daily list of the unpaid name it.

        Where none was entered yet, by the certificate or the finding. None while nobody has found it.
        """
        if not self.is_freed:
            return None
        if self.released_on:
            return clock.moment(self.released_on)
        return self.certified_at or min(at for name, at in self.history.entered.items() if name in unpaid.LIVE)

    @property
    def paid_at(self) -> datetime | None:
        """When the whole of the immediate assistance had reached the person."""
        paid = 0
        for one in sorted((one for one in self.money if one.kind == IMMEDIATE), key=lambda one: one.at):
            paid += one.paise if one.stage == "paid" else 0
            if paid >= max(self.right, 1):
                return one.at
        return None

    @property
    def immediate_stage(self) -> str | None:
        """How far what is left of the immediate assistance is; None while nobody has touched it."""
        stages = (one.stage for one in self.money if one.kind == IMMEDIATE)
        return next((one for one in stages if one != "paid"), None)

    def paid(self, *kinds: str) -> int:
        """Return what was paid of some kinds, in paise; of all where none is named."""
        return sum(one.paise for one in self.money if one.stage == "paid" and (not kinds or one.kind in kinds))


def people(asked: Asked) -> list[Person]:
    """Return the persons of some districts: rescued there, or at home there after a rescue in another state."""
    rows = _rows(asked)
    told = histories(Case.objects.filter(pk__in=[one.pk for one in rows]), before=asked.at)
    found = {one.pk: Person(one, told.get(one.case.number, NO_HISTORY)) for one in rows}
    for one in found.values():
        one.home = _home(one.row)
        # what was entered later as a later day was not known then
        if one.row.is_imported or (one.row.released_on and one.row.released_on <= asked.on):
            one.released_on = one.row.released_on
    _put_money(asked, found)
    for pk, number in _certificates(asked, found).items():
        found[pk].certificate = number
    for pk, home in _homes_before(asked, found).items():
        found[pk].home = home
    for one in found.values():
        one.history = _on_its_own_days(one)
    return [one for one in found.values() if one.history.state != VOID]


def by_district(persons: Sequence[Person]) -> Mapping[int, list[Person]]:
    """Return persons by the district that answers for them."""
    sorted_out: dict[int, list[Person]] = defaultdict(list)
    for one in persons:
        sorted_out[one.row.case.district_id or 0].append(one)
    return sorted_out


def since(when: datetime | None, first: date) -> bool:
    """Tell whether something happened on or after a day."""
    return when is not None and clock.day(when) >= first


def _rows(asked: Asked) -> list[Survivor]:
    here = Survivor.objects.filter(case__district__in=asked.pks, case__opened_at__lt=asked.at)
    return list(
        here.select_related("case", "native_district", "site", "operation__information__case", "bondage").order_by(
            "case__district__name_en", "code"
        )
    )


def _home(place: Survivor | Transfer) -> str:
    native = place.native_district
    return said_state(place.native_state) or (native.name_hi if native else "")


def _homes_before(asked: Asked, found: Mapping[int, Person]) -> dict[int, str]:
    """Return the home that was believed then, where a district refused afterwards and named another one."""
    refused = Handed.objects.filter(
        survivor__in=found,
        transfer__stage=Transfer.Stage.REFUSED,
        transfer__answered_at__gte=asked.at,
        transfer__drafted_at__lt=asked.at,
    )
    rows = refused.select_related("transfer__native_district").order_by("-transfer__answered_at", "-pk")
    return {row.survivor_id: _home(row.transfer) for row in rows}


def _certificates(asked: Asked, found: Mapping[int, Person]) -> dict[int, str]:
    """Return the number of the certificate that was in force then: the last one printed and not cancelled."""
    papers = Paper.objects.filter(kind=FORM, case__in=found, printed_at__lt=asked.at).order_by("printed_at", "pk")
    numbers: dict[int, str] = {}
    for pk, number, at in papers.values_list("case_id", "number", "printed_at"):
        cancelled = found[pk].history.last.get("certificate_cancelled") if pk else None
        if pk and (cancelled is None or cancelled < at):
            numbers[pk] = number
    return numbers


def _put_money(asked: Asked, found: Mapping[int, Person]) -> None:
    for rows in (received.here(asked, found), received.before(asked, found)):
        for pk, money in rows.items():
            found[pk].money += money
    for pk, paise, released_on in received.rights(asked, found):
        found[pk].right, found[pk].released_on = paise, released_on
    for account in Account.objects.filter(survivor__in=found, at__lt=asked.at).exclude(ended_at__lt=asked.at):
        found[account.survivor_id].has_account = True
    orders = Proof.objects.filter(survivor__in=found, kind=Proof.Kind.NO_IMMEDIATE, holds=True, at__lt=asked.at)
    for pk in orders.exclude(replaced_at__lt=asked.at).values_list("survivor", flat=True):
        found[pk].waived = True


def _on_its_own_days(one: Person) -> History:
    """Return what happened to a person: what an old register tells happened on its own days, not on the import's."""
    told = one.history
    if not one.row.is_imported or not told.began_in or one.released_on is None:
        return told
    released = clock.moment(one.released_on)
    days = dict.fromkeys((told.began_in, *BEHIND.get(told.began_in, ())), released)
    if "home" in days:
        days["home"] = one.row.arrived_at or released
    return replace(told, began_at=released, entered={**told.entered, **days})
