"""One page for one deed with money: a form, a button, and what was refused in the officer's words; and the tabs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shramsetu.casework.actions import NotAllowed
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.errors import Refused
from shramsetu.offices.models import Role

PAGE = 50
PAYER = Role.BOARD_ACCOUNTS
READERS = (Role.BOARD_ACCOUNTS, Role.HEAD)
LIVING = (Role.BOARD_ACCOUNTS, Role.OFFICER, Role.SERVICE_CENTRE)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one page asks: its words, its form, what is done with the valid form, where it leads back to."""

    title: str | Promise
    button: str | Promise
    form: forms.Form
    do: Callable[[dict[str, Any]], object]
    back: str
    about: str | Promise = ""
    facts: Sequence[tuple[str, str]] = ()
    danger: bool = False


def ask(request: DeskRequest, asked: Ask) -> HttpResponse:
    """Show the form, or do the deed and go back."""
    refused = ""
    if request.method == "POST" and asked.form.is_valid():
        try:
            asked.do(asked.form.cleaned_data)
        except (Refused, NotAllowed) as error:
            refused = str(error)
        else:
            messages.success(request, _("Done, and written in the journal."))
            return redirect(asked.back)
    context = {"asked": asked, "form": asked.form, "refused": refused}
    return page(request, "act", context, status=422 if request.method == "POST" else 200)


def press(request: DeskRequest, do: Callable[[], object], back: str) -> HttpResponse:
    """Do what a button without a form asks for, and go back."""
    try:
        do()
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done, and written in the journal."))
    return redirect(back)


def page(request: DeskRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page of money with its tabs."""
    shown = {**context, "tabs": tabs(request), "may_pay": may_pay(request.actor)}
    return render(request, f"schemes/money/{template}.html", shown, status=status)


def tabs(request: DeskRequest) -> list[dict[str, object]]:
    """Return the pages of money that the post opens."""
    words = {
        "payments:home": _("To pay"),
        "payments:batches": _("Batches"),
        "payments:answers": _("The bank's answers"),
        "payments:returned": pgettext("payment", "Came back"),
        "payments:payees": _("Payees without account"),
        "payments:shared": _("Shared accounts"),
        "payments:corrections": _("Corrected sums"),
        "payments:pensions": _("Pensions"),
        "payments:deposits": _("Deposits"),
        "payments:reconcile": _("Reconciliation"),
    }
    names = [name for name in words if request.post.role in READERS or name == "payments:pensions"]
    return [{"url": reverse(name), "label": words[name], "current": request.path == reverse(name)} for name in names]


def may_pay(actor: Actor) -> bool:
    """Tell whether the post acts with money, and does not only read."""
    return actor.role == PAYER and not actor.assists
