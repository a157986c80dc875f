"""What the agent sees of a caller who is in the registry of workers: standing, days that lack, changes, claims.

Nothing is shown but what an answer needs: no numbers, no account. Each look is written down, and the worker reads it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from shramsetu import rulebook
from shramsetu.casework import flow
from shramsetu.helpline.known import Card
from shramsetu.helpline.models import Call
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.lib import text as texts
from shramsetu.schemes.models import Claim
from shramsetu.workers import own_view, scope
from shramsetu.workers.actions import reading
from shramsetu.workers.models import Worker
from shramsetu.workers.own_view import Held
from shramsetu.workers.words import STANDINGS

WORKERS_MOST, CLAIMS_MOST = 4, 5


def tell(call: Call, by: Actor, at: datetime) -> Sequence[Card]:
    """Return a card for each worker behind the caller's phone whom the agent may see."""
    if not call.phone:
        return []
    rows = scope.workers_visible_to(by).filter(phone=call.phone, merged_into=None, erased_at=None)
    found = list(rows.select_related("district", "family").order_by("made_at", "pk")[:WORKERS_MOST])
    for worker in found:
        reading.look(worker, by=by, at=at)
    return [_card(worker, clock.day(at)) for worker in found]


def _card(worker: Worker, on: date) -> Card:
    title = f"{worker.name} · {worker.number} · {worker.district.name_hi}"
    return Card(title, [*_registrations(worker, on), *_changes(worker), *_claims(worker)], _address(worker))


def _registrations(worker: Worker, on: date) -> Iterator[str]:
    held = own_view.held(worker, on)
    for one in held:
        yield f"{one.membership.get_board_display()}: {_stands(one)}"
        if one.lacking:
            yield _("%(lacking)d of %(needed)d days of work are missing.") % {
                "lacking": one.lacking,
                "needed": one.needed,
            }
    if not held:
        yield _("Not registered with a board.")


def _stands(one: Held) -> str:
    said = str(STANDINGS[one.standing])
    until = one.membership.paid_until
    return f"{said} ({texts.dated(until, 'hi')})" if until else said


def _changes(worker: Worker) -> Iterator[str]:
    for one in own_view.asked_for(worker):
        if one.may_stop:
            yield _("A change was asked for: %(what)s, number %(number)s. Ask whether it was the caller.") % {
                "what": one.title,
                "number": one.change.case.number,
            }


def _claims(worker: Worker) -> Iterator[str]:
    book = rulebook.book()
    rows = Claim.objects.filter(worker=worker).select_related("case").order_by("-claimed_on", "-pk")[:CLAIMS_MOST]
    for claim in rows:
        state = flow.flow_of(claim.case.kind).by_name[claim.case.state].portal
        scheme = book.schemes.get(claim.scheme)
        yield f"{scheme.name.hi if scheme else claim.scheme}: {state} ({claim.case.number})"


def _address(worker: Worker) -> str:
    try:
        return reverse("workers:worker", args=[worker.number])
    except NoReverseMatch:
        return ""
