"""Setting a target: one officer proposes a version, another approves it; from then on nobody changes it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring import scope
from shramsetu.monitoring.targets import errors, queries, terms
from shramsetu.monitoring.targets.actions import freezing, reading
from shramsetu.monitoring.targets.errors import NotAllowed, Refused, Stale
from shramsetu.monitoring.targets.models import Share, TargetSet
from shramsetu.monitoring.targets.rules import days
from shramsetu.monitoring.targets.spreading import Draft, Leaf, Row, shared
from shramsetu.monitoring.targets.standing import Day
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role

PROPOSERS = frozenset({Role.STATE_DESK, Role.HEAD})
DECIDERS = frozenset({Role.HEAD, Role.PRINCIPAL_SECRETARY})


@transaction.atomic
def propose(draft: Draft, *, by: Actor, at: datetime) -> TargetSet:
    """Lay down a target, or a change of one, for another officer to approve.

    A draft whose period has an approved version makes the next version of it, in force from `from_on` on. Raises
    NotAllowed for who may not, Refused where the draft cannot be.
    """
    if by.role not in PROPOSERS or by.user_id is None or by.post_id is None or not may(by, draft.indicator):
        raise NotAllowed("propose")
    former = _former(draft)
    _check(draft, former, today=clock.day(at))
    top = shared(draft)
    if not top.number:
        raise Refused(errors.NOTHING, "number")
    made = TargetSet(
        indicator=draft.indicator,
        first_on=draft.first_on,
        last_on=draft.last_on,
        version=1 + max((one.version for one in _versions(draft)), default=0),
        from_on=draft.from_on if former else draft.first_on,
        number=top.number,
        method=draft.method,
        reason=draft.reason.strip(),
        replaces=former,
        proposed_by_id=by.user_id,
        proposed_post_id=by.post_id,
        proposed_at=at,
    )
    _keep(made)
    _write(made, top, _asked_before(former, made.from_on))
    detail = {"version": made.version, "number": made.number, "method": made.method, "from": made.from_on}
    journal.append(made.stream, "propose", by=by, at=at, detail=detail)
    return made


@transaction.atomic
def decide(target: TargetSet, *, approve: bool, remark: str = "", by: Actor, at: datetime) -> TargetSet:
    """Approve a proposed version, or refuse it. An approved one counts at once: its figures are read, its day frozen.

    Raises NotAllowed for another role and for who proposed it, Refused for a refusal without a word, Stale if it is
    decided already.
    """
    if by.role not in DECIDERS or by.user_id is None or by.post_id is None or not may(by, target.indicator):
        raise NotAllowed("decide")
    if by.user_id == target.proposed_by_id:
        raise Refused(errors.SAME_PERSON)
    if not approve and not remark.strip():
        raise Refused(errors.NO_REASON, "remark")
    if approve and target.replaces_id is not None and target.from_on <= clock.day(at):
        raise Refused(errors.PASSED)  # its days since then, and today, were asked for by the version before
    state = TargetSet.State.APPROVED if approve else TargetSet.State.REFUSED
    values = {"state": state, "decided_by": by.user_id, "decided_post": by.post_id, "decided_at": at}
    try:
        with transaction.atomic():
            won = TargetSet.objects.filter(pk=target.pk, state=TargetSet.State.PROPOSED)
            if not won.update(**values, remark=remark.strip()):
                raise Stale(str(target))
    except IntegrityError as error:
        raise Refused(errors.OVERLAPS) from error
    target.refresh_from_db()
    verb = "approve" if approve else "refuse"
    journal.append(target.stream, verb, by=by, at=at, detail={"version": target.version})
    if approve:
        reading.read(target, is_whole=True, at=at)
        freezing.freeze_one(target, clock.day(at), at=at)
    return target


def may(by: Actor, indicator: str) -> bool:
    """Tell whether somebody has a say in the targets of an indicator: no assistant, and of its department."""
    if by.assists or by.post_id is None:
        return False
    return scope.answers_for(offices.get(by.post_id), terms.indicator(indicator).department)


def _versions(draft: Draft) -> list[TargetSet]:
    rows = TargetSet.objects.filter(indicator=draft.indicator, first_on=draft.first_on, last_on=draft.last_on)
    return list(rows.order_by("version"))


def _former(draft: Draft) -> TargetSet | None:
    approved = [one for one in _versions(draft) if one.state == TargetSet.State.APPROVED]
    return approved[-1] if approved else None


def _check(draft: Draft, former: TargetSet | None, *, today: date) -> None:
    if not draft.reason.strip():
        raise Refused(errors.NO_REASON, "reason")
    if draft.last_on < draft.first_on or not terms.working(draft.first_on, draft.last_on):
        raise Refused(errors.NO_DAYS, "last_on")
    if former is None:
        others = TargetSet.objects.filter(indicator=draft.indicator, state=TargetSet.State.APPROVED)
        if others.filter(first_on__lte=draft.last_on, last_on__gte=draft.first_on).exists():
            raise Refused(errors.OVERLAPS, "first_on")
        return
    if not max(today, former.from_on) < draft.from_on <= draft.last_on:
        raise Refused(errors.BEGUN, "from_on")
    if not terms.working(draft.from_on, draft.last_on):
        raise Refused(errors.NO_DAYS, "from_on")


def _keep(made: TargetSet) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(errors.WAITS) from error


def _asked_before(former: TargetSet | None, from_on: date) -> dict[Leaf, int]:
    """Return what earlier versions had asked of each lowest row by the eve of `from_on`."""
    if former is None:
        return {}
    rows, day = queries.shares(former), Day(former, from_on)
    parents = {row.parent_id for row in rows}
    eve = max((on for on in day.working if on < from_on), default=None)
    asked = {row.pk: day.official_to(row, eve) if eve and eve >= former.from_on else row.before for row in rows}
    return {(row.place_id, row.source): asked[row.pk] for row in rows if row.pk not in parents}


def _write(made: TargetSet, top: Row, before: dict[Leaf, int]) -> None:
    """Write the rows level by level, the lowest with their phases, so that the days of the whole are even too."""
    count = len(terms.working(made.from_on, made.last_on))
    lowest = [row for row in top.walk() if not row.parts]
    rest = [max(0, row.number - before.get((row.place.pk, row.source), 0)) for row in lowest]
    phases = dict(zip([(row.place.pk, row.source) for row in lowest], days.phases(rest, count), strict=True))
    level: list[tuple[Row, Share | None]] = [(top, None)]
    while level:
        made_now = [
            Share(
                target=made,
                parent=parent,
                place=row.place,
                source=row.source,
                number=row.number,
                before=sum(before.get((one.place.pk, one.source), 0) for one in row.walk() if not one.parts),
                phase=phases.get((row.place.pk, row.source), 0) if not row.parts else 0,
            )
            for row, parent in level
        ]
        Share.objects.bulk_create(made_now)
        level = [(part, own) for (row, _), own in zip(level, made_now, strict=True) for part in row.parts]
