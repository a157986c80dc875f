"""Named reads about reading: who looked, what is open to whom, emergencies nobody reviewed, misuse and odd searches."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.bonded import unsealed
from shramsetu.bonded.models import Opening, Survivor
from shramsetu.bonded.reading_words import LINES
from shramsetu.casework import rules
from shramsetu.casework.sealing import Unreadable
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices import queries as offices
from shramsetu.offices import roster, words
from shramsetu.offices.models import Post, Role, User

SHOWN = 50
LOOKED_BACK = timedelta(days=90)
ALARMS = "alarms:bonded"
# Who reviews an opening: the magistrate of the district, those above, the privacy officer; never whoever opened it.
REVIEWERS = frozenset({Role.DM, Role.MANDAL, Role.HEAD, Role.ADMINISTRATOR})
OVERSEERS = frozenset({Role.HEAD, Role.ADMINISTRATOR})
# Which posts of a district may be given leave: lawyers and counsellors of the line departments, child unit, prosecutor.
ROLES_WITH_LEAVE = frozenset({Role.LINE_DESK, Role.CHILD_UNIT, Role.PROSECUTOR, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class Row:
    """One opening as a list shows it."""

    opening: Opening
    purpose: str
    reason: str | Promise
    review_by: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Misuse:
    """How often somebody opened records in an emergency, and how often it was not right."""

    name: str
    count: int
    wrong: int


def row(opening: Opening, *, by: Actor, at: datetime) -> Row:
    """Return an opening with its words and the time of its review; its reason for who may review it."""
    due = opening.from_at + timedelta(hours=rules.figure("bonded.glass_review_hours", opening.from_at))
    reason: str | Promise
    try:
        reason = unsealed.reason_of(opening, by)
    except Unreadable:
        reason = ""
    return Row(opening, _purpose(opening.purpose), reason, due, is_late=opening.reviewed_at is None and at > due)


def unreviewed(*, at: datetime) -> list[Row]:
    """Return the emergency openings whose review is late, oldest first: without their reasons."""
    before = at - timedelta(hours=rules.figure("bonded.glass_review_hours", at))
    late = Opening.objects.filter(kind=Opening.Kind.GLASS, reviewed_at=None, from_at__lt=before)
    found = late.select_related("survivor__case__district", "post").order_by("from_at", "pk")[:SHOWN]
    return [Row(one, _purpose(one.purpose), "", one.from_at, is_late=True) for one in found]


def misuse() -> list[Misuse]:
    """Return who opened records in an emergency, the most often wrong first."""
    rows = list(Opening.objects.filter(kind=Opening.Kind.GLASS).values_list("by", "was_right"))
    counts, wrong = Counter(by for by, _ in rows), Counter(by for by, was_right in rows if was_right is False)
    names = _names(counts)
    found = [Misuse(names.get(by, by), counts[by], wrong[by]) for by in counts]
    return sorted(found, key=lambda one: (-one.wrong, -one.count, one.name))[:SHOWN]


def flagged(*, at: datetime) -> list[tuple[str, str, datetime]]:
    """Return the searches and readings that were reported in the last months: who, what, when."""
    found = Entry.objects.filter(stream=ALARMS, at__gte=at - LOOKED_BACK).order_by("-at", "-pk")[:SHOWN]
    rows = [(str(one.detail.get("by") or ""), one.verb, one.at) for one in found]
    names = _names({by for by, _, _ in rows})
    return [(names.get(by, by), verb, when) for by, verb, when in rows]


def reads(survivor: Survivor) -> list[tuple[datetime, str]]:
    """Return who looked at a person, newest first, in sentences."""
    number = survivor.case.number
    streams = (f"reads:{number}", f"reads:case:{number}")
    entries = Entry.objects.filter(stream__in=streams).order_by("-at", "-pk")[:SHOWN]
    held = roster.current()
    return [(one.at, _sentence(one, held)) for one in entries]


def running(survivor: Survivor, *, at: datetime) -> list[Opening]:
    """Return what is open of a person now, and to whom."""
    found = Opening.objects.filter(survivor=survivor, ended_at=None, to_at__gt=at)
    return list(found.select_related("post").order_by("to_at", "pk"))


def posts_for(survivor: Survivor) -> list[Post]:
    """Return the posts of the person's districts that may be given leave."""
    places = {survivor.case.district_id, survivor.native_district_id} - {None}
    posts = offices.memory().posts.values()
    found = [one for one in posts if one.role in ROLES_WITH_LEAVE and one.place_id in places]
    return sorted(found, key=lambda one: one.code)


def _sentence(entry: Entry, held: roster.Snapshot) -> str:
    _, _, post = entry.by.partition("@")
    known = held.posts.get(int(post)) if post.isdigit() else None
    who = words.title(known) if known else entry.role
    key = f"reveal:{entry.detail.get('class')}" if entry.verb == "reveal" else entry.verb
    said = LINES.get(key)
    return str(said) % {"who": who, "purpose": _purpose(str(entry.detail.get("purpose") or ""))} if said else who


def _purpose(slug: str) -> str:
    known = rulebook.book().bonded.purposes.get(slug)
    return known.title.say(get_language() or "hi") if known else ""


def _names(keys: "Mapping[str, int] | set[str]") -> dict[str, str]:
    ids = {key: int(key.removeprefix("user:").partition("@")[0]) for key in keys if key.startswith("user:")}
    known = dict(User.objects.filter(pk__in=set(ids.values())).values_list("pk", "name_hi"))
    return {key: known.get(pk, key) for key, pk in ids.items()}
