"""Giving a building into use, part by part; what must be there for children; orders under the contract."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from shramsetu import rulebook
from shramsetu.casework import actions as casework
from shramsetu.casework import rules
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import OPEN, Case
from shramsetu.casework.moves import Due, Move, To
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import papers, powers
from shramsetu.monitoring.works.models import SCHOOLS, Component, Handover, Measurement, Readiness, Term, Work
from shramsetu.monitoring.works.powers import Side
from shramsetu.monitoring.works.rules.progress import WHOLE

LIABILITY, LATE_DAYS = "works.liability_months", "works.late_days"


@dataclass(frozen=True, slots=True)
class Order:
    """An order under the contract: more days, or a penalty of so many paise."""

    kind: str
    on: date
    order_number: str
    reason: str
    days: int = 0
    paise: int = 0


@transaction.atomic
def hand_over(
    component: Component, *, on: date, paper: UploadedFile, note: str = "", by: Actor, at: datetime
) -> Handover:
    """Take a part into use, with the paper of the handing-over; with the last one the work is built.

    Raises Refused, NotAllowed: for a part that is not whole, or has a defect that is a danger.
    """
    work = Work.objects.select_related("case", "agency").select_for_update(of=("self",)).get(pk=component.work_id)
    pen = powers.need(work, Side.DEPARTMENT, by=by)
    if on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "on")
    if Handover.objects.filter(component=component).exists():
        raise Refused(gettext("This part is handed over already."), "component")
    whole = Measurement.objects.filter(component=component, corrected_by=None, done=WHOLE).order_by("on").first()
    if whole is None:
        raise Refused(gettext("This part is not measured as whole yet."), "component")
    if on < whole.on:
        raise Refused(gettext("By the measurements this part was whole later than that."), "on")
    grave = Case.objects.filter(parent=work.case, kind="mn_defect", phase=OPEN, defect__is_grave=True)
    if grave.filter(defect__component=component).exists():
        raise Refused(gettext("This part has a dangerous defect that is not mended."), "component")
    row = Handover(
        component=component,
        on=on,
        liability_until=_months_on(on, rulebook.book().number(LIABILITY, on)),
        file=papers.keep(work, paper, by=by, at=at),
        note=note.strip(),
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    detail = {"component": component.slug, "on": on, "liability_until": row.liability_until}
    journal.append(work.stream, "hand_over", by=by, at=at, detail=detail)
    _complete(work, at)
    return row


@transaction.atomic
def say_ready(
    work: Work,
    item: str,
    *,
    is_ready: bool,
    paper: UploadedFile | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Readiness:
    """Say whether one thing is there that children need; that it is, with a proof. Raises Refused, NotAllowed."""
    pen = powers.need(work, Side.DEPARTMENT, by=by)
    if work.series != SCHOOLS or item not in rulebook.book().works.readiness:
        raise Refused(gettext("Choose one from the list."), "item")
    if is_ready and paper is None:
        raise Refused(gettext("Add the paper or photograph that shows it."), "paper")
    row = Readiness(
        work=work,
        item=item,
        is_ready=is_ready,
        on=clock.day(at),
        file=papers.keep(work, paper, by=by, at=at) if paper is not None else None,
        note=note.strip(),
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    journal.append(work.stream, "say_ready", by=by, at=at, detail={"item": item, "is_ready": is_ready})
    return row


@transaction.atomic
def order(work: Work, asked: Order, *, paper: UploadedFile, by: Actor, at: datetime) -> Term:
    """Write an extension of time or a penalty, with its order. An extension moves no plan: that is a new version.

    Raises Refused, NotAllowed.
    """
    pen = powers.need(work, Side.DEPARTMENT, by=by)
    if asked.on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "on")
    if not asked.reason.strip():
        raise Refused(gettext("Write the reason."), "reason")
    is_extension = asked.kind == Term.Kind.EXTENSION
    if is_extension and asked.days <= 0:
        raise Refused(gettext("Write by how many days."), "days")
    if not is_extension and asked.paise <= 0:
        raise Refused(gettext("Write an amount of more than nothing."), "rupees")
    row = Term(
        work=work,
        kind=asked.kind,
        days=asked.days if is_extension else 0,
        paise=0 if is_extension else asked.paise,
        on=asked.on,
        order_number=asked.order_number.strip(),
        reason=asked.reason.strip(),
        file=papers.keep(work, paper, by=by, at=at),
        by_id=pen.user,
        post_id=pen.post,
        at=at,
    )
    row.save(force_insert=True)
    detail = {"kind": row.kind, "days": row.days, "paise": row.paise, "on": row.on}
    journal.append(work.stream, "order_term", by=by, at=at, detail=detail)
    return row


@effect("complete", "mn_work")
def complete(move: Move) -> To:
    """All parts are in use; until the builder's liability ends, defects are still his."""
    found = Handover.objects.filter(component__work=move.case.pk).aggregate(until=Max("liability_until"))
    due = Due(clock.moment(found["until"], time(18)), LIABILITY, clock.day(move.at), "")
    work = Work.objects.select_related("agency").get(pk=move.case.pk)
    return To("built", level=1, holder=work.agency, due=due, facts={"liability_until": found["until"]})


@effect("end_liability", "mn_work")
def end_liability(move: Move) -> To:
    """The builder answers for it no more, unless a defect is not mended: then the day is put off until it is."""
    if Case.objects.filter(parent=move.case, kind="mn_defect", phase=OPEN).exists():
        found = rules.figure_due(LATE_DAYS, move.at)
        return To("built", due=Due(found.at, found.key, found.from_on, found.source), facts={"waits": "defects"})
    return To("over", outcome="built")


@effect("abandon", "mn_work")
def abandon(move: Move) -> To:
    """The work is given up, with the reason; so is what stood in its way and what was to be mended."""
    to = To("abandoned", outcome="abandoned", private={"reason": move.text("reason")})
    for child in Case.objects.filter(parent=move.case, phase=OPEN, kind__in=["mn_hindrance", "mn_defect"]):
        to.after.append(partial(casework.take, child, "drop", seen=child.revision, by=SYSTEM, at=move.at))
    return to


def _complete(work: Work, at: datetime) -> None:
    left = Component.objects.filter(work=work, handover=None).exists()
    if not left and work.case.state == "building":
        casework.take(work.case, "complete", seen=work.case.revision, by=SYSTEM, at=at)


def _months_on(on: date, months: int) -> date:
    """Return the day so many months later; the last of the month where there is no such day."""
    whole = on.year * 12 + on.month - 1 + months
    for day in (on.day, 30, 29, 28):
        try:
            return date(whole // 12, whole % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError(on)
