"""The verbs of vigilance committees: constitute, seat, call, hold, cancel; and of the surveys."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.bonded import powers
from shramsetu.bonded.actions import districts, duties, firststeps
from shramsetu.bonded.models import (
    AgendaItem,
    Attendance,
    BondedDuty,
    Committee,
    Meeting,
    MeetingAction,
    Seat,
)
from shramsetu.bonded.queries import committees as queries
from shramsetu.bonded.rules import committee as rules
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

MEETING, TERM, ANEW, ACTION = "committee-meeting", "committee-term", "committee-anew", "committee-action"


@dataclass(frozen=True, slots=True)
class Nomination:
    """Who takes which seat, by which order."""

    category: str
    number: int
    name: str
    order_number: str
    from_on: date
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What a meeting gives to whom, until when; `item` is the slug of the agenda."""

    item: str
    text: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a meeting: who was there (seats), who took the chair, what was decided on each item."""

    present: Sequence[int]
    chaired_by: str
    decisions: Mapping[str, str]
    tasks: Sequence[Task] = ()
    remarks: str = ""


@transaction.atomic
def constitute(
    district: Place, level: str, *, subdivision: str, number: str, notified_on: date, by: Actor, at: datetime
) -> Committee:
    """Constitute a committee by its notification; the one before it ends, and with it every seat.

    Raises Refused for a notification that is older than that of the committee in office, or lies ahead.
    """
    powers.need(by, powers.MINUTES, district, at=at)
    if notified_on > clock.day(at):
        raise Refused(gettext("The notification lies in the future."), "notified_on")
    same = Committee.objects.select_for_update().filter(
        district=district, level=level, subdivision=subdivision, ended_at=None
    )
    before = same.first()
    if before is not None and before.notified_on >= notified_on:
        raise Refused(gettext("A committee of this or a later notification is in office."), "notified_on")
    if before is not None:
        _dissolve(before, on=notified_on, at=at)
    seats = sum(one.seats for one in queries.seat_rules(level))
    percent = rulebook.book().number("bonded.quorum_percent", clock.day(at))
    committee = Committee(
        district=district,
        level=level,
        subdivision=subdivision,
        notification_number=number,
        notified_on=notified_on,
        quorum=rules.quorum(seats, percent=percent),
        made_by=by.key,
        made_at=at,
    )
    committee.save(force_insert=True)
    if level == Committee.Level.DISTRICT:
        duties.done(districts.parent(district, at=at), firststeps.COMMITTEE, at=at, by=by)
    _start(committee, MEETING, from_at=clock.moment(notified_on), by=by, at=at)
    _start(committee, ANEW, from_at=clock.moment(notified_on), by=by, at=at)
    _note(committee, "constitute", by, at, {"number": number, "on": notified_on, "level": level})
    return committee


@transaction.atomic
def seat(committee: Committee, one: Nomination, *, by: Actor, at: datetime) -> Seat:
    """Seat somebody; who sat there before is replaced. Raises Refused for a seat that the Act does not know."""
    powers.need(by, powers.MINUTES, committee.district, at=at)
    rule = next((rule for rule in queries.seat_rules(committee.level) if rule.slug == one.category), None)
    if rule is None or not 1 <= one.number <= rule.seats:
        raise Refused(gettext("The Act has no such seat."), "category")
    if committee.ended_at is not None:
        raise Refused(gettext("This committee is no longer in office."))
    if one.from_on > clock.day(at):
        raise Refused(gettext("The order lies in the future."), "from_on")
    sitting = Seat.objects.select_for_update().filter(
        committee=committee, category=one.category, number=one.number, ended_at=None
    )
    for before in sitting:
        _vacate(before, why=Seat.Why.REPLACED, on=max(one.from_on, before.from_on), at=at)
    filled = Seat(committee=committee, filled_by=by.key, filled_at=at, **asdict(one))
    filled.save(force_insert=True)
    _set_term(committee, by=by, at=at)
    detail: dict[str, object] = {"category": one.category, "number": one.number, "order": one.order_number}
    _note(committee, "seat", by, at, detail, {"name": one.name})
    return filled


@transaction.atomic
def vacate(filled: Seat, *, why: str, on: date, by: Actor, at: datetime) -> None:
    """Empty a seat. Who resigns sits on for the days of notice that the Rules of 1976 ask for."""
    powers.need(by, powers.MINUTES, filled.committee.district, at=at)
    if filled.ended_at is not None:
        return
    if on < filled.from_on:
        raise Refused(gettext("The seat was filled after this day."), "on")
    if why == Seat.Why.RESIGNED:
        on += timedelta(days=rulebook.book().number("bonded.resignation_days", clock.day(at)))
    _vacate(filled, why=why, on=on, at=at)
    _set_term(filled.committee, by=by, at=at)
    _note(filled.committee, "vacate", by, at, {"category": filled.category, "number": filled.number, "why": why})


@transaction.atomic
def call(committee: Committee, *, meets_at: datetime, venue: str, by: Actor, at: datetime) -> Meeting:
    """Call a meeting; its agenda is what is open now, by the duties of section 14: counts and code names.

    Raises Refused while another one is called, or for a committee that has ended.
    """
    powers.need(by, powers.MINUTES, committee.district, at=at)
    Committee.objects.select_for_update().get(pk=committee.pk)
    if committee.ended_at is not None:
        raise Refused(gettext("This committee is no longer in office."))
    if committee.meetings.filter(state=Meeting.State.CALLED).exists():
        raise Refused(gettext("A meeting of this committee is called already; record or cancel it first."))
    _fits(committee, meets_at, at)
    meeting = Meeting(
        committee=committee,
        number=committee.meetings.count() + 1,
        meets_at=meets_at,
        venue=venue,
        called_by=by.key,
        called_at=at,
        quorum=committee.quorum,
        of_district=queries.tehsil_of(committee) is None,
    )
    meeting.save(force_insert=True)
    _fill_agenda(meeting, at=at)
    _note(committee, "call", by, at, {"meeting": meeting.number, "meets": meets_at})
    return meeting


def _fits(committee: Committee, meets_at: datetime, at: datetime) -> None:
    """Raise Refused for a meeting before its committee, before the last one held, or of a day long gone."""
    days = rulebook.book().number("bonded.meeting_entered_days", clock.day(at))
    if clock.day(meets_at) < committee.notified_on:
        raise Refused(gettext("The committee was not notified yet on this day."), "meets_at")
    if committee.meetings.filter(state=Meeting.State.HELD, meets_at__gte=meets_at).exists():
        raise Refused(gettext("A later meeting of this committee is recorded already."), "meets_at")
    if clock.day(meets_at) < clock.day(at) - timedelta(days=days):
        raise Refused(gettext("A meeting is entered within %(days)s days.") % {"days": days}, "meets_at")


@transaction.atomic
def hold(meeting: Meeting, held: Held, *, by: Actor, at: datetime) -> Meeting:
    """Write the minutes of a meeting. Without a quorum it is adjourned: nothing is decided, and the clock runs on.

    Vacant seats void nothing (section 13(5)): a quorum is counted on the seats of the committee, sitting or not. Who
    sat on the day of the meeting counts, also who had resigned and was in the days of notice.
    """
    meeting = Meeting.objects.select_for_update().select_related("committee__district").get(pk=meeting.pk)
    powers.need(by, powers.MINUTES, meeting.committee.district, at=at)
    if meeting.state != Meeting.State.CALLED:
        raise Refused(gettext("This meeting is recorded already."))
    if meeting.meets_at > at:
        raise Refused(gettext("This meeting has not begun yet."))
    sitting = queries.sitting([meeting.committee], on=clock.day(meeting.meets_at))[meeting.committee_id]
    seats = [one for one in sitting if one.pk in held.present]
    Attendance.objects.bulk_create([Attendance(meeting=meeting, seat=one) for one in seats])
    enough = len(seats) >= meeting.quorum
    meeting.state = Meeting.State.HELD if enough else Meeting.State.ADJOURNED
    words = districts.parent(meeting.committee.district, at=at)
    meeting.chaired_by, meeting.remarks = held.chaired_by, sealing.veiled(words, held.remarks)
    meeting.ended_by, meeting.ended_at = by.key, at
    meeting.save(update_fields=["state", "chaired_by", "remarks", "ended_by", "ended_at"])
    if enough:
        _decide(meeting, held, by=by, at=at)
        _restart(meeting.committee, from_at=meeting.meets_at, by=by, at=at)
    verb = "hold" if enough else "adjourn"
    _note(meeting.committee, verb, by, at, {"meeting": meeting.number, "present": len(seats)})
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a meeting that was called."""
    powers.need(by, powers.MINUTES, meeting.committee.district, at=at)
    words = districts.parent(meeting.committee.district, at=at)
    won = Meeting.objects.filter(pk=meeting.pk, state=Meeting.State.CALLED).update(
        state=Meeting.State.CANCELLED, remarks=sealing.veiled(words, reason), ended_by=by.key, ended_at=at
    )
    if not won:
        raise Refused(gettext("This meeting is recorded already."))
    _note(meeting.committee, "cancel", by, at, {"meeting": meeting.number})


def _fill_agenda(meeting: Meeting, *, at: datetime) -> None:
    district = meeting.committee.district
    tehsil = queries.tehsil_of(meeting.committee)
    lines = queries.open_lines(district, at=at, within=tehsil)
    for position, rule in enumerate(queries.agenda_rules(), 1):
        found = [lines[name] for name in rule.clocks if name in lines]
        counts = [{"clock": one.clock, "open": one.open, "late": one.late, "oldest": _day(one.oldest)} for one in found]
        AgendaItem.objects.create(
            meeting=meeting,
            position=position,
            slug=rule.slug,
            counts=counts,
            codes=queries.open_codes(district, rule.clocks, within=tehsil) if found else [],
        )


def _decide(meeting: Meeting, held: Held, *, by: Actor, at: datetime) -> None:
    items = {item.slug: item for item in meeting.items.order_by("position")}
    parent = districts.parent(meeting.committee.district, at=at)
    for slug, text in held.decisions.items():
        if slug in items and text.strip():
            AgendaItem.objects.filter(pk=items[slug].pk).update(decision=sealing.veiled(parent, text.strip()))
    for position, task in enumerate(held.tasks, 1):
        whole = clock.bounds(task.due_on)[1] - at
        if task.item not in items or whole <= timedelta():
            raise Refused(gettext("An action needs an item of the agenda and a day that is still to come."), "due_on")
        duty = duties.start(
            parent,
            ACTION,
            from_at=at,
            by=by,
            at=at,
            district=meeting.committee.district,
            key=f"meeting-{meeting.pk}-{position}",
            text=task.text,
            owner=task.owner,
            whole=whole,
        )
        MeetingAction.objects.create(
            item=items[task.item],
            position=position,
            text=sealing.veiled(parent, task.text),
            owner=task.owner,
            due_on=task.due_on,
            duty=duty,
        )


def _dissolve(committee: Committee, *, on: date, at: datetime) -> None:
    for one in Seat.objects.filter(committee=committee, ended_at=None):
        _vacate(one, why=Seat.Why.RECONSTITUTED, on=max(on, one.from_on), at=at)
    Meeting.objects.filter(committee=committee, state=Meeting.State.CALLED).update(
        state=Meeting.State.CANCELLED, ended_at=at
    )
    Committee.objects.filter(pk=committee.pk).update(ended_on=on, ended_at=at)
    parent = districts.parent(committee.district, at=at)
    for name in (MEETING, TERM):
        duties.drop(parent, name, at=at, key=committee.key)
    duties.done(parent, ANEW, at=at, key=committee.key)


def _vacate(filled: Seat, *, why: str, on: date, at: datetime) -> None:
    Seat.objects.filter(pk=filled.pk).update(ended_on=on, ended_why=why, ended_at=at)


def _set_term(committee: Committee, *, by: Actor, at: datetime) -> None:
    """Let the clock of the terms run from the oldest nomination among those who sit."""
    by_office = {one.slug for one in queries.seat_rules(committee.level) if one.by_office}
    sitting = Seat.objects.filter(committee=committee, ended_at=None).exclude(category__in=by_office)
    oldest = sitting.order_by("from_on").values_list("from_on", flat=True).first()
    parent = districts.parent(committee.district, at=at)
    running = duties.running_duty(parent, TERM, key=committee.key)
    if running is not None:
        from_at = BondedDuty.objects.values_list("from_at", flat=True).get(pk=running.pk)
        if oldest is not None and from_at == clock.moment(oldest):
            return
        duties.done(parent, TERM, at=at, key=committee.key)
    if oldest is not None:
        _start(committee, TERM, from_at=clock.moment(oldest), by=by, at=at)


def _restart(committee: Committee, *, from_at: datetime, by: Actor, at: datetime) -> None:
    duties.done(districts.parent(committee.district, at=at), MEETING, at=at, key=committee.key)
    _start(committee, MEETING, from_at=from_at, by=by, at=at)


def _start(committee: Committee, name: str, *, from_at: datetime, by: Actor, at: datetime) -> None:
    owner = "dm" if committee.level == Committee.Level.DISTRICT else "magistrate"
    parent = districts.parent(committee.district, at=at)
    duties.start(
        parent, name, from_at=from_at, by=by, at=at, district=committee.district, key=committee.key, owner=owner
    )


def _day(at: datetime | None) -> str:
    return clock.day(at).isoformat() if at else ""


def _note(
    committee: Committee,
    verb: str,
    by: Actor,
    at: datetime,
    detail: dict[str, object],
    private: dict[str, object] | None = None,
) -> None:
    journal.append(f"committee:{committee.pk}", verb, by=by, at=at, detail=detail, private=private)
