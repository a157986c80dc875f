"""To whom the money of a claim goes: the worker, heirs in the order of the rule, or who is named by an officer."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import banks
from shramsetu.schemes import refusals
from shramsetu.schemes.models import Claim, Payee, PayeeAccount
from shramsetu.schemes.rules import heirs, kin
from shramsetu.workers.actions import accounts
from shramsetu.workers.models import Account, Worker
from shramsetu.workers.rules.household import Snapshot

ADULT = "schemes.adult_age"
SHOWN = 4


@dataclass(frozen=True, slots=True)
class NewPayee:
    """Somebody to be paid who is not the worker. It shows itself without the name."""

    name: str
    who: str = Payee.Who.HEIR
    kin: str = ""
    born_on: date | None = None
    weight: int = 1

    def __repr__(self) -> str:
        return f"NewPayee({self.who}, {self.kin})"


class Seats:
    """The payees of one claim: those that are written, and those that are planned to be."""

    def __init__(self, claim: Claim, there: Iterable[Payee]) -> None:
        self.claim, self.all = claim, sorted(there, key=lambda one: one.seat)

    def worker(self) -> Payee:
        """Return the worker as the payee."""
        found = next((one for one in self.all if one.who == Payee.Who.WORKER), None)
        return found or self._take(Payee(claim=self.claim, who=Payee.Who.WORKER, worker=self.claim.worker))

    def of(self, who: str) -> list[Payee]:
        """Return those who are paid as `who`, in the order of their seats."""
        return [one for one in self.all if one.who == who]

    def add(self, told: Iterable[NewPayee]) -> list[Payee]:
        """Return who is to be paid beside the worker, in the order told."""
        return [self._named(one) for one in told]

    def _named(self, told: NewPayee) -> Payee:
        made = Payee(claim=self.claim, who=told.who, kin=told.kin, born_on=told.born_on, weight=told.weight)
        self._take(made)
        if told.name:
            written = json.dumps({"name": told.name}, ensure_ascii=False).encode()
            made.key_id, made.closed = sealing.shut(written, bound_to=bound(made))
        return made

    def _take(self, payee: Payee) -> Payee:
        payee.seat = len(self.all) + 1
        self.all.append(payee)
        return payee


def seats_of(claim: Claim) -> Seats:
    """Return the payees of a claim as they are."""
    return Seats(claim, Payee.objects.filter(claim=claim))


def others(claim: Claim, told: Iterable[NewPayee]) -> list[Payee]:
    """Write who is to be paid beside the worker, in the order told."""
    return Payee.objects.bulk_create(seats_of(claim).add(told))


def heirs_of(claim: Claim, on: date) -> list[NewPayee]:
    """Return the heirs as the claim's frozen family names them on `on`; nobody where the family does not tell."""
    if not claim.family:
        return []
    family = Snapshot.from_json(claim.family)
    own = next((one for one in family.members if one.worker == claim.worker.number), None)
    if own is None:
        return []
    by_seat = {str(one.seat): one for one in family.members if one is not own}
    dead = set(
        Worker.objects.filter(number__in=[one.worker for one in family.members if one.worker])
        .exclude(died_on=None)
        .values_list("number", flat=True)
    )
    relations = [
        heirs.Kin(
            key=key,
            kin=kin.towards(own.kin, one.kin, one.sex),
            born_on=one.born_on,
            is_married=one.is_married,
            is_dead=one.worker in dead,
        )
        for key, one in by_seat.items()
    ]
    found = heirs.heirs(relations, on, rulebook.book().number(ADULT, on))
    return [NewPayee(by_seat[one.key].name, kin=one.kin, born_on=by_seat[one.key].born_on) for one in found]


def name_of(payee: Payee) -> str:
    """Return the name of a payee in clear, for pages that may show it and the bank's file."""
    if payee.worker is not None:
        return payee.worker.name
    if not payee.closed:
        return ""
    stored = sealing.opened(payee.key_id, bytes(payee.closed), bound_to=bound(payee))
    return str(json.loads(stored)["name"])


@transaction.atomic
def name(payee: Payee, said: str, *, by: Actor, at: datetime) -> None:
    """Write the name of a payee who was not named: a hospital, an organiser, an heir. Raises NotNow where one is."""
    row = Payee.objects.select_for_update().get(pk=payee.pk)
    if row.closed or row.who == Payee.Who.WORKER:
        raise refusals.NotNow
    written = json.dumps({"name": said}, ensure_ascii=False).encode()
    payee.key_id, payee.closed = sealing.shut(written, bound_to=bound(row))
    Payee.objects.filter(pk=row.pk).update(key_id=payee.key_id, closed=payee.closed)
    journal.append(f"payee:{row.pk}", "name_payee", by=by, at=at, detail={"seat": row.seat})


@transaction.atomic
def enter_account(payee: Payee, *, number: str, ifsc: str, by: Actor, at: datetime) -> PayeeAccount:
    """Write down the account of a payee; another person must check it. It takes the place of the one before.

    Raises BadAccount; NotNow for the worker, whose account is changed in the registry.
    """
    if payee.who == Payee.Who.WORKER:
        raise refusals.NotNow
    if not banks.ACCOUNT.match(number) or not banks.IFSC.match(ifsc):
        raise refusals.BadAccount
    Payee.objects.select_for_update().get(pk=payee.pk)
    match = accounts.match_key(ifsc, number)
    running = PayeeAccount.objects.filter(payee=payee, ended_at=None).first()
    if running is not None and running.match == match:
        return running
    PayeeAccount.objects.filter(payee=payee, ended_at=None).update(ended_at=at)
    written = json.dumps({"number": number, "ifsc": ifsc}, sort_keys=True).encode()
    row = PayeeAccount(payee=payee, ifsc=ifsc, last_four=number[-SHOWN:], match=match, from_at=at, entered_by=by.key)
    row.key_id, row.closed = sealing.shut(written, bound_to=bound_account(row))
    row.save(force_insert=True)
    journal.append(f"payee:{payee.pk}", "enter_account", by=by, at=at, detail={"account": row.pk})
    return row


@transaction.atomic
def check_account(account: PayeeAccount, *, by: Actor, at: datetime) -> None:
    """Confirm an account as a second person. Raises SameHand."""
    if person(account.entered_by) == person(by.key):
        raise refusals.SameHand
    if PayeeAccount.objects.filter(pk=account.pk, checked_by="").update(checked_by=by.key):
        journal.append(f"payee:{account.payee_id}", "check_account", by=by, at=at, detail={"account": account.pk})


@transaction.atomic
def check_worker(account: Account, *, by: Actor, at: datetime) -> None:
    """Confirm the account of a worker with the passbook as a second person. Raises SameHand."""
    if not accounts.check(account, by=by, at=at):
        raise refusals.SameHand


def number_of(account: PayeeAccount) -> str:
    """Return the number in clear, for the bank's file alone; raises sealing.Unreadable."""
    opened = sealing.opened(account.key_id, bytes(account.closed), bound_to=bound_account(account))
    return str(json.loads(opened)["number"])


def person(key: str) -> str:
    """Return the person behind the key of an actor, whichever post they act for."""
    return key.partition("@")[0]


def bound(payee: Payee) -> str:
    """Return to what the name of a payee is bound: its claim and seat."""
    return f"payee:{payee.claim_id}:{payee.seat}"


def bound_account(account: PayeeAccount) -> str:
    """Return to what an account is bound: its payee, and the hash of its number."""
    return f"{bound(account.payee)}:{account.match}"
