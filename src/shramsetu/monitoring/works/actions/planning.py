"""The baseline: proposed as a version with its reason, decided by another person; the curves before it stay."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext

from shramsetu.casework import actions as casework
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Due, Move, To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import powers
from shramsetu.monitoring.works.models import Plan, PlanPoint, Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.rules import progress
from shramsetu.monitoring.works.rules.progress import Point

CLOSE_OF_DAY = time(18)
PLANNED = "works.planned_end"


@transaction.atomic
def propose(work: Work, points: Sequence[Point], *, reason: str, by: Actor, at: datetime) -> Plan:
    """Propose a plan of rising points that ends at the whole; raises Refused, NotAllowed."""
    pen = powers.need(work, Side.AGENCY, Side.DEPARTMENT, by=by)
    try:
        progress.check_plan(points)
    except ValueError:
        raise Refused(
            gettext("A plan has at least two days, rises from day to day, and ends at 100 percent."), "points"
        ) from None
    if not reason.strip():
        raise Refused(gettext("Write why the plan is so, or why it changes."), "reason")
    locked = Work.objects.select_for_update().get(pk=work.pk)
    rows = Plan.objects.filter(work=locked)
    if rows.filter(state=Plan.State.PROPOSED).exists():
        raise Refused(gettext("A plan waits for approval already."))
    plan = Plan(
        work=locked,
        version=rows.count() + 1,
        reason=reason.strip(),
        proposed_by_id=pen.user,
        proposed_post_id=pen.post,
        proposed_at=at,
    )
    plan.save(force_insert=True)
    PlanPoint.objects.bulk_create([PlanPoint(plan=plan, on=one.on, share=one.share) for one in points])
    detail = {"version": plan.version, "from": points[0].on, "until": points[-1].on}
    journal.append(work.stream, "propose_plan", by=by, at=at, detail=detail, private={"reason": plan.reason})
    return plan


@transaction.atomic
def decide(plan: Plan, *, approve: bool, remark: str = "", by: Actor, at: datetime) -> None:
    """Approve a plan, or refuse it with a remark; another person than who proposed it. Raises Refused, NotAllowed."""
    work = Work.objects.select_for_update().select_related("case").get(pk=plan.work_id)
    pen = powers.need(work, Side.DEPARTMENT, by=by)
    if pen.user == plan.proposed_by_id:
        raise Refused(gettext("Somebody else than who proposed the plan decides on it."))
    if not approve and not remark.strip():
        raise Refused(gettext("Write why the plan is not approved."), "remark")
    won = Plan.objects.filter(pk=plan.pk, state=Plan.State.PROPOSED).update(
        state=Plan.State.APPROVED if approve else Plan.State.REFUSED,
        decided_by=pen.user,
        decided_post=pen.post,
        decided_at=at,
        remark=remark.strip(),
    )
    if not won:
        raise Refused(gettext("This plan is decided already."))
    verb = "approve_plan" if approve else "refuse_plan"
    private = {"remark": remark.strip()} if remark.strip() else None
    journal.append(work.stream, verb, by=by, at=at, detail={"version": plan.version}, private=private)
    if approve and work.case.state in {"preparing", "building"}:
        step = "begin" if work.case.state == "preparing" else "reschedule"
        last = PlanPoint.objects.filter(plan=plan).order_by("-on")[0]
        casework.take(work.case, step, seen=work.case.revision, by=SYSTEM, at=at, detail={"until": last.on})


@effect("begin", "mn_work")
def begin(move: Move) -> To:
    """Building begins: the agency has until the plan's last day."""
    return _until(move)


@effect("reschedule", "mn_work")
def reschedule(move: Move) -> To:
    """Another plan counts from now on: its last day is the new due time, and the work is the agency's again."""
    return _until(move)


def _until(move: Move) -> To:
    last = move.day("until")
    assert last is not None
    due = Due(clock.moment(last, CLOSE_OF_DAY), PLANNED, clock.day(move.at), "")
    work = Work.objects.select_related("agency").get(pk=move.case.pk)
    return To("building", holder=work.agency, level=1, due=due, facts={"until": last})
