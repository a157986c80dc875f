"""Hearings: what came of a date, dates moved one by one or a day at once, parties told when anything changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Count, Q

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.hearings.actions import dating, notices, ways
from shramsetu.hearings.actions import video as rooms
from shramsetu.hearings.actions.dating import NO_VIDEO, Video
from shramsetu.hearings.models import Filing, Forum, Hearing, Litigant, Matter, Notice, Order, Presence
from shramsetu.hearings.queries import dates
from shramsetu.hearings.rules import adjourning
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.offices import queries as offices

Result, Side = Hearing.Result, Hearing.Side
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a date, as it is written down at the desk."""

    result: str
    business: str = ""
    side: str = ""
    cause: str = ""
    cause_words: str = ""
    cost_paise: int = 0
    present: Mapping[int, str] = field(default_factory=dict)  # a word of `Presence.How` by the party
    next_at: datetime | None = None
    purpose: str = ""
    video: Video = NO_VIDEO

    @property
    def detail(self) -> dict[str, object]:
        """What the step takes."""
        return {"came": self}


@effect("hear", "hg_matter")
def hear(move: Move) -> To:
    """Write down what came of the date: who was there, what was done, who had it put off and why, the next date."""
    matter, came = ways.of(move.case), _came(move)
    held = dates.fixed(matter)
    if held is None:
        raise Refused(SAY["no_date"])
    if clock.day(held.on_at) > clock.day(move.at):
        raise Refused(SAY["not_yet"])
    _check(held, came, at=move.at)
    if came.next_at is not None:
        _check_next(matter, held, came, at=move.at)
    case = move.case
    dating.end(
        held,
        state=Hearing.State.DONE,
        result=came.result,
        business=sealing.veiled(case, came.business),
        adjourned_by=came.side,
        cause=came.cause,
        cause_words=sealing.veiled(case, came.cause_words),
        cost_paise=came.cost_paise,
        ended_at=move.at,
    )
    _write_presences(held, came)
    dating.clear(matter)
    facts = {"result": came.result, "side": came.side, "cause": came.cause, "on": held.on_at}
    to = To("hearing", facts=facts, private={"business": came.business} if came.business else {})
    if came.result == Result.RESERVED:
        to.state, to.due = "reserved", ways.due("hearings.order_hours", move.at)
    elif came.next_at is not None:
        dating.fix(matter, came.next_at, purpose=came.purpose, by=move.by, at=move.at, video=came.video)
        to.facts = {**facts, "next_at": came.next_at, "purpose": came.purpose}
        absent = frozenset(pk for pk, how in came.present.items() if how == Presence.How.ABSENT)
        kind = Notice.Kind.HEARING
        to.after.append(lambda: notices.call(matter, kind, by=move.by, at=move.at, paper=absent))
    return to


def _came(move: Move) -> Came:
    given = move.detail.get("came")
    if not isinstance(given, Came):
        raise Refused(SAY["no_result"], "result")
    return given


def _check(held: Hearing, came: Came, *, at: datetime) -> None:
    if came.result not in Result.values or not came.result:
        raise Refused(SAY["no_result"], "result")
    if came.result != Result.ADJOURNED:
        if came.side or came.cause or came.cost_paise:
            raise Refused(SAY["not_adjourned"], "side")
        return
    known = rulebook.book().law.causes.get(came.cause)
    if not came.side or known is None:
        raise Refused(SAY["who_adjourned"], "side")
    if came.side not in known.sides:
        raise Refused(SAY["cause_of_side"], "cause")
    most = rules.figure("hearings.adjournments_most", at)
    if adjourning.is_too_many(adjournments(held.matter_id), came.side, most) and not came.cost_paise:
        raise Refused(SAY["put_off_enough"] % {"most": most}, "cost")


def _check_next(matter: Matter, held: Hearing, came: Came, *, at: datetime) -> None:
    assert came.next_at is not None
    if came.result == Result.RESERVED:
        raise Refused(SAY["reserved_no_date"], "next_at")
    if not came.purpose:
        raise Refused(SAY["no_purpose"], "purpose")
    if clock.day(came.next_at) <= clock.day(held.on_at):
        raise Refused(SAY["past_day"], "next_at")
    dating.check_hour(matter, came.next_at, at=at)
    dating.check_share(matter, came.next_at, at=at)


def _write_presences(held: Hearing, came: Came) -> None:
    parties = set(Litigant.objects.filter(matter=held.matter_id, left_at=None).values_list("pk", flat=True))
    rows = [Presence(hearing=held, litigant_id=pk, how=how) for pk, how in came.present.items() if pk in parties]
    Presence.objects.bulk_create(rows)


def put_off_of(matters: Iterable[int]) -> dict[int, int]:
    """Return how often each matter was put off, by whichever side."""
    rows = Hearing.objects.filter(matter__in=list(matters), result=Result.ADJOURNED).values("matter")
    return {row["matter"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def adjournments(matter: int) -> dict[str, int]:
    """Return how often a matter was put off by each side."""
    rows = Hearing.objects.filter(matter=matter, result=Result.ADJOURNED).values_list("adjourned_by", flat=True)
    return adjourning.by_side(rows)


@effect("rehear", "hg_matter")
def rehear(move: Move) -> To:
    """Hear a matter once more although its order was reserved; an order that was drafted stays a draft."""
    matter = ways.of(move.case)
    return To("hearing", due=notices.decide_by(matter, at=move.at), private=ways.words(move, "reason"))


@effect("revive", "hg_matter")
def revive(move: Move) -> To:
    """Hear a matter after all that was dismissed because nobody came; the registry lists it."""
    matter = ways.of(move.case)
    if not _was_default(matter.pk):
        raise Refused(SAY["not_default"])
    ways.stamp(
        matter, Filing.Kind.APPLICATION, text=move.text("reason"), papers=ways.files(move), by=move.by, at=move.at
    )
    to = To("hearing", holder=matter.forum.post, level=2, due=ways.due("hearings.decide_days", move.at), outcome="")
    to.private, to.tells = ways.words(move, "reason"), [Tell("officer-arrival", "holder")]
    return to


def _was_default(matter: int) -> bool:
    last = Order.objects.filter(matter=matter, kind=Order.Kind.FINAL, signed_at__isnull=False).order_by("seq").last()
    return last is not None and last.outcome == Order.Outcome.DEFAULT


@possible("revive", "hg_matter")
def may_be_revived(case: Case) -> bool:
    """Tell whether a matter was dismissed because nobody came."""
    return case.outcome == Order.Outcome.DEFAULT


@transaction.atomic
def list_for(matter: Matter, on_at: datetime, *, purpose: str, by: Actor, at: datetime) -> Hearing:
    """Fix a date for a matter that has none, and call both sides."""
    row = _mine(matter.case, by=by)
    if dates.fixed(row) is not None or row.case.state not in ("noticed", "hearing"):
        raise Refused(SAY["has_date"])
    dating.check_hour(row, on_at, at=at, name="on_at")
    dating.check_share(row, on_at, at=at, name="on_at")
    made = dating.fix(row, on_at, purpose=purpose, by=by, at=at)
    casework.amend(row.case, "fix", to=To(row.case.state, facts={"next_at": on_at, "purpose": purpose}), by=by, at=at)
    notices.call(row, Notice.Kind.HEARING, by=by, at=at)
    return made


@transaction.atomic
def move(hearing: Hearing, on_at: datetime, *, why: str, by: Actor, at: datetime) -> Hearing:
    """Move a date to another hour; both sides hear of it at once. Raises Refused."""
    row, held = _movable(hearing, why, by=by)
    dating.check_hour(row, on_at, at=at, name="on_at")
    dating.check_share(row, on_at, at=at, name="on_at")
    return _moved(row, held, on_at, why=why, by=by, at=at)


@transaction.atomic
def move_many(forum: Forum, moves: Mapping[int, datetime], *, why: str, by: Actor, at: datetime) -> list[Hearing]:
    """Move many dates of a forum at once, as the preview showed them: all of them, or none.

    Raises Refused where one of the hours was taken since, or one of the dates is none any more.
    """
    rows = list(Hearing.objects.filter(pk__in=moves, forum=forum).select_related("matter__case").order_by("matter_id"))
    if len(rows) != len(moves):
        raise Refused(SAY["moved_since"])
    found = list[tuple[Matter, Hearing]]()
    for one in rows:
        row, held = _movable(one, why, by=by)
        dating.end(held, state=Hearing.State.MOVED, moved_why=why[:200])
        dating.clear(row)
        found.append((row, held))
    made = list[Hearing]()
    for row, held in sorted(found, key=lambda pair: (moves[pair[1].pk], pair[1].pk)):
        dating.check_hour(row, moves[held.pk], at=at, name="on")
        dating.check_share(row, moves[held.pk], at=at, name="on")
        made.append(_moved(row, held, moves[held.pk], why=why, by=by, at=at))
    return made


def _movable(hearing: Hearing, why: str, *, by: Actor) -> tuple[Matter, Hearing]:
    row = _mine(hearing.matter.case, by=by)
    held = Hearing.objects.select_for_update(no_key=True).filter(pk=hearing.pk, state=Hearing.State.FIXED).first()
    if held is None:
        raise Refused(SAY["moved_since"])
    if not why.strip():
        raise Refused(SAY["why_moved"], "why")
    return row, held


def _moved(row: Matter, held: Hearing, on_at: datetime, *, why: str, by: Actor, at: datetime) -> Hearing:
    was = held.on_at
    dating.end(held, state=Hearing.State.MOVED, moved_why=why[:200])
    made = dating.fix(row, on_at, purpose=held.purpose, by=by, at=at, video=Video(held.by_video, held.video_link))
    Hearing.objects.filter(pk=held.pk).update(moved_to=made)
    facts = {"on": was, "next_at": on_at}
    to = To(row.case.state, facts=facts, private={"reason": why})
    casework.amend(row.case, "move", to=to, by=by, at=at)
    notices.call(row, Notice.Kind.CHANGE, by=by, at=at)
    return made


def _mine(case: Case, *, by: Actor) -> Matter:
    """Return the locked matter of a case for its registry or presiding officer; raise Refused for anybody else."""
    row = ways.of(case)
    row.case = Case.objects.select_related("holder", "district").get(pk=case.pk)
    if by.post_id not in (row.forum.registry_id, row.forum.post_id) or by.assists:
        raise Refused(SAY["not_yours"])
    return row


@transaction.atomic
def set_video(hearing: Hearing, video: Video, *, by: Actor, at: datetime) -> None:
    """Hold a date by video too, or no longer; the parties find link and code of the room on their page."""
    row = _mine(hearing.matter.case, by=by)
    held = Hearing.objects.select_for_update().filter(pk=hearing.pk, state=Hearing.State.FIXED).first()
    if held is None:
        raise Refused(SAY["moved_since"])
    held.by_video, held.video_link = video.wanted, video.link if video.wanted else ""
    Hearing.objects.filter(pk=held.pk).update(by_video=held.by_video, video_link=held.video_link)
    if video.wanted:
        rooms.open_for(row, held, by=by, at=at)
    facts = {"on": held.on_at, "by_video": video.wanted}
    casework.amend(row.case, "set_video", to=To(row.case.state, facts=facts), by=by, at=at)


def tell_changes(*, at: datetime) -> int:
    """Tell the parties of dates to come that another officer presides, or the place is another; return of how many.

    A vacant chair is no change: who comes next is.
    """
    rows = Hearing.objects.filter(state=dates.FIXED, on_at__gt=at)
    known = Forum.objects.select_related("post", "place").in_bulk(rows.values_list("forum", flat=True).distinct())
    told = rows.order_by("forum").values_list("forum", "told_judge", "told_place").distinct()
    changed = [
        Q(forum=forum, told_judge=judge, told_place=place)
        for forum, judge, place in told
        if _stands_otherwise(known[forum], judge, place)
    ]
    if not changed:
        return 0
    found = rows.filter(reduce(or_, changed)).order_by("on_at", "pk").values_list("pk", "matter")[:CHUNK]
    return sum(_tell_change(pk, matter, at=at) for pk, matter in found)


@transaction.atomic
def _tell_change(pk: int, matter: int, *, at: datetime) -> bool:
    """Tell of one date. The matter is locked before its date, as by whoever moves it."""
    if not Matter.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=matter).exists():
        return False
    known = Hearing.objects.filter(pk=pk, state=dates.FIXED)
    one = known.select_related("matter__case__holder", "matter__case__district", "forum__post", "forum__place").first()
    if one is None or not _stands_otherwise(one.forum, one.told_judge, one.told_place):
        return False
    told = {name: value for name, value in dates.standing(one.forum, at).items() if value is not None}
    Hearing.objects.filter(pk=one.pk).update(**told)  # of a vacant chair nobody is told: who comes next still is
    row = ways.of(one.matter.case)
    facts = {"next_at": one.on_at, "judge": offices.incumbent_id(one.forum.post)}
    casework.amend(row.case, "tell_change", to=To(row.case.state, facts=facts), by=SYSTEM, at=at)
    notices.call(row, Notice.Kind.CHANGE, by=SYSTEM, at=at, paper=frozenset())
    return True


def _stands_otherwise(forum: Forum, told_judge: int | None, told_place: str) -> bool:
    judge = offices.incumbent_id(forum.post)
    other_judge = judge is not None and told_judge is not None and judge != told_judge
    return other_judge or (bool(told_place) and told_place != forum.address("hi"))
