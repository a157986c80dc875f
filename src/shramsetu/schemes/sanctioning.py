"""The run that sanctions many claims: which wait, how a chunk is done, what is told of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import runs
from shramsetu.casework.models import Case, Run
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Post
from shramsetu.schemes.actions import many

KIND, SIZE = "sanction-claims", 50
STATES = tuple(many.VERBS)


@dataclass(frozen=True, slots=True)
class Row:
    """One claim that waits: its case, worker, scheme, and on which track it is."""

    case: Case
    name: str
    scheme: str
    track: str


def waiting(post: Post, *, scheme: str = "") -> QuerySet[Case]:
    """Return the claims that wait for the sanction of `post`, what is due first on top."""
    rows = Case.objects.filter(kind="claim", state__in=STATES, holder=post)
    if scheme:
        rows = rows.filter(claim__scheme=scheme)
    return rows.select_related("claim__worker").order_by("due_at", "pk")


def rows(cases: Iterable[Case]) -> list[Row]:
    """Return what the list shows of each."""
    rules, language = rulebook.book().scheme_rules.rules, get_language() or "hi"
    return [
        Row(one, one.claim.worker.name, rules[one.claim.scheme].name.say(language), one.claim.get_track_display())
        for one in cases
    ]


def begin(*, scheme: str, by: Actor, at: datetime, ticked: Collection[str] | None = None) -> Run | None:
    """Begin the run over what waits now with the post of `by`, or of it those `ticked`; None where nothing does.

    A ticked claim that waits with that post no more is not in the run: the caller tells by its `rows` how many.
    """
    assert by.post_id is not None
    post = Post.objects.get(pk=by.post_id)
    rows = waiting(post, scheme=scheme)
    if ticked is not None:
        rows = rows.filter(number__in=ticked)
    numbers = list(rows.values_list("number", flat=True))
    if not numbers:
        return None
    asked: dict[str, object] = {"scheme": scheme} if ticked is None else {"scheme": scheme, "ticked": len(ticked)}
    title = str(_("Sanction of claims"))
    return runs.begin(KIND, runs.lists(numbers, SIZE), title=title, by=by, at=at, asked=asked)


def _work(task: runs.Task) -> Iterable[runs.Told]:
    for one in many.sanction_many(task.what["keys"], by=task.by, at=task.at):
        yield runs.Told(one.number, is_done=one.is_done, words=one.words)


runs.register(
    runs.Kind(
        KIND, _("Sanction of claims"), _work, row_link=lambda ref: reverse("desk:case", args=[ref]) if ref else ""
    )
)
