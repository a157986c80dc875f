"""The proceedings that follow: charge sheet, dates and adjournments, sentences, fines, appeals, claims of wages."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shramsetu.bonded.actions import tracks
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.models import Survivor, Track
from shramsetu.demo.rescues.tale import DAY, HOUR, Tale, attach, holder, take
from shramsetu.lib import clock

ORDER = ("", "fir", "filed", "heard", "decided", "appeal", "closed")
SIDES = ("defence", "prosecution", "court", "survivor", "police")
# Before this many days no rule of the rulebook says how long a claim of wages may take.
WAGES_DAYS = 300
NO_REPORT = 4  # of ten: where the police registered none
FREED = ("bonded", "certified", "travelling", "home", "planned", "followed")
FORUMS = {"bls-court": "judicial", "bls-summary": "judicial", "sessions": "sessions", "poa": "special"}


def events(tale: Tale) -> list[tuple[float, Callable[[], None]]]:
    """Return what the proceedings bring as far as the plot says: so many days after the first word, what."""
    reach = ORDER.index(tale.plot.law)
    found: list[tuple[float, Callable[[], None]]] = []
    if reach >= 2 and tale.index % 2 == 0 and tale.plot.days < WAGES_DAYS:
        found.append((20, lambda: _wages(tale)))
    if reach >= 2 and tale.index % 10 != NO_REPORT:
        found.append((30, lambda: _file(tale)))
        found += [(45, lambda: _begin(tale))] if reach >= 3 else []
        found += [(65 + _gap(tale) * number, partial(_hear, tale, number)) for number in range(4) if reach >= 3]
        found += [(250, lambda: _decide(tale))] if reach >= 4 else []
        found += [(290, lambda: _appeal(tale))] if reach == 5 else []
        found += [(300, lambda: _carry_out(tale))] if reach == 6 else []
    return found


def _step(track: Track, verb: str, at: datetime, **detail: object) -> None:
    track.case.refresh_from_db()
    take(track.case, verb, by=holder(track.case), at=at, **detail)


def _gap(tale: Tale) -> float:
    """Return how many days lie between two dates; where it is still being heard, the next one lies ahead."""
    return (tale.plot.days - 50) / 4 if tale.plot.law == "heard" else 24


def _of(tale: Tale) -> Track:
    """Return the track of the police report."""
    return Track.objects.filter(operation=tale.operation).exclude(track="wages").select_related("case__holder").get()


def freed(tale: Tale) -> list[Survivor]:
    """Return who of the tale was freed."""
    rows = Survivor.objects.filter(operation=tale.operation, case__state__in=FREED)
    return list(rows.select_related("case__district", "operation__case").order_by("pk"))


def _file(tale: Tale) -> None:
    at, track = tale.began + 30 * DAY, _of(tale)
    lies = {"court": "न्यायालय नमूना", "forum": FORUMS[track.track], "case_number": f"UPDEMO{tale.index:06d}"}
    _step(track, "file", at, on=clock.day(at), **lies)


def _begin(tale: Tale) -> None:
    at, track = tale.began + 45 * DAY, _of(tale)
    _step(track, "cognizance", at, on=clock.day(at))
    _step(track, "fix", at, next_at=at + 20 * DAY, purpose="charge")


def _hear(tale: Tale, number: int) -> None:
    """Record a date: every other one is adjourned because of somebody; the next one is fixed at once."""
    at, track = tale.began + (65 + _gap(tale) * number) * DAY, _of(tale)
    adjourned = number % 2 == 1
    said = {"result": "adjourned", "side": SIDES[(tale.index + number) % 5]} if adjourned else {"result": "held"}
    more = {"survivor": number != 1, "prosecutor": True, "purpose": "evidence", "next_at": at + _gap(tale) * DAY}
    if number == 3 and tale.plot.law != "heard":
        del more["next_at"], more["purpose"]
    _step(track, "hear", at, why="अधिवक्ता नहीं आए।" if adjourned else "", **said, **more)
    if number == 0:
        _step(track, "plea", at, on=clock.day(at), text="आरोप पढ़कर सुनाया गया।")
        _step(track, "evidence", at, on=clock.day(at))


def _appeal(tale: Tale) -> None:
    at = tale.began + 290 * DAY
    _step(_of(tale), "appeal", at, court="सत्र न्यायालय", case_number="APPEAL/7", on=clock.day(at))


def _decide(tale: Tale) -> None:
    at, track, convicted = tale.began + 250 * DAY, _of(tale), tale.index % 3 != 2
    outcome = "convicted" if convicted else "acquitted"
    for accused in tale.accused if convicted else ():
        said = {"accused": accused.code, "outcome": outcome, "proved": "bls-18", "prison_months": 12}
        _step(track, "sentence", at, fine_rupees=2_000, on=clock.day(at), **said)
    paper = attach(track.case, by=holder(track.case), at=at)
    told = {"outcome": outcome, "found_bondage": True, "text": "बंधुआ श्रम सिद्ध पाया गया।", "files": [str(paper.pk)]}
    _step(track, "decide", at, on=clock.day(at), **told)
    if convicted:
        track.case.refresh_from_db()
        take(track.case, "confirm", by=tale.by("sdm"), at=at + DAY)


def _carry_out(tale: Tale) -> None:
    at, track = tale.began + 300 * DAY, _of(tale)
    for side in track.against.filter(fine_paise__gt=0).select_related("accused"):
        _step(track, "recover", at, accused=side.accused.code, rupees=side.fine_paise // 100, on=clock.day(at))
    _step(track, "close", at + 5 * DAY, text="अर्थदंड वसूल, अंश वितरण में।")


def _wages(tale: Tale) -> None:
    who = freed(tale)
    if not who:
        return
    at = tale.began + 20 * DAY
    claim = Beginning("wages", who, accused=tale.accused, claimed_paise=4_500_000, complaint_on=clock.day(at))
    track = tracks.begin(claim, by=tale.by("labour_officer"), at=at)
    lies = {"court": "प्राधिकारी, मज़दूरी संदाय", "forum": "authority", "case_number": f"PW/{tale.index}"}
    _step(track, "file", at + HOUR, on=clock.day(at), **lies)
    if tale.index % 4 == 0:
        told = {"outcome": "allowed", "found_bondage": False, "award_rupees": 12_000, "text": "दावा स्वीकार।"}
        _step(track, "decide", at + 2 * DAY, on=clock.day(at + 2 * DAY), **told)
