"""One page for every change: a form, a button, an action, its errors in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shramsetu.offices import errors
from shramsetu.offices.access import DeskRequest
from shramsetu.offices.views.navigation import nav


@dataclass(frozen=True, slots=True)
class Change:
    """What one page changes. `act` takes the valid form and may return where to go; `back` is where one came from."""

    title: str | Promise
    button: str | Promise
    act: Callable[[Any], str | None]
    back: str
    form: forms.BaseForm = field(default_factory=lambda: forms.Form({}))
    about: str | Promise = ""
    danger: bool = False


def change(request: DeskRequest, asked: Change) -> HttpResponse:
    """Show the form of `asked`, or do it: then go back, with a word that it is done."""
    refused = ""
    if request.method == "POST" and asked.form.is_valid():
        try:
            goal = asked.act(asked.form)
        except errors.Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("Done, and written in the history."))
            return redirect(goal or asked.back)
    wrong = request.method == "POST"
    context = {"asked": asked, "form": asked.form, "refused": refused, "office_nav": nav(request)}
    return render(request, "offices/change.html", context, status=422 if wrong else 200)
