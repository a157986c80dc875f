"""What the verbs of matters share: the locked row, due times, words beside an entry, filings that are stamped."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case, Grant
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.hearings.models import Filing, Forum, Litigant, Matter
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

KIND = "hg_matter"


def of(case: Case) -> Matter:
    """Return the matter of a case, its forum with it; nobody else writes it until the step is over."""
    rows = Matter.objects.select_for_update(of=("self",))
    found = rows.select_related("forum__post__place", "forum__registry__place", "forum__place").get(pk=case.pk)
    found.case = case
    return found


def write(matter: Matter, **changes: object) -> None:
    """Write columns of a matter."""
    Matter.objects.filter(pk=matter.pk).update(**changes)
    for name, value in changes.items():
        setattr(matter, name, value)


def due(key: str, at: datetime) -> Due:
    """Return when the span of the figure `key` ends that begins now."""
    found = rules.figure_due(key, at)
    return Due(found.at, found.key, found.from_on, found.source)


def to_registry(forum: Forum, *, at: datetime) -> To:
    """Lead to who looks a matter through."""
    to = To("scrutiny", holder=forum.registry, level=1, due=due("hearings.scrutiny_days", at))
    to.tells = [Tell("officer-arrival", "holder")]
    return to


def open_to(matter: Matter, forum: Forum, *, at: datetime) -> None:
    """Let registry and presiding officer of a forum see a sealed matter, whichever of them holds it."""
    if not matter.case.sealed:
        return
    until = at + timedelta(days=rules.figure("hearings.sealed_days", at))
    known = set(Grant.objects.filter(case=matter.case, reason="", to_at__gt=at).values_list("post_id", flat=True))
    posts = {forum.registry_id, forum.post_id} - known
    Grant.objects.bulk_create(
        Grant(case=matter.case, post_id=post, reason="", from_at=at, to_at=until) for post in sorted(posts)
    )


def words(move: Move, *names: str) -> dict[str, object]:
    """Return the free texts of a step: they stand beside the entry, where they can be erased."""
    return {name: move.text(name) for name in names if move.text(name)}


def files(move: Move) -> list[UUID]:
    """Return the ids of the files that a step brought."""
    given = move.detail.get("files")
    return [UUID(str(one)) for one in given] if isinstance(given, list) else []


def need_words(move: Move, *names: str) -> None:
    """Raise Refused where neither a word nor a paper was given."""
    if not any(move.text(name) for name in names) and not move.detail.get("files"):
        raise Refused(SAY["no_words"], names[0])


def stamp(matter: Matter, kind: str, *, text: str, papers: Sequence[UUID], by: Actor, at: datetime) -> Filing:
    """Keep a paper of a matter with the instant at which it came; the first claimant's, unless an officer files it."""
    seq = (Filing.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0) + 1
    made = Filing(
        matter=matter,
        seq=seq,
        kind=kind,
        litigant=Litigant.objects.filter(matter=matter, claims=True).order_by("seat").first(),
        text=sealing.veiled(matter.case, text),
        files=list(papers),
        channel=Case.Channel.PORTAL if by.person else Case.Channel.DESK,
        by=by.key,
        stamped_at=at,
    )
    made.save(force_insert=True)
    return made


def not_later(on: date | None, name: str, *, at: datetime) -> None:
    """Raise Refused for a day that has not come yet."""
    if on is not None and on > clock.day(at):
        raise Refused(SAY["future"], name)
