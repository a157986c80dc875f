"""Same complaints handled together: the master's report is copied to each, each has its own feedback and dissent."""

from datetime import datetime

from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused, take
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import CLOSED, FINAL, PAUSED, Case
from shramsetu.casework.moves import Due, Move, Tell, To
from shramsetu.grievances import likeness, queries
from shramsetu.grievances.actions import ways
from shramsetu.grievances.models import Grievance, Report
from shramsetu.grievances.words import SAY
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import numbers
from shramsetu.offices.models import Role
from shramsetu.prepared import Rows

# States of a master whose report went through the quality check: it is the attached cases' report too.
REPORTED = ("awaiting_feedback", "unreached", "mending", "closed", "closed_unconfirmed", "closed_order", "final")


def check(master: Case) -> None:
    """Raise Refused if nothing may be attached to `master`: it is no open grievance, sealed, or itself attached."""
    if master.kind != "grievance" or master.sealed:
        raise Refused(SAY["not_a_master"], "master")
    if not master.is_open or master.state in {"attached", "screening", "typing", "reading_back"}:
        raise Refused(SAY["master_not_open"], "master")


def check_same(matter: likeness.Matter, master: Case, *, at: datetime) -> None:
    """Raise Refused if `matter` is about something else than `master`: nobody waits for the answer to another wrong."""
    if not likeness.is_same(matter, likeness.of_case(master), at=at):
        raise Refused(SAY["not_the_same"], "master")


@possible("attach_to_master", "grievance")
def may_be_attached(case: Case) -> bool:
    """Tell whether the case can be attached at all: a sealed one goes its way alone."""
    return not case.sealed


@effect("attach_to_master", "grievance")
def attach_to_master(move: Move) -> To:
    """Attach the case to a master: it waits for the master's report, keeping its own messages and its own say."""
    case, master = move.case, move.detail["master"]
    assert isinstance(master, Case)
    if master.pk == case.pk or case.sealed:
        raise Refused(SAY["not_a_master"], "master")
    # Both rows, in one order: two cases attached to each other at once would wait for one another for ever.
    held = {one.pk: one for one in Case.objects.select_for_update().filter(pk__in=[case.pk, master.pk]).order_by("pk")}
    check(held[master.pk])
    check_same(likeness.of_case(case), master, at=move.at)
    if Case.objects.filter(master=case).exists():
        raise Refused(SAY["is_a_master"], "master")
    casework.drop_duties(case, at=move.at)
    Grievance.objects.filter(pk=case.pk).update(asked_at=move.at, due_before_pause=case.due_at)
    attached = {"master": numbers.spaced(master.number)}
    return To(
        "attached",
        holder=master.holder,
        due=_masters_due(master, move.at),
        same_clock=True,
        changes={"master": master},
        facts={"master": master.number},
        tells=[Tell("attached", "complainant", attached), Tell("officer-attached", "holder", attached)],
    )


def _masters_due(master: Case, at: datetime) -> Due:
    assert master.due_at is not None
    return Due(max(master.due_at, at), master.limit_key, master.limit_from)


@effect("detach", "grievance")
def detach(move: Move) -> To:
    """Go on alone. The time before it was attached still counts; one that came in attached gets its first limit."""
    case = move.case
    to = ways.to_first(case, max(case.level, 1), at=move.at)
    grievance = Grievance.objects.get(pk=case.pk)
    if grievance.due_before_pause and grievance.asked_at:
        due = rules.extended(grievance.due_before_pause, grievance.asked_at, move.at, urgent=case.urgent)
        to.due, to.same_clock = Due(due, case.limit_key, case.limit_from), True
    Grievance.objects.filter(pk=case.pk).update(asked_at=None, due_before_pause=None)
    to.changes = {"master": None}
    to.private = {"reason": move.text("reason")}
    to.tells = [Tell("detached", "complainant"), Tell("officer-arrival", "holder")]
    return to


@effect("follow_master", "grievance")
def follow_master(move: Move) -> To:
    """Go where the master went: to the feedback call with a copy of its report, on with it, or alone if it closed."""
    case, master = move.case, move.case.master
    assert master is not None
    report = queries.last_report(master)
    if report and not master.sealed and master.state in REPORTED:
        _copy(report, case, move.at)
        to = ways.to_desk(case, "awaiting_feedback", role=Role.FEEDBACK, at=move.at, key="feedback.days")
        to.tells = [Tell("feedback-coming", "complainant")]
        return to
    if master.sealed or master.phase in (CLOSED, FINAL):
        to = ways.to_first(case, at=move.at)
        to.changes = {"master": None}
        to.tells = [Tell("detached", "complainant"), Tell("officer-arrival", "holder")]
        return to
    due = ways.level_due(case, max(master.level, 1), at=move.at)
    if master.due_at and master.due_at > move.at:
        due = _masters_due(master, move.at)
    return To("attached", holder=master.holder, level=max(master.level, 1), due=due)


def _copy(report: Report, case: Case, at: datetime) -> None:
    Report(
        case=case,
        kind=Report.Kind.FINAL,
        text=report.text,
        level=report.level,
        post_id=report.post_id,
        by=report.by,
        drafted_by=report.drafted_by,
        at=at,
        contacted_at=report.contacted_at,
        visited_at=report.visited_at,
        letter_number=report.letter_number,
        letter_on=report.letter_on,
        evidence=report.evidence,
        copied_from=report,
    ).save(force_insert=True)


_ATTACHED = Rows(
    lambda master: Case.objects.filter(master=master, phase=PAUSED, state="attached").select_related("master"),
    master=int,
)


def release(master: Case, *, at: datetime) -> int:
    """Let every case attached to `master` follow it now; return how many moved."""
    waiting = _ATTACHED.all(master=master.pk)
    for case in waiting:
        take(case, "follow_master", seen=case.revision, by=SYSTEM, at=at)
    return len(waiting)
