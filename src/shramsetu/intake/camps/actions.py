"""Holding a day: open it, enter what people bring, settle on the spot with their own word, close it.

Everything is filed by `grievances.actions.register`; the day only keeps its register. A line has a key of its own, so
that a store on a device without network can send it as often as it must.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, gettext_lazy

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import queries as cases
from shramsetu.casework import rules as figures
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import CLOSED, Case, Party
from shramsetu.casework.moves import To
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing
from shramsetu.grievances.flow.shared import SPOT
from shramsetu.intake.camps.models import Day, Line
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, numbers
from shramsetu.messages import actions as messages
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.offline import numbers as numbers_out
from shramsetu.people import actions as people
from shramsetu.people.models import Person
from shramsetu.places.models import Place
from shramsetu.rulebook.streams import DayRule

NO_PHONE = gettext_lazy("There is no phone to which a code can go: the paper is signed, and the call comes later.")


@dataclass(frozen=True, slots=True)
class Plan:
    """A day as it is opened: of which kind, when, for which place, where people sit, who is in the chair."""

    kind: str
    on: date
    place: Place
    venue: str
    chair: str = ""


def rule(kind: str) -> DayRule:
    """Return the rule of a kind of day; raises NoRule."""
    return rulebook.book().streams.day(kind)


@transaction.atomic
def open_day(plan: Plan, *, office: Post, by: Actor, at: datetime) -> Day:
    """Open a day, some days before it so that devices take it along; opened again it is the same one.

    Raises NotAllowed, Refused for a day that the rule does not know or that is too far away.
    """
    if by.post_id != office.pk:
        raise NotAllowed("open_day")
    ahead = figures.figure("counter.days_ahead", at)
    if plan.on > clock.day(at) + timedelta(days=ahead):
        raise Refused(gettext("A day is opened at most %(days)s days before it.") % {"days": ahead}, "on")
    if not rule(plan.kind).is_on(plan.on, rulebook.book().calendar(plan.on)):
        raise Refused(gettext("By its rule it is not held on this day. Look at the date."), "on")
    found = {"venue": plan.venue, "chair": plan.chair, "opened_by": by.key, "opened_at": at}
    row, is_new = Day.objects.get_or_create(office=office, kind=plan.kind, on=plan.on, place=plan.place, defaults=found)
    if is_new:
        journal.append(_stream(row), "open_day", by=by, at=at, detail={"kind": row.kind, "on": row.on.isoformat()})
    return row


@transaction.atomic
def enter(day: Day, filing: Filing, *, key: UUID, by: Actor, at: datetime) -> Line:
    """Register what somebody brings, as the next line of the day; the same key again gives the same line.

    A closed day still takes what was given a number of a slip: it was typed without a network, and somebody holds that
    slip. Raises NotAllowed for another office, Refused before the day, once it is closed, or for a number that was not
    handed out.
    """
    row = _locked(day, by)
    if (known := Line.objects.select_related("case").filter(key=key).first()) is not None:
        if known.day_id != row.pk:
            raise NotAllowed("enter_line")
        return known
    if row.on > clock.day(at):
        raise Refused(gettext("This day has not come yet."))
    if not filing.number:
        _need_open(row)
    elif not numbers_out.use(filing.number, subject=_stream(row), by=by, at=at):
        raise Refused(gettext("This number was not handed out to you for this day, or is used already."), "number")
    case = grievances.register(_of_day(row, filing), by=by, at=at)
    last = row.lines.aggregate(last=Max("serial"))["last"] or 0
    line = Line(day=row, serial=last + 1, key=key, case=case, by=by.key, at=at)
    line.save(force_insert=True)
    return line


def foreseen(day: Day, filing: Filing, *, at: datetime) -> To | None:
    """Return where a line would lead if it were entered now, or on the day that comes; None for a sealed one."""
    return grievances.foreseen(_of_day(day, filing), at=max(at, clock.bounds(day.on)[0]))


@transaction.atomic
def hand_out(day: Day, block: UUID, *, by: Actor, at: datetime) -> list[str]:
    """Hand numbers out for use without a network; the same block again is the same numbers.

    Raises NotAllowed for another office, Refused for a closed day or beyond what the rulebook hands out.
    """
    row = _locked(day, by)
    _need_open(row)
    try:
        found = numbers_out.hand_out(_stream(row), block, by=by, at=at)
    except numbers_out.NoneLeft as error:
        raise Refused(gettext("No more numbers are handed out for this day.")) from error
    if found.is_new:
        journal.append(_stream(row), "hand_out", by=by, at=at, detail={"numbers": len(found.numbers)})
    return found.numbers


def taken_along(day: Day) -> numbers_out.Standing:
    """Return how many numbers devices took along to a day, and how many have come back as lines."""
    return numbers_out.standing(_stream(day))


def send_code(line: Line, *, by: Actor, at: datetime) -> bool:
    """Send the complainant the code by which they say yes; tell whether there is a phone of theirs to which it can go.

    The code holds for this case alone: it opens no page, and a code that opens a page closes no case. Raises
    `people.errors.Refused` where too many were sent.
    """
    day = Day.objects.get(pk=line.day_id)
    _need_office(day, by)
    _need_open(day)
    _need_unsealed(line.case)
    person, number = _sayer(line), numbers.spaced(line.case.number)
    if person is None:
        return False

    def send(_to: str, code: str) -> None:
        messages.send(
            "spot-code",
            to=messages.Recipient(person.phone, person.language),
            values={"number": number, "code": code},
            stream=line.case.stream,
            key=f"spot:{line.case.number}:{at.timestamp():.0f}",
            by=by,
            at=at,
        )

    people.send_code(_own(line.case, person.phone), source="", at=at, send=send)
    return True


def settle(line: Line, *, detail: Mapping[str, object], code: str, by: Actor, at: datetime) -> Line:
    """Write what was done on the spot. With the complainant's code it closes, without one the call comes as always.

    Raises what a report raises, `people.errors.Refused` for a wrong code, Refused once the day is closed; a line that
    came in after that is settled without a code.
    """
    case = Case.objects.get(pk=line.case_id)
    day = Day.objects.get(pk=line.day_id)
    _need_office(day, by)
    if code or not line.is_late:
        _need_open(day)
    _need_unsealed(case)
    if code:
        if (person := _sayer(line)) is None:
            raise Refused(NO_PHONE)
        grievances.spot.need_whole(cases.dressed([case])[0], detail=detail, by=by, at=at)
        people.check_code(_own(case, person.phone), code, at=at)  # before the transaction: a wrong try stays counted
    return _settled(line, case, {**detail, "said_yes": bool(code)}, by, at)


@transaction.atomic
def _settled(line: Line, case: Case, detail: Mapping[str, object], by: Actor, at: datetime) -> Line:
    row = Line.objects.select_for_update().get(pk=line.pk)
    if row.spot:
        raise Refused(gettext("This line is settled already."))
    seen = cases.dressed([case])[0]
    casework.take(seen, "settle_on_spot", seen=seen.revision, by=by, at=at, detail=detail, relations=SPOT)
    row.spot = Line.Spot.CLOSED if seen.phase == CLOSED else Line.Spot.REPORTED
    row.spot_by, row.spot_at = by.key, at
    row.save(update_fields=["spot", "spot_by", "spot_at"])
    return row


@transaction.atomic
def close_day(day: Day, *, by: Actor, at: datetime) -> Day:
    """End the day; its register takes no more lines. Raises NotAllowed, Refused."""
    row = _locked(day, by)
    _need_open(row)
    row.closed_at, row.closed_by = at, by.key
    row.save(update_fields=["closed_at", "closed_by"])
    journal.append(_stream(row), "close_day", by=by, at=at, detail={"lines": row.lines.count()})
    return row


def _of_day(day: Day, filing: Filing) -> Filing:
    return replace(filing, stream=rule(day.kind).stream, counter=True)


def _sayer(line: Line) -> Person | None:
    """Return the complainant who can say yes by a code; None where no phone is surely theirs.

    A phone of the office's own people is not, and one that closed somebody else's line of this day is not any more:
    whoever types the lines could else say yes for everybody.
    """
    leading = Party.objects.select_related("person").filter(case=line.case_id, part=Party.Part.COMPLAINANT)
    leads = leading.order_by("seat").first()
    person = leads.person if leads else None
    if leads is None or person is None or not person.phone or offices.is_own_phone(person.phone):
        return None
    others = Party.objects.filter(phone_key=leads.phone_key, part=Party.Part.COMPLAINANT).exclude(person=person)
    is_anothers = others.filter(case__day_line__day=line.day_id, case__day_line__spot=Line.Spot.CLOSED).exists()
    return None if is_anothers else person


def _own(case: Case, phone: str) -> str:
    return f"spot:{case.number}:{phone}"


def _locked(day: Day, by: Actor) -> Day:
    row = Day.objects.select_for_update(of=("self",)).select_related("place").get(pk=day.pk)
    _need_office(row, by)
    return row


def _need_office(day: Day, by: Actor) -> None:
    if by.post_id != day.office_id:
        raise NotAllowed("day")


def _need_open(day: Day) -> None:
    if day.closed_at is not None:
        raise Refused(gettext("This day is closed; its register takes no more."))


def _need_unsealed(case: Case) -> None:
    if case.sealed:
        raise Refused(gettext("A sealed matter goes to its own officer; nobody else disposes of it on the spot."))


def _stream(day: Day) -> str:
    return f"day:{day.pk}"
