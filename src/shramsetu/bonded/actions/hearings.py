"""The dates of a track: fixed, reminded of, held or adjourned, and what was ordered."""

from datetime import datetime

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.actions import duties, owed, tracks
from shramsetu.bonded.models import Hearing, Order, Survivor, Track
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Due, Move, To
from shramsetu.lib import clock, money

REMINDER = "hearing"


def to_come(case: Case) -> Hearing | None:
    """Return the date that was fixed and of which nothing is recorded yet."""
    return Hearing.objects.filter(track=case.pk, recorded_at=None).first()


@effect("fix", "bl_track")
def fix(move: Move) -> To:
    """Fix the next date, or move the one that was fixed and has not come."""
    when = _in_future(move)
    waiting = to_come(move.case)
    if waiting is None:
        return _with_date(move, when)
    if waiting.at <= move.at:
        raise Refused(_("Say first what came of the date that was fixed."), "next_at")
    duties.drop(move.case, REMINDER, key=str(waiting.seq), at=move.at)
    purpose, link = move.text("purpose"), sealing.veiled(move.case, move.text("video_link"))
    Hearing.objects.filter(pk=waiting.pk).update(at=when, purpose=purpose, video_link=link)
    waiting.at = when
    return _to_date(move, waiting)


@effect("hear", "bl_track")
def hear(move: Move) -> To:
    """Record what came of the date; an adjournment names the side that caused it. A next date can follow at once."""
    waiting = to_come(move.case)
    if waiting is None:
        raise Refused(_("No date was fixed. Fix it first."), "result")
    if clock.day(waiting.at) > clock.day(move.at):
        raise Refused(_("This date has not come yet."), "result")
    record(move, waiting)
    if move.when("next_at") is None:
        to = tracks.onward(move, move.case.state)
    else:
        to = _with_date(move, _in_future(move))
    to.facts = {"seq": waiting.seq, "result": move.text("result"), "side": move.text("side"), **to.facts}
    to.private = {"why": move.text("why")} if move.text("why") else {}
    return to


def record(move: Move, waiting: Hearing) -> None:
    """Write what came of a date and stop its reminder. Raises Refused for an adjournment without a side."""
    result, side = move.text("result"), move.text("side")
    if result == Hearing.Result.ADJOURNED and not side:
        raise Refused(_("Choose the side because of which it was adjourned."), "side")
    Hearing.objects.filter(pk=waiting.pk).update(
        result=result,
        side=side if result == Hearing.Result.ADJOURNED else "",
        present=[one for one in Hearing.Present.values if move.detail.get(one)],
        by_video=bool(move.detail.get("by_video")),
        why=sealing.veiled(move.case, move.text("why")),
        recorded_by=move.by.key,
        recorded_at=move.at,
    )
    duties.done(move.case, REMINDER, key=str(waiting.seq), at=move.at)


@effect("travel", "bl_track")
def travel(move: Move) -> To:
    """Note what a freed person got for coming to the last date that was held."""
    last = Hearing.objects.filter(track=move.case.pk).exclude(recorded_at=None).order_by("-seq").first()
    if last is None:
        raise Refused(_("Nothing was heard yet."), "person")
    person = Survivor.objects.filter(code=move.text("person"), tracks=move.case.pk).select_related("case").first()
    paise = positive(move, "rupees")
    if person is None:
        raise Refused(_("Choose one from the list."), "person")
    Hearing.objects.filter(pk=last.pk).update(travel_paise=F("travel_paise") + paise)
    key = f"{move.case.number}:travel:{last.seq}:{move.case.revision}"  # there may be several sums for one date
    to = To(move.case.state, facts={"seq": last.seq, "person": person.code, "paise": paise})
    to.after.append(lambda: owed.owe(person, "travel", paise=paise, key=key, by=move.by, at=move.at))
    return to


@effect("order", "bl_track")
def order(move: Move) -> To:
    """Record an order with its words."""
    on = move.day("on")
    assert on is not None
    if on > clock.day(move.at):
        raise Refused(_("This day has not come yet."), "on")
    kind = move.text("order_kind")
    keep_order(move, kind)
    facts = {"order_kind": kind, "on": on, "comply_by": move.day("comply_by")}
    return To(move.case.state, facts=facts)


def keep_order(move: Move, kind: str) -> None:
    """Write the row of an order from what the step was given."""
    on = move.day("on")
    assert on is not None
    Order(
        track=Track.objects.get(pk=move.case.pk),
        kind=kind,
        on=on,
        words=sealing.veiled(move.case, move.text("text")),
        comply_by=move.day("comply_by"),
        by=move.by.key,
        at=move.at,
    ).save(force_insert=True)


def positive(move: Move, name: str) -> int:
    """Return an amount of rupees as paise; raises Refused for none and for less than one."""
    rupees = move.detail.get(name)
    if not isinstance(rupees, int) or rupees <= 0:
        raise Refused(_("Write the amount in rupees."), name)
    return rupees * money.PAISE


def _with_date(move: Move, when: datetime) -> To:
    last = Hearing.objects.filter(track=move.case.pk).aggregate(last=Max("seq"))["last"] or 0
    hearing = Hearing(
        track=Track.objects.get(pk=move.case.pk),
        seq=last + 1,
        at=when,
        purpose=move.text("purpose") or Hearing.Purpose.APPEARANCE,
        video_link=sealing.veiled(move.case, move.text("video_link")),
    )
    hearing.save(force_insert=True)
    return _to_date(move, hearing)


def _to_date(move: Move, hearing: Hearing) -> To:
    due = Due(clock.bounds(clock.day(hearing.at))[1], "bonded.hearing")
    to = To(move.case.state, due=due, facts={"next_at": hearing.at})
    who = "prosecutor" if tracks.needs_prosecutor(hearing.track) else ""
    to.after.append(
        lambda: duties.start(
            move.case,
            REMINDER,
            from_at=hearing.at,
            key=str(hearing.seq),
            owner=who,
            holder=None if who else move.case.holder,
            by=move.by,
            at=move.at,
        )
    )
    return to


def _in_future(move: Move) -> datetime:
    when = move.when("next_at")
    assert when is not None
    if when <= move.at:
        raise Refused(_("The next date must lie ahead."), "next_at")
    return when
