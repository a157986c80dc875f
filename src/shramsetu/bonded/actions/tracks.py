"""Legal tracks: how one begins, which steps it takes before its court, and who has a part in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import owners, powers
from shramsetu.bonded.actions import duties, owed
from shramsetu.bonded.models import Accused, Hearing, Survivor, Track, TrackAccused, TrackPerson
from shramsetu.bonded.rules import justice, share
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Opening, Refused, open_case
from shramsetu.casework.flow import effect
from shramsetu.casework.models import CLOSED, FINAL, Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post

TRIAL_AGE = "trial-age"
# What the law allows an authority for its decision, where it says so.
LIMITS = {"compensation": "bonded.compensation_days", "wages": "bonded.wages_claim_days"}


@dataclass(frozen=True)
class Beginning:
    """A track about to be opened: what kind, for whom, against whom, and how far it is already."""

    track: str
    persons: Sequence[Survivor]
    accused: Sequence[Accused] = ()
    sections: Sequence[str] = ()
    forum: str = ""
    court: str = ""
    station: str = ""
    fir_number: str = ""
    fir_on: date | None = None
    case_number: str = ""
    filed_on: date | None = None
    offence_on: date | None = None
    complaint_on: date | None = None
    claimed_paise: int = 0
    columns: dict[str, object] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Return where it stands by what is known of it."""
        if self.filed_on is not None:
            return "filed"
        return "investigation" if self.fir_number else "reported"


@transaction.atomic
def begin(one: Beginning, *, by: Actor, at: datetime) -> Track:
    """Open a track for freed persons; raises Refused where it has none, or an accused of another operation."""
    if not one.persons:
        raise Refused(_("Choose at least one freed person."), "persons")
    for person in one.persons:
        powers.need_here(by, *powers.of_person(person))
    if running := _running(one):
        raise Refused(_("This proceeding is under way already: %(number)s.") % {"number": running.case.number}, "track")
    first = one.persons[0]
    place = first.case
    forum = one.forum or usual_forum(one.track, at)
    holder = _holder(one.track, forum, one.state, place)
    start = To(one.state, holder=holder, level=1, due=_due(one.track, one.state, at), facts={"track": one.track})
    columns = {
        "district": place.district,
        "department": place.department,
        "parent": first.operation.case if first.operation else place,
        "sealed": True,
    }
    case = open_case(Opening("bl_track", Case.Channel.DESK, start, columns), by=by, at=at)
    sealing.seal(case, {})
    track = Track(case=case, operation=first.operation, forum=forum, **_columns(one))
    track.save(force_insert=True)
    TrackPerson.objects.bulk_create([TrackPerson(track=track, survivor=each) for each in one.persons])
    TrackAccused.objects.bulk_create([TrackAccused(track=track, accused=each) for each in one.accused])
    if one.fir_number:
        relieve(track, "fir", by=by, at=at)
    if one.filed_on is not None:
        _claimed(track, at=at)
    return track


def _running(one: Beginning) -> Track | None:
    """Return the undecided application of this kind that one of the persons has: two of them would be paid twice."""
    if justice.WAYS[one.track].criminal:
        return None
    same = Track.objects.filter(track=one.track, case__outcome="", persons__in=one.persons)
    return same.select_related("case").exclude(case__phase__in=[CLOSED, FINAL]).first()


def usual_forum(track: str, at: datetime) -> str:
    """Return where a track of this kind is heard by default; of the summary trial the rulebook says it, by date."""
    if track == justice.SUMMARY:
        return str(rulebook.book().value("bonded.summary_forum", clock.day(at)).value)
    return str(justice.WAYS[track].forum)


def onward(move: Move, state: str, *, holder: Post | None = None, due: Due | None = None) -> To:
    """Lead a track to `state`; without a next date it is looked at again in the rulebook's time."""
    return To(state, holder=holder, due=due or _due(move.case.track.track, state, move.at))


def needs_prosecutor(track: Track) -> bool:
    """Tell whether the state's prosecutor pursues it: a criminal track before a court."""
    return justice.WAYS[track.track].criminal and track.forum != justice.Forum.EXECUTIVE


def relieve(track: Track, stage: str, *, by: Actor, at: datetime) -> None:
    """Let the instalment of the PoA relief of this stage fall due for each person; once for each."""
    if track.track != "poa" or stage not in justice.RELIEF_STAGES:
        return
    book, on = rulebook.book(), clock.day(at)
    number = justice.RELIEF_STAGES[stage]
    total, percents = book.number("bonded.poa_relief_paise", on), book.numbers("bonded.poa_relief_percents", on)
    for side in track.sides.exclude(reliefs__contains=[number]).select_related("survivor__case"):
        TrackPerson.objects.filter(pk=side.pk).update(reliefs=[*side.reliefs, number])
        paise = share.relief(total, percents, number)
        owed.owe(side.survivor, "poa_relief", paise=paise, key=f"{track.case.number}:relief:{number}", by=by, at=at)


@effect("fir", "bl_track")
def fir(move: Move) -> To:
    """The police registered the report."""
    number, on = move.text("fir_number"), _not_later(move)
    track = _track(move, fir_number=number, fir_on=on, station=move.text("station"))
    to = onward(move, "investigation")
    to.facts = {"on": on}
    to.after.append(lambda: relieve(track, "fir", by=move.by, at=move.at))
    return to


@effect("file", "bl_track")
def file(move: Move) -> To:
    """The charge sheet, complaint or application lies before a court or authority; whose task it is changes with it."""
    on, forum = _not_later(move), move.text("forum")
    track = _track(move, filed_on=on, forum=forum, court=move.text("court"), case_number=move.text("case_number"))
    to = onward(move, "filed", holder=_holder(track.track, forum, "filed", move.case))
    to.facts = {"on": on, "forum": forum, "court": track.court, "case_number": track.case_number}
    to.tells = [Tell("officer-arrival", "holder")]
    to.after.append(lambda: relieve(track, "file", by=move.by, at=move.at))
    to.after.append(lambda: _claimed(track, at=move.at))
    return to


@effect("cognizance", "bl_track")
def cognizance(move: Move) -> To:
    """The court took cognizance: the age of the trial counts from here."""
    on = _not_later(move)
    _track(move, cognizance_on=on)
    to = onward(move, "cognizance")
    to.facts = {"on": on}
    from_at, who = clock.moment(on), _owner(move.case)
    to.after.append(lambda: duties.start(move.case, TRIAL_AGE, from_at=from_at, owner=who, by=move.by, at=move.at))
    return to


@effect("plea", "bl_track")
def plea(move: Move) -> To:
    """The charge was framed or read over, and the plea taken."""
    return _stage(move, "plea")


@effect("evidence", "bl_track")
def evidence(move: Move) -> To:
    """Evidence begins."""
    return _stage(move, "evidence")


@effect("abandon", "bl_track")
def abandon(move: Move) -> To:
    """The track ends without a decision: withdrawn, abated, or never filed, with the reason."""
    duties.drop(move.case, TRIAL_AGE, at=move.at)
    for waiting in Hearing.objects.filter(track=move.case.pk, recorded_at=None):
        duties.drop(move.case, "hearing", key=str(waiting.seq), at=move.at)
        waiting.delete()
    return To("closed", outcome="withdrawn", private={"reason": move.text("reason")})


@effect("join_person", "bl_track")
def join_person(move: Move) -> To:
    """Add a freed person of the same operation."""
    track = Track.objects.get(pk=move.case.pk)
    found = Survivor.objects.filter(code=move.text("person"), operation=track.operation).exclude(tracks=track).first()
    if found is None:
        raise Refused(_("Choose a person of the same operation who is not named yet."), "person")
    TrackPerson.objects.create(track=track, survivor=found)
    return To(move.case.state, facts={"person": found.code})


@effect("join_accused", "bl_track")
def join_accused(move: Move) -> To:
    """Add an accused of the same operation."""
    track = Track.objects.get(pk=move.case.pk)
    code = move.text("accused")
    found = Accused.objects.filter(code=code, operation=track.operation).exclude(tracks__track=track).first()
    if found is None:
        raise Refused(_("Choose an accused of the same operation who is not named yet."), "accused")
    TrackAccused.objects.create(track=track, accused=found)
    return To(move.case.state, facts={"accused": found.code})


@effect("overdue", "bl_track")
def overdue(move: Move) -> To:
    """No date for long: it stays with its holder, who is told of it daily."""
    return To(move.case.state, changes={"warned": duties.TOLD_OVER}, facts={"stays": True})


def _stage(move: Move, state: str) -> To:
    on = _not_later(move)
    to = onward(move, state)
    to.facts = {"on": on}
    to.private = {"text": move.text("text")} if move.text("text") else {}
    return to


def _track(move: Move, **columns: object) -> Track:
    Track.objects.filter(pk=move.case.pk).update(**columns)
    return Track.objects.select_related("case").get(pk=move.case.pk)


def _columns(one: Beginning) -> dict[str, object]:
    names = ("track", "court", "station", "fir_number", "fir_on", "case_number", "filed_on", "offence_on")
    given = {name: getattr(one, name) for name in (*names, "complaint_on", "claimed_paise")}
    return {**given, "sections": list(one.sections), **one.columns}


def _holder(track: str, forum: str, state: str, place: Case) -> Post:
    """Return whose task a track is: of the police until it is filed, then of whoever pursues it."""
    way = justice.WAYS[track]
    if way.criminal and state in {"reported", "investigation"} and forum != justice.Forum.EXECUTIVE:
        return owners.post("police", place.district)
    if way.criminal:
        executive = forum == justice.Forum.EXECUTIVE
        return owners.post("magistrate" if executive else "prosecutor", place.district)
    return owners.post(way.owner, place.district)


def _owner(case: Case) -> str:
    """Return who answers for the age of a trial: the magistrate before whom it is, elsewhere the prosecutor."""
    executive = Track.objects.get(pk=case.pk).forum == justice.Forum.EXECUTIVE
    return "magistrate" if executive else "prosecutor"


def _due(track: str, state: str, at: datetime) -> Due:
    key = LIMITS.get(track, "bonded.track_days") if state == "filed" else "bonded.track_days"
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def _not_later(move: Move) -> date:
    on = move.day("on")
    assert on is not None
    if on > clock.day(move.at):
        raise Refused(_("This day has not come yet."), "on")
    return on


def _claimed(track: Track, *, at: datetime) -> None:
    """End the duty to see to the wages of each person whose claim for them lies before the authority."""
    if track.track == justice.WAGES:
        for side in track.sides.select_related("survivor__case"):
            duties.done(side.survivor.case, justice.WAGES, at=at)
