"""The one way in: every face hands in what was told, and a matter with number, forum, law and time comes out."""

from datetime import date, datetime

from django.db import connection, transaction

from shramsetu.casework import actions as casework
from shramsetu.casework import handing, rules, sealing, search
from shramsetu.casework.actions import Opening, Refused, open_case
from shramsetu.casework.models import Case, Party
from shramsetu.casework.moves import Tell, To
from shramsetu.files import actions as files
from shramsetu.hearings.actions import lawing, ways
from shramsetu.hearings.filing import Someone, Told
from shramsetu.hearings.models import Draft, Filing, Forum, GroupMember, Litigant, Matter
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules.jurisdiction import NoForum
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.people import actions as people
from shramsetu.people.models import Person
from shramsetu.people.queries import phone_key
from shramsetu.rulebook.law import MatterRule


@transaction.atomic
def file(told: Told, *, by: Actor, at: datetime) -> Case:
    """Bring a matter and return its case; the same one sent again is the same matter.

    With the day of its cause it goes to the registry of its forum; without one it is only begun, and waits to be
    completed. One that comes late is taken all the same: the presiding officer condones that or does not. Raises
    Refused for what the state's forums do not hear.
    """
    if known := _known(told):
        return known
    on = clock.day(at)
    _check(told, on, at)
    matter, forum = _row(told, on=on, by=by)
    to = _first_way(told, forum, at)
    columns = {
        "department": forum.registry.department,
        "place": told.place or told.district,
        "district": told.district,
        "sealed": told.sealed,
        "parent": told.source,
    }
    case = open_case(Opening(ways.KIND, told.channel, to, columns), by=by, at=at)
    matter.case = case
    _write(matter, told, by=by, at=at)
    template = "matter-filed" if to.state == "scrutiny" else "matter-begun"
    tells = [Tell("registered-sealed" if told.sealed else template, "complainant"), Tell("officer-arrival", "holder")]
    casework.announce(case, tells, by=by, at=at)
    return case


def take_over(matter: handing.Matter, rule: MatterRule, *, by: Actor, at: datetime) -> Case:
    """Begin a matter out of another case, such as a complaint that turns out to be a claim; once for each case."""
    case = matter.case
    assert case.district is not None
    who = matter.teller
    claimant = Someone(
        name=str(who.get("name", "")), phone=str(who.get("phone", "")), safe_to_call=bool(who.get("safe_to_call", True))
    )
    told = Told(
        matter=rule.slug,
        district=case.district,
        place=case.place,
        text=matter.text,
        channel=Case.Channel.PORTAL if by.person else Case.Channel.DESK,
        claimants=(claimant,),
        respondents=(Someone(name=matter.opposite, part="employer"),) if matter.opposite else (),
        work_place=matter.landmark,
        sealed=case.sealed,
        source=case,
    )
    return file(told, by=by, at=at)


def of_source(case: Case) -> Case | None:
    """Return the matter that was begun out of a case."""
    found = Matter.objects.filter(source=case).select_related("case").first()
    return found.case if found else None


def _known(told: Told) -> Case | None:
    """Return the matter of the same filing sent before; who sends it at the same moment waits here."""
    if told.source is not None:
        return of_source(told.source)
    if not told.key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))", [told.key])
    found = Matter.objects.filter(key=told.key).select_related("case__holder__place", "case__district").first()
    return found.case if found else None


def _check(told: Told, on: date, at: datetime) -> None:
    if told.sphere == "central":
        raise Refused(SAY["central"], "sphere")
    if not any(one.name for one in told.claimants):
        raise Refused(SAY["no_claimant"], "name")
    if told.cause_on is not None and not any(one.name for one in told.respondents):
        raise Refused(SAY["no_opposite"], "opposite")
    if len(told.members) > rules.figure("hearings.group_most", at):
        raise Refused(SAY["too_many"] % {"most": rules.figure("hearings.group_most", at)}, "members")
    check_days(cause_on=told.cause_on, cause_until=told.cause_until, report_on=told.report_on, today=on)


def check_days(*, cause_on: date | None, cause_until: date | None, report_on: date | None, today: date) -> None:
    """Raise Refused for days that have not come yet, or stand in the wrong order."""
    for name, day in (("cause_on", cause_on), ("cause_until", cause_until), ("report_on", report_on)):
        if day is not None and day > today:
            raise Refused(SAY["future"], name)
    if cause_until is not None and (cause_on is None or cause_until < cause_on):
        raise Refused(SAY["until_before"], "cause_until")
    if cause_on is not None and report_on is not None and report_on < cause_on:
        raise Refused(SAY["before_cause"], "report_on")


def went_on(cause_on: date | None, cause_until: date | None) -> date | None:
    """Return the last day of a cause that went on; None where it was one day."""
    return None if cause_until == cause_on else cause_until


def _row(told: Told, *, on: date, by: Actor) -> tuple[Matter, Forum]:
    """Return the matter as it is about to be written, and the forum that its law names."""
    place = told.place or told.district
    matter = Matter(
        matter=told.matter,
        sphere=told.sphere,
        cause_on=told.cause_on,
        cause_until=went_on(told.cause_on, told.cause_until),
        report_on=told.report_on,
        filed_on=on if told.cause_on else None,
        reliefs=list(told.reliefs),
        amount_paise=told.amount_paise,
        work=told.work,
        source=told.source,
        filed_by=by.key,
        key=told.key or None,
        masked=told.masked or told.sealed,
    )
    if told.cause_on is None:
        matter.forum = _usual(told, on)
        return matter, matter.forum
    found = lawing.find(matter, place)
    for name, value in found.columns.items():
        setattr(matter, name, value)
    matter.forum = found.forum
    return matter, found.forum


def _usual(told: Told, on: date) -> Forum:
    try:
        return forums.usual(told.matter, place=told.place or told.district, on=on)
    except NoForum as error:
        raise Refused(SAY["no_forum"]) from error


def _first_way(told: Told, forum: Forum, at: datetime) -> To:
    if told.cause_on is not None:
        to = ways.to_registry(forum, at=at)
    else:
        to = To("draft", holder=forum.registry, level=1, due=ways.due("hearings.draft_days", at))
    to.tells = []
    to.facts = {"matter": told.matter, "forum": forum.slug}
    return to


def _write(matter: Matter, told: Told, *, by: Actor, at: datetime) -> None:
    case = matter.case
    if told.sealed:
        sealing.seal(case, _identities(told))
        ways.open_to(matter, matter.forum, at=at)
    for name in ("text", "late_reason", "work_place"):
        setattr(matter, name, sealing.veiled(case, getattr(told, name)))
    matter.save(force_insert=True)
    if matter.regime:
        lawing.note(matter, by=by, at=at)
    _write_parties(matter, told, at=at)
    papers = list(told.draft.papers) if told.draft else []
    if told.source is not None and not told.sealed:  # what the citizen laid with the complaint belongs to the claim too
        papers += files.repeat(told.source.stream, case.stream, role="citizen", at=at)
    claim = ways.stamp(matter, Filing.Kind.CLAIM, text=told.text, papers=papers, by=by, at=at)
    Filing.objects.filter(pk=claim.pk).update(channel=told.channel)
    if told.draft is not None:
        files.rehang(told.draft.stream, case.stream, at=at)
        Draft.objects.filter(pk=told.draft.pk).update(matter=matter, answers={})
    if not told.sealed:
        named = " ".join(one.name for one in (*told.claimants, *told.respondents))
        search.index(case, told.text, named)


def _write_parties(matter: Matter, told: Told, *, at: datetime) -> None:
    sides = ((Party.Part.COMPLAINANT, told.claimants), (Party.Part.OPPOSITE, told.respondents))
    for part, people_of in sides:
        for seat, one in enumerate(people_of, 1):
            add_litigant(matter, one, part=part, seat=seat, at=at)
    if told.filer is not None:
        party(matter.case, told.filer, part=Party.Part.FILER, seat=1, at=at)
    first = Litigant.objects.filter(matter=matter, claims=True).order_by("seat").first()
    GroupMember.objects.bulk_create(
        GroupMember(
            litigant=first,
            seat=seat,
            name=sealing.veiled(matter.case, one.name),
            parent=sealing.veiled(matter.case, one.parent),
            amount_paise=one.amount_paise,
        )
        for seat, one in enumerate(told.members, 1)
    )


def add_litigant(matter: Matter, one: Someone, *, part: str, seat: int, at: datetime) -> Litigant:
    """Write a party of a matter: its part in the case, and what only a matter knows of it."""
    made = Litigant(
        party=party(matter.case, one, part=part, seat=seat, at=at),
        matter=matter,
        claims=part == Party.Part.COMPLAINANT,
        seat=seat,
        part=one.part,
        by_email=one.by_email,
        joined_at=at,
    )
    made.save(force_insert=True)
    return made


def party(case: Case, one: Someone, *, part: str, seat: int, at: datetime) -> Party:
    """Write somebody's part in the case; of a sealed one without the person, who lies in the sealed body."""
    made = Party(
        case=case,
        part=part,
        seat=seat,
        leads=part == Party.Part.COMPLAINANT and seat == 1,
        person=None if case.sealed else person(one, at=at),
        phone_key=phone_key(one.phone) if one.phone else "",
        safe_to_call=one.safe_to_call,
    )
    made.save(force_insert=True)
    return made


def person(one: Someone, *, at: datetime) -> Person:
    """Return the person that somebody is."""
    return people.find_or_make(
        name=one.name, phone=one.phone, email=one.email, address=one.address, language=one.language, at=at
    )


def _identities(told: Told) -> dict[str, object]:
    return {
        "complainants": [plain(one) for one in told.claimants],
        "filer": plain(told.filer) if told.filer else None,
        "opposite": [plain(one) for one in told.respondents],
    }


def plain(one: Someone) -> dict[str, object]:
    """Return somebody as a sealed case keeps them."""
    return {
        "name": one.name,
        "phone": one.phone,
        "address": one.address,
        "email": one.email,
        "language": one.language,
    }
