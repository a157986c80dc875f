"""What each kind of case adds to the pages of the desk: panels of the case page, queues, homes, sentences.

Packages above casework register here from their `desk` module, which casework's `ready()` discovers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise

from shramsetu.casework.models import Case
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of the case page: where it stands (words, reports or side), its template and what that shows."""

    at: str
    template: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of the inbox: which of the post's cases it holds at a given time, and how it is drawn."""

    name: str
    label: Words
    icon: str
    condition: Callable[[datetime], Q]
    state: str = ""
    roles: frozenset[str] = frozenset()

    def is_for(self, role: str) -> bool:
        """Whether a post of `role` has this queue."""
        return not self.roles or role in self.roles


@dataclass(frozen=True, slots=True)
class Door:
    """A page that roles reach from the head of the desk, those of some departments alone where these are named."""

    url_name: str
    label: Words
    icon: str
    roles: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def is_for(self, post: Post) -> bool:
        """Tell whether the door is shown to `post`."""
        if self.departments and (post.department is None or post.department.slug not in self.departments):
            return False
        return not self.roles or post.role in self.roles


@dataclass(frozen=True, slots=True)
class Group:
    """A name under which doors of some pages' namespaces stand together, where a post has several of them."""

    label: Words
    icon: str
    namespaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A page about one case, beside its steps: a URL name that takes the number."""

    url_name: str
    label: Words
    icon: str
    key: str = ""
    is_next: bool = False  # what most likely comes next, where that is no step of the table


@dataclass(frozen=True, slots=True)
class Hint:
    """What is said above the form of a step, and the page of the case that mends it; `bars` leaves no form at all."""

    words: Words
    url_name: str = ""
    label: Words = ""
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What is due next in a case, by its name, and since when its time runs."""

    words: Words
    at: datetime
    from_at: datetime


class PaperRule(Protocol):
    """Tells whether somebody who sees the case may open one of its papers."""

    def __call__(self, case: Case, paper: Attachment, *, by: Actor) -> bool: ...


@dataclass(slots=True)
class Kinds:
    """Everything registered, by kind of case or in order."""

    more_panels: list[Callable[[HttpRequest, Case], list[Panel]]] = field(default_factory=list)  # on every kind's page
    panels: dict[str, Callable[[HttpRequest, Case], list[Panel]]] = field(default_factory=dict)
    tools: dict[str, Callable[[HttpRequest, Case], list[Tool]]] = field(default_factory=dict)
    # What is said above the form of a step (by its verb), before anything is written there.
    hints: dict[str, Callable[[Case, str], list[Hint]]] = field(default_factory=dict)
    sentences: dict[tuple[str, str], Words] = field(default_factory=dict)
    queues: list[Queue] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    lists: dict[str, Callable[[list[Case]], Mapping[int, str]]] = field(default_factory=dict)
    # Kinds whose next limit is that of something that hangs on the case.
    limits: dict[str, Callable[[Case], Limit | None]] = field(default_factory=dict)
    # Kinds that show their steps to more posts than read what was written, or may open the papers.
    words_for: dict[str, Callable[[Case, Actor], bool]] = field(default_factory=dict)
    papers_for: dict[str, PaperRule] = field(default_factory=dict)


KINDS = Kinds()


def panels_of(request: HttpRequest, case: Case) -> list[Panel]:
    """Return what the package of this kind shows of `case`."""
    builder = KINDS.panels.get(case.kind)
    own = builder(request, case) if builder else []
    return [*own, *(panel for more in KINDS.more_panels for panel in more(request, case))]


def tools_of(request: HttpRequest, case: Case) -> list[Tool]:
    """Return the further pages about `case` that its package offers to this request's post."""
    builder = KINDS.tools.get(case.kind)
    return builder(request, case) if builder else []


def hints_of(case: Case, verb: str) -> list[Hint]:
    """Return what is said above the form of the step `verb` of `case`."""
    teller = KINDS.hints.get(case.kind)
    return teller(case, verb) if teller else []


def limit_of(case: Case) -> Limit | None:
    """Return what hangs on `case` and is due before it; None where its own time is what counts."""
    finder = KINDS.limits.get(case.kind)
    return finder(case) if finder else None


def reads_words(case: Case, by: Actor | None) -> bool:
    """Tell whether `by`, who sees the case, reads what was written in it, and not its steps alone."""
    rule = KINDS.words_for.get(case.kind)
    return rule is None or (by is not None and rule(case, by))


def opens_paper(case: Case, paper: Attachment, *, by: Actor) -> bool:
    """Tell whether `by`, who sees the case, may open this paper of it."""
    rule = KINDS.papers_for.get(case.kind)
    return rule is None or rule(case, paper, by=by)


def say(sentences: Mapping[str, Words], *kinds: str) -> None:
    """Register how the timeline tells each verb of `kinds`."""
    KINDS.sentences.update({(kind, verb): words for kind in kinds for verb, words in sentences.items()})
