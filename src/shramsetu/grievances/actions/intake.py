"""The one way in: every face hands a Filing here, and a case with number, holder and due time comes out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import rules as clock_rules
from shramsetu.casework import sealing, search
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Bar, Case, Party
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.grievances import likeness, queries
from shramsetu.grievances.actions import masters, numbering, spoken, ways
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.grievances.models import Grievance, Spoken
from shramsetu.grievances.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.people import actions as people
from shramsetu.people.models import Person

KINDS = ("grievance", "information", "demand", "suggestion")
UNCAPPED_CHANNELS = frozenset({"csc", "desk", "post", "system"})
UNCAPPED_FILERS = frozenset({"union", "service-centre"})


@transaction.atomic
def register(filing: Filing, *, by: Actor, at: datetime) -> Case:
    """Register what `filing` holds and return its case. Nothing that a person brings is refused a number.

    Excluded matters are told why and where to go, an unknown place goes to the state desk, one complaint too many
    from a mobile asks a supervisor, and a sealed one goes to the vigilance post.
    """
    category = rulebook.book().category(filing.category)
    case = _blank(filing, sealed=filing.sealed or category.sealed, urgent=category.urgent)
    to, tells = _first_way(filing, case, by=by, at=at)
    columns = {
        "department": case.department,
        "category": case.category,
        "place": case.place,
        "district": case.district,
        "urgent": case.urgent,
        "sealed": case.sealed,
        "reference_kind": case.reference_kind,
        "master": filing.master if to.state == "attached" else None,
        "parent": filing.parent,
    }
    if not case.sealed:
        to.private = {"text": filing.text}
    made = casework.open_case(casework.Opening(filing.kind, filing.channel, to, columns, filing.number), by=by, at=at)
    _write_parts(made, filing, at=at)
    casework.announce(made, tells, by=by, at=at)
    return made


def foreseen(filing: Filing, *, at: datetime) -> To | None:
    """Return where an ordinary filing would lead if it came now, and write nothing; None for a sealed one."""
    category = rulebook.book().category(filing.category)
    case = _blank(filing, sealed=filing.sealed or category.sealed, urgent=category.urgent)
    return None if case.sealed else _to_first_officer(filing, case, at=at)


def _blank(filing: Filing, *, sealed: bool, urgent: bool) -> Case:
    slug = rulebook.book().category(filing.category).department
    return Case(
        kind=filing.kind,
        category=filing.category,
        department=queries.department(slug),
        place=filing.place or filing.district,
        district=filing.district,
        reference_kind=numbering.stream_of(filing),
        urgent=urgent,
        sealed=sealed,
        level=1,
    )


def _first_way(filing: Filing, case: Case, *, by: Actor, at: datetime) -> tuple[To, list[Tell]]:
    """Return where the case starts, and who is told."""
    registered = Tell("registered-sealed" if case.sealed else "registered", "complainant")
    if filing.exclusion:
        to = ways.at_rest("excluded", "excluded", at=at, window="grievances.reopen_days")
        to.facts = {"exclusion": filing.exclusion}
        return to, [Tell("excluded", "complainant")]
    if filing.article and filing.kind == "information":
        to = ways.at_rest("answered", "answered", at=at, window="grievances.reopen_days")
        to.level = 1
        return to, [Tell("answered", "complainant")]
    master = filing.master if filing.kind == "grievance" and not case.sealed else None
    if master is not None:
        masters.check(master)
        masters.check_same(likeness.of_filing(filing), master, at=at)
    if filing.kind == "grievance" and is_over_monthly_cap(filing, case, by=by, at=at):
        to = To("screening", holder=ways.desk(Role.SUPERVISOR), level=1)
        to.due = ways.figure_due("grievances.supervisor_review_hours", at=at)
        to.facts = {"like": master.number} if master else {}
        return to, [Tell("over-monthly-limit", "complainant")]
    if master is not None:
        to = To("attached", holder=master.holder, level=1, due=ways.level_due(case, 1, at=at))
        to.facts = {"master": master.number}
        return to, [Tell("attached", "complainant", {"master": numbers.spaced(master.number)})]
    if filing.spoken and not case.sealed:
        return spoken.to_typing(case, at=at), [Tell("registered-spoken", "complainant")]
    if case.district is None and not case.sealed:
        to = To("placing", holder=offices.state_desk(), level=1)
        to.due = ways.figure_due("grievances.place_unknown_days", at=at, case=case)
        return to, [Tell("registered-place-unknown", "complainant")]
    to = _to_first_officer(filing, case, at=at)
    to.state = "typing" if filing.spoken else to.state  # a sealed one: its own holder types it
    return to, [registered, Tell("officer-arrival", "holder")]


def _to_first_officer(filing: Filing, case: Case, *, at: datetime) -> To:
    if case.sealed:
        named = offices.Barred(frozenset({filing.against.pk}) if filing.against else frozenset(), _named_users(filing))
        return To("unmarked", holder=ways.sealed_chain(case, named), level=1, due=ways.level_due(case, 1, at=at))
    if filing.kind == "suggestion" and case.department is not None:
        due = ways.figure_due("grievances.suggestion_days", at=at)
        return To("unmarked", holder=offices.department_head(case.department), level=ways.TOP, due=due)
    return ways.to_officer(case, 1, at=at)


def _named_users(filing: Filing) -> frozenset[int]:
    user = offices.incumbent_id(filing.against) if filing.against else None
    return frozenset({user}) if user else frozenset()


def is_over_monthly_cap(filing: Filing, case: Case, *, by: Actor, at: datetime) -> bool:
    """Return whether this mobile has filed more this month than the rulebook lets pass without a supervisor.

    Never for urgent or sealed matters, service centres, counters and unions; but these only on the word of somebody
    who signed in to an office: what a visitor of the portal calls themself proves nothing.
    """
    if case.urgent or case.sealed or (by.role != "citizen" and _is_uncapped(filing, by)):
        return False
    phone = next((one.phone for one in (filing.filed_by, *filing.complainants) if one and one.phone), "")
    if not phone:
        return False
    month = clock.day(at).replace(day=1)
    filed = queries.filed_since(queries.phone_key(phone), clock.bounds(month)[0])
    return filed >= clock_rules.figure("grievances.monthly_per_mobile", at)


def _is_uncapped(filing: Filing, by: Actor) -> bool:
    filer = filing.filed_by.relation if filing.filed_by else ""
    at_counter = filing.counter or filing.channel in UNCAPPED_CHANNELS or by.role in {Role.CSC, Role.EDISTRICT}
    return at_counter or filer in UNCAPPED_FILERS


def _write_parts(case: Case, filing: Filing, *, at: datetime) -> None:
    if case.sealed:
        sealing.seal(case, identities(filing.complainants, filer=filing.filed_by, opposite=filing.opposite))
        if filing.against is not None:
            user = offices.incumbent_id(filing.against)
            Bar(case=case, post=filing.against, user_id=user).save(force_insert=True)
    Grievance(
        case=case,
        text=sealing.veiled(case, filing.text),
        landmark=sealing.veiled(case, filing.landmark),
        exclusion=filing.exclusion,
        article=filing.article,
    ).save(force_insert=True)
    numbering.number(case, filing, at=at)
    if filing.spoken:
        Spoken(case=case).save(force_insert=True)
    Party.objects.bulk_create(_parties(case, filing, at=at))
    if not case.sealed:
        search.index(case, filing.text)


def _parties(case: Case, filing: Filing, *, at: datetime) -> list[Party]:
    rows = [(Party.Part.COMPLAINANT, seat, one) for seat, one in enumerate(filing.complainants, 1)]
    rows += [(Party.Part.FILER, 1, filing.filed_by)] if filing.filed_by else []
    rows += [(Party.Part.OPPOSITE, seat, one) for seat, one in enumerate(filing.opposite, 1)]
    return [
        Party(
            case=case,
            part=part,
            seat=seat,
            leads=part == Party.Part.COMPLAINANT and seat == 1,
            relation=one.relation,
            consents=one.consents,
            phone_owner="" if case.sealed else one.phone_owner,
            best_time=one.best_time,
            safe_to_call=one.safe_to_call,
            phone_key=queries.phone_key(one.phone) if one.phone else "",
            person=None if case.sealed else _person(one, at),
        )
        for part, seat, one in rows
    ]


def _person(one: Someone, at: datetime) -> Person:
    return people.find_or_make(
        name=one.name,
        phone=one.phone,
        other_phone=one.other_phone,
        email=one.email,
        address=one.address,
        language=one.language,
        at=at,
    )


def identities(
    complainants: Sequence[Someone], *, filer: Someone | None, opposite: Sequence[Someone]
) -> dict[str, object]:
    """Return who is who in a sealed case, as it is encrypted."""
    return {
        "complainants": [_plain(one) for one in complainants],
        "filer": _plain(filer) if filer else None,
        "opposite": [_plain(one) for one in opposite],
    }


def _plain(one: Someone) -> dict[str, str]:
    return {
        "name": one.name,
        "phone": one.phone,
        "email": one.email,
        "address": one.address,
        "language": one.language,
        "relation": one.relation,
        "best_time": one.best_time,
    }


@effect("admit", *KINDS)
def admit(move: Move) -> To:
    """Let a held-back complaint go its way, with a fresh limit."""
    case = move.case
    Grievance.objects.filter(pk=case.pk).update(exclusion="")
    to = spoken.to_typing(case, at=move.at) if spoken.is_untyped(case) else ways.to_first(case, at=move.at)
    to.tells = [Tell("exclusion-lifted", "complainant"), Tell("officer-arrival", "holder")]
    to.outcome = ""
    to.private = {"reason": move.text("reason")}
    return to


@effect("refuse", *KINDS)
def refuse(move: Move) -> To:
    """Say that this is not taken here, why, and where to go; nothing is lost."""
    if move.text("exclusion") not in rulebook.book().exclusions:
        raise casework.Refused(SAY["no_such_choice"], "exclusion")
    Grievance.objects.filter(pk=move.case.pk).update(exclusion=move.text("exclusion"))
    to = ways.at_rest("excluded", "excluded", at=move.at, window="grievances.reopen_days")
    to.facts, to.private = {"exclusion": move.text("exclusion")}, {"reason": move.text("reason")}
    to.tells = [Tell("exclusion-upheld", "complainant")]
    to.after.append(lambda: masters.release(move.case, at=move.at))
    return to


@possible("appeal_exclusion", *KINDS)
def may_be_appealed(case: Case) -> bool:
    """Tell whether the one look of a supervisor is still to be had."""
    return not Grievance.objects.filter(pk=case.pk, exclusion_appealed=True).exists()


@effect("appeal_exclusion", *KINDS)
def appeal_exclusion(move: Move) -> To:
    """Ask a supervisor, once, whether the matter is rightly not taken here."""
    won = Grievance.objects.filter(pk=move.case.pk, exclusion_appealed=False).update(exclusion_appealed=True)
    if not won:
        raise casework.Refused(SAY["appealed_before"])
    case = move.case
    holder = ways.sealed_holder(case, 1) if case.sealed else ways.desk(Role.SUPERVISOR)
    to = To("screening", holder=holder, level=1, outcome="")
    to.due = ways.figure_due("grievances.supervisor_review_hours", at=move.at, case=case)
    to.private = {"reason": move.text("reason")}
    return to
