"""The ladder of a duty: its instants by the rule of its first day, and the posts that its rungs name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shramsetu import rulebook
from shramsetu.bonded import owners
from shramsetu.bonded.models import BondedDuty, Survivor
from shramsetu.bonded.rules import clocks
from shramsetu.bonded.rules.clocks import Times
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.lib import clock, numbers
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post, User
from shramsetu.offices.rules import NoPost
from shramsetu.places.models import Place

QUIET = "quiet-case"
SURVIVOR = "survivor"


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody who hears of a duty in the name of a post: in an empty chair whoever sits next above."""

    post: Post
    user: User


def times_of(duty: BondedDuty) -> Times:
    """Return the instants of a duty: by the rule in force when it began, moved by the time it stood still."""
    book, on = rulebook.book(), clock.day(duty.from_at)
    row = book.bonded.clock(duty.clock, on)
    return clocks.times(row, duty.from_at, book.calendar(on), whole=duty.whole, paused=duty.stood_still)


def code_of(duty: BondedDuty) -> str:
    """Return the name under which a duty may be spoken of: the person's code name, else the number of its case."""
    return duty.survivor.code if duty.survivor else numbers.spaced(duty.parent.number)


def posts(duty: BondedDuty, who: str) -> list[Post]:
    """Return the posts that `who` of a rung is for this duty; none for the survivor, who is no post."""
    if who == SURVIVOR:
        return []
    special = _SPECIAL.get(who)
    return special(duty) if special else _owner(who, duty.case.district)


def survivors(duty: BondedDuty) -> list[Survivor]:
    """Return whom a duty is about: its person, or those on whose behalf a proceeding runs."""
    if duty.survivor is not None:
        return [duty.survivor]
    return list(Survivor.objects.filter(tracks=duty.parent_id).select_related("case").order_by("pk"))


Seated = dict[int, Hearer | None]


def hearers(duty: BondedDuty, who: str, seated: Seated) -> list[Hearer]:
    """Return who hears of a rung; nobody where even the top of the ladder is empty. `seated` is kept for one run."""
    found = posts(duty, who)
    for post in found:
        if post.pk not in seated:
            seated[post.pk] = _seated(post)
    heard = (seated[post.pk] for post in found)
    return [one for one in heard if one is not None]


def _seated(post: Post) -> Hearer | None:
    """Return who sits there and has a telephone, else in the next chair above: a message to no number tells nobody."""
    here: Post | None = post
    while here is not None:
        user = offices.incumbent(here)
        if user is not None and user.phone:
            return Hearer(here, user)
        here = offices.above(here)
    return None


def _owner(owner: str, district: Place | None) -> list[Post]:
    try:
        return [owners.post(owner, district)]
    except NoPost:
        return []


def _holder(duty: BondedDuty) -> list[Post]:
    return [duty.case.holder] if duty.case.holder else []


def _duty_owner(duty: BondedDuty) -> list[Post]:
    """The holder; of a quiet case the holders of everything that is still open in it."""
    if duty.clock != QUIET:
        return _holder(duty)
    running = Case.objects.filter(parent=duty.parent_id, kind="bl_duty", phase__in=[OPEN, PAUSED])
    found = {case.holder for case in running.select_related("holder") if case.holder}
    return sorted(found, key=lambda post: post.pk)


def _home(duty: BondedDuty) -> Place | None:
    return duty.survivor.native_district if duty.survivor else None


def _both_dms(duty: BondedDuty) -> list[Post]:
    districts = {one.pk: one for one in (duty.parent.district, duty.case.district, _home(duty)) if one is not None}
    return [post for district in districts.values() for post in _owner("dm", district)]


_SPECIAL: Mapping[str, Callable[[BondedDuty], list[Post]]] = {
    "holder": _holder,
    "duty_owner": _duty_owner,
    "line_department": _holder,
    "both_dms": _both_dms,
    "native_officer": lambda duty: _owner("native_officer", _home(duty) or duty.case.district),
    # The District Magistrate chairs the committee; its agenda takes up the same duties.
    "vigilance_committee": lambda duty: _owner("dm", duty.case.district),
}
