"""Bringing old registers in: looked at first, then written row by row; what was written is never written again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from shramsetu import rulebook
from shramsetu.bonded import bound, halves, vault
from shramsetu.bonded import register_files as files
from shramsetu.bonded import register_words as words
from shramsetu.bonded.actions import chases, duties, endings, entitling, persons, taking_over
from shramsetu.bonded.models import Register, RegisterRow, Survivor
from shramsetu.bonded.queries import alike as known_people
from shramsetu.bonded.rules import register as rules
from shramsetu.bonded.rules.register import Fault, Parsed
from shramsetu.casework import rules as figures
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places
from shramsetu.places.models import Place

MAY_IMPORT = frozenset({Role.OFFICER, Role.DM, Role.MAGISTRATE})
KEY = "register-row"
PLAIN = ("sector", "native_state", "rescue_state")
SAME, KEEP, OTHER = "same", "keep", "other"  # KEEP: the same, and what the system says stands
DECISIONS = frozenset({SAME, KEEP, OTHER})
NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A row whose person is perhaps known: as somebody in the system, or else as an earlier row of the same file."""

    row: Parsed
    marks: Sequence[str]
    survivor: Survivor | None = None
    as_row: int | None = None
    beyond: taking_over.Beyond | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds: rows that can be written, that were written before, to be corrected, to be decided."""

    good: Sequence[Parsed]
    known: Sequence[Parsed]
    wrong: Sequence[Parsed]
    perhaps: Sequence[Perhaps] = ()


@transaction.atomic
def look(content: bytes, *, district: Place, writing: str, by: Actor, at: datetime) -> Register:
    """Read a file and keep its rows encrypted until they are written; nobody is entered. Raises Refused, NotAllowed."""
    _allow(by, district)
    most = figures.figure("bonded.register_rows", at)
    try:
        found = files.rows(content, writing=writing, most=most)
    except files.TooManyRows:
        raise Refused(words.FILE["too_many"] % {"count": most}, "file") from None
    except files.Unreadable:
        raise Refused(words.FILE["unreadable"], "file") from None
    except files.NoHeadings as error:
        names = ", ".join(rules.BY_KEY[key].hi for key in error.keys)
        raise Refused(words.FILE["headings"] % {"names": names}, "file") from None
    if not found or len(found) > most:
        raise Refused(words.FILE["too_many"] % {"count": most} if found else words.FILE["empty"], "file")
    row = Register(district=district, writing=writing, rows=len(found), by=by.key, at=at)
    row.key_id, row.closed = "", b""
    row.save(force_insert=True)
    looked = sort(row, found, at=at)
    row.good, row.known, row.wrong = len(looked.good), len(looked.known), len(looked.wrong)
    row.perhaps = len(looked.perhaps)
    _keep(row, found)
    row.save()
    facts = {"rows": row.rows, "good": row.good, "known": row.known, "wrong": row.wrong, "perhaps": row.perhaps}
    journal.append(f"register:{row.pk}", "look_register", by=by, at=at, detail=facts)
    return row


def opened(row: Register, *, at: datetime) -> Looked:
    """Return what lies in a file, in clear; the caller has checked that its reader may see it."""
    return sort(row, _rows(row), at=at)


def sort(row: Register, found: Sequence[tuple[int, dict[str, str]]], *, at: datetime) -> Looked:
    """Sort rows into those to be written, those written before, and those to be corrected."""
    today, seen = clock.day(at), dict[str, int]()
    good, wrong = list[Parsed](), list[Parsed]()
    for one in files.parsed(found, lists(), today=today):
        faults = list(one.faults) or _scheme(one.values)
        key = "" if faults else _key(one.values, row.district)
        if key and key in seen:
            faults = [Fault("name", "twice")]
        if faults:
            wrong.append(Parsed(one.number, one.cells, one.values, tuple(faults)))
            continue
        seen[key] = one.number
        good.append(one)
    before = set(RegisterRow.objects.filter(key__in=seen).values_list("key", flat=True))
    known = {number for key, number in seen.items() if key in before}
    new = [one for one in good if one.number not in known]
    perhaps = _perhaps(row, new)
    asked = {one.row.number for one in perhaps}
    written = [one for one in good if one.number in known]
    return Looked([one for one in new if one.number not in asked], written, tuple(wrong), tuple(perhaps))


def _perhaps(row: Register, new: Sequence[Parsed]) -> list[Perhaps]:
    """Return the rows of which somebody must say whether they are of a person who is known, or of another one."""
    people, twins = known_people.alike(new, row), known_people.twins(new)
    asked = [one for one in new if one.number in people]
    about = [(people[one.number].survivor, one.values, people[one.number].marks) for one in asked]
    more = dict(zip((one.number for one in asked), taking_over.beyond(about), strict=True))
    found = list[Perhaps]()
    for one in new:
        if one.number in people:
            found.append(Perhaps(one, people[one.number].marks, people[one.number].survivor, beyond=more[one.number]))
        elif one.number in twins:
            found.append(Perhaps(one, [known_people.NAME], as_row=twins[one.number]))
    return found


def write(row: Register, *, by: Actor, at: datetime, decided: Mapping[int, str] = NOTHING) -> Register:
    """Enter every good row, each in a transaction of its own; pressed again, what is missing is entered.

    Rows whose person is perhaps known are entered once `decided` says OTHER by their number. For SAME nobody is
    entered: what the row says more is taken over; one that says otherwise waits until `decided` says KEEP.
    Afterwards only the rows to correct and to decide are kept. Raises NotAllowed.
    """
    _allow(by, row.district)
    with transaction.atomic():
        _one_at_a_time()
        newest = Survivor.objects.aggregate(newest=Max("pk"))["newest"] or 0
        looked = opened(row, at=at)
    met = [one for one in looked.good if not _write_one(row, one, newest=newest, by=by, at=at)]
    for doubt in looked.perhaps:
        _decide(row, doubt, decided.get(doubt.row.number, ""), newest=newest, by=by, at=at)
    done = set(RegisterRow.objects.filter(register=row).values_list("number", flat=True))
    open_rows = [
        *met,
        *(one.row for one in looked.perhaps if not _is_decided(one, decided.get(one.row.number, ""), done)),
    ]
    with transaction.atomic():
        held = Register.objects.select_for_update().get(pk=row.pk)
        _keep(held, [(one.number, dict(one.cells)) for one in sorted([*looked.wrong, *open_rows], key=_number)])
        held.state, held.written_at = Register.State.WRITTEN, held.written_at or at
        held.save()
        facts = {"written": len(looked.good), "wrong": len(looked.wrong), "perhaps": len(open_rows)}
        journal.append(f"register:{row.pk}", "write_register", by=by, at=at, detail=facts)
    return held


def lists() -> rules.Known:
    """Return the lists by which names in a register are known: districts by name or code, states, kinds of work."""
    districts: dict[str, int] = {}
    for one in places.districts().prefetch_related("aliases"):
        for name in (*(alias.name for alias in one.aliases.all()), one.name_hi, one.name_en, str(one.lgd_code)):
            districts[rules.folded(name)] = one.pk
    book = rulebook.book().bonded

    def named(table: Mapping[str, rulebook.Text]) -> dict[str, str]:
        return {rules.folded(word): slug for slug, text in table.items() for word in (slug, text.hi, text.en)}

    return rules.Known(districts, named(book.states), named(book.sectors))


def said(one: Parsed) -> str:
    """Return what is wrong in a row, in a sentence for each cell."""
    return "; ".join(f"{rules.BY_KEY[fault.column].hi}: {words.SAY[fault.word]}" for fault in one.faults)


def may_import(by: Actor) -> bool:
    """Tell whether the post of `by` brings registers in: magistrates, and officers of the labour department."""
    if by.post_id is None or by.role not in MAY_IMPORT:
        return False
    department = offices.get(by.post_id).department
    return by.role != Role.OFFICER or (department is not None and department.slug == persons.DEPARTMENT)


def _allow(by: Actor, district: Place) -> None:
    """Raise NotAllowed unless `by` acts in person for a post that works in this district."""
    if by.assists or not may_import(by) or district.pk not in (halves.districts(by) or ()):
        raise NotAllowed("import")


def _one_at_a_time() -> None:
    """Let the rows of all files pass one after the other: each looks at whom the others entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('old registers', 6))")


def _is_decided(one: Perhaps, decision: str, done: set[int]) -> bool:
    """Tell whether nothing is left to ask: left out, or entered and not met by another file in between."""
    return decision in DECISIONS and one.row.number in done


def _write_one(row: Register, one: Parsed, *, newest: int, by: Actor, at: datetime) -> bool:
    """Enter a row; False where somebody came in since the file was looked at who is perhaps the same person."""
    key = _key(one.values, row.district)
    try:
        with transaction.atomic():
            _one_at_a_time()
            if known_people.came_since(one, row, after=newest):
                return False
            survivor = _enter(row.district, one.values, by=by, at=at)
            # whoever wrote the same row at this moment was first: everything of this one is undone
            RegisterRow(key=key, survivor=survivor, register=row, number=one.number).save(force_insert=True)
    except IntegrityError:
        if not RegisterRow.objects.filter(key=key).exists():
            raise
    return True


@transaction.atomic
def _decide(row: Register, one: Perhaps, decision: str, *, newest: int, by: Actor, at: datetime) -> None:
    """Write down what was decided of a row, and do it."""
    if decision not in DECISIONS:
        return
    if decision == OTHER:
        if not _write_one(row, one.row, newest=newest, by=by, at=at):
            return
        survivor = one.survivor
    else:
        survivor = one.survivor or _twin(row, one)
        if survivor is None or not _is_taken_over(survivor, one, decision, by=by, at=at):
            return
        RegisterRow.objects.get_or_create(
            key=_key(one.row.values, row.district),
            defaults={"survivor": survivor, "register": row, "number": one.row.number, "is_same": True},
        )
    code = survivor.code if survivor else None
    detail = {"row": one.row.number, "decision": decision, "person": code, "as_row": one.as_row}
    journal.append(f"register:{row.pk}", "decide_register_row", by=by, at=at, detail=detail)


def _twin(row: Register, one: Perhaps) -> Survivor | None:
    """Return whom the earlier row of the same file is, once that is entered."""
    first = (
        RegisterRow.objects.filter(register=row, number=one.as_row or 0)
        .select_related("survivor__case__sealed_body")
        .first()
    )
    return first.survivor if first else None


def _is_taken_over(survivor: Survivor, one: Perhaps, decision: str, *, by: Actor, at: datetime) -> bool:
    """Take over what a row says more of its person; False where it says something otherwise and nobody settled that."""
    [found] = taking_over.beyond([(survivor, one.row.values, one.marks)])
    if found.otherwise and decision != KEEP:
        return False
    taking_over.take_over(survivor, one.row.values, found=found, by=by, at=at)
    return True


def _number(one: Parsed) -> int:
    return one.number


def _enter(district: Place, values: Mapping[str, object], *, by: Actor, at: datetime) -> Survivor:
    age, released = values["age"], values["released_on"]
    assert isinstance(age, int)
    assert isinstance(released, date)
    columns = {name: values[name] for name in PLAIN if values.get(name)}
    home_on = values.get("home_on")
    someone = persons.Someone(
        district=district,
        sex=str(values["sex"]),
        # of age today is who was old enough at the release, or has become so since
        is_minor=age + (clock.day(at) - released).days // 365 < rules.ADULT,
        state=rules.state_of(values),
        native_district=Place.objects.filter(pk=str(values.get("native_district") or 0)).first(),
        identity={name: values[name] for name in taking_over.IDENTITY if name in values}
        | taking_over.certificate(values),
        columns={
            **columns,
            "released_on": released,
            "minor_at_release": age < rules.ADULT,
            "is_imported": True,
            "has_account": "account" in values,
            "arrived_at": clock.moment(home_on) if isinstance(home_on, date) else None,
        },
    )
    survivor = persons.enter(someone, by=by, at=at)
    taking_over.paid(survivor, values)
    _dues(survivor, values, by=by, at=at)
    return survivor


def _dues(survivor: Survivor, values: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Start what is owed in the state that the person enters in."""
    case, state = survivor.case, survivor.case.state
    if state == "chasing":
        office = rulebook.book().bonded.states[survivor.rescue_state].hi
        chases.begin(survivor, office, by=by, at=at, rescued_on=survivor.released_on)
        return
    entitling.freed(survivor, by=by, at=at)
    if "account" in values:
        taking_over.account(survivor, values, by=by, at=at)
    if state == "bonded":
        duties.start(case, "certificate", from_at=at, by=by, at=at)
    elif state == "home":
        home = survivor.native_district or case.district
        endings.ask_home_state(survivor, by=by, at=at)
        if not survivor.native_state:
            duties.start(case, "plan", from_at=at, by=by, at=at, district=home)


def _scheme(values: Mapping[str, object]) -> list[Fault]:
    released = values["released_on"]
    assert isinstance(released, date)
    try:
        rulebook.book().bonded.version(released)
    except rulebook.NoRule:
        return [Fault("released_on", "scheme")]
    return []


def _key(values: Mapping[str, object], district: Place) -> str:
    return vault.match_key(KEY, rules.identifying(values, district.pk))


def _keep(row: Register, found: Sequence[tuple[int, dict[str, str]]]) -> None:
    # under the children's ring: nobody knows which of the rows are theirs before they are read
    shut = vault.shut({"rows": [[number, cells] for number, cells in found]}, bound_to=bound.register(row), child=True)
    row.key_id, row.closed = shut.key_id, shut.closed


def _rows(row: Register) -> list[tuple[int, dict[str, str]]]:
    found = vault.opened(row.key_id, bytes(row.closed), bound_to=bound.register(row), child=True)["rows"]
    assert isinstance(found, list)
    return [(int(number), dict(cells)) for number, cells in found]
