"""Whom the helpline calls some time after money came: those who were drawn, until they answered or were given up."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import calling
from shramsetu.casework.calling import Answers, Asking, Sheet, Wanted
from shramsetu.casework.models import Case, Party
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, text
from shramsetu.offices.errors import Refused
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.schemes import impact
from shramsetu.schemes.actions import aftercalls
from shramsetu.schemes.aftercall_forms import Heard
from shramsetu.schemes.models import Aftercall

CALLERS = (Role.FEEDBACK, Role.SUPERVISOR)
OPEN_DAYS = timedelta(days=7)
OPENING = _(
    "Namaste, I am calling from the Labour Department about the help you were given. It takes two minutes, and nothing"
    " will be taken away from you for what you say. May I ask?"
)


def to_ask(answers: Answers, at: datetime) -> Iterator[Wanted]:
    """Yield the beneficiaries whose call is owed by now, the longest owed first; never of a sealed claim."""
    lgd = answers.get("district")
    districts = frozenset({places.district(int(lgd)).pk}) if lgd else None
    rows = impact.waiting(districts, on=clock.day(at)).filter(claim__case__sealed=False)
    leads = Party.objects.filter(case=OuterRef("claim"), part=Party.Part.COMPLAINANT, leads=True)
    named = rows.exclude(claim__worker__phone="").annotate(person=Subquery(leads.values("person")[:1]))
    for one in named.select_related("claim__case__department"):
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


def sheet(case: Case, given: QueryDict | None) -> Sheet | None:
    """Return the questions to a beneficiary; None once they are answered or given up, or the claim is sealed."""
    rows = Aftercall.objects.filter(claim=case.pk, state=Aftercall.State.WAITING, claim__case__sealed=False)
    call = rows.select_related("district").first()
    if call is None:
        return None
    rule, language = rulebook.book().scheme_rules.rules.get(call.scheme), get_language() or "hi"
    facts = [
        (_("Scheme"), rule.name.say(language) if rule else call.scheme),
        (_("Paid on"), text.dated(call.paid_on, language)),
        (_("District"), call.district.name(language)),
    ]
    return Sheet(OPENING, facts, Heard(given))


def write(case: Case, form: Form, by: Actor, at: datetime) -> None:
    """Keep what a beneficiary said on the telephone; raises aftercalls.Answered."""
    assert isinstance(form, Heard)
    aftercalls.answer(Aftercall.objects.get(claim=case.pk), form.said(), by=by, at=at)


def decline(case: Case, by: Actor, at: datetime) -> None:
    """Keep that a beneficiary does not want to answer; raises aftercalls.Answered."""
    aftercalls.decline(Aftercall.objects.get(claim=case.pk), by=by, at=at)


def _wanted(one: Aftercall) -> Wanted:
    worker, case = one.claim.worker, one.claim.case
    since = clock.moment(one.next_on)
    return Wanted(
        phone=worker.phone,
        case=case.pk,
        person=vars(one)["person"],
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
        asking=Asking(sheet, write, decline),
        page="eligibility:aftercall",
        page_for=frozenset(CALLERS),
    )
)
