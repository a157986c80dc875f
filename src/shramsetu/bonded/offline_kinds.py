"""A rescue where there is no network: what the team's officer takes along, and what is handed in of it afterwards.

Persons, statements and notes go through the verbs of the desk's pages, with their rights; each entry is taken once.
"""

from collections.abc import Mapping
from uuid import UUID

from django.forms import BaseFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from shramsetu.bonded import away
from shramsetu.bonded.actions import arrivals, findings, reading, versions
from shramsetu.bonded.doubts import PerhapsKnown
from shramsetu.bonded.models import Operation, Survivor
from shramsetu.bonded.person_forms import Member, Members, Shared, StatementForm, people_of, written
from shramsetu.bonded.views.operations import WORKERS
from shramsetu.casework import actions as casework
from shramsetu.casework import doing, forms, queries
from shramsetu.casework.actions import Missing, NotAllowed, Refused, Stale
from shramsetu.casework.models import Case
from shramsetu.offices.models import Role
from shramsetu.offline import actions as offline
from shramsetu.offline import registry
from shramsetu.offline.registry import Conflict, Handed, Later

ROLES = frozenset(Role(one) for one in WORKERS)


def persons(handed: Handed) -> dict[str, object]:
    """Enter persons of an operation; answers with the number and code of each by the line on which they stand.

    Raises registry.Refused; Conflict where somebody looks like who is there already, with the codes by line: the
    officer says whether it is the same person, and hands the entry in again.
    """
    plain, operation = _plain(handed), _operation(handed)
    shared, members = Shared(plain, operation=operation), Members(plain)
    if not (shared.is_valid() and members.is_valid()):
        raise registry.Refused(_wrong(shared, members))
    lines = [(form.prefix or "").rpartition("-")[2] for form in written(members)]
    people, by = people_of(members, shared), handed.giver.actor
    try:
        made = arrivals.add(operation, people, together=shared.together, by=by, at=handed.at)
    except PerhapsKnown as doubts:
        found = {lines[place]: list(codes) for place, codes in doubts.found.items()}
        raise Conflict({"mend": True, "words": str(doubts.message), "like": found}) from doubts
    except Refused as refused:
        raise registry.Refused({refused.field: str(refused.message)}) from refused
    return {"people": {line: [one.case.number, one.code] for line, one in zip(lines, made, strict=True)}}


def statement(handed: Handed) -> dict[str, object]:
    """Keep a statement. Raises registry.Refused, Later; Conflict where another one was taken meanwhile.

    The device names the last version it knows. Where there is one, what it hands in is added below it: nothing that was
    said goes.
    """
    form = StatementForm(_plain(handed))
    if not form.is_valid():
        raise registry.Refused({name: str(said[0]) for name, said in form.errors.items()})
    by = handed.giver.actor
    case = Case.objects.select_for_update(of=("self",)).get(pk=_person(handed).pk)
    try:
        survivor = reading.examined(case, by=by)
        casework.step_for(case, "record_statement", by=by)
        before = versions.latest(survivor) or 0
        if str(before) != (_plain(handed).get("version") or "0"):
            raise Conflict({"code": survivor.code, "version": before})
        said = findings.beside(survivor, form.said) if before else form.said
        findings.record(survivor, said, seen=case.revision, by=by, at=handed.at)
    except NotAllowed as error:
        raise registry.Refused({"": gettext("No statement of this person can be taken by you now.")}) from error
    except Refused as refused:
        raise registry.Refused({refused.field: str(refused.message)}) from refused
    return {"code": survivor.code, "version": before + 1}


def note(handed: Handed) -> dict[str, object]:
    """Add a note to a person, with pictures or a recording: what was given on the spot. Raises Refused, Later."""
    case, by = _person(handed), handed.giver.actor
    try:
        step = casework.step_for(case, "note", by=by)
        given = {name: value for name, value in _plain(handed).items() if name in ("text", "files_purpose")}
        form = forms.form_for(step, case, by)(given, MultiValueDict({"files": list(handed.files)}))
        if not form.is_valid():
            raise registry.Refused({name: str(said[0]) for name, said in form.errors.items()})
        doing.carry_out(form, seen=case.revision, at=handed.at)
    except (NotAllowed, Missing, Stale) as error:
        raise registry.Refused({"": doing.sentence(error)}) from error
    except Refused as refused:
        raise registry.Refused({refused.field: str(refused.message)}) from refused
    return {"code": Survivor.objects.values_list("code", flat=True).get(pk=case.pk)}


def _plain(handed: Handed) -> dict[str, str]:
    return {name: value for name, value in handed.written.body.items() if isinstance(value, str)}


def _operation(handed: Handed) -> Operation:
    found = away.operation(_plain(handed).get("operation", ""), by=handed.giver.actor)
    if found is None:
        raise registry.Refused({"": gettext("There is no such operation, or it is not open to you.")})
    return found


def _person(handed: Handed) -> Case:
    """Return the case of who is meant: by number, or by the line of an entry that this device handed in before.

    Raises Later while that entry is not there yet.
    """
    plain, by = _plain(handed), handed.giver.actor
    number = plain.get("person", "")
    key, _colon, line = plain.get("of", "").partition(":")
    if key:
        number = _number_of(_entered(key, handed), line)
    found = queries.cases_visible_to(by).select_related("district").filter(kind="bl_person", number=number).first()
    if found is None:
        raise registry.Refused({"": gettext("There is no such person, or they are not open to you.")})
    return found


def _entered(key: str, handed: Handed) -> Mapping[str, object]:
    try:
        known = offline.answered(UUID(key), by=handed.giver.actor)
    except ValueError:
        known = {}
    if known is None:
        raise Later
    return known


def _number_of(known: Mapping[str, object], line: str) -> str:
    people = known.get("people")
    one = people.get(line) if isinstance(people, dict) else None
    return str(one[0]) if isinstance(one, list) and one else ""


def _wrong(shared: Shared, members: "BaseFormSet[Member]") -> dict[str, str]:
    wrong = {("" if name == "__all__" else name): str(said[0]) for name, said in shared.errors.items()}
    wrong |= {form.add_prefix(name): str(said[0]) for form in members for name, said in form.errors.items()}
    return {**wrong, "": str(said[0])} if (said := members.non_form_errors()) else wrong


for _kind, _take in (("bl-persons", persons), ("bl-statement", statement), ("bl-note", note)):
    registry.takes(registry.Kind(_kind, _take, ROLES))
registry.gives(registry.Kit("rescue", away.kit, ROLES, days="bonded.kit_days"))
