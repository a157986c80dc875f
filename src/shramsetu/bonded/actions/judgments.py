"""How a track ends: outcomes, sentences, fines, what comes in of them and whom it belongs to, appeals."""

from datetime import datetime

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import owners, powers
from shramsetu.bonded.actions import duties, gate, hearings, owed, sentences, tracks
from shramsetu.bonded.models import Hearing, Order, Track, TrackAccused, TrackPerson
from shramsetu.bonded.rules import justice, share
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, money
from shramsetu.offices.models import Post

# The sections under which a part of the fine is the freed person's own.
WITH_SHARE = frozenset({"bls-18", "bls-19"})


@effect("sentence", "bl_track")
def sentence(move: Move) -> To:
    """Record the outcome for one accused."""
    side = _side(move)
    outcome, proved = move.text("outcome"), move.text("proved")
    _allowed(move, side.track)
    is_over = move.case.state in {"decided", "appeal"}
    if is_over:
        _need_order(move, justice.Ended(side.track.track, outcome, found_bondage=False))
    fine = sentences.fine(move, side.recovered_paise)
    TrackAccused.objects.filter(pk=side.pk).update(
        outcome=outcome,
        plea=move.text("plea") or side.plea,
        proved=sorted({*side.proved, proved} - {""}),
        sentence=sealing.veiled(move.case, move.text("sentence")),
        prison_months=sentences.months(move),
        fine_paise=fine,
        ended_on=move.day("on"),
        in_appeal=False,
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
    if is_over:
        _unconfirmed(move)
    return to


@effect("decide", "bl_track")
def decide(move: Move) -> To:
    """The court or authority decided: for every accused who has no outcome of their own, and for the freed persons.

    In appeal it is decided anew for those who are in it; a conviction that is upheld keeps its sentence. What opens
    the balance is laid down with the court's order and counts once it is confirmed.
    """
    track = Track.objects.select_related("case").get(pk=move.case.pk)
    _allowed(move, track)
    on, written, found = move.day("on"), move.text("outcome"), bool(move.detail.get("found_bondage"))
    codes = _decide_sides(move, track)
    convicted = track.against.filter(outcome=justice.CONVICTED).exists()
    outcome = justice.CONVICTED if convicted else written
    _need_order(move, justice.Ended(track.track, outcome, found))
    Track.objects.filter(pk=track.pk).update(decided_on=on, found_bondage=found)
    _unconfirmed(move)
    hearings.keep_order(move, Order.Kind.JUDGMENT)
    _end_dates(move)
    to = tracks.onward(move, "decided")
    to.outcome = outcome
    to.private = {**to.private, **sentences.words(move)}
    to.facts = {
        "prison_months": sentences.months(move),
        "in_words": bool(move.text("sentence")),
        "fine_paise": sentences.fine(move, 0),
        "outcome": outcome,
        "on": on,
        "found_bondage": found,
        "sides": codes,
        "written": written,
    }
    if justice.opens(justice.Ended(track.track, outcome, found)):
        to.tells = [Tell("officer-arrival", "post", {}, post) for post in _confirmers(move)]
    to.after.append(lambda: _after_decision(track, move))
    return to


def _decide_sides(move: Move, track: Track) -> list[str]:
    """Write the outcome of every accused whom a decision is about; return their codes."""
    sides = track.against.filter(Q(outcome="") | Q(in_appeal=True))
    codes = list(sides.order_by("pk").values_list("accused__code", flat=True))
    has_sentence = bool(move.text("sentence") or sentences.months(move) or move.detail.get("fine_rupees"))
    if has_sentence and len(codes) != 1:
        raise Refused(_("With several accused, record sentence and fine for each of them first."), "sentence")
    changes: dict[str, object] = {"outcome": move.text("outcome"), "ended_on": move.day("on"), "in_appeal": False}
    if has_sentence or move.text("outcome") != justice.CONVICTED:
        changes["sentence"] = sealing.veiled(move.case, move.text("sentence"))
        changes["prison_months"] = sentences.months(move)
        # what came in of a fine stays on record, whatever becomes of it
        changes["fine_paise"] = Greatest(Value(sentences.fine(move, 0)), F("recovered_paise"))
    if move.text("outcome") != justice.CONVICTED:
        changes["proved"] = []
    TrackAccused.objects.filter(track=track, accused__code__in=codes).update(**changes)
    return codes


@possible("confirm", "bl_track")
def _waits_for_a_second(case: Case) -> bool:
    return awaits(Track.objects.get(pk=case.pk), case)


@effect("confirm", "bl_track")
def confirm(move: Move) -> To:
    """Confirm a decision by the order that lies with it: from here on it opens the balance. Another person's hand."""
    track = Track.objects.select_for_update(of=("self",)).select_related("case").get(pk=move.case.pk)
    powers.need_here(move.by, move.case.district_id)
    if not awaits(track, move.case):
        raise Refused(_("Nothing waits for a confirmation here."))
    if move.by.assists or track.written_by_id == move.by.user_id:
        raise Refused(_("Whoever wrote the decision down does not confirm it."))
    Track.objects.filter(pk=track.pk).update(confirmed_by=move.by.user_id, confirmed_at=move.at)
    to = tracks.onward(move, move.case.state)
    to.facts = {"outcome": move.case.outcome, "found_bondage": bool(track.found_bondage)}
    if move.case.outcome == justice.CONVICTED:
        to.after.append(lambda: tracks.relieve(track, justice.CONVICTED, by=move.by, at=move.at))
    to.after.append(lambda: _look(track, by=move.by, at=move.at))
    return to


def awaits(track: Track, case: Case) -> bool:
    """Tell whether a decision would open the balance, if somebody confirmed it."""
    ended = justice.Ended(track.track, case.outcome, bool(track.found_bondage))
    return track.decided_on is not None and track.confirmed_at is None and justice.opens(ended)


def _need_order(move: Move, ended: justice.Ended) -> None:
    if justice.opens(ended) and not move.detail.get("files"):
        raise Refused(_("Lay the order of the court with it: what opens the balance counts with its paper."), "files")


def _unconfirmed(move: Move) -> None:
    Track.objects.filter(pk=move.case.pk).update(written_by=move.by.user_id, confirmed_by=None, confirmed_at=None)


def _confirmers(move: Move) -> list[Post]:
    found = [owners.post(owner, move.case.district) for owner in ("prosecutor", "magistrate")]
    return [post for post in found if post.pk != move.by.post_id]


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
    """An appeal was filed, about all accused or one; what was decided stands until the other court has decided."""
    number, alone = move.text("case_number"), move.text("accused")
    sides = TrackAccused.objects.filter(track=move.case.pk)
    if alone:
        sides = sides.filter(pk=_side(move).pk)
    sides.update(in_appeal=True)
    Track.objects.filter(pk=move.case.pk).update(
        court=move.text("court"), **({"case_number": number} if number else {})
    )
    to = tracks.onward(move, "appeal")
    to.facts = {"on": move.day("on"), "court": move.text("court"), "case_number": number, "accused": alone}
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


def _after_decision(track: Track, move: Move) -> None:
    award = move.detail.get("award_rupees")
    if isinstance(award, int) and award > 0:
        _award(track, award * money.PAISE, by=move.by, at=move.at)


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
