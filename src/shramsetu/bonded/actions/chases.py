"""People freed elsewhere who came home: help begins that needs no certificate, and the certificate is chased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from shramsetu import rulebook
from shramsetu.bonded import halves, persons
from shramsetu.bonded.actions import beside, duties, safety, transfers
from shramsetu.bonded.actions.persons import Someone, enter
from shramsetu.bonded.doubts import NOTHING_SAID, PerhapsKnown, Said
from shramsetu.bonded.flow.person import AWAITING
from shramsetu.bonded.models import Chase, ChaseLetter, PaidBefore, Survivor
from shramsetu.bonded.queries.alike import like
from shramsetu.bonded.rules import chase as rules
from shramsetu.bonded.rules.transfers import Half
from shramsetu.bonded.transfer_words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import rules as clock_rules
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

CLOCK = "certificate-chase"
LINE = "rehabilitation-line"
# What was begun at home because the certificate was refused.
NEEDLESS = ("finding", "certificate")
# Heads of a plan that nobody may hold back for want of a certificate.
WITHOUT_CERTIFICATE = ("ration", "school", "health")
DAYS = ("bonded.chase_first_days", "bonded.chase_second_days", "bonded.chase_third_days")


@dataclass(frozen=True)
class Returned:
    """Somebody who was freed in another state (or not freed at all, but fled) and is home."""

    district: Place
    sex: str
    rescue_state: str
    office: str
    is_minor: bool = False
    rescued_on: date | None = None
    place: str = ""
    sector: str = ""
    identity: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict)
    said: Said = NOTHING_SAID  # of those who are perhaps the same person


@dataclass(frozen=True, slots=True)
class PaidThere:
    """The immediate assistance that the district of the rescue says it paid."""

    paise: int
    on: date


@transaction.atomic
def enter_returned(one: Returned, *, by: Actor, at: datetime) -> Chase:
    """Enter a person who came home without a certificate: begin help, and the chase of the certificate.

    Raises PerhapsKnown, and enters nobody, where somebody of the district has such a name and nothing was said of it;
    for who is the same person the chase that runs is returned.
    """
    mine = halves.districts(by)
    if mine is not None and one.district.pk not in mine:
        raise Refused(SAY["other_half"], "district")
    _one_at_a_time(one.district)
    there = {known.code: known for known in like(one.identity, one.sex, one.district, released_on=one.rescued_on)}
    if there and one.said.is_open(list(there)):
        raise PerhapsKnown({0: list(there)})
    if one.said.same_as in there:
        running = Chase.objects.filter(survivor=there[one.said.same_as]).first()
        if running is None:
            raise Refused(SAY["goes_on"] % {"code": one.said.same_as})
        return running
    survivor = enter(
        Someone(
            district=one.district,
            sex=one.sex,
            is_minor=one.is_minor,
            state="chasing",
            native_district=one.district,
            identity=one.identity,
            sealed=one.sealed,
            columns={
                "rescue_state": one.rescue_state,
                "sector": one.sector,
                "released_on": one.rescued_on,
                "arrived_at": at,
            },
        ),
        by=by,
        at=at,
    )
    transfers.arrived_from_outside(survivor, one.office, by=by, at=at)
    chase = begin(survivor, one.office, rescued_on=one.rescued_on, place=one.place, by=by, at=at)
    help_at_once(survivor, by=by, at=at)
    safety.owe_committee(survivor, from_at=at, by=by, at=at, district=one.district)
    return chase


@transaction.atomic
def begin(
    survivor: Survivor, office: str, *, by: Actor, at: datetime, rescued_on: date | None = None, place: str = ""
) -> Chase:
    """Begin to chase a certificate; the chase that runs already is returned."""
    running = Chase.objects.filter(survivor=survivor).first()
    if running is not None:
        return running
    row = Chase(
        survivor=survivor,
        office=office,
        rescued_on=rescued_on,
        place=sealing.veiled(survivor.case, place),
        opened_by=by.key,
        opened_at=at,
        next_at=rules.next_due(letters_of(at), ()),
    )
    row.save(force_insert=True)
    home = survivor.native_district or survivor.case.district
    duties.start(survivor.case, CLOCK, from_at=at, by=by, at=at, district=home)
    return row


def _one_at_a_time(district: Place) -> None:
    """Let those who enter people of one district pass one after the other: each sees whom the other entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [f"returned:{district.pk}"])


def help_at_once(survivor: Survivor, *, by: Actor, at: datetime) -> None:
    """Start the lines of help that need no certificate."""
    book = rulebook.book()
    for slug in WITHOUT_CERTIFICATE:
        if slug == "school" and not survivor.is_minor:
            continue
        head = book.bonded.heads[slug]
        on = clock.day(at)
        row = max((one for one in head.values if one.from_on <= on), key=lambda one: one.from_on)
        duties.start(
            survivor.case,
            LINE,
            from_at=at,
            by=by,
            at=at,
            district=survivor.native_district,
            key=slug,
            text=head.title.hi,
            owner=head.owner,
            whole=timedelta(days=row.calendar_days or 0),
        )


def make_letters(*, at: datetime, batch: int = 200) -> int:
    """Make the letters whose day has come, each once; the home officer signs and sends them. Return how many."""
    count = 0
    for pk in Chase.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", flat=True)[:batch]:
        with transaction.atomic():
            rows = Chase.objects.select_for_update(skip_locked=True, of=("self",)).select_related("survivor__case")
            chase = rows.filter(pk=pk, next_at__lte=at).first()
            if chase is not None:
                count += _make(chase, at)
    return count


@transaction.atomic
def sent(letter: ChaseLetter, letter_number: str, *, sent_on: date, by: Actor, at: datetime) -> bool:
    """Write down that a letter went out, under the office's number and date."""
    survivor = letter.chase.survivor
    _need_home(survivor, by)
    won = ChaseLetter.objects.filter(pk=letter.pk, sent_on=None).update(
        letter_number=letter_number, sent_on=sent_on, sent_by=by.key
    )
    if won:
        facts = {"letter": letter.number, "copy": letter.is_copy, "sent_on": sent_on}
        beside.write(survivor.case, "chase_letter", by=by, at=at, facts=facts)
    return bool(won)


@transaction.atomic
def received(
    chase: Chase,
    number: str,
    *,
    on: date,
    scan: Attachment | None,
    by: Actor,
    at: datetime,
    paid: PaidThere | None = None,
) -> bool:
    """Enter the certificate that came at last: the case goes on as if it had been there from the first day.

    The immediate assistance is owed from here on; what the district of the rescue `paid` of it counts once a second
    officer has confirmed it. Where it was refused before, it ends the inquiry that began at home: this is the later
    word of the district of the rescue.
    """
    held = Chase.objects.select_for_update(of=("self",)).select_related("survivor__case").get(pk=chase.pk)
    _need_home(held.survivor, by)
    if held.state == Chase.State.RECEIVED:
        return False
    if not number.strip() or scan is None:
        raise Refused(SAY["certificate"], "number")
    Chase.objects.filter(pk=held.pk).update(
        state=Chase.State.RECEIVED,
        certificate_number=number.strip(),
        certificate_on=on,
        scan=scan,
        ended_at=at,
        next_at=None,
    )
    persons.found_by_certificate(held.survivor)
    if held.survivor.released_on is None:
        Survivor.objects.filter(pk=held.survivor_id).update(released_on=on)
    if paid is not None:
        PaidBefore.objects.get_or_create(
            survivor=held.survivor,
            kind=PaidBefore.Kind.IMMEDIATE,
            defaults={"amount_paise": paid.paise, "paid_on": paid.on, "said_by_id": by.user_id},
        )
    case = held.survivor.case
    duties.done(case, CLOCK, at=at)
    for name in NEEDLESS:
        duties.drop(case, name, at=at)
    case.refresh_from_db()
    if case.state in AWAITING:
        casework.take(case, "receive_certificate", seen=case.revision, by=by, at=at)
    return True


@transaction.atomic
def denied(chase: Chase, reason: str, *, by: Actor, at: datetime) -> bool:
    """Write down that the district of the rescue refuses; the District Magistrate at home decides what follows."""
    held = Chase.objects.select_for_update(of=("self",)).select_related("survivor__case").get(pk=chase.pk)
    _need_home(held.survivor, by)
    if held.state != Chase.State.OPEN:
        return False
    if not reason.strip():
        raise Refused(SAY["reason"], "reason")
    Chase.objects.filter(pk=held.pk).update(state=Chase.State.DENIED, ended_at=at, next_at=None)
    case = held.survivor.case
    duties.done(case, CLOCK, at=at)
    if case.state == "chasing":
        case.refresh_from_db()
        casework.take(case, "chase_denied", seen=case.revision, by=by, at=at, detail={"reason": reason})
    return True


def letters_of(opened_at: datetime) -> tuple[rules.Letter, ...]:
    """Return every letter of a chase that began at an instant, by the rulebook of that day."""
    days = [clock_rules.figure(key, opened_at) for key in DAYS]
    return rules.letters(opened_at, days, clock_rules.figure("bonded.chase_copy_days", opened_at))


def _make(chase: Chase, at: datetime) -> int:
    every = letters_of(chase.opened_at)
    written = set(chase.letters.values_list("number", flat=True))
    made = rules.due(every, written, at)
    ChaseLetter.objects.bulk_create(
        ChaseLetter(chase=chase, number=one.number, is_copy=one.kind == rules.COPY, due_at=one.due_at, made_at=at)
        for one in made
    )
    left = rules.next_due(every, written | {one.number for one in made})
    Chase.objects.filter(pk=chase.pk).update(next_at=left)
    case = chase.survivor.case
    facts = {"letters": [one.number for one in made]}
    beside.write(case, "chase_letter", by=SYSTEM, at=at, facts=facts, tells=[beside.to_holder()])
    return len(made)


def _need_home(survivor: Survivor, by: Actor) -> None:
    halves.need(halves.sides_of(survivor, survivor.case), by, {Half.NATIVE})
