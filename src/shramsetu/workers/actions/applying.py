"""The one way into the registry: every face hands a Registration here, and a case with number, holder and due time
comes out. Nothing that a person brings is refused a number; what is lacking is told, and an officer decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Opening, Refused
from shramsetu.casework.models import OPEN, PAUSED, Case, Party
from shramsetu.casework.moves import Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices import roster
from shramsetu.people import actions as people
from shramsetu.people.queries import phone_key
from shramsetu.prepared import Rows
from shramsetu.workers import terms, ways
from shramsetu.workers.actions import entering, fees, pairing, service
from shramsetu.workers.actions.fees import Paid
from shramsetu.workers.entry import Registration
from shramsetu.workers.models import Application, Fee, Membership, Worker
from shramsetu.workers.queries import likely
from shramsetu.workers.rules import turns
from shramsetu.workers.rules.standing import Standing
from shramsetu.workers.words import SAY, need_standing

_OF_KEY = Rows(lambda key: Application.objects.filter(key=key).select_related("case__holder__place"), key=str)
REGISTRATION, RENEWAL = "wk_registration", "wk_renewal"
ANEW = frozenset({Standing.APPLIED, Standing.INACTIVE, Standing.CANCELLED})


def submit(told: Registration, *, by: Actor, at: datetime) -> Case:
    """Register an application and return its case; the same key again gives the case that there is.

    Raises Refused where the worker is registered with the board already, or waits for a decision.
    """
    [found] = submit_many([told], by=by, at=at)
    if isinstance(found, Refused):
        raise found
    return found


def submit_many(told: Sequence[Registration], *, by: Actor, at: datetime) -> list[Case | Refused]:
    """Register applications as `submit` does one after the other: of each its case, or why there is none.

    What one of them changes for another (one key, one Aadhaar number, one payment, one worker) is done in its turn;
    all the rest goes by the statements of one. Where another sending was quicker, each is tried by itself.
    """
    try:
        with transaction.atomic(), roster.held():
            return _in_turns(told, by=by, at=at)
    except IntegrityError:
        with transaction.atomic(), roster.held():
            return [found for one in told for found in _in_turns([one], by=by, at=at)]


def open_application(application: Application, *, kind: str, channel: str, by: Actor, at: datetime) -> Case:
    """Open the case of an application whose columns are told but for the case; its worker hears of it."""
    return open_applications([(application, channel)], kind=kind, by=by, at=at)[0]


def open_applications(told: Sequence[tuple[Application, str]], *, kind: str, by: Actor, at: datetime) -> list[Case]:
    """Open the cases of applications, each with the channel by which it came."""
    openings = [_opening(one, kind, channel, at=at) for one, channel in told]
    cases = casework.open_many(openings, by=by, at=at)
    applications = [one for one, _ in told]
    for application, case in zip(applications, cases, strict=True):
        application.case = case
    Application.objects.bulk_create(applications)
    _parties(cases, [one.worker for one in applications], at=at)
    casework.announce_many(cases, [Tell("registered", "complainant"), Tell("officer-arrival", "holder")], by=by, at=at)
    return cases


def of_key(key: str) -> Case | None:
    """Return the case of what was sent under `key`."""
    found = _OF_KEY.first(key=key) if key else None
    return found.case if found else None


def of_keys(keys: Sequence[str]) -> dict[str, Case]:
    """Return the cases of what was sent under these keys, by key."""
    if len(keys) == 1:
        found = of_key(keys[0])
        return {keys[0]: found} if found else {}
    rows = Application.objects.filter(key__in=[key for key in keys if key]).select_related("case__holder__place")
    return {one.key: one.case for one in rows}


def waiting_case(worker: Worker, board: str) -> Case | None:
    """Return the case of an application of `worker` that waits for its decision."""
    rows = Application.objects.filter(worker=worker, board=board, case__phase__in=[OPEN, PAUSED])
    found = rows.select_related("case").first()
    return found.case if found else None


def _in_turns(told: Sequence[Registration], *, by: Actor, at: datetime) -> list[Case | Refused]:
    found: dict[int, Case | Refused] = {}
    for turn in turns.of([_marks(one) for one in told]):
        lines = [Line(told[place]) for place in turn]
        _submit(lines, by=by, at=at)
        found |= {place: line.came_of_it for place, line in zip(turn, lines, strict=True)}
    return [found[place] for place in range(len(told))]


def _marks(told: Registration) -> set[object]:
    """Give what two applications must not have in common to be done at once."""
    token = entering.token_of(told.worker.aadhaar)
    known = told.known.pk if told.known else None
    said = {"key": told.worker.key, "aadhaar": token and token.digest, "paid": _reference(told), "known": known}
    return {(name, value) for name, value in said.items() if value}


@dataclass(slots=True)
class Line:
    """An application on its way in: its worker once there is one, and what became of it."""

    told: Registration
    worker: Worker | None = None
    membership: Membership | None = None
    case: Case | None = None
    refused: Refused | None = None

    @property
    def came_of_it(self) -> Case | Refused:
        """The case, or why there is none."""
        found = self.case or self.refused
        assert found is not None
        return found


def _submit(lines: Sequence[Line], *, by: Actor, at: datetime) -> None:
    """Register applications that have nothing in common."""
    cases = of_keys([one.told.worker.key for one in lines])
    for one in lines:
        one.case = cases.get(one.told.worker.key)
    _check([one for one in lines if one.case is None], at=at)
    accepted = [one for one in lines if one.case is None and one.refused is None]
    if not accepted:
        return
    _enter([one for one in accepted if one.told.known is None], by=by, at=at)
    applications = [_application(one, at=at) for one in accepted]
    opened = open_applications(applications, kind=REGISTRATION, by=by, at=at)
    for one, case in zip(accepted, opened, strict=True):
        one.case = case
    _hold(accepted)
    fees.pay_many(
        [
            (one.membership, _paid(one.told), one.told.years)
            for one in accepted
            if one.membership and one.told.reference
        ],
        what=Fee.What.REGISTRATION,
        by=by,
        at=at,
    )


def _check(lines: Sequence[Line], *, at: datetime) -> None:
    """Write the refusal beside each line that cannot be registered; a worker of the registry gets the membership."""
    taken = _with_aadhaar([one.told for one in lines if one.told.known is None])
    workers = {one.key: one for one in Worker.objects.filter(key__in={one.told.worker.key for one in lines} - {""})}
    paid = fees.of_references([reference for one in lines if (reference := _reference(one.told))])
    for one in lines:
        try:
            fees.official_paise(one.told.board, what=Fee.What.REGISTRATION, years=one.told.years, on=clock.day(at))
            if one.told.known is None and (membership := taken.get(_aadhaar_of(one.told))):
                _may_apply(membership)
            one.worker = one.told.known or workers.get(one.told.worker.key)
            if one.worker is not None:
                need_standing(one.worker)
                one.membership = _membership(one.worker, one.told, at=at)
            found = paid.get(_reference(one.told))
            if found is not None and not fees.is_for(
                found, one.membership, what=Fee.What.REGISTRATION, years=one.told.years
            ):
                raise Refused(SAY["reference_used"], "reference")
        except Refused as refused:
            one.refused = refused


def _enter(lines: Sequence[Line], *, by: Actor, at: datetime) -> None:
    """Enter those who are not in the registry, and lay before the steward who may be there already."""
    workers = entering.enter_many([one.told.worker for one in lines], by=by, at=at)
    for one, worker in zip(lines, workers, strict=True):
        one.worker = worker
    pairing.note_many(zip(workers, likely.same_as_each(workers), strict=True), at=at)


def _application(line: Line, *, at: datetime) -> tuple[Application, str]:
    told = line.told
    application = Application(
        worker=line.worker,
        board=told.board,
        trade=told.trade,
        years=told.years,
        key=told.worker.key,
        filer=told.filer,
        began_at=min(told.began_at or at, at),
    )
    return application, told.channel


def _hold(lines: Sequence[Line]) -> None:
    """Tie each case to the membership that it is about, made where there is none."""
    made = []
    for one in lines:
        if one.membership is None:
            one.membership = Membership(worker=one.worker, board=one.told.board)
            made.append(one.membership)
        one.membership.case, one.membership.trade = one.case, one.told.trade
    kept = [one.membership for one in lines if one.membership and one.membership.pk]
    Membership.objects.bulk_update(kept, ["case", "trade"])
    Membership.objects.bulk_create(made)


def _opening(application: Application, kind: str, channel: str, *, at: datetime) -> Opening:
    worker = application.worker
    application.counts_from, application.outage = service.counts_from(application.began_at, at=at)
    place = worker.place or worker.district
    holder = ways.officer(application.board, place, at=at)
    start = To("checking", holder=holder, level=1, due=ways.due("workers.checking_days", application.counts_from))
    start.facts = {"board": application.board, "worker": worker.number}
    if application.outage:
        start.facts = {**start.facts, "counts_from": application.counts_from}
    columns = {
        "department": offices.department(application.board),
        "category": "",
        "place": place,
        "district": worker.district,
    }
    return Opening(kind, channel, start, columns)


def _aadhaar_of(told: Registration) -> tuple[str, str]:
    token = entering.token_of(told.worker.aadhaar)
    return told.board, token.digest if token else ""


def _with_aadhaar(told: Sequence[Registration]) -> dict[tuple[str, str], Membership]:
    """Give who is with the board already under an Aadhaar number of these, by board and newest token."""
    newest = {
        (one.board, token.digest): _aadhaar_of(one)
        for one in told
        if one.worker.aadhaar is not None
        for token in likely.tokens_of(one.worker.aadhaar)
    }
    if not newest:
        return {}
    same = Membership.objects.filter(
        worker__aadhaar_digest__in={digest for _, digest in newest}, worker__merged_into=None
    ).select_related("worker")
    found = {(row.board, row.worker.aadhaar_digest): row for row in same}
    return {newest[key]: row for key, row in found.items() if key in newest}


def _may_apply(membership: Membership) -> None:
    is_waiting = not membership.registered_on or waiting_case(membership.worker, membership.board)
    raise Refused(SAY["waiting_on" if is_waiting else "already"], "aadhaar")


def _membership(worker: Worker, told: Registration, *, at: datetime) -> Membership | None:
    """Return what a worker of the registry is to the board already, if anything; raise Refused where that is enough."""
    membership = Membership.objects.select_for_update().filter(worker=worker, board=told.board).first()
    if membership is None:
        return None
    if waiting_case(worker, told.board):
        raise Refused(SAY["waiting"])
    membership.worker = worker
    if terms.standing_of(membership, clock.day(at)) not in ANEW:
        raise Refused(SAY["already"])
    return membership


def _reference(told: Registration) -> str:
    return fees.written(told.reference)


def _paid(told: Registration) -> Paid:
    return Paid(told.reference, told.channel, told.filer)


def _parties(cases: Sequence[Case], workers: Sequence[Worker], *, at: datetime) -> None:
    """Write each worker down as whom the case is about, so that its steps reach the phone and the page."""
    persons = people.find_or_make_many(
        [people.Said(one.name, one.phone, address=one.address, language=one.language) for one in workers], at=at
    )
    Party.objects.bulk_create(
        Party(
            case=case,
            person=person,
            part=Party.Part.COMPLAINANT,
            seat=1,
            leads=True,
            phone_key=phone_key(worker.phone) if worker.phone else "",
        )
        for case, person, worker in zip(cases, persons, workers, strict=True)
    )
