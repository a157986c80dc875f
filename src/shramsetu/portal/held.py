"""What is held about one phone: its complaints, names, papers, messages, and who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shramsetu import rulebook
from shramsetu.casework import flow, queries
from shramsetu.casework.models import Case, Party
from shramsetu.files.models import Attachment
from shramsetu.journal.models import Entry
from shramsetu.lib import clock, phone
from shramsetu.messages.actions import address_key
from shramsetu.messages.models import Message, OptOut
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Post
from shramsetu.people.models import Person
from shramsetu.portal import notices, standing
from shramsetu.portal.citizen import Citizen

MOST, READS_MOST = 100, 200


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint in the list: the case, its category and how it stands."""

    case: Case
    category: rulebook.Category | None
    stands: dict[str, object]


@dataclass(frozen=True, slots=True)
class Look:
    """One time that somebody looked: when, from which post, at which complaint, and what was opened."""

    at: datetime
    post: Post | None
    number: str
    verb: str


@dataclass(frozen=True, slots=True)
class Name:
    """A person as held under this phone: the phone itself masked."""

    person: Person
    phone: str


def complaints(who: Citizen) -> list[Row]:
    """Return the complaints of this phone: what awaits the citizen, open ones, closed ones; newest first in each."""
    kinds = [table.kind for table in flow.flows() if table.public]
    rows = queries.cases_visible_to(who.actor).filter(kind__in=kinds).select_related("holder__place", "district")
    found = sorted(rows.order_by("-opened_at")[:MOST], key=_rank)
    book = rulebook.book()
    return [Row(case, book.categories.get(case.category), standing.standing(case)) for case in found]


def data(who: Citizen, *, at: datetime) -> dict[str, object]:
    """Return what the page "my data" shows."""
    names = _names(who)
    numbers = list(queries.cases_visible_to(who.actor).order_by("-opened_at").values_list("number", flat=True))
    book, on = rulebook.book(), clock.day(at)
    phones = {one.phone for one in names if one.phone}
    return {
        "names": [Name(one, phone.masked(one.phone) if one.phone else "") for one in names],
        "numbers": numbers,
        "papers": Attachment.objects.filter(stream__in=[f"case:{one}" for one in numbers], removed_at=None).count(),
        "letters": Message.objects.filter(to_phone__in=phones).count() if phones else 0,
        "writes": not OptOut.objects.filter(address_key__in=[address_key(one) for one in phones]).exists(),
        "looks": looks(numbers),
        "agreed": _agreed(numbers),
        "notice": notices.current(on),
        "years": book.number("privacy.case_years", on),
        "sealed_years": book.number("privacy.sealed_years", on),
        "days": book.number("privacy.correction_days", on),
    }


def looks(numbers: Sequence[str]) -> list[Look]:
    """Return who opened what is personal or secret in these complaints, the latest first."""
    streams = [f"{prefix}{number}" for number in numbers for prefix in ("reads:", "reads:case:")]
    entries = Entry.objects.filter(stream__in=streams).order_by("-at")[:READS_MOST]
    return [Look(one.at, _post(one.by), one.stream.rpartition(":")[2], one.verb) for one in entries]


def _names(who: Citizen) -> list[Person]:
    parts = Party.objects.filter(phone_key=who.phone_key).exclude(part=Party.Part.OPPOSITE)
    return list(Person.objects.filter(parts__in=parts, erased_at=None).distinct().order_by("made_at"))


def _agreed(numbers: Sequence[str]) -> list[tuple[str, int, datetime]]:
    entries = Entry.objects.filter(stream__in=[f"consent:{one}" for one in numbers]).order_by("-at")[:MOST]
    return [(one.stream.partition(":")[2], one.detail["version"], one.at) for one in entries]


def _post(by: str) -> Post | None:
    post = by.rpartition("@")[2]
    try:
        return offices.get(int(post)) if "@" in by and post.isdigit() and int(post) else None
    except offices.NoPost:
        return None


def _rank(case: Case) -> int:
    if standing.look(case) == "now":
        return 0
    return 1 if case.is_open else 2
