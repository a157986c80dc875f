"""The parties of a matter after it was filed: further ones, heirs, who leaves, and who speaks for whom."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from shramsetu.casework import actions as casework
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import CLOSED, FINAL, Case, Party
from shramsetu.casework.moves import To
from shramsetu.hearings.actions import filing, notices, ways
from shramsetu.hearings.filing import Someone
from shramsetu.hearings.models import Engagement, Link, Litigant, Matter, Notice, Representative
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.people.queries import phone_key
from shramsetu.people.rules import keyed


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks for a party: an officer of a union, an advocate with consent, anybody authorised, legal aid."""

    kind: str
    someone: Someone
    number: str = ""
    consented: bool = False

    @property
    def key(self) -> str:
        """Return the key by which the same person is known over all matters."""
        told = self.someone.phone or f"{self.kind}:{self.number.casefold()}"
        return keyed(told, settings.LOOKUP_KEY, "representative")


@transaction.atomic
def join(case: Case, one: Someone, *, claims: bool, heir_of: Litigant | None, by: Actor, at: datetime) -> Litigant:
    """Enter a further party, such as a second employer or an heir; raises Refused for who may not, or a matter over."""
    matter = open_for(case, by=by)
    if heir_of is not None and heir_of.matter_id != matter.pk:
        raise Refused(SAY["party"], "heir_of")
    part = Party.Part.COMPLAINANT if claims else Party.Part.OPPOSITE
    seat = (Party.objects.filter(case=case, part=part).aggregate(last=Max("seat"))["last"] or 0) + 1
    if case.sealed:
        _seal_in(case, one, "complainants" if claims else "opposite")
    made = filing.add_litigant(matter, one, part=part, seat=seat, at=at)
    if heir_of is not None:
        Litigant.objects.filter(pk=made.pk).update(heir_of=heir_of)
    if matter.next_at is not None and matter.next_at > at:  # who joins later is called to the date that stands
        notices.call(matter, Notice.Kind.HEARING if claims else Notice.Kind.FILED, by=by, at=at, only=made)
    casework.amend(case, "join", to=To(case.state, facts={"part": one.part, "claims": claims}), by=by, at=at)
    return made


@transaction.atomic
def leave(litigant: Litigant, *, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a party is none any more: died, or struck out; its notices stay. The last of a side stays too."""
    case = litigant.matter.case
    open_for(case, by=by)
    side = Litigant.objects.filter(matter=litigant.matter_id, claims=litigant.claims, left_at=None)
    if not side.exclude(pk=litigant.pk).exists():
        raise Refused(SAY["last_of_side"])
    if side.filter(pk=litigant.pk).update(left_at=at):
        to = To(case.state, facts={"claims": litigant.claims, "seat": litigant.seat}, private={"reason": reason})
        casework.amend(case, "leave", to=to, by=by, at=at)


@transaction.atomic
def readdress(litigant: Litigant, one: Someone, *, by: Actor, at: datetime) -> None:
    """Write anew where a party is reached: phone, address, e-mail and whether notices may go there."""
    case = litigant.matter.case
    open_for(case, by=by)
    party = Party.objects.select_related("person").get(pk=litigant.pk)
    if case.sealed:
        _readdress_sealed(case, party, one)
    else:
        name = one.name or (party.person.name if party.person else "")
        party.person = filing.person(replace(one, name=name), at=at)
    party.phone_key = phone_key(one.phone) if one.phone else ""
    Party.objects.filter(pk=party.pk).update(person=party.person, phone_key=party.phone_key)
    Litigant.objects.filter(pk=litigant.pk).update(by_email=one.by_email and bool(one.email))
    facts = {"claims": litigant.claims, "seat": litigant.seat}
    casework.amend(case, "readdress", to=To(case.state, facts=facts), by=by, at=at)


@transaction.atomic
def link(case: Case, other: Case, *, kind: str, by: Actor, at: datetime) -> Link:
    """Link two matters of which each has to do with the other; told once, it is read from both."""
    matter = open_for(case, by=by)
    if other.pk == case.pk:
        raise Refused(SAY["own_number"], "number")
    there = Matter.objects.filter(pk=other.pk).first()
    if there is None:
        raise Refused(SAY["no_matter"], "number")
    if (
        Link.objects.filter(matter=there, other=matter).exists()
        or Link.objects.filter(matter=matter, other=there).exists()
    ):
        raise Refused(SAY["linked"], "number")
    made = Link(matter=matter, other=there, kind=kind, by=by.key, at=at)
    made.save(force_insert=True)
    casework.amend(case, "link", to=To(case.state, facts={"other": other.number, "as": kind}), by=by, at=at)
    return made


@transaction.atomic
def engage(litigant: Litigant, speaker: Speaker, *, by: Actor, at: datetime) -> Engagement:
    """Enter who speaks for a party; an advocate needs the consent of the other side and the leave of the forum."""
    case = litigant.matter.case
    open_for(case, by=by)
    if speaker.kind == Representative.Kind.ADVOCATE and not speaker.consented:
        raise Refused(SAY["advocate"], "consented")
    if not speaker.someone.phone and not speaker.number:
        raise Refused(SAY["who_speaks"], "phone")
    known = Representative.objects.filter(key=speaker.key).first()
    if known is None:
        known = Representative(
            kind=speaker.kind,
            person=filing.person(speaker.someone, at=at),
            number=speaker.number[:40],
            key=speaker.key,
            made_at=at,
        )
        known.save(force_insert=True)
    made = Engagement(litigant=litigant, representative=known, consented=speaker.consented, from_at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(SAY["represented"]) from error
    casework.amend(case, "engage", to=To(case.state, facts={"kind": speaker.kind}), by=by, at=at)
    return made


@transaction.atomic
def disengage(engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """Write down that somebody speaks for a party no longer."""
    case = engagement.litigant.matter.case
    open_for(case, by=by)
    if Engagement.objects.filter(pk=engagement.pk, to_at=None).update(to_at=at):
        facts = {"claims": engagement.litigant.claims, "seat": engagement.litigant.seat}
        casework.amend(case, "disengage", to=To(case.state, facts=facts), by=by, at=at)


def open_for(case: Case, *, by: Actor) -> Matter:
    """Return the matter of a case that is not over; raise Refused for who does not work on it."""
    matter = ways.of(case)
    if by.post_id not in (matter.forum.registry_id, matter.forum.post_id) or by.assists:
        raise Refused(SAY["not_yours"])
    if case.phase in (CLOSED, FINAL):
        raise Refused(SAY["is_over"])
    return matter


def _readdress_sealed(case: Case, party: Party, one: Someone) -> None:
    side = "complainants" if party.part == Party.Part.COMPLAINANT else "opposite"
    known = sealing.identity(case)
    rows = known.get(side)
    people = [dict(row) for row in rows] if isinstance(rows, list) else []
    if party.seat <= len(people):
        was = people[party.seat - 1]
        people[party.seat - 1] = {**was, **filing.plain(one), "name": one.name or was.get("name", "")}
    sealing.change_identity(case, {**known, side: people})


def _seal_in(case: Case, one: Someone, side: str) -> None:
    known = sealing.identity(case)
    rows = known.get(side)
    sealing.change_identity(case, {**known, side: [*(rows if isinstance(rows, list) else []), filing.plain(one)]})
