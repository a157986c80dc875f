"""Who stands at a counter: whose number and phone were both said there may be served by a post that sees nobody else.

A service centre sees the workers whose registration it filed. Whoever else comes to it for a renewal, a card, a claim
or a certificate of life says number and phone; until the session ends the centre sees that worker too.
"""

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.lib import phone
from shramsetu.lib.text import latin_digits
from shramsetu.offices.access import DeskRequest
from shramsetu.workers.models import Worker
from shramsetu.workers.scope import workers_visible_to

UNKNOWN = _("No worker is known by this number and phone. Look at the card again.")
_KEPT = "workers_at_counter"
_MOST = 20


class Said(forms.Form):
    """The number on the card, and the phone in the registry, which the worker says."""

    number = forms.CharField(label=_("Worker's number"), max_length=20)
    phone = forms.CharField(
        label=_("Phone in the registry"),
        max_length=20,
        required=False,
        help_text=_("The worker says it. It is asked where you do not see the worker anyway."),
    )


def meet(request: DeskRequest, said: Said) -> Worker | None:
    """Return the worker with this number who is in sight, or whose phone was said too, and remember who it is."""
    found = _found(request, said.cleaned_data["number"], said.cleaned_data["phone"])
    if found is not None:
        request.session[_KEPT] = [*met(request), found.number][-_MOST:]
    return found


def met(request: HttpRequest) -> list[str]:
    """Return the numbers of the workers met at this counter since the sign-in."""
    return list(request.session.get(_KEPT, []))


def workers(request: DeskRequest) -> QuerySet[Worker]:
    """Return the workers in sight of the post and those met at its counter."""
    seen = workers_visible_to(request.actor)
    return Worker.objects.filter(Q(pk__in=seen.values("pk")) | Q(number__in=met(request))) if met(request) else seen


def _found(request: DeskRequest, number: str, said: str) -> Worker | None:
    plain = latin_digits(number).replace(" ", "")
    in_sight = workers_visible_to(request.actor).filter(number=plain, merged_into=None).first()
    if in_sight is not None:
        return in_sight
    try:
        line = phone.normalise(said)
    except phone.BadPhone:
        return None
    return Worker.objects.filter(number=plain, phone=line, merged_into=None).first()
