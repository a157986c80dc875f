"""The one way in: every face hands a Telling here, and a claim with number, holder and due time comes out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import search
from shramsetu.casework.actions import Opening, Refused, open_case
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Tell, To
from shramsetu.files import actions as files
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Department
from shramsetu.people import actions as people
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.basis import NoRule
from shramsetu.schemes import holders, kept, looking, registers
from shramsetu.schemes.actions import ways
from shramsetu.schemes.models import Claim, Draft, Paper
from shramsetu.schemes.rules import sampling
from shramsetu.schemes.rules.outcome import Outcome
from shramsetu.schemes.telling import Telling
from shramsetu.schemes.words import SAY
from shramsetu.workers import household
from shramsetu.workers.actions import service
from shramsetu.workers.models import Worker


@transaction.atomic
def submit(told: Telling, *, by: Actor, at: datetime) -> Case:
    """Register a claim and return its case; the same one sent again is the same claim.

    A claim that fails a condition is registered too: it is refused, if at all, after notice and hearing. Raises Refused
    for a scheme that is not claimed here, an event without a day, and a second claim for the same thing.
    """
    if known := _sent_before(told):
        return known
    counts_at, outage = service.counts_from(told.begun_at, at=at)
    on = clock.day(counts_at)
    told = replace(told, facts=registers.filled(told.worker, told.scheme, told.facts, on=on))
    found = _looked(told, on)
    claim = _row(told, found, on=on, by=by, at=at)
    to = _first_way(claim, found, at)
    if outage is not None:
        to.facts = {**to.facts, "begun": counts_at, "outage": outage.pk}
    opening = Opening("claim", told.channel, to, _columns(claim, found))
    try:
        with transaction.atomic():
            case = open_case(opening, by=by, at=at)
            claim.case = case
            claim.save(force_insert=True)
    except IntegrityError as error:
        if "claim_once_for_a_subject" not in str(error):
            raise
        raise Refused(SAY["twice"]) from error
    _write_parts(claim, told, at=at)
    casework.announce(case, [Tell("registered", "complainant"), Tell("officer-arrival", "holder")], by=by, at=at)
    return case


def _sent_before(told: Telling) -> Case | None:
    """Return the case of the same claim sent before; who sends it at the same moment waits here."""
    if not told.key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [told.key])
    found = Claim.objects.filter(key=told.key).select_related("case__holder__place", "case__district").first()
    return found.case if found else None


def _looked(told: Telling, on: date) -> Outcome:
    rule = rulebook.book().scheme_rules.rules.get(told.scheme)
    if rule is None:
        raise Refused(SAY["elsewhere"], "scheme")
    try:
        found = looking.at(looking.Case(told.worker, told.scheme, told.facts, on))
    except NoRule as error:
        raise Refused(SAY["not_yet"], "scheme") from error
    if not holders.is_ours(found.edition):
        raise Refused(SAY["elsewhere"], "scheme")
    if rule.event and looking.event_on(found) is None:
        raise Refused(SAY["no_event"], rule.event)
    return found


def _row(told: Telling, found: Outcome, *, on: date, by: Actor, at: datetime) -> Claim:
    subject = looking.subject(found.edition, told.facts)
    drawn = sampling.draw(settings.LOOKUP_KEY, told.worker.number, told.scheme, subject)
    percent = rulebook.book().number("claims.sample_percent", clock.day(at))
    is_fast = may_be_fast(found)
    is_sampled = is_fast and sampling.is_sampled(drawn, percent)
    return Claim(
        worker=told.worker,
        scheme=told.scheme,
        edition_on=found.edition.from_on,
        event_on=looking.event_on(found),
        claimed_on=on,
        apply_by=looking.apply_by(found),
        subject=subject,
        facts={name: kept.fact(one, by=by.key, at=at) for name, one in told.facts.items()},
        family=_family(told.worker, on),
        outcome={"submitted": kept.frozen(found, by=by.key, at=at)},
        track=Claim.Track.FAST if is_fast and not is_sampled else Claim.Track.FULL,
        draw=drawn if is_fast else None,
        is_sampled=is_sampled,
        wants_visit=is_sampled or found.edition.approval.field_check == "always",
        filed_by=by.key,
        key=told.key or None,
    )


def may_be_fast(found: Outcome) -> bool:
    """Tell whether one confirmation is enough: every condition proved by verified data, and nobody must go or meet."""
    approval = found.edition.approval
    settled = found.whole is True and found.is_proved and not found.benefits.open
    return settled and approval.chair is None and approval.field_check != "always"


def _family(worker: Worker, on: date) -> Mapping[str, object]:
    return household.snapshot(worker.family, on).as_json() if worker.family else {}


def _first_way(claim: Claim, found: Outcome, at: datetime) -> To:
    district, edition = claim.worker.district, found.edition
    facts = {"scheme": claim.scheme, "track": claim.track, "sampled": claim.is_sampled}
    if claim.track == Claim.Track.FAST:
        holder, due = holders.sanction(edition, district), ways.due("claims.fast_days", at)
        return To("confirming", holder=holder, level=2, due=due, facts=facts)
    holder, due = holders.scrutiny(edition, district), ways.due("claims.scrutiny_days", at)
    return To("submitted", holder=holder, level=1, due=due, facts=facts)


def _columns(claim: Claim, found: Outcome) -> dict[str, object]:
    worker = claim.worker
    return {
        "department": Department.objects.get(slug=found.edition.scheme.board),
        "category": "",
        "place": worker.place or worker.district,
        "district": worker.district,
    }


def _write_parts(claim: Claim, told: Telling, *, at: datetime) -> None:
    worker, case = claim.worker, claim.case
    person = people.find_or_make(
        name=worker.name, phone=worker.phone, address=worker.address, language=worker.language, at=at
    )
    key = phone_key(worker.phone) if worker.phone else ""
    party = Party(case=case, part=Party.Part.COMPLAINANT, seat=1, leads=True, person=person, phone_key=key)
    party.save(force_insert=True)
    search.index(case, " ".join((worker.name, worker.other_name, worker.number)))
    rows = [Paper(claim=claim, slug=slug, file_id=pk) for slug, ids in told.papers.items() for pk in ids]
    Paper.objects.bulk_create(rows)
    if told.draft is not None:
        files.rehang(told.draft.stream, case.stream, at=at)
        Draft.objects.filter(pk=told.draft.pk).update(claim=claim)
