"""What an officer may write on the page of a transfer: each verb with its words, its form and its deed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.actions import handing, packets, transfers
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.forms import transfers as asked
from shramsetu.bonded.models import Transfer
from shramsetu.journal.rules import Actor

Deed = Callable[[Transfer, Mapping[str, Any], Actor, datetime], object]


@dataclass(frozen=True, slots=True)
class Verb:
    """Label, icon and key of the button; the form's class; what is done with what it gives."""

    label: Promise
    icon: str
    key: str
    form: Callable[..., forms.Form]
    deed: Deed


def refusal(given: Mapping[str, Any]) -> Refusal:
    """Return a refusal from what a form gave."""
    return Refusal(
        given["reason"], given.get("district"), given.get("state", ""), given.get("office", ""), given.get("letter", "")
    )


def _send(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.send(transfer, by=by, at=at)


def _accept(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.accept(transfer, by=by, at=at, letter=given["letter"])


def _refuse(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.refuse(transfer, refusal(given), by=by, at=at)


def _receive(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.received(transfer, given["persons"], condition=given["condition"], by=by, at=at)


def _sign(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.sign(transfer, by=by, at=at)


def _fix(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.fix(transfer, given["district"], by=by, at=at)


def _withdraw(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return transfers.withdraw(transfer, given["reason"], by=by, at=at)


def _packet(transfer: Transfer, given: Mapping[str, Any], by: Actor, at: datetime) -> object:
    return packets.issue(transfer, given["fields_wanted"], reason=given["reason"], by=by, at=at)


VERBS: Mapping[str, Verb] = {
    "send": Verb(_("Send to the home district"), "send", "s", forms.Form, _send),
    "packet": Verb(_("Issue a sealed packet"), "package", "p", asked.PacketForm, _packet),
    "accept": Verb(_("Accept"), "check", "a", asked.Accepting, _accept),
    "receive": Verb(_("They are here"), "house", "h", asked.Receiving, _receive),
    "refuse": Verb(_("Refuse, name the right district"), "corner-up-right", "r", asked.Refusing, _refuse),
    "sign": Verb(_("Our half is done"), "badge-check", "d", forms.Form, _sign),
    "fix": Verb(_("Fix the home district"), "gavel", "f", asked.Fixing, _fix),
    "withdraw": Verb(_("Withdraw"), "undo-2", "w", asked.Withdrawing, _withdraw),
}


def form_for(verb: str, transfer: Transfer, *data: Any) -> forms.Form:
    """Return the form of a verb, with the persons where it asks for them."""
    if verb != "receive":
        return VERBS[verb].form(*data)
    waiting = [one.survivor for one in handing.persons_of(transfer) if one.received_at is None and one.is_open]
    return VERBS[verb].form(*data, rows=waiting)
