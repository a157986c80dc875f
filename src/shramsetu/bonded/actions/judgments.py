"""How a track ends: outcomes, sentences, fines, what comes in of them and whom it belongs to, appeals."""

from datetime import datetime

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded.actions import duties, gate, hearings, owed, sentences, tracks
from shramsetu.bonded.models import Hearing, Order, Track, TrackAccused, TrackPerson
from shramsetu.bonded.rules import justice, share
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money

# The sections under which a part of the fine is the freed person's own.
WITH_SHARE = frozenset({"bls-18", "bls-19"})


@effect("sentence", "bl_track")
def sentence(move: Move) -> To:
    """Record the outcome for one accused."""
    side = _side(move)
    outcome, proved = move.text("outcome"), move.text("proved")
    _allowed(move, side.track)
    fine = sentences.fine(move, side.recovered_paise)
    TrackAccused.objects.filter(pk=side.pk).update(
        outcome=outcome,
        plea=move.text("plea") or side.plea,
        proved=sorted({*side.proved, proved} - {""}),
        sentence=sealing.veiled(move.case, move.text("sentence")),
        prison_months=sentences.months(move),
        fine_paise=fine,
        ended_on=move.day("on"),
    )
    said: dict[str, object] = {"accused": side.accused.code, "outcome": outcome, "on": move.day("on")}
    said |= {"plea": move.text("plea") or side.plea, "proved": proved}
    facts = {
        **said,
        "prison_months": sentences.months(move),
        "in_words": bool(move.text("sentence")),
        "fine_paise": fine,
    }
    to = To(move.case.state, facts=facts, private=sentences.words(move))
    if move.case.state == "decided" and outcome == justice.CONVICTED:
        to.outcome = justice.CONVICTED
    to.after.append(lambda: _look(side.track, by=move.by, at=move.at))
    return to


@effect("decide", "bl_track")
def decide(move: Move) -> To:
    """The court or authority decided: for every accused who has no outcome of their own, and for the freed persons."""
    track = Track.objects.select_related("case").get(pk=move.case.pk)
    _allowed(move, track)
    on, outcome = move.day("on"), move.text("outcome")
    open_sides = track.against.filter(outcome="")
    if (move.text("sentence") or sentences.months(move) or move.detail.get("fine_rupees")) and open_sides.count() != 1:
        raise Refused(_("With several accused, record sentence and fine for each of them first."), "sentence")
    words, months = sealing.veiled(move.case, move.text("sentence")), sentences.months(move)
    open_sides.update(
        outcome=outcome, sentence=words, prison_months=months, fine_paise=sentences.fine(move, 0), ended_on=on
    )
    convicted = track.against.filter(outcome=justice.CONVICTED).exists()
    Track.objects.filter(pk=track.pk).update(decided_on=on, found_bondage=bool(move.detail.get("found_bondage")))
    hearings.keep_order(move, Order.Kind.JUDGMENT)
    _end_dates(move)
    outcome = justice.CONVICTED if convicted else outcome
    to = tracks.onward(move, "decided")
    to.outcome = outcome
    said = {"prison_months": months, "in_words": bool(words), "fine_paise": sentences.fine(move, 0)}
    to.private = {**to.private, **sentences.words(move)}
    to.facts = {**said, "outcome": outcome, "on": on, "found_bondage": bool(move.detail.get("found_bondage"))}
    to.after.append(lambda: _after_decision(track, move, outcome))
    return to


@effect("recover", "bl_track")
def recover(move: Move) -> To:
    """A fine came in, whole or in part: the freed persons' share of it falls due at once."""
    side, paise = _side(move), hearings.positive(move, "rupees")
    won = TrackAccused.objects.filter(pk=side.pk, recovered_paise__lte=F("fine_paise") - paise)
    if not won.update(recovered_paise=F("recovered_paise") + paise):
        raise Refused(_("More than the fine cannot come in."), "rupees")
    to = tracks.onward(move, move.case.state)
    to.facts = {"accused": side.accused.code, "paise": paise, "on": move.day("on")}
    to.after.append(lambda: share_out(side.track, by=move.by, at=move.at))
    return to


@effect("appeal", "bl_track")
def appeal(move: Move) -> To:
    """An appeal was filed; the track goes on before another court."""
    number = move.text("case_number")
    Track.objects.filter(pk=move.case.pk).update(
        court=move.text("court"), **({"case_number": number} if number else {})
    )
    to = tracks.onward(move, "appeal")
    to.facts = {"on": move.day("on"), "court": move.text("court"), "case_number": number}
    return to


@effect("close", "bl_track")
def close(move: Move) -> To:
    """All that was decided is carried out; where a fine is left to recover, the remarks must say why it ends."""
    sums = TrackAccused.objects.filter(track=move.case.pk).aggregate(fine=Sum("fine_paise"), got=Sum("recovered_paise"))
    if (sums["fine"] or 0) > (sums["got"] or 0) and not move.text("text").strip():
        raise Refused(_("A fine is still to be recovered. Say in the remarks why this ends."), "text")
    return To("closed", private={"text": move.text("text")} if move.text("text") else {})


def share_out(track: Track, *, by: Actor, at: datetime) -> None:
    """Let the freed persons' share of the recovered fines fall due: by days of bondage, beyond what was given."""
    counted = [one for one in track.against.all() if WITH_SHARE & set(one.proved or track.sections)]
    recovered = sum(one.recovered_paise for one in counted)
    rows = TrackPerson.objects.select_for_update(of=("self",)).filter(track=track).order_by("id")
    sides = list(rows.select_related("survivor__case", "survivor__bondage"))
    days = [_days(side) for side in sides]
    if not recovered or not any(days):
        return
    a_day = rulebook.book().number("bonded.share_paise_a_day", clock.day(at))
    now = share.still_due(recovered, days, [side.share_paise for side in sides], a_day=a_day)
    for side, paise in zip(sides, now, strict=True):
        if not paise:
            continue
        whole = side.share_paise + paise
        TrackPerson.objects.filter(pk=side.pk).update(share_paise=whole)
        key = f"{track.case.number}:share:{whole}"
        owed.owe(side.survivor, "fine_share", paise=paise, key=key, by=by, at=at)


def _days(side: TrackPerson) -> int:
    bondage = getattr(side.survivor, "bondage", None)
    return bondage.days if bondage else 0


def _after_decision(track: Track, move: Move, outcome: str) -> None:
    if outcome == justice.CONVICTED:
        tracks.relieve(track, justice.CONVICTED, by=move.by, at=move.at)
    award = move.detail.get("award_rupees")
    if isinstance(award, int) and award > 0:
        _award(track, award * money.PAISE, by=move.by, at=move.at)
    _look(track, by=move.by, at=move.at)


def _award(track: Track, paise: int, *, by: Actor, at: datetime) -> None:
    kind = "wages" if track.track == "wages" else "compensation"
    sides = list(track.sides.select_related("survivor__case"))
    Track.objects.filter(pk=track.pk).update(awarded_paise=paise * len(sides))
    track.sides.update(award_paise=paise)
    for side in sides:
        more = paise - side.award_paise  # of an appeal that raised it; nothing given is taken back
        if more > 0:
            owed.owe(side.survivor, kind, paise=more, key=f"{track.case.number}:award:{paise}", by=by, at=at)


def _look(track: Track, *, by: Actor, at: datetime) -> None:
    """See whether the gate of the balance opened for anybody."""
    for side in track.sides.select_related("survivor__case"):
        gate.look(side.survivor, by=by, at=at)


def _end_dates(move: Move) -> None:
    """Stop the age of the trial; the date on which it was decided was held."""
    duties.done(move.case, tracks.TRIAL_AGE, at=move.at)
    waiting = hearings.to_come(move.case)
    if waiting is None:
        return
    if waiting.at > move.at:
        duties.drop(move.case, hearings.REMINDER, key=str(waiting.seq), at=move.at)
        waiting.delete()
        return
    held = {"result": Hearing.Result.HELD, "recorded_by": move.by.key, "recorded_at": move.at}
    Hearing.objects.filter(pk=waiting.pk).update(**held)
    duties.done(move.case, hearings.REMINDER, key=str(waiting.seq), at=move.at)


def _side(move: Move) -> TrackAccused:
    found = TrackAccused.objects.filter(track=move.case.pk, accused__code=move.text("accused"))
    side = found.select_related("accused", "track__case").first()
    if side is None:
        raise Refused(_("Choose one from the list."), "accused")
    return side


def _allowed(move: Move, track: Track) -> None:
    if move.text("outcome") not in justice.outcomes(track.track):
        raise Refused(_("A track of this kind cannot end so."), "outcome")
    on = move.day("on")
    if on is not None and on > clock.day(move.at):
        raise Refused(_("This day has not come yet."), "on")
