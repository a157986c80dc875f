"""Campaigns: made, approved by a second person, run, paused, ended; and following the cases that they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.casework import calling
from shramsetu.casework.calling import Wanted
from shramsetu.helpline.actions import targets
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Campaign, Target
from shramsetu.helpline.queries import outgoing
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

FOLLOWED = 5_000  # people looked at in one go


class NeedsSecondPerson(NotPossible):
    """A large list runs only after somebody else has agreed."""

    message = _("A list of this size runs only after a second person has approved it.")


class OwnList(NotPossible):
    """The second person must be another one."""

    message = _("Somebody else than the maker has to approve this list.")


class HasEnded(NotPossible):
    """An ended campaign stays ended."""

    message = _("This campaign has ended. Make a new one.")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a list that was brought: a phone in E.164 and the language spoken."""

    phone: str
    language: str = "hi"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a campaign is to be. `phones` only for a list; `answers` narrow an audience."""

    name_hi: str
    name_en: str
    kind: str
    mode: str
    line: str
    audience: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    phones: Sequence[Person] = ()
    boards: Sequence[str] = ()
    menu_slug: str = ""
    opens: time | None = None
    closes: time | None = None
    lines: int = 0
    falls_back: bool = False


@transaction.atomic
def make(plan: Plan, *, by: Actor, at: datetime) -> Campaign:
    """Make a campaign that does not run yet; of a list all its people are written down."""
    campaign = Campaign(
        slug=f"{plan.kind.replace('_', '-')}-{clock.day(at):%Y%m%d}-{uuid4().hex[:6]}",
        name_hi=plan.name_hi,
        name_en=plan.name_en,
        kind=plan.kind,
        mode=plan.mode,
        line=plan.line,
        boards=list(plan.boards),
        query=dict(plan.answers),
        audience=plan.audience,
        menu_slug=plan.menu_slug,
        opens=plan.opens,
        closes=plan.closes,
        lines=plan.lines,
        falls_back=plan.falls_back,
        needs_approval=len(plan.phones) > rulebook.book().number("helpline.campaign_approval_people", clock.day(at)),
        made_by=by.key,
        made_at=at,
    )
    campaign.save(force_insert=True)
    rows = [
        Target(campaign=campaign, phone=one.phone, language=one.language, due_at=at, made_at=at, source="list")
        for one in {one.phone: one for one in plan.phones}.values()
    ]
    Target.objects.bulk_create(rows, batch_size=1000)
    _enter(campaign, "make", by=by, at=at, people=len(rows), mode=plan.mode, audience=plan.audience)
    return campaign


@transaction.atomic
def approve(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Agree, as a second person, to a large list; raises OwnList for its maker."""
    row = _locked(campaign)
    if row.made_by.partition("@")[0] == by.key.partition("@")[0]:
        raise OwnList
    if row.needs_approval and not row.approved_by:
        row.approved_by, row.approved_at = by.key, at
        row.save(update_fields=["approved_by", "approved_at"])
        _enter(row, "approve", by=by, at=at)


@transaction.atomic
def start(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Let it call; raises NeedsSecondPerson, HasEnded."""
    row = _locked(campaign)
    if row.needs_approval and not row.approved_by:
        raise NeedsSecondPerson
    if not row.running:
        row.running = True
        row.save(update_fields=["running"])
        _enter(row, "start", by=by, at=at)
        follow_one(row, at=at)


@transaction.atomic
def pause(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """Place no more calls; those that ring or talk go on."""
    row = _locked(campaign)
    if row.running:
        row.running = False
        row.save(update_fields=["running"])
        _enter(row, "pause", by=by, at=at)


@transaction.atomic
def end(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """End it for good; who was not called is not called any more. Call-backs never end."""
    row = _locked(campaign)
    if row.kind == Campaign.Kind.CALL_BACK:
        raise NotPossible
    row.running, row.ended_at = False, at
    row.save(update_fields=["running", "ended_at"])
    Target.objects.filter(campaign=row, state=Target.State.WAITING).update(
        state=Target.State.GIVEN_UP, result="ended", done_at=at
    )
    _enter(row, "end", by=by, at=at)


def follow(*, at: datetime) -> int:
    """Bring every running campaign with an audience up to its cases; return how many people came in."""
    return sum(follow_one(campaign, at=at) for campaign in outgoing.running() if campaign.audience)


@transaction.atomic
def follow_one(campaign: Campaign, *, at: datetime) -> int:
    """Take in whose call has come to be wanted, and let go whose is wanted no more; safe to repeat."""
    if not campaign.audience:
        return 0
    audience = calling.get(campaign.audience)
    waiting = Target.objects.filter(campaign=campaign, state=Target.State.WAITING)
    cases = {case for case in waiting.values_list("case_id", flat=True) if case is not None}
    gone = cases - audience.still(cases)
    waiting.filter(case_id__in=gone).update(state=Target.State.DONE, result=targets.MOVED, done_at=at)
    wanted = [one for _, one in zip(range(FOLLOWED), audience.people(campaign.query, at), strict=False)]
    fresh = _not_yet(campaign, wanted)
    rows = [_target(campaign, one, at) for one in fresh]
    rows = [row for row in rows if not campaign.boards or row.board in campaign.boards]
    return len(Target.objects.bulk_create(rows, ignore_conflicts=True))


def _not_yet(campaign: Campaign, wanted: Sequence[Wanted]) -> list[Wanted]:
    """Return who has no entry since the case came to need the call, in any campaign of this kind."""
    rows = Target.objects.filter(campaign__kind=campaign.kind, case__in=[one.case for one in wanted])
    rows = rows.exclude(state=Target.State.GIVEN_UP, result="ended")
    entered: dict[int, datetime] = {}
    for case_id, made_at, state in rows.values_list("case_id", "made_at", "state"):
        assert case_id is not None
        made_at = datetime.max.replace(tzinfo=made_at.tzinfo) if state in outgoing.OPEN else made_at
        entered[case_id] = max(made_at, entered.get(case_id, made_at))
    return [one for one in wanted if one.case not in entered or entered[one.case] < one.since]


def _target(campaign: Campaign, one: Wanted, at: datetime) -> Target:
    return Target(
        campaign=campaign,
        phone=one.phone,
        person_id=one.person,
        case_id=one.case,
        source=campaign.audience,
        language=one.language,
        board=rulebook.book().helpline.board_of(one.department),
        urgent=one.urgent,
        due_at=one.due_at,
        made_at=at,
    )


def _locked(campaign: Campaign) -> Campaign:
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if row.ended_at is not None:
        raise HasEnded
    return row


def _enter(campaign: Campaign, verb: str, *, by: Actor, at: datetime, **detail: object) -> None:
    journal.append(f"campaign:{campaign.slug}", verb, by=by, at=at, detail=detail)
