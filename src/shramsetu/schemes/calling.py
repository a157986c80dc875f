"""Whom the helpline calls some time after money came: those who were drawn, until they answered or were given up."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from shramsetu.casework import calling
from shramsetu.casework.calling import Answers, Wanted
from shramsetu.casework.models import Case
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.offices.errors import Refused
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import impact
from shramsetu.schemes.actions import aftercalls
from shramsetu.schemes.models import Aftercall

CALLERS = (Role.FEEDBACK, Role.SUPERVISOR)
OPEN_DAYS = timedelta(days=7)


def to_ask(answers: Answers, at: datetime) -> Iterator[Wanted]:
    """Yield the beneficiaries whose call is owed by now, the longest owed first; never of a sealed claim."""
    lgd = answers.get("district")
    districts = frozenset({places.district(int(lgd)).pk}) if lgd else None
    rows = impact.waiting(districts, on=clock.day(at)).filter(claim__case__sealed=False)
    for one in rows.exclude(claim__worker__phone="").select_related("claim__case__department"):
        yield _wanted(one)


def still_to_ask(cases: Collection[int]) -> frozenset[int]:
    """Return of which claims the beneficiary has not answered, nor was given up."""
    rows = Aftercall.objects.filter(claim__in=cases, state=Aftercall.State.WAITING, claim__case__sealed=False)
    return frozenset(rows.values_list("claim", flat=True))


def in_vain(case: Case, at: datetime) -> datetime | None:
    """Write down a call that reached nobody; return when the next one is owed, None once it is given up."""
    call = Aftercall.objects.get(claim=case.pk)
    try:
        aftercalls.miss(call, by=SYSTEM, at=at)
    except Refused:
        return None
    call.refresh_from_db()
    return clock.moment(call.next_on) if call.state == Aftercall.State.WAITING else None


def _wanted(one: Aftercall) -> Wanted:
    worker, case = one.claim.worker, one.claim.case
    since = clock.moment(one.next_on)
    return Wanted(
        phone=worker.phone,
        case=case.pk,
        person=None,
        since=since,
        due_at=since + OPEN_DAYS,
        language=worker.language,
        department=case.department.slug if case.department else "",
    )


calling.register(
    calling.Audience(
        key="after-payment",
        label=_("Beneficiaries some time after the payment: what came of it"),
        kind="list",
        people=to_ask,
        still=still_to_ask,
        vain=in_vain,
        page="eligibility:aftercall",
        page_for=frozenset(CALLERS),
    )
)
