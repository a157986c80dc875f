"""The one way into the registry: every face hands a Registration here, and a case with number, holder and due time
comes out. Nothing that a person brings is refused a number; what is lacking is told, and an officer decides."""

from datetime import datetime

from django.db import transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Opening, Refused
from shramsetu.casework.models import OPEN, PAUSED, Case, Party
from shramsetu.casework.moves import Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Department
from shramsetu.people import actions as people
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows
from shramsetu.workers import terms, ways
from shramsetu.workers.actions import entering, fees, pairing, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import NewWorker, Registration
from shramsetu.workers.models import Application, Fee, Membership, Worker
from shramsetu.workers.queries import likely
from shramsetu.workers.rules.standing import Standing
from shramsetu.workers.words import SAY

_DEPARTMENT = Rows(lambda slug: Department.objects.filter(slug=slug), slug=str)
_OF_KEY = Rows(lambda key: Application.objects.filter(key=key).select_related("case__holder__place"), key=str)
REGISTRATION, RENEWAL = "wk_registration", "wk_renewal"
ANEW = frozenset({Standing.APPLIED, Standing.INACTIVE, Standing.CANCELLED})


@transaction.atomic
def submit(told: Registration, *, by: Actor, at: datetime) -> Case:
    """Register an application and return its case; the same key again gives the case that there is.

    Raises Refused where the worker is registered with the board already, or waits for a decision.
    """
    if known := of_key(told.worker.key):
        return known
    fees.official_paise(told.board, what=Fee.What.REGISTRATION, years=told.years, on=clock.day(at))
    worker = told.known or entering.enter(_fresh(told), by=by, at=at)
    if told.known is None:
        pairing.note(worker, likely.same_as(worker), at=at)
    membership = _membership(worker, told, at=at)
    application = Application(
        worker=worker,
        board=told.board,
        trade=told.trade,
        years=told.years,
        key=told.worker.key,
        filer=told.filer,
        began_at=min(told.began_at or at, at),
    )
    case = open_application(application, kind=REGISTRATION, channel=told.channel, by=by, at=at)
    Membership.objects.filter(pk=membership.pk).update(case=case, trade=told.trade)
    if told.reference:
        paid = Paid(told.reference, told.channel, told.filer)
        fees.pay(membership, paid, what=Fee.What.REGISTRATION, years=told.years, by=by, at=at)
    return case


def open_application(application: Application, *, kind: str, channel: str, by: Actor, at: datetime) -> Case:
    """Open the case of an application whose columns are told but for the case; its worker hears of it."""
    worker = application.worker
    application.counts_from, application.outage = service.counts_from(application.began_at, at=at)
    holder = ways.officer(application.board, worker.place or worker.district, at=at)
    start = To("checking", holder=holder, level=1, due=ways.due("workers.checking_days", application.counts_from))
    start.facts = {"board": application.board, "worker": worker.number}
    if application.outage:
        start.facts = {**start.facts, "counts_from": application.counts_from}
    columns = {
        "department": _DEPARTMENT.first(slug=application.board),
        "category": "",
        "place": worker.place or worker.district,
        "district": worker.district,
    }
    case = casework.open_case(Opening(kind, channel, start, columns), by=by, at=at)
    application.case = case
    application.save(force_insert=True)
    _party(case, worker, at=at)
    tells = [Tell("registered", "complainant"), Tell("officer-arrival", "holder")]
    casework.announce(case, tells, by=by, at=at)
    return case


def of_key(key: str) -> Case | None:
    """Return the case of what was sent under `key`."""
    found = _OF_KEY.first(key=key) if key else None
    return found.case if found else None


def waiting_case(worker: Worker, board: str) -> Case | None:
    """Return the case of an application of `worker` that waits for its decision."""
    rows = Application.objects.filter(worker=worker, board=board, case__phase__in=[OPEN, PAUSED])
    found = rows.select_related("case").first()
    return found.case if found else None


def _fresh(told: Registration) -> NewWorker:
    """Return the worker to be entered; raise Refused where the Aadhaar number is registered with the board."""
    aadhaar = told.worker.aadhaar
    if aadhaar is None:
        return told.worker
    digests = [one.digest for one in likely.tokens_of(aadhaar)]
    same = Membership.objects.filter(board=told.board, worker__aadhaar_digest__in=digests, worker__merged_into=None)
    for membership in same.select_related("worker"):
        _may_apply(membership)
    return told.worker


def _may_apply(membership: Membership) -> None:
    if waiting_case(membership.worker, membership.board):
        raise Refused(SAY["waiting"], "aadhaar")
    raise Refused(SAY["already"], "aadhaar") if membership.registered_on else Refused(SAY["waiting"], "aadhaar")


def _membership(worker: Worker, told: Registration, *, at: datetime) -> Membership:
    membership, made = Membership.objects.select_for_update(of=("self",)).get_or_create(worker=worker, board=told.board)
    if made:
        return membership
    if waiting_case(worker, told.board):
        raise Refused(SAY["waiting"])
    membership.worker = worker
    if terms.standing_of(membership, clock.day(at)) not in ANEW:
        raise Refused(SAY["already"])
    return membership


def _party(case: Case, worker: Worker, *, at: datetime) -> None:
    """Write the worker down as whom the case is about, so that its steps reach the phone and the page."""
    person = people.find_or_make(
        name=worker.name, phone=worker.phone, address=worker.address, language=worker.language, at=at
    )
    Party(
        case=case,
        person=person,
        part=Party.Part.COMPLAINANT,
        seat=1,
        leads=True,
        phone_key=phone_key(worker.phone) if worker.phone else "",
    ).save(force_insert=True)
