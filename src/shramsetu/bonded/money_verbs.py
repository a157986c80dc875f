"""What an officer may do with a payment from where it stands: the words, the form, the deed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import money_forms, powers
from shramsetu.bonded.actions import cheques, nevercame, payments
from shramsetu.bonded.models import Payment
from shramsetu.bonded.rules.ledger import Stage
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

BANK, CHEQUE = Payment.Mode.BANK, Payment.Mode.CHEQUE


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed about to be done: on which payment as it was seen, by whom, when."""

    payment: Payment
    seen: int
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Verb:
    """One deed: from which stages, for which roles and modes, its words, its form and what it does."""

    name: str
    label: str | Promise
    stages: frozenset[str]
    roles: frozenset[Role]
    form: type[forms.Form]
    do: Callable[[Deed, Mapping[str, Any]], None]
    about: str | Promise = ""
    modes: tuple[str, ...] = (BANK, CHEQUE)
    primary: bool = True
    danger: bool = False


def _propose(deed: Deed, given: Mapping[str, Any]) -> None:
    proposal = payments.Proposal(given["amount"], given["mode"], given["cheque_reason"], given["head"])
    payments.propose(deed.payment, proposal, seen=deed.seen, by=deed.by, at=deed.at)


def _sanction(deed: Deed, given: Mapping[str, Any]) -> None:
    payments.sanction(
        deed.payment, given["number"], seen=deed.seen, by=deed.by, at=deed.at, over_reason=given["over_reason"]
    )


def _refuse(deed: Deed, given: Mapping[str, Any]) -> None:
    payments.refuse(deed.payment, given["reason"], seen=deed.seen, by=deed.by, at=deed.at)


def _cancel(deed: Deed, given: Mapping[str, Any]) -> None:
    payments.cancel(deed.payment, given["reason"], seen=deed.seen, by=deed.by, at=deed.at)


def _turn(deed: Deed, given: Mapping[str, Any]) -> None:
    cheques.turn(deed.payment, given["reason"], seen=deed.seen, by=deed.by, at=deed.at)


def _issue(deed: Deed, given: Mapping[str, Any]) -> None:
    cheques.issue(deed.payment, given["number"], on=given["on"], seen=deed.seen, by=deed.by, at=deed.at)


def _hand_over(deed: Deed, given: Mapping[str, Any]) -> None:
    proof = (given["thumb"], given["photo"])
    cheques.hand_over(deed.payment, proof, on=given["on"], seen=deed.seen, by=deed.by, at=deed.at)


def _bounce(deed: Deed, given: Mapping[str, Any]) -> None:
    cheques.bounce(deed.payment, given["reason"], seen=deed.seen, by=deed.by, at=deed.at)


def _never_came(deed: Deed, given: Mapping[str, Any]) -> None:
    letter = nevercame.Letter(given["number"], given["paper"], given["reason"])
    nevercame.write(deed.payment, letter, seen=deed.seen, by=deed.by, at=deed.at)


def _at(*stages: Stage) -> frozenset[str]:
    return frozenset(str(one) for one in stages)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "propose",
            _("Propose"),
            _at(Stage.DUE, Stage.REFUSED),
            payments.PROPOSERS,
            money_forms.Propose,
            _propose,
            _("Another officer sanctions what you propose."),
        ),
        Verb(
            "sanction",
            _("Sanction"),
            _at(Stage.PROPOSED),
            payments.SANCTIONERS,
            money_forms.Sanction,
            _sanction,
            _("With the sanction you confirm the bank account shown here."),
        ),
        Verb(
            "refuse",
            _("Send back"),
            _at(Stage.PROPOSED),
            payments.SANCTIONERS,
            money_forms.Why,
            _refuse,
            primary=False,
        ),
        Verb(
            "issue",
            _("Write the cheque"),
            _at(Stage.SANCTIONED, Stage.RETURNED),
            payments.PAYERS,
            money_forms.Cheque,
            _issue,
            modes=(CHEQUE,),
        ),
        Verb(
            "hand-over",
            _("Cheque handed over"),
            _at(Stage.SENT),
            payments.PAYERS,
            money_forms.HandOver,
            _hand_over,
            _("Scan the receipt with the thumb, and photograph the person with the cheque."),
            modes=(CHEQUE,),
        ),
        Verb(
            "bounce",
            _("Cheque came back"),
            _at(Stage.SENT, Stage.PAID),
            payments.PAYERS,
            money_forms.Why,
            _bounce,
            modes=(CHEQUE,),
            primary=False,
        ),
        Verb(
            "never-came",
            _("The bank says it never came"),
            _at(Stage.PAID),
            payments.SANCTIONERS,
            money_forms.NeverCame,
            _never_came,
            _("By the bank's letter alone. The sum counts as returned: the fund has it again, and it is sent anew."),
            modes=(BANK,),
            primary=False,
        ),
        Verb(
            "cheque",
            _("Pay by cheque instead"),
            _at(Stage.SANCTIONED, Stage.RETURNED),
            payments.SANCTIONERS,
            money_forms.Why,
            _turn,
            modes=(BANK,),
            primary=False,
        ),
        Verb(
            "cancel",
            _("Take back"),
            _at(Stage.DUE, Stage.PROPOSED, Stage.SANCTIONED, Stage.RETURNED, Stage.REFUSED),
            payments.PAYERS,
            money_forms.Why,
            _cancel,
            _("Only what is not due, or is paid in another way. The reason stays in the ledger."),
            primary=False,
            danger=True,
        ),
    )
}


# What a magistrate does without the power to sanction.
WITHOUT_POWER = frozenset({"issue", "hand-over", "bounce"})


def offered(payment: Payment, by: Actor, *, at: datetime) -> list[Verb]:
    """Return what `by` may do with a payment as it stands."""
    if by.assists or not powers.works_in(by, payment.district_id):
        return []
    may_sanction = by.role in payments.SANCTIONERS and powers.may(by, powers.SANCTION, payment.district, at=at)
    if by.role in payments.SANCTIONERS and not may_sanction:
        return [one for one in _offered(payment, by) if one.name in WITHOUT_POWER]
    return _offered(payment, by)


def _offered(payment: Payment, by: Actor) -> list[Verb]:
    return [
        verb
        for verb in VERBS.values()
        if payment.stage in verb.stages and by.role in verb.roles and payment.mode in verb.modes
    ]
