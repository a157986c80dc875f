"""The verbs of the rooms. Rows first, then the video server: what it misses is put right by the next sweep."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.rooms import errors, janus, queries, rules
from shramsetu.rooms.models import Attendance, How, Role, Room, Seat

LINK = URLValidator(schemes=["https"])
KEY_BYTES = 9  # twelve letters nobody guesses


@dataclass(frozen=True, slots=True)
class Admission:
    """What a browser needs to come in."""

    attendance: Attendance
    address: str
    token: str
    entry: str


@transaction.atomic
def open_for(
    *,
    subject: str,
    title: str,
    between: tuple[datetime, datetime],
    seats: Sequence[rules.Invitation],
    outside_link: str = "",
    by: Actor,
    at: datetime,
) -> Room:
    """Give `subject` its room with these seats, or bring the one it has to what is said; a repeat changes nothing.

    A seat that is no longer named is withdrawn. A meeting that is over stays as it was, unless it is asked for a time
    after its end. Raises ValidationError for a link that does not begin with https, ValueError without a chair.
    """
    if not any(one.role is rules.Role.CHAIR for one in seats):
        raise ValueError("a meeting needs a chair")
    if outside_link:
        LINK(outside_link)
    begins_at, ends_at = between
    said = {"title": title, "begins_at": begins_at, "ends_at": ends_at, "outside_link": outside_link}
    Room.objects.get_or_create(subject=subject, defaults={**said, "key": secrets.token_urlsafe(KEY_BYTES)})
    room = Room.objects.select_for_update().get(subject=subject)
    if queries.phase(room, at) is rules.Phase.OVER and not _begin_anew(room, begins_at):
        return room
    is_new = not Seat.objects.filter(room=room).exists()
    changed = [name for name, value in said.items() if getattr(room, name) != value]
    for name in changed:
        setattr(room, name, said[name])
    if changed:
        room.save(update_fields=changed)
    moved = _set_seats(room, seats, at)
    if is_new or changed or moved:
        verb = "open_room" if is_new else "change_room"
        detail = {"subject": subject, "begins_at": begins_at, "ends_at": ends_at, "seats": len(seats)}
        journal.append(room.stream, verb, by=by, at=at, detail=detail)
    return room


def _begin_anew(room: Room, begins_at: datetime) -> bool:
    """Let a room that is over begin again, if it is asked for a time after its end: another sitting, not a repeat."""
    if begins_at <= (room.ended_at or room.ends_at):
        return False
    Room.objects.filter(pk=room.pk).update(ended_at=None, made_at=None, cleared_at=None)
    Seat.objects.filter(room=room).update(removed_at=None)
    room.refresh_from_db()
    return True


def _set_seats(room: Room, wanted: Iterable[rules.Invitation], at: datetime) -> bool:
    """Make, change and withdraw seats so that they are as wanted; tell whether anything changed."""
    have = {(one.post_id, one.ref): one for one in Seat.objects.filter(room=room)}
    number, changed = max((one.number for one in have.values()), default=0), False
    for one in wanted:
        seat = have.pop((one.post_id, one.ref), None)
        if seat is None:
            number, changed = number + 1, True
            Seat.objects.create(
                room=room, number=number, role=one.role.value, post_id=one.post_id, ref=one.ref, label=one.label
            )
        elif (seat.role, seat.label, seat.withdrawn_at) != (one.role.value, one.label, None):
            Seat.objects.filter(pk=seat.pk).update(role=one.role.value, label=one.label, withdrawn_at=None)
            changed = True
    withdrawn = [seat.pk for seat in have.values() if seat.withdrawn_at is None]
    return bool(Seat.objects.filter(pk__in=withdrawn).update(withdrawn_at=at)) or changed


def enter(seat: Seat, *, by: Actor, at: datetime) -> Admission:
    """Let whoever has the seat in. An earlier stay of the same seat ends: a second phone, a page loaded anew.

    Raises NotYet, Over, SentOut, Full, NoRoomHere.
    """
    if not janus.is_there():
        raise errors.NoRoomHere
    attendance, gone = _sit_down(seat, by=by, at=at)
    room, secret = attendance.seat.room, settings.JANUS_SECRET
    entry = rules.entry(secret, room=room.key, feed=attendance.feed)
    try:
        janus.admit(room.key, entry, limit=room.limit)
        for feed in gone:
            janus.drop(room.key, feed)
    except (janus.NoAnswer, janus.Refusal) as error:
        _get_up([attendance], How.LOST, by=by, at=at)
        raise errors.NoRoomHere from error
    if room.made_at is None:
        Room.objects.filter(pk=room.pk, made_at=None).update(made_at=at)
    until = room.ends_at + rules.OVERTIME
    return Admission(attendance, settings.JANUS_URL, rules.token(secret, until=until), entry)


@transaction.atomic
def _sit_down(seat: Seat, *, by: Actor, at: datetime) -> tuple[Attendance, list[str]]:
    """Write the stay and return it with the feeds that it ends; the row of the room lets one in at a time."""
    room = Room.objects.select_for_update().get(pk=seat.room_id)
    seat = Seat.objects.select_related("room").get(pk=seat.pk)
    phase = queries.phase(room, at)
    if phase is rules.Phase.BEFORE:
        raise errors.NotYet
    if phase is rules.Phase.OVER:
        raise errors.Over
    if seat.removed_at is not None or seat.withdrawn_at is not None:
        raise errors.SentOut
    stays = list(queries.present(room))
    own = [one for one in stays if one.seat_id == seat.pk]
    lost = [one for one in stays if one.seat_id != seat.pk and one.seen_at < at - rules.ABSENT]
    if len(stays) - len(own) - len(lost) >= room.limit:
        raise errors.Full
    _get_up(own, How.AGAIN, by=by, at=at)
    _get_up(lost, How.LOST, by=SYSTEM, at=at)
    made = Attendance.objects.create(
        seat=seat, feed=secrets.token_hex(10), user_id=by.user_id, joined_at=at, seen_at=at
    )
    journal.append(room.stream, "join", by=by, at=at, detail={"seat": seat.number})
    return made, [one.feed for one in (*own, *lost)]


def stay(seat: Seat, feed: str, *, at: datetime) -> bool:
    """Note a sign of life; tell whether this stay goes on."""
    return bool(Attendance.objects.filter(seat=seat, feed=feed, left_at=None).update(seen_at=at))


def leave(seat: Seat, feed: str, *, by: Actor, at: datetime) -> None:
    """End a stay; a repeat changes nothing."""
    stays = list(queries.present(seat.room).filter(seat=seat, feed=feed))
    _get_up(stays, How.LEFT, by=by, at=at)
    _send_out(seat.room, stays)


def mute(chair: Seat, number: int, *, mid: str, off: bool, by: Actor, at: datetime) -> None:
    """Let the chair take the sound of a seat away, or give it back. Raises NotTheChair, NotThere, NoRoomHere."""
    one = _chosen(chair, number)
    try:
        janus.mute(chair.room.key, one.feed, mid=mid, off=off)
    except janus.Refusal as error:
        raise errors.NotThere from error
    except janus.NoAnswer as error:
        raise errors.NoRoomHere from error
    journal.append(chair.room.stream, "mute" if off else "unmute", by=by, at=at, detail={"seat": number})


def remove(chair: Seat, number: int, *, by: Actor, at: datetime) -> None:
    """Let the chair send a seat out for this meeting. Raises NotTheChair, NotThere."""
    one = _chosen(chair, number)
    with transaction.atomic():
        Seat.objects.filter(pk=one.seat_id).update(removed_at=at)
        _get_up([one], How.REMOVED, by=by, at=at)
    _send_out(chair.room, [one])


def end(chair: Seat, *, by: Actor, at: datetime) -> None:
    """Let the chair end the meeting for all; a repeat changes nothing. Raises NotTheChair."""
    _must_chair(chair)
    _end(chair.room, by=by, at=at)


def _end(room: Room, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        if Room.objects.filter(pk=room.pk, ended_at=None).update(ended_at=at):
            _get_up(list(queries.present(room)), How.ENDED, by=by, at=at)
            journal.append(room.stream, "end_meeting", by=by, at=at, detail={"subject": room.subject})
    _clear(room, at)


def sweep(*, at: datetime) -> dict[str, int]:
    """Make the rooms that open, end the stays nobody lives in and the meetings whose time is over; count each.

    Safe to repeat: what the video server did not answer to is done by the next one.
    """
    counts, answers = {"made": 0, "lost": 0, "over": 0}, janus.is_there()
    for room in Room.objects.filter(cleared_at=None, begins_at__lte=at + rules.EARLY).order_by("begins_at"):
        counts["lost"] += _sweep_out(room, at)
        answers = answers and _send_out_strangers(room)  # a silent server is not asked for each room
        if room.ended_at is not None or _is_used_up(room, at):
            _end(room, by=SYSTEM, at=at)
            counts["over"] += 1
        elif room.made_at is None and janus.is_there():
            counts["made"] += _make(room, at)
    return counts


def _sweep_out(room: Room, at: datetime) -> int:
    stays = list(queries.present(room))
    lost = [one for one in stays if one.seen_at < at - rules.ABSENT]
    _get_up(lost, How.LOST, by=SYSTEM, at=at)
    withdrawn = [one for one in stays if one.seat.withdrawn_at is not None and one not in lost]
    _get_up(withdrawn, How.REMOVED, by=SYSTEM, at=at)
    _send_out(room, [*lost, *withdrawn])
    return len(lost)


def _send_out_strangers(room: Room) -> bool:
    """Send out of the video server's room whose stay has ended here: it did not answer when they were to go.

    Tell whether it answers now.
    """
    if room.made_at is None:
        return True
    try:
        inside = janus.feeds(room.key)
        ours = set(queries.present(room).values_list("feed", flat=True))  # read after: who came in meanwhile is ours
        for feed in inside:
            if feed not in ours:
                janus.drop(room.key, feed)
    except (janus.NoAnswer, janus.Refusal):
        return False  # the next sweep asks again
    return True


def _is_used_up(room: Room, at: datetime) -> bool:
    """Whether the time is over and nobody is in it, or even the time after it."""
    over = queries.phase(room, at) is rules.Phase.OVER
    return over or (at >= room.ends_at and not queries.present(room).exists())


def _make(room: Room, at: datetime) -> int:
    try:
        janus.make(room.key, limit=room.limit)
    except (janus.NoAnswer, janus.Refusal):
        return 0  # whoever comes in makes it, or reads that it does not answer
    return Room.objects.filter(pk=room.pk, made_at=None).update(made_at=at)


def _clear(room: Room, at: datetime) -> None:
    """Take the room away on the video server; if it does not answer, the next sweep asks again."""
    if janus.is_there():
        try:
            janus.end(room.key)
        except (janus.NoAnswer, janus.Refusal):
            return
    Room.objects.filter(pk=room.pk).update(cleared_at=at)


def _get_up(stays: Iterable[Attendance], how: How, *, by: Actor, at: datetime) -> None:
    """End stays that go on, each with an entry of the journal."""
    for one in stays:
        with transaction.atomic():
            if Attendance.objects.filter(pk=one.pk, left_at=None).update(left_at=at, how=how):
                detail = {"seat": one.seat.number, "how": how.value}
                journal.append(one.seat.room.stream, "leave", by=by, at=at, detail=detail)


def _send_out(room: Room, stays: Iterable[Attendance]) -> None:
    """Send feeds out of the video server's room; one that does not answer loses them with the room."""
    if not janus.is_there():
        return
    for one in stays:
        try:
            janus.drop(room.key, one.feed)
        except (janus.NoAnswer, janus.Refusal):
            return


def _chosen(chair: Seat, number: int) -> Attendance:
    _must_chair(chair)
    found = queries.present(chair.room).filter(seat__number=number).first()
    if found is None:
        raise errors.NotThere
    return found


def _must_chair(seat: Seat) -> None:
    if seat.role != Role.CHAIR or seat.withdrawn_at is not None:
        raise errors.NotTheChair


def is_link(text: str) -> bool:
    """Tell whether `text` can be a meeting's outside link."""
    try:
        LINK(text)
    except ValidationError:
        return False
    return True
