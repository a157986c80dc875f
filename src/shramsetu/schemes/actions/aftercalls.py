"""Calls to beneficiaries some time after their money came: drawn by lot, asked a few questions, written down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.errors import Refused
from shramsetu.schemes.models import Aftercall, Claim, Due
from shramsetu.schemes.rules import sampling

BACK_DAYS = 14  # how far back a clock that stood still is made up for


class Answered(Refused):
    """The call was answered, or given up, meanwhile."""

    message = _("Somebody has written down this call already.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a beneficiary said: whether the money came whole, whether somebody took a cut, what it was used for."""

    came: str
    cut_taken: bool
    used: str
    cut_paise: int | None = None


def draw(*, at: datetime) -> int:
    """Draw whom to call among those whose first money came so many days ago; return how many. Again changes nothing."""
    today, book = clock.day(at), rulebook.book()
    until = today - timedelta(days=book.number("impact.after_days", today))
    since, percent = until - timedelta(days=BACK_DAYS), book.number("impact.sample_percent", today)
    paid = Due.objects.filter(stage=Due.Stage.PAID, paid_on__range=(since, until), award__claim__aftercall=None)
    first = dict(paid.values_list("award__claim").annotate(on=Min("paid_on")).order_by())
    claims = Claim.objects.filter(pk__in=first).select_related("case", "worker")
    rows = [_row(one, first[one.pk], today) for one in claims if sampling.is_sampled(_lot(one), percent)]
    return len(Aftercall.objects.bulk_create([row for row in rows if row], ignore_conflicts=True))


@transaction.atomic
def answer(call: Aftercall, said: Said, *, by: Actor, at: datetime) -> None:
    """Write down what was said; raises Answered."""
    values = {"came": said.came, "cut_taken": said.cut_taken, "cut_paise": said.cut_paise, "used": said.used}
    _end(call, Aftercall.State.ANSWERED, by, at, **values)
    detail = {"came": said.came, "cut_taken": said.cut_taken, "used": said.used}
    journal.append(_stream(call), "answer", by=by, at=at, detail=detail)


@transaction.atomic
def decline(call: Aftercall, *, by: Actor, at: datetime) -> None:
    """Write down that the beneficiary does not want to answer; nobody asks again. Raises Answered."""
    _end(call, Aftercall.State.REFUSED, by, at)
    journal.append(_stream(call), "decline", by=by, at=at, detail={})


@transaction.atomic
def miss(call: Aftercall, *, by: Actor, at: datetime) -> None:
    """Write down a call that reached nobody; after so many it is given up. Raises Answered."""
    today, book = clock.day(at), rulebook.book()
    tries = call.tries + 1
    if tries >= book.number("impact.attempts", today):
        _end(call, Aftercall.State.MISSED, by, at, tries=tries)
    else:
        next_on = today + timedelta(days=book.number("impact.again_days", today))
        waiting = Aftercall.objects.filter(pk=call.pk, state=Aftercall.State.WAITING, tries=call.tries)
        if not waiting.update(tries=tries, next_on=next_on):
            raise Answered
    journal.append(_stream(call), "miss", by=by, at=at, detail={"tries": tries})


def _end(call: Aftercall, state: str, by: Actor, at: datetime, **values: object) -> None:
    waiting = Aftercall.objects.filter(pk=call.pk, state=Aftercall.State.WAITING)
    if not waiting.update(state=state, by=by.key, at=at, **values):
        raise Answered


def _lot(claim: Claim) -> int:
    return sampling.draw(settings.LOOKUP_KEY, "aftercall", claim.case.number)


def _row(claim: Claim, paid_on: date, today: date) -> Aftercall | None:
    """Return the call to be made; none where there is nobody to call."""
    if not claim.worker.phone or claim.case.sealed:
        return None
    assert claim.case.district_id is not None
    return Aftercall(
        claim=claim,
        scheme=claim.scheme,
        district_id=claim.case.district_id,
        paid_on=paid_on,
        due_on=today,
        next_on=today,
    )


def _stream(call: Aftercall) -> str:
    return f"aftercall:{call.pk}"
