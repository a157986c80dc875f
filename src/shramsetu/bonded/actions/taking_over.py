"""What a row of an old register says of a person: taken in, or over where the system has nothing yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from shramsetu.bonded import entitled, persons, refusals, unpaid
from shramsetu.bonded.actions import accounts, duties, entitling, gate, rest
from shramsetu.bonded.models import Account, Certificate, Chase, PaidBefore, Payment, Survivor
from shramsetu.bonded.queries import alike
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

SHARED = "पुरानी पंजी में एक से अधिक लोगों का यही खाता है"
IDENTITY = ("name", "parent", "age", "caste", "address", "phone")
FILLED = ("parent", "caste", "address", "phone")  # of somebody known: where nothing stands yet
HOME = "home"


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a row says beyond what is known of its person, and what it says otherwise."""

    new: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


def certificate(values: Mapping[str, object]) -> dict[str, object]:
    """Return what the old certificate says of itself; it has no QR and stands with the identity."""
    number, on = values.get("certificate_number"), values.get("certificate_on")
    return {"certificate_number": f"{number} {on:%d-%m-%Y}" if isinstance(on, date) else number} if number else {}


def paid(survivor: Survivor, values: Mapping[str, object], *, said_by: int | None = None) -> None:
    """Keep what was paid before of which nothing is kept; with `said_by` it waits for a second officer."""
    for kind, (paise, on) in _sums(values).items():
        PaidBefore.objects.get_or_create(
            survivor=survivor, kind=kind, defaults={"amount_paise": paise, "paid_on": on, "said_by_id": said_by}
        )


def account(survivor: Survivor, values: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Enter the account of a row."""
    bank = accounts.Bank(str(values["account"]), str(values["ifsc"]), str(values["name"]), name_matches=True)
    try:
        with transaction.atomic():
            accounts.enter(survivor, bank, by=by, at=at)
    except refusals.SharedAccount:
        # one account for a family is what many old registers say; the second officer sees it at the check
        accounts.enter(survivor, replace(bank, reason=SHARED), by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Stands:
    """What is known of some persons: sums, kinds of sums on their way or paid, who has certificate and account."""

    before: Mapping[tuple[int, str], tuple[int, date]]
    moving: frozenset[tuple[int, str]]
    certified: frozenset[int]
    paid_to: frozenset[int]


def beyond(found: Sequence[tuple[Survivor, Mapping[str, object], Sequence[str]]]) -> list[Beyond]:
    """Return of rows, each known to be of a person by its marks, what they say more, and what otherwise."""
    stands = _stands({survivor.pk for survivor, _values, _marks in found})
    return [_beyond(survivor, values, marks, stands) for survivor, values, marks in found]


def _stands(people: set[int]) -> _Stands:
    idle = Q(stage__in=[Stage.DUE, Stage.REFUSED, Stage.CANCELLED])
    before = PaidBefore.objects.filter(survivor__in=people)
    moving = Payment.objects.filter(survivor__in=people).exclude(idle).values_list("survivor", "kind")
    ours = Certificate.objects.filter(survivor__in=people, standing=Certificate.Standing.IN_FORCE)
    came = Chase.objects.filter(survivor__in=people, state=Chase.State.RECEIVED)
    accounts_in_use = Account.objects.filter(survivor__in=people, ended_at=None)
    return _Stands(
        {(row.survivor_id, row.kind): (row.amount_paise, row.paid_on) for row in before},
        frozenset(moving),
        frozenset({*ours.values_list("survivor", flat=True), *came.values_list("survivor", flat=True)}),
        frozenset(accounts_in_use.values_list("survivor", flat=True)),
    )


def _beyond(survivor: Survivor, values: Mapping[str, object], marks: Sequence[str], stands: _Stands) -> Beyond:
    new, otherwise = list[str](), list[str]()
    for kind, said in _sums(values).items():
        key = (survivor.pk, kind)
        if key in stands.before or key in stands.moving:
            otherwise += [] if stands.before.get(key) == said else [kind]
        else:
            new.append(kind)
    if values.get("certificate_number") and alike.CERTIFICATE not in marks:
        known = survivor.pk in stands.certified or persons.identity(survivor).get("certificate_number")
        (otherwise if known else new).append(alike.CERTIFICATE)
    if "account" in values and survivor.pk not in stands.paid_to:
        new.append(alike.ACCOUNT)
    if values.get("home_on") and survivor.arrived_at is None:
        new.append(HOME)
    return Beyond(tuple(new), tuple(otherwise))


@transaction.atomic
def take_over(survivor: Survivor, values: Mapping[str, object], *, found: Beyond, by: Actor, at: datetime) -> None:
    """Keep what a row says where nothing is known; sums of somebody freed here wait for a second officer."""
    rows = Survivor.objects.select_for_update(of=("self",)).select_related("case__sealed_body", "case__district")
    held = rows.get(pk=survivor.pk)
    known = persons.identity(held)
    more = {name: values[name] for name in FILLED if values.get(name) and not known.get(name)}
    if alike.CERTIFICATE in found.new:
        more |= certificate(values)
    if more:
        persons.change(held, persons.IDENTITY, more)
    home_on = values.get("home_on")
    if HOME in found.new and isinstance(home_on, date):
        Survivor.objects.filter(pk=held.pk).update(arrived_at=clock.moment(home_on))
    paid(held, {name: value for name, value in values.items() if name.partition("_")[0] in found.new},
         said_by=None if held.is_imported else by.user_id)  # fmt: skip
    if alike.ACCOUNT in found.new and held.case.state in unpaid.FREED:
        account(held, values, by=by, at=at)
    detail = {"survivor": held.code, "new": list(found.new)}
    journal.append(f"survivor:{held.code}", "take_over_row", by=by, at=at, detail=detail)
    if entitled.of(held) is not None:
        rest.immediate(held, by=by, at=at)
        gate.look_at(held.case, by=by, at=at)
        if not entitled.immediate_left(held):
            duties.done(held.case, entitling.IMMEDIATE_CLOCK, at=at, by=by)


def _sums(values: Mapping[str, object]) -> dict[str, tuple[int, date]]:
    found = {}
    for kind in PaidBefore.Kind.values:
        paise, on = values.get(f"{kind}_rupees"), values.get(f"{kind}_on")
        if isinstance(paise, int) and isinstance(on, date):
            found[kind] = (paise, on)
    return found
