"""How much of a part is done, measured and written once; a wrong row is corrected by another one with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext

from shramsetu.casework.actions import Refused
from shramsetu.journal import actions as journal
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.monitoring.works import bounds, powers
from shramsetu.monitoring.works.models import Component, Measurement, Work
from shramsetu.monitoring.works.powers import Pen, Side
from shramsetu.monitoring.works.rules import flags
from shramsetu.monitoring.works.rules.progress import WHOLE


@transaction.atomic
def measure(component: Component, done: int, *, on: date, note: str = "", by: Actor, at: datetime) -> Measurement:
    """Write how much of `component` (basis points) stood on a day; less than before is a correction, and refused.

    Raises Refused, NotAllowed.
    """
    work = Work.objects.select_related("case", "agency").select_for_update(of=("self",)).get(pk=component.work_id)
    pen = powers.need(work, Side.AGENCY, Side.DEPARTMENT, by=by)
    _check(work, done, on, at)
    if _standing(component).filter(on=on).exists():
        raise Refused(gettext("This part is measured for this day already. Correct that measurement."), "on")
    before = _between(_standing(component), done, on)
    row = _row(component, done, on, pen, at)
    row.note = note.strip()
    row.leaps = _leaps(before, row)
    row.save(force_insert=True)
    detail = {"component": component.slug, "on": on, "done": done, "leaps": row.leaps}
    journal.append(work.stream, "measure", by=by, at=at, detail=detail)
    return row


@transaction.atomic
def correct(wrong: Measurement, done: int, *, reason: str, by: Actor, at: datetime) -> Measurement:
    """Write what stood on the day of a wrong measurement, and why it was wrong. Raises Refused, NotAllowed."""
    component = wrong.component
    work = Work.objects.select_related("case", "agency").select_for_update(of=("self",)).get(pk=component.work_id)
    pen = powers.need(work, Side.AGENCY, Side.DEPARTMENT, by=by)
    if not reason.strip():
        raise Refused(gettext("Write why the measurement was wrong."), "reason")
    if Measurement.objects.filter(corrects=wrong).exists():
        raise Refused(gettext("This measurement is corrected already."))
    _check(work, done, wrong.on, at)
    before = _between(_standing(component).exclude(pk=wrong.pk), done, wrong.on)
    row = _row(component, done, wrong.on, pen, at)
    row.corrects, row.reason, row.leaps = wrong, reason.strip(), _leaps(before, row)
    row.save(force_insert=True)
    detail = {"component": component.slug, "on": wrong.on, "was": wrong.done, "done": done}
    journal.append(work.stream, "correct_measurement", by=by, at=at, detail=detail, private={"reason": row.reason})
    return row


def _check(work: Work, done: int, on: date, at: datetime) -> None:
    if not 0 <= done <= WHOLE:
        raise Refused(gettext("A share is between 0 and 100 percent."), "percent")
    if on > clock.day(at):
        raise Refused(gettext("This day has not come yet."), "on")
    if work.case.state != "building":
        raise Refused(gettext("Only what is being built is measured: an approved plan comes first."))


def _standing(component: Component) -> QuerySet[Measurement]:
    return Measurement.objects.filter(component=component, corrected_by=None)


def _between(rows: QuerySet[Measurement], done: int, on: date) -> Measurement | None:
    """Return the measurement before `on`; raise Refused where a part would shrink from one to the next."""
    before: Measurement | None = rows.filter(on__lt=on).order_by("-on", "-id").first()
    after = rows.filter(on__gt=on).order_by("on", "id").first()
    if before is not None and done < before.done:
        raise Refused(
            gettext("It stood at %(share)s percent already. A wrong measurement is corrected, with its reason.")
            % {"share": f"{before.done / 100:g}"},
            "percent",
        )
    if after is not None and done > after.done:
        raise Refused(gettext("A later measurement is lower. Correct it first."), "percent")
    return before


def _row(component: Component, done: int, on: date, pen: Pen, at: datetime) -> Measurement:
    return Measurement(component=component, done=done, on=on, by_id=pen.user, post_id=pen.post, at=at)


def _leaps(before: Measurement | None, row: Measurement) -> bool:
    """Tell whether this part alone let the whole grow faster than is believed since it was measured before."""
    if before is None:
        return False
    whole: int = Component.objects.filter(work=row.component.work_id).aggregate(weight=Sum("weight"))["weight"]
    stood, stands = (one.done * row.component.weight // whole for one in (before, row))
    return flags.leaps(stood, stands, (row.on - before.on).days, bounds.on(row.on))
