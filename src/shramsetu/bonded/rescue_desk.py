"""What the desk shows of an information, an operation and a person up to the finding."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import away, notes, rescue_words, rights, scope, unsealed, ways
from shramsetu.bonded.actions import amending, findings, intake, operations, reading
from shramsetu.bonded.models import Bondage, Finding, Information, Operation, Survivor
from shramsetu.bonded.queries import limits, lists, rescue
from shramsetu.bonded.sections import section, tools
from shramsetu.bonded.views import start
from shramsetu.bonded.views.intake import ASKERS, TELLERS
from shramsetu.bonded.views.lists import VIEWERS
from shramsetu.bonded.views.operations import WORKERS
from shramsetu.bonded.ways import Way
from shramsetu.casework import handing
from shramsetu.casework.flow import flow_of
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.panels import KINDS, Door, Panel, Tool, say
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

ALIKE_SHOWN, PERSONS_SHOWN = 10, 200
PERSONS = pgettext_lazy("bonded", "Persons")

KINDS.limits |= dict.fromkeys(lists.KINDS.values(), limits.next_of)
KINDS.doors += [
    Door("bonded:home", _("Bonded labour"), "link-2-off", start.ROLES),
    Door("bonded:inform", _("Information of bonded labour"), "siren", frozenset(TELLERS) - start.ROLES),
]
ways.add(
    "people",
    Way("bonded:list", _("Informations"), "siren", scope.OFFICERS, args=("informations",), rank=10),
    Way("bonded:list", _("Rescue operations"), "users", scope.OFFICERS, args=("operations",), rank=10),
    Way(
        "bonded:list", pgettext_lazy("bonded", "Persons"), "link-2-off", frozenset(VIEWERS), args=("persons",), rank=10
    ),
)
ways.add("committees", Way("bonded:delegations", _("Powers of magistrates"), "scroll-text", frozenset({Role.DM})))
say(
    {
        "register": _("Came in; sent to %(holder)s"),
        "begin": _("Inquiry begun; with %(holder)s"),
        "verify": _("Found true; a rescue was ordered"),
        "find_nothing": _("Nothing was found"),
        "pass_on": _("Given to another district: %(holder)s"),
        "send_elsewhere": _("Sent to another state"),
        "join": _("Under action already under another number"),
        "reopen": _("To be looked into again by %(holder)s"),
        "take_up": _("The rescue was not carried out; to be looked into again by %(holder)s"),
        "finalise": _("The time to look into it again is over"),
    },
    "bl_info",
)
say(
    {
        "register": _("Rescue ordered; %(holder)s leads it"),
        "prepare": _("Planned"),
        "set_out": _("The team set out"),
        "secure": _("Everybody is in safety"),
        "close": _("Closed: every person has a signed finding"),
        "stand_down": _("Not carried out"),
        "join_team": _("Somebody was put into the team"),
        "leave_team": _("Somebody was taken out of the team"),
        "seize": _("Something was seized"),
        "accuse": _("Somebody was named as accused"),
        "enter_persons": _("Persons were entered"),
    },
    "bl_operation",
)
say(
    {
        "register": _("Entered; with %(holder)s"),
        "amend_identity": _("Who the person is was corrected"),
        "phone_unsafe": _("The phone is not safe any more; nothing is sent there"),
        "record_statement": _("Statement taken"),
        "draft_finding": _("Finding drafted; it waits for a magistrate"),
        "find": _("Finding signed: %(result)s"),
        "ask_review": _("A review of the finding was asked for; it is with %(holder)s"),
        "decide_review": _("Review decided: %(result)s"),
        "finalise": _("Nobody asked for a review in time; ended"),
    },
    "bl_person",
)
say({f"result:{value}": label for value, label in Finding.Verdict.choices}, "bl_person")


@section("bl_info", rank=10)
def information(request: HttpRequest, case: Case) -> list[Panel]:
    """What was told, by whom, of how many; the words to who works on it."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    row = Information.objects.select_related("site", "same_as__case", "grievance").get(pk=case.pk)
    reads = rights.may_read_words(case, by=by)
    sealed, written = notes.read(case) if reads else ({}, [])
    book = rulebook.book().bonded
    context = {
        "row": row,
        "informant": book.informants.get(row.informant),
        "sector": book.sectors.get(rights.sector(row.sector, sealed=not reads)),
        "sealed": {name: text for name, text in sealed.items() if name != "informant"},
        "knows_informant": bool(sealed.get("informant")),
        "may_ask": by.role in ASKERS,
        "notes": _labelled("bl_info", written),
        "operations": list(row.operations.select_related("case").order_by("pk")),
        "alike": list(rescue.alike(row)[:ALIKE_SHOWN]),
    }
    return [Panel("words", "bonded/panel_information.html", context)]


@section("bl_operation", rank=10)
def operation(request: HttpRequest, case: Case) -> list[Panel]:
    """Plan, team, things, accused, and each person with what is still missing before it can be closed."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    row = Operation.objects.select_related("information__case", "site", "magistrate__place").get(pk=case.pk)
    eyes = unsealed.words(case, by)
    sealed, written = notes.read(case) if eyes.opens else ({}, [])
    people = row.survivors.select_related("case", "household").order_by("household", "pk")
    left = set(rescue.without_finding(case))
    states = flow_of("bl_person").by_name
    context = {
        "row": row,
        "sealed": sealed,
        "notes": _labelled("bl_operation", written),
        "team": rescue_words.team(row, eyes=eyes),
        "lacking": operations.missing_parts(row) if case.phase != FINAL else [],
        "things": rescue_words.things(row, eyes=eyes),
        "accused": list(row.accused.order_by("pk")),
        "people": [(one, states[one.case.state].label, one.code in left) for one in people[:PERSONS_SHOWN]],
        "left": len(left),
        "along": by.role in WORKERS and away.may_take(row, by=by),
    }
    return [Panel("words", "bonded/panel_operation.html", context)]


@section("bl_person", rank=10)
def person(request: HttpRequest, case: Case) -> list[Panel]:
    """Who it is by code name, which limbs and findings stand; beside it the way to the name and the words."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    row = Survivor.objects.select_related("household", "operation__case", "site", "native_district").get(pk=case.pk)
    row.case = case
    book = rulebook.book().bonded
    bondage = Bondage.objects.filter(pk=case.pk).first()
    named = {**book.reasons, **book.results}
    standing = [named[name] for name in (*bondage.reasons, *bondage.results)] if bondage else []
    context = {
        "row": row,
        "sector": book.sectors.get(rights.sector(row.sector, sealed=not rights.may(row, rights.P3, by=by))),
        "bondage": bondage,
        "standing": standing,
        "findings": list(row.findings.select_related("magistrate").order_by("-seq")),
    }
    beside = Panel("side", "bonded/reading/panel.html", {"code": row.code})
    return [Panel("words", "bonded/panel_person.html", context), beside]


def _informations(cases: list[Case]) -> Mapping[int, str]:
    """What a list may say of an information: the work, and of how many men, women and children."""
    found = Information.objects.in_bulk([case.pk for case in cases]) if cases else {}
    sectors, language = rulebook.book().bonded.sectors, get_language() or "hi"
    named = {pk: rights.sector(row.sector) for pk, row in found.items()}
    said = {pk: sectors[slug].say(language) if slug in sectors else "–" for pk, slug in named.items()}
    return {pk: f"{said[pk]} · {row.men} · {row.women} · {row.children}" for pk, row in found.items()}


def _operations(cases: list[Case]) -> Mapping[int, str]:
    """What a list may say of an operation: the work at the site, and how many persons it is about."""
    if not cases:
        return {}
    rows = rescue.operations_of(Case.objects.filter(pk__in=[case.pk for case in cases]))
    words = gettext("%(persons)d persons, %(lacking)d without a finding")
    return {row.pk: words % {"persons": row.persons, "lacking": row.lacking} for row in rows}  # type: ignore[attr-defined]


KINDS.lists["bl_info"], KINDS.lists["bl_operation"] = _informations, _operations


@tools("bl_operation")
def pages_of_operation(request: HttpRequest, case: Case) -> list[Tool]:
    """The pages on which an operation is filled in, while it is not over."""
    if case.phase == FINAL or _role(request) not in WORKERS:
        return []
    found = [] if case.state == "planned" else [Tool("bonded:enter", _("Enter persons"), "user-plus")]
    return [
        *found,
        Tool("bonded:team", _("Team"), "users"),
        Tool("bonded:seizures", _("Seized"), "package"),
        Tool("bonded:accused", _("Accused"), "user-x"),
    ]


@tools("bl_person")
def page_of_identity(request: HttpRequest, case: Case) -> list[Tool]:
    """The page on which a wrong name, age or phone is put right, to who may see them."""
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if by.assists or by.role not in WORKERS:
        return []
    row = Survivor.objects.select_related("native_district").get(pk=case.pk)
    row.case = case
    return [Tool("bonded:amend_identity", _("Correct who it is"), "pencil")] if amending.may(row, by=by) else []


@tools("bl_person")
def pages_of_person(request: HttpRequest, case: Case) -> list[Tool]:
    """Statement and finding, to who may examine and sign."""
    if case.state not in ("identified", "secured", "stated", "inquiry", "review"):
        return []
    survivor = Survivor(case=case, pk=case.pk)
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    if not reading.may(survivor, reading.P3, by=by):
        return []
    if by.role not in WORKERS:
        above = findings.reviews_above(case, by)
        return (
            [Tool("bonded:finding", pgettext_lazy("finding", "Decide the review"), "gavel", "f", is_next=True)]
            if above
            else []
        )
    is_stated = case.state in ("stated", "inquiry", "review")
    words = _("Statement and section 2(g)")
    found = [Tool("bonded:statement", words, "message-square-quote", is_next=case.state == "secured")]
    return (
        [*found, Tool("bonded:finding", _finding_words(case, by), "gavel", "f", is_next=True)] if is_stated else found
    )


def _finding_words(case: Case, by: Actor) -> str | Promise:
    if case.state == "review":
        return pgettext_lazy("finding", "Decide the review")
    return _("Sign the finding") if by.role in rights.MAGISTRATES else _("Draft the finding")


handing.TAKERS["bonded"] = handing.Taker(
    label=_("Bonded labour: start the inquiry at once"),
    icon="siren",
    roles=frozenset(TELLERS) | {Role.VIGILANCE, Role.OUTSIDE},
    suits=lambda case: case.urgent or case.category == intake.CATEGORY,
    take=lambda matter, by, at: intake.take_over(matter, by=by, at=at),
    made=intake.of_grievance,
)


def _role(request: HttpRequest) -> str:
    by: Actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    return by.role


def _labelled(kind: str, written: list[notes.Note]) -> list[tuple[object, notes.Note]]:
    labels = {step.verb: step.label for step in flow_of(kind).steps}
    return [(labels.get(note.verb, note.verb), note) for note in written]
