"""The story of a case, told from its journal: who did what, when, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import flow, panels, sealing
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.offices import roster, words
from shramsetu.offices.models import Department, Role, User

SENTENCES: Mapping[str, str | Promise] = {
    "register": _("Registered; sent to %(holder)s"),
    "escalate": _("Time over: passed to %(holder)s, level %(level)s"),
    "lapse": _("Time over at the desk: passed to %(holder)s"),
    "hand_on": _("Handed on to another procedure; it has a number of its own there"),
    "stays": _("Time over; it stays with %(holder)s and is announced daily"),
}
LATE = frozenset({"escalate", "lapse"})


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story. `words` are the free texts laid beside the entry, `look` is is-done or is-late."""

    seq: int
    at: datetime
    sentence: str
    who: str
    words: Sequence[str]
    look: str
    drafted_by: str


def entries(case: Case, *, after: int = 0) -> list[Entry]:
    """Return the entries of `case` behind the revision `after`, their private side loaded, newest first."""
    found = Entry.objects.filter(stream=case.stream, seq__gt=after).select_related("private")
    return list(found.order_by("-seq"))


def story(case: Case, found: Sequence[Entry], *, by: Actor | None = None) -> list[Told]:
    """Tell `found` in sentences to `by`, who sees the case; what was written is opened to whom it is for.

    Of kinds that do not show it to everybody who sees the case, nobody reads it who is not named.
    """
    reads = panels.reads_words(case, by)
    known = _Known(roster.current(), _names(found), _departments(found))
    return [_told(case, entry, known, reads=reads) for entry in found]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the sentences name, read once for a whole story."""

    held: roster.Snapshot
    people: Mapping[int, str]
    departments: Mapping[int, str]


def _told(case: Case, entry: Entry, known: _Known, *, reads: bool) -> Told:
    detail = entry.detail
    key = next((name for name in ("stays", "like") if detail.get(name)), entry.verb)
    if entry.seq == 1 and (case.kind, "opened") in KINDS.sentences:
        key = "opened"  # a kind whose own flow has a step called register
    values = {
        "holder": title(known.held, detail.get("holder")),
        "level": detail.get("level") or "",
        "marked_to": title(known.held, detail.get("marked_to")),
        "grade": detail.get("grade") or "",
        "department": known.departments.get(_number(detail.get("to_department") or detail.get("department")), ""),
        "result": _result(case, str(detail.get("result") or detail.get("verdict") or "")),
        "master": detail.get("master") or detail.get("like") or "",
        "attempt": detail.get("attempt") or "",
    }
    drafted = known.people.get(_user(detail.get("drafted_by")), "")
    return Told(
        seq=entry.seq,
        at=entry.at,
        sentence=str(_sentence(case.kind, key)) % values,
        who=_who(entry, known),
        words=_words(case, entry) if reads else (),
        look="is-late" if entry.verb in LATE else "is-done",
        drafted_by=drafted,
    )


def _sentence(kind: str, verb: str) -> str | Promise:
    if (kind, verb) in KINDS.sentences:
        return KINDS.sentences[kind, verb]
    if verb in SENTENCES:
        return SENTENCES[verb]
    label = next((step.label for step in flow.flow_of(kind).steps if step.verb == verb), verb)
    return str(label).replace("%", "%%")


def _result(case: Case, result: str) -> str:
    return str(KINDS.sentences.get((case.kind, f"result:{result}"), result))


def title(held: roster.Snapshot, post_id: object) -> str:
    """Return the title of a post from a roster that was read before; empty for none."""
    if not post_id:
        return ""
    post = held.posts.get(_number(post_id))
    return words.title(post) if post else gettext("a former post")


def _who(entry: Entry, known: _Known) -> str:
    """Say in whose name it was done: post and person, the citizen, or the system itself."""
    if entry.by.startswith("person:"):
        return gettext("Complainant")
    user, at, post = entry.by.removeprefix("user:").partition("@")
    if not at:
        return gettext("Shram Setu")
    role = str(dict(Role.choices).get(entry.role, entry.role))
    name = title(known.held, _number(post)) or role
    person = known.people.get(_number(user), "")
    return f"{name} ({person})" if person else name


def _words(case: Case, entry: Entry) -> list[str]:
    private = getattr(entry, "private", None)
    body = private.body if private else {}
    # A new case's own words have a panel of their own.
    hidden = {"text"} if entry.verb == "register" else set()
    return [sealing.unveiled(case, str(text)) for name, text in body.items() if text and name not in hidden]


def _names(found: Sequence[Entry]) -> dict[int, str]:
    wanted = {_user(entry.by) for entry in found}
    wanted |= {
        _number(str(entry.detail.get("drafted_by") or "").partition(":")[2].partition("@")[0]) for entry in found
    }
    return dict(User.objects.filter(pk__in=wanted - {0}).values_list("pk", "name_hi"))


def _departments(found: Sequence[Entry]) -> dict[int, str]:
    wanted = {_number(entry.detail.get("to_department")) for entry in found} - {0}
    return dict(Department.objects.filter(pk__in=wanted).values_list("pk", "name_hi")) if wanted else {}


def _user(key: object) -> int:
    """Return the id in an actor's key such as user:7@12; 0 for a citizen and for the system."""
    return _number(str(key or "").removeprefix("user:").partition("@")[0])


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0
